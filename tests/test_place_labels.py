"""Codes of places against 59 articles read by people; the scores may rise, never fall.

`place_codes/NAME.json` lists what `knowledge/articles/dev/NAME.txt` names: the official code, the
map it is of ("old": until 30 June 2025) and, for the reader, where that is. A code of null: the
unit was dissolved before the table begins.
"""

import json
from pathlib import Path

import pytest

from extractors import places, producers
from extractors.models import PlaceMention, PlaceUnit
from extractors.placing.codes import resolve
from extractors.plaintext import parse_text
from extractors.reading import read
from extractors.vi.text import key
from extractors.vi.units import REFORM, units

ARTICLES = Path(__file__).parents[1] / "knowledge/articles"
LABELS = sorted(Path(__file__).with_name("place_codes").glob("*.json"))

RIGHT_AMONG_RESOLVED = 0.99
RESOLVED = 0.98
FOUND_AND_RESOLVED = 0.95
NAMES_F1 = {"dev": 0.975, "train": 0.98}


def labels(path: Path) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = json.loads(path.read_text("utf-8"))["places"]
    return rows


def unit_of(unit: PlaceUnit) -> tuple[str, str]:
    return unit.code, "new" if unit.valid_from and unit.valid_from >= REFORM else "old"


def mentions(path: Path) -> tuple[PlaceMention, ...]:
    reading = read(parse_text(path.with_suffix(".txt").read_text("utf-8")))
    return resolve(reading, places.find(reading, producers.find(reading)))


@pytest.fixture(scope="module")
def scores() -> dict[str, float]:
    right = resolved = found = labelled = answered = 0
    for path in LABELS:
        rows = labels(path)
        known = {(key(r["name"]), r["code"], r["map"]) for r in rows}
        seen = {(key(m.name), m.unit) for m in mentions(ARTICLES / "dev" / path.name)}
        codes = {(name, *unit_of(unit)) for name, unit in seen if unit is not None}
        right += len(codes & known)
        resolved += len(codes)
        found += len({name for name, _ in seen})
        answered += len({name for name, *_ in codes})
        labelled += len({name for name, *_ in known})
    return {
        "right among resolved": right / resolved,
        "resolved among found": answered / found,
        "found and resolved": right / labelled,
    }


def test_the_right_code_is_found_where_one_is_given(scores: dict[str, float]) -> None:
    assert scores["right among resolved"] >= RIGHT_AMONG_RESOLVED, scores


def test_most_places_get_a_code(scores: dict[str, float]) -> None:
    assert scores["resolved among found"] >= RESOLVED, scores
    assert scores["found and resolved"] >= FOUND_AND_RESOLVED, scores


def test_at_least_forty_articles_are_labelled_with_codes_of_the_table() -> None:
    assert len(LABELS) >= 40
    table = {(*unit_of(PlaceUnit(u.code, u.valid_from, "")), u.typed) for u in units().rows}
    for path in LABELS:
        for row in labels(path):
            where = row["where"].split(",")[0]
            assert row["code"] is None or (row["code"], row["map"], where) in table, row


@pytest.mark.parametrize("corpus", ["dev", "train"])
def test_the_places_of_labelled_articles_are_found(corpus: str) -> None:
    right = found = wanted = 0
    for path in sorted((ARTICLES / corpus).glob("*.json")):
        gold = {key(name) for name in json.loads(path.read_text("utf-8"))["locations"]}
        given = {key(m.name) for m in mentions(path)}
        right, found, wanted = right + len(gold & given), found + len(given), wanted + len(gold)
    assert 2 * right / (found + wanted) >= NAMES_F1[corpus], (right, found, wanted)
