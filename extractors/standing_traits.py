"""What speaks for and against a product's standing as OCOP, as named traits for `standing.py`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence, Set
from dataclasses import dataclass

from extractors.models import Product
from extractors.naming.heads import head_at
from extractors.reading import Reading
from extractors.topic import speaks_of_ocop
from extractors.vi.text import key

_INTRODUCTIONS = {
    "counted": re.compile(r"\d+ (?:sản phẩm|món|mặt hàng)"),
    "product": re.compile(r"sản phẩm"),
    "examples": re.compile(r"như\W*$"),
    "colon": re.compile(r":\s*$"),
    "consists": re.compile(r"(?:gồm|đó là)\W*$"),
    "speciality": re.compile(r"đặc sản|nông sản|hải sản|trái cây|món ngon|ẩm thực"),
    "goods": re.compile(r"bày|bán|mua|giá|gian hàng|chợ|hội|kệ"),
    "farming": re.compile(r"trồng|nuôi|vùng|vườn|diện tích|ha\b|tấn|giống"),
}


@dataclass(frozen=True, slots=True)
class _View:
    """What of the article bears on all its products."""

    reading: Reading
    products: Sequence[Product]
    rows: list[int]
    """The sentence of each product."""
    ocop: list[bool]
    """Whether each sentence names the programme."""
    silent: bool
    """Whether none does."""
    blocks: Set[int]
    """Where the blocks begin that do."""
    title: bool
    """Whether the title does."""
    title_words: Set[str]
    """The keys of its words."""
    title_folded: str
    """It regardless of case."""
    folded: str
    """The text regardless of case."""

    def is_near(self, row: int) -> bool:
        """Whether a sentence or one beside it names the programme."""
        return any(self.ocop[max(0, row - 2) : row + 2])


def naming_ocop(reading: Reading) -> list[bool]:
    """Whether each sentence names the programme."""
    text = reading.article.text
    if not speaks_of_ocop(text):
        return [False] * len(reading.sentences)
    return [speaks_of_ocop(text[s.start : s.end]) for s in reading.sentences]


def traits(
    reading: Reading, products: Sequence[Product], asked: Set[int] | None = None
) -> list[list[str]]:
    """Named traits of each product, in their order; where only some rows are `asked` for, none of
    the products in others."""
    view = _view(reading, products)
    rows = set(view.rows) if asked is None else asked
    shared = ["bias", *_of_article(view)]
    of_rows = {row: _of_sentence(view, row) for row in rows}
    return [
        [*shared, *of_rows[row], *_of_product(view, product, near=view.is_near(row))]
        if row in rows
        else []
        for row, product in zip(view.rows, products, strict=True)
    ]


def _view(reading: Reading, products: Sequence[Product]) -> _View:
    """The article as its products see it."""
    article, ocop = reading.article, naming_ocop(reading)
    return _View(
        reading,
        products,
        [row_of(reading, p) for p in products],
        ocop,
        not any(ocop),
        {s.block.start for s, named in zip(reading.sentences, ocop, strict=True) if named},
        speaks_of_ocop(article.title),
        {key(w) for w in article.title.split()},
        article.title.casefold(),
        article.text.casefold(),
    )


def row_of(reading: Reading, product: Product) -> int:
    """Index of the sentence that names the product."""
    return reading.index_at(product.mention.start) or 0


def _of_article(view: _View) -> list[str]:
    """What holds of all products of an article."""
    sentences = view.reading.sentences
    share = _step(sum(view.ocop) / max(1, len(sentences)), 0.0, 0.05, 0.1, 0.2, 0.35)
    length = len(view.reading.article.text)
    rated = sum(p.stars is not None for p in view.products) / max(1, len(view.products))
    return [
        f"article.ocop.share={share}",
        f"article.ocop.count={min(sum(view.ocop), 6)}",
        f"article.ocop.title={view.title}",
        f"article.ocop.head={any(view.ocop[:3])}",
        f"article.length={_step(length, 800, 1500, 3000)}",
        f"article.ocop.share={share}.long={length > 1500}",
        f"article.rated={_step(rated, 0.0, 0.3, 0.7)}",
        f"article.products={_step(len(view.products), 1, 3, 6, 12)}",
    ]


def _of_sentence(view: _View, row: int) -> list[str]:
    """What holds of all products of a sentence."""
    sentence = view.reading.sentences[row]
    mates = [p for p, r in zip(view.products, view.rows, strict=True) if r == row]
    here = view.ocop[row]
    near = view.is_near(row)
    block = sentence.block.start in view.blocks
    list_size = _step(len(mates), 1, 2, 4, 8)
    made = sum(p.producer is not None for p in mates) / len(mates)
    return [
        f"sentence.ocop={here}",
        f"sentence.ocop={here}.title={view.title}",
        f"before.ocop={row > 0 and view.ocop[row - 1]}",
        f"block.ocop={block}",
        f"near.ocop={near}",
        f"block={sentence.block.kind.value}",
        f"list={list_size}",
        f"list={list_size}.near={near}",
        f"list.makers={_step(made, 0.0, 0.4)}",
        f"place={4 * row // len(view.reading.sentences)}",
        *_of_introduction(view, row, mates),
    ]


def _of_introduction(view: _View, row: int, mates: Sequence[Product]) -> list[str]:
    """How the words before the sentence's first product lead to it."""
    start = view.reading.sentences[row].start
    first = min(p.mention.start for p in mates)
    words = view.reading.article.text[start:first].lower()
    many = len(mates) > 2
    found = [name for name, cue in _INTRODUCTIONS.items() if cue.search(words)]
    return [f"led={name}.list={many}" for name in found]


