"""The day in bed: diet, tests and their results, the plan, what is asked for, and worries that must be heard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.refusal import NotAllowed, NotThere, Unclear
from almoner.timeline.actions import record
from almoner.visits.diet import Order, faults
from almoner.visits.enums import AGREED, TEAM_FOR, Allergen, Ask, AskState, Diet, FoodPreference, StayState, TestState
from almoner.visits.locking import locked_stay
from almoner.visits.models import (
    BedsideRequest,
    DietOrder,
    PlanItem,
    PublishedPlan,
    Stay,
    TestOrder,
    Visit,
    Worry,
)
from almoner.visits.planning import clashes_as_facts, items_as_facts, plan_of
from almoner.visits.refusals import AllergensDropped, DietIncomplete, NotNow, ReasonNeeded, TimePassed
from almoner.visits.rules import need_at_bedside, need_to_care, need_to_see_patient


@action
def order_diet(  # noqa: PLR0913 - what a kitchen must know
    *,
    stay: Stay,
    diet: str,
    allergens: Sequence[str] = (),
    preference: str = "",
    note: str = "",
    starts_at: datetime | None = None,
    reason: str = "",
    review_at: datetime | None = None,
    allergy_looked_at: bool = False,
    by: Actor,
) -> DietOrder:
    """Set what they may eat. “Nothing” needs a reason and a review; an allergen never falls out by oversight (STAY-6)."""
    need_to_care(stay.person, by)
    stay = locked_stay(stay, StayState.ADMITTED)
    if diet not in Diet.values or not set(allergens) <= set(Allergen.values) or by.staff_id is None:
        raise Unclear
    if preference not in FoodPreference.values:
        raise Unclear
    begin = starts_at or clock.now()
    if faults(Order(diet, frozenset(allergens), begin, reason, review_at)):
        raise DietIncomplete
    before = DietOrder.objects.filter(stay=stay, ended_at__isnull=True).first()
    dropped = set(before.allergens) - set(allergens) if before else set()
    if dropped and not allergy_looked_at:
        raise AllergensDropped(allergens=", ".join(str(Allergen(one).label) for one in sorted(dropped)))
    if before:
        before.ended_at = clock.now()
        before.save(update_fields=["ended_at"])
    order = DietOrder.objects.create(
        stay=stay,
        diet=diet,
        allergens=sorted(set(allergens)),
        preference=preference,
        note=note.strip()[:200],
        starts_at=begin,
        reason=reason.strip()[:300],
        review_at=review_at,
        ordered_by_id=by.staff_id,
    )
    facts = {
        "diet": str(Diet(diet).label),
        "allergens": order.allergens,
        "reason": order.reason,
        "review_at": review_at.isoformat() if review_at else "",
    }
    record(kind="diet.ordered", person=stay.person, subject_id=stay.id, facts=facts, by=by)
    return order


@action
def order_test(
    *,
    service: Service,
    planned_at: datetime,
    stay: Stay | None = None,
    visit: Visit | None = None,
    expect: str = "",
    by: Actor,
) -> TestOrder:
    """Plan a test or procedure, for somebody in a bed or after a visit. What it asks of food shows in their plan."""
    episode = stay or visit
    if episode is None or by.staff_id is None:
        raise NotThere
    need_to_see_patient(episode.person, by)
    if planned_at <= clock.now():
        raise TimePassed
    if stay:
        locked_stay(stay, StayState.ADMITTED)
    test = TestOrder.objects.create(
        person=episode.person,
        stay=stay,
        visit=None if stay else visit,
        service=service,
        planned_at=planned_at,
        ends_at=planned_at + timedelta(minutes=service.minutes),
        expect=expect.strip()[:500],
        ordered_by_id=by.staff_id,
    )
    _tell_test("test.ordered", test, {"planned_at": planned_at.isoformat()}, by)
    return test


@action
def test_done(*, test: TestOrder, result_by_at: datetime, by: Actor) -> TestOrder:
    """It was done. By `result_by_at` they are told the result: that is promised now."""
    need_to_see_patient(test.person, by)
    if result_by_at <= clock.now():
        raise TimePassed
    test = _test(test, TestState.ORDERED)
    test.state, test.done_at, test.result_by_at = TestState.DONE, clock.now(), result_by_at
    test.save(update_fields=["state", "done_at", "result_by_at"])
    _tell_test("test.done", test, {"result_by_at": result_by_at.isoformat()}, by)
    return test


@action
def tell_result(*, test: TestOrder, result: str, by: Actor) -> TestOrder:
    """A clinician told them the result, and wrote it down in plain words."""
    need_to_see_patient(test.person, by)
    if not result.strip() or by.staff_id is None:
        raise ReasonNeeded
    test = _test(test, TestState.DONE)
    test.state, test.told_at, test.told_by_id, test.result = TestState.TOLD, clock.now(), by.staff_id, result.strip()
    test.save(update_fields=["state", "told_at", "told_by", "result"])
    _tell_test("result.told", test, {}, by)
    return test


@action
def cancel_test(*, test: TestOrder, reason: str, by: Actor) -> TestOrder:
    """It is not needed. They see the reason."""
    need_to_see_patient(test.person, by)
    if not reason.strip():
        raise ReasonNeeded
    test = _test(test, TestState.ORDERED)
    test.state, test.cancelled_because = TestState.CANCELLED, reason.strip()[:300]
    test.save(update_fields=["state", "cancelled_because"])
    _tell_test("test.cancelled", test, {"reason": test.cancelled_because}, by)
    return test


@action
def add_to_plan(
    *,
    stay: Stay,
    kind: str,
    title: str,
    starts_at: datetime,
    ends_at: datetime | None = None,
    note: str = "",
    by: Actor,
) -> PlanItem:
    """Put an agreed line into somebody's day. It is shown when the plan is next published."""
    need_to_care(stay.person, by)
    stay = locked_stay(stay, StayState.ADMITTED)
    if kind not in AGREED or not title.strip() or (ends_at and ends_at <= starts_at):
        raise Unclear
    return PlanItem.objects.create(
        stay=stay,
        day=clock.local(starts_at).date(),
        kind=kind,
        title=title.strip()[:200],
        starts_at=starts_at,
        ends_at=ends_at,
        note=note.strip()[:300],
    )


