"""config.toml → typed settings. Every mistake is reported at once, and a misspelt key is
answered with the known ones."""

from __future__ import annotations

import difflib
import os
import re
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from extractors.article import check_selectors
from extractors.sources import Selectors, Source
from pipeline.errors import ConfigError


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StoreSettings(_Strict):
    """`[store]`: where the tables are."""

    database: str = "sqlite:///ocop.db"
    """SQLAlchemy URL. A relative SQLite path counts from the working directory."""


class CollectSettings(_Strict):
    """`[collect]`: how the cron job behaves towards papers. Times in seconds, sizes in bytes."""

    user_agent: str = "ocop-news/0.1"
    contact: str = ""
    """Web or mail address for papers to complain to; part of the User-Agent."""
    timeout_seconds: float = Field(default=20.0, gt=0)
    """Longest silence of a server."""
    deadline_seconds: float = Field(default=60.0, gt=0)
    """Longest network time for one URL, redirects and retries included."""
    run_seconds: float = Field(default=3000.0, gt=0)
    """After so long a run starts nothing new; the next one goes on."""
    attempts: int = Field(default=3, ge=1, le=10)
    """Tries of a temporary error within a run."""
    max_bytes: int = Field(default=10_000_000, gt=0)
    """Largest body, as sent and after decompression."""
    max_redirects: int = Field(default=5, ge=0, le=20)
    max_tries: int = Field(default=10, ge=1)
    """Runs in which a failing article is tried, at ever longer waits, before it is given up."""
    hosts_at_once: int = Field(default=16, ge=1, le=64)
    poll_shortest_seconds: float = Field(default=1800.0, ge=0)
    """Least time between two visits of a feed, sitemap or section page, while it brings news."""
    poll_longest_seconds: float = Field(default=86400.0, ge=0)
    """Longest such time, for one that is silent or fails."""
    processes: int = Field(default=1, ge=1, le=64)
    """Processes that read pages; one reads about 60 a second, more than thirty papers give."""
    horizon_days: int = Field(default=30, ge=1)
    """Articles older than this are left to `--since`."""
    recheck_hours: tuple[float, ...] = (24.0, 168.0)
    """Ages at which a stored article is looked at again for changes."""
    section_pages: int = Field(default=200, ge=1)
    """Most pages of a section that `--since` goes back through."""
    unconfirmed: bool = True
    """Whether sources marked `confirmed = false` are collected as well."""
    metrics_file: str = ""
    """Where to write Prometheus metrics after a run, for the node exporter's textfile collector."""
    ping_url: str = ""
    """Asked after a run; `{exit_code}` is filled in, without it only runs that end 0 or 1 ask."""

    @property
    def agent(self) -> str:
        """The User-Agent header: `ocop-news/0.1 (+mailto:…)`."""
        return f"{self.user_agent} (+{self.contact})" if self.contact else self.user_agent


class ArchiveSettings(_Strict):
    """`[archive]`: what `ocop collect` fetches, byte for byte, as WARC files."""

    folder: str = "archive"
    """Counts from the working directory; empty: nothing is archived."""
    max_file_bytes: int = Field(default=1_000_000_000, gt=0)
    """A file that reaches this size is followed by the next one."""
    keep_days: int = Field(default=0, ge=0)
    """Files with nothing younger in them are deleted after a run; 0 keeps all for ever."""


_Words = tuple[str, ...]


class SelectorSettings(_Strict):
    """`[families.NAME]` and `selectors.*` of a source: CSS selectors per field, in order."""

    title: _Words = ()
    lead: _Words = ()
    body: _Words = ()
    published: _Words = ()
    authors: _Words = ()
    tags: _Words = ()
    captions: _Words = ()
    drop: _Words = ()

    def before(self, family: SelectorSettings) -> Selectors:
        """A paper's own selectors come first, those of its CMS family after them."""
        return Selectors(
            **{f.name: getattr(self, f.name) + getattr(family, f.name) for f in fields(Selectors)}
        )

    @model_validator(mode="after")
    def _are_css(self) -> Self:
        check_selectors(self.before(SelectorSettings.model_construct()))
        return self


class SourceSettings(_Strict):
    """`[sources.NAME]`: one paper."""

    title: str
    family: str | None = None
    selectors: SelectorSettings = SelectorSettings()
    hosts: _Words = ()
    feeds: _Words = ()
    sitemaps: _Words = ()
    sections: _Words = ()
    paging: str = ""
    article_url: str = ""
    province: str | None = None
    pace_seconds: float = Field(default=2.0, ge=0)
    min_links: int = Field(default=1, ge=0)
    allow_private: bool = False
    confirmed: bool = True
    enabled: bool = True

    @field_validator("article_url")
    @classmethod
    def _is_a_pattern(cls, value: str) -> str:
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from None
        return value

    @field_validator("paging")
    @classmethod
    def _is_a_paging(cls, value: str) -> str:
        try:
            value.format(stem="https://bao.vn/nong-san", ending=".htm", n=2)
        except (LookupError, ValueError):
            raise ValueError("only {stem}, {ending} and {n} can be filled in") from None
        return value

    @field_validator("feeds", "sitemaps", "sections")
    @classmethod
    def _are_addresses(cls, value: _Words) -> _Words:
        for url in value:
            if not url.startswith(("http://", "https://")):
                raise ValueError(f"{url!r} is no http(s) address")
        return value


