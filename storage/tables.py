"""The schema's first part: runs, papers, what they list, the articles, and the archive's index.

Identical on SQLite and PostgreSQL. Codes are text. Times are aware. The facts read out of the
articles are in `storage.facts`, what is known across articles in `storage.entities`.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from storage.types import AwareDateTime, id_column, metadata, partial_index

# --- runs and what they visit ------------------------------------------------------------------

runs = Table(
    "runs",
    metadata,
    id_column(),
    Column("command", Text, nullable=False, comment="collect, replay"),
    Column("version", Text, nullable=False, comment="of the program"),
    Column("started_at", AwareDateTime, nullable=False),
    Column("finished_at", AwareDateTime, comment="null: still running, or killed"),
    Column("outcomes", Text, comment="JSON: outcome -> number of URLs"),
    Column("exit_code", Integer),
    comment="One row per run of the cron job or a replay.",
)

sources = Table(
    "sources",
    metadata,
    Column("name", Text, primary_key=True, comment="as in config.toml"),
    Column("title", Text, nullable=False, comment="the paper's own name"),
    Column("province", Text, comment="a provincial paper's own, typed: tỉnh Sơn La"),
    Column("enabled", Boolean, nullable=False),
    comment="The papers, as config.toml had them in the last run.",
)

source_runs = Table(
    "source_runs",
    metadata,
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("source", Text, primary_key=True),
    Column("links", Integer, nullable=False, comment="articles found that were not known before"),
    Column("pages", Integer, nullable=False, comment="pages that should have held an article"),
    Column("articles", Integer, nullable=False, comment="those that did"),
    Column("new_articles", Integer, nullable=False, comment="those not known before"),
    Column("fields", Text, nullable=False, comment="JSON: field -> [filled, by a selector]"),
    Column("body_chars", Integer, nullable=False, comment="of all articles together"),
    Column("ocop_articles", Integer, nullable=False, comment="articles that speak of OCOP"),
    Column("facts", Integer, nullable=False, comment="products and star counts in those"),
    Index(None, "source"),
    comment="What the pages of one source gave in one run: the base of drift alarms.",
)

hosts = Table(
    "hosts",
    metadata,
    Column("host", Text, primary_key=True, comment="with its scheme: https://nld.com.vn"),
    Column("robots", Text, comment="robots.txt as served, empty where there is none"),
    Column("robots_at", AwareDateTime, comment="when it was asked for; good for 24 hours"),
    Column("not_before", AwareDateTime, comment="no request until then: it sent Retry-After"),
    comment="What each server asked of us.",
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
    Column("whole_at", AwareDateTime, comment="when it was last sent whole, not as a 304"),
    Column("checked_at", AwareDateTime, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("reason", Text),
    Column("succeeded_at", AwareDateTime, comment="when it last was what it should be"),
    Column("failing_since", AwareDateTime, comment="null: it is fine"),
    Column("failures", Integer, nullable=False, comment="in a row"),
    Column("wait_seconds", Integer, nullable=False, comment="between two visits, as it is now"),
    Column("due_at", AwareDateTime, nullable=False, comment="when it is to be asked next"),
    comment="Feeds, sitemaps and section pages, and what is needed to ask for changes only.",
)

links = Table(
    "links",
    metadata,
    Column("url", Text, primary_key=True, comment="canonical; this one is fetched"),
    Column("identity", Text, nullable=False, unique=True, comment="the same for every spelling"),
    Column("source", Text, nullable=False),
    Column("title", Text, nullable=False, comment="as the listing gives it"),
    Column("published_at", AwareDateTime, comment="as the listing gives it"),
    Column("earliest_on", Date, comment="day of publication: not before, as far as known"),
    Column("latest_on", Date, comment="day of publication: not after, as far as known"),
    Column("found_in", Text, nullable=False, comment="address of the listing"),
    Column("found_at", AwareDateTime, nullable=False),
    Column("outcome", Text, comment="null: not fetched yet"),
    Column("reason", Text),
    Column("tries", Integer, nullable=False, comment="failures in a row"),
    Column("tried_at", AwareDateTime),
    Column("due_at", AwareDateTime, comment="when to fetch it (again); null: never"),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_sha256", Text),
    Index(None, "source", "due_at"),
    comment="Every article address ever found, with what became of it.",
)

# --- articles ----------------------------------------------------------------------------------
# The text comes last: what is asked of most articles stands before it, on the row's first page.

articles = Table(
    "articles",
    metadata,
    id_column(),
    Column("url", Text, nullable=False, unique=True, comment="canonical"),
    Column("source", Text, nullable=False, comment="the paper's name in config.toml"),
    Column("published_on", Date, index=True, comment="calendar day in Vietnam"),
    Column("published_at", AwareDateTime, comment="null where the page gives a date only"),
    Column("modified_at", AwareDateTime, comment="as the page gives it"),
    Column("fetched_at", AwareDateTime, nullable=False, comment="when this text was first seen"),
    Column("run_id", ForeignKey("runs.id"), comment="the run that stored it last"),
    Column("extractor_version", Text, nullable=False, comment="that read this row and its facts"),
    Column("speaks_of_ocop", Boolean, nullable=False),
    Column("no_fact_reason", Text, comment="why an article that speaks of OCOP gave no fact"),
    Column("title", Text, nullable=False),
    Column("lead", Text, nullable=False),
    Column("authors", Text, nullable=False, comment="joined by '; '"),
    Column("tags", Text, nullable=False, comment="joined by '; '"),
    Column("text_sha256", Text, nullable=False, index=True),
    Column("facts_sha256", Text, nullable=False, comment="of the facts as JSON"),
    Column("text", Text, nullable=False, comment="NFC; every span counts in it"),
    Index(None, "source", "published_on"),
    partial_index("ix_articles_no_fact", "published_on", "no_fact_reason IS NOT NULL"),
    comment="One row per article, in its latest version.",
)

article_versions = Table(
    "article_versions",
    metadata,
    id_column(),
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    Column("fetched_at", AwareDateTime, nullable=False, comment="when this text was first seen"),
    Column("title", Text, nullable=False),
    Column("lead", Text, nullable=False),
    Column("text_sha256", Text, nullable=False),
    Column("text", Text, nullable=False),
    UniqueConstraint("article_id", "fetched_at"),
    comment="What articles said before their paper changed them; the latest text is in articles.",
)

# --- what was fetched, byte for byte ---------------------------------------------------------

archive_records = Table(
    "archive_records",
    metadata,
    id_column(),
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
