"""One product across articles, papers and spellings; one producer too; and what people decide."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from extractors.models import Facts, Status
from extractors.name_keys import producer_key, product_key
from storage.database import Database
from storage.entities import product_aliases, products
from storage.errors import NotThereError
from storage.identities.aliases import PRODUCT
from storage.identities.clustering import Spelling, cluster
from storage.identities.settle import settle
from storage.identity import aliases_of, decisions_about, merge, split, take_back
from storage.many_rows import insert_rows
from tests.stories import Says, save, story

SON_LA, TA_XUA, SUOI_GIANG = "14", "03868", "04459"
AT = datetime(2026, 1, 1, tzinfo=UTC)


def rows(database: Database, query: str) -> list[tuple[object, ...]]:
    with database.reading() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def tell(database: Database, *said: Says, day: date = date(2024, 5, 1)) -> None:
    """One article in a paper of its own for each."""
    for n, one in enumerate(said):
        save(database, story(f"https://bao{n}.vn/{day}", day, [one], source=f"bao{n}"))
    settle(database)


# --- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hợp tác xã Nông nghiệp Tà Xùa", "HTX Tà Xùa"),
        ("HTX nông nghiệp - dịch vụ Hoà Bình", "HTX Nông nghiệp dịch vụ Hòa Bình"),
        ("Công ty Trách nhiệm hữu hạn Một thành viên Sao Khuê", "Cty TNHH MTV Sao Khuê"),
        ("Hộ kinh doanh Nguyễn Văn A", "hộ Nguyễn Văn A"),
        ("Cơ sở sản xuất Bà Tư", "Cơ sở Bà Tư"),
    ],
)
def test_one_producer_in_two_spellings(one: str, other: str) -> None:
    assert producer_key(one) == producer_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HTX Tà Xùa", "Công ty Tà Xùa"),
        ("Công ty TNHH Sao Khuê", "Công ty cổ phần Sao Khuê"),
        ("HTX Hoa Ban", "HTX Hoa Bàn"),
        ("HTX Nông nghiệp", "HTX Dịch vụ"),
    ],
)
def test_two_producers(one: str, other: str) -> None:
    assert producer_key(one) != producer_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gạo nếp tan Ngọc Chiến", "nếp tan Ngọc Chiến"),
        ("“Chè Shan tuyết” Suối Giàng", "CHÈ SHAN TUYẾT SUỐI GIÀNG"),
        ("sản phẩm mật ong hoa nhãn", "Mật ong hoa nhãn"),
        ("cà-phê Sơn La", "Cà - phê Sơn La"),
        ("Thuỷ sâm Hoà An", "Thủy sâm Hòa An"),
    ],
)
def test_one_product_in_two_spellings(one: str, other: str) -> None:
    assert product_key(one) == product_key(other)


def test_a_dropped_head_is_put_back(database: Database) -> None:
    full = "nước mắm Mạch Long 500 đạm"
    tell(
        database,
        Says("500 đạm", 4, "HTX Mạch Long", SON_LA, full_name=full),
        Says(full, 4, "HTX Mạch Long", SON_LA),
    )
    assert rows(database, "SELECT name, articles FROM ocop_products") == [(full, 2)]


# --- which are one -------------------------------------------------------------------------------


def test_papers_that_leave_out_producer_or_place_mean_the_same_product(database: Database) -> None:
    tell(
        database,
        Says("Chè Shan tuyết Tà Xùa", 4, "HTX Chè Tà Xùa", TA_XUA),
        Says("chè shan tuyết Tà Xùa", 4, "Hợp tác xã Chè Tà Xùa", SON_LA),
        Says("Shan tuyết Tà Xùa", 4, "", SON_LA),
        Says("Chè Shan Tuyết Tà Xùa", 4),
    )
    assert rows(database, "SELECT producer, place, articles, sources FROM ocop_products") == [
        ("Hợp tác xã Chè Tà Xùa", "xã Tà Xùa", 4, 4)
    ]
    assert rows(database, "SELECT name, products FROM ocop_producers") == [
        ("Hợp tác xã Chè Tà Xùa", 1)
    ]


def test_one_name_of_two_producers_is_two_products(database: Database) -> None:
    tell(
        database,
        Says("Tôm khô Rạch Gốc", 4, "hộ Ngọc Giàu", SON_LA),
        Says("Tôm khô Rạch Gốc", 3, "HTX Cái Bát", SON_LA),
        Says("Tôm khô Rạch Gốc", None, "", SON_LA),
    )
    query = "SELECT producer, stars FROM ocop_products ORDER BY producer IS NULL, producer"
    assert rows(database, query) == [("HTX Cái Bát", 3), ("hộ Ngọc Giàu", 4), (None, None)]
    assert rows(database, "SELECT reason FROM product_aliases WHERE producer_alias_id IS NULL") == [
        ("may be any of 2, so stays by itself",)
    ]


def test_common_names_are_not_thrown_together(database: Database) -> None:
    tell(
        database,
        Says("mật ong", 4, "HTX Ong Tà Xùa", TA_XUA),
        Says("mật ong", 3, "", SON_LA),
        Says("mật ong", 3),
    )
    assert rows(database, "SELECT COUNT(*) FROM ocop_products") == [(3,)]


def test_products_only_mentioned_in_passing_are_no_products(database: Database) -> None:
    tell(database, Says("rượu ngô Bản Phố", status=Status.MENTIONED))
    assert rows(database, "SELECT COUNT(*) FROM ocop_products") == [(0,)]
    assert rows(database, "SELECT COUNT(*) FROM ocop_product_mentions") == [(1,)]


_TRAITS = st.sampled_from(["", "a", "b"])
_SPELLINGS = st.builds(
    lambda maker, kind, province, commune, needs: Spelling(
        f"{maker}|{kind}|{province}|{commune}|{needs}", maker, kind, "", province, commune, needs
    ),
    _TRAITS,
    _TRAITS,
    _TRAITS,
    _TRAITS,
    st.sampled_from([0, 2]),
)


@given(st.lists(_SPELLINGS, max_size=12), st.randoms(use_true_random=False))
def test_the_same_spellings_fall_into_the_same_groups_in_any_order(
    spellings: list[Spelling], shuffle: random.Random
) -> None:
    first = [group.reasons for group in cluster(spellings)]
    shuffle.shuffle(spellings)
    assert [group.reasons for group in cluster(spellings)] == first
    keys = [key for group in first for key in group]
    assert sorted(keys) == sorted({s.key for s in spellings})


def test_articles_in_any_order_give_the_same_products(database: Database) -> None:
    said = [
        Says("Chè Shan tuyết Tà Xùa", 4, "HTX Chè Tà Xùa", TA_XUA),
        Says("Chè Shan tuyết Tà Xùa", 3, "HTX Mây Trắng", SON_LA),
        Says("Chè Shan tuyết Tà Xùa"),
        Says("Chè Shan tuyết Tà Xùa", 4, "", TA_XUA),
    ]
    query = "SELECT name, producer, stars, place, articles FROM ocop_products ORDER BY 2, 5, 4"
    stories = [
        story(f"https://bao.vn/{n}", date(2024, 5, 1 + n), [one]) for n, one in enumerate(said)
    ]
    save(database, *stories)
    settle(database)
    expected = rows(database, query)
    for n in (3, 1, 0, 2):  # each taken away and put back, one settling after each
        save(database, (stories[n][0], Facts()))
        settle(database)
        save(database, stories[n])
        settle(database)
    assert rows(database, query) == expected


# --- what people decide --------------------------------------------------------------------------


def two_products(database: Database) -> list[int]:
    tell(
        database,
        Says("Chè cổ thụ Tà Xùa", 4, "HTX Chè Tà Xùa", TA_XUA),
        Says("Trà Shan cổ thụ trăm năm", 4, "HTX Chè Tà Xùa", TA_XUA),
    )
    return [
        int(str(r[0])) for r in rows(database, "SELECT product_id FROM ocop_products ORDER BY 1")
    ]


def numbers(database: Database, query: str) -> list[int]:
    return [int(str(row[0])) for row in rows(database, query)]


def names(database: Database) -> Sequence[object]:
    return [r[0] for r in rows(database, "SELECT name FROM ocop_products ORDER BY name")]


def read_again(database: Database) -> None:
    """What a replay with other code does: every fact goes and comes back."""
    both = (
        Says("Chè cổ thụ Tà Xùa", 4, "HTX Chè Tà Xùa", TA_XUA),
        Says("Trà Shan cổ thụ trăm năm", 4, "HTX Chè Tà Xùa", TA_XUA),
    )
    again = [
        story(f"https://bao{n}.vn/2024-05-01", says=[one], source=f"bao{n}")
        for n, one in enumerate(both)
    ]
    for reading, _ in again:
        save(database, (reading, Facts()))
    settle(database)
    save(database, *again)
    settle(database)


def test_a_merge_survives_re_reading_and_can_be_undone(database: Database) -> None:
    ids = two_products(database)
    with database.writing() as connection:
        (decision,) = merge(connection, "product", ids, reason="cùng một hộp chè", at=AT)
    assert len(names(database)) == 1
    read_again(database)
    assert len(names(database)) == 1
    with database.writing() as connection:
        number = int(str(rows(database, "SELECT product_id FROM ocop_products")[0][0]))
        (shown,) = decisions_about(connection, "product", number)
        assert set(shown.spellings) == {"Chè cổ thụ Tà Xùa", "Trà Shan cổ thụ trăm năm"}
        assert shown.reason == "cùng một hộp chè"
        assert decisions_about(connection, "product", number + 1) == []
        take_back(connection, decision, AT)
    assert names(database) == ["Chè cổ thụ Tà Xùa", "Trà Shan cổ thụ trăm năm"]
    read_again(database)
    assert len(names(database)) == 2


def test_what_a_merge_made_one_gets_its_number_again_when_it_is_undone(database: Database) -> None:
    ids = two_products(database)
    query = "SELECT product_id, name, articles FROM ocop_products ORDER BY product_id"
    before = rows(database, query)
    for first in (ids, ids[::-1]):
        with database.writing() as connection:
            (decision,) = merge(connection, "product", first, reason="cùng một hộp chè", at=AT)
        assert len(names(database)) == 1
        with database.writing() as connection:
            take_back(connection, decision, AT)
        assert rows(database, query) == before


def test_a_number_that_is_taken_by_now_stays_with_its_product(database: Database) -> None:
    ids = two_products(database)
    with database.writing() as connection:
        (decision,) = merge(connection, "product", ids, reason="cùng một hộp chè", at=AT)
    gone = set(ids) - set(numbers(database, "SELECT product_id FROM ocop_products"))
    with database.writing() as connection:
        insert_rows(connection, {products: [{"id": i, **PRODUCT.blank} for i in gone]})
    with database.writing() as connection:
        take_back(connection, decision, AT)
        found = connection.scalars(select(product_aliases.c.product_id)).all()
    assert len(set(found)) == 2 and not gone & set(found)


def test_a_split_survives_re_reading_and_can_be_undone(database: Database) -> None:
    said = [
        Says("Chè Shan tuyết Tà Xùa", 4, "HTX Chè Tà Xùa", TA_XUA),
        Says("Chè Shan tuyết Tà Xùa", 3, "", SON_LA),
    ]
    tell(database, *said)
    ((product,),) = rows(database, "SELECT product_id FROM ocop_products")
    with database.writing() as connection:
        spellings = aliases_of(connection, "product", int(str(product)))
        other = next(s.alias_id for s in spellings if s.producer is None)
        (decision,) = split(
            connection, "product", int(str(product)), [other], reason="của hộ khác", at=AT
        )
    query = "SELECT producer, stars FROM ocop_products ORDER BY stars"
    assert rows(database, query) == [(None, 3), ("HTX Chè Tà Xùa", 4)]
    tell(database, *said, day=date(2024, 6, 1))
    assert rows(database, query) == [(None, 3), ("HTX Chè Tà Xùa", 4)]
    with database.writing() as connection:
        take_back(connection, decision, AT)
    assert rows(database, "SELECT COUNT(*) FROM ocop_products") == [(1,)]


def test_producers_merged_by_hand_make_their_products_one(database: Database) -> None:
    tell(
        database,
        Says("Chè Shan tuyết Tà Xùa", 4, "HTX Chè Tà Xùa", TA_XUA),
        Says("Chè Shan tuyết Tà Xùa", 4, "Công ty TNHH Tà Xùa Xanh", TA_XUA),
    )
    assert len(names(database)) == 2
    ids = numbers(database, "SELECT producer_id FROM ocop_producers")
    with database.writing() as connection:
        (decision,) = merge(connection, "producer", ids, reason="đổi tên năm 2024", at=AT)
    assert len(names(database)) == 1
    with database.writing() as connection:
        take_back(connection, decision, AT)
    assert len(names(database)) == 2


def test_a_producer_goes_with_the_last_article_that_names_it(database: Database) -> None:
    told = story("https://bao.vn/1", says=[Says("Chè Shan", 4, "HTX Chè Tà Xùa", TA_XUA)])
    save(database, told)
    settle(database)
    save(database, (told[0], Facts()))
    settle(database)
    assert rows(database, "SELECT name FROM ocop_producers") == []
    save(database, told)
    settle(database)
    assert rows(database, "SELECT name, products FROM ocop_producers") == [("HTX Chè Tà Xùa", 1)]


def test_producers_of_different_products_merged_by_hand_and_put_back(database: Database) -> None:
    tell(
        database,
        Says("Chè Shan tuyết Tà Xùa", 4, "HTX Chè Tà Xùa", TA_XUA),
        Says("Mật ong hoa nhãn Sông Mã", 3, "Công ty TNHH Tà Xùa Xanh", TA_XUA),
    )
    query = "SELECT name, products, most_stars FROM ocop_producers ORDER BY name"
    apart = [("Công ty TNHH Tà Xùa Xanh", 1, 3), ("HTX Chè Tà Xùa", 1, 4)]
    assert rows(database, query) == apart
    ids = numbers(database, "SELECT producer_id FROM ocop_producers")
    with database.writing() as connection:
        (decision,) = merge(connection, "producer", ids, reason="đổi tên năm 2024", at=AT)
    assert rows(database, query) == [("Công ty TNHH Tà Xùa Xanh", 2, 4)]
    makers = "SELECT COUNT(DISTINCT producer_id) FROM ocop_products"
    assert rows(database, makers) == [(1,)]
    with database.writing() as connection:
        take_back(connection, decision, AT)
    assert rows(database, query) == apart
    assert rows(database, makers) == [(2,)]


def test_decisions_about_nothing_are_refused(database: Database) -> None:
    ids = two_products(database)
    for wrong in (
        lambda c: merge(c, "product", [ids[0], 999], reason="", at=AT),
        lambda c: split(c, "product", ids[0], [999], reason="", at=AT),
        lambda c: take_back(c, 999, AT),
    ):
        with pytest.raises(NotThereError), database.writing() as connection:
            wrong(connection)
    with database.writing() as connection, pytest.raises(NotThereError, match="without a spelling"):
        only = aliases_of(connection, "product", ids[0])[0].alias_id
        split(connection, "product", ids[0], [only], reason="", at=AT)
