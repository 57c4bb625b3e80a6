"""Whether a number of products is one achieved or one aimed at, by all that was said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.counting.memory import Statement, opens_parts
from extractors.counting.phrases import Phrase
from extractors.counting.references import counts_ideas
from extractors.counting.standing import (
    came_true,
    granted,
    mood,
    of_plan,
    planned,
    standing,
    stands_now,
)
from extractors.models import Status
from extractors.stars import PROGRAMME

# "được trình lên tỉnh chấm 4 sao", "đề nghị công nhận 3 sao"
_ASKED = re.compile(r"(?:trình|đề nghị|đề xuất|kiến nghị|gửi|chuyển)(?!\w)[^,;.()]{0,40}$")
# "công nhận mới 8 sản phẩm, đánh giá lại 5 sản phẩm"
_AGAIN_TOO = re.compile(
    r"(?:,| và) (?:(?:đánh giá|công nhận|chứng nhận|chấm) lại|nâng (?:hạng|sao)) (?:được )?$"
)
_BY_YEAR = re.compile(r"; (?:và )?đến (?:hết |cuối )?(?:năm )?20\d\d")
# "– Phát triển mới 4 sản phẩm": how an item of a plan begins.
_TO_DO = re.compile(
    r"\W*(?:\d{1,2}[.)] ?|[a-z]\) ?)?(?:phát triển|xây dựng|nâng (?:hạng|cấp|sao)|phấn đấu"
    r"|công nhận|chuẩn hóa|hỗ trợ|có|thêm)(?: mới| thêm)?(?!\w)",
    re.IGNORECASE,
)
_REACH = 500
"""Characters between a plan's heading and the lines below it."""
_AROUND = 160
"""Characters before and after a sentence that may tell what its bare numbers count."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is known of a number: the words around it, and the statements before.

    `said_so` is the statement whose standing holds for it as well, `here` are those of its
    sentence.
    """

    lead: str
    tail: str
    total: Statement | None
    said_so: Statement | None
    here: Sequence[Statement]


def status_of(flat: str, phrase: Phrase, said: Said) -> tuple[Status, bool]:
    """Where the number stands, and whether a plan before it says so."""
    if _is_reached(said):
        return Status.ACHIEVED, False
    own = standing(said.lead, said.tail)
    if _is_put_forward(flat, phrase) or _is_aimed_too(said):
        return Status.TARGET, False
    if _plan_goes_on(flat, phrase, said) and (said.total is None or own is not None):
        return Status.TARGET, True
    if own is not None:
        return own, planned(said.lead)
    aim = Status.TARGET if _is_item_of_plan(flat, phrase) else None
    return aim or _as_before(said) or _mood(flat, phrase) or Status.ACHIEVED, False


def _is_reached(said: Said) -> bool:
    """By words beside it ("639 sản phẩm hiện nay") or with the one before it ("chấm lại 5")."""
    again = _AGAIN_TOO.match(said.lead) and said.here
    return stands_now(said.tail) or bool(again and said.here[-1].status is Status.ACHIEVED)


def _is_aimed_too(said: Said) -> bool:
    """ "được giao 3 sản phẩm mới và nâng hạng 1 sản phẩm"."""
    too = _AGAIN_TOO.match(said.lead) and said.here
    return bool(too and said.here[-1].status is Status.TARGET)


def _as_before(said: Said) -> Status | None:
    """The standing of the total, or of what else says so, unless this part was reached."""
    if said.said_so is None:
        return None
    reached = granted(said.tail) and not said.said_so.aimed
    return Status.ACHIEVED if reached else said.said_so.status


def _is_put_forward(flat: str, phrase: Phrase) -> bool:
    """ "được trình lên tỉnh chấm 4 sao", "20 ý tưởng sản phẩm": by words right beside it."""
    star = phrase.star
    if star and phrase.rated_before and "tiềm năng" in star.surface.lower():
        return True
    if star and not phrase.rated_before and _ASKED.search(flat[phrase.number.end : star.start]):
        return True
    if counts_ideas(flat[phrase.number.end : phrase.end]):
        return True
    return of_plan(flat[phrase.sentence[0] : phrase.start])


def _is_item_of_plan(flat: str, phrase: Phrase) -> bool:
    """ "Mục tiêu năm 2025: – Phát triển mới 4 sản phẩm 3 sao": a line below a plan's heading."""
    start = phrase.sentence[0]
    head = flat.rfind(": ", max(0, start - _REACH), start)
    verb = _TO_DO.match(flat, start)
    opens = phrase.block.start == start > head
    if head < 0 or not opens or verb is None or phrase.number.start - verb.end() > 40:
        return False
    opening = max(flat.rfind(". ", 0, head), flat.rfind("  ", 0, head)) + 1
    return planned(flat[opening:head])


def _plan_goes_on(flat: str, phrase: Phrase, said: Said) -> bool:
    """A plan said before an earlier number of the sentence rules the rest of it."""
    if _BY_YEAR.search(said.lead) and any(s.aimed for s in said.here):
        return True
    before = flat[phrase.sentence[0] : phrase.lead[0]]
    aimed = said.here[-1].aimed if said.here else planned(before)
    return aimed and ";" not in said.lead and not came_true(said.lead)


def _mood(flat: str, phrase: Phrase) -> Status | None:
    """What the sentences around say of a number that stands there barely."""
    start, end = phrase.sentence
    if phrase.star or PROGRAMME.search(flat, start, end) or not opens_parts(flat[start:end]):
        return None
    before = flat[max(0, start - _AROUND) : start]
    return mood(before, flat[start:end], flat[end : end + _AROUND])
