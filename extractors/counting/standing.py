"""Whether a number was reached or is aimed at, since when it holds, and how it grew."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.models import Status
from extractors.vi.patterns import one_of, words

# Plans: these words rule the rest of their clause, until one that says it has come true.
_PLAN = re.compile(
    words(
        r"""
        phấn đấu | mục tiêu(?! quốc gia) | chỉ tiêu | kế hoạch | dự kiến | đặt ra | đề ra | muốn
        (?:giai đoạn|thời gian|năm) (?:tới|tiếp theo) | sang năm | từ nay (?:đến|tới)
        giao(?= [^,;.]{0,40}(?:xây dựng|phát triển|thực hiện))
        hết nhiệm kỳ | nghị quyết [^,;.]{0,60}:
        theo (?:đề án|quy hoạch) | đến (?:hết |cuối )?năm 20(?:30|35)
        giao(?= (?:cho )?(?:huyện|xã|tỉnh|thị|phường|các))
        đang (?:lập|làm|hoàn thiện) hồ sơ | xác định(?= mỗi| đến)
        mong | hy vọng | dự (?:định|tính) | tính (?:làm|đưa|có) | ấn định | cam kết
        quyết (?:tâm|đưa) | ước(?= [^,;.]{0,12}(?:có|đạt|thêm))
        đích | kỳ vọng | hướng (?:tới|đến) | chỉ đòi | lộ trình
        sẽ(?! (?:trao|nhận|cấp|được (?:trao|cấp|nhận)))
        (?<!quyết )(?<!nhất )(?<!xác )(?<!nhận )(?-i:định)(?= [^,;.]{0,24}(?:đưa|có|làm|thêm))
        (?:đang|tiếp tục) (?:xây dựng|phát triển|hoàn thiện) | đề nghị | đề xuất | kiến nghị
        nhờ (?:Hội đồng|tỉnh|UBND)
        (?<!ương )(?<!quy )(?<!công )trình | (?:đăng ký|ghi tên)(?=[^,]*$)
        có thể(?= (?:có|đạt|thêm)) | số sản phẩm (?:tham (?:gia|dự)|đăng ký|dự)
        (?-i:phải|cần)(?= (?:có|đạt|thêm|xây dựng|phát triển|công nhận))
        """
    ),
    re.IGNORECASE,
)
# "nay có", "thực tế đạt": from there on no plan rules.
_CAME_TRUE = re.compile(
    words(
        r"""
        đã | (?:đánh giá|công nhận|thực hiện|xây dựng) được
        (?<!năm )nay | hiện | đến nay | kết quả | vậy mà
        (?:chấm|đánh giá|họp|bỏ phiếu) xong | (?:vượt|đạt) (?:mục tiêu|kế hoạch|chỉ tiêu)
        (?:song|nhưng|mà) (?:chỉ|mới) | thực (?:hiện|tế)(?: được)?
        bằng [\d,]+ ?% (?:kế hoạch|chỉ tiêu) | được (?:[^\W\d]+ ){0,8}?phê duyệt
        được (?:[^\W\d]+ ){0,8}?công nhận(?! lại và)
        """
    ),
    re.IGNORECASE,
)
# The verb whose object the number is: to judge, to put forward, to enter. Words without weight
# may stand between: "đăng ký thêm", "chấm mới".
_PUT_FORWARD = re.compile(
    r"(?<!\w)"
    + one_of(
        r"""
        (?<!sản phẩm )(?:chấm|chấm điểm|đánh giá) | phân hạng | xếp hạng | xét | xem xét
        thẩm định | đăng ký | ghi (?:tên|danh) | đề (?:xuất|nghị|cử) | tiến cử
        giới thiệu | trình | gửi | đem | đưa
        (?:gửi|gởi|chuyển|trình) lên | chọn(?: ra)? | lựa chọn | rà soát | hồ sơ | ý tưởng | lo
        nộp | (?<!bàn )giao | tiềm năng
        triển vọng | dự thi | dự chấm | (?<!đã )(?<!được )nâng lên | chuẩn bị | chuẩn hóa
        bồi dưỡng
        (?:vượt|đạt) (?:chỉ tiêu|kế hoạch|đích|mốc) | (?:kế hoạch|chỉ tiêu)(?: năm| cả năm)?
        (?:dự (?:chấm|thi|xét)|tham gia|đăng ký|hồ sơ)[^,.;]{0,24} (?:là|có|gồm)
        (?:hội nghị|tổ chức|họp) (?:chấm|đánh giá)[^,;.]{0,48} (?:với|cho|gồm) | tham gia với
        """
    )
    + r"(?: "
    + one_of(
        """
        thêm | mới | lại | của | cho | bổ sung | phân hạng | phát triển | xây dựng | làm | ra
        nâng (?:hạng|sao|cấp)(?: lên)?
        là | khoảng | hơn | gần | trên | từ | ít nhất | tổng số | tổng cộng
        """
    )
    + r")*[ (]*$",
    re.IGNORECASE,
)
# "vừa công nhận 12 sản phẩm", "kết quả chấm có 12 sản phẩm".
_GRANTED = re.compile(
    r"hoàn (?:thành|tất) (?:việc |công tác )?(?:chấm|đánh giá|phân hạng|xếp hạng)[^.;]{0,40}$|"
    r"kết quả (?:chấm|đánh giá|phân hạng|xếp hạng)[^.;]{0,40}$"
    r"|(?:vừa|đã|mới) (?:xếp|phân) hạng (?:thêm |cho |được )*$"
    r"|(?<!xét )(?<!xét, )(?:công|chứng) nhận[^,;:]{0,40}$",
    re.IGNORECASE,
)
# "12 sản phẩm được công nhận", "12 sản phẩm đều đạt".
_GRANTED_AFTER = re.compile(
    r" ?(?:OCOP |mới |(?:nói )?trên |này |đều |cùng |cũng )*"
    r"(?:xếp hạng \d|giữ (?:nguyên|được|vững)|đủ (?:điều kiện|điểm) (?:đạt|xếp|công nhận)"
    r"|đạt(?! (?:trên|từ) \d+ điểm)|được (?:công nhận|chứng nhận|cấp"
    r"|xếp|trao)|đã được|lên hạng)",
    re.IGNORECASE,
)
# "chọn ra 85 sản phẩm từ 3 sao trở lên": who judges and names the stars has granted them.
_JUDGED = re.compile(
    words("chấm | đánh giá | phân hạng | xếp hạng | chọn | lựa chọn") + r"[^,;.]{0,16}$",
    re.IGNORECASE,
)
_RATED_AFTER = re.compile(
    r" ?(?:OCOP |hạng |chuẩn |từ )*[1-5] ?(?:sao|[-–,]|đến|và)", re.IGNORECASE
)
# After the number: what is only put forward, entered or waiting.
_ENTERED_AFTER = re.compile(
    r"(?: |OCOP|đã|đang|mới|khác|nông sản|có(?= tiềm| triển)"
    r"|(?:của|từ)[^,;.(]{0,30}(?:, (?:xã|phường|đặc khu|huyện|thị xã|thị trấn|thành phố)){0,3})*"
    + one_of(
        r"""
        tiềm năng | triển vọng | đăng ký | ghi (?:tên|danh) | được (?:đề cử|giới thiệu|rà soát)
        góp mặt | dự tuyển | vào vòng | (?:được )?(?:dự |đề nghị|đề xuất|đem |gửi |thẩm định|trình )
        dự kiến
        tham (?:gia|dự)(?! (?:đều |đã )?(?:đạt|được (?:xếp|công nhận|chứng nhận|cấp)))
        xin | đủ (?:sức|điều kiện) (?:để )?(?:lên|đi|đưa|đề|thi|trình|dự|nâng)
        (?:được )?(?:mang|đưa) (?:ra|đi|lên) | để (?:gửi|trình|tiêu)
        được (?:[^,;.(]{0,40} )?(?:chọn|duyệt (?:cho|để)|phê duyệt tham gia)
        (?:hoàn thiện|hoàn tất|hoàn chỉnh|làm|nộp) (?:hồ sơ|thủ tục)
        triển khai | xây dựng | đi (?:chấm|thi)
        được (?:chấm|xem xét|xét|thẩm định)(?![^;.]{0,40}(?:sao|đạt|công nhận|chứng nhận))
        do [^,;.]{0,24}gửi | có (?:thể|khả năng|lợi thế) | nằm trong kế hoạch | chờ | đợi
        """
    ),
    re.IGNORECASE,
)
# "12 sản phẩm nay còn chờ", "12 sản phẩm, đang làm hồ sơ".
_WAITS_AFTER = re.compile(
    r"[^;.(]{0,40}?(?:, | nên (?:huyện |tỉnh |xã )?| )"
    + one_of(
        r"""
        đủ (?:sức|điều kiện) (?:để )?(?:trình|đưa|đề|thi|lên) | chờ | đợi | còn chờ | để gửi
        (?:hoàn thiện|hoàn chỉnh) (?:hồ sơ|thủ tục) | sẽ
        được (?:đề nghị|đề xuất|trình|gửi|(?:đưa|mang) (?:đi|ra|lên)) | gửi hồ sơ | gửi lên
        dự chấm | dự thi | (?:đang |được |tỉnh |huyện )?(?:làm|lập) hồ sơ
        tham gia (?:đánh giá|chương trình|dự|chấm)
        """
    )
    + r"(?!\w)",
    re.IGNORECASE,
)
# "Toàn bộ 10 sản phẩm dự thi đều đạt".
_ALL_AFTER = re.compile(r"[^;.,(]{0,40} (?:đều|cùng) (?:đã )?(?:được|đạt)(?!\w)")
# "12 sản phẩm, vượt 20% kế hoạch".
_DONE_AFTER = re.compile(
    r"[^;.(]{0,60}, (?:vượt|đạt|bằng|hoàn thành|tăng)(?!\w)[^;.]{0,30}"
    r"(?:kế hoạch|chỉ tiêu|mục tiêu|%)"
)

# "so với mục tiêu 80 sản phẩm", "vượt kế hoạch (30 sản phẩm)"
_OF_PLAN = re.compile(
    r"(?:so với|vượt|%|bằng) (?:[^\W\d]+ ){0,2}?(?:nghị quyết|kế hoạch|chỉ tiêu|mục tiêu)"
    r"(?: [^,;.()\d]{1,24})? \(?(?:là )?$",
    re.IGNORECASE,
)
_NOW_AFTER = re.compile(r" (?:OCOP )?(?:như )?(?:hiện (?:nay|có|tại)|đã có|ban đầu)(?!\w)")
_JUDGED_AFTER = re.compile(r" (?:OCOP )?(?:được |đã )*(?:đánh giá|phân hạng|xếp hạng)", re.I)
# "được đưa ra đánh giá" around a bare number: it is an aim …
_ENTERED = re.compile(
    words(
        """
        dự (?:chấm|thi|xét) | (?:đưa|mang|đem) (?:ra|đi) (?:đánh giá|chấm|thẩm định) | đăng ký
        tham gia (?:dự thi|đánh giá|chấm|phân hạng) | đề nghị | đề xuất | thẩm định
        """
    ),
    re.IGNORECASE,
)
# … unless "được công nhận" is said there as well.
_REACHED = re.compile(
    words(
        r"""
        công nhận | chứng nhận | đạt | trao | được xếp | (?:đã|hiện|nay|đang) có | kết quả
        (?:hạng|chuẩn) \d sao | \d sao
        """
    ),
    re.IGNORECASE,
)
_STOCK = re.compile(  # of words in small letters
    one_of(
        r"""
        đến (?:nay|giờ) | tới (?:nay|giờ) | hiện | nay(?<!\wnay)(?!\w) | đã có | lu[ỹy] kế | lũy kế
        cộng dồn | tổng (?:số|cộng) | tính đến | đến hết | tính hết | còn (?:hiệu lực|thời hạn)
        cả thảy | đến (?:cuối |đầu )?(?:tháng|năm|ngày|quý) | tất cả
        tới (?:cuối |đầu )?(?:tháng|năm|ngày|quý) | hết (?:cuối |đầu )?(?:tháng|năm|ngày|quý)
        """
    )
)
# A batch: "thêm 22", "đợt này".
_FLOW = re.compile(
    words(
        """
        thêm | đợt | vừa | lần này | riêng năm | công nhận (?:mới|lại|thêm) | lần đầu | trong năm
        mới được | chấm lại | nâng hạng
        """
    ),
    re.IGNORECASE,
)
_DATE = one_of(
    r"""
    (?:ngày )?\d{1,2}[/.-]\d{1,2}[/.-]\d{4} | (?:tháng )?\d{1,2}[/-](?:19|20)\d\d
    tháng \d{1,2}(?: năm (?:19|20)\d\d)? | năm (?:19|20)\d\d | quý [IV\d]+(?:/\d{4}| năm \d{4})?
    """
)
# "tính đến hết năm 2023", "đến nay".
_AS_OF = re.compile(
    rf"(?:(?:tính )?(?:đến|tới|chốt|hết) )?(?:(?:đầu|giữa|cuối|hết) )?{_DATE}(?!\d)"
    r"|(?:tính )?(?:đến|tới) (?:nay|giờ)|hiện nay",
    re.IGNORECASE,
)
_MAY_DATE = re.compile(r"\d|[Nn][Aa][Yy]|[Gg][Ii][Ờờ]|[Qq][Uu][Ýý]")
"""No date has none of these."""


def mood(before: str, own: str, after: str) -> Status | None:
    """What the sentences around say where a number's own words are silent.

    `mood("Vài sản phẩm được đưa ra đánh giá. ", " huyện X có ", " Hàng dự chấm là …")` → target.
    """
    entered = bool(_ENTERED.search(before))
    reached = any(_REACHED.search(said) for said in (before, own, after))
    return Status.TARGET if entered and not reached else None


def granted(tail: str) -> bool:
    """Whether the words after the number say that it was reached: "đạt", "được công nhận"."""
    return bool(_GRANTED_AFTER.match(tail))


def of_plan(before: str) -> bool:
    """Whether a number is what a plan asked for: "đạt 113% nghị quyết (30 sản phẩm)"."""
    return bool(_OF_PLAN.search(before))


def stands_now(tail: str) -> bool:
    """ "từ mức 639 sản phẩm hiện nay", whatever the plan before."""
    return bool(_NOW_AFTER.match(tail))


def judged(tail: str) -> bool:
    """Whether the words after say no more than that a number was judged: reached or entered."""
    return bool(_JUDGED_AFTER.match(tail))


def came_true(lead: str) -> bool:
    """Whether the words before the number say that it was reached: "nay có", "đã"."""
    return bool(_CAME_TRUE.search(lead))


@lru_cache(maxsize=16)  # asked of the same words for the number's standing and for its sentence's
def planned(lead: str) -> bool:
    """Whether a plan rules the number: "phấn đấu đến năm 2025 có"; not "vượt kế hoạch, nay có"."""
    plans = [m.end() for m in _PLAN.finditer(lead)]
    if not plans:
        return False
    true = [m.end() for m in _CAME_TRUE.finditer(lead)]
    return not (true and true[-1] > plans[-1])


def standing(lead: str, tail: str) -> Status | None:
    """What the words before and after a number, its rating among them, say; None: neither."""
    waits = _ENTERED_AFTER.match(tail) or _WAITS_AFTER.match(tail)
    if planned(lead) or (waits and not _ALL_AFTER.match(tail)):
        return Status.TARGET
    done = _GRANTED.search(lead) or _DONE_AFTER.match(tail)
    is_judged = _JUDGED.search(lead) and _RATED_AFTER.match(tail)
    if _PUT_FORWARD.search(lead) and not (done or is_judged or granted(tail)):
        return Status.TARGET
    return Status.ACHIEVED if done or _CAME_TRUE.search(lead) else None


def scope(lead: str, tail: str) -> str | None:
    """`flow` for a batch ("thêm 22", "đợt này"), `stock` for all so far ("đến nay có 83")."""
    if _FLOW.search(lead[-40:]) or _FLOW.search(tail[:40]):
        return "flow"
    if _STOCK.search(lead.lower()):
        return "stock"
    return "flow" if _FLOW.search(lead) else None


def as_of(lead: str) -> str | None:
    """The date that the words before the number give, as written: "đến hết năm 2023"."""
    dates = list(_AS_OF.finditer(lead)) if _MAY_DATE.search(lead) else []
    return dates[-1].group().strip() if dates else None
