"""Hearing whether somebody understood how to prepare."""

from __future__ import annotations

from collections.abc import Mapping

from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.refusal import Unclear
from almoner.scheduling import claiming
from almoner.scheduling.actions.booking import need_booked
from almoner.scheduling.facts import facts_of
from almoner.scheduling.models import Appointment, Understanding
from almoner.scheduling.rules import need_to_book_for
from almoner.timeline.actions import record


@action
def confirm_understood(*, appointment: Appointment, answers: Mapping[str, bool], by: Actor) -> Understanding:
    """Keep what somebody said back, by question: right or wrong. Only when all is right does it count as understood.

    What was wrong leaves the promise open, so that somebody rings and explains again.
    """
    need_to_book_for(appointment.person, by)
    if not answers:
        raise Unclear
    claiming.lock_person(appointment.person_id)
    visit = need_booked(appointment)
    heard = Understanding.objects.create(
        appointment=visit,
        sequence=visit.sequence,
        answers=dict(answers),
        understood=all(answers.values()),
        heard_by=by.name,
    )
    wrong = sorted(question for question, right in answers.items() if not right)
    record(
        kind="preparation.understood" if heard.understood else "preparation.not_understood",
        person=visit.person,
        subject_id=visit.id,
        facts=facts_of(visit, wrong=wrong),
        by=by,
    )
    return heard
