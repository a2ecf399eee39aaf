"""Answers about being written to and rung. None is changed; the latest counts."""

from __future__ import annotations

from datetime import timedelta

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.refusal import NotThere
from almoner.people.enums import Channel, Purpose
from almoner.people.models import Consent, Person
from almoner.people.rules import may_act_for
from almoner.people.telling import tell


@action
def answer_consent(
    *, person: Person, purpose: Purpose | str, channel: Channel | str, given: bool, wording: str = "2026-1", by: Actor
) -> Consent:
    """Keep an answer, yes or no, about one purpose on one channel. Which words were asked stands in `wording`.

    Answers about one person stand in a strict order, even within one moment, so that “the latest” is one.
    """
    if not may_act_for(person, by):
        raise NotThere
    Person.objects.select_for_update().get(id=person.id)
    about = Consent.objects.filter(person=person, purpose=Purpose(purpose), channel=Channel(channel))
    last = about.order_by("-created_at", "id").first()
    at = max(clock.now(), last.created_at + timedelta(microseconds=1)) if last else clock.now()
    consent = Consent.objects.create(
        person=person,
        purpose=Purpose(purpose),
        channel=Channel(channel),
        given=given,
        wording=wording,
        captured_by=by.name,
        created_at=at,
    )
    facts = {"purpose": str(purpose), "channel": str(channel)}
    kind = "consent.given" if given else "consent.withdrawn"
    tell(kind=kind, person=person, subject_id=consent.id, facts=facts, by=by)
    return consent
