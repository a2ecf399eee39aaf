"""The handbook in force, plans with the handbook that they began with, and promises about a step."""

from __future__ import annotations

from uuid import UUID

from almoner.aftercare.enums import StepState
from almoner.aftercare.handbook import Handbook, handbook_from
from almoner.aftercare.models import HandbookVersion, Plan, Step
from almoner.aftercare.refusals import StepEnded
from almoner.charter.models import Promise
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.prepared import Prepared
from almoner.core.refusal import NotThere
from almoner.people.models import Staff
from almoner.people.rules import may_see

_IN_FORCE = Prepared(lambda: HandbookVersion.objects.filter(in_force=True))


def handbook_in_force() -> tuple[HandbookVersion, Handbook] | None:
    """None where the hospital has loaded none: then nobody is rung, and nobody is promised that they are."""
    stored = _IN_FORCE.one()
    return (stored, handbook_from(stored.data)) if stored else None


def handbook_in_use(*, by: Actor) -> HandbookVersion | None:
    """The version in force, for those who keep the catalogue."""
    by.need(Permission.MANAGE_CATALOGUE)
    return _IN_FORCE.one()


def handbook_of(plan: Plan) -> Handbook:
    return handbook_from(plan.handbook.data)


def live_promise(subject_id: UUID, standard: str = "") -> Promise | None:
    """The live promise about a thing that falls due first; of one standard, where given."""
    live = Promise.objects.live().filter(subject_id=subject_id)
    return (live.filter(standard=standard) if standard else live).order_by("due_at", "id").first()


def acting_staff(by: Actor) -> Staff | None:
    """The member of staff who acts; None for the person themself and for the system."""
    return Staff.objects.filter(id=by.staff_id).first() if by.staff_id else None


def open_step(step: Step, by: Actor) -> Step:
    """The step as it stands now, locked. Raises StepEnded, or NotThere."""
    fresh = (
        Step.objects.select_for_update(of=("self",))
        .select_related("person", "plan__handbook", "plan__person")
        .filter(id=step.id)
        .first()
    )
    if fresh is None or not may_see(fresh.person, by):
        raise NotThere
    if fresh.state != StepState.OPEN:
        raise StepEnded
    return fresh
