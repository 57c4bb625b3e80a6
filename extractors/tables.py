"""Tables of rated products: the header says which column is what.

"TT | Sản phẩm | Chủ thể | Địa chỉ | Sao" and the rows below it give each product its maker, places
and stars without any sentence around them. Only tables with a column of stars or of OCOP entrants
("chủ thể") are read this way; price lists are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.models import (
    Block,
    PlaceMention,
    ProducerMention,
    ProductMention,
    StarMention,
)
from extractors.reading import Reading
from extractors.tabular.cells import DITTO, NUMBER
from extractors.tabular.grid import Cell, Table
from extractors.tabular.verdicts import rating, ticked

_NO_NAME = re.compile(r"^(?:tổng(?: cộng| số)?\b.*|[\d\W]*)$", re.IGNORECASE)
_BEFORE_NAME = re.compile(r"(?:\d{1,3}[.)]\s*)?\*{0,2}(?:sản phẩm:?\s+)?[\"“”'‘]?", re.IGNORECASE)
# What a name's cell says of the rating: "(đánh giá lại)", "(sản phẩm mới)", "(thu hồi)", "(*)".
_REMARK = re.compile(
    r"\s*[\"”'’]?\s*(?:[(\[](?:[^()\[\]]*(?:đánh giá|công nhận|chấm|xếp hạng|phân hạng|nâng|gia hạn"
    r"|thu hồi|hết hạn|không đạt|chưa đạt|đợt \d|năm \d{4}|cấp lại|lần đầu|lần \d|\bsao\b)"
    r"[^()\[\]]*|(?:sản phẩm )?mới|lại|[\d*]{1,2})[)\]]|\*+|[-–]\s*đánh giá lại)\s*$",
    re.IGNORECASE,
)
# Where a maker's address begins: "HTX Sơn Trà, xã Hồng Thái", "Hộ Lò Thị Đôi (bản Vàng Pó)".
_ADDRESS = re.compile(
    r"\s*[,;(–-]\s*(?:(?:ở|tại|địa chỉ|đ/c)\b:?\s*)?(?:thôn|bản|ấp|xóm|khu|khóm|tổ dân phố|tổ \d|số"
    r"|đường|xã|phường|thị trấn|thị xã|huyện|quận|thành phố|tp|tx|tt|tỉnh)[\s.].*$",
    re.IGNORECASE | re.DOTALL,
)
_PARTS = re.compile(r"\s*[;,]\s*")
CERTAINTY = 1.0
"""Of a name that fills a cell, on the scale of the name model: as sure as it ever is."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One product of a table; what its table has no column for is None or empty."""

    product: ProductMention
    rating: StarMention | None
    producer: ProducerMention | None
    places: tuple[PlaceMention, ...]
    is_rated_here: bool
    """Whether the table has a column of stars: without one, the text around it rates."""
    start: int
    """Of the row; nothing else between `start` and `end` names a product."""
    end: int


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's cells by what their columns hold."""

    table: Table
    cells: tuple[Cell | None, ...]

    def cell(self, what: str) -> Cell | None:
        """The cell of this column ("producer"), None where it is empty or the table has none."""
        column = self.table.header.columns.get(what)
        cell = self.cells[column] if column is not None else None
        return cell if cell and cell.words else None


def find(reading: Reading, places: Sequence[PlaceMention]) -> tuple[TableRow, ...]:
    """The products of every table of rated products, in order of the text."""
    found: list[TableRow] = []
    for table in reading.tables:
        if table.header.is_of_counts:
            continue
        above: TableRow | None = None
        for cells in table.rows:
            products = list(_products(_Row(table, cells), places, above))
            above = products[-1] if products else above
            found += products
    return tuple(found)


def covers(rows: Sequence[TableRow], reading: Reading) -> tuple[Block, ...]:
    """The blocks that these rows stand in: nothing else there names a product."""
    blocks = iter(reading.article.blocks)
    found: list[Block] = []
    block = next(blocks, None)
    for row in rows:
        while block is not None and block.end <= row.start:
            block = next(blocks, None)
        while block is not None and block.start < row.end:
            found.append(block)
            block = next(blocks, None)
    return tuple(found)


