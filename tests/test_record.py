"""A page becomes a test in one command, and nobody's wrong reading is frozen by accident."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from extractors.sources import Link, Page
from pipeline.collecting.found import found_links
from pipeline.config import CollectSettings
from pipeline.errors import UnreadableError
from pipeline.fixtures import difference, in_words, load_fixture, observed, sign
from pipeline.record import from_archive, from_web, record
from storage.archive import Archive
from storage.database import Database
from storage.frontier import add_links
from storage.warc.exchange import Exchange
from storage.warc.writer import ArchiveWriter
from tests.conftest import Server
from tests.in_process import ocop_here as ocop
from tests.test_collect import HTML, article, source

BAO = source("bao", hosts=("bao.vn", "127.0.0.1"), allow_private=True)
SOURCES = {"bao": BAO}
NOW = datetime(2025, 3, 7, 5, tzinfo=UTC)
SENTENCE = "Chè Tà Xùa của HTX Tà Xùa đạt 4 sao OCOP."


def a_page(sentence: str = SENTENCE) -> Page:
    url = "https://bao.vn/tin/1.html"
    return Page(url, article(1, sentence), headers=(("content-type", "text/html"),), fetched_at=NOW)


def test_a_recorded_page_is_read_as_it_was_and_unsigned(tmp_path: Path) -> None:
    page = a_page()
    fixture = record(page, tmp_path / "bao" / "mot", SOURCES)
    again = load_fixture(tmp_path / "bao" / "mot")
    assert again.expected == {"signed": None, **observed(again, SOURCES)}
    assert again.expected["outcome"] == "stored"
    assert again.expected["facts"]["products"][0]["stars"] == 4
    assert not again.is_signed
    assert fixture.page_file.read_bytes() == page.body
    told = json.loads((fixture.folder / "page.json").read_text("utf-8"))
    assert told["url"] == page.url
    assert told["fetched_at"] == "2025-03-07T05:00:00+00:00"
    assert told["source"] == "bao"


def test_recording_again_clears_the_signature(tmp_path: Path) -> None:
    folder = tmp_path / "bao" / "mot"
    sign(record(a_page(), folder, SOURCES))
    assert load_fixture(folder).is_signed
    record(a_page(), folder, SOURCES)
    assert not load_fixture(folder).is_signed


def test_a_large_page_is_packed_and_the_small_one_that_follows_is_not(tmp_path: Path) -> None:
    folder = tmp_path / "bao" / "mot"
    large = a_page(SENTENCE + "<!--" + "x" * 200_000 + "-->")
    record(large, folder, SOURCES)
    assert [p.name for p in sorted(folder.glob("page.html*"))] == ["page.html.gz"]
    assert load_fixture(folder).expected["facts"]["products"]
    record(a_page(), folder, SOURCES)
    assert [p.name for p in sorted(folder.glob("page.html*"))] == ["page.html"]


def test_the_difference_shows_both_sides(tmp_path: Path) -> None:
    fixture = record(a_page(), tmp_path / "bao" / "mot", SOURCES)
    assert difference(load_fixture(fixture.folder), SOURCES) == ""
    file = fixture.folder / "expected.json"
    file.write_text(file.read_text("utf-8").replace('"stars": 4', '"stars": 5'), "utf-8")
    shown = difference(load_fixture(fixture.folder), SOURCES).splitlines()
    assert [line[:1] for line in shown if '"stars"' in line] == ["-", "+"]


def test_expectations_are_written_for_people(tmp_path: Path) -> None:
    fixture = record(a_page(), tmp_path / "bao" / "mot", SOURCES)
    lines = (fixture.folder / "expected.json").read_text("utf-8").splitlines()
    assert lines[1] == ' "signed": null,'
    assert any(line.startswith('   ["paragraph", "Chè Tà Xùa') for line in lines)
    assert any(line.startswith('   {"name": "Chè Tà Xùa", "stars": 4') for line in lines)
    for value in ({}, {"a": []}, {"a": {"b": [1], "c": [[1], [2]], "d": {}}}, [{"x": None}]):
        assert json.loads(in_words(value)) == value


# --- where pages come from ---


def test_from_the_web_robots_are_asked_first(server: Server) -> None:
    server.pages["/tin/1.html"] = (200, HTML, article(1, SENTENCE))
    settings = CollectSettings(attempts=1)
    url = f"{server.base}/tin/1.html"
    assert from_web(url, SOURCES, settings).body == article(1, SENTENCE)
    assert server.hits["/robots.txt"] == 1
    server.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /tin/")
    with pytest.raises(UnreadableError, match=r"robots\.txt disallows it"):
        from_web(url, SOURCES, settings)
    with pytest.raises(UnreadableError, match="gone"):
        from_web(f"{server.base}/het.html", SOURCES, settings)


def test_from_the_archive_a_page_that_broke_last_night_is_there(tmp_path: Path) -> None:
    database = Database.open(f"sqlite:///{tmp_path}/ocop.db")
    archive = Archive(tmp_path / "archive", database)
    url = "https://bao.vn/tin/1.html"
    with ArchiveWriter(archive, max_file_bytes=10**9, software="t") as writer:
        for hour, body in ((1, article(1, SENTENCE)), (2, b"<h1>new layout</h1>")):
            at = NOW.replace(hour=hour)
            writer.keep(Exchange(url=url, status=200, payload=body, started_at=at))
    assert from_archive(url, archive, SOURCES).body == b"<h1>new layout</h1>"
    assert from_archive(url, archive, SOURCES, NOW.replace(hour=2)).body == article(1, SENTENCE)
    with pytest.raises(UnreadableError, match="not in the archive"):
        from_archive("https://bao.vn/tin/2.html", archive, SOURCES)
    database.close()


def test_from_the_archive_an_address_leads_where_it_led(tmp_path: Path) -> None:
    """`Location` is in UTF-8 as often as not; what was fetched has its bytes as %C3%A8."""
    database = Database.open(f"sqlite:///{tmp_path}/ocop.db")
    archive = Archive(tmp_path / "archive", database)
    location = (("Location", "/tin/chè.html".encode().decode("latin-1")),)
    with ArchiveWriter(archive, max_file_bytes=10**9, software="t") as writer:
        for path, status, headers, body in (
            ("cu.html", 301, location, b""),
            ("ch%C3%A8.html", 200, (), article(1, SENTENCE)),
            ("mat.html", 302, (("Location", "https://bao.vn/khong-co"),), b""),
        ):
            url = f"https://bao.vn/tin/{path}"
            writer.keep(
                Exchange(
                    url=url, status=status, payload=body, started_at=NOW, response_headers=headers
                )
            )
    page = from_archive("https://bao.vn/tin/cu.html", archive, SOURCES)
    assert page.body == article(1, SENTENCE)
    assert page.url == "https://bao.vn/tin/cu.html"
    assert page.final_url == "https://bao.vn/tin/ch%C3%A8.html"
    with pytest.raises(UnreadableError, match="khong-co: not in the archive"):
        from_archive("https://bao.vn/tin/mat.html", archive, SOURCES)
    database.close()


@pytest.mark.parametrize(
    "spelt",
    [
        "http://bao.vn/tin/1.html",
        "https://m.bao.vn/tin/1.html",
        "https://bao.vn/tin/1.html?fbclid=7#x",
    ],
)
def test_from_the_archive_an_article_is_found_however_its_address_is_spelt(
    tmp_path: Path, spelt: str
) -> None:
    database = Database.open(f"sqlite:///{tmp_path}/ocop.db")
    archive = Archive(tmp_path / "archive", database)
    url = "https://www.bao.vn/tin/1.html"
    with ArchiveWriter(archive, max_file_bytes=10**9, software="t") as writer:
        writer.keep(Exchange(url=url, status=200, payload=b"<h1>t</h1>", started_at=NOW))
    with database.writing() as connection:
        found = found_links([Link(url)], BAO)
        add_links(connection, found, source="bao", found_in="rss", at=NOW)
    assert from_archive(spelt, archive, SOURCES).url == url
    database.close()


# --- the commands ---


def test_record_show_mend_update_sign(server: Server, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(
        f"""
        [collect]
        attempts = 1
        [sources.bao]
        title = "bao"
        hosts = ["127.0.0.1"]
        feeds = ["{server.base}/rss"]
        allow_private = true
        selectors.title = ["h1.t"]
        selectors.body = ["div.b"]
        """,
        "utf-8",
    )
    server.pages["/tin/1.html"] = (200, HTML, article(1, SENTENCE))
    root = ("--root", "cases")
    recorded = ocop("record", f"{server.base}/tin/1.html", "bao/mot", *root, cwd=tmp_path)
    assert recorded.returncode == 0, recorded.stderr
    for part in ("bao/mot: stored, NOT SIGNED", "products: Chè Tà Xùa (stars 4", SENTENCE):
        assert part in recorded.stdout
    file = tmp_path / "cases" / "bao" / "mot" / "expected.json"
    file.write_text(file.read_text("utf-8").replace('"stars": 4', '"stars": 5'), "utf-8")
    assert ocop("fixture", "sign", "bao/mot", *root, cwd=tmp_path).stdout == "signed bao/mot\n"
    shown = ocop("fixture", "show", "bao/mot", *root, cwd=tmp_path).stdout
    assert "stored, signed" in shown
    assert '-   {"name": "Chè Tà Xùa", "stars": 5' in shown
    refused = ocop("fixture", "update", "bao/mot", *root, cwd=tmp_path, answer="n\n")
    assert '+   {"name": "Chè Tà Xùa", "stars": 4' in refused.stdout
    assert load_fixture(file.parent).is_signed
    assert "updated" in ocop("fixture", "update", "bao/mot", "--yes", *root, cwd=tmp_path).stdout
    assert not load_fixture(file.parent).is_signed
    again = ocop("fixture", "update", "bao/mot", *root, cwd=tmp_path)
    assert again.stdout == "bao/mot: as expected\n"


@pytest.mark.parametrize("case", ["../../bao/mot", "/bao/mot", "bao", "", "bao/..", "bao/mot/hai"])
def test_a_case_is_a_folder_of_a_paper_below_the_fixtures(tmp_path: Path, case: str) -> None:
    (tmp_path / "config.toml").write_text("", "utf-8")
    (tmp_path / "1.html").write_bytes(article(1, SENTENCE))
    before = sorted(tmp_path.rglob("*"))
    assert ocop("record", "1.html", case, cwd=tmp_path).returncode == 2
    assert sorted(tmp_path.rglob("*")) == before


def test_where_nothing_can_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("", "utf-8")
    (tmp_path / "1.html").write_bytes(article(1, SENTENCE))
    (tmp_path / "tests").touch()
    done = ocop("record", "1.html", "bao/mot", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, "ocop: tests/fixtures/bao/mot: Not a directory\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("fixture", "show", "khong/co"),
        ("record", "khong-co.html", "bao/mot"),
        ("record", "--from-archive", "https://bao.vn/x", "bao/mot"),
    ],
)
def test_what_is_not_there_is_one_line(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "config.toml").write_text("", "utf-8")
    (tmp_path / "archive").mkdir()
    Database.open(f"sqlite:///{tmp_path}/ocop.db").close()
    done = ocop(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
