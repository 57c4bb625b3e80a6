"""Title, lead, date, authors and tags of a page: the paper's selectors, then the page's head,
then what every page looks like. Each function returns where the value came from as well."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extractors.html.body import Piece
from extractors.html.page import Element, select, value, words
from extractors.models import BlockKind
from extractors.page.furniture import agency_prefix, date_line
from extractors.page.metadata import Head, Named
from extractors.page.surroundings import printed_stamp, sapo, shown
from extractors.sources import Source
from extractors.vi.dates import Stamp, parse_stamp
from extractors.vi.text import key


@dataclass(frozen=True, slots=True)
class Body:
    """What was read as the article's body, and where it stands."""

    pieces: list[Piece]
    bylines: list[str]
    opening: list[str]
    """Its first lines as they stand on the page, before dates and menus were taken out."""
    origin: str
    container: Element | None = None
    heading: Element | None = None
    by_looks: bool = False


LONGEST_TITLE = 400
LONGEST_LEAD = 1200
"""Characters; longer text in a lead's place is a body."""

# "Hồng giòn vào mùa | Báo Cần Thơ Online".
_SITE_NAME = re.compile(
    r"\s+[|–-]\s+[^|]{0,60}(?:báo|tạp chí|điện tử|online|đài|cổng|trang|news|\.vn|\.com)"
    r"[^|]{0,40}$",
    re.IGNORECASE,
)
_PAPER = re.compile(r"^(?:báo|tạp chí|đài|ttxvn|cổng|ban|admin)\b|\.(?:vn|com|net)\b", re.I)
# What a by-line has beside names: "Bài, ảnh: Thu Hà (tổng hợp)".
_CREDIT = re.compile(
    r"^\W*(?:(?:tin|bài|ảnh|bài viết|tác giả|thực hiện|theo|nguồn)"
    r"(?:\s*(?:,|và|-)\s*(?:tin|bài|ảnh))*\s*[:\-–]?\s+)?|\s*\([^)]*\)|\s*\|.*$",
    re.IGNORECASE,
)
_BETWEEN_NAMES = re.compile(r"\s+[-–]\s+|\s*[,;/&|]\s*|\s+và\s+")


def first(root: Element, selectors: Iterable[str]) -> tuple[str, str, Element | None]:
    """Words, selector and element of the first selector that yields words."""
    for selector in selectors:
        for element in select(root, selector):
            if text := (value(element) if element.tag == "meta" else words(element)):
                return text, f"selector {selector}", element
    return "", "", None


# --- title ----------------------------------------------------------------------------------------


def title_of(root: Element, source: Source, head: Head) -> tuple[str, str, Element | None]:
    """The headline a reader sees.

    Without a selector: the `<h1>` that shares most words with the head's title, since a page's
    first `<h1>` may be its section (baocantho) and its last a popup's (tuoitre); else the head's.
    """
    text, origin, element = first(root, source.selectors.title)
    if text and len(text) <= LONGEST_TITLE:
        return text, origin, element
    h1s = [(words(h1), h1) for h1 in root.iter("h1")]
    h1s = [(text, h1) for text, h1 in h1s if 8 <= len(text) <= LONGEST_TITLE]
    told = [named for named in head.titles if named.text]
    for text, h1 in sorted(h1s, key=lambda pair: -_likeness(pair[0], told)):
        if not told or _likeness(text, told) >= 0.5:
            return text, "h1", h1
    for named in told:
        title = _SITE_NAME.sub("", named.text)
        return title, named.origin, shown(root, title, LONGEST_TITLE)
    return "", "", None


def _likeness(text: str, told: list[Named]) -> float:
    mine = set(key(text).split())
    return max((len(mine & set(key(n.text).split())) / len(mine) for n in told), default=0.0)


# --- lead -----------------------------------------------------------------------------------------


def lead_of(root: Element, source: Source, head: Head, body: Body) -> tuple[str, str]:
    """The sapo without the agency's mark, "" where the page has none.

    A paper without a sapo of its own repeats its first paragraph in the description
    (baocantho): then that paragraph is the lead. A description that was cut off, or shares no
    words with the article, is none.
    """
    text, origin, _ = first(root, source.selectors.lead)
    if text and len(text) <= LONGEST_LEAD:
        return without_agency(text), origin
    for named in head.descriptions:
        told = without_agency(named.text).rstrip(" .…")
        if len(told) < 40:
            continue
        if piece := _paragraph_of(told, body.pieces):
            return without_agency(piece.text), "first paragraph"
        if (element := shown(root, told[:40], LONGEST_LEAD)) is not None:
            return without_agency(words(element)), f"text of {named.origin}"
    if text := sapo(body.heading, body.container, body.pieces):
        return without_agency(text), "below the title"
    for named in head.descriptions:
        if not named.text.endswith(("...", "…")) and _speaks_of(named.text, body):
            return without_agency(named.text), named.origin
    return "", ""


