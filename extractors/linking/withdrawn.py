"""Products whose certificate holds no longer, where no rating phrase says so.

"UBND tỉnh thu hồi chứng nhận OCOP của A và B", "A đã hết hạn", "Sản phẩm không đạt:" over a list.
What a sentence says comes from `lapses.py`, of which products it does from `concerned.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.linking.concerned import is_told, masked, told_of
from extractors.linking.granting import before_first
from extractors.linking.lapses import Cue, cues, speaks_of_papers, spots
from extractors.linking.ratings import ITEM
from extractors.linking.rows import Draft, Lapse, Row
from extractors.models import BlockKind, StarMention, Status
from extractors.vi.patterns import CLOSED, one_of, words

# "không đạt" is of OCOP where the sentence, or the one before, tells of a jury at work.
_JUDGED = re.compile(
    one_of(
        r"""
        ocop | hội đồng | đánh giá | chấm | phân hạng | xếp hạng | hồ sơ | điểm | sao | công nhận
        (?<!\w)(?:kỳ|đợt)
        """
    )
)
_HEADS_LIST = re.compile(words("sản phẩm | danh sách | nhóm | hồ sơ") + "|:$")
_LISTED_NEXT = re.compile(r"\W*(?:đó là|gồm|bao gồm|cụ thể|danh sách|các sản phẩm gồm)(?!\w)")
# "Trước đó, A được 4 sao", "năm 2021 đạt 3 sao": a rating that is past; "nay đạt 3 sao" is new.
_FORMERLY = re.compile(words(r"từng | trước đó | trước đây | vốn | ban đầu | năm 20\d\d"))
_ANEW = re.compile(words("lại | nay | vừa | mới | tiếp tục | vẫn | lên"))
# A line that says something of its product is no item of a list.
_PROSE = re.compile(words("là | được | có | đã | đang | vẫn | khi | cho | bán | nhờ | còn"))
_LINES = frozenset([BlockKind.LIST_ITEM, BlockKind.TABLE_ROW])
_NO_HEADINGS = frozenset([BlockKind.TITLE, BlockKind.CAPTION])
_ENDED = frozenset([Status.REVOKED, Status.EXPIRED])
_WITHOUT = _ENDED | {Status.FAILED, Status.TARGET}
"""Ratings that say themselves that they do not hold, or not yet."""


def find(rows: Sequence[Row]) -> None:
    """Note on each draft what its sentence, or the heading of its list, says of its certificate.

    "Sản phẩm bị thu hồi chứng nhận: bún khô; dầu mè" sets the `lapse` of both to `REVOKED`.
    """
    text = rows[0].text if rows else ""
    suspects = spots(text)
    if not suspects:
        return
    of_papers = speaks_of_papers(text)
    heading: Status | None = None
    ended: set[Status] = set()
    for n, row in enumerate(rows):
        if not ended and not any(row.start <= at < row.end for at in suspects):
            continue
        line = masked(row)
        said = list(cues(line, of_papers=of_papers, removed=Status.REVOKED in ended))
        if not _JUDGED.search(rows[max(n - 1, 0)].words().lower() + line):
            said = [cue for cue in said if cue.status is not Status.FAILED]
        for cue in said:
            _note(told_of(rows, n, line, cue), cue.status, row)
            ended.add(cue.status)
        heading = _opened(rows, n, said, line) if said else _under(heading, row, line)


def standing(same: Sequence[Draft], rating: StarMention | None, text: str) -> Status | None:
    """The status of a product by what its drafts (`same`) noted; None where its rating decides.

    A rating told later in the text is a new one, unless it is told as a former one: "A bị thu hồi.
    Trước đó, A được 4 sao" is `REVOKED`, "A đã hết hạn. Tháng 6, A đạt 4 sao" is left to the stars.
    """
    noted = [d for d in same if d.lapse is not None]
    last = noted[-1].lapse if noted else None
    if last is None:
        return None
    if last.status is Status.OCOP:
        return Status.ACHIEVED if rating and _is_regained(last, rating) else None
    if rating is None:
        return last.status
    if last.status is Status.FAILED or rating.status in _WITHOUT:
        return None
    return None if rating.start >= last.end and _is_anew(text, rating) else last.status


def _is_regained(last: Lapse, rating: StarMention) -> bool:
    """ "đã hết hạn, được chấm lại và đạt 4 sao" in one sentence: the stars have not run out."""
    return rating.status in _ENDED and last.start <= rating.start < last.end


def _is_anew(text: str, rating: StarMention) -> bool:
    """ "nay đạt 4 sao", "đạt 4 sao"; not "từng đạt 4 sao"."""
    before = text[max(text.rfind("\n", 0, rating.start), rating.start - 80, 0) : rating.end]
    told = before.rsplit(". ", 1)[-1].lower() + text[rating.end : rating.end + 12].lower()
    return bool(_ANEW.search(told)) or not _FORMERLY.search(told)


def _note(drafts: Sequence[Draft], status: Status, row: Row) -> None:
    """On each of these drafts, that sentence `row` says this of its certificate.

    "hết hạn nên bị thu hồi": withdrawn, not merely run out, where one sentence says both.
    """
    for draft in drafts:
        here = draft.lapse if is_told(draft, row) else None
        if here is None or here.status is not Status.REVOKED or status is Status.OCOP:
            draft.lapse = Lapse(status, row.start, row.end)


def _opened(rows: Sequence[Row], n: int, said: Sequence[Cue], line: str) -> Status | None:
    """What a sentence without products says of the list behind it: "Sản phẩm không đạt:"."""
    row, (status, *others) = rows[n], dict.fromkeys(cue.status for cue in said)
    if others or row.drafts() or row.block.kind in _NO_HEADINGS:
        return None
    if not _HEADS_LIST.search(line.rstrip()):
        return None
    told = row.words().rstrip()
    following = rows[n + 1].words().lower() if n + 1 < len(rows) else ""
    opens = told.endswith(":") or not CLOSED.search(told) or _LISTED_NEXT.match(following)
    return status if opens else None


def _under(heading: Status | None, row: Row, line: str) -> Status | None:
    """Lines of a list have the standing of its heading, until one is no item of it."""
    if heading is None or row.block.kind is BlockKind.HEADING:
        return None
    if not row.drafts():
        return None if CLOSED.search(row.words()) else heading
    if row.block.kind not in _LINES:
        told = line[row.drafts()[0].end - row.start :]
        if not ITEM.match(before_first(row)) or _PROSE.search(told):
            return None
    _note(row.drafts(), heading, row)
    return heading
