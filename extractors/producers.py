"""Who makes a product: companies, co-operatives, households and workshops with a name.

A producer opens with a word for its kind ("HTX", "Công ty TNHH", "hộ kinh doanh") and runs through
its trade ("chế biến thủy sản") to its proper name ("Hải Bình"); a kind without a proper name
("các hợp tác xã") is nobody in particular.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from extractors.models import ProducerMention
from extractors.producer_names import (
    FIRST_OF_KIND,
    JOINERS,
    KIND,
    STOP,
    TRADE,
    has_name,
    is_plain,
    is_proper,
    person_on,
    words_on,
)
from extractors.reading import Reading, Sentence, Token

# Kinds that are common words too: they open a name only with a capital and right before one, or
# where makers are told: "của nhà vườn Tuấn Hùng", "(lò cốm Cửu Long, …", "Chủ thể: Ban quản lý …".
_LOOSE = frozenset(
    [
        "doanh nghiệp", "tập đoàn", "nghệ nhân", "nhà hàng", "xưởng", "lò", "nông trại",
        "trang trại", "nhà vườn", "ban quản lý", "hội quán", "làng nghề", "hội làng nghề", "hộ",
    ]
)  # fmt: skip
_TOLD = re.compile(r"(?:\b(?:của|do|chủ)|[(:–,;]|\s-)\s*$", re.IGNORECASE)
# Small groups that are often named after what they do: "Tổ hợp tác đan đát".
_GROUPS = ("Tổ hợp tác", "tổ hợp tác", "THT", "HTX")
# Those that are called by a person: "Cơ sở bà Én", while "công ty chị Én" is only the one she has.
_OF_A_PERSON = ("cơ sở", "lò", "xưởng", "nhà vườn", "trang trại")
_QUOTES = {"“": "”", '"': '"'}
LEAD = 4
"""Words of its trade between a common kind and the proper name: "lò gốm men lam Tám Bát"."""
NICKNAME = 3
"""Words behind its kind up to which a name may go on with a person: "Cơ sở tương bà Lý"."""
LONGEST = 18
"""Tokens a name may have after its kind."""


def find(reading: Reading) -> tuple[ProducerMention, ...]:
    """Every producer with a proper name, in order of the text.

    "rượu sim của HTX sản xuất kinh doanh Lê Minh" → `HTX sản xuất kinh doanh Lê Minh`. A name that
    touches the end of the text was cut off there, and is left out.
    """
    found: list[ProducerMention] = []
    text = reading.article.text
    whole = len(text.rstrip())
    for sentence, tokens in zip(reading.sentences, reading.tokens, strict=True):
        at = sentence.start
        for kind in _kinds(text, sentence, tokens):
            end = _end(tokens, kind) if kind.start() >= at else None
            if end is not None and end < whole:
                at = end
                found.append(_mention(text, kind.start(), end))
    return tuple(found)


def _kinds(text: str, sentence: Sentence, tokens: Sequence[Token]) -> Iterator[re.Match[str]]:
    """The kinds that a sentence names, none inside another."""
    behind = sentence.start
    for token in [t for t in tokens if t.surface.lower() in FIRST_OF_KIND]:
        if token.start >= behind:
            kind = KIND.match(text, token.start, sentence.end)
            if kind is not None:
                behind = kind.end()
                yield kind


def _mention(text: str, start: int, end: int) -> ProducerMention:
    surface = text[start:end]
    name = " ".join(re.sub('[“”"]', "", surface).split())
    return ProducerMention(start=start, end=end, surface=surface, name=name, rule="producer.kind")


def _end(tokens: Sequence[Token], kind: re.Match[str]) -> int | None:
    """Where the name ends, or None if no proper name follows the kind."""
    first = bisect_left(tokens, kind.end(), key=lambda t: t.start)
    if kind.group().lower() in _LOOSE and not _opens(tokens, first, kind):
        return None
    quoted = _quoted(tokens, first)
    if quoted:
        return quoted
    called = first + NICKNAME * kind.group().lower().startswith(_OF_A_PERSON)
    i, proper = first, False
    while i < min(len(tokens), first + LONGEST):
        step = words_on(tokens, i, proper) or (i < called and person_on(tokens, i))
        if step == 0:
            break
        i += step
        proper = proper or is_proper(tokens[first:i])
    while i > first and tokens[i - 1].surface in JOINERS:
        i -= 1
    if i > first and (has_name(tokens[first:i]) or _is_number(tokens[first:i], kind)):
        return tokens[_one_word(tokens, first, i) - 1].end
    return _described(tokens, first, kind)


def _is_number(name: Sequence[Token], kind: re.Match[str]) -> bool:
    """A company that is called by a number: "Công ty TNHH 688"."""
    company = kind.group().lower().startswith(("công ty", "ctcp", "cty"))
    return company and len(name) == 1 and len(name[0].surface) > 1 and name[0].surface.isdigit()


def _quoted(tokens: Sequence[Token], first: int) -> int | None:
    """The end of a name in quotes right behind its kind: "Công ty TNHH “Ba Miền”"."""
    if first + 1 >= len(tokens) or tokens[first].surface not in _QUOTES:
        return None
    if not tokens[first + 1].surface[0].isupper():
        return None
    closing = _QUOTES[tokens[first].surface]
    inside = tokens[first + 1 : first + LONGEST]
    return next((t.end for t in inside if t.surface == closing), None)


def _one_word(tokens: Sequence[Token], first: int, end: int) -> int:
    """Where a name ends that has a capital only to begin with: "HTX Thanh niên"."""
    if end - first > 1 or tokens[first].surface.isupper():
        return end
    while end < min(len(tokens), first + LEAD) and is_plain(tokens, end):
        end += 1
    return end


def _described(tokens: Sequence[Token], first: int, kind: re.Match[str]) -> int | None:
    """The end of a name without capitals, closed off as one: "(THT trồng trầu, xã Tân Lộc)"."""
    alone = tokens[0].start == kind.start()
    before = kind.string[max(kind.start() - 2, 0) : kind.start()].rstrip()
    if not (alone or before.endswith(("(", ":"))) or kind.group() not in _GROUPS:
        return None
    end = first + (first < len(tokens) and tokens[first].surface in ("trồng", "nuôi", "nấu"))
    while end < min(len(tokens), first + LEAD + 1) and is_plain(tokens, end, TRADE):
        end += 1
    closed = end == len(tokens) or (not alone and tokens[end].surface in (",", ";", ")"))
    own = any(t.surface not in TRADE for t in tokens[first:end])
    return tokens[end - 1].end if own and closed and end > first + 1 else None


def _opens(tokens: Sequence[Token], first: int, kind: re.Match[str]) -> bool:
    """Whether a common word is a kind here: "Trang trại Hoa Mai", "của lò bánh Tân Hưng"."""
    next_words = [t.surface for t in tokens[first : first + 1 + LEAD]]
    lead = next((i for i, word in enumerate(next_words) if word[0].isupper()), None)
    if lead is None or not all(w.isalpha() and w not in STOP for w in next_words[:lead]):
        return False
    if kind.group().lower() == "hộ":  # "12 hộ Mông" are nobody, "hộ Lò Thị Đôi" is
        full = next_words[1:2] != [] and next_words[1][0].isupper()
        return lead == 0 and (full or next_words[0][1:2] in ("'", "’"))  # "K'Brèo"
    told = _TOLD.search(kind.string, max(kind.start() - 12, 0), kind.start()) is not None
    if kind.group().lower() == "lò":  # "Lò Văn Hặc" is a person
        return told and next_words[lead] not in ("Văn", "Thị")
    return told or (kind.group()[0].isupper() and lead == 0)