def _of_product(view: _View, product: Product, *, near: bool) -> list[str]:
    """What its name and its facts say."""
    name = _name(view, product.mention.name)
    return [*_of_name(name, near=near), *_of_facts(view, name, product)]


@dataclass(frozen=True, slots=True)
class _Name:
    """A product's name in the article."""

    words: Sequence[str]
    keys: Sequence[str]
    times: int
    """How often it stands in the text."""
    in_title: int
    """How much of it the title has: 0 to 3."""
    titled: bool
    """Whether the title has it as it is."""


def _name(view: _View, name: str) -> _Name:
    """A name against the words of title and text."""
    words, folded = name.split(), name.casefold()
    keys = [key(w) for w in words]
    share = len(view.title_words & set(keys)) / len(set(keys))
    return _Name(
        words,
        keys,
        view.folded.count(folded),
        _step(share, 0.0, 0.4, 0.7),
        folded in view.title_folded,
    )


def _of_name(name: _Name, *, near: bool) -> list[str]:
    """How a product is called: bare ("mật ong") or with a name of its own ("mật ong Tam Đảo")."""
    head = head_at(name.keys, 0)
    proper = any(w[0].isupper() for w in name.words[1:])
    return [
        f"name.words={min(len(name.words), 6)}",
        f"name.proper={proper}",
        f"name.proper={proper}.near={near}",
        f"name.bare={head is not None and head[0] == len(name.words)}",
        f"name.times={min(name.times, 4)}",
        f"name.title={name.titled}",
        f"name.title.share={name.in_title}",
    ]


def _of_facts(view: _View, name: _Name, product: Product) -> list[str]:
    """What was found of a product beside its name."""
    brand = _brand(product)
    silent = view.silent
    short = len(view.reading.article.text) <= 1500
    return [
        f"brand={brand}",
        f"brand={brand}.silent={silent}.short={short}",
        f"times={min(name.times, 3)}.silent={silent}.short={short}",
        f"title={name.in_title}.silent={silent}.short={short}",
        f"model={_step(product.mention.confidence or 0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97)}",
        f"rule={product.mention.rule}",
        f"places={len(product.places)}",
    ]


def _brand(product: Product) -> bool:
    """Whether product and producer share a proper name: "miến Nà Lình", "Công ty CP Nà Lình"."""
    if product.producer is None:
        return False
    maker = {key(w) for w in product.producer.name.split() if w[0].isupper()}
    return any(key(w) in maker for w in product.mention.name.split()[1:] if w[0].isupper())


def _step(value: float, *edges: float) -> int:
    """How many of the edges, given in rising order, the value is above."""
    return bisect_left(edges, value)
