"""What the head of a page says of its article: JSON-LD, OpenGraph, meta tags, canonical link.

Uneven on real pages: headlines escaped once (baochinhphu) or twice (tuoitre), authors that are
empty, the paper itself or a Facebook address, dates without time (baocantho) or zone (cafef).
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extractors.html.page import Element, squeeze

# Half of an emoji, where a paper cut its text by code units: "\ud83d" without "\udf3e".
_HALF = re.compile(
    r"\\u[dD][89abAB][\da-fA-F]{2}(?!\\u[dD][c-fC-F][\da-fA-F]{2})"
    r"|(?<!\\u[dD][89abAB][\da-fA-F]{2})\\u[dD][c-fC-F][\da-fA-F]{2}"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A value and where it was found: `Named("og:title", "Mận hậu vào vụ")`."""

    origin: str
    text: str


@dataclass(frozen=True, slots=True)
class Head:
    """Values in order of trust; empty where the page says nothing."""

    titles: tuple[Named, ...] = ()
    descriptions: tuple[Named, ...] = ()
    published: tuple[Named, ...] = ()
    modified: tuple[Named, ...] = ()
    authors: tuple[Named, ...] = ()
    tags: tuple[Named, ...] = ()
    bodies: tuple[Named, ...] = ()
    canonical: str = ""
    is_article: bool = False
    """JSON-LD of an article, or a date of publication."""
    is_video: bool = False


_TITLES = ("og:title", "twitter:title", "dc.title")
_DESCRIPTIONS = ("og:description", "description", "twitter:description")
_PUBLISHED = (
    "article:published_time", "pubdate", "datepublished", "dc.date.issued", "dc.date", "date",
    "publish-date", "article:published", "og:published_time", "its_publication",
)  # fmt: skip
_MODIFIED = ("article:modified_time", "og:updated_time", "lastmod", "datemodified")
_AUTHORS = ("article:author", "dc.creator", "author")
_TAGS = ("article:tag", "news_keywords", "keywords")
_NAMING = ("property", "name", "itemprop")
_KNOWN = {"og:url", "og:type", *_TITLES, *_DESCRIPTIONS, *_PUBLISHED, *_MODIFIED, *_AUTHORS, *_TAGS}


def read_head(root: Element) -> Head:
    """JSON-LD first, then OpenGraph and meta tags. Never raises: bad JSON is no JSON."""
    metas = _metas(root)
    linked = [thing for thing in _things(root) if _is_article(thing)]
    published = _named("json-ld", linked, "datePublished") + _from(metas, _PUBLISHED)
    return Head(
        titles=_named("json-ld", linked, "headline") + _from(metas, _TITLES) + _title_tag(root),
        descriptions=_named("json-ld", linked, "description") + _from(metas, _DESCRIPTIONS),
        published=published,
        modified=_named("json-ld", linked, "dateModified") + _from(metas, _MODIFIED),
        authors=tuple(
            Named("json-ld", name) for thing in linked for name in _people(thing.get("author"))
        )
        + _from(metas, _AUTHORS),
        tags=_from(metas, _TAGS),
        bodies=_named("json-ld", linked, "articleBody"),
        canonical=_canonical(root, metas),
        is_article=bool(linked or published),
        is_video=metas.get("og:type", "").startswith("video"),
    )


def _metas(root: Element) -> dict[str, str]:
    """Name, property or itemprop in small letters → content; the first one counts."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        names = [meta.get(attribute, "").casefold() for attribute in _NAMING]
        known = _KNOWN.intersection(names).difference(found)
        if known and (content := squeeze(html.unescape(meta.get("content") or ""))):
            found.update(dict.fromkeys(known, content))
    return found


def _from(metas: dict[str, str], names: tuple[str, ...]) -> tuple[Named, ...]:
    return tuple(Named(name, metas[name]) for name in names if name in metas)


def _title_tag(root: Element) -> tuple[Named, ...]:
    titles = [squeeze(title.text or "") for title in root.iter("title")]
    return tuple(Named("title tag", title) for title in titles[:1] if title)


def _canonical(root: Element, metas: dict[str, str]) -> str:
    links = (link.get("href") for link in root.iter("link") if link.get("rel") == "canonical")
    return next(filter(None, links), metas.get("og:url", "")).strip()


# --- JSON-LD --------------------------------------------------------------------------------------


def _things(root: Element) -> Iterator[dict[str, Any]]:
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").casefold():
            yield from _objects(_parsed(script.text or ""))


def _parsed(text: str) -> Any:
    """JSON as papers write it: in CDATA, with commas too many, escaped; None for what is none."""
    text = text.strip().removeprefix("<![CDATA[").removesuffix("]]>").strip().rstrip(";")
    text = _HALF.sub("", text)
    for attempt in (text, re.sub(r",\s*(?=[}\]])", "", text), html.unescape(text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for item in value:
            yield from _objects(item)
    elif isinstance(value, dict):
        yield value
        yield from _objects(value.get("@graph"))


def _is_article(thing: dict[str, Any]) -> bool:
    kinds = thing.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(str(k).endswith("Article") or k == "BlogPosting" for k in kinds)


def _named(origin: str, things: list[dict[str, Any]], key: str) -> tuple[Named, ...]:
    texts = (_plain(thing.get(key)) for thing in things)
    return tuple(Named(origin, text) for text in texts if text)


def _plain(value: Any) -> str:
    """A string as readers see it; tuoitre escapes twice ("Chi&amp;#7871;n")."""
    if not isinstance(value, str):
        return ""
    return squeeze(html.unescape(html.unescape(value)))


def _people(value: Any) -> Iterator[str]:
    for author in value if isinstance(value, list) else [value]:
        if isinstance(author, str):
            yield _plain(author)
        elif isinstance(author, dict) and author.get("@type", "Person") == "Person":
            names = author.get("name")
            for name in names if isinstance(names, list) else [names]:
                yield _plain(name)
