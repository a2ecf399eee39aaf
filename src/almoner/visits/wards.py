"""Wards as their nurses see them, and the lists of what is open across them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from almoner.core import audit, clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission, Role
from almoner.core.refusal import NotThere
from almoner.people.models import Person, Staff
from almoner.people.rules import visible_to
from almoner.records.allergies import Forbidden, forbidden_to
from almoner.records.models import VitalSigns
from almoner.records.queries import last_vitals
from almoner.visits.arrivals import needs_by_person
from almoner.visits.day_plan import Fast
from almoner.visits.enums import AskState, BedState, FollowUpState, StayState, TestState
from almoner.visits.models import (
    Bed,
    BedChange,
    BedsideRequest,
    DietOrder,
    FollowUpPlan,
    Stay,
    TestOrder,
    Ward,
    Worry,
)
from almoner.visits.planning import fast_of, with_hours


@dataclass(frozen=True, slots=True)
class WardNow:
    """A ward at a glance. `free` are clean and given to nobody; `going` are expected home today."""

    ward: Ward
    beds: int
    occupied: int
    free: int
    going: int
    asks: int
    worries: int
    results: int


def wards_now(*, by: Actor) -> list[WardNow]:
    """Every ward of the reader's site with its figures; five statements."""
    by.need(Permission.SEE_CLINICAL)
    wards = Ward.objects.order_by("code")
    if by.site_id:
        wards = wards.filter(site_id=by.site_id)
    given = Q(state=BedState.CLEAN) & ~Q(requests__state="allotted")
    beds = {
        row["ward"]: row
        for row in Bed.objects.order_by()
        .values("ward")
        .annotate(
            beds=Count("id", distinct=True),
            occupied=Count("id", distinct=True, filter=Q(state=BedState.OCCUPIED)),
            free=Count("id", distinct=True, filter=given),
        )
    }
    lying = _by_ward(
        Stay.objects.filter(
            state=StayState.ADMITTED, expected_home_on__lte=clock.today(by.place), person__in=_seen(by)
        ),
        "bed",
    )
    asks = _by_ward(open_asks(by=by).filter(stay__state=StayState.ADMITTED), "stay__bed")
    worries = _by_ward(open_worries(by=by), "stay__bed")
    results = _by_ward(results_to_tell(by=by).filter(stay__state=StayState.ADMITTED), "stay__bed")
    return [
        WardNow(
            ward=ward,
            beds=beds[ward.id]["beds"] if ward.id in beds else 0,
            occupied=beds[ward.id]["occupied"] if ward.id in beds else 0,
            free=beds[ward.id]["free"] if ward.id in beds else 0,
            going=lying.get(ward.id, 0),
            asks=asks.get(ward.id, 0),
            worries=worries.get(ward.id, 0),
            results=results.get(ward.id, 0),
        )
        for ward in wards
    ]


def ward_for(*, by: Actor, id: UUID) -> Ward:  # noqa: A002 - the name every gate takes
    by.need(Permission.SEE_CLINICAL)
    ward = Ward.objects.select_related("site").filter(id=id).first()
    if ward is None or (by.site_id and ward.site_id != by.site_id):
        raise NotThere
    return ward


def empty_beds(*, ward: Ward, by: Actor) -> list[Bed]:
    """The beds of a ward in which nobody lies."""
    ward_for(by=by, id=ward.id)
    return list(Bed.objects.filter(ward=ward).exclude(state=BedState.OCCUPIED).order_by("code"))


def care_staff(*, by: Actor) -> tuple[list[Staff], list[Staff]]:
    """The nurses and the doctors who can be named for somebody in a bed, by name."""
    by.need(Permission.SEE_CLINICAL)
    today = clock.today()
    held = Q(roles_held__starts_on__lte=today) & (
        Q(roles_held__ends_on__isnull=True) | Q(roles_held__ends_on__gt=today)
    )
    here = Staff.objects.filter(Q(left_on__isnull=True) | Q(left_on__gt=today))
    if by.site_id:
        here = here.filter(site_id=by.site_id)
    nurses = here.filter(held, roles_held__role=Role.WARD_NURSE).distinct().order_by("name", "id")
    doctors = here.filter(held, roles_held__role=Role.DOCTOR).distinct().order_by("name", "id")
    return list(nurses), list(doctors)


def ward_pulse(*, by: Actor) -> tuple[int, int, datetime | None, int, int]:
    """Changes whenever a ward page does: beds, requests, worries, results."""
    by.need(Permission.SEE_CLINICAL)
    asks = BedsideRequest.objects.aggregate(all=Count("id"), open=Count("id", filter=Q(state=AskState.OPEN)))
    worries = Worry.objects.aggregate(all=Count("id"), answered=Count("answered_at"))
    tests = TestOrder.objects.aggregate(done=Count("done_at"), told=Count("told_at"), all=Count("id"))
    return (
        asks["all"] * 2 - asks["open"],
        worries["all"] * 2 + worries["answered"],
        BedChange.objects.aggregate(last=Max("at"))["last"],
        tests["all"] * 3 + tests["done"] + tests["told"],
        DietOrder.objects.count(),
    )


