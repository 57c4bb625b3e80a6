"""The command as its users run it: a process, its exit code, its two streams."""

from __future__ import annotations

import errno
import gzip
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.errors import LockedError
from pipeline.lock import only_run
from tests.conftest import Server
from tests.papers import HTML, XML, article, feed

PROSE = (
    "Chè Tà Xùa của HTX Tà Xùa đạt 4 sao OCOP. Bà con trong bản trồng chè trên núi cao, hái tay "
    "từng búp, sao trên chảo gang và đóng gói ngay tại xưởng của hợp tác xã. Mỗi năm hợp tác xã "
    "bán ra chừng ba tấn chè khô, phần lớn cho khách ở các thành phố lớn. Giám đốc hợp tác xã cho "
    "biết sắp tới sẽ trồng thêm, mở thêm xưởng và đưa hàng lên sàn thương mại điện tử."
)
LIST_TEXT = """Hotline: 0900.000.000

Mộc Châu có thêm hai sản phẩm OCOP

Thứ Sáu 07/03/2025 , 08:00 (GMT+7)

UBND huyện Mộc Châu, tỉnh Sơn La vừa công nhận 2 sản phẩm OCOP đạt 3 sao.

Hai sản phẩm OCOP 3 sao gồm: chè Tà Xùa của HTX Tà Xùa; mận sấy dẻo của HTX Mận Vàng.
"""


def ocop(
    *arguments: object, cwd: Path | None = None, answer: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        input=answer,
        cwd=cwd,
        env={**os.environ, "OCOP_CONFIG": "", **environment},
        check=False,
    )


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text("", "utf-8")
    return path


def with_sources(config: Path, base: str, *names: str) -> None:
    tables = [
        f"""
        [sources.{name}]
        title = "{name}"
        feeds = ["{base}/{name}.rss"]
        article_url = '^/tin/.*\\.html$'
        pace_seconds = 0
        allow_private = true
        selectors.title = ["h1.t"]
        selectors.lead = ["p.sapo"]
        selectors.body = ["div.b"]
        """
        for name in names
    ]
    quick = "[collect]\nattempts = 1\ntimeout_seconds = 2\nhorizon_days = 36500\n"
    quick += "poll_shortest_seconds = 0\npoll_longest_seconds = 0\n"
    config.write_text(quick + "".join(tables), "utf-8")


