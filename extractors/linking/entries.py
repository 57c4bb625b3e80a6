"""Entries of a list that tell of one product in several sentences or lines.

"3. Chẩm chéo Mường Thanh" / "Loại khô đựng lọ. Của HTX Sen Hồng, 3 sao." – what the sentences under
a line of one product say without naming another is of that product.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.linking.rows import Draft, Row
from extractors.models import BlockKind

_BESIDE = re.compile(r"^[\W\d_]*(?:sản phẩm\W*)?$", re.IGNORECASE)


def entries(rows: Sequence[Row]) -> Iterator[tuple[Sequence[Draft], Row]]:
    """Each sentence without a product that belongs to an entry, with the product's drafts there."""
    owner: Sequence[Draft] = ()
    block = None
    for row in rows:
        if row.drafts():
            headed = _is_headline(row)
            owner = row.drafts() if headed or _is_alone(row) else ()
            block = None if headed else row.block
        elif owner and (block is None or block == row.block) and not _is_break(row):
            yield owner, row
        else:
            owner = ()


def _is_headline(row: Row) -> bool:
    """A numbered line that is a product's name and nothing else."""
    draft = row.drafts()[0]
    if row.start != row.block.start or row.end != row.block.end or draft.start == row.start:
        return False
    before, behind = row.text[row.start : draft.start], row.text[draft.end : row.end]
    return bool(_BESIDE.match(before) and _BESIDE.match(behind))


def _is_alone(row: Row) -> bool:
    """The one product of a line of a list."""
    return row.block.kind is BlockKind.LIST_ITEM and len({d.identity for d in row.drafts()}) == 1


def _is_break(row: Row) -> bool:
    return (
        row.block.kind in (BlockKind.LIST_ITEM, BlockKind.HEADING) and row.start == row.block.start
    )
