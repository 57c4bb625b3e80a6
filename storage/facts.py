"""The schema's second part: what was read out of articles.

Every fact row carries where it stands (`span_start`, `span_end` in the article's `text`, and its
sentence's) and the `rule` that made it.

An index holds, after what it is searched by, the units that the views join: so a count over a view
reads the index alone.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from storage.types import fact_columns, link_columns, metadata, partial_index, place_columns

NEW_MENTION = "alias_id IS NULL AND status <> 'mentioned'"
NEW_COUNT = "claim_id IS NULL"
"""What `settle` has yet to look at, in the words of the index that finds it."""

LINKS = ("rating", "producer", "place")
"""What a text ties to a product, each with `…_rule` and `…_confidence`."""

product_mentions = Table(
    "product_mentions",
    metadata,
    *fact_columns(),
    Column("name", Text, nullable=False, comment="as printed"),
    Column("full_name", Text, comment="where a list drops its head: nước mắm Mạch Long 500 đạm"),
    Column("stars", Integer),
    Column("status", Text, nullable=False, comment="achieved, target, ocop, mentioned, …"),
    Column("decided_on", Date, comment="of the rating, where the sentence tells; of a year 31 Dec"),
    Column("decided_has_day", Boolean, comment="false: the sentence tells the year only"),
    Column("producer", Text, comment="as printed"),
    Column("place", Text, comment="most specific unit as read, typed: xã Ngọc Chiến"),
    Column("province", Text, comment="as read, typed: tỉnh Sơn La"),
    Column("product_group", Text, comment="one of the six OCOP groups"),
    *place_columns(),
    Column("alias_id", ForeignKey("product_aliases.id"), comment="null: `settle` has yet to look"),
    Column("product_id", ForeignKey("products.id"), comment="that the alias is"),
    Column("rating_start", Integer, comment="of the phrase that gives the stars"),
    Column("rating_end", Integer),
    Column("producer_start", Integer, comment="of the producer's name"),
    Column("producer_end", Integer),
    *(column for link in LINKS for column in link_columns(link)),
    CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),
    Index(None, "article_id"),
    Index(None, "alias_id"),
    Index(None, "product_id"),
    Index(None, "place_id"),
    Index(None, "province_id", "published_on", "place_id"),
    Index(None, "published_on", "place_id", "province_id"),
    Index(None, "name"),
    partial_index("ix_product_mentions_new", "name", NEW_MENTION),
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
    Column("name", Text, nullable=False, comment="typed"),
    Column("level", Text, nullable=False),
    Column("place_id", ForeignKey("places.id")),
    Column("span_start", Integer, nullable=False),
    Column("span_end", Integer, nullable=False),
    comment="Units that an article gives for a product or its producer, most specific first.",
)

star_counts = Table(
    "star_counts",
    metadata,
    *fact_columns(),
    Column("place", Text, comment="typed unit, 'cả nước', or null"),
    Column("place_level", Text),
    Column("stars", Integer, comment="null: a total"),
    Column("at_least", Boolean, nullable=False, comment="'3 sao trở lên'"),
    Column("count", Integer, nullable=False),
    Column("status", Text, nullable=False, comment="achieved, target"),
    Column("qualifier", Text, comment="as written: hơn, gần, khoảng"),
    Column("scope", Text, comment="stock: so far in all; flow: in this batch; null: not said"),
    Column("as_of", Text, comment="as written: đến hết năm 2023"),
    *place_columns(),
    Column("part_of_id", Integer, comment="the total it is a part of, by the text"),
    Column("claim_key", Text, nullable=False, comment="equal where the same is said"),
    Column("claim_id", ForeignKey("claims.id"), comment="null: `settle` has yet to look"),
    CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),
    Index(None, "article_id"),
    Index(None, "claim_key"),
    Index(None, "claim_id"),
    partial_index("ix_star_counts_new", "claim_key", NEW_COUNT),
    Index(None, "place_id"),
    Index(None, "province_id", "published_on"),
    Index(None, "published_on", "province_id"),
    comment="One statement of how many OCOP products a place or batch has.",
)

place_mentions = Table(
    "place_mentions",
    metadata,
    *fact_columns(),
    Column("name", Text, nullable=False, comment="typed: huyện Mộc Châu"),
    Column("level", Text, nullable=False, comment="province, district, commune, country"),
    *place_columns(),
    Column("candidates", Text, comment="where not certain: the units it may be, ids by blanks"),
    Column("reason", Text, comment="why it is this unit, or why that is not certain"),
    UniqueConstraint("article_id", "span_start"),
    Index(None, "place_id", "published_on", "article_id"),
    Index(None, "province_id", "published_on"),
    comment="Every administrative unit an article names, at each place it names it.",
)
