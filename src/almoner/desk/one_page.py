"""One page of a patient for whoever treats them: who they are, why they come, how they are, and what is open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from almoner.charter.models import Promise
from almoner.charter.queries import promises_for_person
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.desk.chain import Covered, who_covers
from almoner.desk.covering import open_reaches_of
from almoner.desk.models import Contact, Reach
from almoner.desk.queries import contacts_of
from almoner.people.models import Carer, CommunicationNeed, Person
from almoner.people.queries import carers_of, needs_of
from almoner.records.allergies import allergies_of
from almoner.records.chart import Chart, chart_of
from almoner.records.models import Allergy
from almoner.scheduling.models import Appointment
from almoner.scheduling.queries import appointments_of
from almoner.urgency.models import Request
from almoner.visits.clinician_day import Prepared, preparedness
from almoner.visits.enums import HERE, FollowUpState, TestState
from almoner.visits.models import DietOrder, FollowUpPlan, Stay, TestOrder, Visit
from almoner.visits.queries import stay_of

SHOWN = 5


@dataclass(frozen=True, slots=True)
class OnePage:
    """`said` is what they told us of late, latest first; `diet` what the kitchen was told last."""

    person: Person
    chart: Chart
    needs: list[CommunicationNeed]
    carers: list[Carer]
    said: list[Request]
    visit: Visit | None
    stay: Stay | None
    allergies: list[Allergy]
    diet: DietOrder | None
    tests: list[TestOrder]
    follow_ups: list[FollowUpPlan]
    coming: list[Appointment]
    prepared: dict[UUID, Prepared]
    promises: list[Promise]
    contacts: list[Contact]
    reaches: list[Reach]
    covered: Covered = field(default=Covered((), ()))


def one_page(person: Person, by: Actor) -> OnePage:
    """All of it, in a number of statements that does not grow. Traced once, before anything is returned (law I-25)."""
    chart = chart_of(person, by)
    stay = stay_of(person, by)
    coming = appointments_of(person, by, upcoming=True)[:SHOWN]
    tests = TestOrder.objects.filter(person=person).exclude(state=TestState.CANCELLED).select_related("service")
    plans = FollowUpPlan.objects.filter(person=person, state=FollowUpState.PLANNED).select_related("service")
    return OnePage(
        person=person,
        chart=chart,
        needs=needs_of(person=person, by=by),
        carers=carers_of(person=person, by=by),
        said=list(Request.objects.filter(person=person).exclude(words="").order_by("-created_at", "id")[:2]),
        visit=_here(person),
        stay=stay,
        allergies=allergies_of(person, by),
        diet=_diet(person),
        tests=list(tests.order_by("-planned_at", "id")[:SHOWN]),
        follow_ups=list(plans.order_by("book_by_at", "id")),
        coming=coming,
        prepared=preparedness(coming),
        promises=_open(promises_for_person(person=person, by=by)),
        contacts=contacts_of(person=person, by=by, limit=SHOWN),
        reaches=open_reaches_of(person, by),
        covered=who_covers(person, by),
    )


def _here(person: Person) -> Visit | None:
    here = Visit.objects.filter(person=person, state__in=HERE, day=clock.today())
    return here.select_related("service", "clinician", "room", "appointment").order_by("-arrived_at", "id").first()


def _diet(person: Person) -> DietOrder | None:
    """What the kitchen was told last, of this stay or of one before: allergens do not end with a stay."""
    return DietOrder.objects.filter(stay__person=person).order_by("-starts_at", "id").first()


def _open(promises: Iterable[Promise]) -> list[Promise]:
    return [promise for promise in promises if promise.ended_at is None]
