"""`ocop serve`: Datasette over a read-only snapshot, in Vietnamese and English."""

from __future__ import annotations

import importlib.util
import json
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from pipeline.errors import ConfigError
from storage.database import Database
from storage.snapshot import NAMES_OF_BOOLEANS, SEARCHED, write_snapshot
from storage.views import View, views

_HERE = Path(__file__).parent
_QUESTIONS = _HERE / "questions.toml"
_STYLE = _HERE / "data" / "explore.css"
_PLUGINS = _HERE / "browser"

_FACETS = {
    "ocop_products": ["province_now", "stars", "product_group", "status"],
    "ocop_ratings": ["event", "stars", "province_now"],
    "ocop_producers": ["province_now", "most_stars"],
    "ocop_product_mentions": ["status", "stars", "province_now", "source", "rule"],
    "ocop_star_counts": ["province_now", "scope", "status", "stars", "place_level"],
    "ocop_star_count_mentions": ["scope", "status", "source", "rule"],
    "ocop_places": ["level", "province_now"],
    "ocop_articles": ["source", "speaks_of_ocop"],
    "ocop_no_facts": ["source"],
    "ocop_contradictions": ["kind", "province_now"],
}
_SORTED = {
    "ocop_products": "stars",
    "ocop_producers": "products",
    "ocop_product_mentions": "published_on",
    "ocop_star_counts": "first_seen",
    "ocop_star_count_mentions": "published_on",
    "ocop_places": "mentions",
    "ocop_articles": "published_on",
    "ocop_no_facts": "published_on",
    "ocop_contradictions": "noticed_on",
}
_LABELS = {"ocop_products": "name", "ocop_producers": "name", "ocop_articles": "title",
           "ocop_star_counts": "place"}  # fmt: skip
_UNITS = {"stars": "sao", "most_stars": "sao", "latitude": "degree", "longitude": "degree"}


def serve(database: Database, host: str, port: int, open_browser: bool) -> int:
    """Copy the views and serve the copy until interrupted; returns the exit code.

    Raises StoreError, and ConfigError where Datasette is not installed or the port is taken.
    """
    if importlib.util.find_spec("datasette") is None:
        raise ConfigError("ocop serve needs Datasette: pip install '.[explore]'")
    port = _free(host, port)
    with tempfile.TemporaryDirectory(prefix="ocop-serve-") as folder:
        copy, described = Path(folder, "ocop.db"), Path(folder, "metadata.json")
        write_snapshot(database, copy)
        described.write_text(json.dumps(metadata(), ensure_ascii=False), "utf-8")
        Path(folder, "style").mkdir()
        shutil.copy(_STYLE, Path(folder, "style"))
        print(
            f"a copy of {database.name} is served at http://{host}:{port}/ until Ctrl-C", flush=True
        )
        return _datasette(copy, described, host, port, open_browser)


def _free(host: str, port: int) -> int:
    """The port, or any free one for 0. Raises ConfigError where it cannot be had."""
    try:
        with socket.create_server((host, port)) as server:
            return int(server.getsockname()[1])
    except OSError as error:
        reason = error.strerror or error
        raise ConfigError(f"{host}:{port}: {reason}; --port 0 takes any free port") from None


def _datasette(copy: Path, described: Path, host: str, port: int, open_browser: bool) -> int:
    command = [
        sys.executable, "-m", "datasette", "serve", "--immutable", str(copy),
        "--metadata", str(described), "--static", f"style:{copy.with_name('style')}",
        "--plugins-dir", str(_PLUGINS), "--host", host, "--port", str(port),
        "--setting", "sql_time_limit_ms", "5000", "--setting", "facet_time_limit_ms", "1000",
        "--setting", "default_page_size", "50", "--setting", "suggest_facets", "off",
    ]  # fmt: skip
    for ended in (signal.SIGINT, signal.SIGTERM):  # with it ends what it started
        signal.signal(ended, signal.default_int_handler)
    process = subprocess.Popen([*command, *(["--open"] if open_browser else [])])
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        return 0


def questions() -> list[dict[str, Any]]:
    """The ten questions: `name`, `vi`, `en`, `sql`, and `example` values of what it asks for."""
    found: list[dict[str, Any]] = tomllib.loads(_QUESTIONS.read_text("utf-8"))["question"]
    return found


def metadata() -> dict[str, Any]:
    """What Datasette shows around the tables."""
    return {
        "title": "Sản phẩm OCOP theo báo chí · OCOP products in the news",
        "description_html": "<p>Đọc từ báo chí Việt Nam; mỗi thông tin dẫn đến câu văn của nó."
        " · Read out of Vietnamese papers; every fact leads to its sentence.</p>"
        + _section("Mười câu hỏi · Ten questions", map(_question_link, questions()))
        + _section("Các bảng · Tables", map(_table_link, views())),
        "extra_css_urls": ["/style/explore.css"],
        "custom_units": ["sao = [sao]"],
        "databases": {
            "ocop": {
                "description_html": _section("Các bảng · Tables", map(_table_link, views())),
                "tables": {
                    **{view.name: _table(view) for view in views()},
                    NAMES_OF_BOOLEANS: {"hidden": True, "label_column": "name"},
                },
                "queries": {q["name"]: _question(q) for q in questions()},
            }
        },
    }


def _table(view: View) -> dict[str, Any]:
    columns = {c.name: f"{c.vietnamese} · {c.english}" for c in view.columns}
    shown: dict[str, Any] = {
        "title": view.vietnamese.partition(",")[0].rstrip(".") + " · " + view.name,
        "description": f"{view.vietnamese} · {view.english}",
        "columns": columns,
        "facets": _FACETS.get(view.name, []),
        "units": {name: unit for name, unit in _UNITS.items() if name in columns},
    }
    if view.name in _SORTED:
        shown["sort_desc"] = _SORTED[view.name]
    if view.name in _LABELS:
        shown["label_column"] = _LABELS[view.name]
    if view.name in SEARCHED:
        shown["fts_table"] = f"{view.name}_search"
        shown["fts_pk"] = view.columns[0].name
    return shown


def _question(question: dict[str, Any]) -> dict[str, Any]:
    asked = "; ".join(f"{name} = {value}" for name, value in question.get("example", {}).items())
    example = f'Ví dụ · For example: <a href="{_address(question)}">{escape(asked)}</a>'
    return {
        "title": f"{question['vi']} · {question['en']}",
        "description_html": example if asked else "",
        "sql": question["sql"].strip(),
    }


def _address(question: dict[str, Any]) -> str:
    """Of the question with its example filled in: an answer rather than an empty form."""
    filled = urlencode(question.get("example", {}))
    return f"/ocop/{question['name']}" + (f"?{filled}" if filled else "")


def _question_link(question: dict[str, Any]) -> str:
    asked = ", ".join(map(str, question.get("example", {}).values()))
    example = f" ({escape(asked)})" if asked else ""
    title = f"{question['vi']} · {question['en']}"
    return f'<a href="{_address(question)}">{escape(title)}</a>{example}'


def _table_link(view: View) -> str:
    text = f"{view.vietnamese} · {view.english}"
    return f'<a href="/ocop/{view.name}">{view.name}</a>: {escape(text)}'


def _section(title: str, links: Iterable[str]) -> str:
    return f"<h3>{title}</h3><ul>{''.join(f'<li>{link}</li>' for link in links)}</ul>"
