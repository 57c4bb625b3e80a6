"""Names of products: every one the text names, OCOP or not; its standing is decided later.

A linear-chain model reads each sentence (words, lexicon of head nouns, list structure, the roles of
producers, places and stars already found). Lists then mend what it leaves uneven: where most items
are products the others are too, and an item's name ends where the list's marks say.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import as_file, files

from extractors.dropped_heads import further_measures, heads
from extractors.lists import Item, enumerations, trimmed
from extractors.models import Mention, ProductMention
from extractors.product_features import Row, about, head_at, rows
from extractors.reading import Reading, Token
from extractors.topic import speaks_of_ocop
from extractors.vi.nlp import Tagger, load_tagger
from extractors.vi.text import key

MODEL = "data/products.crfsuite"
DOUBTFUL = 0.05
"""An item among products is one itself if the model gives it at least this much."""
SHORT = 1500
"""Characters; a longer article that never names the programme presents no OCOP product, while a
shorter one may be an excerpt."""
LONGEST = 10
"""Tokens of a name that only its list vouches for."""

Span = tuple[int, int]


@cache
def tagger() -> Tagger:
    """The shipped model; written by `python -m knowledge.train`."""
    with as_file(files("extractors").joinpath(MODEL)) as path:
        return load_tagger(path)


def find(
    reading: Reading, roles: Sequence[Mention], model: Tagger | None = None
) -> tuple[ProductMention, ...]:
    """Every product named in the text, in order; `roles` are the producers, places and stars.

    A name that touches the end of the text was cut off there, and is left out. `confidence` is the
    model's own, not yet calibrated; another `model` is for training only.
    """
    text = reading.article.text
    if len(text) > SHORT and not speaks_of_ocop(text):
        return ()
    model = model or tagger()
    found: list[ProductMention] = []
    marks = marks_of(reading, roles)
    for tokens, mark, features in zip(
        reading.tokens, marks, sentence_rows(reading, marks), strict=True
    ):
        chances = _Chances(model, features) if features else None
        if chances and (tagged := spans(chances.labels())):
            found += _in_sentence(reading, tokens, mark, tagged, chances)
    whole = len(text.rstrip())
    return tuple(mention for mention in found if mention.end < whole)


def _in_sentence(
    reading: Reading,
    tokens: Sequence[Token],
    marks: Sequence[str],
    tagged: Sequence[Span],
    chances: _Chances,
) -> list[ProductMention]:
    by_list = mended(tokens, marks, tagged, chances)
    left_out = heads(tokens, by_list)
    return [
        replace(
            _mention(
                reading, tokens, span, chances.of(span), "model" if span in tagged else "list"
            ),
            full_name=_completed(reading, tokens, left_out.get(span), span),
        )
        for span in by_list
    ]


def _completed(
    reading: Reading, tokens: Sequence[Token], head: Span | None, span: Span
) -> str | None:
    """The full form of a name whose head stands before it."""
    if head is None:
        return None
    parts = [reading.article.text[tokens[a].start : tokens[b - 1].end] for a, b in (head, span)]
    return " ".join(" ".join(parts).split())


def _mention(
    reading: Reading, tokens: Sequence[Token], span: Span, chance: float, rule: str
) -> ProductMention:
    start, end = tokens[span[0]].start, tokens[span[1] - 1].end
    surface = reading.article.text[start:end]
    return ProductMention(
        start=start,
        end=end,
        surface=surface,
        name=" ".join(surface.split()),
        rule=f"product.{rule}",
        confidence=round(chance, 4),
    )


def spans(labels: Sequence[str]) -> list[Span]:
    """`(first, last + 1)` of each name: `["O", "B", "I", "B"]` → `[(1, 3), (3, 4)]`."""
    found: list[Span] = []
    for i, label in enumerate(labels):
        if label == "B" or (label == "I" and (i == 0 or labels[i - 1] == "O")):
            found.append((i, i + 1))
        elif label == "I":
            found[-1] = (found[-1][0], i + 1)
    return found


class _Chances:
    """How sure the model is of a span: its least sure boundary or token."""

    def __init__(self, tagger: Tagger, features: Sequence[Row]) -> None:
        self._marginals = tagger.marginals(features)
        labels = tagger.labels()
        self._begin, self._inside, self._outside = map(labels.index, "BIO")

    def labels(self) -> list[str]:
        """The likeliest label of each token; a name goes on only where one has begun."""
        found: list[str] = []
        label = "O"
        for row in self._marginals:
            begins, outside = row[self._begin], row[self._outside]
            inside = 0.0 if label == "O" else row[self._inside]
            best = max(begins, inside, outside)
            label = "O" if best == outside else "B" if best == begins else "I"
            found.append(label)
        return found

    def begins(self, i: int) -> float:
        return self._marginals[i][self._begin]

    def of(self, span: Span) -> float:
        first, last = span
        inside = [self._marginals[i][self._inside] for i in range(first + 1, last)]
        goes_on = self._marginals[last][self._inside] if last < len(self._marginals) else 0.0
        return min([self.begins(first), 1.0 - goes_on, *inside])


def mended(
    tokens: Sequence[Token], marks: Sequence[str], tagged: Sequence[Span], chances: _Chances
) -> list[Span]:
    """The tagged spans with those that their list adds or completes."""
    grown = (_grown(tokens, marks, span) for span in tagged)
    cut = (trimmed(tokens, *span) for span in grown)
    found = {(item.first, item.last) for item in cut if item is not None}
    for items in enumerations(tokens, marks):
        hits = sum((item.first, item.last) in found for item in items)
        if hits >= 2 or 2 * hits >= len(items):
            for item in items:
                if _is_name(tokens, marks, item):
                    _mend(item, found, chances, most=_vouches(tokens, items, hits))
        _join(tokens, items, found)
    found |= {more for span in found for more in further_measures(tokens, span)}
    return _apart(found)


def _grown(tokens: Sequence[Token], marks: Sequence[str], span: Span) -> Span:
    """The span with the capitals that touch it: "Gạo nếp tan Mường" + "Và", "VICUMAX" + "NANO".

    Of 1,579 labelled names two are followed and two preceded by a capital that is not theirs.
    """
    first, last = span
    while last < len(tokens) and tokens[last].surface[0].isupper() and not marks[last]:
        last += 1
    while first > 1 and _is_own_capital(tokens, marks, first - 1):
        first -= 1
    return first, last


def _is_own_capital(tokens: Sequence[Token], marks: Sequence[str], i: int) -> bool:
    word = tokens[i].surface
    return word[0].isupper() and not marks[i] and not speaks_of_ocop(word)


def _join(tokens: Sequence[Token], items: Sequence[Item], found: set[Span]) -> None:
    """One product of several bare utensils: "ống hút, cốc, dao, thìa dĩa tre Gia Phát"."""
    utensils: list[Item] = []
    for item in items:
        touches = not utensils or item.first == utensils[-1].last + 1
        if touches and _is_bare_utensil(tokens, item):
            utensils.append(item)
            continue
        if touches and len(utensils) > 1 and tokens[item.last - 1].surface[0].isupper():
            whole = (utensils[0].first, item.last)
            found -= {s for s in found if whole[0] <= s[0] and s[1] <= whole[1]}
            found.add(whole)
        utensils = []


def _is_bare_utensil(tokens: Sequence[Token], item: Item) -> bool:
    keys = [key(t.surface) for t in tokens[item.first : item.last]]
    head = head_at(keys, 0)
    return head is not None and head == (len(keys), "thủ công mỹ nghệ")


def _apart(found: set[Span]) -> list[Span]:
    """In order, of crossing spans the longer."""
    kept: list[Span] = []
    for span in sorted(found, key=lambda s: (s[0], -s[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _vouches(tokens: Sequence[Token], items: Sequence[Item], hits: int) -> bool:
    """Whether a list says that all its items are products: most are, or all begin with capitals."""
    capitals = all(tokens[item.first].surface[0].isupper() for item in items)
    return 2 * hits >= len(items) or (capitals and hits > 2)


def _mend(item: Item, found: set[Span], chances: _Chances, *, most: bool) -> None:
    span = (item.first, item.last)
    crossing = [s for s in found if s[0] < item.last and item.first < s[1]]
    if span in found:
        return
    if not crossing and most and chances.begins(item.first) >= DOUBTFUL:
        found.add(span)
    elif len(crossing) == 1 and item.first <= crossing[0][0] and crossing[0][1] <= item.last:
        found.remove(crossing[0])
        found.add(span)


def _is_name(tokens: Sequence[Token], marks: Sequence[str], item: Item) -> bool:
    """Whether an item can be a product's name: it opens with a head noun or a capital."""
    length = item.last - item.first
    word = tokens[item.first].surface
    if length > LONGEST or not word[0].isalpha() or marks[item.first] in ("place", "producer"):
        return False
    if word[0].isupper() and length > 1:
        return True
    keys = [key(t.surface) for t in tokens[item.first : item.last]]
    return head_at(keys, 0) is not None


