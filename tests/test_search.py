"""Search: with marks exact, without marks everything, phrases; the same on both databases."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, insert

from extractors.models import Facts
from extractors.vi.text import repair
from storage.database import Database
from storage.identities.settle import settle
from storage.search import search_articles, search_products
from storage.searching.index import index_article
from storage.searching.terms import first_match, marked_form, parse_query, terms
from storage.tables import articles
from tests.stories import FETCHED, Says, save, story

TEXTS = {
    "a": "Mật ong bạc hà của Hà Giang.",
    "b": "Ông Mật mặt đỏ, bà Hà cười.",
    "c": "Ong bạc hà, mật vàng.",
    "d": "Đặc sản Đắk Lắk: cà phê.",
    "e": "Hoà Bình được mùa; TP.HCM mua 1.234 kg.",
}


@pytest.fixture
def shelf(database: Database) -> Iterator[Database]:
    """The texts above, one article each, in order of their days."""
    for n, (name, text) in enumerate(TEXTS.items()):
        save(database, story(f"https://bao.vn/{name}", date(2024, 5, 1 + n), extra=text))
    yield database


def found(database: Database, words: str) -> str:
    with database.reading() as connection:
        return "".join(a.url[-1] for a in search_articles(connection, words, 10))


@pytest.mark.parametrize(
    ("words", "articles"),
    [
        ("mật ong", "ca"),  # both words, marks and all; "ông" is none
        ('"mật ong"', "a"),
        ("mat ong", "acb"),  # first where they stand together
        ('"mat ong"', "a"),
        ("mật ong bạc hà", "ac"),
        ("MẬT ONG BẠC HÀ", "ac"),
        ("đặc sản", "d"),
        ("dac san", "d"),
        ("dak lak", "d"),
        ("hòa bình", "e"),  # tone placement does not count
        ("hoà bình", "e"),
        ("hóa bình", ""),
        ("TP.HCM", "e"),
        ("1.234", "e"),
        ("không có ở đâu", ""),
        ("", ""),
        ('" . "', ""),
        ("'; DROP TABLE articles; --", ""),
        ('mật OR "', ""),
        ("NEAR(mat ong)", ""),
    ],
)
def test_what_is_found(shelf: Database, words: str, articles: str) -> None:
    assert found(shelf, words) in (articles, "ac" if articles == "ca" else articles)


def test_decomposed_queries_find_the_same(shelf: Database) -> None:
    assert found(shelf, unicodedata.normalize("NFD", '"mật ong"')) == "a"


def test_the_match_is_marked_in_its_surroundings(shelf: Database) -> None:
    with shelf.reading() as connection:
        (article,) = search_articles(connection, '"bac ha cua"', 5)
    assert article.snippet[article.start : article.end] == "bạc hà của"


def test_a_changed_article_is_found_by_its_new_words_only(shelf: Database) -> None:
    save(shelf, (story("https://bao.vn/a", extra="Bài đã gỡ.")[0], Facts()))
    assert found(shelf, '"mật ong"') == ""
    assert found(shelf, "đã gỡ") == "a"


def test_products_are_found_by_name_and_producer(database: Database) -> None:
    said = Says("Chè Shan tuyết Suối Giàng", 4, "HTX Mây Ngàn", "14")
    save(database, story("https://bao.vn/1", says=[said]))
    settle(database)

    def names(words: str) -> list[str]:
        with database.reading() as connection:
            return [p.name for p in search_products(connection, words, 5)]

    assert names("shan tuyet") == [said.name]
    assert names("mây ngàn") == [said.name]
    assert names("may ngan suoi giang") == [said.name]
    assert names("mầy ngàn") == []
    save(database, (story("https://bao.vn/1", says=[said])[0], Facts()))
    settle(database)
    assert names("shan tuyet") == []


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_any_text_gives_words_that_both_databases_read_alike(text: str) -> None:
    for term in terms(repair(text)):
        for form in (term.marked, term.folded):
            assert form == form.strip()
            assert not set(form) & set(" '\"\\:*()&|!<>-")
    parse_query(text)


def test_marks_are_spelt_out() -> None:
    assert marked_form("Mật") == "ma6t5"
    assert marked_form("Đặc") == "d9a8c5"
    assert marked_form("hoà") == marked_form("hòa")
    assert len({marked_form(w) for w in ("ma", "má", "mà", "mả", "mã", "mạ", "mâ", "mă")}) == 8


def put(connection: Connection, number: int, words: str) -> None:
    """An article with a number of our choice."""
    url = f"https://bao.vn/{number}"
    row = {"id": number, "url": url, "source": "bao", "title": "", "lead": "", "authors": "",
           "tags": "", "text": words, "text_sha256": "", "facts_sha256": "",
           "fetched_at": FETCHED, "extractor_version": "1", "speaks_of_ocop": False}  # fmt: skip
    connection.execute(insert(articles), row)
    index_article(connection, number, "", "", words)


SYLLABLES = ("mật", "mặt", "ong", "ông", "bạc", "hà", "Hạ", "xã", "OCOP", "5")


def test_what_reading_every_text_would_find_is_found(database: Database) -> None:
    draw = random.Random(7)
    texts = [" ".join(draw.choices(SYLLABLES, k=12)) for _ in range(80)]
    urls = [f"https://bao.vn/{n}" for n in range(len(texts))]
    for n, text in enumerate(texts):
        save(database, story(urls[n], date(2024, 1, 1 + n % 28), extra=text))
    for size in (1, 2, 3, 4) * 6:
        words = " ".join(draw.choices(SYLLABLES, k=size))
        query = parse_query(f'"{words}"')
        there = {url for url, text in zip(urls, texts, strict=True) if first_match(text, query)}
        with database.reading() as connection:
            assert {a.url for a in search_articles(connection, f'"{words}"', 80)} == there, words


def test_the_latest_of_many_are_found_and_the_only_one_far_back(database: Database) -> None:
    with database.writing() as connection:
        put(connection, 7, "bưởi da xanh của hợp tác xã")
        for n in range(1, 41):  # PostgreSQL looks for them in 23 blocks of numbers
            put(connection, n * 9_000 + 1, "hợp tác xã")
    with database.reading() as connection:
        latest = [a.article_id for a in search_articles(connection, "hợp tác xã", 3)]
        assert latest == [360_001, 351_001, 342_001]
        assert [a.article_id for a in search_articles(connection, '"da xanh"', 3)] == [7]


def test_the_last_word_of_a_very_long_text_is_found(database: Database) -> None:
    save(database, story("https://bao.vn/dai", extra="chữ " * 20_000 + "tận cùng"))
    with database.reading() as connection:
        assert [a.url for a in search_articles(connection, "tận", 5)] == ["https://bao.vn/dai"]
