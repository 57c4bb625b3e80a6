"""Names of products: every one the text names, OCOP or not; its standing is decided later.

A linear-chain model reads each sentence (words, lexicon of head nouns, list structure, the roles of
producers, places and stars already found). Lists then mend what it leaves uneven: where most items
are products the others are too, and an item's name ends where the list's marks say.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import as_file, files

from extractors.models import Mention, ProductMention
from extractors.naming.dropped_heads import Span, left_out
from extractors.naming.features import Features, about, features
from extractors.naming.listed import DOUBTFUL, mended, of_lines
from extractors.reading import Reading, Token
from extractors.topic import speaks_of_ocop
from extractors.vi.nlp import Tagger, load_tagger
from extractors.vi.text import key, words

MODEL = "data/products.crfsuite"
SHORT = 1500
"""Characters; a longer article that never names the programme presents no OCOP product, while a
shorter one may be an excerpt."""

BEGINS = 0.5
"""Chance from which a word begins a name."""
GOES_ON = 0.5
"""Chance from which a name that has begun goes on."""

# Words for kinds of goods, which are no product's name: "nông sản, trái cây, bánh kẹo".
_KINDS = frozenset(
    key(kind.replace("-", " "))
    for kind in words(
        """
        nông-sản thủy-sản hải-sản lâm-sản đặc-sản trái-cây trái-cây-tươi hoa-quả hoa-quả-tươi
        rau rau-củ rau-củ-quả rau-quả củ-quả hoa-tươi cây-ăn-quả cây-ăn-trái cây-cảnh cây-giống
        gia-vị bánh-kẹo đồ-uống nước-giải-khát dầu-ăn thực-phẩm thực-phẩm-chức-năng
        thực-phẩm-bảo-vệ-sức-khỏe dược-liệu thảo-dược gia-súc gia-cầm vật-nuôi
        thủ-công-mỹ-nghệ hàng-thủ-công đồ-thủ-công đồ-gỗ đồ-khô hàng-khô
        quà-tặng quà-lưu-niệm du-lịch
        du-lịch-cộng-đồng du-lịch-sinh-thái dịch-vụ-du-lịch dịch-vụ-du-lịch-cộng-đồng
        điểm-du-lịch khu-trải-nghiệm làng-nghề làng-văn-hóa
        """
    )
)


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
    for tokens, mark, seen in zip(
        reading.tokens, marks, sentence_features(reading, marks), strict=True
    ):
        chances = _Chances(model, seen) if seen.rows else None
        if chances and (chances.name_something() or _tells(mark)):
            found += _in_sentence(reading, tokens, mark, seen, chances)
    for index, span in of_lines(reading, marks, [m.start for m in found]):
        found.append(_mention(reading, reading.tokens[index], span, DOUBTFUL, rule="line"))
    whole = len(text.rstrip())
    named = sorted((m for m in found if key(m.name) not in _KINDS), key=lambda m: m.start)
    return tuple(m for m in named if m.end < whole)


def _tells(marks: Sequence[str]) -> bool:
    """Whether a sentence has what vouches for names that the model does not see."""
    return "producer" in marks or "star" in marks


def _in_sentence(
    reading: Reading,
    tokens: Sequence[Token],
    marks: Sequence[str],
    seen: Features,
    chances: _Chances,
) -> list[ProductMention]:
    """The names of a sentence: those the model tags, mended and added to by its lists."""
    tagged = spans(chances.labels())
    by_list = mended(tokens, marks, seen.lists, tagged, chances)
    dropped = left_out(tokens, by_list)
    found = []
    for span in by_list:
        rule = "model" if span in tagged else "list"
        full = _completed(reading, tokens, dropped.get(span), span)
        found.append(_mention(reading, tokens, span, chances.of(span), rule=rule, full_name=full))
    return found


def _completed(
    reading: Reading, tokens: Sequence[Token], head: Span | None, span: Span
) -> str | None:
    """The full form of a name whose head stands before it."""
    if head is None:
        return None
    parts = [reading.article.text[tokens[a].start : tokens[b - 1].end] for a, b in (head, span)]
    return " ".join(" ".join(parts).split())


def _mention(
    reading: Reading,
    tokens: Sequence[Token],
    span: Span,
    chance: float,
    *,
    rule: str,
    full_name: str | None = None,
) -> ProductMention:
    """The product that this span of tokens names."""
    start, end = tokens[span[0]].start, tokens[span[1] - 1].end
    surface = reading.article.text[start:end]
    return ProductMention(
        start=start,
        end=end,
        surface=surface,
        name=" ".join(surface.split()),
        full_name=full_name,
        rule=f"product.{rule}",
        confidence=round(chance, 4),
    )


def spans(labels: Sequence[str]) -> list[Span]:
    """`(first, last + 1)` of each name: `["O", "B", "I", "B"]` → `[(1, 3), (3, 4)]`."""
    found: list[Span] = []
    for i, label in enumerate(labels):
        if label == "O":
            continue
        if label == "B" or i == 0 or labels[i - 1] == "O":
            found.append((i, i + 1))
        else:
            found[-1] = (found[-1][0], i + 1)
    return found


class _Chances:
    """How sure the model is of a span: its least sure boundary or token."""

    def __init__(self, tagger: Tagger, seen: Features) -> None:
        self._marginals = tagger.marginals(seen.rows)
        labels = tagger.labels()
        self._begin, self._inside = map(labels.index, "BI")

    def name_something(self) -> bool:
        """Whether any name begins: in most sentences none does."""
        begin = self._begin
        return any(row[begin] >= BEGINS for row in self._marginals)

    def labels(self) -> list[str]:
        """The likeliest label of each token. Where a name has begun it goes on while that is
        likelier than not, however likely the name itself is."""
        found: list[str] = []
        label, chance = "O", 0.0
        for row in self._marginals:
            begins, inside = row[self._begin], row[self._inside]
            if label != "O" and inside >= GOES_ON * chance and inside > begins:
                label, chance = "I", inside
            else:
                label, chance = ("B", begins) if begins >= BEGINS else ("O", 0.0)
            found.append(label)
        return found

    def begins(self, i: int) -> float:
        """How likely a name begins at token `i`, 0 to 1."""
        return self._marginals[i][self._begin]

    def of(self, span: Span) -> float:
        """How sure a name is: its weakest point, of beginning, going on and ending there."""
        first, last = span
        inside = [self._marginals[i][self._inside] for i in range(first + 1, last)]
        goes_on = self._marginals[last][self._inside] if last < len(self._marginals) else 0.0
        return min([self.begins(first), 1.0 - goes_on, *inside])


def sentence_features(reading: Reading, marks: Sequence[Sequence[str]]) -> Iterator[Features]:
    """What the model sees of each sentence, and was trained on."""
    text = reading.article.text
    before = "-"
    for sentence, tokens, mark in zip(reading.sentences, reading.tokens, marks, strict=True):
        words = text[sentence.start : sentence.end]
        yield features(tokens, mark, about(words, before))
        before = ":" if words.rstrip().endswith(":") else "-"


def marks_of(reading: Reading, roles: Sequence[Mention]) -> list[list[str]]:
    """Per token the kind of mention it lies in: `place`, `producer`, `star` or ""."""
    ordered = sorted(roles, key=lambda m: (m.start, -m.end))
    found = []
    at = 0
    for sentence, tokens in zip(reading.sentences, reading.tokens, strict=True):
        marks = [""] * len(tokens)
        if at < len(ordered) and ordered[at].start < sentence.end:
            starts, ends = [t.start for t in tokens], [t.end for t in tokens]
            while at < len(ordered) and (role := ordered[at]).start < sentence.end:
                name = role.rule.split(".", maxsplit=1)[0]
                first = bisect_left(starts, role.start)
                last = bisect_right(ends, role.end, lo=first)
                marks[first:last] = [mark or name for mark in marks[first:last]]
                at += 1
        found.append(marks)
    return found
