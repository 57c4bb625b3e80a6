"""Takes out of an article's container what is not the article: other articles, ads, buttons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from lxml import etree

from extractors.html.page import UNREAD, Element, select
from extractors.page.furniture import opens_other_articles

MAJORITY = 0.4
"""A box with more than this share of the container's text is the article, whatever its class."""
HEADLINE = 25
"""Characters; shorter links are key words, not headlines of other articles."""

_BOX = ("div", "section", "ul", "ol", "table", "p", "h4", "blockquote", "zone", "center")
# In the names of classes and ids.
_BOX_WORDS = re.compile(
    r"related|relate(?:s|d)?\b|lien-?quan|read-?more|doc-?them|xem-?them|banner|quang-?cao|advert"
    r"|\bads?\b|\bqc\b|social|\bshares?\b|sharing|comment|binh-?luan|\btags?\b|\btagbox|newsletter"
    r"|\bsda\b|rennab"  # ePi spells "ads" and "banner" backwards
    r"|recommend|most-(?:view|read)|news-?list|toolbar|breadcrumb|\baudio|voice|notebox|-wiki-"
)
_NAMING = ("class", "id", "type")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def drop_boxes(container: Element, selectors: Iterable[str]) -> None:
    """Changes the container. `selectors` are the paper's own boxes, dropped whatever their size;
    the rest is known by name, by a heading like "Bài liên quan", or as a list of links."""
    etree.strip_elements(container, *UNREAD, "nav", "aside", "footer", with_tail=False)
    if own := ", ".join(selectors):
        for element in select(container, own):
            _drop(element, container)
    named = (element for element in container.iter(*_BOX) if _has_box_name(element))
    boxes = [*named, *_headed(container), *_link_lists(container)]
    total = length(container) if boxes else 0
    for box in boxes:
        if length(box) < MAJORITY * total:
            _drop(box, container)


def _drop(element: Element, container: Element) -> None:
    """Takes an element out of the tree; the words behind it stay."""
    parent = element.getparent()
    if parent is None or element is container:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
        element.tail = None
    parent.remove(element)


def _has_box_name(element: Element) -> bool:
    names = [name for attribute in _NAMING if (name := element.get(attribute))]
    if not names:
        return "display:none" in element.get("style", "").replace(" ", "")
    return _names_box(" ".join(names))


@lru_cache(maxsize=1024)  # a paper's pages have the same names
def _names_box(said: str) -> bool:
    return bool(_BOX_WORDS.search(_HUMP.sub("-", said).casefold().replace("_", "-")))


def _headed(container: Element) -> Iterator[Element]:
    """The smallest box around such a heading that holds something else as well."""
    for element in list(container.iter(etree.Element)):
        text = element.text
        if text and not text.isspace() and opens_other_articles(text):
            for box in (element, *element.iterancestors()):
                if box is container:
                    break
                if box.tag in _BOX and length(box) > len(text.strip()):
                    yield box
                    break


def _link_lists(container: Element) -> list[Element]:
    """Boxes of two links or more, as long as headlines, and next to nothing beside them."""
    linked: dict[Element, list[int]] = {}
    for link in container.iter("a"):
        size = length(link)
        for box in link.iterancestors():
            if box is container:
                break
            if box.tag in _BOX:
                linked.setdefault(box, []).append(size)
    return [
        box
        for box, sizes in linked.items()
        if len(sizes) > 1 and sum(sizes) >= HEADLINE * len(sizes) and sum(sizes) > 0.8 * length(box)
    ]


def length(element: Element) -> int:
    """Characters of text in an element, white space around strings aside."""
    return sum(len(text.strip()) for text in element.itertext())
