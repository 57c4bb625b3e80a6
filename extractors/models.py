"""The vocabulary: what flows through the pipeline, from a source to a fact.

`Source → Link → Page → Article → Mention → Facts`; the first three are in `extractors.sources`.
Every record is frozen; no dict stands in for one. Two invariants hold everywhere:

- `Article.text` is one NFC text, made once at the door (`extractors.vi.text.repair`);
- every fact points into it: `text[fact.start:fact.end] == fact.surface`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum

VIETNAM = timezone(timedelta(hours=7), "+07")
"""Vietnam has kept one offset, UTC+7 without summer time, since 1975."""


class Outcome(StrEnum):
    """What became of a URL or page: exactly one of these; a run's summary is their count."""

    STORED = "stored"  # a new article
    UPDATED = "updated"  # a known article with a changed text
    UNCHANGED = "unchanged"  # a known article, text as before
    NOT_MODIFIED = "not_modified"  # the server said 304
    OFF_TOPIC = "off_topic"  # neither OCOP nor agriculture
    NOT_ARTICLE = "not_article"  # a list, a video page, an error page with status 200
    EMPTY = "empty"  # no body text
    BLOCKED = "blocked"  # firewall page, cookie wall
    ROBOTS = "robots"  # robots.txt asks us not to
    GONE = "gone"  # 404, 410
    HTTP_ERROR = "http_error"  # any other status than 200
    UNREACHABLE = "unreachable"  # no connection, broken TLS, broken transfer
    TIMEOUT = "timeout"
    TOO_LARGE = "too_large"
    REFUSED = "refused"  # an address we never ask: a private network, another scheme than http(s)
    POSTPONED = "postponed"  # the host asked us to come back later, or the run's time was up
    BAD_CONTENT = "bad_content"  # not what the address promised: HTML for a feed, a PDF for a page
    CRASHED = "crashed"  # our own error: counted, logged with its trace, exit 1


class Skip(Exception):  # noqa: N818 - a signal with a named outcome, not an error
    """Raised by an extractor for a page that yields no article; carries its outcome.

    >>> raise Skip(Outcome.EMPTY, "thân bài không có chữ nào")
    """

    def __init__(self, outcome: Outcome, reason: str) -> None:
        super().__init__(f"{outcome}: {reason}")
        self.outcome = outcome
        self.reason = reason


# --- what an article is ---------------------------------------------------------------------


class BlockKind(StrEnum):
    """What a stretch of an article is on its page."""

    TITLE = "title"
    LEAD = "lead"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Block:
    """A typed stretch `text[start:end]` of the article, without surrounding white space.

    What no block covers (navigation, teasers, hotlines of a plain-text file) is not read.
    """

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One text as published. `blocks` are in reading order and do not overlap."""

    url: str
    source: str
    title: str
    lead: str
    text: str
    blocks: tuple[Block, ...]
    published: datetime | None = None
    """Aware. Never guessed from the clock."""
    published_has_time: bool = True
    """False where the page gives a date only; the time is then 00:00 in Vietnam."""
    modified: datetime | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    origins: tuple[tuple[str, str], ...] = ()
    """Where each field came from: `("title", "selector h1.detail-title")`, `("lead", "og")`."""

    @property
    def published_at(self) -> str | None:
        """ISO 8601, a bare date where the page gives no time: `2022-09-22T14:53:00+07:00`."""
        if self.published is None:
            return None
        if self.published_has_time:
            return self.published.isoformat()
        return self.published.date().isoformat()


# --- what is read out of it -------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A stretch of the text that a rule or model took for something.

    `article.text[start:end] == surface`, always.
    """

    start: int
    end: int
    surface: str
    rule: str
    """Name of the rule or model that made it: `place.typed`, `product.list`, `count.verb`."""
    confidence: float | None = None
    """Calibrated share of facts like this one that are right; None where not yet measured."""


class Level(StrEnum):
    """The level of an administrative unit; none stands on `DISTRICT` since 1 July 2025."""

    COUNTRY = "country"
    PROVINCE = "province"
    DISTRICT = "district"  # huyện, quận, thị xã, thành phố of a province; until 30 June 2025
    COMMUNE = "commune"  # xã, phường, thị trấn, đặc khu


RANK = {Level.COMMUNE: 0, Level.DISTRICT: 1, Level.PROVINCE: 2, Level.COUNTRY: 3}
"""How high a level is: units lie in units of a higher one."""


