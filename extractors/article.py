"""A page → an article: each field by the paper's selectors, then the page's head, then by looks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import datetime
from urllib.parse import urlsplit

from extractors.html.body import Piece, pieces
from extractors.html.body import check_selector as body_selector
from extractors.html.density import densest
from extractors.html.page import Element, parse_html, select, squeeze
from extractors.html.page import check_selector as page_selector
from extractors.links import canonical_url, hostname
from extractors.models import Article, Block, BlockKind, Outcome, Skip
from extractors.page.blocks import readable
from extractors.page.fields import (
    Body,
    authors_of,
    is_same_lead,
    lead_of,
    published_of,
    tags_of,
    title_of,
)
from extractors.page.metadata import Head, read_head
from extractors.page.walls import is_encrypted, refuse_status, refuse_walls
from extractors.sources import Page, Selectors, Source
from extractors.vi.dates import Stamp, parse_stamp

ENOUGH = 250
"""Characters of paragraphs from which an unknown layout is taken for an article."""
DATED = 300
"""The same where only a printed date says that it is one."""
SURE = 600
"""The same where nothing does."""
DENSITY = "text density"
"""The origin of a body that was found by looks alone."""


def parse(page: Page, source: Source) -> Article:
    """One saved or fetched page → Article; `origins` says where each field came from.

    Raises Skip with its outcome for a page that is no article: error status, not HTML, firewall,
    cookie wall, list, video page, empty or encrypted body.
    """
    root = _readable(page)
    head = read_head(root)
    title, title_from, heading = title_of(root, source, head)
    if not title:
        raise Skip(Outcome.NOT_ARTICLE, "no title")
    body = replace(_body(root, source, head, title), heading=heading)
    stamp, dated_from = published_of(root, source, head, body)
    if body.by_looks:
        _refuse_lists(body, source, head, stamp, title)
    lead, lead_from = lead_of(root, source, head, body)
    authors, authors_from = authors_of(root, source, head, body.bylines)
    tags, tags_from = tags_of(root, source, head)
    text, blocks = _assembled(title, lead, body.pieces)
    origins = (
        ("title", title_from), ("lead", lead_from), ("body", body.origin),
        ("published", dated_from), ("authors", authors_from), ("tags", tags_from),
    )  # fmt: skip
    return Article(
        url=_address(page, source, head),
        source=source.name,
        title=title,
        lead=lead,
        text=text,
        blocks=blocks,
        published=stamp.value if stamp else None,
        published_has_time=stamp.has_time if stamp else True,
        modified=_modified(head, stamp),
        authors=authors,
        tags=tags,
        origins=tuple((field, origin) for field, origin in origins if origin),
    )


def _readable(page: Page) -> Element:
    """The tree of a page; raises Skip for an error status, no HTML, a firewall or cookie wall."""
    refuse_status(page)
    root = parse_html(page.body, page.header("content-type"))
    refuse_walls(page, root)
    return root


def declared_url(body: bytes) -> str:
    """The address that a page gives as its own (`rel=canonical`, `og:url`), "" where it is silent.

    For pages saved without their address: the address tells the paper, the paper the selectors.
    """
    return _head(body).canonical


def own_address(page: Page, source: Source) -> str:
    """The address under which an article of this page would be stored, be it one or not."""
    return _address(page, source, _head(page.body))


def _head(body: bytes) -> Head:
    """Nothing is said in what is no HTML, a PDF for instance."""
    try:
        return read_head(parse_html(body))
    except Skip:
        return Head()


def check_selectors(selectors: Selectors) -> None:
    """Raises ValueError, in words for a person, for the first selector that is no CSS."""
    for field in fields(selectors):
        check = body_selector if field.name == "drop" else page_selector
        for selector in getattr(selectors, field.name):
            check(selector)


# --- body -----------------------------------------------------------------------------------------


def _body(root: Element, source: Source, head: Head, title: str) -> Body:
    """The first container that yields text, else what the head's JSON-LD tells; Skip without."""
    selectors = source.selectors
    for containers, origin in _containers(root, selectors.body):
        found = pieces(containers, selectors.drop, selectors.captions)
        if any(is_encrypted(piece.text) for piece in found):
            raise Skip(Outcome.EMPTY, "the body is encrypted and opened by a script")
        kept, bylines = readable(found, title)
        if kept:
            opening = [piece.text for piece in found[:4]]
            looks = origin == DENSITY
            return Body(kept, bylines, opening, origin, containers[0], by_looks=looks)
    for told in head.bodies:
        paragraphs = [Piece(BlockKind.PARAGRAPH, squeeze(told.text))]
        return Body(paragraphs, [], [], told.origin)
    if head.is_video or "/video" in head.canonical:
        raise Skip(Outcome.NOT_ARTICLE, "a video page without text")
    if not head.is_article:
        raise Skip(Outcome.NOT_ARTICLE, "no running text, and no sign of an article in the head")
    raise Skip(Outcome.EMPTY, "no text in the body")