@action
def remove_from_plan(*, item: PlanItem, by: Actor) -> PlanItem:
    """Take a line out of the plans to come; what was published stays as it was."""
    need_to_care(item.stay.person, by)
    item.removed_at = clock.now()
    item.save(update_fields=["removed_at"])
    return item


@action
def publish_plan(*, stay: Stay, day: date | None = None, by: Actor) -> PublishedPlan:
    """Give them the plan of a day, gone through with them. What clashes is told to whoever publishes it."""
    need_to_care(stay.person, by)
    stay = locked_stay(stay, StayState.ADMITTED)
    day = day or clock.today()
    plan = plan_of(stay, day)
    last = PublishedPlan.objects.filter(stay=stay, day=day).aggregate(last=Max("version"))["last"] or 0
    published = PublishedPlan.objects.create(
        stay=stay,
        day=day,
        version=last + 1,
        items=items_as_facts(plan),
        clashes=clashes_as_facts(plan),
        published_by=by.name,
    )
    facts = {"day_on": day.isoformat(), "version": published.version, "clashes": len(published.clashes)}
    record(kind="plan.published", person=stay.person, subject_id=stay.id, facts=facts, by=by)
    return published


@action
def ask_at_bedside(*, stay: Stay, what: str, note: str = "", by: Actor) -> BedsideRequest:
    """Ask for something that is not urgent. It goes straight to the team that does it (STAY-2)."""
    need_at_bedside(stay.person, by)
    stay = locked_stay(stay, StayState.ADMITTED)
    if what not in Ask.values:
        raise Unclear
    asked = BedsideRequest.objects.create(
        stay=stay, what=what, note=note.strip()[:300], team=TEAM_FOR[what], asked_by=by.name
    )
    facts = {"what": str(Ask(what).label), "team": asked.team, "note": asked.note}
    record(kind="stay.request_made", person=stay.person, subject_id=asked.id, facts=facts, by=by)
    return asked


