"""Parquet: typed columns for pandas, Polars, DuckDB, R."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from storage.views import View

_TYPES = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "datetime": pa.timestamp("s", tz="UTC"),
}


class ParquetFile:
    """One file, compressed with zstd; each column's description is kept as its metadata."""

    def __init__(self, path: Path, view: View) -> None:
        self._schema = pa.schema(
            [
                pa.field(c.name, _TYPES[c.type], metadata={"description": c.english})
                for c in view.columns
            ],
            metadata={"description": view.english},
        )
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd")

    def __enter__(self) -> ParquetFile:
        return self

    def __exit__(self, *_error: object) -> None:
        self._writer.close()

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        """Append rows."""
        columns = list(zip(*rows, strict=True))
        arrays = [
            pa.array(values, type=field.type)
            for values, field in zip(columns, self._schema, strict=True)
        ]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=self._schema))


open_file = ParquetFile
