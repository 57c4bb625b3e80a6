"""Tables of rated products: the header says which column is what.

"TT | Sản phẩm | Chủ thể | Địa chỉ | Sao" and the rows below it give each product its maker, places
and stars without any sentence around them. Only tables with a column of stars or of OCOP entrants
("chủ thể") are read this way; price lists are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractors.models import (
    Block,
    BlockKind,
    PlaceMention,
    ProducerMention,
    ProductMention,
    StarMention,
    Status,
)
from extractors.reading import Reading

_COLUMNS = {
    "product": re.compile(r"^(?:tên )?(?:các )?(?:sản phẩm|mặt hàng)(?! bán)", re.IGNORECASE),
    "producer": re.compile(
        r"chủ thể|nhà sản xuất|cơ sở|doanh nghiệp|hợp tác xã|HTX|đơn vị(?! tính)", re.IGNORECASE
    ),
    "place": re.compile(r"địa (?:chỉ|phương|bàn|danh)|^(?:xã|phường|huyện|nơi)\b", re.IGNORECASE),
    "stars": re.compile(r"(?<!\w)sao(?!\w)|(?:phân|xếp|thứ) hạng|^hạng|^kết quả", re.IGNORECASE),
}
_ENTRANTS = re.compile(r"chủ thể", re.IGNORECASE)
_AIMED = re.compile(r"đề nghị|dự kiến|phấn đấu|tiềm năng|mục tiêu|đăng ký", re.IGNORECASE)
_STARS = re.compile(r"^(?:đạt |hạng |OCOP )*([1-5])(?:\s*(?:sao|★|\*))?$", re.IGNORECASE)
_MARKS = re.compile(r"^[★*]{1,5}$")
_NO_NAME = re.compile(r"^(?:tổng(?: cộng| số)?\b.*|[\d\W]*)$", re.IGNORECASE)
_CELL = " | "


@dataclass(frozen=True, slots=True)
class TableRow:
    """One product of a table; what its table has no column for is None or empty."""

    product: ProductMention
    rating: StarMention | None
    producer: ProducerMention | None
    places: tuple[PlaceMention, ...]


@dataclass(frozen=True, slots=True)
class _Cell:
    start: int
    end: int
    words: str


def find(reading: Reading, places: Sequence[PlaceMention]) -> tuple[TableRow, ...]:
    """The products of every table of rated products, in order of the text."""
    found: list[TableRow] = []
    for header, lines in _tables(reading):
        columns = _columns(header)
        aimed = "stars" in columns and bool(_AIMED.search(header[columns["stars"]].words))
        if "product" not in columns or not _is_of_rated(header, columns):
            continue
        for cells in lines:
            if len(cells) == len(header):
                found += _row(cells, columns, places, aimed)
    return tuple(found)


def covers(rows: Sequence[TableRow], reading: Reading) -> tuple[Block, ...]:
    """The blocks that these rows stand in: nothing else there names a product."""
    starts = {row.product.start for row in rows}
    return tuple(
        b for b in reading.article.blocks if any(b.start <= start < b.end for start in starts)
    )


def _tables(reading: Reading) -> Iterator[tuple[list[_Cell], list[list[_Cell]]]]:
    """`(header, rows)` of each run of table rows."""
    run: list[list[_Cell]] = []
    for block in reading.article.blocks:
        if block.kind is BlockKind.TABLE_ROW:
            run.append(_cells(reading.article.text, block))
        elif run:
            yield run[0], run[1:]
            run = []
    if run:
        yield run[0], run[1:]


def _cells(text: str, block: Block) -> list[_Cell]:
    cells = []
    at = block.start
    for words in text[block.start : block.end].split(_CELL):
        start = at + len(words) - len(words.lstrip())
        cells.append(_Cell(start, start + len(words.strip()), words.strip()))
        at += len(words) + len(_CELL)
    return cells


def _columns(header: Sequence[_Cell]) -> dict[str, int]:
    """Which column holds what; the first that fits, and no column twice."""
    columns: dict[str, int] = {}
    for what, pattern in _COLUMNS.items():
        fits = (i for i, cell in enumerate(header) if pattern.search(cell.words))
        column = next((i for i in fits if i not in columns.values()), None)
        if column is not None:
            columns[what] = column
    return columns


def _is_of_rated(header: Sequence[_Cell], columns: Mapping[str, int]) -> bool:
    entrants = "producer" in columns and _ENTRANTS.search(header[columns["producer"]].words)
    return "stars" in columns or bool(entrants)


def _row(
    cells: Sequence[_Cell],
    columns: Mapping[str, int],
    places: Sequence[PlaceMention],
    aimed: bool,
) -> Iterator[TableRow]:
    name = cells[columns["product"]]
    if _NO_NAME.match(name.words):
        return
    product = ProductMention(
        start=name.start,
        end=name.end,
        surface=name.words,
        name=" ".join(name.words.split()),
        rule="product.table",
    )
    yield TableRow(
        product,
        _rating(cells[columns["stars"]], aimed) if "stars" in columns else None,
        _producer(cells[columns["producer"]]) if "producer" in columns else None,
        _places(cells[columns["place"]], places) if "place" in columns else (),
    )


def _rating(cell: _Cell, aimed: bool) -> StarMention | None:
    number = _STARS.match(cell.words)
    if number is None and not _MARKS.match(cell.words):
        return None
    return StarMention(
        start=cell.start,
        end=cell.end,
        surface=cell.words,
        rule="star.table",
        stars=int(number[1]) if number else len(cell.words),
        status=Status.TARGET if aimed else Status.ACHIEVED,
    )


def _producer(cell: _Cell) -> ProducerMention | None:
    if _NO_NAME.match(cell.words):
        return None
    return ProducerMention(
        start=cell.start,
        end=cell.end,
        surface=cell.words,
        rule="producer.table",
        name=" ".join(cell.words.split()),
    )


def _places(cell: _Cell, places: Sequence[PlaceMention]) -> tuple[PlaceMention, ...]:
    return tuple(p for p in places if cell.start <= p.start and p.end <= cell.end)
