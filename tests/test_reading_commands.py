"""Commands that only read: they make no database, and need no right to write to one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database
from storage.identities.settle import settle
from tests.guests import ocop_of_guest
from tests.in_process import ocop_here
from tests.stories import Says, save, story

CONFIG = "[collect]\ncontact = 'me@example.org'\n[sources.bao]\ntitle = 'Báo'\nhosts = ['bao.vn']\n"
READING = [
    ("status",),
    ("search", "chè"),
    ("query", "SELECT 1 FROM ocop_products"),
    ("explain", "product:1"),
    ("export", "--to", "tables"),
    ("serve",),
    ("archive", "list"),
    ("archive", "verify"),
    ("archive", "get", "https://bao.vn/1"),
    ("replay", "--diff"),
    ("record", "--from-archive", "https://bao.vn/1", "bao/1"),
    ("product", "show", "1"),
    ("db", "copy", "--to", "sqlite:///copy.db"),
]
CHANGING = [("product", "merge", "1", "2", "--reason", "x"), ("db", "upgrade")]


def words(command: tuple[str, ...]) -> str:
    return " ".join(command[:2])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "config.toml").write_text(CONFIG, "utf-8")
    (tmp_path / "archive").mkdir()
    return tmp_path


@pytest.mark.parametrize("command", READING + CHANGING, ids=words)
def test_where_no_database_is_they_say_so_and_make_none(
    folder: Path, command: tuple[str, ...]
) -> None:
    before = sorted(folder.iterdir())
    done = ocop_here(*command, "--database", "sqlite:///mistyped.db", cwd=folder)
    assert (done.returncode, done.stdout) == (5, "")
    assert done.stderr.splitlines() == [
        "ocop: database sqlite:///mistyped.db: No such file or directory; 'ocop collect' makes it"
    ]
    assert sorted(folder.iterdir()) == before


def test_an_empty_postgres_is_not_filled_by_reading(
    blank_postgres: str, postgres_url: str, folder: Path
) -> None:
    schema = f"{postgres_url}?options=-c%20search_path%3Dnot_there"
    for url, said in ((schema, "empty; 'ocop collect' fills it"), (schema + "x", "empty;")):
        done = ocop_here("status", "--database", url, cwd=folder)
        assert (done.returncode, done.stdout) == (5, "")
        assert len(done.stderr.splitlines()) == 1 and said in done.stderr
    absent = postgres_url.replace("ocop_test_", "ocop_none_")
    done = ocop_here("archive", "list", "--database", absent, cwd=folder)
    assert done.returncode == 5
    assert len(done.stderr.splitlines()) == 1 and "does not exist" in done.stderr


# --- files that others write to -------------------------------------------------------------------


@pytest.fixture
def theirs(folder: Path, blank_sqlite: Path) -> Iterator[Path]:
    """A folder with somebody else's database; who is root may do everything and gives that up."""
    shutil.copy(blank_sqlite, folder / "ocop.db")
    database = Database.open(f"sqlite:///{folder}/ocop.db")
    save(database, story("https://bao.vn/1", says=[Says("Chè Tà Xùa", 4, "HTX Tà Xùa")]))
    settle(database)
    database.close()
    yield folder
    folder.chmod(0o700)


@pytest.mark.parametrize(("of_file", "of_folder"), [(0o444, 0o755), (0o644, 0o555)])
@pytest.mark.parametrize(
    "command",
    [
        ("status",),
        ("archive", "list"),
        ("replay", "--diff"),
        ("query", "SELECT name FROM ocop_products"),
    ],
    ids=words,
)
def test_a_database_that_may_not_be_written_to_is_read_and_nothing_left_beside_it(
    theirs: Path, command: tuple[str, ...], of_file: int, of_folder: int
) -> None:
    (theirs / "ocop.db").chmod(of_file)
    theirs.chmod(of_folder)
    before = sorted(theirs.iterdir())
    done = ocop_of_guest(*command, cwd=theirs)
    assert (done.returncode, done.stderr) == (0, "")
    assert ("Chè Tà Xùa" in done.stdout) == (command[0] == "query")
    assert sorted(theirs.iterdir()) == before


def test_what_its_writer_has_not_yet_folded_in_is_seen(theirs: Path) -> None:
    writer = Database.open(f"sqlite:///{theirs}/ocop.db")
    with writer.writing() as connection:
        connection.exec_driver_sql("UPDATE articles SET title = 'Vừa mới xong'")
    (theirs / "ocop.db").chmod(0o444)
    theirs.chmod(0o555)
    done = ocop_of_guest("query", "SELECT title FROM ocop_articles", cwd=theirs)
    assert "Vừa mới xong" in done.stdout
    theirs.chmod(0o700)
    writer.close()


def test_who_reads_their_own_leaves_no_log_behind(theirs: Path) -> None:
    before = sorted(theirs.iterdir())
    assert ocop_here("status", cwd=theirs).returncode == 0
    assert sorted(theirs.iterdir()) == before


def test_whoever_only_reads_cannot_write(theirs: Path) -> None:
    database = Database.existing(f"sqlite:///{theirs}/ocop.db", readonly=True)
    with pytest.raises(Exception, match="readonly database"), database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM articles")
    database.close()
