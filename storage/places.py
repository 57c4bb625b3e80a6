"""The units of `extractors.vi.units` as rows, so that facts join them on either map."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from extractors.models import Level, PlaceMention, PlaceUnit
from extractors.vi.units import Unit, Units, units
from storage.entities import place_successors, places
from storage.reference import loaded, mark_loaded, version_of

COUNTRY = "VN"
"""`places.id` of the whole country, "cả nước"."""

Row = dict[str, Any]

_ORDER = (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)


def place_id(code: str, valid_from: date | None) -> str:
    """A unit's key in words: `03820`, and `26740@2025-07-01` where its first day is known."""
    return f"{code}@{valid_from}" if valid_from else code


def id_of(unit: PlaceUnit | Unit | None) -> str | None:
    """The key of a unit, None without one."""
    return place_id(unit.code, unit.valid_from) if unit else None


def columns_of(mention: PlaceMention | None) -> Row:
    """`place_id` and `province_id` of a fact at this place."""
    if mention is None:
        return {"place_id": None, "province_id": None}
    if mention.level is Level.COUNTRY:
        return {"place_id": COUNTRY, "province_id": None}
    return {"place_id": id_of(mention.unit), "province_id": id_of(mention.province)}


def load_places(connection: Connection) -> None:
    """Bring `places` to the program's table of units. Does nothing where it is there already.

    A unit that the table no longer has stays: facts may point to it.
    """
    if loaded(connection).get("places") == places_version():
        return
    table = units()
    known = set(connection.scalars(select(places.c.id)))
    rows = list(_rows(table))
    new = [row for row in rows if row["id"] not in known]
    if new:
        connection.execute(insert(places), new)
    for row in rows:
        if row["id"] in known:
            connection.execute(update(places).where(places.c.id == row["id"]).values(row))
    connection.execute(delete(place_successors))
    connection.execute(insert(place_successors), list(_successions(table)))
    mark_loaded(connection, "places", places_version())


def places_version() -> str:
    """The state of the table of units that came with the program."""
    return version_of(files("extractors.vi").joinpath("data/units.tsv").read_bytes())


def _rows(table: Units) -> Iterator[Row]:
    """Every row after those it refers to: provinces first, and of each level today's first."""
    yield {**dict.fromkeys(c.name for c in places.c), "id": COUNTRY, "code": COUNTRY,
           "level": Level.COUNTRY.value, "name": "cả nước"}  # fmt: skip
    for unit in sorted(table.rows, key=_age):
        yield _row(table, unit)


def _age(unit: Unit) -> tuple[int, int, str]:
    return _ORDER.index(unit.level), -(unit.valid_to or date.max).toordinal(), unit.code


def _row(table: Units, unit: Unit) -> Row:
    above = table.above(unit)
    return {
        "id": id_of(unit),
        "code": unit.code,
        "valid_from": unit.valid_from,
        "valid_to": unit.valid_to,
        "level": unit.level.value,
        "name": unit.typed,
        "parent_id": id_of(above[0]) if above else None,
        "province_then_id": id_of((unit, *above)[-1]),
        "province_id": id_of(table.province(unit)),
        "commune_id": id_of(_commune(table, unit)),
        "latitude": unit.latitude,
        "longitude": unit.longitude,
    }


def _commune(table: Units, unit: Unit) -> Unit | None:
    """Today's commune, if all of the unit lies in one: a district never does."""
    if unit.level is not Level.COMMUNE:
        return None
    while unit.valid_to is not None:
        heirs = table.successors(unit)
        if len(heirs) != 1:
            return None
        unit = heirs[0]
    return unit


def _successions(table: Units) -> Iterator[Row]:
    for unit in table.rows:
        heirs = dict.fromkeys(table.successors(unit))
        for rank, heir in enumerate(heirs):
            yield {
                "place_id": id_of(unit),
                "successor_id": id_of(heir),
                "is_main": rank == 0,
                "is_whole": len(heirs) == 1,
            }
