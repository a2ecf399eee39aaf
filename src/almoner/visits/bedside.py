"""The bedside: a stay, its plan, its people, and what is left to do, as the person and their family see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from almoner.core import audit, clock, languages
from almoner.core.actor import Actor
from almoner.core.refusal import NotThere
from almoner.people.models import Person, Staff
from almoner.records.allergies import allergies_of
from almoner.records.models import Allergy
from almoner.timeline.models import Event
from almoner.visits.day_plan import DayPlan, Fast, fasting_at
from almoner.visits.enums import NEEDED, AskState, FollowUpState, StayState, TestState
from almoner.visits.follow_ups import unowned
from almoner.visits.models import (
    BedsideRequest,
    DietOrder,
    FollowUpPlan,
    PlanItem,
    PublishedPlan,
    Stay,
    TestOrder,
    Worry,
)
from almoner.visits.planning import plan_of
from almoner.visits.rules import need_at_bedside, need_to_read_stay


def stay_for(*, by: Actor, id: UUID) -> Stay:  # noqa: A002 - the name every gate takes
    found = _stays().filter(id=id).first()
    if found is None:
        raise NotThere
    need_to_read_stay(found.person, by)
    return found


def stay_of(person: Person, by: Actor) -> Stay | None:
    """The live stay of a person; None where they have none."""
    need_to_read_stay(person, by)
    return _stays().filter(person=person, state__in=[StayState.REQUESTED, StayState.ADMITTED]).first()


def plan_for(person: Person, by: Actor, *, day: date | None = None) -> DayPlan | None:
    """The day of somebody in a bed as it stands now; None where they lie in none."""
    stay = stay_of(person, by)
    if stay is None or stay.bed is None:
        return None
    return plan_of(stay, day or clock.today(stay.site.zone), person.language)


@dataclass(frozen=True, slots=True)
class Carer:
    """Somebody who looks after a person in a bed: who, as what, and when they come."""

    staff: Staff
    role: str
    comes: tuple[tuple[str, str], ...] = ()


def care_team(person: Person, by: Actor) -> list[Carer]:
    """Who is caring for me. The doctor comes with the round: a stretch of time, not a point."""
    stay = stay_of(person, by)
    return _team(stay) if stay else []


@dataclass(frozen=True, slots=True)
class Bedside:
    """All that the page at the bedside shows (STAY-1). `fasting` holds now; `published` was gone through with them."""

    stay: Stay
    plan: DayPlan
    published: PublishedPlan | None
    team: list[Carer]
    diet: DietOrder | None
    allergies: list[Allergy]
    fasting: Fast | None
    results: list[TestOrder]
    asks: list[BedsideRequest]
    to_do: list[ToDo]
    tests: list[TestOrder]
    """Those still to come."""
    worries: list[Worry]
    """Those that nobody has answered."""
    agreed: list[PlanItem]
    """Today's lines that staff put in by hand."""
    follow_ups: list[FollowUpPlan]
    news: list[Event]
    """What the ward told their carers, latest first."""


def bedside(person: Person, by: Actor) -> Bedside:
    """The bedside page; the same number of statements however full the day is. Raises NotThere without a bed."""
    stay = stay_of(person, by)
    if stay is None or stay.bed is None:
        raise NotThere
    if by.is_staff:
        audit.read(what="bedside", person_id=person.id, by=by)
    today = clock.today(stay.site.zone)
    plan = plan_of(stay, today, person.language)
    ordered = [TestState.ORDERED, TestState.DONE, TestState.TOLD]
    tests = list(TestOrder.objects.filter(stay=stay, state__in=ordered).select_related("service", "told_by"))
    follow_ups = FollowUpPlan.objects.filter(stay=stay).select_related(
        "service", "appointment__clinician", "appointment__site", "planned_by"
    )
    agreed = PlanItem.objects.filter(stay=stay, day=today, removed_at__isnull=True)
    return Bedside(
        stay=stay,
        plan=plan,
        published=PublishedPlan.objects.filter(stay=stay, day=today).order_by("-version", "id").first(),
        team=_team(stay),
        diet=DietOrder.objects.filter(stay=stay, ended_at__isnull=True).first(),
        allergies=allergies_of(person, by),
        fasting=fasting_at(plan.fasts, clock.now()),
        results=sorted((one for one in tests if one.done_at), key=lambda one: str(one.done_at), reverse=True),
        asks=list(BedsideRequest.objects.filter(stay=stay, state=AskState.OPEN).order_by("created_at", "id")),
        to_do=_to_do(stay),
        tests=sorted((one for one in tests if not one.done_at), key=lambda one: one.planned_at),
        worries=list(Worry.objects.filter(stay=stay, answered_at__isnull=True).order_by("created_at", "id")),
        agreed=list(agreed.order_by("starts_at", "id")),
        follow_ups=list(follow_ups.order_by("see_by_on", "created_at", "id")),
        news=list(Event.objects.filter(kind="stay.news_told", subject_id=stay.id).order_by("-at", "-id")[:3]),
    )


