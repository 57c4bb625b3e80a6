"""`ocop replay --diff`: a developer sees what a change of code does to facts, and CI stops."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.replaying.facts_diff import ARTICLE, Change, by_rule, compare, facts_of
from tests.in_process import ocop_here as ocop
from tests.papers import article
from tests.test_replay import CONFIG, dump, with_address


def product(name: str, stars: int | None = 3, **fields: Any) -> dict[str, Any]:
    return {
        "name": name,
        "stars": stars,
        "places": [{"name": "huyện Mộc Châu", "start": 3, "end": 9, "surface": "Mộc Châu"}],
        "start": 10,
        "end": 20,
        "surface": name,
        "sentence": f"Sản phẩm {name} được công nhận.",
        "rule": "product.model",
        "confidence": 0.9,
        **fields,
    }


def document(*products: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {
        "source": "a.html",
        "title": "Mộc Châu có thêm sản phẩm OCOP",
        "lead": "",
        "published_at": "2025-03-07T08:00:00+07:00",
        "authors": ["An"],
        "products": list(products),
        "text": "x" * 100,
        **fields,
    }


def changes(before: dict[str, Any] | None, after: dict[str, Any] | None) -> list[Change]:
    return compare(before, after, "a.html", "bao")


def test_nothing_changed_is_nothing_shown_though_offsets_and_confidence_moved() -> None:
    moved = product("chè", start=99, end=102, confidence=0.4)
    assert changes(document(product("chè")), document(moved)) == []


def test_added_removed_changed() -> None:
    before = document(product("chè"), product("mật ong", sentence="Câu khác."))
    after = document(product("chè", stars=4), product("cam", sentence="Câu nữa."))
    found = changes(before, after)
    assert [(c.what, c.fact.name) for c in found] == [
        ("changed", "chè"),
        ("removed", "mật ong"),
        ("added", "cam"),
    ]
    assert found[0].differences == (("stars", "3", "4"),)


def test_a_name_that_grew_is_a_change_and_not_a_loss_and_a_gain() -> None:
    sentence = "Sản phẩm chè Tà Xùa được công nhận."
    (found,) = changes(
        document(product("chè", sentence=sentence)),
        document(product("chè Tà Xùa", sentence=sentence)),
    )
    assert found.differences == (("name", "chè", "chè Tà Xùa"),)


def test_another_rule_for_the_same_fact_is_a_change() -> None:
    (found,) = changes(document(product("chè")), document(product("chè", rule="product.list")))
    assert found.differences == (("rule", "product.model", "product.list"),)


def test_the_same_product_twice_and_now_once_is_one_removed() -> None:
    before, after = document(product("chè"), product("chè")), document(product("chè"))
    assert [c.what for c in changes(before, after)] == ["removed"]


def test_title_date_and_length_are_facts_of_the_article() -> None:
    (found,) = changes(document(), document(title="Khác", published_at=None, text=""))
    assert found.fact.kind == ARTICLE
    assert [name for name, _, _ in found.differences] == ["name", "published_at", "characters"]


def test_a_page_that_is_no_article_any_more_loses_all_its_facts() -> None:
    assert [c.what for c in changes(document(product("chè")), None)] == ["removed", "removed"]
    assert [c.what for c in changes(None, document(product("chè")))] == ["added", "added"]


def test_the_facts_of_a_new_extractor_need_no_line_here() -> None:
    decision = {"surface": "Quyết định 12", "rule": "decision.number", "sentence": "…", "start": 1}
    (found,) = changes(document(), document(decisions=[decision]))
    assert (found.what, found.fact.kind, found.fact.name) == ("added", "decisions", "Quyết định 12")


def test_groups_count_by_paper_and_rule() -> None:
    found = changes(document(product("chè")), document(product("chè", stars=5), product("cam")))
    assert by_rule(found) == {("bao", "products product.model"): {"changed": 1, "added": 1}}


names = st.lists(
    st.builds(product, st.sampled_from(["chè", "chè Tà Xùa", "cam"]), st.integers(3, 5)), max_size=6
)


@given(names, names)
def test_what_was_and_what_changed_give_what_is(
    old: list[dict[str, Any]], new: list[dict[str, Any]]
) -> None:
    found = changes(document(*old), document(*new))
    gained = sum(c.what == "added" for c in found) - sum(c.what == "removed" for c in found)
    assert len(facts_of(document(*old))) + gained == len(facts_of(document(*new)))
    assert changes(document(*new), document(*new)) == []


# --- the command ---


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    (tmp_path / "config.toml").write_text(CONFIG, "utf-8")
    folder = tmp_path / "pages"
    folder.mkdir()
    for n, sentence in enumerate(("Chè Tà Xùa đạt 4 sao OCOP.", "Mận sấy dẻo đạt 3 sao OCOP."), 1):
        page = with_address(article(n, sentence), f"https://bao.vn/tin/{n}.html")
        (folder / f"{n}.html").write_bytes(page)
    return tmp_path


def test_against_the_database_nothing_changed_until_something_did(pages: Path) -> None:
    assert ocop("replay", "pages", cwd=pages).stdout == "replay: 2 stored\n"
    same = ocop("replay", "pages", "--diff", cwd=pages)
    assert same.returncode == 0, same.stderr
    assert same.stdout.endswith("0 added, 0 removed, 0 changed, 0.0 % lost or changed\n")
    assert len(same.stdout.splitlines()) == 1
    with sqlite3.connect(pages / "ocop.db") as database:
        database.execute("UPDATE product_mentions SET stars = 5 WHERE stars = 4")
    before = dump(pages / "ocop.db")
    found = ocop("replay", "pages", "--diff", "--max-loss", "50", cwd=pages)
    assert found.returncode == 0
    assert "stars 5 → 4" in found.stdout
    assert "Chè Tà Xùa đạt 4 sao OCOP." in found.stdout
    assert "1 changed" in found.stdout
    assert dump(pages / "ocop.db") == before
    assert ocop("replay", "pages", "--diff", "--max-loss", "1", cwd=pages).returncode == 4


def test_what_was_just_replayed_is_not_different_whatever_it_says(pages: Path) -> None:
    """Off-topic articles are not stored, and so nothing new; units have one name and two maps."""
    maps = "Từ ngày 1/7/2025, tỉnh Ninh Bình mới gồm ba tỉnh Ninh Bình, Nam Định, Hà Nam cũ."
    many = "Xã Tân Tiến có chè Tân Tiến đạt 3 sao OCOP; cả xã có 4 sản phẩm OCOP."
    match = "Đội tuyển thắng trận chung kết ở tỉnh Nam Định, khán giả đứng kín cả bốn khán đài. "
    football = f"""<html><head><title>Bóng đá</title></head><body><h1 class="t">Trận chung kết</h1>
    <div class="b"><p>{match * 5}</p></div></body></html>""".encode()
    for n, page in ((3, article(3, maps)), (4, article(4, many)), (5, football)):
        (pages / "pages" / f"{n}.html").write_bytes(
            with_address(page, f"https://bao.vn/tin/{n}.html")
        )
    assert ocop("replay", "pages", cwd=pages).stdout == "replay: 4 stored, 1 off_topic\n"
    same = ocop("replay", "pages", "--diff", cwd=pages).stdout
    assert same.endswith("0 added, 0 removed, 0 changed, 0.0 % lost or changed\n"), same


def test_an_article_that_its_paper_changed_is_compared_in_the_text_that_is_stored(
    pages: Path,
) -> None:
    """An archive holds every text of an article, and each as often as it was fetched."""
    for day, stars in ((1, 3), (2, 4), (3, 4)):
        folder = pages / "texts" / str(day)
        folder.mkdir(parents=True)
        (folder / "page.html").write_bytes(article(1, f"Chè Tà Xùa đạt {stars} sao OCOP."))
        circumstances = {"url": "https://bao.vn/tin/9.html", "fetched_at": f"2025-03-0{day}T08:00Z"}
        (folder / "page.json").write_text(json.dumps(circumstances), "utf-8")
    replayed = ocop("replay", "texts", cwd=pages)
    assert replayed.stdout == "replay: 1 stored, 1 updated, 1 unchanged\n", replayed.stderr
    same = ocop("replay", "texts", "--diff", cwd=pages).stdout
    assert same.startswith("diff: 1 pages, 3 facts before, 3 now: 0 added, 0 removed, 0 changed")
    assert same.endswith("; 2 more of the same articles\n")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_page_in_which_nothing_is_seen_any_more_loses_what_is_stored_of_it(
    pages: Path, jobs: str
) -> None:
    """It is known by the address that it gives as its own, under which it was stored."""
    folder = pages / "pages" / "fixture"
    folder.mkdir()
    page = (pages / "pages" / "1.html").rename(folder / "page.html")
    (folder / "page.json").write_text('{"url": "https://m.bao.vn/tin/1.html"}', "utf-8")
    assert ocop("replay", "pages", cwd=pages).returncode == 0
    head = page.read_bytes().partition(b"<body>")[0]
    page.write_bytes(head + b"<body><p>...</p></body></html>")
    lost = ocop("replay", "pages", "--diff", "--max-loss", "40", "--jobs", jobs, cwd=pages)
    assert lost.returncode == 4
    assert "  - Chè Tà Xùa (stars 4, status achieved, " in lost.stdout
    assert "_id" not in lost.stdout
    told = json.loads(ocop("replay", "pages", "--diff", "--json", "--jobs", jobs, cwd=pages).stdout)
    assert {c["url"] for c in told["changes"]} == {"https://bao.vn/tin/1.html"}
    group = {"source": "bao", "rule": "products product.model"}
    assert {**group, "added": 0, "removed": 1, "changed": 0} in told["groups"]


@pytest.mark.parametrize("option", ["--json", "--against=x", "--max-loss=1", "--diff --anew"])
def test_options_of_the_diff_without_it_store_nothing(pages: Path, option: str) -> None:
    refused = ocop("replay", "pages", *option.split(), cwd=pages)
    assert refused.returncode == 2
    assert "diff" in refused.stderr
    assert not (pages / "ocop.db").exists()


def test_against_a_baseline_with_json(pages: Path) -> None:
    baseline = ocop("extract", "pages", cwd=pages)
    documents = [json.loads(line) for line in baseline.stdout.splitlines()]
    documents[0]["products"][0]["stars"] = 3
    documents[1]["products"].append(product("cam Cao Phong", sentence="Cam đạt 3 sao."))
    lines = "".join(json.dumps(d, ensure_ascii=False) + "\n" for d in documents)
    (pages / "baseline.jsonl").write_text(lines, "utf-8")
    arguments = ("replay", "pages", "--diff", "--against", "baseline.jsonl", "--jobs", "2")
    done = ocop(*arguments, "--json", "--max-loss", "0", cwd=pages)
    assert done.returncode == 4
    report = json.loads(done.stdout)
    assert (report["added"], report["removed"], report["changed"]) == (0, 1, 1)
    assert report["changes"][0]["before"]["kind"] == "products"
    assert report["changes"][0]["differences"] == {"stars": ["3", "4"]}
    assert report["changes"][0]["after"]["values"]["status"] == "achieved"
    assert not (pages / "ocop.db").exists()


def test_a_baseline_tells_of_pages_by_their_address_where_they_lie_elsewhere(pages: Path) -> None:
    (pages / "baseline.jsonl").write_text(ocop("extract", "pages", cwd=pages).stdout, "utf-8")
    (pages / "pages").rename(pages / "moved")
    same = ocop("replay", "moved", "--diff", "--against", "baseline.jsonl", cwd=pages)
    assert "0 added, 0 removed, 0 changed" in same.stdout


@pytest.mark.parametrize("content", [None, "no json\n", "[]\n", "{}\n"])
def test_a_baseline_that_is_none_is_one_line(pages: Path, content: str | None) -> None:
    if content is not None:
        (pages / "baseline.jsonl").write_text(content, "utf-8")
    done = ocop("replay", "pages", "--diff", "--against", "baseline.jsonl", cwd=pages)
    assert done.returncode == 2
    assert done.stderr.startswith("ocop: baseline.jsonl: ")
    assert len(done.stderr.splitlines()) == 1
