"""Every fact points at its own characters, however the text is typed; and twice the same facts."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.facts import extract, roles
from extractors.models import (
    Contradiction,
    Facts,
    Mention,
    PlaceMention,
    ProducerMention,
    ProductMention,
    StarCount,
    StarMention,
)
from extractors.plaintext import parse_text
from extractors.reading import Reading, read

ROOT = Path(__file__).parents[1]
ARTICLES = sorted((ROOT / "knowledge" / "articles").rglob("*.txt"))
CHUNKS = 8

EVERYTHING = """Huyện Vân Hồ có 5 sản phẩm OCOP

Huyện Vân Hồ, tỉnh Sơn La có 5 sản phẩm OCOP, gồm 2 sản phẩm 4 sao và 2 sản phẩm 3 sao.

Trong đó, chè Shan tuyết Tô Múa của HTX chè Tô Múa (xã Tô Múa) đạt 4 sao.
"""
"""Our own text with a fact of every kind: its total and parts do not agree."""


def mentions(value: object) -> Iterator[Mention]:
    """Every mention inside a record, with those that are parts of others."""
    if isinstance(value, Mention):
        yield value
    if isinstance(value, tuple):
        for part in value:
            yield from mentions(part)
    elif is_dataclass(value):
        for part in fields(value):
            yield from mentions(getattr(value, part.name))


def misplaced(reading: Reading) -> list[Mention]:
    """What does not stand where it says, of all that is found and all that comes out."""
    text = reading.article.text
    found = (extract(reading), roles(reading))
    return [
        m
        for m in mentions(found)
        if not 0 <= m.start < m.end <= len(text) or text[m.start : m.end] != m.surface
    ]


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_every_fact_of_every_article_points_at_its_own_characters(chunk: int) -> None:
    for path in ARTICLES[chunk::CHUNKS]:
        reading = read(parse_text(path.read_text("utf-8")))
        assert misplaced(reading) == [], path.name


def test_facts_of_every_kind_are_looked_at() -> None:
    facts = extract(read(parse_text(EVERYTHING)))
    assert {type(m) for m in mentions(facts)} == {
        PlaceMention, ProducerMention, ProductMention, StarCount, StarMention,
    }  # fmt: skip
    (contradiction,) = facts.contradictions
    assert isinstance(contradiction, Contradiction)
    assert {*mentions(contradiction)} > {contradiction.total, *contradiction.parts}
    product = facts.products[0]
    assert {*mentions(product)} == {product.mention, product.rating, product.producer,
                                    *product.places}  # fmt: skip


# --- other ways to type the same text -------------------------------------------------------------

OLD_AND_NEW = [
    (unicodedata.normalize("NFC", f"{a}{tone}{b}"), unicodedata.normalize("NFC", f"{a}{b}{tone}"))
    for a, b in ("oa", "oe", "uy")
    for tone in "\u0300\u0301\u0303\u0309\u0323"
]
"""("òa", "oà"), …: two places for the tone of an open syllable."""


def _tones(old: Sequence[str], new: Sequence[str]) -> Callable[[str], str]:
    swap = dict(zip(old, new, strict=True))
    pattern = re.compile(rf"(?<![qQ])(?:{'|'.join(old)})(?![^\W\d_])")
    return lambda text: pattern.sub(lambda m: swap[m.group()], text)


OLD, NEW = zip(*OLD_AND_NEW, strict=True)
TYPED: dict[str, Callable[[str], str]] = {
    "decomposed letters": lambda text: unicodedata.normalize("NFD", text),
    "tones the old way": _tones(NEW, OLD),
    "tones the new way": _tones(OLD, NEW),
    "Icelandic letters": lambda text: text.replace("Đ", "Ð"),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "some no-break spaces": lambda text: re.sub(r"(?<=[aeiou]) ", "\u00a0", text),
    "zero-width spaces": lambda text: re.sub(r"(\w{3})", "\\1\u200b", text),
    "soft hyphens": lambda text: re.sub(r"(?<=[aeo])(?=[nm])", "\u00ad", text),
    "a byte order mark": lambda text: "\ufeff" + text,
    "Windows line ends": lambda text: re.sub(r"\r?\n", "\r\n", text),
    "doubled spaces": lambda text: text.replace(" ", "  "),
    "wrapped lines": lambda text: re.sub(r"([^\n]{60}\S*) ", r"\1\n", text),
    "the first half": lambda text: text[: len(text) // 2],
}


@pytest.mark.parametrize("typed", TYPED)
def test_every_fact_points_into_a_text_typed_otherwise(typed: str) -> None:
    """Each way over every 10th article, another tenth for each."""
    for path in ARTICLES[list(TYPED).index(typed) % 10 :: 10]:
        text = TYPED[typed](path.read_text("utf-8"))
        assert misplaced(read(parse_text(text))) == [], path.name


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(ARTICLES),
    st.lists(st.sampled_from(list(TYPED)), min_size=2, max_size=4, unique=True),
)
def test_every_fact_points_into_a_text_typed_in_several_other_ways(
    path: Path, ways: list[str]
) -> None:
    text = path.read_text("utf-8")
    for way in ways:
        text = TYPED[way](text)
    assert misplaced(read(parse_text(text))) == []


INVISIBLE = [
    "decomposed letters", "Icelandic letters", "no-break spaces", "some no-break spaces",
    "zero-width spaces", "soft hyphens", "a byte order mark", "Windows line ends",
]  # fmt: skip
"""What no reader sees on paper."""


@pytest.mark.parametrize("typed", INVISIBLE)
def test_what_no_reader_sees_changes_no_fact(typed: str) -> None:
    for path in ARTICLES[INVISIBLE.index(typed) :: 24]:
        text = path.read_text("utf-8")
        assert facts_of(TYPED[typed](text)) == facts_of(text), path.name


# --- the same facts, byte for byte ----------------------------------------------------------------


def facts_of(text: str) -> Facts:
    return extract(read(parse_text(text)))


def test_one_process_reads_a_text_twice_alike() -> None:
    texts = [path.read_text("utf-8") for path in ARTICLES[::12]]
    first = [repr(facts_of(text)) for text in texts]
    assert [repr(facts_of(text)) for text in reversed(texts)] == first[::-1]


READ_ALL = """
import sys
from pathlib import Path
from extractors.facts import extract
from extractors.plaintext import parse_text
from extractors.reading import read
for name in sys.argv[1:]:
    print(extract(read(parse_text(Path(name).read_text("utf-8")))))
"""


def test_processes_that_hash_otherwise_read_alike() -> None:
    paths = [str(path) for path in ARTICLES[5::36]]
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", READ_ALL, *paths],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE,
        )
        for seed in ("1", "2")
    ]
    one, two = (run.communicate(timeout=60)[0] for run in runs)
    assert [run.returncode for run in runs] == [0, 0]
    assert b"StarCount(" in one
    assert b"Product(" in one
    assert one == two
