"""What the columns of a table of rated products hold, as its header says.

"TT | Tên sản phẩm | Chủ thể | Huyện | Hạng sao": number, product, producer, place, stars.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extractors.tabular.cells import LONGEST, VALUE
from extractors.vi.patterns import one_of, words

# What a column is called. The first kind that fits a cell takes it, in this order.
_PATTERNS = {
    "number": r"^(?:số )?(?:stt|tt|thứ tự)\.?$",
    "product": r"^(?:tên )?(?:các )?(?:sản phẩm|mặt hàng|sp(?= ocop|$))(?! bán)",
    "producer": r"chủ thể|nhà sản xuất|cơ sở|doanh nghiệp|hợp tác xã|htx|đơn vị(?! (?:tính|hành))",
    "place": r"địa (?:chỉ|phương|bàn|danh)|đơn vị hành chính"
    r"|^(?:tên )?(?:xã|phường|huyện|quận|thị|thành phố|tỉnh|nơi)\b",
    "stars": r"(?<!\w)sao(?!\w)|(?:phân|xếp|thứ) hạng|^hạng|^kết quả(?!.*điểm)",
    "notes": r"ghi chú|nhận xét|lý do|(?:tình|hiện) trạng|trạng thái",
}
_COLUMNS = {what: re.compile(pattern, re.IGNORECASE) for what, pattern in _PATTERNS.items()}
# What else a header may name; only needed where each of its cells stands on a line of its own.
_OTHER = re.compile(
    one_of(
        r"""
        (?:tổng (?:số )?)?điểm | tổng(?: số| cộng)?(?!\w) | nhóm | ngành | năm | điện thoại
        quyết định | số (?:lượng|sản phẩm|quyết định|qđ|điện thoại|giấy|tem) | thời (?:hạn|gian)
        quy cách | người | đại diện | giá | loại | mã | giấy
        """
    ),
    re.IGNORECASE,
)
_ENTRANTS = re.compile(r"chủ thể", re.IGNORECASE)
# "Đề nghị sao", "Hạng dự kiến".
_AIMED = re.compile(
    one_of("đề nghị | dự kiến | phấn đấu | tiềm năng | mục tiêu | đăng ký"), re.IGNORECASE
)
# "Hạng cũ", "Số sao đã có".
_FORMER = re.compile(words("cũ | trước | đã có"), re.IGNORECASE)
_TYPES = re.compile(r"thị xã|thị trấn|thành phố|huyện|quận|phường|(?<!tác )xã|tỉnh", re.IGNORECASE)
_LEVEL = re.compile(r"(?:hạng |đạt |OCOP )*([1-5]) sao", re.IGNORECASE)
NAMED, UNNAMED = 8, 4
"""Words of a first cell that begins with "Tên sản phẩm", and of one that begins with "Sản phẩm"."""


@dataclass(frozen=True, slots=True)
class Header:
    """The first row of a table of rated products: its cells and which column holds what."""

    cells: tuple[str, ...]
    columns: Mapping[str, int]
    flat: bool = False
    """Each cell of the table stands on a line of its own."""
    labelled: bool = False
    """Each cell has its column's name before it; one that is missing was never there."""
    levels: Mapping[int, int] = field(default_factory=dict)
    """Stars of the columns "3 sao", "4 sao" in which a tick gives the rating."""

    @property
    def width(self) -> int:
        """How many columns the table has."""
        return len(self.cells)

    @property
    def is_of_counts(self) -> bool:
        """Whether it counts the products of places instead of naming products."""
        return "product" not in self.columns

    @property
    def is_aimed(self) -> bool:
        """Whether the stars are proposed, not given: "Đề nghị sao"."""
        return "stars" in self.columns and bool(_AIMED.search(self.cells[self.columns["stars"]]))

    @property
    def place_types(self) -> tuple[str, ...]:
        """What units the column of places names: "Huyện, thành phố" → `("huyện", "thành phố")`."""
        called = self.cells[self.columns["place"]] if "place" in self.columns else ""
        types = [kind.lower() for kind in _TYPES.findall(called)]
        if types[:1] == ["tỉnh"]:  # "Tỉnh, thành phố": a city that is a province
            types = ["tỉnh"]
        return tuple(dict.fromkeys(types))