def sentence_rows(reading: Reading, marks: Sequence[Sequence[str]]) -> Iterator[list[Row]]:
    """The features of each sentence's tokens, as the model was trained on."""
    text = reading.article.text
    before = "-"
    for sentence, tokens, mark in zip(reading.sentences, reading.tokens, marks, strict=True):
        words = text[sentence.start : sentence.end]
        yield rows(tokens, mark, about(words, before))
        before = ":" if words.rstrip().endswith(":") else "-"


def marks_of(reading: Reading, roles: Sequence[Mention]) -> list[list[str]]:
    """Per token the kind of mention it lies in: `place`, `producer`, `star` or ""."""
    ordered = sorted(roles, key=lambda m: (m.start, -m.end))
    found = []
    at = 0
    for sentence, tokens in zip(reading.sentences, reading.tokens, strict=True):
        marks = [""] * len(tokens)
        while at < len(ordered) and ordered[at].start < sentence.end:
            _mark(tokens, marks, ordered[at])
            at += 1
        found.append(marks)
    return found


def _mark(tokens: Sequence[Token], marks: list[str], role: Mention) -> None:
    name = role.rule.split(".", maxsplit=1)[0]
    first = bisect_left(tokens, role.start, key=lambda t: t.start)
    last = bisect_right(tokens, role.end, lo=first, key=lambda t: t.end)
    marks[first:last] = [mark or name for mark in marks[first:last]]
