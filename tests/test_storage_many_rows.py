"""Hundreds of rows in one statement are the same rows on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from sqlalchemy import select

from storage.database import Database
from storage.entities import places, producers
from storage.many_rows import among, chunks, insert_numbered, insert_rows, update_rows
from storage.tables import runs

NAMES = ['HTX "Tà Xùa", {số 1}', "Cơ sở O'Hà \\ Anh", "", "NULL", "Công ty\tTNHH\nMột thành viên"]
NEW = [
    {"name": name, "products": n, "last_seen": date(2024, 5, n) if n else None}
    for n, name in enumerate(NAMES)
]
c = producers.c


def stored(database: Database) -> list[tuple[Any, ...]]:
    query = select(c.name, c.products, c.most_stars, c.last_seen).order_by(c.products)
    with database.reading() as connection:
        return [tuple(row) for row in connection.execute(query)]


def test_rows_come_back_as_they_were_given(database: Database) -> None:
    with database.writing() as connection:
        insert_rows(connection, {producers: NEW})
        insert_rows(connection, {producers: []})
    assert stored(database) == [(r["name"], r["products"], None, r["last_seen"]) for r in NEW]


def test_rows_of_several_tables_get_rising_ids_in_their_order(database: Database) -> None:
    here = datetime(2024, 5, 1, 6, 30, 15, 999, tzinfo=timezone(timedelta(hours=7)))
    new_runs = [{"command": name, "version": "1", "started_at": here} for name in reversed(NAMES)]
    with database.writing() as connection:
        ids = insert_numbered(connection, {producers: NEW, runs: new_runs, places: []})
        assert insert_numbered(connection, {}) == {}
        made = connection.execute(select(c.id, c.name).order_by(c.id)).all()
        ran = connection.execute(select(runs.c.id, runs.c.command, runs.c.started_at)).all()
    assert list(map(tuple, made)) == list(zip(ids[producers], NAMES, strict=True))
    then = datetime(2024, 4, 30, 23, 30, 15, tzinfo=UTC)
    assert sorted(map(tuple, ran)) == [
        (number, name, then) for number, name in zip(ids[runs], reversed(NAMES), strict=True)
    ]
    assert ids[places] == ()


def test_numbers_are_stored_to_the_last_digit(database: Database) -> None:
    unit = {"id": "VN-1", "code": "1", "level": "commune", "name": "xã Một", "latitude": 0.1 + 0.2}
    with database.writing() as connection:
        insert_rows(connection, {places: [unit]})
        found = connection.scalars(select(places.c.latitude).where(places.c.id == "VN-1")).one()
    assert found == 0.1 + 0.2


def test_rows_are_changed_by_any_column_and_the_others_stay(database: Database) -> None:
    with database.writing() as connection:
        insert_rows(connection, {producers: NEW})
        changes = [{"name": name, "most_stars": len(name) % 5 or None} for name in NAMES[1:]]
        update_rows(connection, producers, changes, key="name")
        update_rows(connection, producers, [])
    assert [row[2] for row in stored(database)] == [
        None,
        *(len(name) % 5 or None for name in NAMES[1:]),
    ]


def test_rows_are_found_by_a_list_of_any_length(database: Database) -> None:
    with database.writing() as connection:
        insert_rows(connection, {producers: NEW})
        for wanted in ([], NAMES[:2], NAMES):
            query = select(c.name).where(among(connection, c.name, wanted))
            assert set(connection.scalars(query)) == set(wanted)


def test_parts_are_sorted_and_none_is_left_out() -> None:
    assert list(chunks({3, 1, 2}, size=2)) == [[1, 2], [3]]
    assert list(chunks([], size=2)) == []
