"""CSV that Excel opens right by a double click, Vietnamese and all."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from storage.views import View

# A spreadsheet takes a cell that begins so for a formula and may run it (OWASP, "CSV injection").
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def harmless(value: Any) -> Any:
    """A cell's value that no spreadsheet runs: `=1+1` becomes `'=1+1`. Numbers stay numbers."""
    if isinstance(value, str) and value.startswith(_DANGEROUS):
        return "'" + value
    return value


def cell(value: Any) -> Any:
    """A value as CSV has it: `true`, `2025-03-07`, times in ISO 8601, nothing for null."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return harmless(value)


class CsvFile:
    """UTF-8 with a byte order mark, by which Excel knows it; lines end as RFC 4180 says."""

    def __init__(self, path: Path, view: View) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._csv = csv.writer(self._file)
        self._csv.writerow([column.name for column in view.columns])

    def __enter__(self) -> CsvFile:
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        """Append rows."""
        self._csv.writerows([[cell(value) for value in row] for row in rows])


open_file = CsvFile
