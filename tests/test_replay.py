"""Replay as its users meet it: the same rows from the archive as from the wire, however often it
is killed and by however many processes it is done."""

from __future__ import annotations

import gzip
import io
import json
import os
import pty
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stderr
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from extractors.models import Outcome
from extractors.sources import Page, Source
from pipeline.log import bind, configure
from pipeline.replay import ReplayReport, replay
from pipeline.replaying.handle_many import Done, handle_all
from pipeline.replaying.supply import ArchiveSupply, FileSupply, Item, Supply, Wanted
from pipeline.saved import Saved
from storage.archive import Archive
from storage.database import Database
from storage.runs import start_run
from storage.warc.exchange import Exchange
from storage.warc.writer import ArchiveWriter
from tests.conftest import Server
from tests.in_process import ocop_here as ocop
from tests.papers import HTML, article, feed, source
from tests.test_cli import LIST_TEXT, with_sources

BAO = source("bao", hosts=("bao.vn",))
SOURCES = {"bao": BAO}
NOON = datetime(2025, 3, 7, 5, tzinfo=UTC)
CHE_PAGE = article(1, "Chè Tà Xùa đạt 4 sao OCOP.")
TABLES = ("articles", "product_mentions", "product_places", "star_counts", "place_mentions")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database.open(f"sqlite:///{tmp_path}/ocop.db")
    yield database
    database.close()


