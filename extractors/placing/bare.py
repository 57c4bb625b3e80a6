"""Names of places without a type: provinces nearly anywhere, others where they must be places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import compress

from extractors.models import Level
from extractors.naming.heads import heads
from extractors.placing.typed import Spot, latest
from extractors.placing.words import DASHES, SEPARATORS, Words
from extractors.vi.place_keys import place_key
from extractors.vi.text import words as word_set
from extractors.vi.units import Unit, units

# A name right after one of these is that of something else than an administrative unit.
_OTHER_THINGS = word_set(
    """
    thôn ấp khóm bản làng buôn bon sóc tổ đường phố báo đài sông suối kênh rạch cầu cảng đèo núi
    đồi hồ đập rừng vịnh chùa đền đình trường viện trạm ga ông bà anh chị em cô chú bác tàu
    huyện tỉnh xã quận phường trấn nguồn
    """
)
_VILLAGES = word_set("thôn ấp khóm bản làng buôn bon sóc tổ")
_NO_THING = frozenset([("nông", "thôn"), ("lái", "buôn"), ("mặt", "đường")])
# A name that one of these opens, with no mark or preposition between, belongs to a firm or house.
_OPENERS = word_set(
    """
    công-ty tập-đoàn doanh-nghiệp cơ-sở hợp-tác nhà-máy đại-học bệnh-viện khách-sạn tạp-chí
    khu-công cụm-công trang-trại hộ-kinh nhãn-hiệu thương-hiệu lễ-hội sân-bay quốc-lộ chi-nhánh
    htx cty ctcp dntn tht kcn ccn festival nxb
    """
)
# Behind one of these a name is its own again: "Công ty ABC ở Điện Biên", "chè của Thái Nguyên".
_FREE = word_set(
    """
    của ở tại về do với cho trên đến từ có là thuộc tới lên xuống sang qua bên vào ra được trong
    ngoài giữa khắp như gồm khi mà để đã đang sẽ cả nhất riêng người
    """
)
# Before a name that must be a place: "ở Bắc Hà", "quê Mai Sơn", "chợ Bắc Hà".
_AT = word_set(
    """
    ở tại về lên từ đến tới xuống sang bên vùng quê đất của qua gốc vào ra khắp quanh cho chợ tận
    trên miền trong cạnh nối bàn gần
    """
)
_GOODS = word_set("nông-sản đặc-sản trái-cây hoa-quả gian-hàng hội-chợ sản-phẩm")
# "vùng chè Tân Cương", "xứ dừa Bến Tre", "vựa lúa An Giang", "thủ phủ cà phê Đắk Lắk".
_GROWN = word_set("vùng ruộng vườn nương đồi đồng giá nghề trồng xứ vựa quê đất miền phủ")
# "…, Bắc Hà có 31 sản phẩm"
_SUBJECT_OF = word_set("có đạt đã là mỗi được với hiện")
# What may stand in capitals before a name: "Tại Hà Nội", "Riêng Bắc Hà".
_LEADING = word_set("tại ở từ về riêng và còn với như theo trong trên đến cả do ngoài nay cùng")
# Names that mostly stand for something else – a person, the old city – unless other places are near
_RARELY_BARE = frozenset(map(place_key, ["Hồ Chí Minh", "Sài Gòn"]))
_DIRECTIONS = word_set("đông tây nam bắc trung")
_HEAD_REACH = 4
"""Words between the head of a product's name and the place in it: "gạo nếp tan Ngọc Chiến"."""
_FIRM_REACH = 16
"""Words between what opens a firm's name and the place in it: "Công ty Thực phẩm Điện Biên"."""
_EDGES = DASHES | {"(", ")", ",", ";"}
_JOINERS = DASHES | {"&", "."}


