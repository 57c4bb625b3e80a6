"""Short articles with their facts, written down as a test needs them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from extractors.counts import contradictions
from extractors.models import (
    VIETNAM,
    Article,
    Block,
    BlockKind,
    Facts,
    Level,
    Outcome,
    PlaceMention,
    PlaceUnit,
    ProducerMention,
    Product,
    ProductMention,
    StarCount,
    StarMention,
    Status,
)
from extractors.reading import Reading, read
from extractors.vi.units import Unit, units
from storage.articles import save_article
from storage.database import Database

FETCHED = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Says:
    """A product as an article has it: "NAME của PRODUCER (PLACE) đạt STARS sao."."""

    name: str
    stars: int | None = None
    producer: str = ""
    place: str = ""
    """Code of the unit, as it was on the day of the article: `03820`."""
    status: Status = Status.ACHIEVED
    full_name: str | None = None


@dataclass(frozen=True)
class Counts:
    """A number as an article has it: "PLACE có COUNT sản phẩm OCOP STARS sao."."""

    count: int
    stars: int | None = None
    place: str = ""
    scope: str | None = "stock"
    status: Status = Status.ACHIEVED
    qualifier: str | None = None
    at_least: bool = False
    as_of: str | None = None


def story(
    url: str,
    day: date | None = date(2024, 5, 1),
    says: Sequence[Says | Counts] = (),
    *,
    source: str = "bao",
    extra: str = "",
) -> tuple[Reading, Facts]:
    """An article that says these things, one sentence each, and then `extra`."""
    on = day or date(2024, 5, 1)
    sentences = [_sentence(fact, on) for fact in says]
    text = " ".join([*sentences, extra]).strip() or "Không có gì."
    published = datetime.combine(day, time(8), VIETNAM) if day else None
    block = Block(BlockKind.PARAGRAPH, 0, len(text))
    reading = read(Article(url, source, "Tin mới", "", text, (block,), published))
    products: list[Product] = []
    counts: list[StarCount] = []
    places: list[PlaceMention] = []
    at = 0
    for fact, sentence in zip(says, sentences, strict=True):
        place = _place(text, at, fact.place, on)
        places += [place] if place else []
        if isinstance(fact, Says):
            products.append(_product(text, at, fact, place))
        else:
            counts.append(_count(text, at, fact, place, _total(counts, fact, place)))
        at += len(sentence) + 1
    found = tuple(counts)
    return reading, Facts(
        products=tuple(products),
        star_counts=found,
        contradictions=contradictions(found),
        locations=tuple(places),
        place_mentions=tuple(places),
    )


def _total(
    counts: Sequence[StarCount], fact: Counts, place: PlaceMention | None
) -> StarCount | None:
    """The number of all products of this place that was told before, if any."""
    told = (None, fact.scope, _named(place))
    same = (c for c in counts if (c.stars, c.scope, _named(c.place)) == told)
    return next(same, None) if place else None


def save(
    database: Database, *stories: tuple[Reading, Facts], at: datetime = FETCHED
) -> list[Outcome]:
    """Store stories, a transaction each."""
    outcomes = []
    for reading, facts in stories:
        with database.writing() as connection:
            outcomes.append(save_article(connection, reading, facts, at))
    return outcomes


def _sentence(fact: Says | Counts, day: date) -> str:
    where = _unit(fact.place, day).typed if fact.place else ""
    if isinstance(fact, Counts):
        stars = f" {fact.stars} sao" if fact.stars else ""
        return f"{where or 'Đợt này'} {fact.scope or ''} có {fact.count} sản phẩm OCOP{stars}."
    maker = f" của {fact.producer}" if fact.producer else ""
    stars = f" đạt {fact.stars} sao" if fact.stars else ""
    return f"{fact.name}{maker}{f' ({where})' if where else ''}{stars}."


def _unit(code: str, day: date) -> Unit:
    unit = units().on(code, day)
    assert unit is not None, code
    return unit


def _named(place: PlaceMention | None) -> str:
    return place.name if place else ""


def _place(text: str, at: int, code: str, day: date) -> PlaceMention | None:
    if not code:
        return None
    unit = _unit(code, day)
    return PlaceMention(
        **_span(text, at, unit.typed),
        name=unit.typed,
        level=Level(unit.level),
        unit=_as_unit(unit),
        reason="as the test has it",
        province=_as_unit(units().province(unit)),
    )


def _as_unit(unit: Unit) -> PlaceUnit:
    return PlaceUnit(unit.code, unit.valid_from, unit.typed)


def _product(text: str, at: int, fact: Says, place: PlaceMention | None) -> Product:
    rating = None
    if fact.stars:
        rating = StarMention(
            **_span(text, at, f"đạt {fact.stars} sao"), stars=fact.stars, status=fact.status
        )
    maker = None
    if fact.producer:
        maker = ProducerMention(**_span(text, at, fact.producer), name=fact.producer)
    name = ProductMention(**_span(text, at, fact.name), name=fact.name, full_name=fact.full_name)
    return Product(
        mention=name,
        stars=fact.stars,
        rating=rating,
        status=fact.status if fact.stars or fact.status is not Status.ACHIEVED else Status.OCOP,
        producer=maker,
        places=(place,) if place else (),
    )


def _count(
    text: str, at: int, fact: Counts, place: PlaceMention | None, total: StarCount | None
) -> StarCount:
    return StarCount(
        **_span(text, at, f"{fact.count} sản phẩm OCOP"),
        count=fact.count,
        stars=fact.stars,
        at_least=fact.at_least,
        status=fact.status,
        place=place,
        qualifier=fact.qualifier,
        scope=fact.scope,
        as_of=fact.as_of,
        part_of=(total.start, total.end) if total and fact.stars else None,
    )


def _span(text: str, at: int, part: str) -> dict[str, object]:
    start = text.index(part, at)
    return {"start": start, "end": start + len(part), "surface": part, "rule": "test"}
