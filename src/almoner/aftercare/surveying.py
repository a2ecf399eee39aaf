"""Whether somebody may be asked how it was. Nobody who has died, is in crisis or in danger is ever surveyed (FUP-4)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from almoner.aftercare.enums import ComplaintState, FeedbackState, NotAsked
from almoner.aftercare.handbook import Rules
from almoner.aftercare.models import Complaint, Feedback
from almoner.core import clock
from almoner.messaging import reading
from almoner.messaging.addresses import ways_for
from almoner.people.enums import Channel, Purpose
from almoner.people.models import Person
from almoner.urgency.models import Request
from almoner.visits.enums import LIVE_STAY
from almoner.visits.models import Stay


def reason_not_to(person: Person, rules: Rules) -> NotAsked | None:
    """Why this person is not asked now, whatever they were asked about; None where they may be."""
    if person.died_on:
        return NotAsked.DIED
    since = clock.now() - rules.quiet_after_crisis
    requests = Request.objects.filter(person=person)
    if requests.exclude(crisis="").filter(created_at__gte=since).exists():
        return NotAsked.CRISIS
    if requests.live().filter(danger_at__isnull=False).exists():
        return NotAsked.DANGER
    if Stay.objects.filter(person=person, state__in=LIVE_STAY).exists():
        return NotAsked.HERE_AGAIN
    if Complaint.objects.filter(person=person, state=ComplaintState.OPEN).exists():
        return NotAsked.COMPLAINED
    return None if _wants_to(person) else NotAsked.NO_WAY


def asked_lately(person: Person, clinician_id: UUID | None, rules: Rules, was_at: datetime) -> bool:
    """Whether they were asked about the same clinician not long before."""
    if clinician_id is None:
        return False
    asked = Feedback.objects.filter(person=person, clinician_id=clinician_id).exclude(state=FeedbackState.NOT_ASKED)
    return asked.filter(was_at__gt=was_at - rules.same_clinician_after).exists()


def _wants_to(person: Person) -> bool:
    """Whether there is a way by which they said that they may be asked."""
    return bool(ways_for(list(Channel.values), Purpose.FEEDBACK, reading.reach_of(person)))
