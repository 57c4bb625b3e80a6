"""Every fixture, one test per field; what nobody has signed fails."""

from __future__ import annotations

import json
import shutil
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.config import load, shipped_config
from pipeline.errors import UnreadableError
from pipeline.fixtures import Fixture, find_fixtures, load_fixture, observed, sign, write_expected

ROOT = Path(__file__).with_name("fixtures")
FIXTURES = {f.folder.relative_to(ROOT).as_posix(): f for f in find_fixtures(ROOT)}
SOURCES = load(shipped_config()).sources

NOT_YET = pytest.mark.xfail(strict=True, reason="read right now? take it out of not_yet")
FIELDS = [
    pytest.param(
        case,
        (part, field),
        id=f"{case}-{field}",
        marks=[NOT_YET] if field in fixture.not_yet else [],
    )
    for case, fixture in FIXTURES.items()
    for part in ("article", "facts")
    for field in fixture.expected.get(part, {})
]


@lru_cache
def seen(case: str) -> dict[str, Any]:
    return observed(FIXTURES[case], SOURCES)


@pytest.mark.parametrize("case", FIXTURES)
def test_a_page_ends_as_a_person_signed(case: str) -> None:
    assert seen(case)["outcome"] == FIXTURES[case].expected["outcome"]


@pytest.mark.parametrize(("case", "field"), FIELDS)
def test_a_field_is_read_as_a_person_signed(case: str, field: tuple[str, str]) -> None:
    part, name = field
    assert seen(case).get(part, {}).get(name) == FIXTURES[case].expected[part][name]


@pytest.mark.parametrize("case", FIXTURES)
def test_a_person_has_read_and_signed_it(case: str) -> None:
    assert FIXTURES[case].is_signed, f"read {case}/expected.json, then: ocop fixture sign {case}"


def test_the_fixtures_are_of_many_papers_and_of_pages_that_are_hard_to_read() -> None:
    assert len({case.split("/")[0] for case in FIXTURES}) >= 16
    assert {
        "nld/chum-anh",  # photo story
        "nld/trang-video",
        "congthuong/bang-san-pham",  # table of products
        "vnexpress/tuong-thuat-truc-tiep",  # live blog
        "nld/than-bai-rong",  # empty body
        "nongnghiepmoitruong/chuyen-ten-mien",  # moved
        "congthuong/loi-404-tra-ve-200",
        "nongnghiepmoitruong/tuong-lua",  # firewall
        "baoquangninh/nhan-sai-bang-ma",  # wrong charset
        "baolaocai/doan-van-bang-div",  # no <p>
        "baolaocai/bo-cuc-cu",  # older layouts
        "kinhtedothi/bo-cuc-2020",
        "baothanhhoa/noi-dung-ma-hoa",  # encrypted body
        "baotayninh/the-dong-som",  # HTML closed before it begins
        "baodautu/khong-co-h1",
    } <= FIXTURES.keys()


@pytest.fixture
def copy(tmp_path: Path) -> Fixture:
    folder = tmp_path / "case"
    shutil.copytree(next(iter(FIXTURES.values())).folder, folder)
    return load_fixture(folder)


def test_a_changed_expectation_must_be_signed_again(copy: Fixture) -> None:
    sign(copy)
    assert load_fixture(copy.folder).is_signed
    expected = {**load_fixture(copy.folder).expected, "outcome": "crashed"}
    (copy.folder / "expected.json").write_text(json.dumps(expected), "utf-8")
    assert not load_fixture(copy.folder).is_signed


def test_what_is_not_read_right_yet_may_be_named_without_signing_again(copy: Fixture) -> None:
    sign(copy)
    signed = load_fixture(copy.folder)
    write_expected(copy.folder, {**signed.expected, "not_yet": ["products"]})
    named = load_fixture(copy.folder)
    assert named.is_signed
    assert named.not_yet == {"products"}


def test_a_changed_page_must_be_signed_again(copy: Fixture) -> None:
    sign(copy)
    copy.page_file.write_bytes(copy.page_file.read_bytes() + b"<p>x</p>")
    assert not load_fixture(copy.folder).is_signed


def test_a_new_expectation_is_unsigned(copy: Fixture) -> None:
    unsigned = {k: v for k, v in copy.expected.items() if k != "signed"}
    (copy.folder / "expected.json").write_text(json.dumps(unsigned), "utf-8")
    assert not load_fixture(copy.folder).is_signed


@pytest.mark.parametrize("missing", ["page.html", "page.json"])
def test_a_missing_file_is_named(copy: Fixture, missing: str) -> None:
    (copy.page_file if missing == "page.html" else copy.folder / missing).unlink()
    with pytest.raises(UnreadableError, match=r"page.*missing"):
        load_fixture(copy.folder)


@pytest.mark.parametrize("text", ["[]", "7", "{", ""])
def test_an_expectation_that_is_none_is_named(copy: Fixture, text: str) -> None:
    (copy.folder / "expected.json").write_text(text, "utf-8")
    with pytest.raises(UnreadableError, match=r"expected\.json: "):
        load_fixture(copy.folder)
