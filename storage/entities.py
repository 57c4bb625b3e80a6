"""The schema's third part: places, products and producers themselves, across articles.

`places` is reference data of the program. The rest is what `storage.identities.settle` concludes
from the mentions; it can be thrown away and concluded again, all but `identity_decisions`, which
people make.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from storage.types import AwareDateTime, id_column, metadata

places = Table(
    "places",
    metadata,
    Column("id", Text, primary_key=True, comment="code, and @ first day where one is known"),
    Column("code", Text, nullable=False, index=True, comment="statistics office; reused in 2025"),
    Column("valid_from", Date, comment="first day; null: before the sources begin"),
    Column("valid_to", Date, comment="last day; null: exists today"),
    Column("level", Text, nullable=False, comment="province, district, commune, country"),
    Column("name", Text, nullable=False, comment="typed: xã Ngọc Chiến"),
    Column("parent_id", ForeignKey("places.id"), comment="the unit it belonged to at its end"),
    Column("province_then_id", ForeignKey("places.id"), comment="its province at its end"),
    Column("province_id", ForeignKey("places.id"), comment="the province there today"),
    Column("commune_id", ForeignKey("places.id"), comment="the commune there today, where one is"),
    Column("latitude", Float, comment="degrees north"),
    Column("longitude", Float, comment="degrees east"),
    Index(None, "name"),
    Index(None, "parent_id"),
    Index(None, "province_id", "level"),
    Index(None, "province_then_id", "level"),
    Index("ix_places_above", "id", "province_then_id", "commune_id"),
    comment="Administrative units between two changes: before and after July 2025.",
)

reference_data = Table(
    "reference_data",
    metadata,
    Column("name", Text, primary_key=True, comment="places, search"),
    Column("version", Text, nullable=False, comment="of what came with the program"),
    comment="Which state of the program's own tables is loaded.",
)

place_successors = Table(
    "place_successors",
    metadata,
    Column("place_id", ForeignKey("places.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "successor_id", ForeignKey("places.id", ondelete="CASCADE"), primary_key=True, index=True
    ),
    Column("is_main", Boolean, nullable=False, comment="most of the unit went there"),
    Column("is_whole", Boolean, nullable=False, comment="all of the unit went there"),
    comment="Which unit took over which, in whole or in part.",
)

producers = Table(
    "producers",
    metadata,
    id_column(),
    Column("name", Text, nullable=False, comment="its most frequent spelling"),
    Column("province_id", ForeignKey("places.id"), comment="today's province"),
    Column("products", Integer, nullable=False, comment="OCOP products of it"),
    Column("most_stars", Integer, comment="of its highest product"),
    Column("last_seen", Date, comment="last day an article names one of them"),
    Index(None, "province_id"),
    Index(None, "last_seen", "province_id"),
    comment="Companies, co-operatives, households: one row each, however papers spell them.",
)

producer_aliases = Table(
    "producer_aliases",
    metadata,
    id_column(),
    Column("key", Text, nullable=False, unique=True, comment="block, form and place in one"),
    Column("block", Text, nullable=False, index=True, comment="the proper name, to compare by"),
    Column("form", Text, nullable=False, comment="kind/legal form: htx/, cty/tnhh"),
    Column("name", Text, nullable=False, comment="as first seen"),
    Column("province_id", ForeignKey("places.id"), comment="today's province"),
    Column("commune_id", ForeignKey("places.id"), comment="today's commune"),
    Column("producer_id", ForeignKey("producers.id"), index=True),
    Column("reason", Text, comment="why it is this producer"),
    comment="Every way in which a producer is written, with the producer that it is.",
)

products = Table(
    "products",
    metadata,
    id_column(),
    Column("name", Text, nullable=False, comment="its most frequent spelling"),
    Column("product_group", Text, comment="one of the six OCOP groups"),
    Column("producer_id", ForeignKey("producers.id")),
    Column("place_id", ForeignKey("places.id"), comment="most specific unit, of its time"),
    Column("province_id", ForeignKey("places.id"), comment="today's province"),
    Column("stars", Integer, comment="of the latest rating"),
    Column("status", Text, nullable=False, comment="of the latest rating: rated, revoked, …"),
    Column("rated_on", Date),
    Column("valid_until", Date, comment="computed: 36 months after rated_on"),
    Column("contested", Boolean, nullable=False, comment="papers disagree on its stars"),
    Column("first_seen", Date, comment="first day an article names it"),
    Column("last_seen", Date),
    Column("articles", Integer, nullable=False),
    Column("sources", Integer, nullable=False, comment="papers that name it"),
    Index(None, "producer_id"),
    Index(None, "province_id", "stars"),
    Index(None, "place_id"),
    Index(None, "rated_on", "producer_id", "place_id", "province_id"),
    Index(None, "last_seen"),
    Index(None, "name"),
    comment="OCOP products: one row each, across articles, papers and spellings.",
)

product_aliases = Table(
    "product_aliases",
    metadata,
    id_column(),
    Column("key", Text, nullable=False, unique=True, comment="block, producer and place in one"),
    Column("block", Text, nullable=False, index=True, comment="the name, to compare by"),
    Column("name", Text, nullable=False, comment="as first seen"),
    Column("producer_alias_id", ForeignKey("producer_aliases.id"), index=True),
    Column("province_id", ForeignKey("places.id"), comment="today's province"),
    Column("commune_id", ForeignKey("places.id"), comment="today's commune"),
    Column("product_id", ForeignKey("products.id"), index=True),
    Column("reason", Text, comment="why it is this product"),
    comment="Every way in which a product is written (name, producer, place), and which it is.",
)

identity_decisions = Table(
    "identity_decisions",
    metadata,
    id_column(),
    Column("entity", Text, nullable=False, comment="product, producer"),
    Column("action", Text, nullable=False, comment="merge, split"),
    Column("alias_key", Text, nullable=False, comment="split: this one is another product"),
    Column("other_key", Text, comment="merge: the alias that is the same"),
    Column("alias_number", Integer, comment="merge: of the product or producer that it was"),
    Column("other_number", Integer, comment="merge: the same of the other; undone, they get both"),
    Column("reason", Text, nullable=False),
    Column("decided_at", AwareDateTime, nullable=False),
    Column("undone_at", AwareDateTime, comment="null: in force"),
    comment="What people said about which products and producers are one; outlives all re-reading.",
)

ratings = Table(
    "ratings",
    metadata,
    id_column(),
    Column("product_id", ForeignKey("products.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False, comment="1 is the oldest"),
    Column(
        "event",
        Text,
        nullable=False,
        comment="rated, upgraded, downgraded, renewed, expired, revoked",
    ),
    Column("stars", Integer),
    Column("rated_on", Date, comment="day of the decision, or of the first article that tells it"),
    Column(
        "rated_on_is",
        Text,
        nullable=False,
        comment="decision: day in the text; year: 31 Dec of the one in the text; article: its day",
    ),
    Column("valid_until", Date, comment="computed: 36 months after rated_on"),
    Column("last_seen", Date, comment="last article that tells it"),
    Column("articles", Integer, nullable=False, comment="that tell it"),
    Column("product_mention_id", Integer, comment="the first of them, for `ocop explain`"),
    UniqueConstraint("product_id", "position"),
    CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),
    Index(None, "rated_on", "product_id"),
    Index(None, "valid_until"),
    comment="How a product's rating changed over time.",
)

claims = Table(
    "claims",
    metadata,
    id_column(),
    Column("key", Text, nullable=False, index=True, comment="equal where the same is said"),
    Column("subject", Text, nullable=False, comment="key without the number"),
    Column("place", Text, comment="typed unit, 'cả nước', or null"),
    Column("place_level", Text),
    Column("place_id", ForeignKey("places.id"), comment="the unit meant, of its time"),
    Column("province_id", ForeignKey("places.id"), comment="today's province"),
    Column("stars", Integer, comment="null: a total"),
    Column("at_least", Boolean, nullable=False),
    Column("count", Integer, nullable=False, comment="products"),
    Column("status", Text, nullable=False, comment="achieved, target"),
    Column("scope", Text, comment="stock, flow, null: not said; never added together"),
    Column("qualifier", Text, comment="as written: hơn, gần, khoảng"),
    Column("as_of", Text, comment="as written"),
    Column("first_seen", Date, comment="first article that says it"),
    Column("last_seen", Date),
    Column("articles", Integer, nullable=False, comment="that say it"),
    Column("sources", Integer, nullable=False, comment="papers that say it"),
    Column("star_count_id", Integer, comment="the first statement, for `ocop explain`"),
    Index(None, "subject"),
    Index(None, "place_id"),
    Index(None, "province_id", "first_seen", "place_id"),
    Index(None, "first_seen", "place_id", "province_id"),
    comment="What is said about numbers: thirty papers with one press text are one claim.",
)

contradictions = Table(
    "contradictions",
    metadata,
    id_column(),
    Column("kind", Text, nullable=False, comment="parts, papers, stars"),
    Column("place", Text, comment="typed unit"),
    Column("province_id", ForeignKey("places.id"), comment="today's province"),
    Column("product_id", ForeignKey("products.id", ondelete="CASCADE"), index=True),
    Column("said", Integer, nullable=False, comment="the total, the claim, or the stars"),
    Column("against", Integer, nullable=False, comment="sum of parts, other claim, other stars"),
    Column("fact_id", Integer, nullable=False, comment="of star_counts, for stars of mentions"),
    Column("other_fact_id", Integer, nullable=False),
    Column("noticed_on", Date, comment="day of the later article"),
    Column("subject", Text, nullable=False, index=True, comment="what it is about, to compare by"),
    Index(None, "province_id", "noticed_on"),
    Index(None, "noticed_on"),
    comment="Where a text contradicts itself or others. Nothing is repaired; all stay stored.",
)

unsettled = Table(
    "unsettled",
    metadata,
    id_column(),
    Column("kind", Text, nullable=False, comment="alias, claim"),
    Column("key", Text, nullable=False),
    comment="What lost a mention since `settle` last looked.",
)
