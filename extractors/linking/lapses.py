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
from extractors.vi.patterns import beginning, entries, one_of, starts, words

# --- what says that a certificate ended, or that it holds ----------------------------------------

_PAPER = one_of(
    "giấy | chứng | danh hiệu | quyết định | kết quả | công nhận | quyền | hạng | sao | ocop"
)
_LIST = r"(?:danh (?:mục|sách)(?! (?:đề|đăng|xét|dự|tham))|chương trình ocop)"
_REVOKED = one_of(
    rf"""
    (?:bị |được )?thu hồi | (?:bị )?tước {_PAPER} | (?:bị )?(?:rút|hủy)(?: bỏ)? {_PAPER}
    (?:bị )?(?:loại|đưa|gạch|xóa)(?: tên)?(?: ra)? khỏi {_LIST}
    (?:đưa|loại) (?=[^.;]{{1,160}}ra khỏi {_LIST}) | (?:bị )?xóa tên | mất danh hiệu
    """
)
_EXPIRED = one_of(
    r"""
    (?:hết|quá) (?:thời )?hạn(?: 36 tháng| 0?3 năm| ba năm)? | (?:hết|mất) hiệu lực
    không còn (?:hiệu lực|giá trị|là sản phẩm ocop|được công nhận) | quá 36 tháng
    """
)
# "không đạt" is a verdict where its clause ends, or its reason, its occasion or the programme
# follows: "không đạt.", "không đạt do thiếu hồ sơ", "không đạt 3 sao"; not "không đạt doanh thu".
_AS_VERDICT = one_of(
    r"""
    $ | [.,;:)!?] | vì | do(?!anh) | nên | ở | trong | tại kỳ | lần | kỳ | đợt | vòng
    khi (?:chấm|đánh giá) | yêu cầu | điểm | (?:tiêu chuẩn |chuẩn )?ocop | phân hạng | đánh giá
    gồm | là | có | (?:hạng |chuẩn |mức )?(?:3|ba) sao
    """
)
_VERDICT = rf"(?= ?{_AS_VERDICT})"
_FAILED = one_of(
    rf"""
    (?:không|chưa) đạt{_VERDICT} | bị loại(?! bỏ){_VERDICT} | (?:bị )?trượt{_VERDICT}
    (?:bị )?rớt{_VERDICT} | không (?:được )?công nhận(?: lại)?
    """
)
_MARK = one_of("hạng | sao | mức | danh hiệu | chứng | [1-5] sao | ba sao | bốn sao | ocop")
_GRANTED = rf"(?:được (?:công nhận|cấp|nâng)|(?:đạt|lên)(?: hạng| chuẩn| mức)* {_MARK})"
_HOLDS = one_of(
    rf"""
    công nhận (?:lại|mới) | tái công nhận | trở lại (?:với )?{_MARK} | được khôi phục
    cấp lại | cấp (?:giấy )?mới | gia hạn
    vẫn (?:còn |được )?(?:hạn|hiệu lực) | còn (?:hạn|hiệu lực)
    vẫn (?:được )?giữ(?= ?(?:$|[.,;])) | (?:vẫn )?(?:được )?giữ (?:được |nguyên |vững )?{_MARK}
    (?:đánh giá|chấm|xếp hạng|phân hạng) lại(?: \S+){{0,3}}? (?:đạt|được|giữ|lên|và)
    (?:nay|sau đó|(?:lần|kỳ|đợt) (?:hai|2|sau))[^.;]{{0,30}}? {_GRANTED}
    """
)
_CUE = re.compile(  # the groups are named as the values of Status
    rf"(?P<revoked>{_REVOKED})|(?P<expired>{_EXPIRED})|(?P<failed>{_FAILED})|(?P<ocop>{_HOLDS})"
)
_FIRST_WORDS = """
    bị | chấm | chưa | cấp | còn | công | gia | giữ | gạch | hết | hủy | không | kỳ | loại | lần
    mất | nay | phân | quá | rút | rớt | sau | thu | trượt | trở | tái | tước | vẫn | xóa | xếp
    đánh | được | đưa | đợt
"""
"""With one of them each of these expressions begins."""
_OPENING = re.compile(starts(entries(_FIRST_WORDS)))
_TRIGGERS = (
    "hu hồi", "ết hạn", "uá hạn", "ết thời hạn", "uá thời hạn", "ết hiệu", "ất hiệu", "uá 36",
    "hông còn", "ông đạt", "ưa đạt", "ị loại", "rượt", "rớt", "Rớt", "ông được công",
    "ông công nhận", "tước", "Tước", "ị rút", "út giấy", "hỏi danh", "hỏi chương", "óa tên",
    " hủy", "ất danh", "THU HỒI", "HẾT HẠN",
)  # fmt: skip
"""Parts of them, one of which stands in any text that says that a certificate ended; without their
first letter ("hu hồi") where that may be a capital: plain words are found faster than patterns."""

