"""The plan of a day in words, and in lanes for a drawing: the same at the bedside, on the ward and on paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from almoner.core import clock
from almoner.visits.day_plan import Clash, DayPlan, Item
from almoner.visits.enums import PlanKind

DAY_BEGINS, DAY_ENDS = time(6), time(22)
LANES = (
    (PlanKind.ROUND, "event"),
    (PlanKind.TEST, "test"),
    (PlanKind.FASTING, "nothing"),
    (PlanKind.MEAL, "food"),
    (PlanKind.CONSULT, "event"),
    (PlanKind.THERAPY, "event"),
    (PlanKind.MEDICINE, "event"),
    (PlanKind.DISCHARGE, "event"),
    (PlanKind.OTHER, "event"),
    (PlanKind.VISITING, "clear"),
)
"""The lanes of the drawing from above, each with the sort of window that it is."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the plan as it is read. `kept_until`: a meal that waits until a fast is over."""

    item: Item
    title: str
    note: str
    until: datetime | None
    kept_until: datetime | None


def lines(items: Iterable[Item]) -> list[Line]:
    return [_line(one) for one in items]


def soon(items: Iterable[Item], now: datetime, count: int = 3) -> list[Line]:
    """What goes on now or comes next; visiting hours and meals besides, but not what is over."""
    return [_line(one) for one in items if one.until >= now and one.kind != PlanKind.FASTING][:count]


def clashes(found: Iterable[Clash]) -> list[str]:
    said = {
        "overlap": _("%(first)s and %(second)s fall together."),
        "round": _("%(first)s takes them away from the whole round."),
        "drink": _("Before %(first)s they are to drink, and are not allowed to."),
    }
    return [said[one.what] % {"first": one.first, "second": one.second} for one in found]


def drawing(plan: DayPlan, day: date, zone: ZoneInfo) -> dict[str, Any]:
    """The lanes of a day with their edges, on the wall of `zone`. The night is left out unless something happens."""
    begin, end = clock.on_the_wall(day, DAY_BEGINS, zone), clock.on_the_wall(day, DAY_ENDS, zone)
    midnight = clock.on_the_wall(day + timedelta(days=1), time.min, zone)
    timed = [one for one in plan.items if one.kind != PlanKind.FASTING]
    begin = min([begin, *(one.starts_at for one in timed)])
    end = min(max([end, *(_drawn_until(one) for one in timed)]), midnight)
    return {
        "begin": clock.there(begin, zone),
        "end": clock.there(end, zone),
        "lanes": list(_lanes(plan.items, begin, end)),
    }


def _lanes(items: Iterable[Item], begin: datetime, end: datetime) -> Iterator[dict[str, Any]]:
    seen = [one for one in items if one.starts_at <= end and _drawn_until(one) >= begin]
    for kind, window in LANES:
        spans = [
            {"label": _title(one), "start": one.starts_at, "end": _drawn_until(one)} for one in seen if one.kind == kind
        ]
        if spans:
            yield {"label": PlanKind(kind).label, "kind": window, "spans": spans}


def _line(one: Item) -> Line:
    codes = {"no_drink": _("no drink either from some hours before"), "water_allowed": _("water is allowed")}
    meal = one.kind == PlanKind.MEAL
    return Line(
        item=one,
        title=_title(one),
        note="" if one.kept else str(codes.get(one.note, one.note)),
        until=None if meal else one.ends_at,
        kept_until=one.ends_at if one.kept else None,
    )


def _title(one: Item) -> str:
    return one.title or str(PlanKind(one.kind).label)


def _drawn_until(one: Item) -> datetime:
    """A meal that is kept until after a fast is still drawn at its hour."""
    return one.starts_at if one.kind == PlanKind.MEAL else one.until
