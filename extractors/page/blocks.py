"""Pieces of a page's body → the blocks that are to be read.

Mends what markup does not say: a short bold paragraph is a heading, a centred line under a photo
its caption, a paragraph that is one link to another article no part of this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extractors.html.body import Piece
from extractors.models import BlockKind
from extractors.page.furniture import (
    PHOTO_CREDIT,
    agency_prefix,
    date_line,
    is_byline,
    is_furniture,
    is_teaser,
    opens_other_articles,
    other_articles_from,
)
from extractors.vi.text import key

HEADING = 130
"""Characters; a longer bold paragraph is emphasis."""
CAPTION = 320
"""Characters; longer text beside a photo is a paragraph."""

_LIST_MARK = re.compile(r"(?:[-–+•*]\s*|\d{1,2}[.)]\s+|[a-zđ][.)]\s+)[^\W_]")
_PHOTO_NUMBER = re.compile(r"\s*[-–]?\s*Ảnh \d+\.?$")
_READ_ALWAYS = (BlockKind.CAPTION, BlockKind.TABLE_ROW)


def readable(found: list[Piece], title: str) -> tuple[list[Piece], list[str]]:
    """Pieces to be read, typed, each text once; and the by-lines that stood at the end."""
    found = found[: other_articles_from([piece.text for piece in found])]
    kept = [piece for i, piece in enumerate(found) if _is_read(piece, near_top=i < 4)]
    kept, bylines = _without_bylines(kept)
    return list(_once(_typed(kept), title)), bylines


def _without_bylines(found: list[Piece]) -> tuple[list[Piece], list[str]]:
    bylines: list[str] = []
    while found and _is_signature(found[-1]) and len(bylines) < 3:
        bylines.insert(0, found[-1].text)
        found = found[:-1]
    return found, bylines


def _is_signature(piece: Piece) -> bool:
    if piece.kind is not BlockKind.PARAGRAPH:
        return False
    if is_byline(piece.text):
        return True
    return piece.align == "right" and len(piece.text) <= 80 and piece.text[-1] not in '.!?”"'


def _is_read(piece: Piece, *, near_top: bool) -> bool:
    """Whether a piece is of the article: no menu, teaser, date or link to another one."""
    text = piece.text
    if is_furniture(text) or is_teaser(text) or opens_other_articles(text):
        return False
    if agency_prefix(text) == len(text):
        return False
    if near_top and date_line(text):
        return False
    if piece.kind in _READ_ALWAYS:
        return len(text) > 1
    points_elsewhere = piece.linked and len(text.split()) >= 6
    return not points_elsewhere and len(text) > 1


def _typed(found: list[Piece]) -> Iterator[Piece]:
    for i, piece in enumerate(found):
        following = found[i + 1] if i + 1 < len(found) else None
        kind = _kind(piece, following)
        yield piece if kind is piece.kind else replace(piece, kind=kind)


def _kind(piece: Piece, following: Piece | None) -> BlockKind:
    """What a piece is by its looks, where the markup calls it a paragraph."""
    text = piece.text
    if piece.kind is not BlockKind.PARAGRAPH:
        return piece.kind
    shown_as_caption = piece.after_image and (piece.align == "center" or piece.italic)
    if len(text) <= CAPTION and (shown_as_caption or PHOTO_CREDIT.search(text)):
        return BlockKind.CAPTION
    if _LIST_MARK.match(text):
        return BlockKind.LIST_ITEM
    if piece.bold and len(text) <= HEADING and text[-1] not in ".;:,…" and following:
        return BlockKind.HEADING
    return BlockKind.PARAGRAPH


def _once(found: Iterator[Piece], title: str) -> Iterator[Piece]:
    """Keys are compared only of texts that are equally long: a page's have a thousand words."""
    seen = {_size(title): [title]}
    for piece in found:
        text = _PHOTO_NUMBER.sub("", piece.text) if "Ảnh" in piece.text else piece.text
        alike = seen.setdefault(_size(text), [])
        if any(_is_repeated(text, other, title) for other in alike):
            continue
        alike.append(text)
        yield piece


def _is_repeated(text: str, other: str, title: str) -> bool:
    same = key(text)
    return same == key(other) and (len(same) > 20 or same == key(title))


def _size(text: str) -> int:
    """Characters but spaces: what `key` changes neither, a combined letter aside."""
    return len(text) - text.count(" ")
