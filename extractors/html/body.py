"""The container of an article → pieces of text as a reader sees them.

One walk over the tree tells paragraph, caption and item apart whatever the markup: `<p>`, bare
`<div>`, `<br><br>`, layout tables. BeautifulSoup, which costs more than all the rest and 0.13 s to
load, reads the fragment only for selectors that lxml does not know: `:-soup-contains()`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from extractors.html import page
from extractors.html.boxes import drop_boxes, length
from extractors.html.page import BREAKS, Element, joined, parse_html, select
from extractors.html.tables import rows
from extractors.models import BlockKind

PHOTO_TABLE = 400
"""Characters; less text beside an image in a table is the photo's caption."""

_NEEDS_SOUP = re.compile(r":-soup-")
_KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), BlockKind.HEADING),
    **dict.fromkeys(("figcaption", "caption", "figure"), BlockKind.CAPTION),
    **dict.fromkeys(("li", "dd", "dt"), BlockKind.LIST_ITEM),
}
_CAPTION_CLASS = re.compile(r"caption|chuthich|chu-thich|\bimg-?desc|photo-?desc", re.IGNORECASE)
_BOLD = re.compile(r"font-weight:(?:bold|[6-9]00)")
_ALIGN = re.compile(
    r"text-align:(center|right)|\btext-(?:align-)?(center|right)|^\S* (center|right)\b"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that stands on its own, and how it looks."""

    kind: BlockKind
    text: str
    bold: bool = False
    italic: bool = False
    linked: bool = False
    """All of it is link text."""
    align: str = ""
    """`center` or `right`, where the markup says so."""
    after_image: bool = False


def pieces(
    containers: Iterable[Element], drop: Iterable[str] = (), captions: Iterable[str] = ()
) -> list[Piece]:
    """Text of the containers in reading order, without boxes of other articles.

    `drop` and `captions` are CSS selectors that count inside the containers. Tables come as one
    TABLE_ROW a row, cells joined by " | "; empty pieces are left out.
    """
    found: list[Piece] = []
    for container in containers:
        found.extend(_Reader(_article_only(container, list(drop), captions)).read())
    return found


def check_selector(selector: str) -> None:
    """Raises ValueError, in words for a person, if `drop` cannot use the selector."""
    if not _NEEDS_SOUP.search(selector):
        page.check_selector(selector)
        return
    from bs4 import BeautifulSoup  # noqa: PLC0415 - see above

    try:
        BeautifulSoup("", "lxml").css.compile(selector)
    except Exception as error:  # soupsieve raises a class of its own
        raise ValueError(f"no CSS selector: {selector!r}: {error}") from None


# --- the fragment ---------------------------------------------------------------------------------


def _article_only(container: Element, drop: list[str], captions: Iterable[str]) -> Element:
    """The container without boxes; what a caption selector matches carries `data-caption`."""
    container = deepcopy(container)  # dates and authors are looked for in the page later
    drop_boxes(container, [s for s in drop if not _NEEDS_SOUP.search(s)])
    for selector in captions:
        for element in select(container, selector):
            element.set("data-caption", "1")
    special = [s for s in drop if _NEEDS_SOUP.search(s)]
    return _without(container, special) if special else container


def _without(container: Element, selectors: Iterable[str]) -> Element:
    """The container, or a copy of it without what BeautifulSoup's selectors match."""
    from bs4 import BeautifulSoup  # noqa: PLC0415 - see above

    html = etree.tostring(container, encoding="unicode", method="html", with_tail=False)
    soup = BeautifulSoup(html, "lxml")
    if not (boxes := [tag for selector in selectors for tag in soup.select(selector)]):
        return container
    for tag in boxes:
        tag.extract()
    rest = parse_html(str(soup).encode())
    return next(rest.iter(container.tag), rest)


# --- reading --------------------------------------------------------------------------------------


class _Look(NamedTuple):
    """How text right inside an element looks, and what line it stands on."""

    owner: Element
    """The nearest element that stands on lines of its own."""
    bold: bool
    italic: bool
    linked: bool


class _Reader:
    """Walks a container once; a new piece begins wherever a browser breaks the line."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._found: list[Piece] = []
        self._kinds: dict[Element, BlockKind | None] = {}
        self._owner: Element | None = None
        self._parts: list[str] = []
        self._looks: list[_Look] = []
        self._image = False

    def read(self) -> list[Piece]:
        """The pieces of the container. Once."""
        looks: list[_Look] = []  # of the elements that are open
        walk = etree.iterwalk(self._root, events=("start", "end"))
        for event, node in walk:
            if event == "end":
                looks.pop()
                if looks:
                    self._say(node.tail, looks[-1])
                continue
            looks.append(_look(node, looks[-1] if looks else None))
            if node is not self._root and self._is_read_whole(node):
                walk.skip_subtree()
            else:
                self._say(node.text, looks[-1])
        self._end_piece()
        return self._found

    def _is_read_whole(self, node: Element) -> bool:
        """Ends the piece where the line breaks; a table of data is then read row by row."""
        if node.tag in BREAKS or node.tag == "img":
            self._end_piece()
        if node.tag == "img":
            self._image = True
        lines = rows(node) if node.tag == "table" else []
        for line in lines:
            self._found.append(Piece(BlockKind.TABLE_ROW, line, after_image=self._image))
            self._image = False
        return bool(lines)

    def _say(self, text: str | None, look: _Look) -> None:
        if not text:
            return
        if look.owner is not self._owner:
            self._end_piece()
            self._owner = look.owner
        self._parts.append(text)
        if not text.isspace():
            self._looks.append(look)

    def _end_piece(self) -> None:
        """What was said since the last break of line is a piece, if it is any text."""
        looks, parts, owner = self._looks, self._parts, self._owner
        self._looks, self._parts = [], []
        if owner is None or not looks or not (text := joined(parts)):
            return
        piece = Piece(
            kind=self._kind(owner),
            text=text,
            bold=all(look.bold for look in looks),
            italic=all(look.italic for look in looks),
            linked=all(look.linked for look in looks),
            align=_align(owner),
            after_image=self._image,
        )
        self._image = False
        self._found.append(piece)

    def _kind(self, owner: Element) -> BlockKind:
        """What the element is, or else the nearest one around it."""
        for element in (owner, *owner.iterancestors()):
            if element not in self._kinds:
                self._kinds[element] = _own_kind(element)
            if element is self._root:
                break
            if kind := self._kinds[element]:
                return kind
        return BlockKind.PARAGRAPH


def _look(element: Element, around: _Look | None) -> _Look:
    style = _style(element)
    tag = element.tag
    bold = tag in ("b", "strong") or (style != "" and _BOLD.search(style) is not None)
    italic, linked = tag in ("i", "em"), tag == "a"
    if around is None or tag in BREAKS:
        return _Look(element, bold, italic, linked)
    return _Look(
        around.owner, bold or around.bold, italic or around.italic, linked or around.linked
    )


def _own_kind(element: Element) -> BlockKind | None:
    return BlockKind.CAPTION if _is_caption(element) else _KINDS.get(element.tag)


def _is_caption(element: Element) -> bool:
    if element.get("data-caption") or _CAPTION_CLASS.search(element.get("class", "")):
        return True
    return (
        element.tag == "table"
        and element.find(".//img") is not None
        and length(element) <= PHOTO_TABLE
    )


def _style(element: Element) -> str:
    return element.get("style", "").replace(" ", "").casefold()


def _align(element: Element) -> str:
    if not element.attrib:
        return ""
    classes = " ".join(element.get("class", "").split())
    said = f"{_style(element)} {element.get('align', '').casefold()} {classes}"
    found = _ALIGN.search(said)
    return next((side for side in found.groups() if side), "") if found else ""