def dump(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the articles and their facts, numbers of rows included."""
    with sqlite3.connect(file) as connection:
        return {
            table: connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()
            for table in TABLES
        }


def saved_pages(folder: Path, count: int) -> Path:
    folder.mkdir()
    for n in range(count):
        page = article(1 + n % 9, f"Chè Tà Xùa số {n} của HTX Tà Xùa đạt {3 + n % 3} sao OCOP.")
        (folder / f"{n:03}.html").write_bytes(with_address(page, f"https://bao.vn/tin/{n}.html"))
    return folder


def with_address(page: bytes, url: str) -> bytes:
    return page.replace(b"</head>", f'<link rel="canonical" href="{url}"></head>'.encode())


CONFIG = """
[sources.bao]
title = "bao"
hosts = ["bao.vn"]
article_url = '^/tin/.*\\.html$'
selectors.title = ["h1.t"]
selectors.lead = ["p.sapo"]
selectors.body = ["div.b"]
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(CONFIG, "utf-8")
    return path


def replayed(
    supply: Supply, database: Database, stop_after: int | None = None, **options: Any
) -> ReplayReport:
    stopped = threading.Event()

    def watch(pages: Iterator[Done], _total: int) -> Iterator[Done]:
        for number, done in enumerate(pages, 1):
            if number == stop_after:
                stopped.set()
            yield done

    return replay(supply, database, stopped, watch=watch, **options)


# --- the same as collect ---


@pytest.mark.parametrize("hosts", ['hosts = ["127.0.0.1"]', ""])
def test_the_archive_gives_the_rows_that_the_wire_gave(
    server: Server, tmp_path: Path, hosts: str
) -> None:
    config = tmp_path / "config.toml"
    with_sources(config, server.base, "bao")
    config.write_text(
        config.read_text("utf-8").replace('title = "bao"', f'title = "bao"\n{hosts}'), "utf-8"
    )
    server.pages["/bao.rss"] = (200, {}, feed(server.base, "/tin/1.html", "/tin/cu.html"))
    server.pages["/tin/1.html"] = (200, HTML, article(1, "Chè Tà Xùa đạt 4 sao OCOP."))
    server.pages["/tin/cu.html"] = (301, {"Location": "/tin/2.html"}, b"")
    packed = gzip.compress(article(2, "Mận sấy dẻo Mộc Châu đạt 3 sao OCOP."))
    server.pages["/tin/2.html"] = (200, {**HTML, "Content-Encoding": "gzip"}, packed)
    assert "2 stored" in ocop("collect", cwd=tmp_path).stdout
    fetched = dump(tmp_path / "ocop.db")
    assert ocop("replay", cwd=tmp_path).stdout == "replay: 2 unchanged\n"
    assert dump(tmp_path / "ocop.db") == fetched
    done = ocop("replay", "archive", "--database", "sqlite:///neu.db", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "replay: 2 stored\n"), done.stderr
    assert dump(tmp_path / "neu.db") == fetched
    assert fetched["product_mentions"]


@pytest.mark.parametrize(
    ("encoding", "body", "read"),
    [
        ("gzip, gzip", gzip.compress(gzip.compress(CHE_PAGE)), True),
        ("gzip, gzip", gzip.compress(CHE_PAGE), True),
        ("gzip, identity", gzip.compress(CHE_PAGE), True),
        ("gzip", CHE_PAGE, True),  # a label, and nothing packed
        ("deflate", CHE_PAGE, True),
        ("utf-8", CHE_PAGE, True),
        ("x-gzip", gzip.compress(CHE_PAGE)[:-20], False),
        ("gzip, br", gzip.compress(CHE_PAGE), False),
    ],
)
def test_whatever_a_server_says_of_packing_wire_and_archive_are_read_alike(
    server: Server, tmp_path: Path, encoding: str, body: bytes, read: bool
) -> None:
    with_sources(tmp_path / "config.toml", server.base, "bao")
    server.pages["/bao.rss"] = (200, {}, feed(server.base, "/tin/1.html"))
    server.pages["/tin/1.html"] = (200, {**HTML, "Content-Encoding": encoding}, body)
    assert ("1 stored" in ocop("collect", cwd=tmp_path).stdout) == read
    done = ocop("replay", "--database", "sqlite:///neu.db", cwd=tmp_path)
    assert (done.returncode == 0, "1 stored" in done.stdout) == (read, read)
    assert dump(tmp_path / "neu.db") == dump(tmp_path / "ocop.db")


@pytest.mark.parametrize("jobs", [2, 3])
def test_several_processes_give_the_same_bytes_as_one(tmp_path: Path, jobs: int) -> None:
    pages = saved_pages(tmp_path / "pages", 25)
    (pages / "007.html").write_bytes(b"")  # unreadable
    (pages / "011.html").write_text("<h1>Không tìm thấy trang</h1>", "utf-8")
    (pages / "text.txt").write_text(LIST_TEXT, "utf-8")
    reports = []
    for number in (1, jobs):
        database = Database.open(f"sqlite:///{tmp_path}/{number}.db")
        reports.append(replayed(FileSupply([pages], SOURCES), database, jobs=number))
        database.close()
    one, several = reports
    assert several == one
    assert one.outcomes[Outcome.STORED] == 24
    assert len(one.unreadable) == 1
    assert dump(tmp_path / f"{jobs}.db") == dump(tmp_path / "1.db")


# --- killed and started again ---


def test_one_that_was_stopped_goes_on_and_does_no_page_twice(
    tmp_path: Path, database: Database
) -> None:
    supply = Counting(FileSupply([saved_pages(tmp_path / "pages", 10)], SOURCES))
    first = replayed(supply, database, stop_after=4)
    assert (first.exit_code, first.outcomes.total()) == (130, 4)
    second = replayed(supply, database, stop_after=3)
    assert (second.done_before, second.outcomes.total()) == (4, 3)
    third = replayed(supply, database)
    assert (third.exit_code, third.done_before, third.outcomes.total()) == (0, 7, 3)
    assert sorted(supply.loaded) == sorted({f"{tmp_path}/pages/{n:03}.html" for n in range(10)})
    again = replayed(supply, database)
    assert (again.done_before, again.outcomes) == (0, {Outcome.UNCHANGED: 10})


def test_anew_begins_at_the_first_page(tmp_path: Path, database: Database) -> None:
    supply = FileSupply([saved_pages(tmp_path / "pages", 5)], SOURCES)
    replayed(supply, database, stop_after=2)
    assert replayed(supply, database, anew=True).outcomes.total() == 5


def test_changed_pages_begin_at_the_first_page(tmp_path: Path, database: Database) -> None:
    pages = saved_pages(tmp_path / "pages", 5)
    replayed(FileSupply([pages], SOURCES), database, stop_after=2)
    cam = article(1, "Cam Cao Phong đạt 4 sao OCOP.")
    (pages / "0.html").write_bytes(with_address(cam, "https://bao.vn/tin/cam.html"))
    assert replayed(FileSupply([pages], SOURCES), database).outcomes.total() == 6


def test_other_selectors_begin_at_the_first_page(tmp_path: Path, database: Database) -> None:
    pages = saved_pages(tmp_path / "pages", 4)
    replayed(FileSupply([pages], SOURCES), database, stop_after=2)
    mended = {"bao": source("bao", hosts=("bao.vn",), province="tỉnh Sơn La")}
    assert replayed(FileSupply([pages], mended), database).outcomes.total() == 4


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_killed_process_goes_on_where_its_last_transaction_was(
    config: Path, tmp_path: Path, jobs: int
) -> None:
    saved_pages(tmp_path / "pages", 120)
    seen: list[str] = []
    with start("replay", "pages", "--jobs", str(jobs), cwd=tmp_path) as running:
        assert running.stderr
        while len(seen) < 10:
            seen += pages_in(running.stderr.readline())
        running.send_signal(signal.SIGKILL)
        seen += pages_in(running.stderr.read())  # until the last of its processes has ended
    done = ocop("replay", "pages", cwd=tmp_path)
    rest = pages_in(done.stderr)
    assert done.returncode == 0
    assert f"{120 - len(rest)} done before, " in done.stdout
    assert rest == sorted(set(rest))
    assert not set(rest) & set(seen)  # what it said to have done
    assert len(dump(tmp_path / "ocop.db")["articles"]) == 120


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_ends_it_cleanly_and_the_same_command_goes_on(
    config: Path, tmp_path: Path, jobs: int
) -> None:
    saved_pages(tmp_path / "pages", 300)
    with start("replay", "pages", "--jobs", str(jobs), cwd=tmp_path) as running:
        assert running.stderr
        assert pages_in(running.stderr.readline())
        os.killpg(running.pid, signal.SIGINT)
        stdout, stderr = running.communicate(timeout=60)
    assert running.returncode == 130, stderr
    assert "interrupted; the same command goes on" in stdout
    assert "Traceback" not in stderr
    done = ocop("replay", "pages", cwd=tmp_path)
    assert (done.returncode, "done before" in done.stdout) == (0, True)
    assert len(dump(tmp_path / "ocop.db")["articles"]) == 300


def start(*arguments: str, cwd: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline", *arguments],
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )


def pages_in(log: str) -> list[str]:
    """The pages that a log says were done."""
    lines = [line for line in log.splitlines() if "event=page" in line]
    return [
        word.removeprefix("page=") for line in lines for word in line.split() if "page=" in word
    ]


class Counting:
    """A supply that notes what was read of it."""

    def __init__(self, supply: FileSupply) -> None:
        self._supply = supply
        self.loaded: list[str] = []
        self.total = supply.total
        self.identity = supply.identity

    def items(self, after: str = "") -> Iterator[Item]:
        for item in self._supply.items(after):
            yield Item(item.name, item.size, lambda item=item: self._load(item))  # type: ignore[misc]

    def _load(self, item: Item) -> Saved:
        self.loaded.append(item.name)
        return item.load()


def test_a_page_that_kills_its_process_is_counted_and_the_others_are_read() -> None:
    page = Page("https://bao.vn/tin/1.html", article(1, "Chè Tà Xùa đạt 4 sao OCOP."))
    good, poison = partial(Saved, "", page, BAO), partial(os._exit, 1)
    items = [Item(str(n), 1, load) for n, load in enumerate([good, good, poison, good, good])]
    done = list(handle_all(items, 2, threading.Event()))
    outcomes = [one.handled.outcome for one in done if one.handled]
    assert outcomes == [Outcome.STORED] * 2 + [Outcome.CRASHED] + [Outcome.STORED] * 2


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_crash_is_one_line_of_the_log_whoever_reads(jobs: int) -> None:
    broken = Page("https://bao.vn/tin/1.html", None)  # type: ignore[arg-type]
    with redirect_stderr(io.StringIO()) as stream:
        configure(as_json=True)
        with bind(run_id=7):
            items = [Item("1", 1, partial(Saved, "", broken, BAO))]
            [done] = handle_all(items, jobs, threading.Event())
    configure()
    assert done.handled is not None
    assert done.handled.outcome is Outcome.CRASHED
    event = json.loads(stream.getvalue())
    assert (event["run_id"], event["url"]) == (7, "https://bao.vn/tin/1.html")
    assert "extractors/article.py" in event["exception"]


# --- which pages ---


def archive_of(database: Database, folder: Path, *exchanges: Exchange) -> Archive:
    archive = Archive(folder, database)
    with ArchiveWriter(archive, max_file_bytes=10**9, software="t") as writer:
        for exchange in exchanges:
            writer.keep(exchange)
    return archive


def answer(url: str, body: bytes, *, minute: int = 0, **fields: Any) -> Exchange:
    values = {
        "status": 200,
        "response_headers": (("Content-Type", "text/html"),),
        "started_at": NOON + timedelta(minutes=minute),
        **fields,
    }
    return Exchange(url=url, payload=body, **values)


def pages_of(supply: Supply) -> list[str]:
    return [item.load().page.url for item in supply.items()]


def test_of_the_archive_only_articles_are_read(tmp_path: Path, database: Database) -> None:
    page = article(1, "Chè Tà Xùa đạt 4 sao OCOP.")
    text = {"response_headers": (("Content-Type", "text/plain"),)}
    archive = archive_of(
        database,
        tmp_path / "archive",
        answer("https://bao.vn/robots.txt", b"User-agent: *", **text),
        answer("https://bao.vn/muc-luc", b"<a href='/tin/1.html'>1</a>"),
        answer("https://bao.vn/tin/1.html", page),
        answer("https://bao.vn/tin/2.html", b"", status=404),
        answer("https://bao.vn/tin/1.html", b"", status=304, minute=1),
        answer("https://bao.vn/tin/3.html", page, minute=2),
    )
    assert pages_of(ArchiveSupply(archive, SOURCES)) == [
        "https://bao.vn/tin/1.html",
        "https://bao.vn/tin/3.html",  # a revisit record, with the body of the first
    ]


def test_by_source_date_and_run(tmp_path: Path, database: Database) -> None:
    with database.writing() as connection:
        run = start_run(connection, "collect", NOON)
    page = article(1, "Chè Tà Xùa đạt 4 sao OCOP.")
    first = archive_of(database, tmp_path / "archive", answer("https://bao.vn/tin/1.html", page))
    with database.writing() as connection:
        start_run(connection, "collect", NOON + timedelta(days=1))
    archive_of(
        database,
        tmp_path / "archive",
        answer("https://bao.vn/tin/2.html", page, minute=24 * 60),
        answer("https://khac.vn/tin/3.html", page, minute=24 * 60),
    )
    sources: Mapping[str, Source] = {"bao": BAO, "khac": source("khac", hosts=("khac.vn",))}

    def asked(run: int | None = None, **wanted: Any) -> Sequence[str]:
        supply = ArchiveSupply(first, sources, Wanted(**wanted), run)
        return [url.removeprefix("https://") for url in pages_of(supply)]

    assert asked(sources=("khac",)) == ["khac.vn/tin/3.html"]
    assert asked(until=NOON + timedelta(hours=1)) == ["bao.vn/tin/1.html"]
    assert asked(since=NOON + timedelta(hours=1), sources=("bao",)) == ["bao.vn/tin/2.html"]
    assert asked(run=run) == ["bao.vn/tin/1.html"]
    assert len(asked()) == 3


def test_a_file_that_is_not_here_is_one_line_and_not_one_for_each_page(
    tmp_path: Path, database: Database
) -> None:
    page = article(1, "Chè Tà Xùa đạt 4 sao OCOP.")
    elsewhere = [answer(f"https://bao.vn/tin/{n}.html", page + b"%d" % n) for n in (1, 2, 3)]
    archive = archive_of(database, tmp_path / "archive", *elsewhere)
    (gone,) = archive.folder.iterdir()
    gone.unlink()
    archive_of(database, archive.folder, answer("https://bao.vn/tin/4.html", page, minute=9))
    supply = ArchiveSupply(archive, SOURCES)
    report = replayed(supply, database)
    assert report.unreadable == [f"{gone}: not here; pages in it: 3"]
    assert report.outcomes == {Outcome.STORED: 1}
    assert report.exit_code == 1
    (first, *_) = supply.items()
    assert len(list(supply.items(first.name))) == 1  # who is killed behind it does not say it again


def test_an_older_page_does_not_undo_a_newer_one(tmp_path: Path, database: Database) -> None:
    url = "https://bao.vn/tin/1.html"
    archive = archive_of(
        database,
        tmp_path / "archive",
        answer(url, article(1, "Chè Tà Xùa đạt 3 sao OCOP.")),
        answer(url, article(1, "Chè Tà Xùa đạt 4 sao OCOP."), minute=60),
    )
    everything = replayed(ArchiveSupply(archive, SOURCES), database)
    assert everything.outcomes == {Outcome.STORED: 1, Outcome.UPDATED: 1}
    before = dump(tmp_path / "ocop.db")
    old = ArchiveSupply(archive, SOURCES, Wanted(until=NOON + timedelta(minutes=1)))
    assert replayed(old, database).outcomes == {Outcome.UNCHANGED: 1}
    assert dump(tmp_path / "ocop.db") == before


def test_a_paper_nobody_knows_is_wrong_usage(config: Path, tmp_path: Path) -> None:
    done = ocop("replay", "--source", "khong-co", cwd=tmp_path)
    assert done.returncode == 2
    assert "khong-co" in done.stderr


# --- on a terminal ---


@pytest.mark.parametrize("command", [("replay",), ("replay", "--diff"), ("archive", "list")])
def test_a_run_nobody_made_and_days_that_end_before_they_begin_are_wrong_usage(
    config: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "archive").mkdir()
    store = Database.open(f"sqlite:///{tmp_path}/ocop.db")
    with store.writing() as connection:
        for made_by in ("collect", "replay"):
            start_run(connection, made_by, NOON)
    store.close()
    for run in ("2", "42"):
        done = ocop(*command, "--run", run, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == f"ocop: no run {run} of 'ocop collect'\n"
    assert ocop(*command, "--run", "1", cwd=tmp_path).returncode == 0
    done = ocop(*command, "--since", "2025-03-08", "--until", "2025-03-07", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "2025-03-07 is before --since 2025-03-08" in done.stderr
    same_day = ocop(*command, "--since", "2025-03-07", "--until", "2025-03-07", cwd=tmp_path)
    assert same_day.returncode == 0


def test_a_terminal_shows_progress_and_an_estimate(config: Path, tmp_path: Path) -> None:
    saved_pages(tmp_path / "pages", 30)
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "replay", "pages"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100"},
    )
    os.close(theirs)
    shown = b"".join(read_all(ours)).decode("utf-8", "replace")
    stdout, _ = process.communicate(timeout=60)
    assert stdout == b"replay: 30 stored\n"
    assert "30 pages" in shown
    assert "left:" in shown
    assert "100%" in shown
    assert "outcome" not in shown  # a line for each page would tear the bar


def read_all(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            yield os.read(terminal, 4096)
        except OSError:  # how Linux says that the other end is closed
            return
