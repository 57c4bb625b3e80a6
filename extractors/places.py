"""Administrative units named in a text, each mention typed and written out.

First what the text types itself ("huyện Mộc Châu", "các xã A, B và C", "TP.HCM"), then the names
of provinces, then other bare names, which count only where their surroundings say "place": in
brackets, in lists, after "ở" and the like, and only if the article speaks of that area.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from extractors.models import Level, Mention, PlaceMention
from extractors.place_words import TypeWord, Words, type_at, words_of
from extractors.reading import Reading
from extractors.vi.units import LEVELS, Unit, units


@dataclass(slots=True)
class Spot:
    """A name taken for a place: words `start:end` of sentence `at`."""

    at: int
    start: int
    end: int
    type: str
    level: Level
    key: str
    name: str
    rule: str


_SEPARATORS = frozenset([",", ";", "và", "cùng", "với", "hay", "hoặc", "&", "-", "–", "—", "..."])
_MANY = frozenset(
    [
        "các",
        "những",
        "hai",
        "ba",
        "bốn",
        "năm",
        "sáu",
        "bảy",
        "tám",
        "chín",
        "mười",
        "mấy",
        "nhiều",
        "vài",
        "số",
        "2",
        "3",
        "4",
        "5",
        "6",
        "7",
        "8",
        "9",
        "10",
        "11",
        "12",
        "13",
        "14",
        "15",
    ]
)
_SURNAMES = frozenset(
    [
        "nguyễn",
        "trần",
        "lê",
        "phạm",
        "hoàng",
        "huỳnh",
        "phan",
        "vũ",
        "võ",
        "đặng",
        "bùi",
        "đỗ",
        "hồ",
        "ngô",
        "dương",
        "lý",
        "đinh",
        "đoàn",
        "trịnh",
        "mai",
        "tô",
        "hà",
        "cao",
        "triệu",
        "lưu",
        "lương",
        "tạ",
        "quách",
        "thái",
        "châu",
        "tống",
        "chu",
        "đào",
        "trương",
        "vương",
        "phùng",
    ]
)


def find(reading: Reading, taken: Sequence[Mention] = ()) -> tuple[PlaceMention, ...]:
    """Every mention of an administrative unit, in order of the text, none inside another.

    `taken` are stretches known to be something else, products and producers: no place is found
    inside them. "(xã Trà Linh, Nam Trà My)" → `xã Trà Linh`, `huyện Nam Trà My`.
    """
    search = _Search(reading, taken)
    search.typed()
    search.provinces()
    return search.mentions()


class _Search:
    def __init__(self, reading: Reading, taken: Sequence[Mention]) -> None:
        self.reading = reading
        self.units = units()
        self.sentences = [words_of(tokens) for tokens in reading.tokens]
        self.spots: list[Spot] = []
        self.used: list[list[bool]] = [[False] * len(words) for words in self.sentences]
        published = reading.article.published
        self.day = published.date() if published else date(2024, 12, 31)

    # --- results

    def add(
        self,
        at: int,
        start: int,
        name: int,
        end: int,
        kind: str,
        level: Level,
        written: str,
        rule: str,
    ) -> Spot:
        words = self.sentences[at]
        key = " ".join(words.forms[name:end])
        spot = Spot(at, start, end, kind, level, key, written, rule)
        self.spots.append(spot)
        for i in range(start, end):
            self.used[at][i] = True
        return spot

    def mentions(self) -> tuple[PlaceMention, ...]:
        text = self.reading.article.text
        found = []
        for spot in self.spots:
            tokens = self.sentences[spot.at].tokens
            start, end = tokens[spot.start].start, tokens[spot.end - 1].end
            found.append(
                PlaceMention(
                    start=start,
                    end=end,
                    surface=text[start:end],
                    name=f"{spot.type} {spot.name}",
                    level=spot.level,
                    rule=spot.rule,
                )
            )
        return tuple(sorted(found, key=lambda m: m.start))

    # --- typed names and what hangs on them

    def typed(self) -> None:
        for at, words in enumerate(self.sentences):
            i = 0
            while i < len(words):
                kind = type_at(words, i)
                end = self.typed_at(at, words, kind) if kind else i
                i = max(end, i + 1)

    def typed_at(self, at: int, words: Words, kind: TypeWord) -> int:
        """Take the name after a type word, and its list; the word to go on from."""
        many = kind.start > 0 and words.lower[kind.start - 1] in _MANY
        first = kind.name
        if many and first < len(words) and words.surface[first] == "(":
            first += 1
        level = LEVELS[kind.type]
        end = self.name_end(words, first, kind, level)
        if end == first:
            return kind.start + 1
        level = self.level_of(words, first, end, kind.type)
        self.add(
            at,
            kind.start if first == kind.name else first,
            first,
            end,
            kind.type,
            level,
            self.written(words, first, end, level),
            "place.typed",
        )
        return self.list_after(at, words, end, kind, level, many)

    def name_end(self, words: Words, first: int, kind: TypeWord, level: Level) -> int:
        """End of the name at `first`: the longest known one, else the capitals if they may be one."""
        if first >= len(words):
            return first
        if words.surface[first].isdigit():
            return (
                first + 1
                if (kind.type in ("quận", "phường") and not kind.short)
                or words.surface[kind.start] in "QP"
                else first
            )
        if not words.capital[first]:
            return first
        run = words.run(first)
        known = self.known_end(words, first, level)
        if known > first and (known - first > 1 or run == known):
            return known
        if kind.short or run - first > 4:
            return known
        if level is not Level.COMMUNE or run - first < 2 or self.person(words, first, run):
            return known
        return run

    def known_end(self, words: Words, first: int, level: Level) -> int:
        end = self.units.match(words.forms, first, level)
        if level is Level.DISTRICT:
            end = max(end, self.units.match(words.forms, first, Level.PROVINCE))
        return end

    def person(self, words: Words, first: int, end: int) -> bool:
        return end - first >= 3 and words.lower[first] in _SURNAMES

    def level_of(self, words: Words, first: int, end: int, kind: str) -> Level:
        """`thành phố Hải Phòng` is a province, `thành phố Hạ Long` is none."""
        key = " ".join(words.forms[first:end])
        if kind == "thành phố" and any(
            u.type == kind and u.level is Level.PROVINCE for u in self.units.named(key)
        ):
            return Level.PROVINCE
        return LEVELS[kind]

    def written(self, words: Words, first: int, end: int, level: Level) -> str:
        """The name as the text has it, in the table's words where the text abbreviates or shouts."""
        key = " ".join(words.forms[first:end])
        text = words.text(first, end)
        named = [u for u in self.units.named(key) if u.level is level]
        if named and (text.isupper() or len(named[0].name.split()) != len(text.split())):
            return named[0].name
        return text.title() if text.isupper() and len(text) > 3 else text

    def list_after(
        self, at: int, words: Words, end: int, kind: TypeWord, level: Level, many: bool
    ) -> int:
        """Take ", B và C" after a typed name."""
        while True:
            first = end
            while first < len(words) and words.lower[first] in _SEPARATORS:
                first += 1
            if (
                first == end
                or first >= len(words)
                or not words.capital[first]
                or type_at(words, first)
            ):
                return end
            known = self.units.match(words.forms, first, level)
            if known == first:
                parent = self.parent_at(at, words, first)
                if parent is None or (many and words.lower[first - 1] == "và"):
                    return end
                end = parent
                continue
            if not many:
                parent = self.parent_at(at, words, first)
                if parent is not None:
                    end = parent
                    continue
                if not self.sibling(at, words, first, known):
                    return end
            if words.run(first) != known:
                return end
            self.add(
                at,
                first,
                first,
                known,
                kind.type,
                level,
                self.written(words, first, known, level),
                "place.list",
            )
            end = known

    def sibling(self, at: int, words: Words, first: int, end: int) -> bool:
        last = self.spots[-1]
        a = {
            u.parent_code
            for u in self.units.named(last.key)
            if u.level is last.level and u.type == last.type
        }
        b = {
            u.parent_code
            for u in self.units.named(" ".join(words.forms[first:end]))
            if u.level is last.level and u.type == last.type
        }
        return bool(a & b)

    def parent_at(self, at: int, words: Words, first: int) -> int | None:
        """Take a bare name that contains the last unit taken: "xã Trà Linh, Nam Trà My"."""
        last = self.spots[-1]
        if last.at != at or words.lower[first - 1] == "và":
            return None
        end = self.units.match(words.forms, first)
        if end == first or words.run(first) != end:
            return None
        key = " ".join(words.forms[first:end])
        over = [
            above
            for unit in self.units.named(last.key)
            if unit.level is last.level
            for above in self.units.above(unit)
            if above in self.units.named(key)
        ]
        if not over:
            return None
        unit = self.best(over)
        self.add(
            at,
            first,
            first,
            end,
            unit.type,
            unit.level,
            self.written(words, first, end, unit.level),
            "place.chain",
        )
        return end

    def best(self, choices: Sequence[Unit]) -> Unit:
        """The one valid when the article appeared, else the latest before."""
        valid = [u for u in choices if u.valid_on(self.day)]
        return (valid or sorted(choices, key=lambda u: u.valid_to or date.max))[-1]

    # --- bare provinces

    def provinces(self) -> None:
        for at, words in enumerate(self.sentences):
            i = 0
            while i < len(words):
                if not words.capital[i] or self.used[at][i]:
                    i += 1
                    continue
                run = words.run(i)
                end = self.units.match(words.forms, i, Level.PROVINCE)
                if end == i or (run != end and not words.surface[end].isupper()):
                    i = run if end == i else end
                    continue
                key = " ".join(words.forms[i:end])
                unit = self.best([u for u in self.units.named(key) if u.level is Level.PROVINCE])
                self.add(
                    at,
                    i,
                    i,
                    end,
                    unit.type,
                    unit.level,
                    self.written(words, i, end, unit.level),
                    "place.province",
                )
                i = max(end, run)
