"""Sitemaps read as a stream: no entities, no DTD, no network, bounded depth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree


class BrokenXmlError(ValueError):
    """The bytes are no well-formed XML; the message says where."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One `<url>` or `<sitemap>`: the local names of its leaves and their text."""

    tag: str
    leaves: dict[str, str] = field(default_factory=dict)


def sitemap_entries(data: bytes) -> Iterator[Entry]:
    """`<url>` and `<sitemap>` elements of a sitemap, whatever their namespace, in order.

    Leaves of other vocabularies keep their namespace's last word: `news/title`, `image/loc`.
    Raises BrokenXmlError.
    """
    try:
        for _, element in etree.iterparse(
            BytesIO(data),
            events=("end",),
            tag=("{*}url", "{*}sitemap"),
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        ):
            yield Entry(etree.QName(element).localname, _leaves(element))
            element.clear()
    except etree.XMLSyntaxError as error:
        raise BrokenXmlError(str(error)) from None


def _leaves(entry: etree._Element) -> dict[str, str]:
    """The texts of an entry by the names of their elements, others' vocabularies before."""
    own = etree.QName(entry).namespace
    leaves: dict[str, str] = {}
    for leaf in entry.iter(etree.Element):
        name = etree.QName(leaf)
        prefix = "" if name.namespace == own else f"{_vocabulary(name.namespace)}/"
        if text := (leaf.text or "").strip():
            leaves.setdefault(prefix + name.localname, text)
    return leaves


def _vocabulary(namespace: str | None) -> str:
    """`http://www.google.com/schemas/sitemap-news/0.9` → `news`."""
    for word in ("news", "image", "video", "mobile"):
        if word in (namespace or ""):
            return word
    return "other"
