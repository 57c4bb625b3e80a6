"""The schema: articles, the facts read out of them, and the frontier of what to fetch.

Identical on SQLite and PostgreSQL. Every fact row carries where it stands (`start`, `end` in the
article's `text`), the `sentence`, and the `rule` that made it. Codes are text. Times are aware.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class AwareDateTime(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC: `timestamptz`, or on SQLite sortable ISO 8601 text.

    A naive datetime is an error: `2022-09-22 14:53` means nothing without its zone.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(25))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}")
        value = value.astimezone(UTC).replace(microsecond=0)
        return value.isoformat() if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if isinstance(value, str):
            return datetime.fromisoformat(value)
        return value.astimezone(UTC)  # type: ignore[no-any-return]


def _fact_columns() -> list[Column[Any]]:
    """What every fact carries so that it can be traced to its sentence."""
    return [
        Column("start", Integer, nullable=False, comment="first character in articles.text"),
        Column("end", Integer, nullable=False, comment="one past the last character"),
        Column("surface", Text, nullable=False, comment="articles.text[start:end]"),
        Column("sentence", Text, nullable=False, comment="the sentence it stands in"),
        Column("rule", Text, nullable=False, comment="rule or model that found it"),
        Column("confidence", Float, comment="share of such facts that are right, where measured"),
    ]


def _id() -> Column[Any]:
    return Column("id", Integer, primary_key=True)


def _article() -> Column[Any]:
    return Column(
        "article_id", ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, index=True
    )


runs = Table(
    "runs",
    metadata,
    _id(),
    Column("command", Text, nullable=False, comment="collect, replay"),
    Column("version", Text, nullable=False, comment="of the program"),
    Column("started_at", AwareDateTime, nullable=False),
    Column("finished_at", AwareDateTime, comment="null: still running, or killed"),
    Column("outcomes", Text, comment="JSON: outcome -> number of URLs"),
    Column("exit_code", Integer),
    comment="One row per run of the cron job or a replay.",
)

listings = Table(
    "listings",
    metadata,
    Column("url", Text, primary_key=True),
    Column("source", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False, comment="feed, sitemap, section"),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_sha256", Text, comment="servers' ETags lie, so the body is compared as well"),
    Column("checked_at", AwareDateTime, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("reason", Text),
    comment="Feeds, sitemaps and section pages, and what is needed to ask for changes only.",
)

links = Table(
    "links",
    metadata,
    Column("url", Text, primary_key=True, comment="canonical"),
    Column("source", Text, nullable=False),
    Column("title", Text, nullable=False, comment="as the listing gives it"),
    Column("published_at", AwareDateTime, comment="as the listing gives it"),
    Column("found_in", Text, nullable=False, comment="address of the listing"),
    Column("found_at", AwareDateTime, nullable=False),
    Column("outcome", Text, comment="null: not fetched yet"),
    Column("reason", Text),
    Column("tries", Integer, nullable=False, default=0),
    Column("tried_at", AwareDateTime),
    Index(None, "source", "outcome"),
    comment="Every article address ever found, with what became of it.",
)

articles = Table(
    "articles",
    metadata,
    _id(),
    Column("url", Text, nullable=False, unique=True, comment="canonical"),
    Column("source", Text, nullable=False, index=True, comment="the paper's name in config.toml"),
    Column("title", Text, nullable=False),
    Column("lead", Text, nullable=False),
    Column("published_at", AwareDateTime, comment="null where the page gives a date only"),
    Column("published_on", Date, index=True, comment="calendar day in Vietnam"),
    Column("modified_at", AwareDateTime),
    Column("authors", Text, nullable=False, comment="joined by '; '"),
    Column("tags", Text, nullable=False, comment="joined by '; '"),
    Column("text", Text, nullable=False, comment="NFC; every span counts in it"),
    Column("text_sha256", Text, nullable=False, index=True),
    Column("facts_sha256", Text, nullable=False, comment="of the facts as JSON"),
    Column("fetched_at", AwareDateTime, nullable=False),
    Column("extractor_version", Text, nullable=False),
    comment="One row per article, in its latest version.",
)

product_mentions = Table(
    "product_mentions",
    metadata,
    _id(),
    _article(),
    Column("name", Text, nullable=False, index=True),
    Column("full_name", Text, comment="where a list drops its head"),
    Column("stars", Integer, index=True),
    Column("status", Text, nullable=False, comment="achieved, target, ocop, mentioned, …"),
    Column("producer", Text),
    Column("place", Text, comment="most specific unit, typed: xã Ngọc Chiến"),
    Column("province", Text, index=True, comment="typed: tỉnh Sơn La"),
    Column("product_group", Text, comment="one of the six OCOP groups"),
    *_fact_columns(),
    CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),
    comment="A product as one article names it.",
)

product_places = Table(
    "product_places",
    metadata,
    Column(
        "product_mention_id",
        ForeignKey("product_mentions.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("rank", Integer, primary_key=True, comment="0 is the most specific"),
    Column("name", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    comment="Units of a product or its producer, most specific first.",
)

star_counts = Table(
    "star_counts",
    metadata,
    _id(),
    _article(),
    Column("place", Text, index=True, comment="typed unit, 'cả nước', or null"),
    Column("place_level", Text),
    Column("stars", Integer, comment="null: a total"),
    Column("at_least", Boolean, nullable=False, comment="'3 sao trở lên'"),
    Column("count", Integer, nullable=False),
    Column("status", Text, nullable=False, comment="achieved, target"),
    Column("qualifier", Text, comment="as written: hơn, gần, khoảng"),
    Column("scope", Text, comment="stock, flow, where said"),
    Column("as_of", Text, comment="as written: đến hết năm 2023"),
    *_fact_columns(),
    CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),
    comment="One statement of how many OCOP products a place or batch has.",
)

place_mentions = Table(
    "place_mentions",
    metadata,
    _id(),
    _article(),
    Column("name", Text, nullable=False, index=True, comment="typed: huyện Mộc Châu"),
    Column("level", Text, nullable=False, comment="province, district, commune, country"),
    *_fact_columns(),
    UniqueConstraint("article_id", "start"),
    comment="Every administrative unit an article names, at each place it names it.",
)

# --- what was fetched, byte for byte ---------------------------------------------------------

archive_records = Table(
    "archive_records",
    metadata,
    _id(),
    Column("file", Text, nullable=False, comment="name of the WARC file in the archive's folder"),
    Column("offset", BigInteger, nullable=False, comment="first byte of the record in the file"),
    Column("length", BigInteger, nullable=False, comment="bytes of the record, compressed"),
    Column("url", Text, nullable=False, index=True, comment="as asked for, not canonical"),
    Column("fetched_at", AwareDateTime, nullable=False, index=True),
    Column("kind", Text, nullable=False, comment="response; revisit: 304 or a body kept before"),
    Column("status", Integer, nullable=False, comment="HTTP status"),
    Column("media_type", Text, nullable=False, comment="text/html; empty where not said"),
    Column("digest", Text, nullable=False, index=True, comment="of the payload: sha1:Base32"),
    Column(
        "run_id", ForeignKey("runs.id", ondelete="SET NULL"), comment="null: not known any more"
    ),
    UniqueConstraint("file", "offset"),
    comment="Every response in the archive, and where it stands.",
)

replays = Table(
    "replays",
    metadata,
    Column("key", Text, primary_key=True, comment="digest of what is replayed and of the code"),
    Column("position", Text, nullable=False, comment="the last page done"),
    Column("pages", Integer, nullable=False, comment="pages done so far"),
    comment="Replays that were killed or interrupted, and where they go on.",
)
