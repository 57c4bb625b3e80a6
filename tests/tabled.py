"""Articles that hold a table of rated products, and what is read out of it."""

from __future__ import annotations

from extractors.facts import extract
from extractors.models import Article, Block, BlockKind, Facts, Product
from extractors.plaintext import parse_text
from extractors.reading import read

_TITLE = "Tỉnh Sơn La công bố kết quả phân hạng sản phẩm OCOP"
_BEFORE = (
    "UBND tỉnh Lâm Đồng vừa công nhận các sản phẩm OCOP năm 2023\n\n"
    "Các chủ thể trong danh sách dưới đây được in biểu trưng của chương trình lên nhãn, bao bì.\n\n"
)
_BEHIND = (
    "\n\nGiấy chứng nhận được trao tại hội nghị tổng kết của ngành nông nghiệp tỉnh vào cuối năm."
)
HEAD = ("TT", "Tên sản phẩm", "Chủ thể", "Huyện, thành phố", "Hạng sao")
ROWS = (
    ("1", "Hồng treo gió Cầu Đất", "HTX Hồng Cầu Đất", "Đà Lạt", "4 sao"),
    ("2", "Rượu cần Dà Nung", "Hộ Ka Đơi", "Di Linh", "3 sao"),
    ("3", "Mắc ca sấy nứt vỏ", "Công ty TNHH Mắc ca Tân Hà", "Lâm Hà", "3 sao"),
)
READ = [
    ("Hồng treo gió Cầu Đất", 4, "HTX Hồng Cầu Đất", ["thành phố Đà Lạt", "tỉnh Lâm Đồng"]),
    ("Rượu cần Dà Nung", 3, "Hộ Ka Đơi", ["huyện Di Linh", "tỉnh Lâm Đồng"]),
    ("Mắc ca sấy nứt vỏ", 3, "Công ty TNHH Mắc ca Tân Hà", ["huyện Lâm Hà", "tỉnh Lâm Đồng"]),
]
"""What `told` tells of the products of these rows."""


def products(*rows: str) -> tuple[Product, ...]:
    """The products of an article in Sơn La whose page has these rows, bars between their cells."""
    lines = [(BlockKind.TITLE, _TITLE), *((BlockKind.TABLE_ROW, row) for row in rows)]
    blocks, at = [], 0
    for kind, line in lines:
        blocks.append(Block(kind, at, at + len(line)))
        at += len(line) + 1
    text = "\n".join(line for _, line in lines)
    article = Article(url="", source="", title=_TITLE, lead="", text=text, blocks=tuple(blocks))
    return extract(read(article)).products


def copied(*lines: str) -> Facts:
    """What is read out of a plain-text copy that has these lines between two paragraphs."""
    return extract(read(parse_text(_BEFORE + "\n".join(lines) + _BEHIND)))


def told(product: Product) -> tuple[object, ...]:
    """Name, stars, maker and places of a product, as the table gives them."""
    maker = product.producer.name if product.producer else None
    return (product.mention.name, product.stars, maker, [p.name for p in product.places])