@dataclass(slots=True)
class Area:
    """What the article speaks of, from the places already found."""

    day: date
    provinces: Counter[str] = field(default_factory=Counter)
    """Codes of the present map."""
    districts: set[str] = field(default_factory=set)
    named: dict[str, Spot] = field(default_factory=dict)

    def add(self, spot: Spot) -> None:
        """One more place that the article names, with the province it lies in if that is one."""
        choices = spot.units
        self.named.setdefault(spot.key, spot)
        homes = {units().province(u).code for u in choices}
        if len(homes) == 1:
            self.provinces.update(homes)
        if spot.level is Level.DISTRICT:
            self.districts |= {u.code for u in choices}

    def near(self, unit: Unit) -> bool:
        """Whether the article speaks of the unit's province, for a commune of its district."""
        if units().province(unit).code not in self.provinces:
            return False
        return (
            unit.level is not Level.COMMUNE
            or len(unit.parent_code) == 2
            or unit.parent_code in self.districts
        )

    def likeliest(self, choices: Sequence[Unit]) -> Unit:
        """Of the province spoken of most, then of the day, then the larger."""
        return max(
            choices,
            key=lambda u: (
                self.provinces[units().province(u).code],
                u.valid_on(self.day),
                u.level is Level.DISTRICT,
                u.valid_to or date.max,
            ),
        )


def bare_spots(sentences: Sequence[Words], typed: Sequence[Spot], day: date) -> list[Spot]:
    """Bare names, given what the article types itself."""
    free = [(words, names) for words in sentences if (names := list(_free_names(words)))]
    if not free:
        return []
    area = Area(day)
    for known in typed:
        area.add(known)
    found: list[Spot] = []
    for read, order in ((_province, 1), (_other, 1), (_other, -1)):
        for n, (words, names) in enumerate(free):
            before = len(found)
            for first, end in names[::order]:
                spot = read(words, first, end, area)
                if spot is not None:
                    area.add(spot)
                    found.append(spot)
            if len(found) > before:
                free[n] = words, list(_free_names(words))
    return found


def _free_names(words: Words) -> Iterator[tuple[int, int]]:
    """`(first, end)` of the known names that fill a run of capitals and open no other name."""
    behind = 0
    for i in compress(range(len(words)), words.capital):
        if i < behind or words.used[i]:
            continue
        run = words.run(i)
        first, end = _name_in(words, i, run)
        if end > first and not words.used[first] and not _means_other(words, first, end):
            yield first, end
        behind = max(run, end)


def _name_in(words: Words, start: int, run: int) -> tuple[int, int]:
    """The name that fills the run `start:run` but for what stands before it: "Tại Hà Nội",
    "OCOP Sơn La", at the start of a sentence one word ("Người Hà Nội")."""
    first = start
    while first < run:
        end = words.name(first)
        if end >= run or (end > first and words.surface[end].isupper()):
            return first, end
        word = words.surface[first]
        opens = first == start and (first == 0 or words.surface[first - 1] in '“"|:-–')
        if not (opens or (word.isupper() and len(word) > 2) or words.lower[first] in _LEADING):
            break
        first += 1
    return first, first


def _means_other(words: Words, first: int, end: int) -> bool:
    """ "thôn Phú Thọ", "Công ty Thực phẩm Điện Biên", "chè Thái Nguyên", "Tây Nam bộ"."""
    lower = words.lower
    if words.key(first, end) in _RARELY_BARE and not _beside_place(words, first, end):
        return True
    if _DIRECTIONS.issuperset(lower[first:end]):
        return True
    if first and lower[first - 1] in _OTHER_THINGS and lower[first - 2 : first] not in _NO_THING:
        return True
    return _in_village_list(words, first) or _in_product(words, first) or _in_firm(words, first)


def _in_village_list(words: Words, first: int) -> bool:
    """ "thôn An Lạc, Hòa Bình"."""
    i = first - 1
    while i > 0 and words.lower[i] in {",", "và"} and words.capital[i - 1]:
        i -= 1
        while i >= 0 and words.capital[i]:
            i -= 1
    return 0 <= i < first - 1 and words.lower[i] in _VILLAGES


def _in_product(words: Words, first: int) -> bool:
    """ "chè Thái Nguyên", "gạo nếp tan Ngọc Chiến"; not "vùng chè Tân Cương"."""
    lower = words.lower
    if "-".join(lower[max(first - 2, 0) : first]) in _GOODS:
        return False
    for i in range(first - 1, max(first - 1 - _HEAD_REACH, -1), -1):
        if not lower[i].isalpha() or lower[i] in _FREE or lower[i] in SEPARATORS:
            return False
        if any(words.forms[i:j] in heads() for j in range(i + 1, first + 1)):
            return not (i and lower[i - 1] in _GROWN)
    return False


