"""Pages with status 200 that hold no article: firewalls, cookie walls, error pages, hidden text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.html.page import Element, words
from extractors.models import Outcome, Skip
from extractors.sources import Page

SMALL = 30_000
"""Bytes; walls and error pages are small, no article page seen was under 100 KB with its menus."""

# In small letters, and plain words before patterns: to search regardless of case takes ten times as
# long, and for one of many words thirty times.
# mae.gov.vn's firewall answers 200; Cloudflare and others name themselves in the title
_FIREWALL = (
    "thông báo từ chối truy cập", "hệ thống đang gặp vấn đề khi xử lý yêu cầu của bạn",
    "attention required", "just a moment", "access denied", "request blocked",
    "request was blocked", "ddos-guard", "captcha", "xác minh bạn là con người",
    "checking your browser",
)  # fmt: skip
# laodong.vn: a page of under 600 bytes that sets cookie D1N by script and loads itself again
_COOKIE_WALL = re.compile(rb"document\.cookie\s*=.{0,400}(?:location|reload|submit\()", re.DOTALL)
_NUMBER = re.compile(r"\W*(?:lỗi |error )?404\b")
_PAGES = ("trang", "bài viết", "nội dung", "đường dẫn")
_GONE = "(?:không tồn tại|không còn tồn tại|đã bị xó?a)"
_NOT_FOUND = re.compile(
    r"not found(?<!\wnot found)\b|không tìm thấy (?:trang|nội dung|bài viết)"
    + "".join(rf"|{what}.{{0,40}}{_GONE}" for what in _PAGES)
)
_SIGNS_OF_NOT_FOUND = ("not found", "không tìm thấy", "tồn tại", "đã bị x")
# baothanhhoa.vn and baophutho.vn deliver some bodies encrypted, for a script to open
_ENCRYPTED = re.compile(r"[A-Za-z0-9+/=]{200,}")


def refuse_status(page: Page) -> None:
    """Raises Skip for an answer that is an error by its status; 202 with a body is none."""
    if page.status in (404, 410):
        raise Skip(Outcome.GONE, f"status {page.status}")
    if page.status >= 300 or page.status == 204:
        raise Skip(Outcome.HTTP_ERROR, f"status {page.status}")


def refuse_walls(page: Page, root: Element) -> None:
    """Raises Skip(BLOCKED) for a firewall page or cookie wall, Skip(NOT_ARTICLE) for a 404 text."""
    heads = [words(element) for tag in ("title", "h1") for element in root.iter(tag)]
    small = len(page.body) < SMALL
    text = words(root)[:3000] if small else ""
    if len(text) < 1500 and any(_names(said.lower(), _FIREWALL) for said in [*heads[:1], text]):
        raise Skip(Outcome.BLOCKED, "firewall page")
    if len(page.body) < 4000 and len(text) < 300 and _COOKIE_WALL.search(page.body):
        raise Skip(Outcome.BLOCKED, "cookie wall: the page sets a cookie by script and reloads")
    if small and len(text) < 1500:
        for head in [*heads, text]:
            said = head.lower()
            if _NUMBER.match(said) or _says_not_found(said):
                raise Skip(Outcome.NOT_ARTICLE, f"error page with status 200: {head[:80]}")


def _says_not_found(said: str) -> bool:
    return _names(said, _SIGNS_OF_NOT_FOUND) and _NOT_FOUND.search(said) is not None


def _names(said: str, words: Sequence[str]) -> bool:
    return any(word in said for word in words)


def is_encrypted(text: str) -> bool:
    """Whether a body is a block of Base64 and not words."""
    return bool(_ENCRYPTED.search(text))
