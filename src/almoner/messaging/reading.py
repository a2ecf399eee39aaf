"""What the outbox reads when it sends: one person's row and what hangs on it, in a constant number of statements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from almoner.core.prepared import Prepared
from almoner.messaging.addresses import Point, Reach
from almoner.messaging.doubting import doubted
from almoner.messaging.enums import Result, State
from almoner.messaging.models import Attempt, Message, OutboxEpoch
from almoner.people.contact import spoken
from almoner.people.models import CommunicationNeed, Consent, ContactPoint, Person
from almoner.people.sites import first_site, zone_of

_POINTS = Prepared(
    lambda people: (
        ContactPoint.objects.filter(person__in=people, stopped_at__isnull=True)
        .order_by("rank", "created_at", "id")
        .values_list("person_id", "id", "kind", "value", doubted())
    )
)
_NEEDS = Prepared(
    lambda people: CommunicationNeed.objects.filter(person__in=people, ended_at__isnull=True).values_list(
        "person_id", "kind"
    )
)
_CONSENTS = Prepared(
    lambda people: (
        Consent.objects.filter(person__in=people)
        .order_by("created_at", "id")
        .values_list("person_id", "purpose", "channel", "given")
    )
)
_DEFINITE = Prepared(
    lambda message, channel: (
        Attempt.objects.filter(message=message, channel=channel)
        .exclude(result=Result.UNKNOWN)
        .values_list("id", flat=True)
    )
)
_EPOCH = Prepared(lambda: OutboxEpoch.objects.filter(id=1))


def person_of(message: Message) -> Person:
    return Person.objects.get(id=message.person_id)


def reach_of(person: Person) -> Reach:
    """How `person` can be reached now. Keyed by their id, never by a place in a list (law I-17)."""
    return reaches_of([person])[person.id]


def reaches_of(people: Sequence[Person]) -> dict[UUID, Reach]:
    """The same of several, in as many statements as of one."""
    ids = list({person.id for person in people})
    points: dict[UUID, list[Point]] = {key: [] for key in ids}
    needs: dict[UUID, set[str]] = {key: set() for key in ids}
    answers: dict[UUID, dict[tuple[str, str], bool]] = {key: {} for key in ids}
    for key, point, kind, value, no_texts in _POINTS.all(people=ids):
        points[key].append(Point(point, kind, value, no_texts=bool(no_texts)))
    for key, kind in _NEEDS.all(people=ids):
        needs[key].add(kind)
    for key, purpose, channel, given in _CONSENTS.all(people=ids):
        answers[key][purpose, channel] = given
    return {
        person.id: Reach(
            person_id=person.id,
            name=person.name,
            first_name=person.first_name,
            language=person.language,
            died=person.died_on is not None,
            points=tuple(points[person.id]),
            needs=frozenset(needs[person.id]),
            answers=answers[person.id],
            zone=zone_of(person),
            first_way=person.first_way,
            hours=(person.ring_from, person.ring_until),
        )
        for person in people
    }


def told_by(message: Message) -> frozenset[str]:
    """Channels by which the same person is told of the same thing in another message."""
    return told_by_of([message])[message.id]


def told_by_of(messages: Sequence[Message]) -> dict[UUID, frozenset[str]]:
    """The same of several messages, in one statement."""
    others = Message.objects.filter(
        person__in={one.person_id for one in messages}, kind__in={one.kind for one in messages}
    ).exclude(state__in=(State.WITHDRAWN, State.UNDELIVERABLE))
    told: dict[tuple[Any, ...], list[tuple[UUID, str]]] = {}
    for key, channel, *about in others.values_list("id", "channel", "person_id", "kind", "subject_id"):
        told.setdefault(tuple(about), []).append((key, channel))
    return {
        one.id: frozenset(
            channel for key, channel in told.get((one.person_id, one.kind, one.subject_id), ()) if key != one.id
        )
        for one in messages
    }


def definite_attempts(message: Message) -> int:
    """How many attempts on the present channel had a clear end. A retry after an unclear one must look the same."""
    return len(_DEFINITE.all(message=message.id, channel=message.channel))


def hospital_values() -> dict[str, str]:
    """What every message says of the hospital: its name, who answers, and the number in an emergency."""
    site = first_site()
    if site is None:
        return {"hospital": "", "service_desk": "", "emergency": ""}
    return {
        "hospital": site.name,
        "service_desk": spoken(site.service_desk_number),
        "emergency": site.emergency_number,
    }


def epoch() -> int:
    """The present life of the outbox."""
    row = _EPOCH.one()
    return row.number if row else 1
