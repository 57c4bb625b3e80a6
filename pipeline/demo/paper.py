"""The demo paper "Nhịp Đồng": a folder of files a person can open, made into pages.

- `site/www/` is the paper as its readers see it: a file's path is its URL's path. A file that
  opens with a comment of TOML (`family`, `title`, `lead`, `published`, …) holds the text of an
  article; every other file is a page, feed or sitemap and goes out as it stands.
- `site/families/<family>.html` is what a content management system puts around an article:
  head, menus, advertisements, related news, comments.
- `site/expected/` is what a careful reader would take from each article.

`{{base}}` stands for the paper's address; in a family's page, `{{title}}`, `{{published:%d/%m/%Y}}`
and the like for the article's fields.
"""

from __future__ import annotations

import html
import re
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from extractors.models import VIETNAM

SITE = Path(__file__).parent / "site"
PRESS_DAY = datetime(2026, 3, 21, 6, 0, tzinfo=VIETNAM)
"""When the paper's feeds, sitemaps and section pages were last touched."""

_FIELDS = re.compile(r"<!--\n(.*?)-->\n", re.DOTALL)
_PLACEHOLDER = re.compile(r"\{\{(\w+)(?::([^{}]*))?\}\}")
_WEEKDAYS = ("Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy")
_CONTENT_TYPES = {
    ".htm": "text/html; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".rss": "application/rss+xml; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".xml": "text/xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Resource:
    """What the server sends for one path."""

    body: bytes
    content_type: str
    modified: datetime


def resources(base: str) -> dict[str, Resource]:
    """The whole paper at this address (`http://127.0.0.1:8000`), by path: `/ocop.rss`."""
    files = sorted(f for f in (SITE / "www").rglob("*") if f.is_file())
    return {_path(file): _resource(file, base) for file in files}


def article_fields() -> dict[str, dict[str, Any]]:
    """The TOML fields of every article, by path; `published` is aware."""
    return {
        _path(file): tomllib.loads(head.group(1))
        for file in sorted((SITE / "www").rglob("*.htm*"))
        if (head := _FIELDS.match(file.read_text("utf-8")))
    }


def _path(file: Path) -> str:
    path = "/" + file.relative_to(SITE / "www").as_posix()
    return path.removesuffix("index.html")


def _resource(file: Path, base: str) -> Resource:
    text, modified = file.read_text("utf-8"), PRESS_DAY
    if head := _FIELDS.match(text):
        fields = tomllib.loads(head.group(1))
        modified = fields.get("modified", fields["published"])
        text = _article_page(text[head.end() :], fields, _path(file))
    body = text.replace("{{base}}", base).encode()
    return Resource(body, _CONTENT_TYPES[file.suffix], modified)


def _article_page(text: str, fields: dict[str, Any], path: str) -> str:
    published: datetime = fields["published"]
    family = (SITE / "families" / f"{fields['family']}.html").read_text("utf-8")
    values = {"modified": published, "tags": [], "authors": [], **fields, "path": path}
    weekday = published.weekday()
    values["weekday"] = "Chủ nhật" if weekday == 6 else f"Thứ {_WEEKDAYS[weekday]}"

    def fill(placeholder: re.Match[str]) -> str:
        name, spec = placeholder.groups()
        if name in ("base", "body"):
            return placeholder.group() if name == "base" else text
        return _shown(values[name], spec or "")

    return _PLACEHOLDER.sub(fill, family)


def _shown(value: object, spec: str) -> str:
    """A field as its page prints it; `spec` is a date format, or an item's markup with `%s`."""
    if isinstance(value, datetime):
        return value.strftime(spec) if spec else value.isoformat()
    if isinstance(value, list):
        return ", ".join((spec or "%s").replace("%s", html.escape(item)) for item in value)
    shown = html.escape(str(value))
    if spec == "entities":  # some papers write their JSON-LD headlines as "Ch&#237;nh"
        return shown.encode("ascii", "xmlcharrefreplace").decode()
    return shown
