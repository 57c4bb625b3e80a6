"""`ocop collect` with its archive: everything that came over the wire is in it, killed or not."""

from __future__ import annotations

import signal
import sqlite3
from pathlib import Path

import pytest

from storage.archive import Archive
from storage.database import Database
from storage.warc.reading import Capture, captures
from tests.archives import exchange, kept, passes_warcio_check, warc_files
from tests.conftest import Server
from tests.guests import ocop_of_guest
from tests.in_process import ocop_here as ocop
from tests.test_cli import start_slow_collect, with_sources
from tests.test_collect import HTML, XML, article, feed


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text("", "utf-8")
    return path


@pytest.fixture
def paper(server: Server, config: Path) -> Server:
    with_sources(config, server.base, "bao")
    server.pages["/robots.txt"] = (200, {"Content-Type": "text/plain"}, b"User-agent: *\nAllow: /")
    server.pages["/bao.rss"] = (
        200,
        {**XML, "ETag": '"1"'},
        feed(server.base, "/tin/1.html", "/tin/2.html", "/tin/cu.html"),
    )
    server.pages["/tin/1.html"] = (200, HTML, article(1, "Chè Tà Xùa đạt 4 sao OCOP."))
    server.pages["/tin/cu.html"] = (301, {"Location": "/tin/3.html"}, b"")
    server.pages["/tin/3.html"] = (200, HTML, article(3, "Mận sấy dẻo đạt 3 sao OCOP."))
    return server


def archived(tmp_path: Path, server: Server) -> list[list[tuple[str, int, str]]]:
    files = sorted((tmp_path / "archive").iterdir())
    assert passes_warcio_check(*files)
    return [
        sorted(
            (c.head.url.removeprefix(server.base), c.head.status, c.head.kind)
            for c in captures(file)
            if isinstance(c, Capture)
        )
        for file in files
    ]


def test_pages_feeds_robots_redirects_and_errors_are_archived_run_by_run(
    paper: Server, tmp_path: Path
) -> None:
    first = ocop("collect", cwd=tmp_path)
    assert "2 stored, 1 gone" in first.stdout
    paper.pages["/bao.rss"] = (304, {}, b"")
    assert ocop("collect", cwd=tmp_path).returncode == 0
    assert archived(tmp_path, paper) == [
        [
            ("/bao.rss", 200, "response"),
            ("/robots.txt", 200, "response"),
            ("/tin/1.html", 200, "response"),
            ("/tin/2.html", 404, "response"),
            ("/tin/3.html", 200, "response"),
            ("/tin/cu.html", 301, "response"),
        ],
        [("/bao.rss", 304, "revisit")],
    ]
    rows = sqlite3.connect(tmp_path / "ocop.db").execute(
        "SELECT run_id, COUNT(*) FROM archive_records GROUP BY run_id"
    )
    assert rows.fetchall() == [(1, 6), (2, 1)]


def test_no_archive_where_none_is_wanted(paper: Server, config: Path, tmp_path: Path) -> None:
    config.write_text('[archive]\nfolder = ""\n' + config.read_text("utf-8"), "utf-8")
    assert "2 stored" in ocop("collect", cwd=tmp_path).stdout
    assert not (tmp_path / "archive").exists()


def test_a_run_that_is_killed_loses_no_finished_record(
    server: Server, config: Path, tmp_path: Path
) -> None:
    with start_slow_collect(server, config, tmp_path) as running:
        running.send_signal(signal.SIGKILL)
    (left,) = (tmp_path / "archive").iterdir()
    assert left.name.endswith(".warc.gz.open")
    with left.open("ab") as file:
        file.write(b"\x1f\x8b\x08 a record that was being written")
    assert "stored" in ocop("collect", cwd=tmp_path).stdout
    killed, following = archived(tmp_path, server)
    assert [url for url, _, _ in killed] == ["/bao.rss", "/robots.txt"]
    assert "/tin/1.html" in [url for url, _, _ in following]


def archive_of_one_page(config: Path, folder: Path) -> Archive:
    """As a run of `ocop collect` leaves it, with its database."""
    with_sources(config, "https://bao.vn", "bao")
    store = Database.open(f"sqlite:///{folder}/ocop.db")
    archive = Archive(folder / "archive", store)
    kept(archive, exchange("/tin/1.html", article(1, "Chè Tà Xùa đạt 4 sao OCOP.")))
    store.close()
    return archive


def test_a_replay_reads_what_a_killed_run_left_open_and_says_so(
    config: Path, tmp_path: Path
) -> None:
    archive = archive_of_one_page(config, tmp_path)
    (file,) = warc_files(archive)
    file.rename(f"{file}.open")
    (tmp_path / "ocop.db").unlink()
    replayed = ocop("replay", cwd=tmp_path)
    assert (replayed.returncode, replayed.stdout) == (0, "replay: 1 stored\n"), replayed.stderr
    assert f"{file.name}: a killed run's file, 0 torn bytes cut off" in replayed.stderr
    assert warc_files(archive) == [file]


def test_what_a_killed_run_left_open_and_nobody_may_close_is_named_and_the_rest_read(
    config: Path, tmp_path: Path
) -> None:
    archive = archive_of_one_page(config, tmp_path)
    torn = archive.folder / "ocop-20250307T050000Z-00000-m-1.warc.gz.open"
    torn.write_bytes(b"torn")
    torn.chmod(0o444)
    archive.folder.chmod(0o555)
    try:
        replayed = ocop_of_guest("replay", cwd=tmp_path)
    finally:
        archive.folder.chmod(0o755)
    assert (replayed.returncode, replayed.stdout) == (0, "replay: 1 stored\n"), replayed.stderr
    assert f"{torn.name}: a killed run's file, not read: Permission denied" in replayed.stderr
    assert torn.read_bytes() == b"torn"
    torn.chmod(0)
    verified = ocop_of_guest("archive", "verify", cwd=tmp_path)
    assert (verified.returncode, verified.stderr) == (1, "")
    assert f"{torn.name}: Permission denied" in verified.stdout


