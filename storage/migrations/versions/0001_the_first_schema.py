# ruff: noqa: E501, PLR0915 - as alembic writes it
"""The first schema."""

import sqlalchemy as sa
from alembic import op

from storage.types import AwareDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "hosts",
        sa.Column("host", sa.Text(), nullable=False, comment="with its scheme: https://nld.com.vn"),
        sa.Column(
            "robots",
            sa.Text(),
            nullable=True,
            comment="robots.txt as served, empty where there is none",
        ),
        sa.Column(
            "robots_at",
            AwareDateTime(),
            nullable=True,
            comment="when it was asked for; good for 24 hours",
        ),
        sa.Column(
            "not_before",
            AwareDateTime(),
            nullable=True,
            comment="no request until then: it sent Retry-After",
        ),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_hosts")),
        comment="What each server asked of us.",
    )
    op.create_table(
        "identity_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False, comment="product, producer"),
        sa.Column("action", sa.Text(), nullable=False, comment="merge, split"),
        sa.Column(
            "alias_key", sa.Text(), nullable=False, comment="split: this one is another product"
        ),
        sa.Column(
            "other_key", sa.Text(), nullable=True, comment="merge: the alias that is the same"
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", AwareDateTime(), nullable=False),
        sa.Column("undone_at", AwareDateTime(), nullable=True, comment="null: in force"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_decisions")),
        comment="What people said about which products and producers are one; outlives all re-reading.",
    )
    op.create_table(
        "links",
        sa.Column("url", sa.Text(), nullable=False, comment="canonical; this one is fetched"),
        sa.Column("identity", sa.Text(), nullable=False, comment="the same for every spelling"),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False, comment="as the listing gives it"),
        sa.Column(
            "published_at", AwareDateTime(), nullable=True, comment="as the listing gives it"
        ),
        sa.Column(
            "earliest_on",
            sa.Date(),
            nullable=True,
            comment="day of publication: not before, as far as known",
        ),
        sa.Column(
            "latest_on",
            sa.Date(),
            nullable=True,
            comment="day of publication: not after, as far as known",
        ),
        sa.Column("found_in", sa.Text(), nullable=False, comment="address of the listing"),
        sa.Column("found_at", AwareDateTime(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True, comment="null: not fetched yet"),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False, comment="failures in a row"),
        sa.Column("tried_at", AwareDateTime(), nullable=True),
        sa.Column(
            "due_at",
            AwareDateTime(),
            nullable=True,
            comment="when to fetch it (again); null: never",
        ),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("body_sha256", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_links")),
        sa.UniqueConstraint("identity", name=op.f("uq_links_identity")),
        comment="Every article address ever found, with what became of it.",
    )
    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_links_source_due_at"), ["source", "due_at"], unique=False
        )

    op.create_table(
        "listings",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="feed, sitemap, section"),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column(
            "body_sha256",
            sa.Text(),
            nullable=True,
            comment="servers' ETags lie, so the body is compared as well",
        ),
        sa.Column(
            "whole_at",
            AwareDateTime(),
            nullable=True,
            comment="when it was last sent whole, not as a 304",
        ),
        sa.Column("checked_at", AwareDateTime(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column(
            "succeeded_at",
            AwareDateTime(),
            nullable=True,
            comment="when it last was what it should be",
        ),
        sa.Column("failing_since", AwareDateTime(), nullable=True, comment="null: it is fine"),
        sa.Column("failures", sa.Integer(), nullable=False, comment="in a row"),
        sa.Column(
            "wait_seconds", sa.Integer(), nullable=False, comment="between two visits, as it is now"
        ),
        sa.Column("due_at", AwareDateTime(), nullable=False, comment="when it is to be asked next"),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_listings")),
        comment="Feeds, sitemaps and section pages, and what is needed to ask for changes only.",
    )
    with op.batch_alter_table("listings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_listings_source"), ["source"], unique=False)

    op.create_table(
        "places",
        sa.Column(
            "id", sa.Text(), nullable=False, comment="code, and @ first day where one is known"
        ),
        sa.Column("code", sa.Text(), nullable=False, comment="statistics office; reused in 2025"),
        sa.Column(
            "valid_from",
            sa.Date(),
            nullable=True,
            comment="first day; null: before the sources begin",
        ),
        sa.Column("valid_to", sa.Date(), nullable=True, comment="last day; null: exists today"),
        sa.Column(
            "level", sa.Text(), nullable=False, comment="province, district, commune, country"
        ),
        sa.Column("name", sa.Text(), nullable=False, comment="typed: xã Ngọc Chiến"),
        sa.Column(
            "parent_id", sa.Text(), nullable=True, comment="the unit it belonged to at its end"
        ),
        sa.Column("province_then_id", sa.Text(), nullable=True, comment="its province at its end"),
        sa.Column("province_id", sa.Text(), nullable=True, comment="the province there today"),
        sa.Column(
            "commune_id", sa.Text(), nullable=True, comment="the commune there today, where one is"
        ),
        sa.Column("latitude", sa.Float(), nullable=True, comment="degrees north"),
        sa.Column("longitude", sa.Float(), nullable=True, comment="degrees east"),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["places.id"], name=op.f("fk_places_commune_id_places")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["places.id"], name=op.f("fk_places_parent_id_places")
        ),
        sa.ForeignKeyConstraint(
            ["province_id"], ["places.id"], name=op.f("fk_places_province_id_places")
        ),
        sa.ForeignKeyConstraint(
            ["province_then_id"], ["places.id"], name=op.f("fk_places_province_then_id_places")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
        comment="Administrative units between two changes: before and after July 2025.",
    )
    with op.batch_alter_table("places", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_places_code"), ["code"], unique=False)
        batch_op.create_index(batch_op.f("ix_places_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_places_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_places_province_id_level"), ["province_id", "level"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_places_province_then_id_level"),
            ["province_then_id", "level"],
            unique=False,
        )

    op.create_table(
        "reference_data",
        sa.Column("name", sa.Text(), nullable=False, comment="places, search"),
        sa.Column("version", sa.Text(), nullable=False, comment="of what came with the program"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_reference_data")),
        comment="Which state of the program's own tables is loaded.",
    )
    op.create_table(
        "replays",
        sa.Column(
            "key", sa.Text(), nullable=False, comment="digest of what is replayed and of the code"
        ),
        sa.Column("position", sa.Text(), nullable=False, comment="the last page done"),
        sa.Column("pages", sa.Integer(), nullable=False, comment="pages done so far"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_replays")),
        comment="Replays that were killed or interrupted, and where they go on.",
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("command", sa.Text(), nullable=False, comment="collect, replay"),
        sa.Column("version", sa.Text(), nullable=False, comment="of the program"),
        sa.Column("started_at", AwareDateTime(), nullable=False),
        sa.Column(
            "finished_at", AwareDateTime(), nullable=True, comment="null: still running, or killed"
        ),
        sa.Column("outcomes", sa.Text(), nullable=True, comment="JSON: outcome -> number of URLs"),
        sa.Column("exit_code", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
        comment="One row per run of the cron job or a replay.",
    )
    op.create_table(
        "sources",
        sa.Column("name", sa.Text(), nullable=False, comment="as in config.toml"),
        sa.Column("title", sa.Text(), nullable=False, comment="the paper's own name"),
        sa.Column(
            "province",
            sa.Text(),
            nullable=True,
            comment="a provincial paper's own, typed: tỉnh Sơn La",
        ),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sources")),
        comment="The papers, as config.toml had them in the last run.",
    )
    op.create_table(
        "unsettled",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="alias, claim"),
        sa.Column("key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unsettled")),
        comment="What lost a mention since `settle` last looked.",
    )
    op.create_table(
        "archive_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "file",
            sa.Text(),
            nullable=False,
            comment="name of the WARC file in the archive's folder",
        ),
        sa.Column(
            "offset",
            sa.BigInteger(),
            nullable=False,
            comment="first byte of the record in the file",
        ),
        sa.Column(
            "length", sa.BigInteger(), nullable=False, comment="bytes of the record, compressed"
        ),
        sa.Column("url", sa.Text(), nullable=False, comment="as asked for, not canonical"),
        sa.Column("fetched_at", AwareDateTime(), nullable=False),
        sa.Column(
            "kind",
            sa.Text(),
            nullable=False,
            comment="response; revisit: 304 or a body kept before",
        ),
        sa.Column("status", sa.Integer(), nullable=False, comment="HTTP status"),
        sa.Column(
            "media_type", sa.Text(), nullable=False, comment="text/html; empty where not said"
        ),
        sa.Column("digest", sa.Text(), nullable=False, comment="of the payload: sha1:Base32"),
        sa.Column("run_id", sa.Integer(), nullable=True, comment="null: not known any more"),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["runs.id"],
            name=op.f("fk_archive_records_run_id_runs"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_records")),
        sa.UniqueConstraint("file", "offset", name=op.f("uq_archive_records_file_offset")),
        comment="Every response in the archive, and where it stands.",
    )
    with op.batch_alter_table("archive_records", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_archive_records_digest"), ["digest"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_archive_records_fetched_at"), ["fetched_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_archive_records_url"), ["url"], unique=False)

    op.create_table(
        "articles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False, comment="canonical"),
        sa.Column("source", sa.Text(), nullable=False, comment="the paper's name in config.toml"),
        sa.Column("published_on", sa.Date(), nullable=True, comment="calendar day in Vietnam"),
        sa.Column(
            "published_at",
            AwareDateTime(),
            nullable=True,
            comment="null where the page gives a date only",
        ),
        sa.Column("modified_at", AwareDateTime(), nullable=True, comment="as the page gives it"),
        sa.Column(
            "fetched_at", AwareDateTime(), nullable=False, comment="when this text was first seen"
        ),
        sa.Column("run_id", sa.Integer(), nullable=True, comment="the run that stored it last"),
        sa.Column(
            "extractor_version",
            sa.Text(),
            nullable=False,
            comment="that read this row and its facts",
        ),
        sa.Column("speaks_of_ocop", sa.Boolean(), nullable=False),
        sa.Column(
            "no_fact_reason",
            sa.Text(),
            nullable=True,
            comment="why an article that speaks of OCOP gave no fact",
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("authors", sa.Text(), nullable=False, comment="joined by '; '"),
        sa.Column("tags", sa.Text(), nullable=False, comment="joined by '; '"),
        sa.Column("text_sha256", sa.Text(), nullable=False),
        sa.Column("facts_sha256", sa.Text(), nullable=False, comment="of the facts as JSON"),
        sa.Column("text", sa.Text(), nullable=False, comment="NFC; every span counts in it"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_articles_run_id_runs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sa.UniqueConstraint("url", name=op.f("uq_articles_url")),
        comment="One row per article, in its latest version.",
    )
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.create_index(
            "ix_articles_no_fact",
            ["published_on"],
            unique=False,
            sqlite_where=sa.text("no_fact_reason IS NOT NULL"),
            postgresql_where=sa.text("no_fact_reason IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_articles_published_on"), ["published_on"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_articles_source_published_on"), ["source", "published_on"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_articles_text_sha256"), ["text_sha256"], unique=False)

    op.create_table(
        "claims",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False, comment="equal where the same is said"),
        sa.Column("subject", sa.Text(), nullable=False, comment="key without the number"),
        sa.Column("place", sa.Text(), nullable=True, comment="typed unit, 'cả nước', or null"),
        sa.Column("place_level", sa.Text(), nullable=True),
        sa.Column("place_id", sa.Text(), nullable=True, comment="the unit meant, of its time"),
        sa.Column("province_id", sa.Text(), nullable=True, comment="today's province"),
        sa.Column("stars", sa.Integer(), nullable=True, comment="null: a total"),
        sa.Column("at_least", sa.Boolean(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False, comment="products"),
        sa.Column("status", sa.Text(), nullable=False, comment="achieved, target"),
        sa.Column(
            "scope",
            sa.Text(),
            nullable=True,
            comment="stock, flow, null: not said; never added together",
        ),
        sa.Column("qualifier", sa.Text(), nullable=True, comment="as written: hơn, gần, khoảng"),
        sa.Column("as_of", sa.Text(), nullable=True, comment="as written"),
        sa.Column("first_seen", sa.Date(), nullable=True, comment="first article that says it"),
        sa.Column("last_seen", sa.Date(), nullable=True),
        sa.Column("articles", sa.Integer(), nullable=False, comment="that say it"),
        sa.Column("sources", sa.Integer(), nullable=False, comment="papers that say it"),
        sa.Column(
            "star_count_id",
            sa.Integer(),
            nullable=True,
            comment="the first statement, for `ocop explain`",
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["places.id"], name=op.f("fk_claims_place_id_places")
        ),
        sa.ForeignKeyConstraint(
            ["province_id"], ["places.id"], name=op.f("fk_claims_province_id_places")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
        comment="What is said about numbers: thirty papers with one press text are one claim.",
    )
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claims_first_seen"), ["first_seen"], unique=False)
        batch_op.create_index(batch_op.f("ix_claims_key"), ["key"], unique=False)
        batch_op.create_index(batch_op.f("ix_claims_place_id"), ["place_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_claims_province_id_first_seen"),
            ["province_id", "first_seen"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_claims_subject"), ["subject"], unique=False)

    op.create_table(
        "place_successors",
        sa.Column("place_id", sa.Text(), nullable=False),
        sa.Column("successor_id", sa.Text(), nullable=False),
        sa.Column("is_main", sa.Boolean(), nullable=False, comment="most of the unit went there"),
        sa.Column("is_whole", sa.Boolean(), nullable=False, comment="all of the unit went there"),
        sa.ForeignKeyConstraint(
            ["place_id"],
            ["places.id"],
            name=op.f("fk_place_successors_place_id_places"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"],
            ["places.id"],
            name=op.f("fk_place_successors_successor_id_places"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("place_id", "successor_id", name=op.f("pk_place_successors")),
        comment="Which unit took over which, in whole or in part.",
    )
    with op.batch_alter_table("place_successors", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_place_successors_successor_id"), ["successor_id"], unique=False
        )

    op.create_table(
        "producers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False, comment="its most frequent spelling"),
        sa.Column("province_id", sa.Text(), nullable=True, comment="today's province"),
        sa.ForeignKeyConstraint(
            ["province_id"], ["places.id"], name=op.f("fk_producers_province_id_places")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_producers")),
        comment="Companies, co-operatives, households: one row each, however papers spell them.",
    )
    op.create_table(
        "source_runs",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column(
            "links",
            sa.Integer(),
            nullable=False,
            comment="articles found that were not known before",
        ),
        sa.Column(
            "pages", sa.Integer(), nullable=False, comment="pages that should have held an article"
        ),
        sa.Column("articles", sa.Integer(), nullable=False, comment="those that did"),
        sa.Column("new_articles", sa.Integer(), nullable=False, comment="those not known before"),
        sa.Column(
            "fields", sa.Text(), nullable=False, comment="JSON: field -> [filled, by a selector]"
        ),
        sa.Column("body_chars", sa.Integer(), nullable=False, comment="of all articles together"),
        sa.Column(
            "ocop_articles", sa.Integer(), nullable=False, comment="articles that speak of OCOP"
        ),
        sa.Column(
            "facts", sa.Integer(), nullable=False, comment="products and star counts in those"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.id"], name=op.f("fk_source_runs_run_id_runs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "source", name=op.f("pk_source_runs")),
        comment="What the pages of one source gave in one run: the base of drift alarms.",
    )
    with op.batch_alter_table("source_runs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_source_runs_source"), ["source"], unique=False)

    op.create_table(
        "article_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column(
            "fetched_at", AwareDateTime(), nullable=False, comment="when this text was first seen"
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_article_versions_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_versions")),
        sa.UniqueConstraint(
            "article_id", "fetched_at", name=op.f("uq_article_versions_article_id_fetched_at")
        ),
        comment="What articles said before their paper changed them; the latest text is in articles.",
    )
    op.create_table(
        "place_mentions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column(
            "published_on",
            sa.Date(),
            nullable=True,
            comment="of its article, so that dates need no join",
        ),
        sa.Column(
            "span_start", sa.Integer(), nullable=False, comment="first character in articles.text"
        ),
        sa.Column("span_end", sa.Integer(), nullable=False, comment="one past the last character"),
        sa.Column(
            "surface", sa.Text(), nullable=False, comment="articles.text[span_start:span_end]"
        ),
        sa.Column(
            "sentence_start", sa.Integer(), nullable=False, comment="of the sentence it stands in"
        ),
        sa.Column("sentence_end", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False, comment="rule or model that found it"),
        sa.Column(
            "confidence",
            sa.Float(),
            nullable=True,
            comment="share of such facts that are right, where measured",
        ),
        sa.Column("name", sa.Text(), nullable=False, comment="typed: huyện Mộc Châu"),
        sa.Column(
            "level", sa.Text(), nullable=False, comment="province, district, commune, country"
        ),
        sa.Column(
            "place_id", sa.Text(), nullable=True, comment="the unit meant; null: not certain"
        ),
        sa.Column(
            "province_id",
            sa.Text(),
            nullable=True,
            comment="today's province, also where the unit below it is not certain",
        ),
        sa.Column(
            "candidates",
            sa.Text(),
            nullable=True,
            comment="where not certain: the units it may be, ids by blanks",
        ),
        sa.Column(
            "reason",
            sa.Text(),
            nullable=True,
            comment="why it is this unit, or why that is not certain",
        ),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_place_mentions_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["places.id"], name=op.f("fk_place_mentions_place_id_places")
        ),
        sa.ForeignKeyConstraint(
            ["province_id"], ["places.id"], name=op.f("fk_place_mentions_province_id_places")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_mentions")),
        sa.UniqueConstraint(
            "article_id", "span_start", name=op.f("uq_place_mentions_article_id_span_start")
        ),
        comment="Every administrative unit an article names, at each place it names it.",
    )
    with op.batch_alter_table("place_mentions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_place_mentions_place_id_published_on_article_id"),
            ["place_id", "published_on", "article_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_place_mentions_province_id_published_on"),
            ["province_id", "published_on"],
            unique=False,
        )

    op.create_table(
        "producer_aliases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False, comment="block, form and place in one"),
        sa.Column("block", sa.Text(), nullable=False, comment="the proper name, to compare by"),
        sa.Column("form", sa.Text(), nullable=False, comment="kind/legal form: htx/, cty/tnhh"),
        sa.Column("name", sa.Text(), nullable=False, comment="as first seen"),
        sa.Column("province_id", sa.Text(), nullable=True, comment="today's province"),
        sa.Column("commune_id", sa.Text(), nullable=True, comment="today's commune"),
        sa.Column("producer_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True, comment="why it is this producer"),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["places.id"], name=op.f("fk_producer_aliases_commune_id_places")
        ),
        sa.ForeignKeyConstraint(
            ["producer_id"],
            ["producers.id"],
            name=op.f("fk_producer_aliases_producer_id_producers"),
        ),
        sa.ForeignKeyConstraint(
            ["province_id"], ["places.id"], name=op.f("fk_producer_aliases_province_id_places")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_producer_aliases")),
        sa.UniqueConstraint("key", name=op.f("uq_producer_aliases_key")),
        comment="Every way in which a producer is written, with the producer that it is.",
    )
    with op.batch_alter_table("producer_aliases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_producer_aliases_block"), ["block"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_producer_aliases_producer_id"), ["producer_id"], unique=False
        )

    op.create_table(
        "products",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False, comment="its most frequent spelling"),
        sa.Column("product_group", sa.Text(), nullable=True, comment="one of the six OCOP groups"),
        sa.Column("producer_id", sa.Integer(), nullable=True),
        sa.Column("place_id", sa.Text(), nullable=True, comment="most specific unit, of its time"),
        sa.Column("province_id", sa.Text(), nullable=True, comment="today's province"),
        sa.Column("stars", sa.Integer(), nullable=True, comment="of the latest rating"),
        sa.Column(
            "status", sa.Text(), nullable=False, comment="of the latest rating: rated, revoked, …"
        ),
        sa.Column("rated_on", sa.Date(), nullable=True),
        sa.Column(
            "valid_until", sa.Date(), nullable=True, comment="computed: 36 months after rated_on"
        ),
        sa.Column(
            "contested", sa.Boolean(), nullable=False, comment="papers disagree on its stars"
        ),
        sa.Column("first_seen", sa.Date(), nullable=True, comment="first day an article names it"),
        sa.Column("last_seen", sa.Date(), nullable=True),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("sources", sa.Integer(), nullable=False, comment="papers that name it"),
        sa.ForeignKeyConstraint(
            ["place_id"], ["places.id"], name=op.f("fk_products_place_id_places")
        ),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producers.id"], name=op.f("fk_products_producer_id_producers")
        ),
        sa.ForeignKeyConstraint(
            ["province_id"], ["places.id"], name=op.f("fk_products_province_id_places")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
        comment="OCOP products: one row each, across articles, papers and spellings.",
    )
    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_products_last_seen"), ["last_seen"], unique=False)
        batch_op.create_index(batch_op.f("ix_products_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_products_place_id"), ["place_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_products_producer_id"), ["producer_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_products_province_id_stars"), ["province_id", "stars"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_products_rated_on"), ["rated_on"], unique=False)

    op.create_table(
        "star_counts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column(
            "published_on",
            sa.Date(),
            nullable=True,
            comment="of its article, so that dates need no join",
        ),
        sa.Column(
            "span_start", sa.Integer(), nullable=False, comment="first character in articles.text"
        ),
        sa.Column("span_end", sa.Integer(), nullable=False, comment="one past the last character"),
        sa.Column(
            "surface", sa.Text(), nullable=False, comment="articles.text[span_start:span_end]"
        ),
        sa.Column(
            "sentence_start", sa.Integer(), nullable=False, comment="of the sentence it stands in"
        ),
        sa.Column("sentence_end", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False, comment="rule or model that found it"),
        sa.Column(
            "confidence",
            sa.Float(),
            nullable=True,
            comment="share of such facts that are right, where measured",
        ),
        sa.Column("place", sa.Text(), nullable=True, comment="typed unit, 'cả nước', or null"),
        sa.Column("place_level", sa.Text(), nullable=True),
        sa.Column("stars", sa.Integer(), nullable=True, comment="null: a total"),
        sa.Column("at_least", sa.Boolean(), nullable=False, comment="'3 sao trở lên'"),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False, comment="achieved, target"),
        sa.Column("qualifier", sa.Text(), nullable=True, comment="as written: hơn, gần, khoảng"),
        sa.Column(
            "scope",
            sa.Text(),
            nullable=True,
            comment="stock: so far in all; flow: in this batch; null: not said",
        ),
        sa.Column("as_of", sa.Text(), nullable=True, comment="as written: đến hết năm 2023"),
        sa.Column(
            "place_id", sa.Text(), nullable=True, comment="the unit meant; null: not certain"
        ),
        sa.Column(
            "province_id",
            sa.Text(),
            nullable=True,
            comment="today's province, also where the unit below it is not certain",
        ),
        sa.Column(
            "part_of_id",
            sa.Integer(),
            nullable=True,
            comment="the total it is a part of, by the text",
        ),
        sa.Column("claim_key", sa.Text(), nullable=False, comment="equal where the same is said"),
        sa.Column(
            "claim_id", sa.Integer(), nullable=True, comment="null: `settle` has yet to look"
        ),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name=op.f("ck_star_counts_stars")),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_star_counts_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claims.id"], name=op.f("fk_star_counts_claim_id_claims")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["places.id"], name=op.f("fk_star_counts_place_id_places")
        ),
        sa.ForeignKeyConstraint(
            ["province_id"], ["places.id"], name=op.f("fk_star_counts_province_id_places")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_star_counts")),
        comment="One statement of how many OCOP products a place or batch has.",
    )
    with op.batch_alter_table("star_counts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_star_counts_article_id"), ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_star_counts_claim_id"), ["claim_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_star_counts_claim_key"), ["claim_key"], unique=False)
        batch_op.create_index(
            "ix_star_counts_new",
            ["id"],
            unique=False,
            sqlite_where=sa.text("claim_id IS NULL"),
            postgresql_where=sa.text("claim_id IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_star_counts_place_id"), ["place_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_star_counts_province_id_published_on"),
            ["province_id", "published_on"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_star_counts_published_on"), ["published_on"], unique=False
        )

    op.create_table(
        "contradictions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="parts, papers, stars"),
        sa.Column("place", sa.Text(), nullable=True, comment="typed unit"),
        sa.Column("province_id", sa.Text(), nullable=True, comment="today's province"),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column(
            "said", sa.Integer(), nullable=False, comment="the total, the claim, or the stars"
        ),
        sa.Column(
            "against",
            sa.Integer(),
            nullable=False,
            comment="sum of parts, other claim, other stars",
        ),
        sa.Column(
            "fact_id", sa.Integer(), nullable=False, comment="of star_counts, for stars of mentions"
        ),
        sa.Column("other_fact_id", sa.Integer(), nullable=False),
        sa.Column("noticed_on", sa.Date(), nullable=True, comment="day of the later article"),
        sa.Column("subject", sa.Text(), nullable=False, comment="what it is about, to compare by"),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["products.id"],
            name=op.f("fk_contradictions_product_id_products"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["province_id"], ["places.id"], name=op.f("fk_contradictions_province_id_places")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contradictions")),
        comment="Where a text contradicts itself or others. Nothing is repaired; all stay stored.",
    )
    with op.batch_alter_table("contradictions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contradictions_noticed_on"), ["noticed_on"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_contradictions_product_id"), ["product_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_contradictions_province_id_noticed_on"),
            ["province_id", "noticed_on"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_contradictions_subject"), ["subject"], unique=False)

    op.create_table(
        "product_aliases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False, comment="block, producer and place in one"),
        sa.Column("block", sa.Text(), nullable=False, comment="the name, to compare by"),
        sa.Column("name", sa.Text(), nullable=False, comment="as first seen"),
        sa.Column("producer_alias_id", sa.Integer(), nullable=True),
        sa.Column("province_id", sa.Text(), nullable=True, comment="today's province"),
        sa.Column("commune_id", sa.Text(), nullable=True, comment="today's commune"),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True, comment="why it is this product"),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["places.id"], name=op.f("fk_product_aliases_commune_id_places")
        ),
        sa.ForeignKeyConstraint(
            ["producer_alias_id"],
            ["producer_aliases.id"],
            name=op.f("fk_product_aliases_producer_alias_id_producer_aliases"),
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_product_aliases_product_id_products")
        ),
        sa.ForeignKeyConstraint(
            ["province_id"], ["places.id"], name=op.f("fk_product_aliases_province_id_places")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_aliases")),
        sa.UniqueConstraint("key", name=op.f("uq_product_aliases_key")),
        comment="Every way in which a product is written (name, producer, place), and which it is.",
    )
    with op.batch_alter_table("product_aliases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_product_aliases_block"), ["block"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_product_aliases_producer_alias_id"), ["producer_alias_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_product_aliases_product_id"), ["product_id"], unique=False
        )

    op.create_table(
        "ratings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="1 is the oldest"),
        sa.Column(
            "event",
            sa.Text(),
            nullable=False,
            comment="rated, upgraded, downgraded, renewed, expired, revoked",
        ),
        sa.Column("stars", sa.Integer(), nullable=True),
        sa.Column(
            "rated_on",
            sa.Date(),
            nullable=True,
            comment="day of the decision, or of the first article that tells it",
        ),
        sa.Column(
            "rated_on_is",
            sa.Text(),
            nullable=False,
            comment="decision: day in the text; year: 31 Dec of the one in the text; article: its day",
        ),
        sa.Column(
            "valid_until", sa.Date(), nullable=True, comment="computed: 36 months after rated_on"
        ),
        sa.Column("last_seen", sa.Date(), nullable=True, comment="last article that tells it"),
        sa.Column("articles", sa.Integer(), nullable=False, comment="that tell it"),
        sa.Column(
            "product_mention_id",
            sa.Integer(),
            nullable=True,
            comment="the first of them, for `ocop explain`",
        ),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name=op.f("ck_ratings_stars")),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["products.id"],
            name=op.f("fk_ratings_product_id_products"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ratings")),
        sa.UniqueConstraint("product_id", "position", name=op.f("uq_ratings_product_id_position")),
        comment="How a product's rating changed over time.",
    )
    with op.batch_alter_table("ratings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ratings_rated_on"), ["rated_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_ratings_valid_until"), ["valid_until"], unique=False)

    op.create_table(
        "product_mentions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column(
            "published_on",
            sa.Date(),
            nullable=True,
            comment="of its article, so that dates need no join",
        ),
        sa.Column(
            "span_start", sa.Integer(), nullable=False, comment="first character in articles.text"
        ),
        sa.Column("span_end", sa.Integer(), nullable=False, comment="one past the last character"),
        sa.Column(
            "surface", sa.Text(), nullable=False, comment="articles.text[span_start:span_end]"
        ),
        sa.Column(
            "sentence_start", sa.Integer(), nullable=False, comment="of the sentence it stands in"
        ),
        sa.Column("sentence_end", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False, comment="rule or model that found it"),
        sa.Column(
            "confidence",
            sa.Float(),
            nullable=True,
            comment="share of such facts that are right, where measured",
        ),
        sa.Column("name", sa.Text(), nullable=False, comment="as printed"),
        sa.Column(
            "full_name",
            sa.Text(),
            nullable=True,
            comment="where a list drops its head: nước mắm Mạch Long 500 đạm",
        ),
        sa.Column("stars", sa.Integer(), nullable=True),
        sa.Column(
            "status", sa.Text(), nullable=False, comment="achieved, target, ocop, mentioned, …"
        ),
        sa.Column(
            "decided_on",
            sa.Date(),
            nullable=True,
            comment="of the rating, where the sentence tells; of a year 31 Dec",
        ),
        sa.Column(
            "decided_has_day",
            sa.Boolean(),
            nullable=True,
            comment="false: the sentence tells the year only",
        ),
        sa.Column("producer", sa.Text(), nullable=True, comment="as printed"),
        sa.Column(
            "place",
            sa.Text(),
            nullable=True,
            comment="most specific unit as read, typed: xã Ngọc Chiến",
        ),
        sa.Column("province", sa.Text(), nullable=True, comment="as read, typed: tỉnh Sơn La"),
        sa.Column("product_group", sa.Text(), nullable=True, comment="one of the six OCOP groups"),
        sa.Column(
            "place_id", sa.Text(), nullable=True, comment="the unit meant; null: not certain"
        ),
        sa.Column(
            "province_id",
            sa.Text(),
            nullable=True,
            comment="today's province, also where the unit below it is not certain",
        ),
        sa.Column(
            "alias_id", sa.Integer(), nullable=True, comment="null: `settle` has yet to look"
        ),
        sa.Column(
            "rating_start",
            sa.Integer(),
            nullable=True,
            comment="of the phrase that gives the stars",
        ),
        sa.Column("rating_end", sa.Integer(), nullable=True),
        sa.Column("producer_start", sa.Integer(), nullable=True, comment="of the producer's name"),
        sa.Column("producer_end", sa.Integer(), nullable=True),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name=op.f("ck_product_mentions_stars")),
        sa.ForeignKeyConstraint(
            ["alias_id"],
            ["product_aliases.id"],
            name=op.f("fk_product_mentions_alias_id_product_aliases"),
        ),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_product_mentions_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["places.id"], name=op.f("fk_product_mentions_place_id_places")
        ),
        sa.ForeignKeyConstraint(
            ["province_id"], ["places.id"], name=op.f("fk_product_mentions_province_id_places")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_mentions")),
        comment="A product as one article names it.",
    )
    with op.batch_alter_table("product_mentions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_product_mentions_alias_id"), ["alias_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_product_mentions_article_id"), ["article_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_product_mentions_name"), ["name"], unique=False)
        batch_op.create_index(
            "ix_product_mentions_new",
            ["id"],
            unique=False,
            sqlite_where=sa.text("alias_id IS NULL AND status <> 'mentioned'"),
            postgresql_where=sa.text("alias_id IS NULL AND status <> 'mentioned'"),
        )
        batch_op.create_index(
            batch_op.f("ix_product_mentions_place_id"), ["place_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_product_mentions_province_id_published_on"),
            ["province_id", "published_on"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_product_mentions_published_on"), ["published_on"], unique=False
        )

    op.create_table(
        "product_places",
        sa.Column("product_mention_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False, comment="0 is the most specific"),
        sa.Column("name", sa.Text(), nullable=False, comment="typed"),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("place_id", sa.Text(), nullable=True),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["place_id"], ["places.id"], name=op.f("fk_product_places_place_id_places")
        ),
        sa.ForeignKeyConstraint(
            ["product_mention_id"],
            ["product_mentions.id"],
            name=op.f("fk_product_places_product_mention_id_product_mentions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("product_mention_id", "rank", name=op.f("pk_product_places")),
        comment="Units that an article gives for a product or its producer, most specific first.",
    )


def downgrade() -> None:
    op.drop_table("product_places")
    with op.batch_alter_table("product_mentions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_product_mentions_published_on"))
        batch_op.drop_index(batch_op.f("ix_product_mentions_province_id_published_on"))
        batch_op.drop_index(batch_op.f("ix_product_mentions_place_id"))
        batch_op.drop_index(
            "ix_product_mentions_new",
            sqlite_where=sa.text("alias_id IS NULL AND status <> 'mentioned'"),
            postgresql_where=sa.text("alias_id IS NULL AND status <> 'mentioned'"),
        )
        batch_op.drop_index(batch_op.f("ix_product_mentions_name"))
        batch_op.drop_index(batch_op.f("ix_product_mentions_article_id"))
        batch_op.drop_index(batch_op.f("ix_product_mentions_alias_id"))

    op.drop_table("product_mentions")
    with op.batch_alter_table("ratings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ratings_valid_until"))
        batch_op.drop_index(batch_op.f("ix_ratings_rated_on"))

    op.drop_table("ratings")
    with op.batch_alter_table("product_aliases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_product_aliases_product_id"))
        batch_op.drop_index(batch_op.f("ix_product_aliases_producer_alias_id"))
        batch_op.drop_index(batch_op.f("ix_product_aliases_block"))

    op.drop_table("product_aliases")
    with op.batch_alter_table("contradictions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contradictions_subject"))
        batch_op.drop_index(batch_op.f("ix_contradictions_province_id_noticed_on"))
        batch_op.drop_index(batch_op.f("ix_contradictions_product_id"))
        batch_op.drop_index(batch_op.f("ix_contradictions_noticed_on"))

    op.drop_table("contradictions")
    with op.batch_alter_table("star_counts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_star_counts_published_on"))
        batch_op.drop_index(batch_op.f("ix_star_counts_province_id_published_on"))
        batch_op.drop_index(batch_op.f("ix_star_counts_place_id"))
        batch_op.drop_index(
            "ix_star_counts_new",
            sqlite_where=sa.text("claim_id IS NULL"),
            postgresql_where=sa.text("claim_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_star_counts_claim_key"))
        batch_op.drop_index(batch_op.f("ix_star_counts_claim_id"))
        batch_op.drop_index(batch_op.f("ix_star_counts_article_id"))

    op.drop_table("star_counts")
    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_products_rated_on"))
        batch_op.drop_index(batch_op.f("ix_products_province_id_stars"))
        batch_op.drop_index(batch_op.f("ix_products_producer_id"))
        batch_op.drop_index(batch_op.f("ix_products_place_id"))
        batch_op.drop_index(batch_op.f("ix_products_name"))
        batch_op.drop_index(batch_op.f("ix_products_last_seen"))

    op.drop_table("products")
    with op.batch_alter_table("producer_aliases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_producer_aliases_producer_id"))
        batch_op.drop_index(batch_op.f("ix_producer_aliases_block"))

    op.drop_table("producer_aliases")
    with op.batch_alter_table("place_mentions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_place_mentions_province_id_published_on"))
        batch_op.drop_index(batch_op.f("ix_place_mentions_place_id_published_on_article_id"))

    op.drop_table("place_mentions")
    op.drop_table("article_versions")
    with op.batch_alter_table("source_runs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_source_runs_source"))

    op.drop_table("source_runs")
    op.drop_table("producers")
    with op.batch_alter_table("place_successors", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_place_successors_successor_id"))

    op.drop_table("place_successors")
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claims_subject"))
        batch_op.drop_index(batch_op.f("ix_claims_province_id_first_seen"))
        batch_op.drop_index(batch_op.f("ix_claims_place_id"))
        batch_op.drop_index(batch_op.f("ix_claims_key"))
        batch_op.drop_index(batch_op.f("ix_claims_first_seen"))

    op.drop_table("claims")
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_articles_text_sha256"))
        batch_op.drop_index(batch_op.f("ix_articles_source_published_on"))
        batch_op.drop_index(batch_op.f("ix_articles_published_on"))
        batch_op.drop_index(
            "ix_articles_no_fact",
            sqlite_where=sa.text("no_fact_reason IS NOT NULL"),
            postgresql_where=sa.text("no_fact_reason IS NOT NULL"),
        )

    op.drop_table("articles")
    with op.batch_alter_table("archive_records", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_archive_records_url"))
        batch_op.drop_index(batch_op.f("ix_archive_records_fetched_at"))
        batch_op.drop_index(batch_op.f("ix_archive_records_digest"))

    op.drop_table("archive_records")
    op.drop_table("unsettled")
    op.drop_table("sources")
    op.drop_table("runs")
    op.drop_table("replays")
    op.drop_table("reference_data")
    with op.batch_alter_table("places", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_places_province_then_id_level"))
        batch_op.drop_index(batch_op.f("ix_places_province_id_level"))
        batch_op.drop_index(batch_op.f("ix_places_parent_id"))
        batch_op.drop_index(batch_op.f("ix_places_name"))
        batch_op.drop_index(batch_op.f("ix_places_code"))

    op.drop_table("places")
    with op.batch_alter_table("listings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_listings_source"))

    op.drop_table("listings")
    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_links_source_due_at"))

    op.drop_table("links")
    op.drop_table("identity_decisions")
    op.drop_table("hosts")