@action
def do_request(*, asked: BedsideRequest, by: Actor) -> BedsideRequest:
    """It was brought or done."""
    if not (by.is_staff or by.is_system):
        raise NotAllowed
    need_at_bedside(asked.stay.person, by)
    return _end_request(asked, AskState.DONE, "", "stay.request_done", by)


@action
def withdraw_request(*, asked: BedsideRequest, reason: str, by: Actor) -> BedsideRequest:
    """It is no longer needed, or cannot be had: they read why."""
    need_at_bedside(asked.stay.person, by)
    if not reason.strip():
        raise ReasonNeeded
    return _end_request(asked, AskState.WITHDRAWN, reason.strip()[:300], "stay.request_withdrawn", by)


@action
def raise_worry(*, stay: Stay, words: str, raised_by: str = "", relationship: str = "", by: Actor) -> Worry:
    """“I am worried they are getting worse and nobody hears me”: critical care comes to look (STAY-8).

    The person, their family and any member of staff may; no form, no reason beyond their own words.
    """
    need_at_bedside(stay.person, by)
    stay = locked_stay(stay, StayState.ADMITTED)
    worry = Worry.objects.create(
        stay=stay, words=words.strip() or "–", raised_by=raised_by.strip()[:200] or by.name, relationship=relationship[:60]
    )
    facts = {"where": f"{stay.bed.ward.name}, {stay.bed.code}" if stay.bed else "", "raised_by": worry.raised_by}
    record(kind="worry.raised", person=stay.person, subject_id=worry.id, facts=facts, by=by)
    return worry


@action
def answer_worry(*, worry: Worry, found: str, by: Actor) -> Worry:
    """A critical care nurse or doctor was at the bedside, and says what was found and done."""
    need_to_see_patient(worry.stay.person, by)
    if not found.strip() or by.staff_id is None:
        raise ReasonNeeded
    fresh = Worry.objects.select_for_update(of=("self",)).select_related("stay__person").get(id=worry.id)
    if fresh.answered_at:
        raise NotNow
    fresh.answered_at, fresh.answered_by_id, fresh.found = clock.now(), by.staff_id, found.strip()
    fresh.save(update_fields=["answered_at", "answered_by", "found"])
    minutes = round((clock.now() - fresh.created_at).total_seconds() / 60)
    facts = {"minutes": minutes}
    record(kind="worry.answered", person=fresh.stay.person, subject_id=fresh.id, facts=facts, by=by)
    return fresh


def _test(test: TestOrder, state: TestState) -> TestOrder:
    fresh = TestOrder.objects.select_for_update(of=("self",)).select_related("person", "service").get(id=test.id)
    if fresh.state != state:
        raise NotNow
    return fresh


def _tell_test(kind: str, test: TestOrder, more: dict[str, Any], by: Actor) -> None:
    facts = {"test": test.service.name_in("en"), "service_code": test.service.code, **more}
    record(kind=kind, person=test.person, subject_id=test.id, facts=facts, by=by)


def _end_request(asked: BedsideRequest, state: AskState, why: str, kind: str, by: Actor) -> BedsideRequest:
    fresh = BedsideRequest.objects.select_for_update(of=("self",)).select_related("stay__person").get(id=asked.id)
    if fresh.state != AskState.OPEN:
        raise NotNow
    fresh.state, fresh.ended_at, fresh.ended_by, fresh.ended_why = state, clock.now(), by.name, why
    fresh.save(update_fields=["state", "ended_at", "ended_by", "ended_why"])
    facts = {"what": str(Ask(fresh.what).label), "reason": why}
    record(kind=kind, person=fresh.stay.person, subject_id=fresh.id, facts=facts, by=by)
    return fresh
