"""Serves the demo paper on a loopback port, the way a newspaper's own server would."""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from email.utils import format_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

from pipeline.demo.paper import Resource, resources

_NOT_FOUND = "<!DOCTYPE html>\n<html lang=vi><title>404</title><h1>Không có trang này</h1></html>\n"


@contextmanager
def serve() -> Iterator[str]:
    """The demo paper on a free port of 127.0.0.1; yields its address, `http://127.0.0.1:40123`.

    One address always answers with the same bytes. Leaving the context closes the port.
    """
    with _PaperServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server.base
        finally:
            server.shutdown()
            thread.join()


@dataclass(frozen=True, slots=True)
class _Answer:
    """A resource made ready to send, plain and compressed."""

    plain: bytes
    packed: bytes
    headers: tuple[tuple[str, str], ...]
    etag: str

    @classmethod
    def of(cls, resource: Resource) -> _Answer:
        # weak: the same tag stands for the plain and the compressed bytes
        etag = f'W/"{hashlib.sha256(resource.body).hexdigest()[:20]}"'
        headers = (
            ("Content-Type", resource.content_type),
            ("ETag", etag),
            ("Last-Modified", format_datetime(resource.modified.astimezone(UTC), usegmt=True)),
            ("Vary", "Accept-Encoding"),
        )
        return cls(resource.body, gzip.compress(resource.body, mtime=0), headers, etag)


class _PaperServer(ThreadingHTTPServer):
    daemon_threads = True  # an idle keep-alive connection must not hold up the end

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Reception)
        self.base = f"http://127.0.0.1:{self.server_port}"
        self.answers = {path: _Answer.of(page) for path, page in resources(self.base).items()}


class _Reception(BaseHTTPRequestHandler):
    server: _PaperServer
    server_version, sys_version = "NhipDong/1.0", ""
    protocol_version = "HTTP/1.1"
    timeout = 10.0  # seconds of silence after which a connection is closed

    def do_GET(self) -> None:
        answer = self.server.answers.get(unquote(urlsplit(self.path).path))
        if answer is None:
            content_type = ("Content-Type", "text/html; charset=utf-8")
            self._send(HTTPStatus.NOT_FOUND, (content_type,), _NOT_FOUND.encode())
        elif answer.etag in self.headers.get("If-None-Match", ""):
            self._send(HTTPStatus.NOT_MODIFIED, answer.headers, None)
        elif "gzip" in self.headers.get("Accept-Encoding", ""):
            packed = (*answer.headers, ("Content-Encoding", "gzip"))
            self._send(HTTPStatus.OK, packed, answer.packed)
        else:
            self._send(HTTPStatus.OK, answer.headers, answer.plain)

    def do_HEAD(self) -> None:
        self.do_GET()

    def _send(
        self, status: HTTPStatus, headers: tuple[tuple[str, str], ...], body: bytes | None
    ) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if body is not None:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if body is not None and self.command == "GET":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the library's name)
        """Silent: the terminal belongs to the tables of `ocop demo`."""
