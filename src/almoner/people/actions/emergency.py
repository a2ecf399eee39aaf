"""Breaking the glass: a closed record opened because it cannot wait, always with a reason and a review (law I-29)."""

from __future__ import annotations

from datetime import date, timedelta

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.models import EmergencyOpening, Person
from almoner.people.queries import person_behind_glass
from almoner.people.refusals import AlreadyEnded, OpenAlready, OwnOpening, ReasonNeeded
from almoner.people.rules import may_break_glass, may_see
from almoner.people.telling import tell

OPEN_FOR = timedelta(hours=4)


@action
def break_glass(*, person: Person, reason: str, by: Actor) -> EmergencyOpening:
    """Open a closed record for four hours. The event is the alert: its standard has a manager look into it."""
    if by.staff_id is None or not may_break_glass(person, by):
        raise NotThere
    if len(reason.strip()) < 5:
        raise ReasonNeeded
    opening = EmergencyOpening.objects.create(
        person=person, staff_id=by.staff_id, reason=reason.strip(), until_at=clock.now() + OPEN_FOR
    )
    facts = {"reason": opening.reason, "until_at": opening.until_at.isoformat()}
    tell(kind="record.opened_in_emergency", person=person, subject_id=opening.id, facts=facts, by=by)
    return opening


@action
def open_in_emergency(*, record_number: str, birth_on: date, reason: str, by: Actor) -> EmergencyOpening:
    """Open the closed record that two identifiers name exactly. A wrong one and an absent one are the same answer, and
    each try is in the audit. Raises OpenAlready where the record is not closed to who asks."""
    if not by.may(Permission.BREAK_GLASS):
        raise NotThere
    person = person_behind_glass(record_number=record_number, birth_on=birth_on, by=by)
    if may_see(person, by):
        raise OpenAlready
    return break_glass(person=person, reason=reason, by=by)


@action
def review_opening(*, opening: EmergencyOpening, finding: str, by: Actor) -> EmergencyOpening:
    """Say what was found on looking into it. Nobody reviews their own."""
    by.need(Permission.REVIEW_OPENINGS)
    if not finding.strip():
        raise ReasonNeeded
    openings = EmergencyOpening.objects.select_related("person", "staff").select_for_update(of=("self",))
    stored = openings.filter(id=opening.id).first()
    if stored is None or (by.site_id and stored.staff.site_id != by.site_id):
        raise NotThere
    if stored.reviewed_at is not None:
        raise AlreadyEnded
    if stored.staff_id == by.staff_id:
        raise OwnOpening
    stored.reviewed_at, stored.reviewed_by_id, stored.finding = clock.now(), by.staff_id, finding.strip()
    stored.save(update_fields=["reviewed_at", "reviewed_by", "finding"])
    tell(kind="record.opening_reviewed", person=stored.person, subject_id=stored.id, facts={}, by=by)
    return stored
