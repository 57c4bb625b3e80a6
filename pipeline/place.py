"""What `ocop place` answers: the units a question names, then and now, as text or JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from extractors.labels import Json, named_place
from extractors.models import Level, PlaceMention, PlaceUnit
from extractors.placing.query import places_asked
from extractors.vi.units import Unit, units


@dataclass(frozen=True, slots=True)
class Answer:
    """For each name of the question, in its order, what it may be."""

    question: str
    on: date | None
    places: tuple[tuple[PlaceMention, ...], ...]

    @property
    def certain(self) -> bool:
        """Whether every name means exactly one unit."""
        return bool(self.places) and all(
            len(readings) == 1 and readings[0].unit is not None for readings in self.places
        )


def answer(question: str, on: date | None = None) -> Answer:
    """`answer("xã Ngọc Chiến, huyện Mường La", date(2022, 9, 22))`; no day: both maps count."""
    return Answer(question, on, places_asked(question, on))


def as_json(reply: Answer) -> Json:
    """The answer as one JSON object; `places` holds one list of readings per name."""
    return {
        "question": reply.question,
        "on": reply.on.isoformat() if reply.on else None,
        "certain": reply.certain,
        "places": [
            [{"surface": p.surface, **named_place(p)} for p in readings]
            for readings in reply.places
        ],
    }


def as_text(reply: Answer) -> str:
    """The answer for a terminal, a few lines per name."""
    if not reply.places:
        return "no name in the question\n"
    blocks = ["\n".join(_lines(p)) for readings in reply.places for p in _wanted(readings)]
    return "\n".join(blocks) + "\n"


def _wanted(readings: tuple[PlaceMention, ...]) -> list[PlaceMention]:
    """Without the readings that came to nothing where others came to something."""
    return [p for p in readings if p.unit or p.candidates] or list(readings[:1])


def _lines(place: PlaceMention) -> Iterator[str]:
    if place.unit is not None:
        yield f"{_then(place.unit)}  ({place.reason})"
        yield f"    now {_now(place)}"
        return
    yield f"{place.surface}: {place.reason}"
    for candidate in place.candidates:
        yield f"    {_then(candidate)}"


def _then(known: PlaceUnit) -> str:
    """ "xã Ngọc Chiến, huyện Mường La, tỉnh Sơn La  03820  until 2025-06-30"."""
    unit = units().get(known.code, known.valid_from)
    around = ", ".join(u.typed for u in (unit, *units().above(unit)))
    return f"{around}  {unit.code}  {_period(unit)}"


def _period(unit: Unit) -> str:
    since = f"since {unit.valid_from}" if unit.valid_from else ""
    until = f"until {unit.valid_to}" if unit.valid_to else ""
    return " ".join(filter(None, (since, until))) or "unchanged"


def _now(place: PlaceMention) -> str:
    """ "xã Ngọc Chiến (03820), tỉnh Sơn La"; of a district all it became part of."""
    assert place.unit is not None
    province = place.province.name if place.province else "unknown"
    if place.level is Level.PROVINCE:
        return province
    heirs = units().present(units().get(place.unit.code, place.unit.valid_from))
    names = " + ".join(f"{u.typed} ({u.code})" for u in heirs)
    return f"{names}, {province}"