def _seen(by: Actor) -> QuerySet[Person]:
    return Person.objects.filter(visible_to(by))


def _by_ward(rows: QuerySet[Any], bed: str) -> dict[UUID, int]:
    return dict(rows.order_by().values_list(f"{bed}__ward").annotate(count=Count("id")))


@dataclass(frozen=True, slots=True)
class InBed:
    """One line of the ward list: what a nurse looks for first."""

    stay: Stay
    needs: tuple[str, ...]
    diet: DietOrder | None
    forbidden: Forbidden
    tests: list[TestOrder]
    asks: list[BedsideRequest]
    worries: list[Worry]
    vitals: VitalSigns | None
    fast: Fast | None
    """What their tests ask of eating and drinking, now or next."""


def ward_list(*, ward: Ward, by: Actor) -> list[InBed]:
    """Everybody on a ward, by bed; the same number of statements however many they are. Reading it leaves a trace."""
    by.need(Permission.SEE_CLINICAL)
    if by.site_id and ward.site_id != by.site_id:
        raise NotThere
    if by.is_staff:
        audit.read(what="ward", person_id=None, by=by, facts={"ward": ward.code})
    stays = list(
        Stay.objects.filter(state=StayState.ADMITTED, bed__ward=ward, person__in=Person.objects.filter(visible_to(by)))
        .select_related("person", "bed__ward", "named_nurse", "doctor")
        .order_by("bed__code")
    )
    ids = [stay.id for stay in stays]
    needs = needs_by_person([stay.person_id for stay in stays])
    forbidden = forbidden_to([stay.person_id for stay in stays])
    vitals = last_vitals([stay.person_id for stay in stays])
    diets = {diet.stay_id: diet for diet in DietOrder.objects.filter(stay__in=ids, ended_at__isnull=True)}
    tests = TestOrder.objects.filter(stay__in=ids, state__in=[TestState.ORDERED, TestState.DONE]).order_by(
        "planned_at", "id"
    )
    asks = BedsideRequest.objects.filter(stay__in=ids, state=AskState.OPEN).order_by("created_at", "id")
    worries = Worry.objects.filter(stay__in=ids, answered_at__isnull=True).order_by("created_at", "id")
    all_tests, all_asks, all_worries = list(with_hours(tests)), list(asks), list(worries)
    return [
        InBed(
            stay=stay,
            needs=needs[stay.person_id],
            diet=diets.get(stay.id),
            forbidden=forbidden[stay.person_id],
            tests=[test for test in all_tests if test.stay_id == stay.id],
            asks=[ask for ask in all_asks if ask.stay_id == stay.id],
            worries=[worry for worry in all_worries if worry.stay_id == stay.id],
            vitals=vitals.get(stay.person_id),
            fast=fast_of(test for test in all_tests if test.stay_id == stay.id),
        )
        for stay in stays
    ]


def follow_ups_to_book(*, by: Actor) -> QuerySet[FollowUpPlan]:
    """Planned follow-ups without a date, the next due first."""
    by.need(Permission.BOOK)
    mine = FollowUpPlan.objects.filter(state=FollowUpState.PLANNED, person__in=Person.objects.filter(visible_to(by)))
    return mine.select_related("person", "service", "planned_by").order_by("book_by_at", "id")


def open_asks(*, by: Actor, team: str = "") -> QuerySet[BedsideRequest]:
    """What is asked for at bedsides, oldest first; of one team where given."""
    by.need(Permission.SEE_RECORD)
    seen = Person.objects.filter(visible_to(by))
    asks = BedsideRequest.objects.filter(state=AskState.OPEN, stay__person__in=seen)
    asks = asks.filter(team=team) if team else asks
    return asks.select_related("stay__person", "stay__bed__ward").order_by("created_at", "id")


def open_worries(*, by: Actor) -> QuerySet[Worry]:
    by.need(Permission.SEE_CLINICAL)
    seen = Person.objects.filter(visible_to(by))
    open_ones = Worry.objects.filter(answered_at__isnull=True, stay__person__in=seen)
    return open_ones.select_related("stay__person", "stay__bed__ward").order_by("created_at", "id")


def results_to_tell(*, by: Actor) -> QuerySet[TestOrder]:
    """Tests that are done and whose result nobody has told yet, the next due first."""
    by.need(Permission.SEE_CLINICAL)
    seen = Person.objects.filter(visible_to(by))
    done = TestOrder.objects.filter(state=TestState.DONE, person__in=seen)
    return done.select_related("person", "service", "ordered_by").order_by("result_by_at", "id")