def test_help_answers_without_loading_the_language_tools() -> None:
    shown = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "pipeline", "--help"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    for command in ("collect", "extract", "replay", "demo", "db"):
        assert command in shown.stdout
    for heavy in ("underthesea", "sqlalchemy", "httpx", "lxml", "pydantic"):
        assert f" {heavy}\n" not in shown.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("colect",),
        ("extract",),
        ("extract", "--published", "hôm qua", "a.txt"),
        ("collect", "--config", "none.toml"),
        ("collect", "khong-co"),
    ],
)
def test_wrong_usage_is_exit_2_and_says_what(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = ocop(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_a_misspelt_key_names_the_known_ones(config: Path) -> None:
    config.write_text("[collect]\ntimout_seconds = 3\n", "utf-8")
    done = ocop("collect", "--config", config)
    assert done.returncode == 2
    assert "did you mean 'timeout_seconds'?" in done.stderr
    assert "hosts_at_once" in done.stderr


def test_extract_prints_one_object_a_line_in_order_of_input(tmp_path: Path, config: Path) -> None:
    (tmp_path / "b.txt").write_text(LIST_TEXT, "utf-8")
    page = article(1, PROSE)
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(page))
    done = ocop("extract", "--config", config, tmp_path / "b.txt", tmp_path / "a.html.gz")
    assert done.returncode == 0, done.stderr
    text, html = map(json.loads, done.stdout.splitlines())
    assert text["source"].endswith("b.txt")
    assert html["source"].endswith("a.html.gz")
    assert text["title"] == "Mộc Châu có thêm hai sản phẩm OCOP"
    assert text["published_at"] == "2025-03-07T08:00:00+07:00"
    assert [p["name"] for p in text["products"]] == ["chè Tà Xùa", "mận sấy dẻo"]
    assert [p["stars"] for p in text["products"]] == [3, 3]
    assert text["star_counts"][0]["count"] == 2
    assert html["published_at"] == "2025-03-01T08:00:00+07:00"
    for document in (text, html):
        for fact in document["products"] + document["star_counts"] + document["locations"]:
            assert document["text"][fact["start"] : fact["end"]] == fact["surface"]
            assert fact["surface"] in fact["sentence"]
            assert fact["rule"]


def test_extract_takes_date_and_address_from_the_command_line(tmp_path: Path, config: Path) -> None:
    (tmp_path / "a.txt").write_text(LIST_TEXT, "utf-8")
    options = ("--published", "2024-01-02T03:04", "--url", "https://bao.vn/a")
    done = ocop("extract", "--config", config, *options, tmp_path / "a.txt")
    document = json.loads(done.stdout)
    assert document["published_at"] == "2024-01-02T03:04:00+07:00"
    assert document["url"] == "https://bao.vn/a"
    bare = ocop("extract", "--config", config, "--published", "2024-01-02", tmp_path / "a.txt")
    assert json.loads(bare.stdout)["published_at"] == "2024-01-02"


def test_a_file_that_cannot_be_read_is_a_line_and_the_rest_goes_on(
    tmp_path: Path, config: Path
) -> None:
    (tmp_path / "a-empty.html").write_bytes(b"")
    (tmp_path / "b-broken.html.gz").write_bytes(b"\x1f\x8bnot gzip")
    (tmp_path / "c-list.html").write_text("<h1>Không tìm thấy trang</h1>", "utf-8")
    (tmp_path / "d.txt").write_text(LIST_TEXT, "utf-8")
    done = ocop("extract", "--config", config, tmp_path, tmp_path / "none.html")
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    lines = [line for line in done.stderr.splitlines() if line.startswith("ocop: ")]
    for line, name in zip(
        lines, ("a-empty.html", "b-broken.html.gz", "c-list.html", "none.html"), strict=True
    ):
        assert name in line


def test_the_same_input_gives_the_same_bytes(tmp_path: Path, config: Path) -> None:
    (tmp_path / "a.txt").write_text(LIST_TEXT, "utf-8")
    runs = [
        ocop("extract", "--config", config, "a.txt", cwd=tmp_path, PYTHONHASHSEED=seed).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]


def test_a_c_locale_does_not_break_vietnamese(tmp_path: Path, config: Path) -> None:
    (tmp_path / "a.txt").write_text(LIST_TEXT, "utf-8")
    done = ocop(
        "extract", "--config", config, tmp_path / "a.txt", LC_ALL="C", PYTHONIOENCODING="ascii"
    )
    assert "chè Tà Xùa" in done.stdout


def test_collect_stores_and_the_second_run_finds_nothing_new(
    server: Server, config: Path, tmp_path: Path
) -> None:
    with_sources(config, server.base, "bao")
    server.pages["/bao.rss"] = (200, XML, feed(server.base, "/tin/1.html"))
    server.pages["/tin/1.html"] = (200, HTML, article(1, "Chè Tà Xùa đạt 4 sao OCOP."))
    first = ocop("collect", cwd=tmp_path)
    assert first.returncode == 0, first.stderr
    assert first.stdout.splitlines()[-1].startswith("collect: 1 of 1 sources fine, 1 stored")
    second = ocop("collect", cwd=tmp_path)
    assert second.returncode == 0
    assert second.stdout.splitlines()[-1].startswith("collect: 1 of 1 sources fine, nothing new")
    rows = sqlite3.connect(tmp_path / "ocop.db").execute("SELECT title FROM articles").fetchall()
    assert rows == [("Huyện Mộc Châu có thêm sản phẩm OCOP, bài 1",)]


def test_a_failing_source_is_exit_1_and_all_failing_exit_3(
    server: Server, config: Path, tmp_path: Path
) -> None:
    with_sources(config, server.base, "bao", "hong")
    server.pages["/bao.rss"] = (200, XML, feed(server.base, "/tin/1.html"))
    server.pages["/tin/1.html"] = (200, HTML, article(1, "Chè Tà Xùa đạt 4 sao OCOP."))
    some = ocop("collect", cwd=tmp_path)
    assert some.returncode == 1
    assert "hong.rss" in some.stdout
    assert "gone" in some.stdout
    assert ocop("collect", "hong", cwd=tmp_path).returncode == 3
    server.server_close()
    unreachable = ocop("collect", "bao", cwd=tmp_path)
    assert unreachable.returncode == 3
    assert "robots" in unreachable.stdout or "unreachable" in unreachable.stdout


def test_replay_reads_saved_pages_into_the_database(tmp_path: Path, config: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.html").write_bytes(article(1, PROSE))
    (pages / "b.txt").write_text(LIST_TEXT, "utf-8")
    done = ocop("replay", "pages", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "replay: 2 stored\n"), done.stderr
    assert ocop("replay", "pages", cwd=tmp_path).stdout == "replay: 2 unchanged\n"
    (pages / "c.html").write_bytes(b"")
    assert ocop("replay", "pages", cwd=tmp_path).returncode == 1


def test_a_diff_over_its_threshold_is_exit_4(tmp_path: Path, config: Path) -> None:
    page = tmp_path / "a.html"
    page.write_bytes(article(1, PROSE))
    assert ocop("replay", "a.html", cwd=tmp_path).returncode == 0
    assert ocop("replay", "a.html", "--diff", "--max-loss", "1", cwd=tmp_path).returncode == 0
    page.write_bytes(article(1, PROSE.replace("Chè Tà Xùa của HTX Tà Xùa đạt 4 sao OCOP.", "")))
    lost = ocop("replay", "a.html", "--diff", "--max-loss", "1", cwd=tmp_path)
    assert lost.returncode == 4, lost.stderr
    assert "Chè Tà Xùa" in lost.stdout


def test_a_database_that_needs_migrating_is_exit_5_until_upgraded(
    tmp_path: Path, config: Path
) -> None:
    old = sqlite3.connect(tmp_path / "ocop.db")
    old.executescript("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    old.close()
    (tmp_path / "a.txt").write_text(LIST_TEXT, "utf-8")
    refused = ocop("replay", "a.txt", cwd=tmp_path)
    assert refused.returncode == 5
    assert "ocop db upgrade" in refused.stderr
    upgraded = ocop("db", "upgrade", cwd=tmp_path)
    assert upgraded.returncode == 0, upgraded.stderr
    assert "upgraded from" in upgraded.stdout
    assert "already" in ocop("db", "upgrade", cwd=tmp_path).stdout
    assert not list(tmp_path.glob("ocop.db-*"))  # SQLite's log is tidied away
    assert ocop("replay", "a.txt", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("url", ["sqlite:////no/such/folder/x.db", "nonsense", "foo://x"])
def test_an_unusable_database_is_exit_5(tmp_path: Path, config: Path, url: str) -> None:
    done = ocop("replay", "--database", url, "a.txt", cwd=tmp_path)
    assert done.returncode == 5
    assert len(done.stderr.strip().splitlines()) == 1


def start_slow_collect(server: Server, config: Path, tmp_path: Path) -> subprocess.Popen[str]:
    with_sources(config, server.base, "bao")
    server.pages["/bao.rss"] = (200, XML, feed(server.base, "/tin/1.html", "/tin/2.html"))

    def slowly(_: object) -> tuple[int, dict[str, str], bytes]:
        time.sleep(1.5)
        return 200, HTML, article(1, "Chè Tà Xùa đạt 4 sao OCOP.")

    server.pages["/tin/1.html"] = server.pages["/tin/2.html"] = slowly
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "collect"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    deadline = time.monotonic() + 30
    while not server.hits["/tin/1.html"] and time.monotonic() < deadline:
        time.sleep(0.05)
    return process


def test_a_second_run_is_told_who_holds_the_lock(
    server: Server, config: Path, tmp_path: Path
) -> None:
    with start_slow_collect(server, config, tmp_path) as running:
        refused = ocop("collect", cwd=tmp_path)
        assert refused.returncode == 75
        assert f"process {running.pid}" in refused.stderr
        running.communicate(timeout=60)
    assert ocop("collect", cwd=tmp_path).returncode == 0


def test_a_lock_that_cannot_be_had_is_no_other_run(
    server: Server, config: Path, tmp_path: Path
) -> None:
    with_sources(config, server.base, "bao")
    (tmp_path / "ocop.db.lock").mkdir()
    failed = ocop("collect", cwd=tmp_path)
    assert (failed.returncode, failed.stderr.count("\n")) == (5, 1)
    assert "cannot lock ocop.db.lock" in failed.stderr


def test_on_a_full_disk_the_lock_holds_without_telling_whose_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    lock = tmp_path / "ocop.db.lock"
    with (
        only_run(lock, "collect"),
        pytest.raises(LockedError, match="not said who"),
        only_run(lock, "replay"),
    ):
        pass
    with only_run(lock, "replay"):
        pass


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_finishes_the_record_in_hand(
    server: Server, config: Path, tmp_path: Path, number: signal.Signals
) -> None:
    with start_slow_collect(server, config, tmp_path) as running:
        running.send_signal(number)
        stdout, stderr = running.communicate(timeout=60)
    assert running.returncode == 130, stderr
    assert "interrupted" in stdout
    articles = sqlite3.connect(tmp_path / "ocop.db").execute("SELECT url FROM articles").fetchall()
    assert [url for (url,) in articles] == [f"{server.base}/tin/1.html"]
    finished = ocop("collect", cwd=tmp_path)
    assert "1 stored" in finished.stdout


def test_demo_reads_like_a_product(tmp_path: Path) -> None:
    done = ocop("demo", cwd=tmp_path, HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    for part in ("★★★★★", "tỉnh Sơn La", "nothing new", "One fact, with its sentence"):
        assert part in done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["sources", "replay --diff --json --against none.jsonl ."])
def test_whoever_reads_the_first_line_only_is_no_failure(tmp_path: Path, command: str) -> None:
    """`ocop … | head`, under `set -o pipefail`."""
    for name in ("config.toml", "none.jsonl"):
        (tmp_path / name).write_text("", "utf-8")
    reader, writer = os.pipe()
    os.close(reader)
    arguments = [sys.executable, "-m", "pipeline", *command.split()]
    ended = subprocess.run(
        arguments, check=False, cwd=tmp_path, stdout=writer, stderr=subprocess.PIPE
    )
    os.close(writer)
    assert (ended.returncode, ended.stderr) == (0, b"")
