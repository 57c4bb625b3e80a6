"""Seven saved pages of six papers, read twice: by the paper's selectors and by looks alone.

Their text belongs to the papers, so only titles, dates, counts and hashes stand here.
"""

import gzip
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from extractors.article import parse
from extractors.links import section_links
from extractors.models import BlockKind, Skip
from extractors.sources import UNKNOWN_SOURCE, Page, Source
from pipeline.config import load

PAGES = Path(__file__).parents[2] / "shared" / "pages"
SOURCES = load(Path(__file__).parents[1] / "config.toml").sources

pytestmark = pytest.mark.skipif(not PAGES.exists(), reason="saved pages are not in the repository")

# page, published, hash of title, of lead, blocks: heading, paragraph, list item, caption
ARTICLES = [
    ("nld", "2026-03-07T08:06:00", "8d5421993d59", "a3d7bc27ea5f", (0, 19, 0, 2)),
    ("tuoitre", "2026-03-07T08:01:53", "9a49ab40a932", "e96d1a4b776a", (4, 22, 0, 2)),
    ("baochinhphu", "2026-03-01T09:51:00", "ca70d3bf5f4a", "6af8acb73bd1", (10, 35, 26, 0)),
    ("cafef", "2026-03-07T00:01:00", "8a5387a34005", "32cbecfbf05e", (1, 11, 0, 0)),
    ("cafef_batdongsan", "2026-03-07T09:40:00", "b674ce9f6281", "f277580b0e8f", (0, 9, 0, 1)),
    ("vietnamnet", "2026-03-07T08:52:11", "02a66f70ef72", "1e747904eaf7", (0, 8, 0, 1)),
    ("vnexpress", "2026-03-07T00:05:00", "367aa29130ea", "b00286ab6608", (4, 24, 0, 2)),
]
# section page: addresses of articles on it
SECTIONS = {
    "nld": 37,
    "tuoitre": 15,
    "baochinhphu": 34,
    "cafef": 34,
    "vietnamnet": 31,
    "vnexpress": 50,
}
KINDS = (BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.CAPTION)


def saved(name: str, kind: str) -> Page:
    paper, _, part = name.partition("_")
    path = PAGES / f"{paper}_{kind}{'_' + part if part else ''}.html.gz"
    return Page(url=f"https://{paper}.example/", body=gzip.decompress(path.read_bytes()))


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]


@pytest.mark.parametrize("by_looks", [False, True], ids=["selectors", "looks"])
@pytest.mark.parametrize("expected", ARTICLES, ids=[a[0] for a in ARTICLES])
def test_title_lead_date_and_blocks_of_real_pages_stay(
    expected: tuple[str, str, str, str, tuple[int, ...]], by_looks: bool
) -> None:
    name, published, title, lead, counts = expected
    source: Source = UNKNOWN_SOURCE if by_looks else SOURCES[name.partition("_")[0]]
    article = parse(saved(name, "article"), source)
    assert article.published_at == f"{published}+07:00"
    assert digest(article.title) == title
    assert digest(article.lead) == lead
    found = Counter(block.kind for block in article.blocks)
    assert tuple(found[kind] for kind in KINDS) == counts
    assert found.total() == sum(counts) + 2


@pytest.mark.parametrize("by_looks", [False, True], ids=["selectors", "looks"])
@pytest.mark.parametrize("paper", SECTIONS)
def test_a_section_page_is_no_article(paper: str, by_looks: bool) -> None:
    with pytest.raises(Skip):
        parse(saved(paper, "list"), UNKNOWN_SOURCE if by_looks else SOURCES[paper])


@pytest.mark.parametrize(("paper", "links"), SECTIONS.items())
def test_a_section_page_gives_its_articles(paper: str, links: int) -> None:
    host = SOURCES[paper].hosts[0]
    page = replace(saved(paper, "list"), url=f"https://{host}/kinh-te")
    found = section_links(page, SOURCES[paper])
    assert len(found) == links
    assert all(link.title for link in found)