@dataclass(frozen=True, slots=True)
class AtTheDoor:
    """What somebody with any leave to act may know of a stay: that they are here, and what was asked for them."""

    stay: Stay
    asks: list[BedsideRequest]


def at_the_door(person: Person, by: Actor) -> AtTheDoor | None:
    """For carers without leave to read the record; None while nobody lies in a bed."""
    need_at_bedside(person, by)
    stay = _stays().filter(person=person, state=StayState.ADMITTED).first()
    if stay is None:
        return None
    asks = BedsideRequest.objects.filter(stay=stay, state=AskState.OPEN).order_by("created_at", "id")
    return AtTheDoor(stay, list(asks))


def last_home(person: Person, by: Actor) -> Stay | None:
    """The stay from which they went home last."""
    need_to_read_stay(person, by)
    return _stays().filter(person=person, state=StayState.DISCHARGED).order_by("-discharged_at", "id").first()


@dataclass(frozen=True, slots=True)
class ToDo:
    """What is still to be done before somebody goes home (STAY-5). `blocks`: they cannot go before."""

    what: str
    about: str
    subject_id: UUID
    blocks: bool


def discharge_to_do(*, stay: Stay, by: Actor) -> list[ToDo]:
    """The open items only: what is done vanishes, and the next appears. Empty: they can go."""
    need_to_read_stay(stay.person, by)
    return _to_do(stay)


def _stays() -> QuerySet[Stay]:
    return Stay.objects.select_related("person", "site", "bed__ward", "named_nurse", "doctor")


def _team(stay: Stay) -> list[Carer]:
    rounds = tuple((begin, end) for begin, end in stay.bed.ward.rounds) if stay.bed else ()
    found = []
    if stay.doctor:
        found.append(Carer(stay.doctor, "doctor", rounds))
    if stay.named_nurse:
        found.append(Carer(stay.named_nurse, "nurse"))
    return found


def _to_do(stay: Stay) -> list[ToDo]:
    plans = (
        FollowUpPlan.objects.filter(stay=stay)
        .exclude(state=FollowUpState.DROPPED)
        .select_related("service", "appointment__clinician", "appointment__site")
    )
    forgotten = {plan.id for plan in unowned(plans)}
    lines = [
        *(
            ToDo("follow_up", plan.service.name_in(languages.of_reader()), plan.id, blocks=plan.id in forgotten)
            for plan in plans
            if plan.state == FollowUpState.PLANNED or plan.id in forgotten
        ),
        *(
            ToDo("test", test.service.name_in(languages.of_reader()), test.id, blocks=True)
            for test in TestOrder.objects.filter(stay=stay, state=TestState.ORDERED).select_related("service")
        ),
        *(
            ToDo("worry", worry.words[:80], worry.id, blocks=True)
            for worry in Worry.objects.filter(stay=stay, answered_at__isnull=True)
        ),
    ]
    missing = [part for part in NEEDED if not any(str(line).strip() for line in stay.summary.get(part, ()))]
    lines += [ToDo("summary", str(part), stay.id, blocks=True) for part in missing]
    if not stay.summary.get("told"):
        lines.append(ToDo("told", "", stay.id, blocks=False))
    return lines
