"""Units named without their type where only their number of products shows that they are units.

"Xếp sau Hàm Yên (22 sản phẩm)", "ít nhất là Mang Thít, chỉ 7 sản phẩm": what is counted in a row of
districts is a district of the same province. A place found otherwise is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from extractors.models import Level, PlaceMention
from extractors.reading import Reading
from extractors.vi.patterns import CAPITAL, words
from extractors.vi.place_keys import place_key
from extractors.vi.units import LEVELS, Unit, units

_COUNT = r"\(?\d{1,3}(?: sản phẩm|(?=[,;.)])| và )"
_HAS = r"(?:(?:cũng|chỉ|hiện|đã|mới|thì|vẫn|đang) )*(?:(?:có|đạt|(?:đóng )?góp|được|với|thêm) )*"
# Patterns that open with plain capitals are searched for many times as fast; what may not stand
# before them is looked at behind them. No shorter name fits where the whole one does not.
_COUNTED = re.compile(
    rf"[{CAPITAL}](?<![\w(].)[^\W\d_]*+(?:(?: [-–])? [{CAPITAL}][^\W\d_]*+){{1,4}}+"
    rf"(?=(?: cũ)?(?: {_HAS}{_COUNT}|: ?{_COUNT}|, chỉ {_HAS}{_COUNT}"
    r"| là (?:một )?(?:huyện|xã|thị xã|thành phố|địa phương) [^.;]{0,60}\d sản phẩm"
    r"| (?:phấn đấu|đặt mục tiêu|đăng ký) [^.;]{0,40}\d sản phẩm))"
)
_ANY_COUNT = re.compile(r"\d(?: sản phẩm|[,;.)]| và )")
# "Sở Nông nghiệp và Môi trường Gia Lai": the province's name behind its authority.
_AUTHORITIES = ("Sở", "Chi cục", "UBND", "Hội đồng", "Văn phòng", "Ban")
_AUTHORITY = re.compile(
    "(?:" + "|".join(rf"{name}(?<!\w{name})" for name in _AUTHORITIES) + r") [^,.;:()\d]{0,56}?"
    rf"(?<= )(?P<name>[{CAPITAL}][^\W\d_]*(?:(?: [-–])? [{CAPITAL}][^\W\d_]*){{1,5}})"
    rf"(?= [^{CAPITAL}]|[,.:]|$)"
)
# "Huyện ủy Hàm Thuận Nam".
_PARTY = re.compile(
    rf"(?P<of>[Hh]uyện|[Tt]hị|[Tt]hành|[Tt]ỉnh) ủy (?P<name>[{CAPITAL}][^\W\d_]*"
    rf"(?: [{CAPITAL}][^\W\d_]*){{0,5}})"
)
_PARTY_OF = {"huyện": "huyện", "thị": "thị xã", "thành": "thành phố", "tỉnh": "tỉnh"}
_CITIES = {"Hà Nội", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Hồ Chí Minh", "Huế"}
# People, firms and hamlets bear the names of units.
_OTHER = re.compile(
    words(
        """
        ông | bà | anh | chị | cô | chú | em | HTX | tác xã | tác | công ty | TNHH | cơ sở | hộ
        thôn | bản | ấp | khóm | làng | buôn | tổ | đồng chí | nhóm | lễ hội | thương hiệu | sông
        doanh nghiệp | xưởng | trang trại
        """
    )
    + r"[^,;:.(]*$",
    re.IGNORECASE,
)


def unnoticed_units(reading: Reading, places: Sequence[PlaceMention]) -> Iterator[PlaceMention]:
    """Provinces named by their authorities, and units of the article's provinces by their number.

    `places` are the mentions found so far; none of those yielded overlaps them.
    """
    text = reading.article.text.replace("\n", " ")
    taken = {at for p in places for at in range(p.start, p.end)}
    provinces = list(_authorities(text, taken))
    yield from provinces
    taken.update(at for p in provinces for at in range(p.start, p.end))
    yield from _counted(text, (*places, *provinces), taken)


def _authorities(text: str, taken: Set[int]) -> Iterator[PlaceMention]:
    for m in _AUTHORITY.finditer(text) if any(name in text for name in _AUTHORITIES) else ():
        if m.start("name") not in taken and (found := _province(m)):
            yield found
    for m in _PARTY.finditer(text) if " ủy " in text else ():
        if m.start("name") not in taken:
            yield from _of_type(m, _PARTY_OF[m["of"].lower()])


def _counted(text: str, places: Sequence[PlaceMention], taken: Set[int]) -> Iterator[PlaceMention]:
    """The names without type that stand beside a number of products: "Hàm Yên (22 sản phẩm)"."""
    provinces: set[str] | None = None
    for m in _COUNTED.finditer(text) if _ANY_COUNT.search(text) else ():
        other = _OTHER.search(text, max(0, m.start() - 48), m.start())
        if not other and taken.isdisjoint(range(*m.span())):
            before = [p.level for p in places if p.start < m.start()]
            provinces = _provinces(places) if provinces is None else provinces
            if found := _named(m, provinces, before[-1] if before else Level.DISTRICT):
                yield found


def _province(m: re.Match[str]) -> PlaceMention | None:
    """ "Sở Nông nghiệp và Môi trường Gia Lai": the province whose authority it is."""
    for name in _openings(m["name"]):
        for unit in units().named(place_key(name)):
            if unit.level is Level.PROVINCE:
                return _mention(m.start("name"), name, unit.type)
    return None


def _of_type(m: re.Match[str], kind: str) -> Iterator[PlaceMention]:
    """ "Huyện ủy Hàm Thuận Nam"."""
    for name in _openings(m["name"]):
        if any(u.type == kind for u in units().named(place_key(name))):
            yield _mention(m.start("name"), name, kind)
            return


def _openings(name: str) -> list[str]:
    """ "Nghệ An Nguyễn Văn Hà" → itself, "Nghệ An Nguyễn Văn", … "Nghệ"."""
    words = name.split(" ")
    return [" ".join(words[:n]) for n in range(len(words), 0, -1)]


def _provinces(places: Sequence[PlaceMention]) -> set[str]:
    """Codes of the provinces on the present map that the places lie in, where that is certain."""
    found: set[str] = set()
    for name in {p.name for p in places}:
        alike = units().named(place_key(name.removeprefix(_type(name)).strip()))
        homes = {units().province(u).code for u in alike if u.typed.lower() == name.lower()}
        found |= homes if len(homes) == 1 else set()
    return found


def _type(name: str) -> str:
    return next((t for t in LEVELS if name.startswith(f"{t} ")), "")


def _named(m: re.Match[str], provinces: set[str], level: Level) -> PlaceMention | None:
    """The unit of this name, or of the name without its first word: "Riêng Côn Đảo"."""
    for name in (m.group(), m.group().split(" ", 1)[1]):
        named = units().named(place_key(name))
        near = [u for u in named if units().province(u).code in provinces]
        former = m.string.startswith(" cũ", m.end())  # a province that was merged
        levels = {Level.PROVINCE} if former else {level, Level.DISTRICT}
        near = [u for u in near if u.level in levels]
        is_province = any(u.level is Level.PROVINCE for u in named)
        if near and " " in name and (former or not is_province):
            return _mention(m.end() - len(name), name, _likeliest(near, level).type)
    return None


def _likeliest(near: Sequence[Unit], level: Level) -> Unit:
    """Of the level of the unit named before, else a district."""
    return max(
        near, key=lambda u: (u.level is level, u.level is Level.DISTRICT, u.valid_to is None)
    )


def _mention(start: int, name: str, kind: str) -> PlaceMention:
    return PlaceMention(
        start=start,
        end=start + len(name),
        surface=name,
        rule="place.counted",
        name=f"{kind} {name}",
        level=Level.PROVINCE if kind == "tỉnh" or name in _CITIES else LEVELS[kind],
    )
