"""The lines of a plain text as a reader sees them: sentences unwrapped, cells of tables apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.page.furniture import CAPITALS
from extractors.tabular.plain import cells_of, tabs
from extractors.vi.dates import Stamp

PROSE = 160
"""Characters: longer lines are prose; shorter ones may be titles, headings, captions, menus."""
LIST_MARK = re.compile(r"(?:[-–+•*]\s*|\d{1,2}[.)/]\s*|[a-zđ][.)]\s+)[^\W\d_]")
# " date 2025-12-29 " is what one public crawl leaves before the first words
CRAWL_DATE = re.compile(r"date \d{4}-\d{2}(?:-\d{2})?(?:\s+|$)")

# A text with several of these was wrapped at a fixed width
_WRAP = re.compile(rf"[^\W\d_] ?\n(?!date )[^\W\d_{CAPITALS}]\S* \S")


@dataclass(frozen=True, slots=True)
class Line:
    """`text[start:end] == words`, without white space and cell bars around."""

    start: int
    end: int
    words: str
    stamp: Stamp | None = None
    """Set for a date line, or where a date stood before the words."""
    barred: bool = False
    """One cell of a table: how some papers' copies show a photo's caption."""
    cell: bool = False
    """A cell of a table of rated products that has no bars."""

    @property
    def is_prose(self) -> bool:
        """Long, or a sentence of more than a few words."""
        return len(self.words) > PROSE or (len(self.words) > 60 and self.words[-1] in ".;")

    def part(self, front: int, back: int, stamp: Stamp | None = None) -> Line:
        """The line `words[front:back]`, with the date that stood before it."""
        words = self.words[front:back]
        start = self.start + front + len(words) - len(words.lstrip())
        return Line(start, start + len(words.strip()), words.strip(), stamp, self.barred)


def lines_of(raw: str, text: str) -> list[Line]:
    """Every line of the repaired `text` that holds anything; a sentence that was wrapped hard is
    one line again, and each cell of a table whose cells tabs, gaps or line breaks part is one."""
    wrapped = len(_WRAP.findall(text)) >= 3
    found = [(m.start(), m.start() + len(m[0].rstrip())) for m in re.finditer(r"\S[^\n]*", text)]
    cells = cells_of(text, found, tabs(raw, text))
    lines: list[Line] = []
    for i, (start, end) in enumerate(found):
        if i in cells:
            lines += [Line(a, b, text[a:b], cell=True) for a, b in cells[i]]
            continue
        goes_on = lines and _continues(text, lines, start, wrapped=wrapped)
        first = lines.pop().start if goes_on else start
        lines.append(Line(first, end, text[first:end]))
    return list(map(_without_bars, lines))


def _continues(text: str, lines: list[Line], start: int, *, wrapped: bool) -> bool:
    """Next line at once, and a sentence that goes on, or a kicker above the title ("Lào Cai:")."""
    line = lines[-1]
    if line.cell or text.count("\n", line.end, start) > 1 or LIST_MARK.match(text, start):
        return False
    if line.words[-1] == ":":
        return len(lines) == 1 and len(line.words.split()) <= 3
    open_end = " " in line.words and line.words[-1] not in ".!?…;|"
    goes_on = text[start].islower() and not CRAWL_DATE.match(text, start)
    return open_end and (goes_on or wrapped)


def _without_bars(line: Line) -> Line:
    words = line.words.strip("| \t\n")
    if not words or words == line.words:
        return line
    start = line.start + line.words.index(words)
    return Line(start, start + len(words), words, barred=True)
