"""Bytes of a page → a tree; CSS selectors and the words of an element.

lxml reads the page in 1–3 ms, ten times as fast as BeautifulSoup.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TypeAlias, cast

from cssselect import HTMLTranslator
from lxml import etree

from extractors.models import Outcome, Skip
from extractors.page.gunzip import gunzip, is_gzip
from extractors.vi.text import repair

Element: TypeAlias = etree._Element

# Ends of lines as a browser draws them; also what separates the words of two cells or items.
BREAKS = frozenset((
    "address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "details", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hr", "legend", "li", "main", "menu", "nav", "ol", "option", "p", "pre",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
# What a reader never sees as words of the article.
UNREAD = frozenset((
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas",
    "video", "audio", "button", "input", "select", "textarea", "datalist", "head",
))  # fmt: skip

_BINARY = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"PK\x03\x04": "ZIP",
    b"RIFF": "WebP",
}
_CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\t\n\v\f\r"))
"""At NUL libxml2 would stop, and of the others lxml takes no text back."""
_SPACES = bytes.maketrans(b"\v\f", b"  ")
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_SCRAMBLED = re.compile("á»")  # in all such text
_MOJIBAKE = re.compile("á[º»]|Ä[‘\u0090]|Æ°")


def parse_html(body: bytes, content_type: str = "") -> Element:
    """The root of a page. Raises Skip(BAD_CONTENT) for what is no HTML, Skip(EMPTY) for nothing.

    A body that is still gzipped is unpacked. The charset is UTF-8 where the bytes are UTF-8
    whatever is declared; else the header's, the page's own, and windows-1258 at last.
    """
    if is_gzip(body):
        body = gunzip(body)
    _refuse_other_media(body, content_type)
    data = body if _is_plain(body) else decode(body, content_type).encode("utf-8", "replace")
    data = data.translate(_SPACES, _CONTROLS)
    root = _parse(data)
    if root is not None and root.getnext() is not None:  # </html> at the top (baotayninh.vn)
        root = _parse(re.sub(rb"</(?:html|body)\s*>", b"", data, flags=re.IGNORECASE))
    if root is None:
        raise Skip(Outcome.EMPTY, "a page without elements")
    _set_datelines_apart(root)
    return root


# vnexpress: <span class="location-stamp">Sơn La</span>Nhà vườn vào vụ; capitals and a margin, which
# only its style gives, keep the words apart.
_DATELINE = "location-stamp"


def _set_datelines_apart(root: Element) -> None:
    """The place becomes "Sơn La - ", as other papers print it."""
    for place in root.iter("span"):
        if place.get("class") != _DATELINE:
            continue
        behind = (place.tail or "").lstrip()
        if behind[:1].isalnum():
            place.tail = f" - {behind}"


def _parse(data: bytes) -> Element | None:
    parser = etree.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
        collect_ids=False,  # selectors compare attributes
    )
    try:
        return cast("Element | None", etree.fromstring(data, parser))  # None: only comments
    except etree.XMLSyntaxError:
        return None


def _refuse_other_media(body: bytes, content_type: str) -> None:
    for magic, name in _BINARY.items():
        if body.startswith(magic):
            raise Skip(Outcome.BAD_CONTENT, f"{name}, not HTML")
    media = content_type.partition(";")[0].strip().casefold()
    if media and not re.search(r"html|xml|text/plain|octet-stream", media):
        raise Skip(Outcome.BAD_CONTENT, f"{media}, not HTML")
    if body.lstrip()[:1] in (b"{", b"["):
        raise Skip(Outcome.BAD_CONTENT, "JSON, not HTML")


def _is_plain(body: bytes) -> bool:
    """Bytes that lxml can take as they are: UTF-8 without a mark, not scrambled."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not text.startswith("\ufeff") and text == _unscrambled(text)


