"""What several tests of the archive share: answers to keep, and what is kept of them."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

from warcio.checker import Checker

from storage.archive import Archive
from storage.warc.exchange import Exchange, Headers
from storage.warc.index import Selection, entries
from storage.warc.pages import Entry
from storage.warc.writer import ArchiveWriter

NOON = datetime(2025, 3, 7, 5, 0, 0, 123456, UTC)
HTML: Headers = (("Content-Type", "text/html; charset=utf-8"),)
TEA = "<h1>Chè Tà Xùa đạt 4 sao OCOP</h1>".encode()


def exchange(path: str, payload: bytes = TEA, *, minute: int = 0, **fields: object) -> Exchange:
    values = {
        "status": 200,
        "reason": "OK",
        "response_headers": HTML,
        "request_headers": (("Host", "bao.vn"), ("User-Agent", "ocop-news")),
        "started_at": NOON + timedelta(minutes=minute),
        **fields,
    }
    return Exchange(url=f"https://bao.vn{path}", payload=payload, **values)  # type: ignore[arg-type]


def kept(archive: Archive, *exchanges: Exchange, **options: object) -> list[Entry]:
    settings = {"max_file_bytes": 10**9, "software": "ocop-news/test", **options}
    with ArchiveWriter(archive, **settings) as writer:  # type: ignore[arg-type]
        for one in exchanges:
            writer.keep(one)
    with archive.database.reading() as connection:
        return list(entries(connection, Selection()))


def warc_files(archive: Archive) -> list[Path]:
    return sorted(archive.folder.iterdir())


def passes_warcio_check(*files: Path) -> bool:
    inputs = SimpleNamespace(inputs=list(map(str, files)), verbose=False)
    return Checker(inputs).process_all() == 0  # type: ignore[no-any-return]


def a_run(archive: Archive, **options: object) -> list[Entry]:
    """A page, a feed in gzip, a redirect, a 404, the feed again unchanged, the page again."""
    feed = gzip.compress(b"<rss/>", mtime=0)
    packed: Headers = (("Content-Type", "text/xml"), ("Content-Encoding", "gzip"))
    moved: Headers = (("Location", "https://bao.vn/tin/chè.html".encode().decode("latin-1")),)
    return kept(
        archive,
        exchange("/tin/1.html", ip="103.9.77.1"),
        exchange("/rss", feed, response_headers=(*packed, ("Transfer-Encoding", "chunked"))),
        exchange("/tin/cu.html", b"", status=301, reason="Moved", response_headers=moved),
        exchange("/tin/het.html", b"", status=404, reason="Not Found"),
        exchange("/rss", b"", status=304, reason="", minute=60),
        exchange("/tin/1.html", minute=60),
        **options,
    )
