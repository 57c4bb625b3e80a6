"""`ocop eval`: the score of labelled texts, and floors that only rise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.test_cli import ocop

TEXT = (
    "Ngày 7/3/2025, UBND tỉnh Sơn La cho biết toàn tỉnh đã có 83 sản phẩm OCOP đạt 3 sao trở lên.\n"
)


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    folder = tmp_path / "labelled"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, "utf-8")
    count = {"place": "tỉnh Sơn La", "stars": 3, "at_least": True, "count": 83}
    labels = {
        "products": [],
        "star_counts": [{**count, "status": "achieved"}],
        "locations": ["tỉnh Sơn La"],
    }
    (folder / "a.json").write_text(json.dumps(labels), "utf-8")
    return folder


def test_scores_are_printed_and_a_floor_is_not_lowered_unasked(
    labelled: Path, tmp_path: Path
) -> None:
    pin = tmp_path / "pin.json"
    first = ocop("eval", labelled, "--against", pin, "--pin")
    assert first.returncode == 0, first.stderr
    assert "star count              1.000  1.000  1.000         1" in first.stdout
    (labelled / "a.txt").write_text(TEXT.replace("83", "84"), "utf-8")
    worse = ocop("eval", labelled, "--against", pin, "--pin")
    assert worse.returncode == 1
    assert "below its floor: star count: 0.000 < 1.000" in worse.stderr
    assert "0 gains" in worse.stdout
    assert json.loads(pin.read_text("utf-8"))["floors"]["star count"] == 1.0
    assert ocop("eval", labelled, "--against", pin, "--pin", "--lower").returncode == 0
    assert json.loads(pin.read_text("utf-8"))["floors"]["star count"] == 0.0


def test_a_folder_without_labels_is_wrong_usage(tmp_path: Path) -> None:
    done = ocop("eval", tmp_path)
    assert done.returncode == 2
    assert "no labels" in done.stderr
