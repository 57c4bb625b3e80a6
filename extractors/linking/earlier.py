"""Ratings of what earlier sentences name: "Sản phẩm này đạt 4 sao", "Các sản phẩm còn lại …"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extractors.linking.granting import ALL, counted, give, is_given, is_refusal, of_the_rest
from extractors.linking.rows import Draft, Row
from extractors.models import BlockKind, StarMention, Status

# How a rating begins that may be of what was named before: "được 4 sao", not "OCOP 4 sao".
_VERB = re.compile(
    r"^(?:được|đã|đạt|đủ|xếp|công nhận|nhận|cấp|gắn|giữ|nâng|lên|mang|là|hạng|chứng nhận|từ|cùng"
    r"|đều|chấm|lấy|giành|thành|đánh giá)",
    re.IGNORECASE,
)
_NOTHING_BUT = re.compile(r"^\W*(?:toàn|tất cả) (?:là|đều)\b", re.IGNORECASE)
_LEADS = ("được", "tương ứng", "tức", "tức là", "có", "cũng")
_ANAPHOR = re.compile(r"\b(?:này|ấy|đó|nó|kết quả)\b", re.IGNORECASE)
# The product was rated before, and is rated anew: "Hai năm sau, Trung ương công nhận 5 sao".
_AGAIN = re.compile(
    r"^\W*(?:(?:hai|ba|một|\d+) năm sau|năm sau|đến|tới|sang|nay|hiện nay|mới đây|gần đây)\b"
    r"|(?:chấm|đánh giá|công nhận|xét) lại\b",
    re.IGNORECASE,
)
# "5 sản phẩm đạt 4 sao, còn lại 3 sao": those of the second rating are not five.
_REMAIN = re.compile(r"\bcòn lại(?: (?:là|đều|đạt|chỉ))*\W*$")
SEVERAL = 3
"""Products; fewer may be other ones by chance."""
MANY = 5
"""Products of which one may not have been found."""
REACH = 3
"""Sentences that a rating without a product looks back over for one."""


def look_back(rows: Sequence[Row], n: int) -> None:
    """ "Chấm xong, cả 6 sản phẩm đạt 3 sao": a rating of what an earlier sentence names."""
    row = rows[n]
    marks = sorted(enumerate(row.marks), key=lambda m: not _is_change(m[1]))
    for i, star in marks:
        if isinstance(star, StarMention) and _is_said_of_earlier(row, i, star):
            said = row.text[row.start : star.end]
            everything = bool(ALL.search(said[-80:]))
            again = bool(_AGAIN.search(said)) or _is_change(star)
            before = [r for r in rows[:n] if r.drafts() and r.block.kind is not BlockKind.CAPTION]
            if before and before[-1] in rows[max(0, n - REACH) : n]:
                if is_refusal(before[-1]):
                    return
                _give_earlier(before[-1].drafts(), star, everything, again)
            elif _ANAPHOR.search(said) or _is_one(before):
                _give_earlier(_main(before), star, everything, again)
            return


def give_just_so_many(rows: Sequence[Row], n: int) -> None:
    """ "Qua chấm điểm, 6/7 sản phẩm đạt 3 sao": as many as the sentence before names and as are
    refused nowhere."""
    row = rows[n]
    if row.drafts():
        return
    for i, star in enumerate(row.marks):
        number = 0 if _REMAIN.search(row.before(i)) else counted(row, i) or 0
        if isinstance(star, StarMention) and is_given(star) and number >= SEVERAL:
            drafts = _unrated(rows, n)
            missing = number - len({d.identity for d in drafts})
            if missing == 0 or (missing == 1 and number >= MANY):
                give(drafts, star, "just so many")


def _unrated(rows: Sequence[Row], n: int) -> list[Draft]:
    """The products of the sentence with products before row `n` that may still be rated."""
    before = next((r for r in reversed(rows[max(0, n - REACH) : n]) if r.drafts()), None)
    drafts = [d for d in (before.drafts() if before else ()) if d.rating is None]
    refused = {d.identity for r in rows if drafts and is_refusal(r) for d in r.drafts()}
    return [d for d in drafts if d.identity not in refused]


def give_the_rest(rows: Sequence[Row], n: int) -> None:
    """ "Trong đó A và B đạt 4 sao, các sản phẩm còn lại 3 sao": the others listed before."""
    row = rows[n]
    for i, star in enumerate(row.marks):
        if not (isinstance(star, StarMention) and is_given(star) and of_the_rest(row, i)):
            continue
        if not any(counted(row, k) for k in range(len(row.marks)) if k != i):
            give([d for r in rows[:n] for d in r.drafts() if d.rating is None], star, "rest")


def _is_change(mark: object) -> bool:
    """A rise or fall is what holds now: "3 sao năm 2019, đầu năm 2024 được nâng lên 4 sao"."""
    changes = (Status.UPGRADED, Status.DOWNGRADED)
    return isinstance(mark, StarMention) and mark.status in changes


def _is_one(rows: Sequence[Row]) -> bool:
    return len({d.identity for row in rows for d in row.drafts()}) == 1


def _main(rows: Sequence[Row]) -> list[Draft]:
    """The drafts of the product that the text so far is about: a proper name, named most."""
    drafts = [d for row in rows for d in row.drafts()]
    proper = [d for d in drafts if any(w[0].isupper() for w in d.mention.name.split()[1:])]
    times = Counter(d.identity for d in proper)
    return [d for d in drafts if times and d.identity == times.most_common(1)[0][0]]


def _is_said_of_earlier(row: Row, i: int, star: StarMention) -> bool:
    """Whether star `i` rates what stood before: "Sản phẩm này được 4 sao"."""
    if not is_given(star) or any(isinstance(m, Draft) for m in row.marks[:i]):
        return False
    before = row.before(i)
    if not (_VERB.match(star.surface) or before.rstrip().lower().endswith(_LEADS)):
        return False
    if row.after(i).lstrip().startswith(":"):
        return False
    if counted(row, i) and not ALL.search(row.text[row.start : star.end][-80:]):
        return False
    told = any(d.rating is star for d in row.drafts())
    return not told or _NOTHING_BUT.search(before) is not None


def _give_earlier(
    drafts: Sequence[Draft], star: StarMention, everything: bool, again: bool
) -> None:
    names = {d.identity for d in drafts}
    if everything or len(names) == 1:
        give((d for d in drafts if again or d.rating is None), star, "earlier")
