"""What the cells of a row say of its product's rating: "4 sao", "★★★", "Không đạt", "-"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractors.models import StarMention, Status
from extractors.tabular.cells import VALUE
from extractors.tabular.grid import Cell

_STARS = re.compile(r"(?<![\w.,])0?([1-5]|một|hai|ba|bốn|năm)\s*(?:sao(?!\w)|★|\*)", re.IGNORECASE)
_LEVELS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5}
_TICK = re.compile(r"[x×✓✔v+•1]", re.IGNORECASE)
_BRACKET = re.compile(r"\([^()]*\)?")
_RAISED = re.compile(r"(?<!\w)(?:nâng|lên)(?!\w)", re.IGNORECASE)
# The first that a cell says decides.
_VERDICTS = (
    (
        Status.FAILED,
        r"(?:không|chưa) (?:đạt|đủ|được công nhận|công nhận)|trượt|(?<!\w)rớt"
        r"|(?:bị|đã) loại|dưới 3 sao",
    ),
    (Status.REVOKED, r"thu hồi|hủy|xóa tên|rút (?:khỏi|giấy)|tước"),
    (Status.EXPIRED, r"hết (?:hạn|hiệu lực|thời hạn)|quá hạn"),
    (Status.TARGET, r"đề (?:nghị|xuất)|tiềm năng|dự kiến|phấn đấu|đăng ký|trình |chờ |sẽ "),
)
_CUES = tuple((status, re.compile(cue, re.IGNORECASE)) for status, cue in _VERDICTS)


def rating(
    cell: Cell | None, notes: str, beside: Cell, *, aimed: bool = False
) -> StarMention | None:
    """The rating of a row, None where it says none ("-", "Chưa chấm").

    `notes` may take back what the column of stars gives ("đã thu hồi") and stand in the cell
    `beside`; `aimed` is a column of proposals.
    """
    words = cell.words if cell else ""
    stars = _stars(words)
    said = _BRACKET.sub(" ", words)
    status = _status(said) if said.strip() else _status(words)
    fate = _status(notes)
    if fate not in (None, Status.TARGET):
        status = fate
    if stars is None and status in (None, Status.TARGET):
        return None
    if status is None:
        status = Status.UPGRADED if _RAISED.search(said) else Status.ACHIEVED
    spot = cell if cell and (stars or _status(words)) else beside
    return StarMention(
        start=spot.start,
        end=spot.end,
        surface=spot.words,
        rule="star.table",
        stars=stars,
        status=Status.TARGET if aimed and status is Status.ACHIEVED else status,
    )


def ticked(cells: Sequence[Cell | None], levels: Mapping[int, int]) -> StarMention | None:
    """The rating whose column has a tick: "x" below "4 sao"."""
    marks = [(c, n) for i, n in levels.items() if (c := cells[i]) and _TICK.fullmatch(c.words)]
    if len(marks) != 1:
        return None
    [(cell, stars)] = marks
    return StarMention(
        start=cell.start, end=cell.end, surface=cell.words, rule="star.tick", stars=stars
    )


def _stars(words: str) -> int | None:
    """The rating a cell gives: "4", "Đủ điểm 4 sao (…)"; of "3 sao lên 4 sao" the later one."""
    words = words.strip()
    if whole := VALUE.fullmatch(words):
        return int(whole[1]) if whole[1] else len(words)
    found = _STARS.findall(_BRACKET.sub(" ", words)) or _STARS.findall(words)
    if not found:
        return None
    level = found[-1 if _RAISED.search(words) else 0].lower()
    return _LEVELS.get(level) or int(level)


def _status(words: str) -> Status | None:
    return next((status for status, cue in _CUES if cue.search(words)), None)
