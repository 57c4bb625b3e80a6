"""Regular expressions over NFC Vietnamese that several need, and parts of such."""

import re

CAPITAL = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
"""Inside brackets: `[{CAPITAL}]`. A range would not do: U+1EA0 to U+1EF9 mix both cases."""

CLOSED = re.compile(r"[.!?…]\s*[\"”’')]*\s*$")
"""How words end that are a whole sentence, quotation marks and brackets after it."""


def one_of(table: str) -> str:
    """A table of expressions as one alternation; " | " or a new line stands between them.

    `one_of("tăng | giảm")` → `"(?:tăng|giảm)"`.
    """
    entries = (e.strip() for line in table.splitlines() for e in line.split(" | "))
    return f"(?:{'|'.join(e for e in entries if e)})"


def words(table: str) -> str:
    """Like `one_of`, but whole words only: `words("hộ")` does not match inside "hộp"."""
    return rf"(?<!\w){one_of(table)}(?!\w)"
