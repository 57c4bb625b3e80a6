"""How sure a fact is: the share of facts found in the same way that are right.

Measured on held-back articles (`python -m knowledge.cross_validate`): of products judged OCOP
those whose name is exactly as labelled; where it is, the links to stars, makers and homes that are
as labelled; star counts and locations likewise. Rules were written with these articles in view.
One right and one wrong are added to what was counted, so that nothing is said to be certain.
"""

from __future__ import annotations

from functools import cache

from extractors.models import StarCount, Tie

# (certainty of the name model up to, share right). It is too sure below 0.95, and its list repairs
# are better than it thinks, so everything up to 0.8 is one step.
STEPS = ((0.8, 0.79), (0.9, 0.89), (0.95, 0.92), (0.99, 0.97), (1.0, 0.99))
LEAST = 30
"""Facts found in one way that make a share; fewer share that of the other rare ones of a kind."""
SHARES = {
    "count": 0.73, "count.heading": 0.96, "count.no place": 0.79, "count.part": 0.97,
    "count.stock": 0.99, "count.verb": 0.92,
    "home": 0.86, "home.behind": 0.96, "home.clear": 0.97, "home.doubtful": 0.67,
    "home.likely": 0.92, "home.maker": 0.91, "home.own maker": 0.99, "home.supposed": 0.82,
    "home.table": 0.99,
    "place": 0.96, "place.again": 0.99, "place.bare": 0.94, "place.chain": 0.96,
    "place.list": 0.98, "place.province": 0.98, "place.typed": 0.99,
    "producer": 0.97, "producer.ahead": 0.94, "producer.behind": 0.99, "producer.brand": 0.89,
    "producer.story": 0.91, "producer.table": 0.99,
    "rating": 0.90, "rating.ahead": 0.99, "rating.batch": 0.99, "rating.behind": 0.97,
    "rating.earlier": 0.97, "rating.heading": 0.99, "rating.short form": 0.98,
    "rating.table": 0.98,
}  # fmt: skip
"""By way; a kind alone (`rating`) stands for its rare ways."""


def calibrated(certainty: float | None) -> float | None:
    """`calibrated(0.97)` → 0.97: of products the model is so sure of, 97 in 100 are right."""
    if certainty is None:
        return None
    return next((share for edge, share in STEPS if certainty <= edge), STEPS[-1][1])


@cache
def share(way: str) -> float:
    """`share("rating.heading")` → 0.99: of stars given by a heading 99 in 100 are right."""
    return SHARES[group(way)]


def group(way: str) -> str:
    """The way itself, or of a rare one its kind: `group("rating.entry")` → `rating`."""
    return way if way in SHARES else way.partition(".")[0]


def way_of(count: StarCount) -> str:
    """What tells right counts from wrong: whether its place is known, whether it is said to be so
    far in all, then the rule."""
    if count.place is None:
        return "count.no place"
    return "count.stock" if count.scope == "stock" else count.rule


def sure_of(tie: Tie | None) -> Tie | None:
    """A link of an OCOP product with how sure it is."""
    return _sure(tie.rule) if tie else None


@cache
def _sure(rule: str) -> Tie:
    return Tie(rule, share(rule))
