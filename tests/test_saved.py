"""Saved pages: what lies in a folder is read, and what cannot be read is a line, not the end."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import UnreadableError
from pipeline.saved import read_saved
from tests.in_process import ocop_here as ocop
from tests.test_collect import article

SENTENCE = "Chè Tà Xùa của HTX Tà Xùa đạt 4 sao OCOP."


def test_a_page_that_calls_itself_by_no_address_does_not_end_the_replay(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("", "utf-8")
    canonical = '<link rel="canonical" href="http://[bao.vn/tin/1.html">'
    (tmp_path / "1.html").write_bytes(article(1, SENTENCE * 9, canonical))
    (tmp_path / "2.html").write_bytes(article(2, SENTENCE * 9))
    assert ocop("replay", "1.html", "2.html", cwd=tmp_path).stdout == "replay: 2 stored\n"


@pytest.mark.parametrize("body", [b"<!-- -->", b"%PDF-1.4 x", b"\0\0\0"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_is_no_page_at_all_does_not_end_the_replay_either(
    tmp_path: Path, body: bytes, jobs: str
) -> None:
    (tmp_path / "config.toml").write_text("", "utf-8")
    (tmp_path / "1.html").write_bytes(body)
    (tmp_path / "2.html").write_bytes(article(2, SENTENCE * 9))
    arguments = ("replay", "1.html", "2.html", "--jobs", jobs)
    assert ocop(*arguments, cwd=tmp_path).stdout.startswith("replay: 1 stored, 1 ")
    same = ocop(*arguments, "--diff", cwd=tmp_path)
    assert "2 pages" in same.stdout, same.stderr
    assert "0 added, 0 removed, 0 changed" in same.stdout
    assert ocop("extract", "1.html", "2.html", cwd=tmp_path).stdout.count("\n") == 1


@pytest.mark.parametrize(
    ("described", "problem"),
    [
        ('{"status": "abc"}', "page.json: status 'abc' is no number"),
        ('{"status": null}', "page.json: status None is no number"),
        ('{"headers": []}', "page.json: headers [] is no object"),
        ('{"url": 7}', "page.json: url 7 is no text"),
        ('{"fetched_at": 5}', "fetched_at 5 is no ISO 8601 time"),
    ],
)
def test_circumstances_that_are_none_are_a_line(
    tmp_path: Path, described: str, problem: str
) -> None:
    (tmp_path / "page.html").write_bytes(article(1, SENTENCE))
    (tmp_path / "page.json").write_text(described, "utf-8")
    with pytest.raises(UnreadableError) as told:
        read_saved(tmp_path / "page.html", {})
    assert str(told.value).endswith(problem)


def test_a_server_may_answer_with_nothing_and_a_file_alone_may_not(tmp_path: Path) -> None:
    (tmp_path / "page.html").touch()
    with pytest.raises(UnreadableError, match="empty file"):
        read_saved(tmp_path / "page.html", {})
    (tmp_path / "page.json").write_text('{"url": "https://bao.vn/1.html"}', "utf-8")
    assert read_saved(tmp_path / "page.html", {}).page.body == b""


@pytest.mark.parametrize("name", ["khong-co", "khong-co.html"])
def test_what_is_not_there_is_said_to_be_not_there(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableError, match="No such file or directory"):
        read_saved(tmp_path / name, {})
