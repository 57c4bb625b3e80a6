"""What a sentence says of a certificate: withdrawn, run out, refused, or granted again.

"bị thu hồi giấy chứng nhận", "đã hết hạn", "không đạt", "được công nhận lại"; not what may or will
be ("sắp hết hạn", "sẽ thu hồi nếu …"), and not what is said of other papers and things ("hết hạn
sử dụng", "thu hồi đất", "chứng nhận VietGAP hết hạn").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from extractors.models import Status
from extractors.vi.patterns import beginning, entries, one_of, starts

_TRIGGERS = (
    "hu hồi", "ết hạn", "uá hạn", "ết thời hạn", "uá thời hạn", "hết hiệu", "mất hiệu", "uá 36",
    "hông còn", "ông đạt", "ưa đạt", "ị loại", "rượt", "rớt", "ông được công", "ông công nhận",
    "tước", "ị rút", "út giấy", "hỏi danh", "hỏi chương", "óa tên", " hủy", "mất danh", "THU HỒI",
    "HẾT HẠN",
)  # fmt: skip
"""One of them stands in whatever says so: without a first letter that may be large."""
_PAPER = r"(?:giấy|chứng|danh hiệu|quyết định|kết quả|công nhận|quyền|hạng|sao|ocop)"
_LIST = r"(?:danh (?:mục|sách)(?! (?:đề|đăng|xét|dự|tham))|chương trình ocop)"
_VERDICT = (
    r"(?= ?(?:$|[.,;:)!?]|vì|do(?!anh)|nên|ở|trong|tại kỳ|lần|kỳ|đợt|vòng|khi (?:chấm|đánh giá)"
    r"|yêu cầu|điểm|(?:tiêu chuẩn |chuẩn )?ocop|phân hạng|đánh giá|gồm|là|có"
    r"|(?:hạng |chuẩn |mức )?(?:3|ba) sao))"
)
_MARK = r"(?:hạng|sao|mức|danh hiệu|chứng|[1-5] sao|ba sao|bốn sao|ocop)"
_GRANTED = rf"(?:được (?:công nhận|cấp|nâng)|(?:đạt|lên)(?: hạng| chuẩn| mức)* {_MARK})"
_CUE = re.compile(
    r"(?P<revoked>"
    + one_of(
        rf"""
        (?:bị |được )?thu hồi | (?:bị )?tước {_PAPER} | (?:bị )?(?:rút|hủy)(?: bỏ)? {_PAPER}
        (?:bị )?(?:loại|đưa|gạch|xóa)(?: tên)?(?: ra)? khỏi {_LIST}
        (?:đưa|loại) (?=[^.;]{{1,160}}ra khỏi {_LIST}) | (?:bị )?xóa tên | mất danh hiệu
        """
    )
    + r")|(?P<expired>"
    + one_of(
        r"""
        (?:hết|quá) (?:thời )?hạn(?: 36 tháng| 0?3 năm| ba năm)? | (?:hết|mất) hiệu lực
        không còn (?:hiệu lực|giá trị|là sản phẩm ocop|được công nhận) | quá 36 tháng
        """
    )
    + r")|(?P<failed>"
    + one_of(
        rf"""
        (?:không|chưa) đạt{_VERDICT} | bị loại(?! bỏ){_VERDICT} | (?:bị )?trượt{_VERDICT}
        (?:bị )?rớt{_VERDICT} | không (?:được )?công nhận(?: lại)?
        """
    )
    + r")|(?P<ocop>"
    + one_of(
        rf"""
        công nhận (?:lại|mới) | tái công nhận | trở lại (?:với )?{_MARK} | được khôi phục
        cấp lại | cấp (?:giấy )?mới | gia hạn
        vẫn (?:còn |được )?(?:hạn|hiệu lực) | còn (?:hạn|hiệu lực)
        vẫn (?:được )?giữ(?= ?(?:$|[.,;])) | (?:vẫn )?(?:được )?giữ (?:được |nguyên |vững )?{_MARK}
        (?:đánh giá|chấm|xếp hạng|phân hạng) lại(?: \S+){{0,3}}? (?:đạt|được|giữ|lên|và)
        (?:nay|sau đó|(?:lần|kỳ|đợt) (?:hai|2|sau))[^.;]{{0,30}}? {_GRANTED}
        """
    )
    + r")"
)
# How such words begin.
_OPENINGS = """
    bị | chấm | chưa | cấp | còn | công | gia | giữ | gạch | hết | hủy | không | kỳ | loại | lần
    mất | nay | phân | quá | rút | rớt | sau | thu | trượt | trở | tái | tước | vẫn | xóa | xếp
    đánh | được | đưa | đợt
