"""Reading journeys, scoped to who asks, and who has looked at them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from almoner.core import audit, clock
from almoner.core.actor import Actor
from almoner.core.models import AuditEntry
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.models import Person
from almoner.people.rules import may_see_record, narrowed_for, visible_to
from almoner.timeline.models import Event
from almoner.timeline.words import say

CLINICAL = ("allergy.", "vitals.", "warning.", "report.", "result.", "diet.", "test.")
"""What staff without sight of clinical matters do not read in a story."""
APART = ("complaint.",)
"""What only those who look into complaints read: it is kept apart from the record, and changes nothing in the care."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event as it is shown: when, in words, by whom."""

    id: UUID
    at: datetime
    words: str
    icon: str
    kind: str
    """The tone, by which the page colours it."""
    who: str
    event: str
    subject_id: UUID | None
    via: str
    """By which way it was said: phone, desk, web …"""
    facts: Mapping[str, Any]
    detail: str = ""
    """A second line, from the room that the event is about."""


def story_of(
    person: Person, by: Actor, kinds: Collection[str] | None = None, before: UUID | None = None, limit: int = 50
) -> list[Told]:
    """What happened to a person, newest first. Staff who read it leave a trace before it is returned (law I-25).

    `kinds` are whole (“appointment.booked”) or beginnings (“appointment”); `before` is the last event already shown.
    """
    if not may_see_record(person, by):
        raise NotThere
    if by.is_staff:
        audit.read(what="story", person_id=person.id, by=by)
    events = _shown_to(by, Event.objects.filter(person=person))
    if kinds is not None:
        events = events.filter(_of(kinds))
    if before:
        events = _older_than(before, events)
    return _told(events.order_by("-at", "-id")[:limit])


def events_about(*, subject_id: UUID, by: Actor, limit: int = 50) -> list[Told]:
    """What happened to one appointment, promise, request …, newest first; only of people whom `by` may see."""
    mine = Q(person__isnull=True) if by.is_staff or by.is_system else Q(pk__in=())
    events = Event.objects.filter(mine | Q(person__in=Person.objects.filter(visible_to(by))), subject_id=subject_id)
    narrowed = narrowed_for(by)
    if narrowed is not None:
        events = events.exclude(person_id__in=narrowed[0].values("person_id"))
    return _told(_shown_to(by, events).order_by("-at", "-id")[:limit])


def events_of_kinds(person: Person, kinds: Collection[str], *, by: Actor, limit: int = 500) -> list[Event]:
    """The latest events of these kinds, newest first, as far as `by` may read them. Out of sight raises NotThere."""
    if not may_see_record(person, by):
        raise NotThere
    return list(_shown_to(by, person.events.filter(_of(kinds))).order_by("-at", "-id")[:limit])


def _shown_to(by: Actor, events: QuerySet[Event]) -> QuerySet[Event]:
    if by.is_staff and not by.may(Permission.HEAR_FEEDBACK):
        events = events.exclude(_of(APART))
    if by.is_staff and not by.may(Permission.SEE_CLINICAL):
        return events.exclude(_of(CLINICAL))
    return events


def _of(kinds: Collection[str]) -> Q:
    wanted = Q(pk__in=())
    for kind in kinds:
        wanted |= Q(kind=kind) if "." in kind.rstrip(".") else Q(kind__startswith=f"{kind.rstrip('.')}.")
    return wanted


def _older_than(last: UUID, events: QuerySet[Event]) -> QuerySet[Event]:
    """Events after `last` in the order newest first; events of one moment stand in the order of their keys."""
    at = Event.objects.filter(id=last).values_list("at", flat=True).first()
    if at is None:
        raise NotThere
    return events.filter(Q(at__lt=at) | Q(at=at, id__lt=last))


def _told(events: Iterable[Event]) -> list[Told]:
    shown = []
    for event in events:
        said = say(event.kind, event.facts)
        shown.append(
            Told(
                id=event.id,
                at=event.at,
                words=said.sentence,
                icon=said.icon,
                kind=said.tone,
                who=event.actor_name,
                event=event.kind,
                subject_id=event.subject_id,
                via=event.via,
                facts=event.facts,
            )
        )
    return shown


@dataclass(frozen=True, slots=True)
class Access:
    """That somebody looked at or changed a record: on one day, one kind of thing, how often."""

    on: date
    who: str
    what: str | Promise
    times: int


_LOOKED: dict[str, str | Promise] = {
    "read.record": _("Opened your record"),
    "read.story": _("Read your story"),
    "read.report": _("Looked at a paper"),
    "read.document": _("Looked at a paper"),
    "read.documents": _("Looked at your papers"),
    "read.vitals": _("Looked at your vital signs"),
    "read.clinical": _("Looked at your clinical page"),
    "people.break_glass": _("Opened your closed record in an emergency"),
    "people.correct_person": _("Corrected your details"),
}


def who_read(person: Person, by: Actor, limit: int = 500) -> list[Access]:
    """Who looked at or changed a person's record, latest day first (X-4). For the person, whoever may see their record
    for them, and staff who may see the audit. What the person did themself, and what the software did, is left out."""
    if by.is_staff:
        by.need(Permission.SEE_AUDIT)
    if not may_see_record(person, by):
        raise NotThere
    entries = AuditEntry.objects.filter(person_id=person.id, outcome="done").exclude(actor_kind="system")
    entries = entries.exclude(actor_id=person.id).exclude(act__startswith="timeline.")
    counted: dict[tuple[date, str, str], int] = {}
    for at, who, act in entries.order_by("-number").values_list("at", "actor_name", "act")[:limit]:
        key = (clock.local(at).date(), who, act)
        counted[key] = counted.get(key, 0) + 1
    return [
        Access(on=on, who=who, what=_LOOKED.get(act, _act_in_words(act)), times=times)
        for (on, who, act), times in counted.items()
    ]


def _act_in_words(act: str) -> str | Promise:
    return _("Looked at your record") if act.startswith("read.") else _("Worked on your care")