def header_of(cells: Sequence[str], *, in_ocop: bool, flat: bool = False) -> Header | None:
    """The header that these cells are, or None where they are a row or another table's header.

    Tables of counts by place ("Huyện | Tổng số | 4 sao | 3 sao") have one, too. A table of rated
    products has a column of stars or of OCOP entrants ("chủ thể"), or in an
    article about OCOP (`in_ocop`) makers and their places; a price list has none of these.
    """
    levels = _levels(cells)
    named = ["" if i in levels else cell for i, cell in enumerate(cells)]
    if any(cell[:1].isdigit() or VALUE.fullmatch(cell) for cell in named):
        return None
    columns = _columns(named)
    entrants = "producer" in columns and _ENTRANTS.search(cells[columns["producer"]])
    located = in_ocop and {"producer", "place"} <= columns.keys()
    if "product" not in columns:
        columns = _counted(columns) if levels else {}
    elif not ("stars" in columns or entrants or levels or located):
        return None
    return Header(tuple(cells), columns, flat, levels=levels) if columns else None


def _counted(columns: Mapping[str, int]) -> dict[str, int]:
    """Columns of "Huyện | Tổng số | 4 sao | 3 sao": places, and numbers of products."""
    place = columns.get("place", columns.get("producer"))  # "Đơn vị" may be either
    number = {what: i for what, i in columns.items() if what == "number"}
    return {} if place is None else {**number, "place": place}


def _levels(cells: Sequence[str]) -> dict[int, int]:
    """The columns of several levels: "3 sao", "4 sao", "5 sao" side by side."""
    found = {i: int(m[1]) for i, cell in enumerate(cells) if (m := _LEVEL.fullmatch(cell))}
    return found if len(set(found.values())) == len(found) > 1 else {}


def is_heading_cell(cell: str) -> bool:
    """Whether a line can be one cell of a header: "Tên sản phẩm", "Số QĐ", "Ghi chú"."""
    if _LEVEL.fullmatch(cell):
        return True
    if len(cell) > LONGEST or cell[-1] in ".;:!?" or VALUE.fullmatch(cell):
        return False
    return bool(_OTHER.match(cell)) or any(p.search(cell) for p in _COLUMNS.values())


def may_open(cell: str) -> bool:
    """Whether a header may begin with this line: "STT", "Tên sản phẩm", "Huyện", but no title
    ("Sản phẩm OCOP tỉnh Lai Châu năm 2022")."""
    if len(cell) > LONGEST:
        return False
    opens = _COLUMNS["product"].match(cell) or _COLUMNS["place"].match(cell)
    named = opens and not any(map(str.isdigit, cell))
    few = len(cell.split()) <= (NAMED if cell.lower().startswith("tên") else UNNAMED)
    return bool(_COLUMNS["number"].match(cell) or (named and few))


def _columns(header: Sequence[str]) -> dict[str, int]:
    """Which column holds what; the first that fits, and no column twice."""
    columns: dict[str, int] = {}
    for what, pattern in _COLUMNS.items():
        fits = [
            i for i, cell in enumerate(header) if i not in columns.values() and pattern.search(cell)
        ]
        if fits:
            columns[what] = _of_ratings(header, fits) if what == "stars" else fits[0]
    return columns


def _of_ratings(header: Sequence[str], fits: Sequence[int]) -> int:
    """Of several ratings the one given last: not the former one, not the one proposed."""
    given = [i for i in fits if not _AIMED.search(header[i]) and not _FORMER.search(header[i])]
    return (given or fits)[-1 if given else 0]