def without_agency(text: str) -> str:
    """`"(Chinhphu.vn) - Tháng 3/2026…"` → `"Tháng 3/2026…"`."""
    return text[agency_prefix(text) :]


def is_same_lead(text: str, lead: str) -> bool:
    """Whether a paragraph says what the lead says (agency marks and a lost end do not count)."""
    mine, told = key(without_agency(text)), key(lead)
    return bool(told) and (mine == told or (len(mine) > 60 and told.startswith(mine[:-3])))


def _paragraph_of(told: str, body: list[Piece]) -> Piece | None:
    start = key(told)[:60]
    for piece in body[:3]:
        if piece.kind is BlockKind.PARAGRAPH and key(without_agency(piece.text)).startswith(start):
            return piece
    return None


def _speaks_of(told: str, body: Body) -> bool:
    said = {word for piece in body.pieces for word in key(piece.text).split()}
    mine = [word.strip(",.;:") for word in key(told).split()]
    return len(mine) >= 10 and sum(word in said for word in mine) >= 0.3 * len(mine)


# --- date -----------------------------------------------------------------------------------------


def published_of(root: Element, source: Source, head: Head, body: Body) -> tuple[Stamp | None, str]:
    """The date of publication and its origin; never a clock in the page's header.

    A source that says the same day or minute more exactly mends the first (baocantho's JSON-LD
    has no time, vietnamnet's page no seconds).
    """
    found = list(_stamps(root, source, head))
    if not found or not found[0][0].has_time:
        found += _printed(body)
    if not found:
        return None, ""
    best, origin = found[0]
    for stamp, where in found[1:]:
        if _is_more_exact(stamp, best):
            best, origin = stamp, where
    return best, origin


def _stamps(root: Element, source: Source, head: Head) -> Iterator[tuple[Stamp, str]]:
    """The dates of publication that selectors and head give, in order of trust."""
    for selector in source.selectors.published:
        for element in select(root, selector):
            if stamp := parse_stamp(value(element)) or parse_stamp(words(element)):
                yield stamp, f"selector {selector}"
                break
    for named in head.published:
        if stamp := parse_stamp(named.text):
            yield stamp, named.origin


def _is_more_exact(other: Stamp, than: Stamp) -> bool:
    if other.value.date() != than.value.date() or not other.has_time:
        return False
    same_minute = other.value.replace(second=0) == than.value.replace(second=0)
    return not than.has_time or (same_minute and than.value.second == 0 < other.value.second)


def _printed(body: Body) -> Iterator[tuple[Stamp, str]]:
    if stamp := printed_stamp(body.heading, body.container):
        yield stamp, "printed by the title"
    for line in body.opening:
        if stamp := date_line(line):
            yield stamp, "printed in the body"


# --- people and tags ------------------------------------------------------------------------------


def authors_of(
    root: Element, source: Source, head: Head, bylines: list[str]
) -> tuple[tuple[str, ...], str]:
    """Names of people; the paper itself is no author."""
    for selector in source.selectors.authors:
        if names := _people(words(element) for element in select(root, selector)):
            return names, f"selector {selector}"
    linked = [named.text for named in head.authors if named.origin == "json-ld"]
    if names := _people(linked):
        return names, "json-ld"
    if names := _people(bylines):
        return names, "last line"
    told = [n.text for n in head.authors if n.origin == "article:author" and " " in n.text]
    return (names, "article:author") if (names := _people(told)) else ((), "")


def _people(texts: Iterable[str]) -> tuple[str, ...]:
    """Names of people in by-lines: "Bài, ảnh: Thu Hà - Minh An" has two."""
    names = (
        name.strip(" .:-–|")
        for text in texts
        for name in _BETWEEN_NAMES.split(_CREDIT.sub("", text))
        if len(text) <= 120 and "://" not in text
    )
    kept = [n for n in names if len(n) > 1 and len(n.split()) <= 5 and not _PAPER.search(n)]
    return tuple(dict.fromkeys(kept))


def tags_of(root: Element, source: Source, head: Head) -> tuple[tuple[str, ...], str]:
    """Key words of the page, in its order."""
    for selector in source.selectors.tags:
        found = [value(e) if e.tag == "meta" else words(e) for e in select(root, selector)]
        if tags := _split(found):
            return tags, f"selector {selector}"
    for named in head.tags:
        if tags := _split([named.text]):
            return tags, named.origin
    return (), ""


def _split(texts: Iterable[str]) -> tuple[str, ...]:
    tags = (tag.strip(" #") for text in texts for tag in re.split(r"[,;]", text))
    return tuple(dict.fromkeys(tag for tag in tags if 1 < len(tag) <= 80))
