"""Regular expressions over NFC Vietnamese that several need, and parts of such."""

import re
from collections.abc import Iterator

CAPITAL = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
"""Inside brackets: `[{CAPITAL}]`. A range would not do: U+1EA0 to U+1EF9 mix both cases."""

CLOSED = re.compile(r"[.!?…]\s*[\"”’')]*\s*$")
"""How words end that are a whole sentence, quotation marks and brackets after it."""


def beginning(
    opening: re.Pattern[str], pattern: re.Pattern[str], text: str, start: int, end: int
) -> Iterator[re.Match[str]]:
    """What `pattern.finditer(text, start, end)` finds where `opening` matches as well.

    A search that begins with a plain set of letters, as the openings do, passes most places by; one
    that begins with a look-behind or is without regard to case takes five to ten times as long.
    """
    for first in opening.finditer(text, start, end):
        at = first.start()
        if at >= start and (m := pattern.match(text, at, end)):
            start = m.end()
            yield m


def one_of(table: str) -> str:
    """A table of expressions as one alternation; " | " or a new line stands between them.

    `one_of("tăng | giảm")` → `"(?:tăng|giảm)"`.
    """
    entries = (e.strip() for line in table.splitlines() for e in line.split(" | "))
    return f"(?:{'|'.join(e for e in entries if e)})"


def words(table: str) -> str:
    """Like `one_of`, but whole words only: `words("hộ")` does not match inside "hộp"."""
    return rf"(?<!\w){one_of(table)}(?!\w)"