"""
_OPENING = re.compile(starts(entries(_OPENINGS)))
# What stands right before words that are no fact, or not yet.
_NOT = re.compile(
    r"(?<!\w)"
    + one_of(
        """
        chưa | không | chẳng | tránh | sẽ | có thể | sắp | gần | nguy cơ | đề nghị | đề xuất
        kiến nghị | xem xét | dự kiến | chuẩn bị | trước | trước khi | đến khi | suýt | dễ
        (?<!sau )(?<!trong )khi | lo | sợ | kiên quyết | tăng cường | yêu cầu | quy trình
        """
    )
    + r"(?: [^\s]+){0,4}? ?$"
)
_NOT_AGAIN = re.compile(
    r"(?<!\w)(?:chờ|đang|phải|để|hồ sơ|thủ tục|xin|cần|đăng ký|muốn|hướng dẫn)(?: \S+){0,4}? ?$"
)
# "đang làm hồ sơ đánh giá, công nhận lại" is one thing.
_PART_OF_IT = re.compile(r"(?:đánh giá|phân hạng|xếp hạng|thẩm định)(?: lại)?(?:,| và) $")
_DONE = re.compile(r"(?<!\w)(?:được|đã|vừa|mới)(?: \S+){0,3}? $")
_IF = re.compile(r"(?<!\w)(?:nếu|trường hợp|hễ|một khi|bất cứ)(?!\w)")
_EXAMINED_AGAIN = re.compile(r"(?:đánh giá|chấm|xếp hạng|phân hạng) lại(?: \S+){0,4} $")
_STILL_TO_BE = re.compile(r"(?<!\w)(?:chưa|phải|cần|chờ|không)(?: \S+){0,2}? $")
_CLAUSE = re.compile(r"[,;:.!?]|(?<!\w)(?:nên|mà|do|vì|và|nhưng)(?!\w)")
# "bị UBND tỉnh thu hồi", "có tên trong danh sách thu hồi", "đã có quyết định thu hồi".
_SUFFERS = re.compile(r"(?<!\w)(?:bị|được|danh sách|diện|có quyết định)(?: [^\s,;:]+){0,5} $")
_SHELF_LIFE = re.compile(r"hạn (?:sử )?dụng|hạn dùng")
_NAMED_PAPER = re.compile(rf"(?<!\w){_PAPER}(?!\w)")
_PAPERS_END = re.compile(
    rf"thu hồi (?:\S+ ){{0,3}}?{_PAPER}|ocop bị thu hồi|khỏi danh|hết (?:thời )?hạn"
    r"|(?:đánh giá|công nhận) lại"
)
_OTHER_THING = re.compile(
    r"(?<!\w)"
    + one_of(
        """
        vietgap | globalgap | haccp | iso | halal | organic | hữu cơ | an toàn | vệ sinh | attp
        vsattp | kiểm nghiệm | kiểm định | nhãn hiệu | kinh doanh | mã số | hợp đồng | sử dụng
        dùng | nợ | vốn | tiền | đất | lô | phiếu | tự công bố | giấy phép | thẻ | chỉ dẫn | mặn
        triệu | tấn | bảo hành
        """
    )
    + r"(?!\w)"
)
_SINCE = re.compile(r"(?<!\w)(?:đã|đều|nay|hiện|vừa|từng|bị)(?: \S+)?? ?$")
_ON_A_DAY = re.compile(
    r" (?!từ |hồi |kể từ )(?:\S+ ){0,2}?(?:vào|trong|trước|cuối|đầu|giữa|ngày|tháng|quý|năm)(?!\w)"
)
_BY_OTHERS = ("nhận lại", "cấp lại", "mới", "gia hạn")
"""How words end that tell of what stands before only with "được" or "đã"."""
_NEAR = 45
"""Characters before and behind such words that say of what they are told."""


class Cue(NamedTuple):
    """`line[start:end]` says this; `OCOP` where a certificate holds (again)."""

    status: Status
    start: int
    end: int
    is_suffered: bool
    """Whether what stands before may be what it is told of: "bị thu hồi", not "thu hồi"."""


def spots(text: str) -> list[int]:
    """Where an article may say that a certificate ended: nowhere in most."""
    return [m.start() for word in _TRIGGERS if word in text for m in re.finditer(word, text)]


def speaks_of_papers(text: str) -> bool:
    """Whether an article is about certificates that end, so that a bare "bị thu hồi" is of one."""
    return "hu hồi" in text and bool(_PAPERS_END.search(text.lower()))


def cues(line: str, *, of_papers: bool, removed: bool) -> Iterator[Cue]:
    """What a sentence in small letters says of certificates, in its order.

    In an article that is `of_papers` a bare "bị thu hồi" is of one; where products were `removed`
    from the list before, "bị loại" says so again.
    """
    for m in beginning(_OPENING, _CUE, line, 0, len(line)):
        status = Status(m.lastgroup or "")
        before, behind = line[: m.start()], line[m.end() :]
        if not _is_whole(line, m) or _is_denied(status, before, behind):
            continue
        told_behind = _is_suffered(status, m[0], before)
        bare = m[0].endswith("thu hồi") and not _names_paper(before, behind)
        if bare and not (told_behind and of_papers):
            continue
        again = removed and m[0] == "bị loại"
        yield Cue(Status.REVOKED if again else status, m.start(), m.end(), told_behind)


def _is_suffered(status: Status, words: str, before: str) -> bool:
    if status is Status.REVOKED:
        return words.startswith(("bị ", "được ")) or bool(_SUFFERS.search(before))
    if status is Status.OCOP and words.endswith(_BY_OTHERS):
        return bool(_DONE.search(_CLAUSE.split(before)[-1]))
    return True


def _names_paper(before: str, behind: str) -> bool:
    around = (_CLAUSE.split(before)[-1][-_NEAR:], _CLAUSE.split(behind)[0][:_NEAR])
    return any(_NAMED_PAPER.search(words) for words in around)


def _is_whole(line: str, m: re.Match[str]) -> bool:
    """Whether no word goes on behind."""
    return not (m[0][-1].isalnum() and line[m.end() : m.end() + 1].isalnum())


def _is_denied(status: Status, before: str, behind: str) -> bool:
    clause = _CLAUSE.split(_PART_OF_IT.sub("", before))[-1]
    after = _CLAUSE.split(behind)[0][:_NEAR]
    if _NOT.search(clause):
        return True
    if status is Status.FAILED:
        return False
    if _OTHER_THING.search(clause[-_NEAR:]) or _OTHER_THING.search(after):
        return True
    if status is Status.OCOP:
        return bool(_NOT_AGAIN.search(clause))
    if status is Status.EXPIRED and _SHELF_LIFE.search(before):
        return True
    return bool(_IF.search(before) or _IF.search(behind)) or (
        status is Status.EXPIRED and _is_to_come(before, clause, after)
    )


def _is_to_come(before: str, clause: str, after: str) -> bool:
    """ "hết hạn vào quý I", which may be still ahead, "hết hạn thì làm lại", and "đánh giá lại 8
    sản phẩm hết hạn"."""
    again = _EXAMINED_AGAIN.search(before)
    if again and not _STILL_TO_BE.search(before[: again.start()]):
        return True
    is_open = _ON_A_DAY.match(after) or after.startswith(" thì")
    return bool(is_open) and not _SINCE.search(clause)