def decode(body: bytes, content_type: str = "") -> str:
    """Bytes of a page → text, with UTF-8 that was once read as Latin-1 undone."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if body.startswith(mark):
            return body.decode(name, "replace").removeprefix("\ufeff")
    try:
        return _unscrambled(body.decode("utf-8"))
    except UnicodeDecodeError:
        return body.decode(_declared(body, content_type), "replace")


def _declared(body: bytes, content_type: str) -> str:
    """Charset of bytes that are not clean UTF-8."""
    header = _HEADER_CHARSET.search(content_type)
    page = _META_CHARSET.search(body[:4096])
    for label in (header and header[1], page and page[1].decode("ascii")):
        if label and (name := _codec(label)):
            # a page declared UTF-8 is UTF-8 with a torn end or a few bad bytes; Vietnamese
            # cannot be written in Latin-1, so that label stands for the Windows page
            return "cp1258" if name in {"iso8859-1", "cp1252", "ascii"} else name
    bad = body.decode("utf-8", "replace").count("\ufffd")
    return "utf-8" if bad * 20 < sum(byte > 127 for byte in body) else "cp1258"


def _codec(label: str) -> str | None:
    try:
        return codecs.lookup(label).name
    except LookupError:
        return None


def _unscrambled(text: str) -> str:
    if not _SCRAMBLED.search(text) or len(_MOJIBAKE.findall(text[:200_000])) < 10:
        return text
    try:
        return bytes(_latin_byte(c) for c in text).decode("utf-8", "replace")
    except ValueError:
        return text  # holds real Vietnamese beside the scrambled words: leave it


def _latin_byte(char: str) -> int:
    if ord(char) < 256:
        return ord(char)
    return char.encode("cp1252")[0]


# --- elements -------------------------------------------------------------------------------------


# Two shapes of selectors that ask every element of a page for its class or another attribute. To
# go through the attributes and from those that fit to their elements takes half the time.
_ANY = r"descendant-or-self::\*(?=\[\(*"
_CLASS = re.compile(rf"{_ANY}@class and contains\(@class, ('[^']*')\))")
_VALUE = re.compile(rf"{_ANY}(@[\w-]+) = ('[^']*'))")
# Not lxml's own: its `:contains()` calls back into Python and breaks (lxml 6.1.3, November 2026).
_TRANSLATOR = HTMLTranslator()


@lru_cache(maxsize=1024)
def _compiled(selector: str) -> etree.XPath:
    path = str(_TRANSLATOR.css_to_xpath(selector))
    if " or " not in path:
        path = _CLASS.sub(r"descendant-or-self::*/@class[contains(., \1)]/parent::*", path)
        path = _VALUE.sub(r"descendant-or-self::*/\1[. = \2]/parent::*", path)
    return etree.XPath(path)


def check_selector(selector: str) -> None:
    """Raises ValueError, in words for a person, if this is no CSS selector."""
    try:
        _compiled(selector)
    except Exception as error:  # cssselect and lxml raise classes of their own
        raise ValueError(f"no CSS selector: {selector!r}: {error}") from None


def select(root: Element, selector: str) -> list[Element]:
    """Elements that a CSS selector matches, in document order."""
    return cast("list[Element]", _compiled(selector)(root))


def words(element: Element) -> str:
    """The element's text on one line, repaired: `<h1>Mộc&nbsp;Châu<br>vào vụ</h1>` → one title."""
    if not len(element):
        return "" if element.tag in UNREAD else squeeze(element.text or "")
    return joined(_strings(element))


def joined(parts: Iterable[str]) -> str:
    """Strings of neighbouring elements as one line.

    A small letter and at once a capital in the next element are two words, as the page's style
    shows them: `<span>Hà Nội</span>Trung Quốc` → "Hà Nội Trung Quốc".
    """
    apart: list[str] = []
    last = ""
    for part in parts:
        if not part:
            continue
        if last.islower() and part[0].isupper() and part[1:2].islower():
            apart.append(" ")
        apart.append(part)
        last = part[-1]
    return squeeze("".join(apart))


def squeeze(text: str) -> str:
    """One repaired line: runs of white space become one space."""
    return " ".join(repair(text).split())


def value(element: Element) -> str:
    """What a date or meta element says: its machine-readable attribute, else its words."""
    for name in ("datetime", "content"):
        if found := element.get(name):
            return squeeze(found)
    return words(element)


def _strings(element: Element) -> Iterator[str]:
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, node in walk:
        if event == "start":
            if node.tag in UNREAD:
                walk.skip_subtree()
                continue
            said = node.text
        else:
            said = None if node is element else node.tail
        if node.tag in BREAKS:
            yield "\n"
        if said:
            yield said
