"""One test, request, worry, line of a plan or follow-up by its key. Out of reach looks like absent."""

from __future__ import annotations

from uuid import UUID

from almoner.core.actor import Actor
from almoner.core.refusal import NotThere
from almoner.people.rules import may_see
from almoner.visits.models import BedsideRequest, FollowUpPlan, PlanItem, TestOrder, Worry
from almoner.visits.rules import need_at_bedside, need_to_read_stay


def test_for(*, by: Actor, id: UUID) -> TestOrder:  # noqa: A002 - the name every gate takes
    found = TestOrder.objects.select_related("person", "service", "stay", "visit").filter(id=id).first()
    if found is None:
        raise NotThere
    need_to_read_stay(found.person, by)
    return found


def ask_for(*, by: Actor, id: UUID) -> BedsideRequest:  # noqa: A002
    found = BedsideRequest.objects.select_related("stay__person").filter(id=id).first()
    if found is None:
        raise NotThere
    need_at_bedside(found.stay.person, by)
    return found


def worry_for(*, by: Actor, id: UUID) -> Worry:  # noqa: A002
    found = Worry.objects.select_related("stay__person").filter(id=id).first()
    if found is None:
        raise NotThere
    need_to_read_stay(found.stay.person, by)
    return found


def plan_item_for(*, by: Actor, id: UUID) -> PlanItem:  # noqa: A002
    found = PlanItem.objects.select_related("stay__person").filter(id=id, removed_at__isnull=True).first()
    if found is None:
        raise NotThere
    need_to_read_stay(found.stay.person, by)
    return found


def follow_up_for(*, by: Actor, id: UUID) -> FollowUpPlan:  # noqa: A002
    found = FollowUpPlan.objects.select_related("person", "service", "stay", "visit").filter(id=id).first()
    if found is None or not may_see(found.person, by):
        raise NotThere
    return found
