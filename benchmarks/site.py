"""Forty papers on loopback, each on a port of its own, for measuring and for killing collectors.

`python -m benchmarks.site FOLDER` writes FOLDER/config.toml with one source per paper, says `ready`
and serves until its input ends. The articles are those of the demo paper, numbered, so that no two
are the same; `GET /hits` on any port tells how often each address was asked for.
"""

from __future__ import annotations

import argparse
import asyncio
import html
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from extractors.models import Outcome
from pipeline.config import read_toml, shipped_config
from pipeline.demo.paper import SITE, article_fields, resources

_NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def articles() -> dict[str, list[tuple[str, str]]]:
    """Family → the demo paper's pages of it that are worth storing, as (title, page)."""
    pages = resources("")
    found: dict[str, list[tuple[str, str]]] = {}
    for path, fields in sorted(article_fields().items()):
        label = json.loads((SITE / "expected" / f"{Path(path).stem}.json").read_text("utf-8"))
        if label.get("outcome", "stored") == Outcome.STORED:
            page = pages[path].body.decode()
            found.setdefault(fields["family"], []).append((fields["title"], page))
    return found


class Paper:
    """What one port serves, as whole answers by path."""

    def __init__(self, family: str, pages: list[tuple[str, str]], number: int, size: int) -> None:
        self.family = family
        self.number = number
        self.answers: dict[str, bytes] = {}
        for n in range(size):
            title, page = pages[n % len(pages)]
            body = page.replace(html.escape(title), f"{html.escape(title)} ({number}-{n})")
            self.answers[self.path(n)] = _answer("text/html; charset=utf-8", body.encode())
        self.size = size

    def path(self, n: int) -> str:
        return f"/tin/{self.number:02}{n:03}.html"

    def add_feed(self, base: str) -> None:
        """Once the port is known."""
        items = "".join(
            f"<item><title>{n}</title><link>{base}{self.path(n)}</link></item>"
            for n in range(self.size)
        )
        feed = f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'
        self.answers["/rss"] = _answer("text/xml; charset=utf-8", feed.encode())


def _answer(content_type: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


class _Connection(asyncio.Protocol):
    def __init__(self, paper: Paper, hits: Counter[str]) -> None:
        self._paper = paper
        self._hits = hits
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received:
            head, _, self._received = self._received.partition(b"\r\n\r\n")
            self._transport.write(self._reply(head.split(b" ", 2)[1].decode()))

    def _reply(self, path: str) -> bytes:
        if path == "/hits":
            return _answer("application/json", json.dumps(self._hits).encode())
        self._hits[f"{self._paper.number}{path}"] += 1
        return self._paper.answers.get(path, _NOT_FOUND)


def papers(hosts: int, size: int) -> Iterator[Paper]:
    families = sorted(articles().items())
    for number in range(hosts):
        family, pages = families[number % len(families)]
        yield Paper(family, pages, number, size)


async def serve(folder: Path, hosts: int, size: int) -> None:
    """Until standard input ends."""
    loop = asyncio.get_running_loop()
    hits: Counter[str] = Counter()
    sources = {}
    for paper in papers(hosts, size):
        server = await loop.create_server(
            lambda paper=paper: _Connection(paper, hits), "127.0.0.1", backlog=200
        )
        base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        paper.add_feed(base)
        sources[f"bao-{paper.number:02}"] = (base, paper.family)
    (folder / "config.toml").write_text(_config(sources), "utf-8")
    print("ready", flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


def _config(sources: dict[str, tuple[str, str]]) -> str:
    lines = ["[collect]", "hosts_at_once = 40", "attempts = 1", "[archive]", 'folder = ""']
    for name, words in read_toml(shipped_config())["families"].items():
        lines += [f"[families.{name}]", *(f"{key} = {json.dumps(v)}" for key, v in words.items())]
    for name, (base, family) in sources.items():
        lines += [
            f"[sources.{name}]",
            f'title = "{name}"',
            f'family = "{family}"',
            f'feeds = ["{base}/rss"]',
            r"article_url = '/tin/\d+\.html$'",
            "pace_seconds = 0",
            "allow_private = true",
        ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--hosts", type=int, default=40)
    parser.add_argument("--articles", type=int, default=25)
    chosen = parser.parse_args()
    asyncio.run(serve(chosen.folder, chosen.hosts, chosen.articles))