class Settings(_Strict):
    """All of config.toml."""

    store: StoreSettings = StoreSettings()
    collect: CollectSettings = CollectSettings()
    archive: ArchiveSettings = ArchiveSettings()
    families: Mapping[str, SelectorSettings] = {}
    sources: Mapping[str, SourceSettings] = {}

    @model_validator(mode="after")
    def _families_exist(self) -> Self:
        for name, source in self.sources.items():
            if source.family is not None and source.family not in self.families:
                known = ", ".join(sorted(self.families)) or "none"
                raise ValueError(
                    f"sources.{name}.family: no family {source.family!r}; known: {known}"
                )
        return self

    @model_validator(mode="after")
    def _each_listing_has_one_source(self) -> Self:
        """Its news would count for one of them only."""
        owners: dict[str, str] = {}
        for name, source in self.sources.items():
            for url in (*source.feeds, *source.sitemaps, *source.sections):
                if (other := owners.setdefault(url, name)) != name:
                    raise ValueError(f"sources.{name}: {url} is one of {other!r} already")
        return self


@dataclass(frozen=True, slots=True)
class Config:
    """What the commands work with: settings, and the sources by name."""

    path: Path
    store: StoreSettings
    collect: CollectSettings
    archive: ArchiveSettings
    sources: Mapping[str, Source]

    def chosen(self, names: tuple[str, ...]) -> list[Source]:
        """The named sources, or all enabled ones. Raises ConfigError for an unknown name."""
        for name in names:
            if name not in self.sources:
                raise ConfigError(f"no source {name!r}; {_known(name, self.sources)}")
        if names:
            return [self.sources[name] for name in names]
        all_of_them = self.collect.unconfirmed
        return [s for s in self.sources.values() if s.enabled and (s.confirmed or all_of_them)]


def find_config(given: Path | None = None) -> Path:
    """`--config`, else $OCOP_CONFIG, else ./config.toml, else the one that was installed."""
    if given is not None:
        return given
    if named := os.environ.get("OCOP_CONFIG"):
        return Path(named)
    here = Path("config.toml")
    return here if here.is_file() else shipped_config()


def shipped_config() -> Path:
    """The config.toml that came with the program: of the checkout, or of the installation."""
    checkout = Path(__file__).parents[1] / "config.toml"
    return checkout if checkout.is_file() else Path(sys.prefix) / "share" / "ocop" / "config.toml"


def load(path: Path) -> Config:
    """Read and check a configuration. Raises ConfigError."""
    return build(path, read_toml(path))


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file as they stand. Raises ConfigError."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from None


def build(path: Path, tables: Mapping[str, Any]) -> Config:
    """Check the tables of a configuration; `path` names it in messages. Raises ConfigError."""
    try:
        settings = Settings.model_validate(tables)
    except ValidationError as error:
        raise ConfigError("\n".join(_messages(path, error))) from None
    return Config(
        path=path,
        store=settings.store,
        collect=settings.collect,
        archive=settings.archive,
        sources={n: _source(n, s, settings.families) for n, s in settings.sources.items()},
    )


def _source(name: str, given: SourceSettings, families: Mapping[str, SelectorSettings]) -> Source:
    family = families[given.family] if given.family else SelectorSettings()
    own = {f.name for f in fields(Source)} & set(SourceSettings.model_fields) - {"selectors"}
    return Source(
        name=name,
        selectors=given.selectors.before(family),
        **{field: getattr(given, field) for field in own},
    )


def _messages(path: Path, error: ValidationError) -> list[str]:
    lines = []
    for detail in error.errors():
        where = ".".join(str(part) for part in detail["loc"])
        if detail["type"] == "extra_forbidden":
            lines.append(f"{path}: unknown key {where}; {_known_keys(detail['loc'])}")
        else:
            text = detail["msg"].removeprefix("Value error, ")
            lines.append(f"{path}: {where}: {text}" if where else f"{path}: {text}")
    return lines


def _known_keys(loc: tuple[int | str, ...]) -> str:
    model: Any = Settings
    for part in loc[:-1]:
        field = model.model_fields.get(part) if hasattr(model, "model_fields") else None
        if field is not None:
            model = _model_in(field.annotation)
    return _known(str(loc[-1]), model.model_fields)


def _model_in(annotation: Any) -> Any:
    """The settings class of a field, also where it is the value of a table of tables."""
    inner = getattr(annotation, "__args__", ())
    return inner[-1] if inner else annotation


def _known(word: str, names: Mapping[str, Any]) -> str:
    close = difflib.get_close_matches(word, list(names), n=1)
    hint = f"did you mean {close[0]!r}? " if close else ""
    return f"{hint}known: {', '.join(names)}"
