"""Where is the article on a page of an unknown layout? Where unlinked prose lies thickest."""

from __future__ import annotations

import re
from collections import defaultdict

from lxml import etree

from extractors.html.page import BREAKS, UNREAD, Element

SENTENCE = 50
"""Characters of unlinked text from which a block counts as prose."""
RICHER = 1.3
"""A parent is the better container if it holds this much more prose than its best child."""
_OUTSIDE = re.compile(
    r"comment|binh-?luan|footer|related|lien-?quan|cookie|popup|modal", re.IGNORECASE
)
_CLOSED = UNREAD | {"nav", "header", "footer", "aside"}


def densest(root: Element) -> Element | None:
    """The element that most likely holds the body of an article; None on a page without prose.

    Prose counts for the block's parent, half for the grandparent, and for the block itself where
    line breaks part its paragraphs.
    """
    prose = _prose(root)
    if not prose:
        return None
    score: dict[Element, float] = defaultdict(float)
    within: dict[Element, int] = defaultdict(int)
    for block, (size, breaks) in prose.items():
        for rank, ancestor in enumerate(block.iterancestors()):
            within[ancestor] += size
            if rank < 2:
                score[ancestor] += size / (rank + 1)
        within[block] += size
        if breaks > 1 or block.tag == "article":
            score[block] += size
    best = max(score, key=lambda element: score[element])
    for _ in range(2):
        parent = best.getparent()
        if parent is None or parent.tag in ("body", "html"):
            break
        if within[parent] < RICHER * within[best]:
            break
        best = parent
    return best


def _prose(root: Element) -> dict[Element, tuple[int, int]]:
    """Blocks that hold unlinked text of their own: characters, line breaks."""
    found: dict[Element, tuple[int, int]] = {}
    stack: list[list[int]] = [[0, 0]]  # per open block: characters, breaks
    links = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, node in walk:
        block = node.tag in BREAKS and node.tag != "br"
        if event == "start":
            if block:
                stack.append([0, 0])
            links += node.tag == "a"
            if node.tag in _CLOSED or _is_outside(node):
                walk.skip_subtree()
                continue
            stack[-1][1] += node.tag == "br"
            stack[-1][0] += 0 if links else _size(node.text)
        else:
            links -= node.tag == "a"
            if block:
                size, breaks = stack.pop()
                if size >= SENTENCE:
                    found[node] = (size, breaks)
            if not links:
                stack[-1][0] += _size(node.tail)
    return found


def _size(text: str | None) -> int:
    return len(text.strip()) if text else 0


def _is_outside(node: Element) -> bool:
    """A box of comments or other articles by its name; what holds the headline is none."""
    named = _OUTSIDE.search(f"{node.get('class', '')} {node.get('id', '')}")
    return bool(named) and node.find(".//h1") is None
