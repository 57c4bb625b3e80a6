"""The JSON of `ocop extract`: what a reader of it can rely on."""

from __future__ import annotations

import json

from extractors.facts import extract
from extractors.labels import to_json
from extractors.plaintext import parse_text
from extractors.reading import read

TEXT = (
    "Yên Lập tổng kết chương trình OCOP\n\n"
    "Đến nay huyện Yên Lập, tỉnh Phú Thọ có 28 sản phẩm OCOP, "
    "trong đó 9 sản phẩm đạt 4 sao, 18 sản phẩm đạt 3 sao.\n"
)


def document() -> dict[str, object]:
    reading = read(parse_text(TEXT))
    return to_json("a.txt", reading, extract(reading))


def test_a_total_that_is_not_the_sum_of_its_parts_is_flagged_and_not_repaired() -> None:
    counts = document()["star_counts"]
    assert isinstance(counts, list)
    assert [(c["count"], c["stars"]) for c in counts] == [(28, None), (9, 4), (18, 3)]
    assert counts[1]["part_of"] == {"start": counts[0]["start"], "end": counts[0]["end"]}
    (flagged,) = document()["contradictions"]  # type: ignore[misc]
    assert (flagged["total"]["count"], flagged["sum"]) == (28, 27)


def test_every_place_carries_its_code() -> None:
    codes = {p["name"]: p["unit"]["code"] for p in document()["locations"]}  # type: ignore[attr-defined]
    assert codes == {"huyện Yên Lập": "234", "tỉnh Phú Thọ": "25"}


def test_it_is_plain_json() -> None:
    assert json.loads(json.dumps(document(), ensure_ascii=False)) == document()
