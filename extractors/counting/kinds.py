"""Numbers of one kind or group of products: "nhóm thực phẩm 72 sản phẩm", "1 sản phẩm chả lụa"."""

from __future__ import annotations

import re

from extractors.vi.patterns import one_of

# The programme's groups of products, Decision 148/QĐ-TTg and the older ones.
_GROUPS = one_of(
    """
    thực phẩm | đồ uống | dược liệu | thảo dược | thủ công | mỹ nghệ | du lịch | sinh vật cảnh
    lưu niệm | nội thất | trang trí | vải | may mặc | tinh dầu | gia vị | chế biến | tươi sống
    dịch vụ
    """
)
_GROUP_BEFORE = re.compile(rf"{_GROUPS}[^,;.]{{0,40}}$")  # of words in small letters
_CLAUSES = re.compile(r"[,;:] ")
# "Riêng nhóm sản phẩm chè, tỉnh có 140 sản phẩm"
_GROUP_NAMED = re.compile(
    r"(?<!\w)nhóm (?:sản phẩm |hàng )?[^,;.\d]{2,24}, [^,;]{0,40}$", re.IGNORECASE
)
# "nhóm thực phẩm có 72 sản phẩm".
_OF_GROUP = re.compile(
    r"(?<!\w)nhóm (?!hộ|đã |đang |được |chưa |còn |đạt |.{0,24}sao)[^;.]{2,60}$", re.IGNORECASE
)
# "riêng từ tôm có 53 sản phẩm"
_OF_MATERIAL = re.compile(
    r"(?<!\w)(?:làm )?(?-i:từ) (?!huyện|xã|tỉnh|thành phố|thị xã|phường|các|đầu"
    r"|năm|khi|tháng|ngày|đó|nay|trước|chỗ|\d)[^,;.\d]{2,20}"
    r" (?:(?:có|là) |\()$",
    re.IGNORECASE,
)
# "riêng cà phê có 12 sản phẩm"
_OF_KIND = re.compile(
    r"(?<!\w)(?:riêng|thì|trong đó) (?!đã|số|các|phần|hơn|riêng|khu|đa"
    r"|huyện|tỉnh|xã|phường|thành|thị|địa|cả|toàn|nay|hiện|mới|chỉ|năm|đợt"
    r"|trong|tại|ở|tháng|quý|giai đoạn|về)(?-i:[^\W\d_A-ZĐ]+ ){1,4}(?:có|góp|chiếm) $",
    re.IGNORECASE,
)
# "phần lớn là chè Shan tuyết với 15 sản phẩm"
_MOSTLY = re.compile(
    r"(?<!\w)(?:phần lớn|chủ yếu|đa số|chiếm ưu thế)(?: là)?(?: [^,;.\d]{1,30})? (?:với |có |\()$",
    re.IGNORECASE,
)
# "72 sản phẩm thuộc nhóm thực phẩm".
_GROUP_AFTER = re.compile(
    rf" ?(?:OCOP )?(?:là:? )?(?:các )?(?:thuộc (?:các )?)?(?:nhóm (?!\d)|ngành |{_GROUPS})",
    re.IGNORECASE,
)
# "1 sản phẩm chả lụa" is a kind of product; before these words the number counts products as such.
_AS_SUCH = re.compile(
    r"(?: |)(?:$|[^\w\s]|\d|"
    + one_of(
        r"""
        OCOP | 0COP | CCOP | O\.COP | đạt | được | đã | có | là | mới | của | trên | trong | tại
        ở | từ(?= (?:(?-i:[A-ZĐ])|xã|huyện|tỉnh|\d|năm|hai|ba|bốn|các|khắp|nhiều))
        hạng | xếp | tiềm năng | tham gia
        đăng ký | dự | chấm | đánh giá | đủ | lên
        nâng | cấp | thuộc | gồm | với | vừa | còn | nữa | này | ấy | đó | kia | khác | và
        nông nghiệp | nông sản | chuẩn | mang | gắn | tiêu biểu | do | đề nghị | đề xuất | đi
        cùng | đều | thì | không | chưa | hiện | nhận | trở | vào | bị | góp | tái | công nhận
        một | hai | ba | bốn | năm | ra | đem | mà | đến | tới | nằm | quá | hết | nhưng | bằng
        tăng | chiếm | huyện | tỉnh | xã | phường | để | sau | trước | qua | so | cho | thành
        như | phải | đang | sẽ | cần | toàn | xin | gửi | theo | hoàn | phát | cũng | chờ | đợi
        đặt | trình | nộp | lọt | giành | vẫn | lại | đầu tiên | thi | vươn | dừng | trượt | ngoài
        ứng | trải | khi | nếu | nay | tức | hay | giữa | về | xứng | ghi | đợt | nào | ở
        mỗi (?:huyện|xã|phường|nơi|đơn vị|địa phương|thị xã)
        thí điểm | dẫn đầu | nghị quyết | tiếp | chủ yếu | hàng năm | hằng năm | ban đầu
        đáp ứng | trọng điểm | thường | hầu hết | không kể | nữa
        khắp | vượt | tương | thăng | giữ | đứng | chia | lần | bao | hoặc
        """
    )
    + r"(?!\w))",
    re.IGNORECASE,
)
# "15 sản phẩm 3 sao gồm 3 sản phẩm là thức uống mật ong, …"
_IS_A = re.compile(r" là (?=[^\W\d_])(?:các |những )?(?!OCOP|sản phẩm|hàng)")


def is_of_group(whole: str, lead: str, tail: str, *, named: bool) -> bool:
    """Whether the words around a number say a group, a material or a kind of products.

    `whole` are all words before it, `lead` those without who reports it; `named`: a unit has them.
    """
    clause = _CLAUSES.split(lead.lower())[-1]
    is_group = "nhóm" in whole.lower()
    return bool(
        (is_group and (_GROUP_NAMED.search(lead) or _OF_GROUP.search(whole)))
        or ("từ " in lead and _OF_MATERIAL.search(lead))
        or (not named and (_OF_KIND.search(lead) or _MOSTLY.search(lead)))
        or _GROUP_BEFORE.search(clause)
        or _GROUP_AFTER.match(tail)
    )


def is_of_kind(tail: str, *, part: bool) -> bool:
    """Whether a kind follows at once: "1 sản phẩm chả lụa", of a total also "3 … là mật ong"."""
    return not _AS_SUCH.match(" " + tail.strip()) or (part and bool(_IS_A.match(tail)))
