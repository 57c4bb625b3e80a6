"""How sure links, counts and places are said to be, and that it is what was measured."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from extractors.confidence import LEAST, SHARES, STEPS, group, share
from extractors.facts import extract
from extractors.labels import to_json
from extractors.models import Product, Tie
from extractors.plaintext import parse_text
from extractors.reading import Reading, read
from extractors.standing import judge
from knowledge import calibration, cross_validate
from knowledge.labelled import Labelled
from tests.linked import linked, news

PINNED = json.loads(calibration.PIN.read_text("utf-8"))
MEASURED = {way: tuple(share) for way, share in PINNED["ways"].items()}


# --- what is said is what was measured ------------------------------------------------------------


def test_confidences_are_the_shares_measured_on_the_articles_of_the_pinned_scores() -> None:
    assert calibration.strayed(MEASURED) == []
    assert PINNED["corpus"] == json.loads(cross_validate.PIN.read_text("utf-8"))["corpus"]


def test_only_ways_of_some_size_have_a_share_of_their_own() -> None:
    ways = {way: number for way, (_, number) in MEASURED.items() if "." in group(way)}
    assert {way for way in SHARES if "." in way} == {w for w, n in ways.items() if n >= LEAST}


def test_every_step_of_the_name_model_was_measured() -> None:
    names = {way for way in MEASURED if way.startswith(calibration.NAME)}
    assert names == {f"{calibration.NAME}{edge}" for edge, _ in STEPS}


def test_a_share_that_strays_is_named() -> None:
    (line,) = calibration.strayed({"rating.heading": (200, 274)})
    assert line == "rating.heading: 0.99 is said, 0.728 of 274 are right"


def test_rare_ways_share_what_is_said_of_them_together() -> None:
    assert share("rating.rest") == share("rating.entry") == SHARES["rating"]
    together = calibration.grouped({"rating.rest": (1, 2), "rating.entry": (9, 9)})
    assert together == {"rating": (10, 11)}


# --- what a fact says -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "way"),
    [
        ("Xã có «bún khô» đạt 4 sao.", "rating.behind"),
        ("Sản phẩm OCOP 4 sao «bún khô» bán chạy.", "rating.ahead"),
        ("2 sản phẩm đạt 4 sao gồm:\n- «Bún khô»\n- «Miến dong»", "rating.heading"),
        ("Chị bán «túi cỏ bàng». Năm nay túi được 4 sao.", "rating.short form"),
        ("Chị bán «bún khô». Sản phẩm này đạt 4 sao.", "rating.earlier"),
    ],
)
def test_stars_say_by_which_way_they_were_found(body: str, way: str) -> None:
    assert {p.rating_tie for p in linked(news(body))} == {Tie(way)}


@pytest.mark.parametrize(
    ("body", "way"),
    [
        ("«Bún khô» của HTX Sen Hồng đạt 4 sao.", "producer.behind"),
        ("HTX Sen Hồng có «bún khô» đạt 4 sao.", "producer.ahead"),
        ("«Bún khô» của HTX Sen Hồng đắt. «Bún khô» đạt 4 sao.", "producer.behind"),
        ("HTX Sen Hồng mới lập. Hội chợ có «bún khô Sen Hồng».", "producer.brand"),
        ("HTX Sen Hồng mới lập. Hội chợ có «bún khô».", "producer.story"),
    ],
)
def test_a_maker_says_by_which_way_it_was_found(body: str, way: str) -> None:
    assert {p.producer_tie for p in linked(news(body))} == {Tie(way)}


@pytest.mark.parametrize(
    ("body", "way"),
    [
        ("«Bún khô» (xã Tà Xùa, tỉnh Sơn La) đạt 4 sao.", "home.behind"),
        ("«Bún khô» của HTX Sen Hồng (xã Tà Xùa, tỉnh Sơn La) đạt 4 sao.", "home.own maker"),
        ("Tỉnh Sơn La mở hội chợ. Ở đó có «bún khô».", "home.clear"),
    ],
)
def test_a_home_says_by_which_way_it_was_found(body: str, way: str) -> None:
    (product,) = linked(news(body))
    assert product.place_tie == Tie(way)


def test_between_two_units_a_home_is_less_clear() -> None:
    (product,) = linked(news("Tỉnh Sơn La và tỉnh Lào Cai mở hội chợ. Ở đó có «bún khô»."))
    assert product.place_tie in {Tie("home.doubtful"), Tie("home.supposed")}


def judged(body: str, bias: float) -> tuple[Reading, Product]:
    """The one product of these words, OCOP or named in passing, of which the model was sure."""
    (product,) = linked(news(body))
    reading = read(parse_text(news(body).replace("«", "").replace("»", "")))
    product = replace(product, mention=replace(product.mention, confidence=0.97))
    (found,) = judge(reading, [product], {"bias": bias})
    return reading, found


def test_only_links_of_ocop_products_are_sure() -> None:
    body = "Hội chợ có «bún khô» của HTX Sen Hồng."
    way = "producer.behind"
    assert judged(body, 9.0)[1].producer_tie == Tie(way, SHARES[way])
    assert judged(body, -9.0)[1].producer_tie == Tie(way)


def test_a_rating_without_stars_is_not_measured() -> None:
    _, rated = judged("Hội chợ có «bún khô» đạt 4 sao.", 9.0)
    assert rated.rating_tie == Tie("rating.behind", SHARES["rating.behind"])
    _, aimed = judged("«Bún khô» phấn đấu đạt 4 sao.", 9.0)
    assert (aimed.stars, aimed.rating_tie) == (None, Tie("rating.behind"))


def test_counts_and_places_printed_say_how_sure_they_are() -> None:
    text = news("Đến nay, tỉnh Sơn La có 83 sản phẩm OCOP. Sở công nhận thêm 12 sản phẩm OCOP.")
    reading = read(parse_text(text))
    printed = to_json("", reading, extract(reading))
    assert printed["star_counts"][0]["confidence"] == SHARES["count.stock"]
    assert [p["confidence"] for p in printed["locations"]] == [SHARES["place.typed"]]


def test_what_is_measured_is_whether_links_are_as_labelled() -> None:
    reading, product = judged("«Bún khô» của HTX Sen Hồng (tỉnh Sơn La) đạt 4 sao.", 9.0)
    facts = replace(extract(reading), products=(product,))
    label = {"name": "bún khô", "stars": 3, "producer": "HTX Sen Hồng", "places": ["tỉnh Sơn La"]}
    gold = {"products": [label], "star_counts": [], "locations": ["tỉnh Sơn La"]}
    found = calibration.measure([(Labelled("test-1", gold, reading), facts)])
    assert found["rating.behind"] == (0, 1)
    assert found["producer.behind"] == found["home.own maker"] == found["place.typed"] == (1, 1)
    assert found["name up to 0.99"] == (1, 1)
    lines = [line.split() for line in calibration.table(found).splitlines()]
    assert ["all", "of", "rating", "1", "0.000", "0.97"] in lines
