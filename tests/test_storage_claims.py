"""Thirty papers with one press text are one claim; totals, batches and contradictions."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import text

from extractors.models import Facts, Status
from storage.database import Database
from storage.identities.settle import settle
from tests.stories import Counts, Says, save, story

SON_LA, BEN_TRE = "14", "83"
DAY = date(2024, 5, 1)


def rows(database: Database, query: str) -> list[tuple[object, ...]]:
    with database.reading() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def tell(database: Database, *told: tuple[date, list[Counts]]) -> None:
    """Each in an article of its own paper."""
    for n, (day, says) in enumerate(told):
        save(database, story(f"https://bao{n}.vn/{day}", day, says, source=f"bao{n}"))
    settle(database)


def test_thirty_papers_with_one_press_text_are_one_claim(database: Database) -> None:
    tell(database, *((DAY + timedelta(n % 4), [Counts(83, place=SON_LA)]) for n in range(30)))
    query = "SELECT place, count, articles, sources, first_seen FROM ocop_star_counts"
    ((place, count, articles, sources, first),) = rows(database, query)
    assert (place, count, articles, sources, str(first)) == (
        "tỉnh Sơn La",
        83,
        30,
        30,
        "2024-05-01",
    )
    assert rows(database, "SELECT COUNT(DISTINCT claim_id) FROM ocop_star_count_mentions") == [(1,)]


def test_a_total_and_a_batch_of_the_same_size_are_two_claims(database: Database) -> None:
    tell(
        database,
        (DAY, [Counts(22, place=SON_LA, scope="stock")]),
        (DAY, [Counts(22, place=SON_LA, scope="flow")]),
    )
    query = "SELECT scope, count FROM ocop_star_counts ORDER BY scope"
    assert rows(database, query) == [("flow", 22), ("stock", 22)]
    assert rows(database, "SELECT COUNT(*) FROM ocop_contradictions") == [(0,)]


def test_batches_of_equal_size_in_two_years_are_two_claims(database: Database) -> None:
    batch = [Counts(22, place=SON_LA, scope="flow")]
    tell(database, (DAY, batch), (date(2025, 5, 1), batch), (date(2025, 5, 3), batch))
    assert rows(database, "SELECT articles FROM ocop_star_counts ORDER BY articles") == [(1,), (2,)]


def test_batches_without_a_place_are_one_only_in_the_same_words(database: Database) -> None:
    tell(
        database,
        (DAY, [Counts(22, 4, scope="flow")]),
        (DAY, [Counts(22, 4, scope="flow")]),
        (DAY, [Counts(22, 4, scope=None)]),
    )
    query = "SELECT articles FROM ocop_star_counts ORDER BY articles"
    assert rows(database, query) == [(1,), (2,)]


def test_a_total_against_its_parts_is_shown_and_not_repaired(database: Database) -> None:
    tell(database, (DAY, [Counts(28, place=SON_LA), Counts(9, 4, SON_LA), Counts(18, 3, SON_LA)]))
    assert rows(database, "SELECT kind, place, said, against FROM ocop_contradictions") == [
        ("parts", "tỉnh Sơn La", 28, 27)
    ]
    query = "SELECT count FROM ocop_star_counts ORDER BY count"
    assert rows(database, query) == [(9,), (18,), (28,)]


def test_a_total_with_some_of_its_parts_is_no_contradiction(database: Database) -> None:
    about = Counts(80, place=BEN_TRE, qualifier="hơn")
    tell(
        database,
        (DAY, [Counts(83, place=SON_LA), Counts(2, 5, SON_LA), Counts(20, 4, SON_LA)]),
        (DAY, [about, Counts(31, 4, BEN_TRE), Counts(52, 3, BEN_TRE)]),
    )
    assert rows(database, "SELECT COUNT(*) FROM ocop_contradictions") == [(0,)]


def test_paper_against_paper(database: Database) -> None:
    tell(
        database,
        (DAY, [Counts(83, place=SON_LA)]),
        (DAY + timedelta(3), [Counts(38, place=SON_LA)]),
        (DAY, [Counts(100, place=SON_LA, status=Status.TARGET)]),
        (DAY, [Counts(401, place=BEN_TRE)]),
        (DAY + timedelta(200), [Counts(450, place=BEN_TRE)]),
    )
    query = "SELECT kind, place, said, against, noticed_on FROM ocop_contradictions"
    ((kind, place, said, against, day),) = rows(database, query)
    assert (kind, place, said, against) == ("papers", "tỉnh Sơn La", 83, 38)
    assert str(day) == "2024-05-04"


def test_a_headline_in_fewer_words_is_the_same_claim_as_its_text(database: Database) -> None:
    headline = Counts(83, place=SON_LA, scope=None)
    tell(database, (DAY, [headline, Counts(83, place=SON_LA, as_of="đến hết tháng 4/2024")]))
    query = "SELECT count, scope, as_of, articles FROM ocop_star_counts"
    assert rows(database, query) == [(83, "stock", "đến hết tháng 4/2024", 1)]
    query = "SELECT COUNT(*), COUNT(DISTINCT claim_id) FROM ocop_star_count_mentions"
    assert rows(database, query) == [(2, 1)]


def test_a_headline_that_two_numbers_fit_is_neither(database: Database) -> None:
    headline = Counts(83, place=SON_LA, scope=None)
    both = [Counts(83, place=SON_LA), Counts(83, place=SON_LA, scope="flow")]
    tell(database, (DAY, [headline, *both]))
    query = "SELECT scope FROM ocop_star_counts ORDER BY scope IS NULL, scope"
    assert rows(database, query) == [("flow",), ("stock",), (None,)]


def test_the_same_date_in_other_words_is_one_claim(database: Database) -> None:
    dates = ["đến nay", None, "Hiện nay", "tính đến ngày 30/04/2024", "đến 30/4/2024"]
    dates += ["đến hết năm 2023", "cuối năm 2023", "đến năm 2023", "hết tháng 9 năm 2023"]
    dates += ["đến hết tháng 09/2023", "tính đến cuối tháng 9-2023", "ngày 30 tháng 4 năm 2024"]
    tell(database, *((DAY, [Counts(83, place=SON_LA, as_of=said)]) for said in dates))
    query = "SELECT articles FROM ocop_star_counts ORDER BY articles DESC"
    assert rows(database, query) == [(3,), (3,), (3,), (2,), (1,)]


def test_so_far_of_two_years_is_growth_and_of_one_day_a_contradiction(database: Database) -> None:
    so_far = [Counts(83, place=SON_LA, as_of="đến nay"), Counts(9, 4, SON_LA, as_of="hết tháng 9")]
    later = [Counts(150, place=SON_LA, as_of="đến nay"), Counts(7, 4, SON_LA, as_of="hết tháng 9")]
    tell(database, (DAY, so_far), (DAY + timedelta(500), later))
    assert rows(database, "SELECT COUNT(*) FROM ocop_contradictions") == [(0,)]
    one_day = [Counts(n, place=BEN_TRE, as_of="đến hết năm 2023") for n in (401, 410)]
    tell(database, (DAY, one_day[:1]), (DAY + timedelta(400), one_day[1:]))
    assert rows(database, "SELECT said, against FROM ocop_contradictions") == [(401, 410)]


def test_now_in_other_words_is_compared(database: Database) -> None:
    told = (Counts(83, place=SON_LA, as_of="đến nay"), Counts(38, place=SON_LA, as_of="hiện nay"))
    tell(database, *((DAY + timedelta(n), [one]) for n, one in enumerate(told)))
    assert rows(database, "SELECT said, against FROM ocop_contradictions") == [(83, 38)]


def test_a_contradiction_shows_both_sentences_and_papers(database: Database) -> None:
    wrong_sum = [Counts(28, place=BEN_TRE), Counts(9, 4, BEN_TRE), Counts(18, 3, BEN_TRE)]
    tell(database, (DAY, [Counts(83, place=SON_LA)]), (DAY, [Counts(38, place=SON_LA)]))
    save(database, story("https://bao9.vn/1", DAY, wrong_sum, source="bao9"))
    for n, stars in enumerate((4, 3, 4)):
        says = [Says("Chè Shan tuyết Tà Xùa", stars, "HTX Chè Tà Xùa", "03868")]
        save(database, story(f"https://bao{n}.vn/2", DAY, says, source=f"bao{n}"))
    settle(database)
    query = "SELECT kind, source, sentence, other_source, other_sentence FROM ocop_contradictions"
    by_kind = {row[0]: row[1:] for row in rows(database, query)}
    assert by_kind["parts"] == (
        "bao9",
        "tỉnh Bến Tre stock có 28 sản phẩm OCOP.",
        "bao9",
        "tỉnh Bến Tre stock có 9 sản phẩm OCOP 4 sao.",
    )
    assert {by_kind["papers"][0], by_kind["papers"][2]} == {"bao0", "bao1"}
    assert "đạt 4 sao" in str(by_kind["stars"][1]) and "đạt 3 sao" in str(by_kind["stars"][3])


def test_a_claim_goes_with_its_last_statement(database: Database) -> None:
    told = story(
        "https://bao.vn/1",
        DAY,
        [Counts(83, place=SON_LA), Counts(90, 3, SON_LA), Counts(9, 4, SON_LA)],
    )
    save(database, told)
    settle(database)
    assert rows(database, "SELECT COUNT(*) FROM ocop_contradictions") == [(1,)]
    save(database, (told[0], Facts()))
    settle(database)
    assert rows(database, "SELECT COUNT(*) FROM ocop_star_counts") == [(0,)]
    assert rows(database, "SELECT COUNT(*) FROM ocop_contradictions") == [(0,)]
