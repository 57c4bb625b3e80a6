"""Excel workbooks: typed cells, no formula, no link that clicks by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxFileError

from storage.views import View

_ROWS = 1_048_576  # of a sheet, its header included
_CHARACTERS = 32_767  # of a cell
_FORMATS = {"date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm"}


class XlsxFile:
    """One workbook; what does not fit into a sheet goes on in the next."""

    def __init__(self, path: Path, view: View) -> None:
        self._view = view
        self._rows_apart = TemporaryDirectory(prefix=".xlsx-", dir=path.parent)
        self._book = xlsxwriter.Workbook(
            str(path),
            {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
             "strings_to_numbers": False, "remove_timezone": True,
             "tmpdir": self._rows_apart.name},
        )  # fmt: skip
        # The day it was made would make every export different from the one before.
        self._book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})
        self._bold = self._book.add_format({"bold": True})
        self._formats = {n: self._book.add_format({"num_format": f}) for n, f in _FORMATS.items()}
        self._new_sheet()

    def __enter__(self) -> XlsxFile:
        return self

    def __exit__(self, *error: object) -> None:
        try:
            if error[0] is None:
                self._book.close()
        except XlsxFileError as failure:  # it wraps that the disk is full
            raise OSError(str(failure)) from failure
        finally:
            self._rows_apart.cleanup()

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        """Append rows."""
        for row in rows:
            if self._row == _ROWS:
                self._new_sheet()
            for column, value in enumerate(row):
                self._write_cell(column, value)
            self._row += 1

    def _new_sheet(self) -> None:
        """Named as the view; Excel allows 31 characters."""
        number = len(self._book.worksheets()) + 1
        name = self._view.name.removeprefix("ocop_")
        self._sheet = self._book.add_worksheet(name if number == 1 else f"{name}_{number}")
        self._sheet.freeze_panes(1, 0)
        for number, column in enumerate(self._view.columns):
            self._sheet.set_column(number, number, 24 if column.type == "string" else 12)
            self._sheet.write_string(0, number, column.name, self._bold)
        self._row = 1

    def _write_cell(self, column: int, value: Any) -> None:
        if value is None:
            return
        if isinstance(value, str):
            self._sheet.write_string(self._row, column, value[:_CHARACTERS])
            return
        kind = self._formats.get(self._view.columns[column].type)
        self._sheet.write(self._row, column, value, kind)


open_file = XlsxFile
