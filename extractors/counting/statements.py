"""What each number of products means, said by what was said before it in the article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from extractors.counting.gazette import Gazette
from extractors.counting.headings import headed
from extractors.counting.levels import rating_of
from extractors.counting.memory import (
    NO_PROGRAMME,
    SAID_BEFORE,
    Memory,
    Statement,
    is_near,
    leads_on,
)
from extractors.counting.objections import Surroundings, objection
from extractors.counting.owners import Owner, Owners
from extractors.counting.phrases import Phrase, phrases
from extractors.counting.references import (
    counts_files,
    is_about_programme,
    may_be_one,
    out_of,
    points_back,
    refers_back,
    speaks_of_rating,
    splits_entrants,
    this_level,
    this_number,
)
from extractors.counting.standing import as_of, granted, scope
from extractors.counting.status import Said, status_of
from extractors.models import Article, PlaceMention, StarMention, Status
from extractors.reading import Reading
from extractors.stars import PROGRAMME

# "Vịt, măng khô, nếp Cay Nọi là ba sản phẩm của huyện"
_ARE_NAMED = re.compile(r",[^,:;]* là $")


def statements(reading: Reading, gazette: Gazette, stars: Sequence[StarMention]) -> list[Statement]:
    """Every number of products with its meaning, also those that are no count, and why."""
    flat = reading.article.text.replace("\n", " ")
    context = _Context(reading.article, flat, gazette, stars)
    for phrase in phrases(reading, flat, stars, gazette):
        context.hear(phrase)
    return context.heard


class _Context:
    """What was said so far in an article, to understand the next number by."""

    def __init__(
        self, article: Article, flat: str, gazette: Gazette, stars: Sequence[StarMention]
    ) -> None:
        self._memory = Memory(flat)
        self._headed = headed(flat, article.blocks, stars)
        self._flat = flat
        self._gazette = gazette
        self._owners = Owners(flat, gazette)
        self._title = article.title

    @cached_property
    def _is_about_programme(self) -> bool:
        return is_about_programme(self._title, self._flat)

    @property
    def heard(self) -> list[Statement]:
        """All statements so far."""
        return self._memory.said

    def hear(self, phrase: Phrase) -> None:
        """Understand one more number and remember it; "một sản phẩm" may be no number."""
        lead, tail = self._around(phrase)
        if not _is_number(phrase, lead):
            return
        owner = self._owners.of(phrase)
        total = self._memory.total(phrase, lead, owner)
        said_so = total or self._said_alike(phrase, lead, tail, owner)
        level, at_least = rating_of(phrase, lead, tail, said_so)
        if level is None and self._opens_line(phrase, owner):
            level = self._headed.get(phrase.block.start)
        here = self._memory.here(phrase)
        status, aimed = status_of(self._flat, phrase, Said(lead, tail, total, said_so, here))
        self._memory.said.append(
            Statement(
                phrase=phrase,
                total=total,
                stars=level,
                at_least=at_least,
                status=status,
                aimed=aimed,
                takes_up=refers_back(lead, tail),
                owner=owner,
                places=self._places(phrase, owner, total),
                scope=scope(lead, tail) or (total.scope if total else None),
                as_of=as_of(lead) or (total.as_of if total else None),
                objection=self._objection(phrase, lead, tail, total, owner),
            )
        )

    def _around(self, phrase: Phrase) -> tuple[str, str]:
        """The words before and after the number, without a rating before it."""
        (start, end), star = phrase.lead, phrase.star
        lead, tail = self._flat[start:end], self._flat[slice(*phrase.tail)]
        if star and phrase.rated_before:
            lead = self._flat[start : star.start] + self._flat[star.end : end]
        return lead, tail

    def _opens_line(self, phrase: Phrase, owner: Owner | None) -> bool:
        """Whether the unit whose number it is begins its line: "Huyện Sơn Hòa (3 sản phẩm): …"."""
        unit = owner.places[0] if owner else None
        return unit is not None and not self._flat[phrase.block.start : unit.start].strip(" -+•*")

    # --- meaning

    def _places(
        self, phrase: Phrase, owner: Owner | None, total: Statement | None
    ) -> tuple[PlaceMention | None, ...]:
        """Said by its own words, its total, its sentence, those before, the article: the first."""
        return next(places for places in self._candidates(phrase, owner, total) if places)

    def _candidates(
        self, phrase: Phrase, owner: Owner | None, total: Statement | None
    ) -> Iterator[tuple[PlaceMention | None, ...]]:
        """What may tell the places of a number, the surest first."""
        if owner is not None and owner.said in {"of", "subject"}:
            yield owner.places
        if total is not None:
            yield total.places
        if owner is not None and owner.said == "grantor":
            yield owner.places
        last = self._memory.last
        if last and last.phrase.sentence == phrase.sentence:
            yield _one_of_one(last)
        if later := self._owners.after(phrase):
            yield (later,)
        if self._owners.is_central(phrase):
            yield (None,)
        yield from self._told_before(phrase, last)
        if owner is not None:
            yield owner.places
        if subject := self._gazette.subject():
            yield (subject,)
        if last:
            yield _one_of_one(last)
        yield (None,)

    def _told_before(
        self, phrase: Phrase, last: Statement | None
    ) -> Iterator[tuple[PlaceMention | None, ...]]:
        """What the sentences before it in its block speak of."""
        root = last.root if last and last.phrase.block is phrase.block else None
        if root and root is not last:
            yield _one_of_one(root)
        if self._memory.has_listed(phrase) and (subject := self._gazette.subject()):
            yield (subject,)
        if before := self._owners.before(phrase, root.phrase.end if root else 0):
            yield before.places
        if root:
            yield _one_of_one(root)

    # --- what is no count

    def _objection(
        self, phrase: Phrase, lead: str, tail: str, total: Statement | None, owner: Owner | None
    ) -> str | None:
        """Why it is no count of an area or batch, None where it is one."""
        return (
            self._guilt_by_company(phrase, lead, tail, total, owner)
            or objection(self._surroundings(phrase, lead, tail, total, owner))
            or self._repeated(phrase, lead, tail)
            or self._split_of_entrants(phrase, lead, tail, total, owner)
            or self._off_topic(phrase, lead, tail, total, owner)
        )

    def _guilt_by_company(
        self, phrase: Phrase, lead: str, tail: str, total: Statement | None, owner: Owner | None
    ) -> str | None:
        """Parts of a producer's products are a producer's, and so is the rest of his list."""
        if total is not None:
            before = self._flat[phrase.sentence[0] : total.phrase.start]
            again = granted(tail) and not tail.startswith(" giữ")
            kept = total.objection == "gone" and (
                (again and (out_of(before) or " lại" in tail[:40])) or " lại" in lead[-8:]
            )
            return None if total.is_passed_over or kept else f"part of: {total.objection}"
        here = self._memory.here(phrase)
        rest = self._flat.startswith(" còn lại", phrase.tail[0])
        if not here or rest or here[-1].is_passed_over:
            return None
        objection = here[-1].objection
        if owner is None and leads_on(lead):
            is_same = objection in {"one producer", "of a producer", "on show"}
        else:  # "tỉnh A mang đến 120 sản phẩm, tỉnh B 40 sản phẩm"
            is_same = objection == "on show" and self._is_bare_unit(phrase)
        return f"with: {objection}" if is_same else None

    def _said_alike(
        self, phrase: Phrase, lead: str, tail: str, owner: Owner | None
    ) -> Statement | None:
        """An earlier number of which was said what holds for this one too: "trong số này"."""
        return (
            self._item_before(phrase)
            or self._memory.same_before(phrase, owner)
            or (self._memory.whole if this_number(lead) else None)
            or (self._memory.last if this_level(tail) else None)
        )

    def _item_before(self, phrase: Phrase) -> Statement | None:
        """ "A có 3 sản phẩm mới đạt 3 sao, B 2 sản phẩm": what is said of A's holds for B's."""
        here = self._memory.here(phrase)
        goes_on = here and here[-1].owner and here[-1].total is None and self._is_bare_unit(phrase)
        return here[-1] if goes_on and phrase.star is None else None

    def _is_bare_unit(self, phrase: Phrase) -> bool:
        """Whether nothing but a unit stands before the number."""
        units = self._gazette.within(*phrase.lead)
        return len(units) == 1 and not re.sub(
            r"[\s,;]|và",
            "",
            self._flat[phrase.lead[0] : units[0].start] + self._flat[units[0].end : phrase.lead[1]],
        )

    def _surroundings(
        self, phrase: Phrase, lead: str, tail: str, total: Statement | None, owner: Owner | None
    ) -> Surroundings:
        """What the objections to a number are decided on."""
        is_subject = owner is not None and owner.said == "subject"
        return Surroundings(
            lead=lead,
            tail=tail,
            before=self._flat[max(0, phrase.lead[1] - 24) : phrase.lead[1]],
            speaker=self._flat[phrase.block.start : phrase.lead[0]],
            rated=phrase.star is not None,
            part=total is not None,
            areas=len(owner.places) if owner else 0,
            subject_at=owner.at - phrase.lead[0] if owner and is_subject else None,
        )

    def _repeated(self, phrase: Phrase, lead: str, tail: str) -> str | None:
        """A number said before and now only taken up again, unless its rating is news."""
        same = [s for s in self._memory.said if s.count == phrase.count]
        rated = phrase.star is not None
        if not same and not rated and points_back(tail):
            return SAID_BEFORE
        if not same or not (refers_back(lead, tail) or not (lead.strip() or rated)):
            return None
        if not same[-1].is_passed_over and same[-1].objection != "kind":
            return same[-1].objection
        return None if rated and same[-1].stars is None else SAID_BEFORE

    def _split_of_entrants(
        self, phrase: Phrase, lead: str, tail: str, total: Statement | None, owner: Owner | None
    ) -> str | None:
        if counts_files(self._flat[phrase.number.end : phrase.end]):
            return "applications"
        if total is None or phrase.star or owner or total.status is not Status.TARGET:
            return None
        return "entrants" if splits_entrants(lead, tail, plan=total.aimed) else None

    def _off_topic(
        self, phrase: Phrase, lead: str, tail: str, total: Statement | None, owner: Owner | None
    ) -> str | None:
        """Products of what? The programme must be named nearby, or the article be about it."""
        block = phrase.block.start, phrase.block.end
        if phrase.star is not None or PROGRAMME.search(self._flat, *block):
            return None
        if total is not None:
            return None if total.objection in {None, SAID_BEFORE, "gone"} else NO_PROGRAMME
        counted = [s for s in self._memory.said if s.objection is None]
        near = any(is_near(s.phrase, phrase) for s in counted[-3:])
        if near or any(s.count == phrase.count for s in counted):
            return None
        spoken = owner is not None or speaks_of_rating(lead, tail)
        return None if spoken and self._is_about_programme else NO_PROGRAMME


def _is_number(phrase: Phrase, lead: str) -> bool:
    """Whether "một sản phẩm" is one product and not just "a product"."""
    if phrase.number.surface.lower() == "một":
        return phrase.star is not None and may_be_one(lead)
    if phrase.number.surface.isalpha() and _ARE_NAMED.search(lead):
        return False
    return phrase.count != 1 or phrase.star is not None or bool(lead.strip())


def _one_of_one(s: Statement) -> tuple[PlaceMention | None, ...]:
    return s.places if len(s.places) == 1 else ()
