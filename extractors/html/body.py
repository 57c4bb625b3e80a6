"""The container of an article → pieces of text as a reader sees them. BeautifulSoup works here.

Its strings know their ancestors, which tell paragraph, caption and item apart whatever the
markup: `<p>`, bare `<div>`, `<br><br>`, layout tables; and its selectors take `:has()` and
`:-soup-contains()`, which lxml's do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from bs4.element import CData, NavigableString, PageElement
from lxml import etree

from extractors.html import page
from extractors.html.boxes import drop_boxes
from extractors.html.page import BREAKS, Element, joined, select
from extractors.html.tables import rows
from extractors.models import BlockKind

PHOTO_TABLE = 400
"""Characters; less text beside an image in a table is the photo's caption."""

_NEEDS_SOUP = re.compile(r":has\(|:-soup-|:is\(|:where\(")  # lxml is faster with all others
_KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), BlockKind.HEADING),
    **dict.fromkeys(("figcaption", "caption", "figure"), BlockKind.CAPTION),
    **dict.fromkeys(("li", "dd", "dt"), BlockKind.LIST_ITEM),
}
_BOLD = frozenset(("b", "strong"))
_CAPTION_CLASS = re.compile(r"caption|chuthich|chu-thich|\bimg-?desc|photo-?desc", re.IGNORECASE)


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
        root = _soup(container, drop, captions)
        _flatten_tables(root)
        found.extend(_Reader(root).read())
    return found


def check_selector(selector: str) -> None:
    """Raises ValueError, in words for a person, if `drop` cannot use the selector."""
    if not _NEEDS_SOUP.search(selector):
        page.check_selector(selector)
        return
    try:
        BeautifulSoup("", "lxml").css.compile(selector)
    except Exception as error:  # soupsieve raises a class of its own
        raise ValueError(f"no CSS selector: {selector!r}: {error}") from None


# --- the fragment ---------------------------------------------------------------------------------


def _soup(container: Element, drop: Iterable[str], captions: Iterable[str]) -> Tag:
    """The container without boxes; what a caption selector matches carries `data-caption`."""
    container = deepcopy(container)  # dates and authors are looked for in the page later
    selectors = list(drop)
    drop_boxes(container, [s for s in selectors if not _NEEDS_SOUP.search(s)])
    for selector in captions:
        for element in select(container, selector):
            element.set("data-caption", "1")
    html = etree.tostring(container, encoding="unicode", method="html", with_tail=False)
    soup = BeautifulSoup(html, "lxml")
    root = soup.find(container.tag) or soup
    for selector in selectors:
        for tag in root.select(selector) if _NEEDS_SOUP.search(selector) else ():
            tag.decompose()
    return root


def _flatten_tables(root: Tag) -> None:
    """Data tables become one `<tr>` of one line per row; layout and photo tables stay."""
    for table in root.find_all("table"):
        if table.decomposed or not (lines := rows(table)):
            continue
        soup = BeautifulSoup("", "lxml")
        flat = soup.new_tag("table")
        for line in lines:
            row = soup.new_tag("tr", attrs={"data-row": "1"})
            row.string = line
            flat.append(row)
        table.replace_with(flat)


# --- reading --------------------------------------------------------------------------------------


class _Reader:
    """Walks the strings of a container once; a new piece begins wherever a browser breaks."""

    def __init__(self, root: Tag) -> None:
        self._root = root
        self._kinds: dict[int, BlockKind | None] = {}  # by id of the tag
        self._strings: list[NavigableString] = []
        self._owner: Tag | None = None
        self._parts: list[str] = []
        self._image = False

    def read(self) -> Iterator[Piece]:
        for node in self._root.descendants:
            if isinstance(node, Tag):
                if node.name in BREAKS:
                    yield from self._flush()
                if node.name == "img":
                    yield from self._flush()
                    self._image = True
            elif isinstance(node, NavigableString) and type(node) in (NavigableString, CData):
                owner = _owner(node, self._root)
                if owner is not self._owner:
                    yield from self._flush()
                    self._owner = owner
                if node.parent is not owner or self._parts[-1:] != ["\x00"]:
                    self._parts.append(node)
                if node.strip():
                    self._strings.append(node)
        yield from self._flush()

    def _flush(self) -> Iterator[Piece]:
        text = joined(self._parts)
        owner, strings, image = self._owner, self._strings, self._image
        self._parts, self._strings = [], []
        if not text or owner is None or not strings:
            return
        self._image = False
        within = [_ancestors(node, owner) for node in strings]
        yield Piece(
            kind=self._kind(owner),
            text=text,
            bold=all(any(_is_bold(tag) for tag in tags) for tags in within),
            italic=all(any(tag.name in ("i", "em") for tag in tags) for tags in within),
            linked=all(any(tag.name == "a" for tag in tags) for tags in within),
            align=_align(owner),
            after_image=image,
        )

    def _kind(self, owner: Tag) -> BlockKind:
        for tag in _chain(owner, self._root):
            if id(tag) not in self._kinds:
                self._kinds[id(tag)] = _kind_of(tag)
            if kind := self._kinds[id(tag)]:
                return kind
        return BlockKind.PARAGRAPH


def _kind_of(tag: Tag) -> BlockKind | None:
    if tag.name == "tr" and tag.has_attr("data-row"):
        return BlockKind.TABLE_ROW
    if _is_caption(tag):
        return BlockKind.CAPTION
    return _KINDS.get(tag.name)


def _is_caption(tag: Tag) -> bool:
    if tag.has_attr("data-caption") or _CAPTION_CLASS.search(" ".join(_classes(tag))):
        return True
    return (
        tag.name == "table"
        and tag.find("img") is not None
        and len(tag.get_text(strip=True)) <= PHOTO_TABLE
    )


def _owner(node: PageElement, root: Tag) -> Tag:
    """The nearest ancestor that stands on lines of its own."""
    for tag in node.parents:
        if tag is root or tag.name in BREAKS:
            return tag
    return root


def _ancestors(node: PageElement, owner: Tag) -> list[Tag]:
    """Inline elements between a string and its owner, the owner included."""
    tags = []
    for tag in node.parents:
        tags.append(tag)
        if tag is owner:
            break
    return tags


def _chain(tag: Tag, root: Tag) -> Iterator[Tag]:
    """The tag and its ancestors inside the container."""
    for found in (tag, *tag.parents):
        if found is root:
            break
        yield found


def _classes(tag: Tag) -> list[str]:
    return [str(name) for name in tag.get_attribute_list("class") if name]


def _style(tag: Tag) -> str:
    return str(tag.get("style", "")).replace(" ", "").casefold()


def _is_bold(tag: Tag) -> bool:
    return tag.name in _BOLD or bool(re.search(r"font-weight:(?:bold|[6-9]00)", _style(tag)))


def _align(tag: Tag) -> str:
    said = f"{_style(tag)} {str(tag.get('align', '')).casefold()} {' '.join(_classes(tag))}"
    found = re.search(
        r"text-align:(center|right)|\btext-(?:align-)?(center|right)|^\S* (center|right)\b", said
    )
    return next((side for side in found.groups() if side), "") if found else ""
