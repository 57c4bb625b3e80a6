"""Products said again in short where a sentence rates them: "túi được 4 sao, nón 3 sao".

A short form is a part of exactly one name that stood before ("trà thìa canh" after "trà túi lọc
dây thìa canh"), or a kind with what sets it apart ("loại bột" after "bột thạch đen"). Places in a
list ("hai loại đầu") are those of `ordinals.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set

from extractors.linking import ordinals
from extractors.linking.rows import ECHO, Draft, Row
from extractors.models import ProductMention
from extractors.reading import Reading, Token
from extractors.vi.text import key, words

# What may stand before and behind a short form, so that it is no part of a longer name.
_BEFORE = words(
    """
    và còn riêng cả với cùng chiếc cái con món loại thứ dòng nhận chấm hạng cho tới lượt rồi thì là
    trong đó của khi nay hàng
    """
)
_BEHIND = words(
    """
    được đạt lên đã cũng thì hiện nay mới có là mang lấy giành nhận của do và đều cùng về ra còn
    chỉ vừa dừng vẫn đang khởi giữ đoạt hạng xếp này ấy đi đứng ở với từng sau nhảy chưa không
    một hai ba bốn năm
    """
)
_KINDS = words("loại dòng thứ món hàng bản")
_MARKS = frozenset(",;:.–-()“”\"'‘’!?…*•")
LONGEST = 5
"""Words of a short form."""

Names = Mapping[str, Sequence[Sequence[str]]]
"""The words of each product's names, by its identity."""


def find(reading: Reading, rows: Sequence[Row]) -> list[Draft]:
    """The products that rated sentences name in short; they are put among the rows' marks."""
    found: list[Draft] = []
    names: dict[str, list[tuple[str, ...]]] = {}
    words: set[str] = set()
    for n, (row, tokens) in enumerate(zip(rows, reading.tokens, strict=True)):
        for draft in row.drafts():
            known = names.setdefault(draft.identity, [])
            for name in (draft.identity, key(draft.mention.name)):
                if (form := tuple(name.split())) not in known:
                    known.append(form)
                    words.update(form)
        if names and row.stars:
            found += _added(row, _short_forms(tokens, names, words))
            found += _added(row, ordinals.find(rows, n))
    return found


def leave(rows: Sequence[Row], echoes: Sequence[Draft]) -> None:
    """Take the short forms out of the rows again: of makers and homes they tell nothing."""
    gone = {id(echo) for echo in echoes}
    for row in rows if gone else ():
        if any(id(m) in gone for m in row.marks):
            row.put([m for m in row.marks if id(m) not in gone])


def _echo(text: str, start: int, end: int, identity: str) -> Draft:
    surface = text[start:end]
    name = " ".join(surface.split())
    mention = ProductMention(start=start, end=end, surface=surface, name=name, rule=ECHO)
    return Draft(mention, identity)


def _added(row: Row, said: Iterator[tuple[int, int, str]]) -> list[Draft]:
    """The short forms that stand in no other mark, put in their places."""
    echoes = [_echo(row.text, *echo) for echo in said]
    free = [e for e in echoes if not any(m.start < e.end and e.start < m.end for m in row.marks)]
    if free:
        row.put(sorted([*row.marks, *free], key=lambda m: m.start))
    return free


def _short_forms(
    tokens: Sequence[Token], names: Names, known: Set[str]
) -> Iterator[tuple[int, int, str]]:
    """Parts of one name that stand alone: start, end, identity; `known` are the names' words."""
    keys = [key(t.surface) for t in tokens]
    at = 0
    for i, word in enumerate(keys):
        if i < at or word not in known or not _is_opened(tokens, i):
            continue
        end = i
        while end < min(len(keys), i + LONGEST) and keys[end] in known:
            end += 1
        for last in range(end, i, -1):
            identity = _meant(
                keys[i:last], names, is_kind=i > 0 and tokens[i - 1].surface.lower() in _KINDS
            )
            if identity and _is_closed(tokens, last):
                yield tokens[i].start, tokens[last - 1].end, identity
                at = last
                break


def _is_opened(tokens: Sequence[Token], first: int) -> bool:
    before = tokens[first - 1].surface if first else ","
    return before in _MARKS or before.lower() in _BEFORE


def _is_closed(tokens: Sequence[Token], last: int) -> bool:
    behind = tokens[last].surface if last < len(tokens) else "."
    return behind in _MARKS or behind[0].isdigit() or behind.lower() in _BEHIND


def _meant(said: Sequence[str], names: Names, is_kind: bool) -> str | None:
    """The one product whose name begins so, else the one that ends so (a kind: has it inside)."""
    beginning = _having(_begins, said, names)
    if beginning or (len(said) == 1 and not is_kind):
        return beginning[0] if len(beginning) == 1 else None
    having = _having(_is_inside if is_kind else _ends, said, names)
    return having[0] if len(having) == 1 else None


def _having(
    part: Callable[[Sequence[str], Sequence[str]], bool], said: Sequence[str], names: Names
) -> list[str]:
    return [i for i, forms in names.items() if any(part(said, form) for form in forms)]


def _begins(said: Sequence[str], name: Sequence[str]) -> bool:
    """ "Trà thìa canh": the first word, then others of the name in their order."""
    rest = iter(name[1:])
    return said[0] == name[0] and all(word in rest for word in said[1:])


def _ends(said: Sequence[str], name: Sequence[str]) -> bool:
    return list(name[-len(said) :]) == list(said)


def _is_inside(said: Sequence[str], name: Sequence[str]) -> bool:
    return any(list(name[i : i + len(said)]) == list(said) for i in range(len(name)))
