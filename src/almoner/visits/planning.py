"""Somebody's day as it stands in the tables, made ready for `visits.day_plan`, and as it is kept when published."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from almoner.catalogue.standing import TOLD_HOURS, told_hours
from almoner.core import clock
from almoner.visits.day_plan import DayPlan, Fast, Item, Test, build, fasts_of
from almoner.visits.enums import Meal, PlanKind, TestState
from almoner.visits.models import PlanItem, Stay, TestOrder, Ward

MEALS = dict(Meal.choices)


def plan_of(stay: Stay, day: date, language: str = "en") -> DayPlan:
    """The plan of one day on the site's wall; five statements. A test of the next morning makes this evening fast."""
    zone = stay.site.zone
    begin, end = (clock.on_the_wall(on, time.min, zone) for on in (day, day + timedelta(days=1)))
    tests = list(_tests(stay, begin, end + timedelta(hours=24), language))
    agreed = PlanItem.objects.filter(stay=stay, day=day, removed_at__isnull=True)
    ward = stay.bed.ward if stay.bed else None
    plan = build(
        tests,
        rounds=_hours(ward.rounds, day, zone, PlanKind.ROUND, _("Doctors' round")) if ward else (),
        meals=_meals(ward, day, zone) if ward else (),
        visiting=_hours(ward.visiting, day, zone, PlanKind.VISITING, _("Visiting hours")) if ward else (),
        agreed=[Item(one.kind, one.title, one.starts_at, one.ends_at, one.note) for one in agreed],
    )
    today = tuple(item for item in plan.items if item.starts_at < end and item.until >= begin)
    return DayPlan(
        today, tuple(fast for fast in plan.fasts if fast.food_from < end and fast.until > begin), plan.clashes
    )


def _tests(stay: Stay, begin: datetime, end: datetime, language: str) -> list[Test]:
    orders = TestOrder.objects.filter(
        stay=stay, planned_at__gte=begin, planned_at__lt=end, state__in=[TestState.ORDERED, TestState.DONE]
    )
    return [
        _test(order, order.service.name_in(language), order.expect or order.service.summary_in(language))
        for order in with_hours(orders)
    ]


def with_hours(orders: QuerySet[TestOrder]) -> QuerySet[TestOrder]:
    """The orders with all that `fast_of` reads of their services."""
    return orders.select_related("service").prefetch_related(*(f"service__{name}" for name in TOLD_HOURS))


def _test(order: TestOrder, name: str, expect: str = "") -> Test:
    hours = told_hours(order.service)
    return Test(name, order.planned_at, order.ends_at, hours.food, hours.clear, hours.drink_by, expect)


def fast_of(orders: Iterable[TestOrder]) -> Fast | None:
    """The fast that holds now or comes next, from somebody's tests, read `with_hours`. No statement."""
    tests = [_test(order, order.service.code) for order in orders if order.state == TestState.ORDERED]
    return next((fast for fast in fasts_of(tests) if fast.until > clock.now()), None)


def _hours(ranges: list[list[str]], day: date, zone: ZoneInfo, kind: str, title: str) -> list[Item]:
    return [Item(kind, title, _at(day, begin, zone), _at(day, end, zone)) for begin, end in ranges]


def _meals(ward: Ward, day: date, zone: ZoneInfo) -> list[Item]:
    return [Item(PlanKind.MEAL, str(MEALS.get(name, name)), _at(day, at, zone)) for name, at in ward.meals.items()]


def _at(day: date, wall: str, zone: ZoneInfo) -> datetime:
    return clock.on_the_wall(day, time.fromisoformat(wall), zone)


def items_as_facts(plan: DayPlan) -> list[dict[str, Any]]:
    return [
        {
            "kind": item.kind,
            "title": item.title,
            "starts_at": item.starts_at.isoformat(),
            "ends_at": item.ends_at.isoformat() if item.ends_at else "",
            "note": item.note,
            "kept": item.kept,
        }
        for item in plan.items
    ]


def clashes_as_facts(plan: DayPlan) -> list[dict[str, str]]:
    return [{"what": clash.what, "first": clash.first, "second": clash.second} for clash in plan.clashes]
