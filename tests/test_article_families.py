"""One article in the markup of every CMS family: read by its paper's selectors and by looks."""

from pathlib import Path

import pytest

from extractors.article import check_selectors, parse
from extractors.models import Article, BlockKind
from extractors.sources import UNKNOWN_SOURCE, Page, Source
from pipeline.config import load
from tests import family_pages as pages

SOURCES = load(Path(__file__).parents[1] / "config.toml").sources
CASES = [(name, body, SOURCES[name]) for name, body in pages.PAGES.items()] + [
    (f"{name} by looks", body, UNKNOWN_SOURCE)
    for name, body in [*pages.PAGES.items(), ("line breaks", pages.BREAKS)]
]


def read(body: bytes, source: Source) -> Article:
    return parse(Page(url="https://bao.example/man-hau-1.html", body=body), source)


def texts(article: Article, *kinds: BlockKind) -> list[str]:
    return [article.text[b.start : b.end] for b in article.blocks if b.kind in kinds]


@pytest.mark.parametrize(("body", "source"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
class TestEveryFamily:
    def test_title_and_lead(self, body: bytes, source: Source) -> None:
        article = read(body, source)
        assert article.title == pages.TITLE
        assert article.lead == pages.LEAD

    def test_date_is_the_articles_not_the_clocks(self, body: bytes, source: Source) -> None:
        assert read(body, source).published_at == pages.DATE

    def test_paragraphs_in_order_and_nothing_else(self, body: bytes, source: Source) -> None:
        article = read(body, source)
        assert texts(article, BlockKind.PARAGRAPH) == [pages.FIRST, pages.SECOND, pages.THIRD]
        assert texts(article, BlockKind.HEADING) == [pages.HEADING]

    def test_caption_is_typed(self, body: bytes, source: Source) -> None:
        [caption] = texts(read(body, source), BlockKind.CAPTION)
        assert caption.startswith(pages.CAPTION)

    def test_text_is_the_blocks_joined(self, body: bytes, source: Source) -> None:
        article = read(body, source)
        assert article.text == "\n".join(article.text[b.start : b.end] for b in article.blocks)
        assert pages.OTHER not in article.text


def test_every_selector_of_every_source_is_css() -> None:
    for source in SOURCES.values():
        check_selectors(source.selectors)
