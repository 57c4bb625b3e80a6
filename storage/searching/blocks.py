"""How PostgreSQL finds documents: by keys of their words and of their pairs of neighbouring words.

GIN gives all rows that have a key, in no order: of a word that nearly every article has, it gives a
million where the latest are wanted. So a key is that of a word in a block of 16,384 documents: one
block after the other is asked, the latest first, until there are enough. And a phrase is asked for
by its pairs, as its words alone may stand in every article. Keys are digests; what they find is
checked in the document's words.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any
from zlib import crc32

from storage.searching.terms import Query

BLOCK_BITS, _DIGEST_BITS = 14, 22
"""A key fits four bytes: ten bits for the block, after 16 million documents the first again."""
_DIGESTS, _BLOCKS = 1 << _DIGEST_BITS, 1 << (32 - _DIGEST_BITS)
_LOWEST = -(1 << 31)
_CHECKED = 5000
"""So many of the latest documents that have all keys are read, lest a phrase of common pairs which
itself stands nowhere be looked for in all."""


COLUMNS = ("id", "keys", "marked", "folded")
KEYS_INDEX = (
    "CREATE INDEX ix_{index}_keys ON {index} USING gin (keys) WITH (gin_pending_list_limit = 512)"
)
"""The limit, in kB: what waits to be sorted in is read by every search."""


def document_row(key: int, marked: Sequence[str], folded: Sequence[str]) -> dict[str, Any]:
    """The row of a document with these words; its keys are an array written out."""
    base = _LOWEST + ((key >> BLOCK_BITS) % _BLOCKS) * _DIGESTS
    digests = _digests(marked) | _digests(folded)
    return {
        "id": key,
        "keys": f"{{{','.join([str(base + digest) for digest in sorted(digests)])}}}",
        "marked": _line(marked),
        "folded": _line(folded),
    }


def latest(index: str, query: Query, limit: int) -> tuple[str, dict[str, Any]]:
    """A SELECT of the ids of the latest documents that hold all phrases, and its values."""
    values: dict[str, Any] = {f"phrase{n}": _line(phrase) for n, phrase in enumerate(query.phrases)}
    held = " AND ".join(f"POSITION(:{name} IN d.{query.column}) > 0" for name in values)
    statement = f"""
        SELECT c.id FROM (
            SELECT b.id
            FROM GENERATE_SERIES((SELECT MAX(id) >> {BLOCK_BITS} FROM {index}), 0, -1) AS block
            CROSS JOIN LATERAL (
                SELECT id FROM {index}
                WHERE keys @> CAST(ARRAY(
                    SELECT {_LOWEST} + CAST(block % {_BLOCKS} AS BIGINT) * {_DIGESTS} + digest
                    FROM UNNEST(CAST(:digests AS INTEGER[])) AS digest) AS INTEGER[])
                AND id >> {BLOCK_BITS} = block
                ORDER BY id DESC OFFSET 0) AS b
            LIMIT {_CHECKED}) AS c
        WHERE (SELECT {held} FROM {index} d WHERE d.id = c.id) LIMIT {limit}
    """
    return statement, {"digests": _asked(query), **values}


def _asked(query: Query) -> list[int]:
    """A pair is in fewer documents than its words."""
    found: set[int] = set()
    for phrase in query.phrases:
        found |= _digests(phrase) if len(phrase) == 1 else _pairs(list(map(_digest, phrase)))
    return sorted(found)


def _digests(words: Sequence[str]) -> set[int]:
    single = list(map(_digest, words))
    return {*single, *_pairs(single)}


def _pairs(digests: Sequence[int]) -> set[int]:
    return {(first * 31 + second) % _DIGESTS for first, second in pairwise(digests)}


@lru_cache(maxsize=65536)
def _digest(word: str) -> int:
    return crc32(word.encode()) % _DIGESTS


def _line(words: Sequence[str]) -> str:
    """Whole words stand between spaces, so that a phrase is a part of the line."""
    return f" {' '.join(words)} "
