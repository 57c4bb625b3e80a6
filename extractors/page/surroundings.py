"""What stands around a headline: the date and the sapo of a page whose layout nobody described."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from extractors.html.body import Piece
from extractors.html.page import BREAKS, Element, words
from extractors.models import BlockKind
from extractors.page.furniture import date_line, is_byline, is_furniture
from extractors.vi.dates import Stamp

NEAR = 60
"""Elements after the headline; farther down is another part of the page."""
# In the names of classes.
_SAPO = re.compile(
    r"sapo|summary|intro|chap+eau|teaser|\blead\b|\bdesc\b|description|mo-?ta\b|tom-?tat",
    re.IGNORECASE,
)
SAPO = (40, 800)
"""Characters of a sapo, from and to."""


def shown(root: Element, start: str, longest: int) -> Element | None:
    """The block of the page, up to `longest` characters, whose text holds these words early on."""
    xpath = "//body//*[not(self::script)]/text()[contains(., $start)]/.."
    for element in cast("list[Element]", root.xpath(xpath, start=start)):
        found = element
        while found.tag not in BREAKS and (parent := found.getparent()) is not None:
            found = parent
        text = words(found)
        if len(text) <= longest and 0 <= text.find(start) <= 30:
            return found
    return None


def printed_stamp(heading: Element | None, container: Element | None) -> Stamp | None:
    """The date printed between headline and body, or right above the headline in its own box.

    The clock in a page's header stands in neither place.
    """
    if heading is None:
        return None
    for element in _after(heading, container):
        said = element.get("datetime") or words(element)
        if len(said) < 120 and (stamp := date_line(said)):
            return stamp
    parent = heading.getparent()
    if parent is not None and parent.tag != "body":
        for element in heading.itersiblings(preceding=True):
            if stamp := date_line(words(element)[:120]):
                return stamp
    return None


def sapo(heading: Element | None, container: Element | None, body: list[Piece]) -> str:
    """The paragraph between headline and body, or the body's own first if it is set apart by
    weight; "" if there is neither."""
    inside = heading is not None and container is not None and _within(heading, container)
    for element in _after(heading, container) if heading is not None else ():
        named = bool(_SAPO.search(f"{element.get('class', '')} {element.get('id', '')}"))
        if named or not (inside or container is None or _has_blocks(element)):
            text = words(element)
            if SAPO[0] <= len(text) <= SAPO[1] and not _is_beside(text):
                return text
    first = next((p for p in body if p.kind is not BlockKind.CAPTION), None)
    if first is None or not SAPO[0] <= len(first.text) <= SAPO[1]:
        return ""
    apart = first.bold or first.kind is BlockKind.HEADING
    return first.text if apart and first.text[-1] in '.!?…”"' else ""


def _after(heading: Element, container: Element | None) -> Iterator[Element]:
    """Elements that follow the headline up to the body, in document order."""
    inside = container is not None and _within(heading, container)
    following = cast("list[Element]", heading.xpath("following::*"))
    for count, element in enumerate(following):
        if count > NEAR or (not inside and element is container):
            return
        yield element


def _within(element: Element, container: Element) -> bool:
    return any(ancestor is container for ancestor in element.iterancestors())


def _has_blocks(element: Element) -> bool:
    return element.tag not in BREAKS or any(e.tag in BREAKS for e in element.iterdescendants())


def _is_beside(text: str) -> bool:
    return bool(date_line(text)) or is_furniture(text) or is_byline(text)