def test_where_the_archive_cannot_be_written_the_run_ends_and_the_pages_stay_due(
    paper: Server, tmp_path: Path
) -> None:
    (tmp_path / "archive").write_text("a file where a folder should be", "utf-8")
    done = ocop("collect", cwd=tmp_path)
    assert done.returncode == 5
    assert done.stderr.strip().splitlines()[-1].startswith("ocop: archive archive: ")
    (tmp_path / "archive").unlink()
    assert "2 stored, 1 gone" in ocop("collect", cwd=tmp_path).stdout


def test_old_files_are_deleted_after_the_run(paper: Server, config: Path, tmp_path: Path) -> None:
    ocop("collect", cwd=tmp_path)
    database = sqlite3.connect(tmp_path / "ocop.db")
    database.execute("UPDATE archive_records SET fetched_at = '2020-01-01T00:00:00+00:00'")
    database.commit()
    config.write_text("[archive]\nkeep_days = 30\n" + config.read_text("utf-8"), "utf-8")
    paper.pages["/bao.rss"] = (200, XML, feed(paper.base, "/tin/1.html"))
    assert ocop("collect", cwd=tmp_path).returncode == 0
    (left,) = archived(tmp_path, paper)
    assert left == [("/bao.rss", 200, "response")]


def test_list_get_and_verify(paper: Server, tmp_path: Path) -> None:
    ocop("collect", cwd=tmp_path)
    listed = ocop("archive", "list", "/tin/", cwd=tmp_path).stdout.splitlines()
    assert [line.split("\t")[1:4:2] for line in listed] == [
        ["200", "text/html"],
        ["404", "-"],
        ["301", "-"],
        ["200", "text/html"],
    ]
    assert ocop("archive", "list", "--until", "2024-01-01", cwd=tmp_path).stdout == ""
    got = ocop("archive", "get", f"{paper.base}/tin/1.html", cwd=tmp_path)
    assert got.stdout.encode() == article(1, "Chè Tà Xùa đạt 4 sao OCOP.")
    moved = ocop("archive", "get", "--headers", f"{paper.base}/tin/cu.html", cwd=tmp_path)
    assert moved.stdout.startswith("HTTP 301\n")
    assert "\nlocation: /tin/3.html\n" in moved.stdout
    assert ocop("archive", "get", f"{paper.base}/khong-co", cwd=tmp_path).returncode == 2
    whole = ocop("archive", "verify", cwd=tmp_path)
    assert (whole.returncode, whole.stdout.count(" 0 problems")) == (0, 1)


def test_verify_finds_what_is_damaged_missing_and_misplaced(paper: Server, tmp_path: Path) -> None:
    ocop("collect", cwd=tmp_path)
    (file,) = (tmp_path / "archive").iterdir()
    data = file.read_bytes()
    file.write_bytes(data[:-30])
    torn = ocop("archive", "verify", cwd=tmp_path)
    assert torn.returncode == 1
    assert f"{file.name}: 12 records, 1 problems" in torn.stdout
    assert "ends too early" in torn.stdout
    assert ocop("archive", "verify", f"archive/{file.name}", cwd=tmp_path).returncode == 1
    file.write_bytes(data)
    with sqlite3.connect(tmp_path / "ocop.db") as database:
        database.execute("UPDATE archive_records SET url = 'https://khac.vn/' WHERE status = 301")
    assert "the index says https://khac.vn/" in ocop("archive", "verify", cwd=tmp_path).stdout
    file.rename(tmp_path / "archive" / "ocop-khac.warc.gz")
    moved = ocop("archive", "verify", cwd=tmp_path).stdout
    assert "not in the index" in moved
    assert f"{file.name}: missing" in moved


@pytest.mark.parametrize(
    "command",
    [
        ("replay",),
        ("replay", "--diff"),
        ("archive", "verify"),
        ("archive", "get", "https://bao.vn/tin/1.html"),
        ("record", "--from-archive", "https://bao.vn/tin/1.html", "bao/mot"),
    ],
)
def test_an_archive_that_is_not_there_is_one_line_and_not_one_for_each_page(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "config.toml").write_text("", "utf-8")
    store = Database.open(f"sqlite:///{tmp_path}/ocop.db")
    kept(Archive(tmp_path / "archive", store), *(exchange(f"/tin/{n}.html") for n in range(3)))
    store.close()
    (tmp_path / "archive").rename(tmp_path / "away")
    done = ocop(*command, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (5, "")
    assert done.stderr == "ocop: archive archive: No such file or directory\n"
    (tmp_path / "config.toml").write_text('archive.folder = ""', "utf-8")
    assert ocop(*command, cwd=tmp_path).returncode == 2


def test_files_are_verified_without_a_database(tmp_path: Path) -> None:
    store = Database.open(f"sqlite:///{tmp_path}/ocop.db")
    archive = Archive(tmp_path / "archive", store)
    kept(archive, exchange("/tin/1.html"))
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "config.toml").write_text("", "utf-8")
    (file,) = warc_files(archive)
    done = ocop("archive", "verify", str(file), cwd=tmp_path / "elsewhere")
    assert (done.returncode, done.stdout) == (0, f"{file}: 3 records, 0 problems\n")
    assert [p.name for p in (tmp_path / "elsewhere").iterdir()] == ["config.toml"]
