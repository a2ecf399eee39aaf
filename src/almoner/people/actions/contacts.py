"""The ways to reach a person: added, confirmed to be theirs, stopped."""

from __future__ import annotations

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.refusal import NotThere
from almoner.people import contact
from almoner.people.models import ContactPoint, Person
from almoner.people.refusals import AlreadyEnded, AlreadyKnown, HasDied, ReasonNeeded
from almoner.people.rules import may_act_for
from almoner.people.telling import tell


@action
def add_contact(
    *, person: Person, kind: str, value: str, rank: int = 0, verified: bool = False, by: Actor
) -> ContactPoint:
    """Add a way to reach a person, or take one up again that was stopped. `rank` 1 is tried first; 0 puts it last.

    It gives nobody a way in: an account's address is its own (law I-27). Two people may share one.
    """
    if not may_act_for(person, by):
        raise NotThere
    if person.died_on:
        raise HasDied
    key = contact.key(kind, value)
    before = ContactPoint.objects.filter(person=person, kind=kind, key=key).first()
    if before and before.stopped_at is None:
        raise AlreadyKnown
    point = before or ContactPoint(person=person, kind=kind, key=key)
    point.value = value.strip()
    point.rank = rank or 1 + ContactPoint.objects.filter(person=person, kind=kind).count()
    point.stopped_at, point.stopped_because = None, ""
    point.verified_at = clock.now() if verified else None
    point.save()
    if rank == 1:
        _put_first(point)
    instead_of = _stopped(person)
    facts = {"kind": kind} | ({"also_about": instead_of} if instead_of else {})
    tell(kind="contact.added", person=person, subject_id=point.id, facts=facts, by=by)
    return point


def _stopped(person: Person) -> list[str]:
    """The ways that no longer lead to them: a new one is what was promised when the old one was stopped."""
    stopped = ContactPoint.objects.filter(person=person, stopped_at__isnull=False).order_by("id")
    return [str(key) for key in stopped.values_list("id", flat=True)]


@action
def confirm_contact(*, contact_point: ContactPoint, by: Actor) -> ContactPoint:
    """Note that it reaches this person: they answered there, or read it back."""
    stored = _locked(contact_point, by)
    if stored.stopped_at is not None:
        raise AlreadyEnded
    stored.verified_at = clock.now()
    stored.save(update_fields=["verified_at"])
    tell(kind="contact.confirmed", person=stored.person, subject_id=stored.id, facts={"kind": stored.kind}, by=by)
    return stored


@action
def prefer_contact(*, contact_point: ContactPoint, by: Actor) -> ContactPoint:
    """Try this one first of its kind; the others keep their order behind it."""
    stored = _locked(contact_point, by)
    if stored.stopped_at is not None:
        raise AlreadyEnded
    _put_first(stored)
    tell(kind="contact.preferred", person=stored.person, subject_id=stored.id, facts={"kind": stored.kind}, by=by)
    return stored


def _put_first(first: ContactPoint) -> None:
    others = ContactPoint.objects.filter(person_id=first.person_id, kind=first.kind).exclude(id=first.id)
    for rank, point in enumerate(others.select_for_update(of=("self",)).order_by("rank", "created_at", "id"), start=2):
        if point.rank != rank:
            ContactPoint.objects.filter(id=point.id).update(rank=rank)
    first.rank = 1
    first.save(update_fields=["rank"])


@action
def stop_contact(*, contact_point: ContactPoint, reason: str, by: Actor) -> ContactPoint:
    """Use this way no longer: it is wrong, it bounced, or somebody else answered (law I-21)."""
    if not reason.strip():
        raise ReasonNeeded
    stored = _locked(contact_point, by)
    if stored.stopped_at is not None:
        raise AlreadyEnded
    stored.stopped_at = clock.now()
    stored.stopped_because = reason.strip()
    stored.save(update_fields=["stopped_at", "stopped_because"])
    facts = {"kind": stored.kind, "reason": stored.stopped_because}
    tell(kind="contact.stopped", person=stored.person, subject_id=stored.id, facts=facts, by=by)
    return stored


def _locked(contact_point: ContactPoint, by: Actor) -> ContactPoint:
    points = ContactPoint.objects.select_related("person").select_for_update(of=("self",))
    stored = points.filter(id=contact_point.id).first()
    if stored is None or not may_act_for(stored.person, by):
        raise NotThere
    return stored
