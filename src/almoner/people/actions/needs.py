"""Communication needs: noted, flagged to everyone who meets the person, reviewed, ended (X-5)."""

from __future__ import annotations

from datetime import date, timedelta

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.refusal import NotThere
from almoner.people.enums import Need
from almoner.people.models import CommunicationNeed, Person
from almoner.people.refusals import AlreadyEnded, AlreadyKnown
from almoner.people.rules import may_act_for
from almoner.people.telling import tell

REVIEWED_AFTER = timedelta(days=365)


@action
def note_need(
    *, person: Person, kind: Need | str, note: str = "", review_on: date | None = None, by: Actor
) -> CommunicationNeed:
    """Note a need; in a year, or on `review_on`, somebody asks whether it still holds."""
    if not may_act_for(person, by):
        raise NotThere
    if CommunicationNeed.objects.filter(person=person, kind=Need(kind), ended_at__isnull=True).exists():
        raise AlreadyKnown
    need = CommunicationNeed.objects.create(
        person=person, kind=Need(kind), note=note.strip(), review_on=review_on or clock.today() + REVIEWED_AFTER
    )
    _tell("need.noted", need, by)
    return need


@action
def review_need(
    *, need: CommunicationNeed, review_on: date | None = None, note: str | None = None, by: Actor
) -> CommunicationNeed:
    """They were asked and it still holds; ask again on `review_on`, or in a year."""
    stored = _locked(need, by)
    stored.review_on = review_on or clock.today() + REVIEWED_AFTER
    if note is not None:
        stored.note = note.strip()
    stored.save(update_fields=["review_on", "note"])
    _tell("need.reviewed", stored, by)
    return stored


@action
def end_need(*, need: CommunicationNeed, by: Actor) -> CommunicationNeed:
    """They say that it holds no longer."""
    stored = _locked(need, by)
    stored.ended_at = clock.now()
    stored.save(update_fields=["ended_at"])
    _tell("need.ended", stored, by)
    return stored


def _locked(need: CommunicationNeed, by: Actor) -> CommunicationNeed:
    needs = CommunicationNeed.objects.select_related("person").select_for_update(of=("self",))
    stored = needs.filter(id=need.id).first()
    if stored is None or not may_act_for(stored.person, by):
        raise NotThere
    if stored.ended_at is not None:
        raise AlreadyEnded
    return stored


def _tell(kind: str, need: CommunicationNeed, by: Actor) -> None:
    facts = {"need": need.kind, "review_on": need.review_on.isoformat()}
    tell(kind=kind, person=need.person, subject_id=need.id, facts=facts, by=by)
