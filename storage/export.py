"""The documented views as files, with a data package that says what is in them."""

from __future__ import annotations

import hashlib
import importlib
import json
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, text

from extractors import __version__
from storage.database import Database
from storage.errors import StoreError
from storage.views import View, views

FORMATS = ("csv", "xlsx", "parquet")
_ROWS_AT_ONCE = 5000
_MEDIA_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}


class Writer(Protocol):
    """Writes the rows of one view to one file; closed, the file is whole."""

    def __enter__(self) -> Writer: ...

    def __exit__(self, *error: object) -> None: ...

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        """Append rows; values are typed as the view's columns say."""


def export(
    database: Database,
    folder: Path,
    formats: Sequence[str],
    licence: str,
    watch: Callable[[str, int], None] = lambda _view, _rows: None,
) -> list[Path]:
    """Write every view in every format to the folder; returns the files, `datapackage.json` last.

    All of one moment. Each file appears under its name only when it is whole. `watch` hears the
    name of each view and its number of rows. Raises StoreError.
    """
    makers = {name: _maker(name) for name in formats}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with database.snapshot() as connection:
            resources = [
                resource
                for view in views()
                for resource in _write(connection, view, folder, makers, watch)
            ]
            package = _package(connection, resources, licence)
        path = folder / "datapackage.json"
        _whole(path).write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", "utf-8")
        _whole(path).rename(path)
    except OSError as error:
        raise StoreError(f"{error.filename or folder}: {error.strerror or error}") from None
    return [folder / resource["path"] for resource in resources] + [path]


def _maker(name: str) -> Callable[[Path, View], Writer]:
    try:
        module = importlib.import_module(f"storage.exporting.{name}")
    except ImportError as error:
        raise StoreError(f"{name} needs {error.name}: pip install '.[export]'") from None
    return module.open_file  # type: ignore[no-any-return]


def _write(
    connection: Connection,
    view: View,
    folder: Path,
    makers: dict[str, Callable[[Path, View], Writer]],
    watch: Callable[[str, int], None],
) -> list[dict[str, Any]]:
    name = view.name.removeprefix("ocop_")
    paths = {suffix: folder / f"{name}.{suffix}" for suffix in makers}
    rows = 0
    try:
        with ExitStack() as stack:
            files = [
                stack.enter_context(make(_whole(paths[n]), view)) for n, make in makers.items()
            ]
            for part in read(connection, view):
                rows += len(part)
                for file in files:
                    file.write(part)
        for path in paths.values():
            _whole(path).rename(path)
    finally:
        for path in paths.values():
            _whole(path).unlink(missing_ok=True)
    watch(view.name, rows)
    return [_resource(view, path, rows) for path in paths.values()]


def _whole(path: Path) -> Path:
    """Where a file is written until it is whole."""
    return path.with_name(path.name + ".part")


def read(connection: Connection, view: View) -> Any:
    """The rows of a view in order of its first column, in parts, typed alike on every database."""
    typed = text(f"SELECT * FROM {view.name} ORDER BY 1").columns(*view.sql_columns())
    result = connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(typed)
    return result.partitions()


def _package(
    connection: Connection, resources: list[dict[str, Any]], licence: str
) -> dict[str, Any]:
    papers = connection.execute(text("SELECT name, title FROM sources ORDER BY name"))
    return {
        "profile": "tabular-data-package",
        "name": "ocop-news",
        "title": "Sản phẩm OCOP theo báo chí",
        "description": "OCOP products, ratings, numbers and places, read out of Vietnamese news by"
        f" ocop-news {__version__}. Quoted sentences and headlines are their papers'.",
        "licenses": [{"name": licence}],
        "sources": [{"title": row.title or row.name} for row in papers],
        "resources": resources,
    }


def _resource(view: View, path: Path, rows: int) -> dict[str, Any]:
    suffix = path.suffix.removeprefix(".")
    return {
        "profile": "tabular-data-resource",
        "name": f"{path.stem}-{suffix}".replace("_", "-"),
        "path": path.name,
        "title": view.vietnamese,
        "description": view.english,
        "format": suffix,
        "mediatype": _MEDIA_TYPES[suffix],
        "encoding": "utf-8-sig" if suffix == "csv" else "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{_sha256(path)}",
        "rows": rows,
        "schema": {
            "fields": [
                {
                    "name": column.name,
                    "type": column.type,
                    "title": column.vietnamese,
                    "description": column.english,
                }
                for column in view.columns
            ]
        },
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
