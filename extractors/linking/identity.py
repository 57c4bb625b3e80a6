"""One product under two names: "Shan Mây Hồng Trà", later only "Hồng trà".

A name that stands alone in its sentence, and whose words stand in the same order in exactly one
other product's name, is that product. Items of one list are never the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractors.linking.rows import Row
from extractors.vi.text import key

LIST = 3
"""Products in a sentence that make it a list."""


def identify(rows: Sequence[Row]) -> None:
    """Give every draft the key of the name its product goes by."""
    together = [{key(d.mention.name) for d in row.drafts()} for row in rows if row.drafts()]
    names = list(dict.fromkeys(name for row in rows for name in _names(row)))
    listed = {name for row in together if len(row) >= LIST for name in row}
    aliases: dict[str, str] = {}
    for name in names:
        if name not in listed:
            others = [
                o for o in names if _is_form(name, o) and not _side_by_side(name, o, together)
            ]
            longest = [o for o in others if not any(_is_inside(o, p) for p in others)]
            if len(longest) == 1:
                aliases[name] = longest[0]
    for row in rows:
        for draft in row.drafts():
            draft.identity = _followed(key(draft.mention.name), aliases, listed)


def _names(row: Row) -> Iterable[str]:
    return (key(d.mention.name) for d in row.drafts())


def _is_form(name: str, other: str) -> bool:
    """Whether one's words stand in order in the other: they begin or end alike."""
    short, long = sorted((name.split(), other.split()), key=len)
    if len(short) == len(long) or (short[0] != long[0] and short != long[-len(short) :]):
        return False
    rest = iter(long)
    return all(word in rest for word in short)


def _is_inside(name: str, other: str) -> bool:
    """ "Ba khía muối" is short for "ba khía muối Rạch Gốc": no choice between the two."""
    return len(name) < len(other) and _is_form(name, other)


def _side_by_side(name: str, other: str, together: Sequence[set[str]]) -> bool:
    return any(name in row and other in row for row in together)


def _followed(name: str, aliases: dict[str, str], listed: set[str]) -> str:
    """The name a product goes by: of two forms the listed one, else the longer."""
    other = aliases.get(name)
    if other is None or other in listed or len(other) > len(name):
        return other or name
    return name if aliases.get(other) != name else max(name, other, key=len)
