"""Wards as their nurses see them, and the lists of what is open across them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from almoner.core import audit
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.models import Person
from almoner.people.rules import visible_to
from almoner.records.models import VitalSigns
from almoner.records.queries import last_vitals
from almoner.visits.arrivals import needs_by_person
from almoner.visits.enums import AskState, FollowUpState, StayState, TestState
from almoner.visits.models import (
    BedsideRequest,
    DietOrder,
    FollowUpPlan,
    Stay,
    TestOrder,
    Ward,
    Worry,
)


@dataclass(frozen=True, slots=True)
class InBed:
    """One line of the ward list: what a nurse looks for first."""

    stay: Stay
    needs: tuple[str, ...]
    diet: DietOrder | None
    tests: list[TestOrder]
    asks: list[BedsideRequest]
    worries: list[Worry]
    vitals: VitalSigns | None


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
    vitals = last_vitals([stay.person_id for stay in stays])
    diets = {diet.stay_id: diet for diet in DietOrder.objects.filter(stay__in=ids, ended_at__isnull=True)}
    tests = TestOrder.objects.filter(stay__in=ids, state__in=[TestState.ORDERED, TestState.DONE]).order_by("planned_at")
    asks = BedsideRequest.objects.filter(stay__in=ids, state=AskState.OPEN).order_by("created_at")
    worries = Worry.objects.filter(stay__in=ids, answered_at__isnull=True).order_by("created_at")
    all_tests, all_asks, all_worries = list(tests.select_related("service")), list(asks), list(worries)
    return [
        InBed(
            stay=stay,
            needs=needs[stay.person_id],
            diet=diets.get(stay.id),
            tests=[test for test in all_tests if test.stay_id == stay.id],
            asks=[ask for ask in all_asks if ask.stay_id == stay.id],
            worries=[worry for worry in all_worries if worry.stay_id == stay.id],
            vitals=vitals.get(stay.person_id),
        )
        for stay in stays
    ]


def follow_ups_to_book(*, by: Actor) -> QuerySet[FollowUpPlan]:
    """Planned follow-ups without a date, the next due first."""
    by.need(Permission.BOOK)
    mine = FollowUpPlan.objects.filter(state=FollowUpState.PLANNED, person__in=Person.objects.filter(visible_to(by)))
    return mine.select_related("person", "service", "planned_by").order_by("book_by_at")


def open_asks(*, by: Actor, team: str = "") -> QuerySet[BedsideRequest]:
    """What is asked for at bedsides, oldest first; of one team where given."""
    by.need(Permission.SEE_RECORD)
    seen = Person.objects.filter(visible_to(by))
    asks = BedsideRequest.objects.filter(state=AskState.OPEN, stay__person__in=seen)
    asks = asks.filter(team=team) if team else asks
    return asks.select_related("stay__person", "stay__bed__ward").order_by("created_at")


def open_worries(*, by: Actor) -> QuerySet[Worry]:
    by.need(Permission.SEE_CLINICAL)
    seen = Person.objects.filter(visible_to(by))
    open_ones = Worry.objects.filter(answered_at__isnull=True, stay__person__in=seen)
    return open_ones.select_related("stay__person", "stay__bed__ward").order_by("created_at")


def results_to_tell(*, by: Actor) -> QuerySet[TestOrder]:
    """Tests that are done and whose result nobody has told yet, the next due first."""
    by.need(Permission.SEE_CLINICAL)
    seen = Person.objects.filter(visible_to(by))
    done = TestOrder.objects.filter(state=TestState.DONE, person__in=seen)
    return done.select_related("person", "service", "ordered_by").order_by("result_by_at")
