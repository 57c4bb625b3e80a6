"""`ocop place` as a person types it."""

from __future__ import annotations

import json

from tests.test_cli import ocop


def test_a_unit_then_and_now() -> None:
    question = "xã Ngọc Chiến, huyện Mường La, tỉnh Sơn La"
    done = ocop("place", question, "--on", "2022-09-22", "--json")
    assert done.returncode == 0, done.stderr
    (commune,), (district,), (province,) = json.loads(done.stdout)["places"]
    assert [p["unit"]["code"] for p in (commune, district, province)] == ["03820", "120", "14"]
    assert [c["name"] for c in commune["communes"]] == ["xã Ngọc Chiến"]
    assert district["communes"] == []  # a district never becomes one commune
    assert "now xã Ngọc Chiến (03820), tỉnh Sơn La" in ocop("place", question).stdout


def test_a_misspelt_name_gets_the_nearest_ones_and_no_code() -> None:
    done = ocop("place", "xã Ngọc Chiên, tỉnh Sơn La", "--json")
    assert done.returncode == 1
    (commune, *_), _ = json.loads(done.stdout)["places"]
    assert commune["unit"] is None
    assert "xã Ngọc Chiến" in {c["name"].split(",")[0] for c in commune["candidates"]}


def test_a_day_that_is_none_is_wrong_usage() -> None:
    done = ocop("place", "xã Ngọc Chiến", "--on", "hôm qua")
    assert done.returncode == 2
    assert "ISO date" in done.stderr
