"""What was said so far in an article, and which number is a part of which."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.counting.gazette import nested
from extractors.counting.owners import Owner
from extractors.counting.phrases import Phrase
from extractors.counting.references import out_of
from extractors.counting.standing import of_plan
from extractors.models import PlaceMention, Status
from extractors.vi.patterns import one_of, words

# What follows speaks of parts of the number before.
_PARTS = re.compile(
    r"[\s,.:;–-]*(?:và |cũng "
    r"|(?:[Đđ]áng|[Đđ]iều|[Nn]gay|[Cc]hỉ) [^,;.\d]{0,20}?(?=trong (?:đó|số)))?"
    + one_of(
        r"""
        trong (?:đó|số (?:này|đó|ấy|các|hàng)) | bao gồm | gồm | cụ thể | chia (?:ra|theo)
        tính theo | với | (?:nhiều|đông|cao|ít|thấp) nhất(?! \d) | rồi (?:tới|đến)
        (?:tiếp|kế) (?:theo|đến|đó|là) | (?:số|các)(?: sản phẩm)? (?:này|trên|ấy)
        các sản phẩm (?:mới )?(?:đến từ|thuộc|của) | cơ cấu
        đáng (?:kể|nói) | nổi (?:nhất|bật) | thì | theo địa phương | những nơi | trừ
        """
    )
    + r"(?!\w)",
    re.IGNORECASE,
)
_OF_THOSE = re.compile(r" trong (?:số )?(?:đó|ấy|này)(?!\w)")
# "Trong số sản phẩm 4 sao, huyện X có 3".
_OUT_OF_RATED = re.compile(
    r"[Tt]rong (?:số |các )+sản phẩm[^,;.\d]{0,24}([1-5]) sao[^,;.\d]{0,16}, "
)
# "Huyện Tri Tôn góp nhiều nhất, 4 sản phẩm": of the number that the sentence before gave.
_LEADS = re.compile(words("góp | nhiều nhất | ít nhất là | dẫn đầu | đứng đầu"), re.IGNORECASE)
_ONLY_HAS = re.compile(r" (?:có |góp |được )?| ?: | \(")
# "riêng huyện Vân Đồn góp 54": a part of the whole, not of the part said last.
_SEPARATE = re.compile(r"^[\s,.;:–-]*riêng(?!\w)|(?<!\w)(?:đóng )?góp (?:vào )?", re.IGNORECASE)
# Words that only lead on from the number before: " và ", ", còn có thêm ".
_LINKS = re.compile(
    r"[\s,;:()–-]*(?:"
    + one_of(
        """
        và | còn | có | cùng | là | với | thêm | khoảng | hơn | gần | trên | từ | ít nhất | gồm
        nay | lại | được | mới | chỉ | đạt | cùng với | ngoài ra
        """
    )
    + r"[\s,]*)*",
    re.IGNORECASE,
)
# "… 3 sản phẩm và đang chờ kết quả của 1 sản phẩm nữa": still the same one's.
_ALSO = re.compile(r",? (?:và|đồng thời) (?:đang|sẽ|vừa|mới|còn|cũng|sắp|chuẩn bị) [^,;]{0,40}$")
_ENTER = re.compile(words("đăng ký | tham gia | đề nghị | dự thi"))
# "chiếm 12% tổng số 380 sản phẩm của tỉnh".
_SHARE_OF = re.compile(r"%[^,;.\d]{0,30}$")
_SHORT = 24
"""Characters: a lead no longer than this only goes on with a list."""
SAID_BEFORE = "said before"
NO_PROGRAMME = "no programme"
_NO_TOTAL = {"difference", "group", "kind", "entrants"}
"""Numbers with these objections are no totals for what follows them."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A counting phrase with its meaning; `objection` names why it is no count, if it is none.

    `total` is the statement it is a part of; `aimed` marks a plan said before the number, which
    the rest of its sentence shares; `takes_up` a number said before ("cả 6 sản phẩm này").
    """

    phrase: Phrase
    total: Statement | None
    stars: int | None
    at_least: bool
    status: Status
    aimed: bool
    takes_up: bool
    owner: Owner | None
    places: tuple[PlaceMention | None, ...]
    scope: str | None
    as_of: str | None
    objection: str | None

    @property
    def count(self) -> int:
        """How many products it tells of."""
        return self.phrase.count

    @property
    def root(self) -> Statement:
        """The total of totals."""
        return self if self.total is None else self.total.root

    @property
    def is_passed_over(self) -> bool:
        """Whether its parts may count, although it may not itself."""
        return self.objection in {None, SAID_BEFORE, NO_PROGRAMME}


class Memory:
    """The statements of an article so far, in order."""

    def __init__(self, flat: str) -> None:
        self.said: list[Statement] = []
        self._flat = flat

    @property
    def last(self) -> Statement | None:
        """The statement before, if any."""
        return self.said[-1] if self.said else None

    @property
    def whole(self) -> Statement | None:
        """The total of the statement before, or that one itself."""
        return self.said[-1].root if self.said else None

    def total(self, phrase: Phrase, lead: str, owner: Owner | None) -> Statement | None:
        """The statement that this one is a part of, if any: one that is not smaller."""
        total = self._total(phrase, lead, owner)
        return total if total and total.count >= phrase.count else None

    def _total(self, phrase: Phrase, lead: str, owner: Owner | None) -> Statement | None:
        """The same, be it smaller or not."""
        if not self.said or not is_near(self.said[-1].phrase, phrase):
            return None
        if self.said[-1].phrase.sentence != phrase.sentence:
            total = self._rated_total(phrase, lead)
            if total is None and _PARTS.match(lead):
                total = self._holding(phrase)
            if total is None and owner and _LEADS.search(lead):
                total = self._whole(phrase)
            if total is None and owner is not None:
                total = self._batch(phrase, owner)
        else:
            total = self._total_here(phrase, lead)
        if total is None and owner is not None:
            return self._total_of_list(phrase, lead)
        is_named = owner is not None and owner.said in {"of", "subject"}
        if total and total.phrase.star and is_named and not phrase.star:
            return total.root  # "…, 88 sản phẩm 3 sao; trong đó 25 sản phẩm của thành phố"
        return total

    def _total_here(self, phrase: Phrase, lead: str) -> Statement | None:
        """The same within one sentence."""
        last = self._beside(phrase)
        if last.phrase.depth < phrase.depth or lead.startswith(":"):
            return last if last.phrase.depth < phrase.depth else last.total or last
        if _SEPARATE.search(lead):
            return last.root if last.root.count >= phrase.count else None
        if _PARTS.match(lead):
            return self._whole(phrase) if _LEADS.search(lead) else self._holding(phrase)
        if out_of(self._flat[slice(*last.phrase.lead)]) or _OF_THOSE.match(
            self._flat, phrase.tail[0]
        ):
            return last
        goes_on = _LINKS.fullmatch(lead) or phrase.rated_before or len(lead) < _SHORT
        return last.total if goes_on else None

    def has_listed(self, phrase: Phrase) -> bool:
        """Whether the sentence before gave a list of units their numbers, of no total."""
        last = self.last
        if last is None or last.phrase.sentence == phrase.sentence:
            return False
        listed = [s for s in self.here(last.phrase) if s.owner and s.total is None]
        return len({s.places for s in listed}) > 1

    def here(self, phrase: Phrase) -> list[Statement]:
        """The statements of the same sentence so far."""
        return [s for s in self.said if s.phrase.sentence == phrase.sentence]

    def _beside(self, phrase: Phrase) -> Statement:
        """The last number of the sentence, over what brackets between say."""
        here = self.here(phrase)
        return next((s for s in reversed(here) if s.phrase.depth <= phrase.depth), here[-1])

    def _holding(self, phrase: Phrase) -> Statement | None:
        """The last number said that is large enough, in its own sentence or as a total."""
        whole = self.whole if is_near(self.said[-1].phrase, phrase) else None
        for s in reversed(self.said):
            if s is not whole and not is_near(s.phrase, phrase):
                continue
            here = s.phrase.sentence == phrase.sentence
            in_reach = s.phrase.depth <= phrase.depth if here else s.total is None
            before = self._flat[s.phrase.sentence[0] : s.phrase.start]
            if _SHARE_OF.search(before) or of_plan(before):
                continue
            if s.count >= phrase.count and in_reach and s.objection not in _NO_TOTAL:
                return s
        return None

    def _whole(self, phrase: Phrase) -> Statement | None:
        """The last number that is of whatever rating; where there is none, of a rated batch."""
        near = [s for s in self.said if is_near(s.phrase, phrase) and s.is_passed_over]
        whole = (s for s in reversed(near) if s.total is None and s.count >= phrase.count)
        unrated = [s for s in whole if not s.phrase.star or s.at_least]
        lead = self._flat[slice(*phrase.lead)]
        reached = (s for s in unrated if s.status is Status.ACHIEVED and not _ENTER.search(lead))
        return next(reached, None) or next(iter(unrated), None) or self._holding(phrase)

    def _batch(self, phrase: Phrase, owner: Owner) -> Statement | None:
        """After "35 sản phẩm OCOP 4 sao": the four-star ones of "Thị xã Phước Long có 9 sản phẩm".

        Only where the sentence opens with the unit and says no more than that it has them.
        """
        unit = owner.places[0]
        opens = unit is not None and not self._flat[phrase.sentence[0] : unit.start].strip()
        if (
            not opens
            or unit is None
            or phrase.star
            or not _ONLY_HAS.fullmatch(self._flat, unit.end, phrase.lead[1])
        ):
            return None
        total = self._holding(phrase)
        batch = total is not None and total.phrase.star and not total.at_least and total.places
        whole = total.places[0] if total and batch else None
        return total if whole and nested(unit, whole) else None

    def _rated_total(self, phrase: Phrase, lead: str) -> Statement | None:
        """ "Trong số sản phẩm 4 sao, huyện X có 3": a part of the four-star number before."""
        rated = _OUT_OF_RATED.match(lead)
        if rated is None:
            return None
        near = [s for s in self.said if is_near(s.phrase, phrase) and s.objection is None]
        return next((s for s in reversed(near) if s.stars == int(rated[1])), None)

    def _total_of_list(self, phrase: Phrase, lead: str) -> Statement | None:
        """In a list of units each has a part of the total that the one before has a part of."""
        owned = [s for s in self.here(phrase) if s.owner]
        return owned[-1].total if owned and len(lead) <= 60 else None

    def same_before(self, phrase: Phrase, owner: Owner | None) -> Statement | None:
        """The same number said before, while nothing new is said of it: what held then holds."""
        if phrase.star is not None or phrase.count == 1:
            return None
        same = (s for s in reversed(self.said) if s.count == phrase.count)
        standing_alone = (s for s in same if s.objection is None and s.total is None)
        return next((s for s in standing_alone if not owner or owner.places == s.places), None)


def is_near(before: Phrase, phrase: Phrase) -> bool:
    """In the same block or the next one, a blank line between at most."""
    return before.block is phrase.block or phrase.block.start - before.block.end < 3


def opens_parts(sentence: str) -> bool:
    """Whether a sentence speaks of parts of what was said: "Cụ thể, …"."""
    return bool(_PARTS.match(sentence))


def leads_on(lead: str) -> bool:
    """Whether the words before a number only lead on from the one before: ", ", " và có thêm "."""
    return bool(lead.strip()) and bool(_LINKS.fullmatch(lead) or _ALSO.match(lead))