def _in_firm(words: Words, first: int) -> bool:
    """ "Công ty Thực phẩm Điện Biên", "Khách sạn Sơn La"."""
    lower = words.lower
    for i in range(first - 1, max(first - 1 - _FIRM_REACH, -1), -1):
        if lower[i] in _OPENERS or "-".join(lower[i : i + 2]) in _OPENERS:
            return True
        if lower[i] in _FREE or not (lower[i].isalnum() or lower[i] in _JOINERS):
            return False
    return False


def _province(words: Words, first: int, end: int, area: Area) -> Spot | None:
    """A province needs nothing beside it: "Sơn La trồng nhiều mận"."""
    key = words.key(first, end)
    if Level.PROVINCE not in units().levels(key):
        return None
    choices = units().on_level(key, Level.PROVINCE)
    if not any(u.valid_on(area.day) for u in choices):  # Huế was a city before it was a province
        cities = tuple(
            u for u in units().named(key) if u.type == "thành phố" and u.valid_on(area.day)
        )
        choices = cities or choices
    unit = latest(choices, area.day)
    return Spot(words, first, first, end, unit.type, unit.level, "place.province")


def _beside_place(words: Words, first: int, end: int) -> bool:
    """Next to a place already taken, with a separator between."""
    before = first > 1 and words.used[first - 2] and words.lower[first - 1] in SEPARATORS
    return before or (
        end + 1 < len(words) and words.used[end + 1] and words.lower[end] in SEPARATORS
    )


def _other(words: Words, first: int, end: int, area: Area) -> Spot | None:
    """Another unit: named with its type before, or where a place must stand ("ở Bắc Hà")."""
    key = words.key(first, end)
    placed = _placed(words, first, end)
    again = area.named.get(key)
    if again is not None and (end - first > 1 or placed):
        return Spot(words, first, first, end, again.type, again.level, "place.again")
    choices = _held(words, first, end)
    if not choices and (placed or _subject(words, first, end)):
        known_city = first > 0 and words.lower[first - 1] in _AT
        choices = [
            u for u in units().named(key) if area.near(u) or (known_city and u.type == "thành phố")
        ]
    if end - first == 1:
        choices = [u for u in choices if u.level is Level.DISTRICT]
    if not choices:
        return None
    unit = area.likeliest(choices)
    return Spot(words, first, first, end, unit.type, unit.level, "place.bare")


def _held(words: Words, first: int, end: int) -> list[Unit]:
    """The units of this name inside the one in the bracket after it: "Mai Đình (Sóc Sơn)"."""
    if end + 1 >= len(words) or words.surface[end] != "(" or not words.capital[end + 1]:
        return []
    around = set(units().named(words.key(end + 1, words.name(end + 1))))
    named = units().named(words.key(first, end))
    return [u for u in named if not around.isdisjoint(units().above(u))]


def _placed(words: Words, first: int, end: int) -> bool:
    """In brackets, in a list of places, or after "ở" and the like."""
    before = words.lower[first - 1] if first else ""
    after = words.lower[end] if end < len(words) else ""
    if before in _AT or "-".join(words.lower[max(first - 2, 0) : first]) in _GOODS:
        return True
    if before in _EDGES and after in _EDGES and "(" in words.lower[max(0, first - 12) : first]:
        return True
    if before == "như" and after in {",", "và"}:
        return True
    if after == ":" and not any(map(str.isalpha, words.lower[:first])):  # "• Tuy Phong: táo xanh"
        return True
    return _beside_place(words, first, end) or _of_localities(words, first)


def _of_localities(words: Words, first: int) -> bool:
    """ "5 địa phương là Cẩm Thành, …"."""
    before = words.lower[max(first - 5, 0) : first]
    return (
        bool(before)
        and before[-1] in {"là", "gồm", "như", ":"}
        and ("phương" in before or "vị" in before)
    )


def _subject(words: Words, first: int, end: int) -> bool:
    """ "…, Bắc Hà có 31 sản phẩm, Mường Khương 21 sản phẩm"."""
    before = words.lower[first - 1] if first else ","
    after = words.lower[end] if end < len(words) else ""
    return before in {",", ";", ":", "|", "và"} and (after in _SUBJECT_OF or after.isdigit())
