"""Words for units without their names: "toàn tỉnh", "các huyện", "cả nước", "vùng Tây Bắc"."""

from __future__ import annotations

import re

from extractors.vi.patterns import CAPITAL, one_of, words

# A unit without its name, "toàn tỉnh", "UBND huyện": not "cấp tỉnh", "hợp tác xã", "mỗi huyện",
# nor one of "các tỉnh, thành phố", "8/11 huyện".
UNNAMED = re.compile(
    r"(?=[ĐHPQTXđhpqtx])(?<!\w)"
    r"(?<!cấp )(?<!ngoài )(?<!các )(?<!Các )(?<!những )(?<!liên )(?<!tác )(?<!mỗi )(?<!hai )"
    r"(?<!ba )(?<!từng )(?<!nhiều )(?<!một )(?<!bạn )(?<![^\d]\d )(?<![^\d]\d\d )"
    r"(?<!tỉnh, )(?<!huyện, )(?<!xã, )(?<!phường, )(?<!thị trấn, )(?<!quận, )(?<!\w)"
    r"(?P<type>[Tt]ỉnh|[Tt]hành phố|TP(?!\.)|[Hh]uyện|[Tt]hị xã|[Qq]uận|[Xx]ã|[Pp]hường"
    r"|[Đđ]ặc khu|[Tt]hị trấn)(?= |[,.):]|$)"
    rf"(?! [{CAPITAL}])(?! hội| ủy| đoàn| lỵ)(?!, (?:thành phố|huyện|thị xã|phường|xã|thị trấn))"
)
# "63/63 tỉnh, thành phố" are the country as well; "đứng đầu cả nước" is a rank.
COUNTRY = re.compile(
    r"(?<!đầu )(?<!nhất )(?<!nhì )(?<!so với )(?<!thứ \d )(?<!thứ \d\d )(?<!thứ hai )(?<!thứ ba )"
    r"(?<!\w)"
    + one_of(
        r"""
        cả nước | toàn quốc | khắp (?:các|mọi) (?:tỉnh|địa phương)
        (?<![\d/])(?:6[0-3](?:/63)?|34(?:/34)?) tỉnh(?:, thành(?: phố)?)?
        """
    )
    + r"(?!\w)",
    re.IGNORECASE,
)
OF_COUNTRY = re.compile(r"(?<=của )(?:cả nước|toàn quốc)|(?<=trên )(?:cả nước|toàn quốc)")
# The ministry's council judges for the country; its batch belongs to no province.
CENTRAL = re.compile(
    r"[Tt]rung ương|Bộ (?:NN|Nông|trưởng)|Thủ tướng|(?<!OCOP )(?<!phẩm )cấp [Qq]uốc gia"
)
# Half a province or a region is no unit.
REGION = re.compile(
    words(
        """
        [Đđ]ồng bằng sông | ĐBSCL | Tây Nguyên | Tây Bắc | Đông Bắc | Việt Bắc | [Tt]rung du
        (?:Bắc|Nam) Trung Bộ | [Dd]uyên hải | Đông Nam Bộ | Nam Bộ | Bắc Bộ
        [Mm]iền (?:Bắc|Trung|Nam|Tây|núi)
        """
    )
)
HALF = re.compile(r"(?<!\w)(?:phía|vùng|khu vực) (?:[Đđ]ông|[Tt]ây|[Nn]am|[Bb]ắc)(?!\w)")

# "Đợt này các huyện công nhận 13": all of them together.
PLURAL = re.compile(
    r"(?<!\w)(?:[Cc]ác|[Nn]hững|[Hh]ai|[Bb]a|[Bb]ốn|(?<!\d)\d{1,2}) "
    r"(?P<type>tỉnh|huyện|địa phương|xã|phường|quận)"
    rf"(?=[ ,])(?! [{CAPITAL}])(?!, (?:thành phố|thị))"
)
# "của 29 xã, phường", "của ba huyện": all of them together are none of them.
OF_SEVERAL = re.compile(
    r"(?:của|ở|thuộc|từ) (?:\d+(?:/\d+)?|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|các)"
    r" (?:tỉnh|thành phố|huyện|thị xã|quận|xã|phường)"
)
