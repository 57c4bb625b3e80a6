"""Enumerations: where the items of a list begin and end, by the list's own marks.

Items stand between commas, semicolons and "và"; a bracket behind an item tells of it and is no
item, but a bracket after a count holds a list of its own ("3 sản phẩm 4 sao (A; B; C)"). An item's
name ends before its producer ("của HTX …"), place, rating or verb.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractors.reading import Token
from extractors.vi.text import words

_PARTS = frozenset(",;")
_STOPS = frozenset(":.!?…|•")
_OPEN, _CLOSE = frozenset("(["), frozenset(")]")
_QUOTES = frozenset("“”\"'‘’«»")
_DASHES = frozenset("-–—")

# What may stand before the name inside an item, and what cannot be part of a name.
_BEFORE = words(
    """
    và cùng với rồi hay hoặc như gồm có là các những sản phẩm mặt hàng món loại dòng nhóm đến
    từ thêm nào kể cả riêng thương hiệu mang nhãn đặc ví dụ đó
    """
)
# Ends of words for a kind of goods: "các sản phẩm OCOP như cá bờm trắng".
_KINDS = words("phẩm sản vật hàng món loại cây quà")
# These lead to a name only as half of a word: "nhãn hiệu", but "nhãn lồng"; "ví dụ", but "ví da".
_HALVES = {"nhãn": "hiệu", "mặt": "hàng", "ví": "dụ"}
# An item's name ends before one of them: "bún khô của HTX …", "mật ong đạt …".
_ENDS = words(
    """
    của do ở tại thuộc được đạt đã đang sẽ bị cho vừa đều cùng với từ trên trong ngoài vào ra
    lên xuống để mà nên khi vì theo nhằm nhờ bởi tới đến này ấy đó kia thì cũng còn vẫn rất
    qua sau trước có là giúp mang bày bán không chưa phải cần nhất hiện nay hay gồm như xuất
    chiếm tham tăng giảm nằm
    """
)
_MAY_END = _ENDS | _OPEN | _CLOSE | _DASHES
_MARKS = _PARTS | {"và"} | _STOPS | _OPEN | _CLOSE
_LOOSE_ENDS = _QUOTES | _DASHES
_TRAILING = _LOOSE_ENDS | _PARTS
# No name has one of them, be it of a list or not.
_OVER = words(
    """
    được là cho ở ra đã thì đạt còn cũng đó này về để đi đến vào tới nay vừa mỗi phải theo như mà
    nào cùng rồi chưa vẫn gồm tại ấy đang giữ biết vì lần sang những khi đều hay lúc sau từng bày
    mấy thuộc đưa sẽ bên vậy ngoài do trở bỏ lấy nhưng giúp chọn khoảng chừng xem muốn chẳng nằm
    đem bắt quá gì nhau họ hiện nữa trao của đối bởi nhờ nhằm khỏi lượt vốn góp nhóm lần thứ chạy
    """
)
# Pairs in which such a word belongs to a name after all.
_KEPT = frozenset(
    {
        *(("không", w) for w in ("hạt", "đường", "khói", "cay", "gluten")),
        *(("có", w) for w in ("đường", "gas", "ga")),
        *(("từ", w) for w in ("gốm", "tre", "sen", "trầm", "dừa", "mật", "gỗ", "chuối")),
        ("trong", "1"),
        ("để", "bàn"),
        ("trên", "cạn"),
    }
)


class Item(NamedTuple):
    """`tokens[first:last]` is the item's name, as far as the list's marks tell it."""

    first: int
    last: int


def enumerations(tokens: Sequence[Token], marks: Sequence[str]) -> list[list[Item]]:
    """The lists of a sentence: runs of at least two items side by side.

    `marks` gives each token's role ("producer", "place", "star" or "").
    """
    found = []
    for run in _runs(tokens):
        if len(run) == 1:
            continue
        items = [item for part in run if (item := _item(tokens, marks, part)) is not None]
        if len(items) > 1:
            found.append(items)
    return found


def trimmed(tokens: Sequence[Token], first: int, last: int) -> Item | None:
    """A stretch taken for a name, cut where a word or bracket shows that the name is over.

    "Mắm tép Vị Thanh(TX Nghi Sơn" → "Mắm tép Vị Thanh"; "homestay Nà Muông giữ được nếp" →
    "homestay Nà Muông".
    """
    while first < last and (_is_over(tokens, first) or tokens[first].surface in _CLOSE):
        first += 1
    depth, opened, end = 0, last, first
    while end < last:
        word = tokens[end].surface
        if (word in _CLOSE and depth == 0) or (end > first and _is_over(tokens, end)):
            break
        if word in _OPEN:
            depth, opened = depth + 1, end
        elif word in _CLOSE:
            depth -= 1
        end += 1
    end = opened if depth else end
    while end > first and tokens[end - 1].surface in _TRAILING:
        end -= 1
    return Item(first, end) if first < end else None


def _is_over(tokens: Sequence[Token], i: int) -> bool:
    """Whether word `i` can be in no name: of 1,579 labelled names none has it."""
    word = tokens[i].surface
    return word in _OVER or (word == "–" and _next(tokens, i) == "sản")


def _next(tokens: Sequence[Token], i: int) -> str:
    return tokens[i + 1].surface if i + 1 < len(tokens) else ""


def _runs(tokens: Sequence[Token]) -> list[list[tuple[int, int]]]:
    """Stretches between commas, semicolons and "và", grouped by bracket and hard stop; none where
    there is nothing of these."""
    cuts = [(i, t.surface) for i, t in enumerate(tokens) if t.surface in _MARKS]
    if not any(word in _PARTS or word == "và" for _, word in cuts):
        return []
    runs: list[list[tuple[int, int]]] = []
    stack: list[list[tuple[int, int]]] = [[]]
    starts = [0]
    for i, word in cuts:
        if word in _PARTS or word == "và":
            stack[-1].append((starts[-1], i))
            starts[-1] = i + 1
        elif word in _STOPS:
            stack[-1].append((starts[-1], i))
            runs.append(stack[-1])
            stack[-1], starts[-1] = [], i + 1
        elif word in _OPEN:
            stack.append([])
            starts.append(i + 1)
        elif word in _CLOSE and len(stack) > 1:
            runs.append([*stack.pop(), (starts.pop(), i)])
    while stack:
        runs.append([*stack.pop(), (starts.pop(), len(tokens))])
    return runs


def first_item(tokens: Sequence[Token], marks: Sequence[str], first: int) -> Item | None:
    """The name that a stretch opens with, up to the first mark of its list: "Tiêu sọ - 3 sao"."""
    stops = (i for i in range(first, len(tokens)) if tokens[i].surface in _MARKS - {"và"})
    return _item(tokens, marks, (first, next(stops, len(tokens))))


def quoted(tokens: Sequence[Token]) -> Iterator[Item]:
    """What stands in quotation marks: in "“Lá nhíp sấy” và “Đọt mây ngâm chua”" both."""
    opened: int | None = None
    for i, token in enumerate(tokens):
        if token.surface == "“" or (token.surface == '"' and opened is None):
            opened = i + 1
        elif token.surface in ("”", '"') and opened is not None:
            if opened < i:
                yield Item(opened, i)
            opened = None


def is_mark(token: Token) -> bool:
    """Whether a list or sentence is parted here: a comma, "và", a bracket, a full stop."""
    return token.surface in _MARKS


def _item(tokens: Sequence[Token], marks: Sequence[str], part: tuple[int, int]) -> Item | None:
    """The name inside a stretch: without what leads to it and what follows it."""
    end = part[1]
    first = _behind_kind(tokens, *part)
    while first < end and (_leads(tokens, first) or marks[first] == "star"):
        first += 1
    last = first
    while last < end and not _ends(tokens, marks, first, last):
        last += 1
    while last > first and tokens[last - 1].surface in _LOOSE_ENDS:
        last -= 1
    return Item(first, last) if first < last else None


def _behind_kind(tokens: Sequence[Token], first: int, end: int) -> int:
    """Where the first item begins that its kind leads to: "các sản phẩm OCOP như" + "cá bờm"."""
    is_kind = False
    for i in range(first, end):
        word = tokens[i].surface
        is_kind = is_kind or word in _KINDS
        if is_kind and word in ("như", "gồm"):
            first = i + 1
    return first


def _leads(tokens: Sequence[Token], i: int) -> bool:
    word = tokens[i].surface
    following = _next(tokens, i)
    if word in _LOOSE_ENDS or word.lower() in _BEFORE:
        return _HALVES.get(word.lower(), following) == following
    return word.isdigit() and following in ("sản", "món", "mặt", "loại", ".")


def _ends(tokens: Sequence[Token], marks: Sequence[str], first: int, i: int) -> bool:
    """Whether an item's name is over at token `i`: "bún khô | của HTX", "bún khô | (4 sao)"."""
    word = tokens[i].surface
    if word not in _MAY_END and not marks[i]:
        return False
    if word in _OPEN or word in _CLOSE:
        return True
    if marks[i] in ("producer", "star"):
        return True
    if i > first and word in _DASHES and any(marks[i + 1 : i + 2]):
        return True
    following = _next(tokens, i)
    after_bitter = word == "qua" and i > first and tokens[i - 1].surface.lower() == "khổ"
    return word in _ENDS and (word, following) not in _KEPT and not after_bitter
