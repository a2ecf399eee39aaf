"""What is ordered for somebody: the diet, and tests until their results are told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from almoner.catalogue.models import Service
from almoner.core import clock, languages
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.refusal import NotThere, Unclear
from almoner.records.allergies import forbidden_to
from almoner.records.enums import Allergen
from almoner.timeline.actions import record
from almoner.visits.diet import Order, faults
from almoner.visits.enums import Diet, FoodPreference, StayState, TestState
from almoner.visits.locking import locked_stay
from almoner.visits.models import (
    DietOrder,
    Stay,
    TestOrder,
    Visit,
)
from almoner.visits.refusals import AllergensDropped, DietIncomplete, NotNow, ReasonNeeded, TimePassed
from almoner.visits.rules import need_to_care, need_to_see_patient


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
    """Set what they may eat. “Nothing” needs a reason and a review; no allergen falls out unseen (STAY-6).

    What the record says they are allergic to is always among the allergens: it ends in the record, not here.
    """
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
    allergens = sorted({*allergens, *forbidden_to([stay.person_id])[stay.person_id].allergens})
    dropped = set(before.allergens) - set(allergens) if before else set()
    if dropped and not allergy_looked_at:
        raise AllergensDropped(allergens=languages.listed(Allergen(one).label for one in sorted(dropped)))
    if before:
        before.ended_at = clock.now()
        before.save(update_fields=["ended_at"])
    order = DietOrder.objects.create(
        stay=stay,
        diet=diet,
        allergens=allergens,
        preference=preference,
        note=note.strip()[:200],
        starts_at=begin,
        reason=reason.strip()[:300],
        review_at=review_at,
        ordered_by_id=by.staff_id,
    )
    facts = {
        "diet": languages.in_all(Diet(diet).label),
        "nothing": diet == Diet.NIL_BY_MOUTH,
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


def _test(test: TestOrder, state: TestState) -> TestOrder:
    fresh = TestOrder.objects.select_for_update(of=("self",)).select_related("person", "service").get(id=test.id)
    if fresh.state != state:
        raise NotNow
    return fresh


def _tell_test(kind: str, test: TestOrder, more: dict[str, Any], by: Actor) -> None:
    facts = {"test": test.service.names, "service_code": test.service.code, **more}
    record(kind=kind, person=test.person, subject_id=test.id, facts=facts, by=by)