def _containers(root: Element, selectors: tuple[str, ...]) -> Iterator[tuple[list[Element], str]]:
    """Elements that may hold the body, the surest first, and what found them."""
    for selector in selectors:
        if found := _outermost(select(root, selector)):
            yield found, f"selector {selector}"
    marked = select(root, '[itemprop="articleBody"]')
    if marked and not selectors:
        yield _outermost(marked), "itemprop articleBody"
    if (thickest := densest(root)) is not None:
        yield [thickest], DENSITY


def _outermost(found: list[Element]) -> list[Element]:
    inside = set(found)
    return [e for e in found if not any(up in inside for up in e.iterancestors())]


def _refuse_lists(body: Body, source: Source, head: Head, stamp: Stamp | None, title: str) -> None:
    """A section page has no body that a selector knows, no date in its head, little prose."""
    if not head.is_article and source.selectors.body:
        raise Skip(Outcome.NOT_ARTICLE, "no body where this paper has it, no date in the head")
    prose = [p.text for p in body.pieces if p.kind is not BlockKind.CAPTION]
    size = sum(map(len, prose))
    headed = head.is_article or (len(prose) > 1 and len(title.split()) > 3)
    if not headed or size < (ENOUGH if head.is_article else DATED if stamp else SURE):
        raise Skip(Outcome.NOT_ARTICLE, f"{size} characters of running text under {title!r}")


# --- text -----------------------------------------------------------------------------------------


def _assembled(title: str, lead: str, body: list[Piece]) -> tuple[str, tuple[Block, ...]]:
    """Title, lead and pieces as the lines of one text, and the block of each line."""
    lines = [(BlockKind.TITLE, title)]
    if lead:
        lines.append((BlockKind.LEAD, lead))
    lines += [
        (piece.kind, piece.text)
        for i, piece in enumerate(body)
        if not (i < 3 and is_same_lead(piece.text, lead))
    ]
    blocks: list[Block] = []
    at = 0
    for kind, line in lines:
        blocks.append(Block(kind, at, at + len(line)))
        at += len(line) + 1
    return "\n".join(line for _, line in lines), tuple(blocks)


# --- address and dates ----------------------------------------------------------------------------


def _address(page: Page, source: Source, head: Head) -> str:
    """The page's canonical address if it is this paper's own and not merely its front page."""
    own = canonical_url(page.final_url or page.url)
    told = canonical_url(head.canonical)
    hosts = {_host(host) for host in source.hosts} or {_host(hostname(own))}
    if hostname(told) and (_host(hostname(told)) in hosts or not own):
        return told if urlsplit(told).path != "/" else own
    return own


def _host(name: str) -> str:
    return name.casefold().removeprefix("www.").removeprefix("m.").removeprefix("amp.")


def _modified(head: Head, published: Stamp | None) -> datetime | None:
    """When the paper last changed the text, where that is after publication."""
    stamps = (parse_stamp(named.text) for named in head.modified)
    changed = next((s.value for s in stamps if s and s.has_time), None)
    if changed is None or published is None or changed <= published.value:
        return None
    return changed