# --- what makes them no fact, or not yet ----------------------------------------------------------

_CLAUSE = re.compile(r"[,;:.!?]|(?<!\w)(?:nên|mà|do|vì|và|nhưng)(?!\w)")
"""What parts the clause of such words from others."""
_NEAR = 45
"""Characters before and behind such words that say of what they are told."""
# "sẽ thu hồi", "đề nghị UBND huyện thu hồi": right before them.
_NOT_A_FACT = re.compile(
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
# "đang làm thủ tục công nhận lại": asked for, not granted.
_ASKED_FOR = re.compile(
    r"(?<!\w)"
    + one_of("chờ | đang | phải | để | hồ sơ | thủ tục | xin | cần | đăng ký | muốn | hướng dẫn")
    + r"(?: \S+){0,4}? ?$"
)
# "đang làm hồ sơ đánh giá, công nhận lại" is one thing.
_PART_OF_IT = re.compile(r"(?:đánh giá|phân hạng|xếp hạng|thẩm định)(?: lại)?(?:,| và) $")
_IF = re.compile(words("nếu | trường hợp | hễ | một khi | bất cứ"))
# "đánh giá lại 8 sản phẩm hết hạn" tells of their new certificate, "chưa đánh giá lại …" does not.
_EXAMINED_AGAIN = re.compile(r"(?:đánh giá|chấm|xếp hạng|phân hạng) lại(?: \S+){0,4} $")
_STILL_TO_BE = re.compile(r"(?<!\w)(?:chưa|phải|cần|chờ|không)(?: \S+){0,2}? $")
# "hết hạn vào quý I" may be still ahead, "đã hết hạn vào quý I" is not.
_ON_A_DAY = re.compile(
    r" (?!từ |hồi |kể từ )(?:\S+ ){0,2}?(?:vào|trong|trước|cuối|đầu|giữa|ngày|tháng|quý|năm)(?!\w)"
)
_SINCE = re.compile(r"(?<!\w)(?:đã|đều|nay|hiện|vừa|từng|bị)(?: \S+)?? ?$")

# --- of what and of whom they are told ------------------------------------------------------------

_NAMED_PAPER = re.compile(rf"(?<!\w){_PAPER}(?!\w)")
_PAPERS_END = re.compile(
    one_of(
        rf"""
        thu hồi (?:\S+ ){{0,3}}?{_PAPER} | ocop bị thu hồi | khỏi danh | hết (?:thời )?hạn
        (?:đánh giá|công nhận) lại
        """
    )
)
"""Of an article about certificates that end."""
# "Chứng nhận VietGAP hết hạn", "thu hồi đất": certificates and things of other kinds.
_OTHER_THING = re.compile(
    words(
        """
        vietgap | globalgap | haccp | iso | halal | organic | hữu cơ | an toàn | vệ sinh | attp
        vsattp | kiểm nghiệm | kiểm định | nhãn hiệu | kinh doanh | mã số | hợp đồng | sử dụng
        dùng | nợ | vốn | tiền | đất | lô | phiếu | tự công bố | giấy phép | thẻ | chỉ dẫn | mặn
        triệu | tấn | bảo hành
        """
    )
)
_SHELF_LIFE = re.compile(r"hạn (?:sử )?dụng|hạn dùng")
# "bị UBND tỉnh thu hồi", "có tên trong danh sách thu hồi", "đã có quyết định thu hồi".
_SUFFERS = re.compile(r"(?<!\w)(?:bị|được|danh sách|diện|có quyết định)(?: [^\s,;:]+){0,5} $")
_BY_OTHERS = ("nhận lại", "cấp lại", "mới", "gia hạn")
"""How words end that tell of what stands before only with "được" or "đã"."""
_DONE = re.compile(r"(?<!\w)(?:được|đã|vừa|mới)(?: \S+){0,3}? $")


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

    "bún khô đã hết hạn" has one, `EXPIRED`, at "hết hạn". In an article that is `of_papers` a bare
    "bị thu hồi" is of one; where products were `removed` from the list before, "bị loại" says so
    again.
    """
    for m in beginning(_OPENING, _CUE, line, 0, len(line)):
        status = Status(m.lastgroup or "")
        before, behind = line[: m.start()], line[m.end() :]
        if not _is_whole(line, m) or _is_denied(status, before, behind):
            continue
        is_suffered = _is_suffered(status, m[0], before)
        is_bare = m[0].endswith("thu hồi") and not _names_paper(before, behind)
        if is_bare and not (is_suffered and of_papers):
            continue
        is_removed_again = removed and m[0] == "bị loại"
        yield Cue(Status.REVOKED if is_removed_again else status, m.start(), m.end(), is_suffered)


def _is_whole(line: str, m: re.Match[str]) -> bool:
    """Whether no word goes on behind: "quá hạn", not "quá hạng"."""
    return not (m[0][-1].isalnum() and line[m.end() : m.end() + 1].isalnum())


def _is_suffered(status: Status, said: str, before: str) -> bool:
    """Whether these words may be told of what stands before: "A bị thu hồi", "A hết hạn"."""
    if status is Status.REVOKED:
        return said.startswith(("bị ", "được ")) or bool(_SUFFERS.search(before))
    if status is Status.OCOP and said.endswith(_BY_OTHERS):
        return bool(_DONE.search(_CLAUSE.split(before)[-1]))
    return True


def _names_paper(before: str, behind: str) -> bool:
    """Whether a certificate is named near: "giấy chứng nhận của A bị thu hồi"."""
    around = (_CLAUSE.split(before)[-1][-_NEAR:], _CLAUSE.split(behind)[0][:_NEAR])
    return any(_NAMED_PAPER.search(clause) for clause in around)


def _is_denied(status: Status, before: str, behind: str) -> bool:
    """Whether it is no fact ("sẽ thu hồi nếu …"), or is told of other papers and things."""
    clause = _CLAUSE.split(_PART_OF_IT.sub("", before))[-1]
    after = _CLAUSE.split(behind)[0][:_NEAR]
    if _NOT_A_FACT.search(clause):
        return True
    if status is Status.FAILED:
        return False
    if _OTHER_THING.search(clause[-_NEAR:]) or _OTHER_THING.search(after):
        return True
    if status is Status.OCOP:
        return bool(_ASKED_FOR.search(clause))
    if _IF.search(before) or _IF.search(behind):
        return True
    return status is Status.EXPIRED and (
        _SHELF_LIFE.search(before) is not None or _is_to_come(before, clause, after)
    )


def _is_to_come(before: str, clause: str, after: str) -> bool:
    """ "hết hạn vào quý I", which may be still ahead, "hết hạn thì làm lại", and "đánh giá lại 8
    sản phẩm hết hạn"."""
    again = _EXAMINED_AGAIN.search(before)
    if again and not _STILL_TO_BE.search(before[: again.start()]):
        return True
    is_open = _ON_A_DAY.match(after) or after.startswith(" thì")
    return bool(is_open) and not _SINCE.search(clause)
