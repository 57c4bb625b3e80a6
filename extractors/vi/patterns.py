"""Regular expressions over NFC Vietnamese that several need, and parts of such."""

import re
from collections.abc import Iterable, Iterator

CAPITAL = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
"""Inside brackets: `[{CAPITAL}]`. A range would not do: U+1EA0 to U+1EF9 mix both cases."""

CLOSED = re.compile(r"[.!?…]\s*[\"”’')]*\s*$")
"""How words end that are a whole sentence, quotation marks and brackets after it."""

BRACKET = re.compile(r"\([^()]*\)")
"""A bracket that holds no other one."""


def blank(m: re.Match[str]) -> str:
    """Spaces in the place of what was found, so that what stands behind stays where it is."""
    return " " * len(m[0])


def beginning(
    opening: re.Pattern[str], pattern: re.Pattern[str], text: str, start: int, end: int
) -> Iterator[re.Match[str]]:
    """What `pattern.finditer(text, start, end)` finds where `opening` matches as well.

    For openings made by `starts`.
    """
    for first in opening.finditer(text, start, end):
        at = first.start()
        if at >= start and (m := pattern.match(text, at, end)):
            start = m.end()
            yield m


def starts(words: Iterable[str]) -> str:
    """Where one of these words, written small or with a capital, opens a word; so may a sign.

    `starts(["chị", "cô"])` finds "Chị" and "cô", also at the start of "công", not in "học". The
    search begins with a plain set of letters and passes most places by: one that begins with a
    look-behind, or is without regard to case, takes five to ten times as long.
    """
    behind: dict[str, dict[str, None]] = {}
    for word in words:
        behind.setdefault(word[0].lower(), {})[re.escape(word[1:])] = None
    letters = "".join(dict.fromkeys(c for first in behind for c in (first, first.upper())))
    rest = "|".join(f"(?<={re.escape(c)})(?:{'|'.join(tails)})" for c, tails in behind.items())
    return rf"[{re.escape(letters)}](?<!\w.)(?i:{rest})"


def entries(table: str) -> list[str]:
    """The expressions of a table; " | " or a new line stands between them."""
    found = (e.strip() for line in table.splitlines() for e in line.split(" | "))
    return [e for e in found if e]


def one_of(table: str) -> str:
    """A table of expressions as one alternative: `one_of("tăng | giảm")` → `"(?:tăng|giảm)"`."""
    return f"(?:{'|'.join(entries(table))})"


def words(table: str) -> str:
    """Like `one_of`, but whole words only: `words("hộ")` does not match inside "hộp"."""
    return rf"(?<!\w){one_of(table)}(?!\w)"