@dataclass(frozen=True, slots=True)
class PlaceUnit:
    """A unit of the official lists. Codes are reused; with the first day they name one unit."""

    code: str
    """Of the statistics office (GSO), leading zeros and all: `03820`."""
    valid_from: date | None
    """None: before the sources begin."""
    name: str
    """Typed: `xã Ngọc Chiến`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention(Mention):
    """An administrative unit named in the text, and which one it is."""

    name: str
    """Typed and written out: `thành phố Hồ Chí Minh` for "TP.HCM", `huyện Mộc Châu` for the
    "Mộc Châu" of "các huyện Mộc Châu, Thuận Châu"; `cả nước` for the country."""
    level: Level
    unit: PlaceUnit | None = None
    """The one unit that is meant; None where several may be, or none is known."""
    candidates: tuple[PlaceUnit, ...] = ()
    """Where `unit` is None: what may be meant, or the nearest names to an unknown one."""
    reason: str = ""
    """Why this unit, or why none: `one of this name`, `inside huyện Mường La`, `unknown name`."""
    province: PlaceUnit | None = None
    """The province of the present map it lies in, where all that may be meant lie in one."""
    communes: tuple[PlaceUnit, ...] = ()
    """The commune of the present map that holds it; several where it was divided among them.
    Empty for provinces, and for districts, which became no commune."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProducerMention(Mention):
    """A company, co-operative, facility or household: `HTX Nông nghiệp Thanh Sơn`."""

    name: str


class Status(StrEnum):
    """Standing of a product or count. `MENTIONED`: named in passing, not presented as OCOP."""

    ACHIEVED = "achieved"
    TARGET = "target"  # plans, aims, nominations, potential
    MENTIONED = "mentioned"
    OCOP = "ocop"  # presented as an OCOP product, no rating given
    UPGRADED = "upgraded"
    DOWNGRADED = "downgraded"
    EXPIRED = "expired"
    REVOKED = "revoked"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductMention(Mention):
    """A product's name as the text has it; whether it is OCOP is decided later."""

    name: str
    full_name: str | None = None
    """Where a list drops its head ("nước mắm Mạch Long 400 đạm, 500 đạm"): the full form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StarMention(Mention):
    """A rating phrase: "đạt 4 sao", "hạng 3 sao", "(****)".

    "3 sao trở lên" is 3 with `at_least`; a range or choice ("3–4 sao", "3 sao và 4 sao") gives no
    single rating: `stars` is None. After "từ 3 sao lên 4 sao" it is 4 (`upgraded`).
    """

    stars: int | None
    at_least: bool = False
    status: Status = Status.ACHIEVED


@dataclass(frozen=True, slots=True)
class Tie:
    """How a product's rating, producer or place was tied to it."""

    rule: str
    """The way: `rating.heading`, `producer.behind`, `home.supposed`."""
    confidence: float | None = None
    """Share of such ties that are right where the product itself is; None as for a mention."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """An OCOP product with what the text says of it; each part keeps its own span."""

    mention: ProductMention
    stars: int | None = None
    rating: StarMention | None = None
    """The phrase that gives the stars."""
    status: Status = Status.OCOP
    producer: ProducerMention | None = None
    places: tuple[PlaceMention, ...] = ()
    """Most specific first."""
    group: str | None = None
    """One of the six OCOP groups, where the name tells it."""
    rating_tie: Tie | None = None
    producer_tie: Tie | None = None
    place_tie: Tie | None = None
    """Of the first of `places`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StarCount(Mention):
    """One statement of how many OCOP products a place (or a batch) has."""

    count: int
    stars: int | None = None
    at_least: bool = False
    status: Status = Status.ACHIEVED
    place: PlaceMention | None = None
    qualifier: str | None = None
    """As written: "hơn", "gần", "khoảng", "trên", "ít nhất"."""
    scope: str | None = None
    """`stock` ("đến nay có 83"), `flow` ("công nhận thêm 22", "đợt này"), where said."""
    as_of: str | None = None
    """The date or year the text gives for it, as written: "đến hết năm 2023"."""
    part_of: tuple[int, int] | None = None
    """Span of the count that the text says this one is a part of: "83 sản phẩm, trong đó …"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A total that is not the sum of its parts: "28 sản phẩm, gồm 9 … 4 sao và 18 … 3 sao".

    Both stay as the text has them; nothing is repaired.
    """

    total: StarCount
    parts: tuple[StarCount, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """All that was read out of one article; each tuple in order of the text."""

    products: tuple[Product, ...] = ()
    star_counts: tuple[StarCount, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    """Totals and parts among `star_counts` that do not add up."""
    locations: tuple[PlaceMention, ...] = ()
    """First mention of each distinct unit."""
    place_mentions: tuple[PlaceMention, ...] = ()
    """Every mention."""
