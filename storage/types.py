"""What all tables share: names of constraints, aware times, the columns of every fact."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
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
    Text,
    TypeDecorator,
    text,
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


def in_utc(moment: datetime) -> datetime:
    """As it is stored: in UTC, to the second. Raises ValueError where its zone is not known."""
    if moment.tzinfo is None:
        raise ValueError(f"naive datetime {moment!r}")
    return moment.astimezone(UTC).replace(microsecond=0)


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
        value = in_utc(value)
        return value.isoformat() if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if isinstance(value, str):
            return datetime.fromisoformat(value)
        return value.astimezone(UTC)  # type: ignore[no-any-return]


def id_column() -> Column[Any]:
    return Column("id", Integer, primary_key=True)


def partial_index(name: str, column: str, condition: str) -> Index:
    """An index over the rows of which the condition holds: for finding the few among many."""
    return Index(name, column, sqlite_where=text(condition), postgresql_where=text(condition))


def fact_columns() -> list[Column[Any]]:
    """What every fact carries so that it can be dated and traced to its sentence."""
    return [
        id_column(),
        Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
        Column("published_on", Date, comment="of its article, so that dates need no join"),
        Column("source", Text, nullable=False, comment="paper of its article, for the same reason"),
        Column("span_start", Integer, nullable=False, comment="first character in articles.text"),
        Column("span_end", Integer, nullable=False, comment="one past the last character"),
        Column("surface", Text, nullable=False, comment="articles.text[span_start:span_end]"),
        Column("sentence_start", Integer, nullable=False, comment="of the sentence it stands in"),
        Column("sentence_end", Integer, nullable=False),
        Column("rule", Text, nullable=False, comment="rule or model that found it"),
        Column("confidence", Float, comment="share of such facts that are right, where measured"),
    ]


def link_columns(link: str) -> list[Column[Any]]:
    """How sure it is that a product has this rating, producer or place."""
    sure = "share of such links that are right where the product is"
    return [
        Column(f"{link}_rule", Text, comment=f"by which way the {link} was linked"),
        Column(f"{link}_confidence", Float, comment=sure),
    ]


def place_columns() -> list[Column[Any]]:
    """Where a fact belongs: the unit that is meant, and its province on today's map."""
    return [
        Column("place_id", ForeignKey("places.id"), comment="the unit meant; null: not certain"),
        Column(
            "province_id",
            ForeignKey("places.id"),
            comment="today's province, also where the unit below it is not certain",
        ),
    ]
