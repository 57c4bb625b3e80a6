"""Lists whose lines name their own columns: "1. Sản phẩm: X – Chủ thể: Y – Hạng: 4 sao".

The fields of a product may also stand on lines of their own, below its name: "1. Miến dong Côn
Minh", "Chủ thể: …", "Địa chỉ: …". They are read as the rows of a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.models import Article, Block, BlockKind
from extractors.tabular.columns import Header
from extractors.tabular.grid import Cell, Table

_LABELS = {
    "product": "(?:tên )?(?:các )?sản phẩm(?: ocop)?",
    "producer": "chủ thể(?: sản xuất| ocop)?|(?:đơn vị|nhà|cơ sở) sản xuất",
    "place": "địa chỉ|nơi sản xuất|địa bàn",
    "stars": "(?:kết quả )?(?:xếp |phân )?hạng(?: sao)?|số sao|kết quả|đạt",
    "notes": "ghi chú",
    "": "(?:tổng |số )?điểm|đại diện|(?:số )?điện thoại|sđt|người đại diện|quy cách|giá",
}
_KINDS = tuple(_LABELS)
# A label and what parts it from the field before: "1. Sản phẩm: ", " – Chủ thể: ".
_LABEL = re.compile(
    r"(?P<gap>^(?:\d{1,3}[.)]\s*|[-–+•*]\s*)?|\s*[–—;,(|.-]\s*)(?:"
    + "|".join(f"({label})" for label in _LABELS.values())
    + r")\s*:\s*",
    re.IGNORECASE,
)
_SOME = ("hủ thể", "HỦ THỂ", "ản phẩm:", "ẢN PHẨM:", "sản xuất:")
_OPENS = re.compile(r"(?:\d{1,3}[.)]\s*|[-–+•*]\s*)?(?=\S)")
# "– Nơi sản xuất: phường Tân Lộc – 3 sao (71 điểm)": the last field of a line needs no label.
_VERDICT = re.compile(
    r"\s[–—-]\s(?=(?:(?:đạt |hạng |OCOP )*[1-5] (?:sao|★)|không đạt|chưa đạt)(?!\w)[^–—]{0,60}$)",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"[,;]|\svà\s")
_LOOSE = " –—-;,.(|"
NAME = 80
"""Characters of a line that is a product's name above its fields."""
LABEL = 20
"""Characters of a label."""

_Field = tuple[str, Cell]


def labelled(article: Article) -> tuple[Table, ...]:
    """The lists of labelled products, in order; each product with its maker or rating is a row."""
    if not any(label in article.text for label in _SOME):
        return ()
    found: list[Table] = []
    run: list[dict[str, Cell]] = []
    for record in _records(article):
        if record is None:
            found += _table(run)
            run = []
        else:
            run.append(record)
    return (*found, *_table(run))


def _table(run: Sequence[dict[str, Cell]]) -> list[Table]:
    """Records in a row as one table: it has the columns that any of them names."""
    kinds = [kind for kind in _KINDS if kind and any(kind in record for record in run)]
    if not run:
        return []
    header = Header(tuple(kinds), {kind: i for i, kind in enumerate(kinds)}, labelled=True)
    return [Table(header, tuple(tuple(map(record.get, kinds)) for record in run))]


def _records(article: Article) -> Iterator[dict[str, Cell] | None]:
    """The fields of each product; None where other text stands between."""
    fields = [_fields(article.text, block) for block in article.blocks]
    at = 0
    while at < len(fields):
        name = _name_above(article, fields, at)
        first = at + 1 if name else at
        end = first + 1
        while end < len(fields) and fields[end] and fields[end][0][0] != "product":
            end += 1
        told = [name] if name else []
        told += [field for block in fields[first:end] for field in block]
        record = dict(reversed(told)) if told else {}
        record.pop("", None)
        is_record = told and told[0][0] == "product" and {"producer", "stars"} & record.keys()
        if is_record and not _SEVERAL.search(record["product"].words):
            yield record
            at = end
        else:
            yield None
            at += 1


def _name_above(article: Article, fields: Sequence[list[_Field]], at: int) -> _Field | None:
    """The name that a line without labels is, if the next one tells who makes it."""
    block = article.blocks[at]
    below = fields[at + 1] if at + 1 < len(fields) else []
    if fields[at] or not below or below[0][0] != "producer" or block.kind is BlockKind.TITLE:
        return None
    words = article.text[block.start : block.end]
    opening = _OPENS.match(words)
    if len(words) > NAME or words[-1] in ":.;!?" or opening is None:
        return None
    return "product", _cell(article.text, block.start + opening.end(), block.end)


def _fields(text: str, block: Block) -> list[_Field]:
    """The fields of a line that begins with a label, or with a name before "chủ thể:"; none where
    it says a label twice."""
    words = text[block.start : block.end]
    if block.kind is BlockKind.TABLE_ROW or ":" not in words[: NAME + LABEL]:
        return []
    labels = list(_LABEL.finditer(words))
    kinds = [_KINDS[(label.lastindex or 2) - 2] for label in labels]
    if not labels or len(set(kinds)) < len(kinds):
        return []
    ends = [*(label.start() for label in labels[1:]), len(words)]
    fields = [
        (kind, _cell(text, block.start + label.end(), block.start + end))
        for kind, label, end in zip(kinds, labels, ends, strict=True)
    ]
    if verdict := None if "stars" in kinds else _VERDICT.search(words, labels[-1].end()):
        fields[-1] = kinds[-1], _cell(text, fields[-1][1].start, block.start + verdict.start())
        fields.append(("stars", _cell(text, block.start + verdict.end(), block.end)))
    if labels[0].start():
        fields = _after_name(text, block, fields, labels[0].start())
    return [field for field in fields if field[1].words]


def _after_name(text: str, block: Block, fields: list[_Field], end: int) -> list[_Field]:
    """ "- Muối tinh sấy iốt, chủ thể: nt": a list's item whose name has no label."""
    words = text[block.start : block.start + end]
    opening = _OPENS.match(words)
    is_item = block.kind is BlockKind.LIST_ITEM and fields[0][0] == "producer"
    if not is_item or opening is None or end > NAME or ":" in words or "(" in words:
        return []
    return [("product", _cell(text, block.start + opening.end(), block.start + end)), *fields]


def _cell(text: str, start: int, end: int) -> Cell:
    words = text[start:end].rstrip(_LOOSE)
    return Cell(start, start + len(words), words)