def _products(
    row: _Row, places: Sequence[PlaceMention], above: TableRow | None
) -> Iterator[TableRow]:
    """The product of a row, or each of those that it numbers or rates one by one."""
    cell = row.cell("product")
    if cell is None or _NO_NAME.match(cell.words):
        return
    filled = [c for c in row.cells if c and c.words]
    maker, homes = _maker(row, places, above)
    for name, stars in _named(row, cell):
        yield TableRow(
            _product(name),
            _rating(row, name, stars, above),
            maker,
            homes,
            "stars" in row.table.header.columns or bool(row.table.header.levels),
            filled[0].start,
            filled[-1].end,
        )


def _rating(
    row: _Row, name: Cell, stars: Cell | None, above: TableRow | None
) -> StarMention | None:
    """What the row says of the stars: in their column, in the notes, behind the name."""
    if above and stars and DITTO.fullmatch(stars.words):
        return above.rating
    header = row.table.header
    cell, notes = row.cell("product"), row.cell("notes")
    assert cell is not None
    remarks = f"{notes.words if notes else ''} {cell.words[name.end - cell.start :]}"
    told = rating(stars, remarks, notes or cell, aimed=header.is_aimed)
    return told or ticked(row.cells, header.levels)


def _named(row: _Row, cell: Cell) -> Iterator[tuple[Cell, Cell | None]]:
    """Each name in a cell with its rating: several where the stars or numbers are as many."""
    stars, numbers = row.cell("stars"), row.cell("number")
    names = _split(cell)
    ratings = _split(stars) if stars else []
    counted = NUMBER.findall(numbers.words) if numbers else []
    if len(names) > 1 and len(ratings) == len(names):
        yield from zip(map(_bare, names), ratings, strict=True)
    elif len(names) > 1 and len(counted) == len(names):
        yield from ((_bare(name), stars) for name in names)
    else:
        yield _bare(cell), stars


def _split(cell: Cell) -> list[Cell]:
    """The parts of a cell between commas: "Trà mát, trà gừng"."""
    parts: list[Cell] = []
    at = 0
    for part in (*_PARTS.finditer(cell.words), None):
        end, following = part.span() if part else (len(cell.words), 0)
        words = cell.words[at:end]
        parts.append(Cell(cell.start + at, cell.start + end, words))
        at = following
    return parts


def _bare(cell: Cell) -> Cell:
    """The name in a cell: without number, quotes and remarks around it."""
    opening = _BEFORE_NAME.match(cell.words)
    first = opening.end() if opening else 0
    words = cell.words[first:]
    while (remark := _REMARK.search(words)) is not None and remark.start() > 0:
        words = words[: remark.start()]
    words = words.rstrip("\"”'’ .;,")
    return Cell(cell.start + first, cell.start + first + len(words), words)


def _product(name: Cell) -> ProductMention:
    return ProductMention(
        start=name.start,
        end=name.end,
        surface=name.words,
        name=" ".join(name.words.split()),
        rule="product.table",
        confidence=CERTAINTY,
    )


def _maker(
    row: _Row, places: Sequence[PlaceMention], above: TableRow | None
) -> tuple[ProducerMention | None, tuple[PlaceMention, ...]]:
    """Who makes it and where; "nt" and an empty cell are the row above's, an address may follow."""
    maker, home = row.cell("producer"), row.cell("place")
    same = above is not None and _is_same(row, "producer", maker)
    if above and same:
        producer, near = above.producer, above.places
    else:
        producer = _producer(maker) if maker else None
        near = _places(maker, places) if maker else ()
    if above and (home or same) and _is_same(row, "place", home):
        return producer, above.places
    return producer, (_places(home, places) if home else ()) or near


def _is_same(row: _Row, what: str, cell: Cell | None) -> bool:
    """Whether a cell is that of the row above: it says so, or is empty where cells were merged."""
    if cell is None:
        return what in row.table.header.columns and not row.table.header.labelled
    return bool(DITTO.fullmatch(cell.words))


def _producer(cell: Cell) -> ProducerMention | None:
    """The maker that a cell names, without its address; None for "-" or a sum."""
    name = _ADDRESS.sub("", cell.words)
    if _NO_NAME.match(cell.words) or not name:
        return None
    return ProducerMention(
        start=cell.start,
        end=cell.start + len(name),
        surface=name,
        rule="producer.table",
        name=" ".join(name.split()),
    )


def _places(cell: Cell, places: Sequence[PlaceMention]) -> tuple[PlaceMention, ...]:
    return tuple(p for p in places if cell.start <= p.start and p.end <= cell.end)
