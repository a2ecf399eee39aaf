"""What the outbox reads when it sends: one person's row and what hangs on it, in a constant number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from almoner.core.prepared import Prepared
from almoner.messaging.addresses import Point, Reach
from almoner.messaging.enums import Result, State
from almoner.messaging.models import Attempt, Message, OutboxEpoch
from almoner.people.contact import spoken
from almoner.people.models import CommunicationNeed, Consent, ContactPoint, Person
from almoner.people.sites import first_site, zone_of

_POINTS = Prepared(
    lambda person: (
        ContactPoint.objects.filter(person=person, stopped_at__isnull=True)
        .order_by("rank", "created_at", "id")
        .values_list("id", "kind", "value")
    )
)
_NEEDS = Prepared(
    lambda person: CommunicationNeed.objects.filter(person=person, ended_at__isnull=True).values_list("kind", flat=True)
)
_CONSENTS = Prepared(
    lambda person: (
        Consent.objects.filter(person=person).order_by("created_at", "id").values_list("purpose", "channel", "given")
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
    return Reach(
        person_id=person.id,
        name=person.name,
        first_name=person.first_name,
        language=person.language,
        died=person.died_on is not None,
        points=tuple(Point(*told) for told in _POINTS.all(person=person.id)),
        needs=frozenset(_NEEDS.all(person=person.id)),
        answers={(purpose, channel): given for purpose, channel, given in _CONSENTS.all(person=person.id)},
        zone=zone_of(person),
    )


def reaches_of(people: Sequence[Person]) -> list[Reach]:
    """How each of many can be reached now, in their order. Three statements."""
    ids = [person.id for person in people]
    points: dict[UUID, list[Point]] = defaultdict(list)
    stored = ContactPoint.objects.filter(person__in=ids, stopped_at__isnull=True).order_by("rank", "created_at", "id")
    for owner, point, kind, value in stored.values_list("person_id", "id", "kind", "value"):
        points[owner].append(Point(point, kind, value))
    needs: dict[UUID, set[str]] = defaultdict(set)
    noted = CommunicationNeed.objects.filter(person__in=ids, ended_at__isnull=True)
    for owner, need in noted.values_list("person_id", "kind"):
        needs[owner].add(need)
    answers: dict[UUID, dict[tuple[str, str], bool]] = defaultdict(dict)
    said = Consent.objects.filter(person__in=ids).order_by("created_at", "id")
    for owner, purpose, channel, given in said.values_list("person_id", "purpose", "channel", "given"):
        answers[owner][purpose, channel] = given
    return [
        Reach(
            person_id=person.id,
            name=person.name,
            first_name=person.first_name,
            language=person.language,
            died=person.died_on is not None,
            points=tuple(points[person.id]),
            needs=frozenset(needs[person.id]),
            answers=answers[person.id],
            zone=zone_of(person),
        )
        for person in people
    ]


def told_by(message: Message) -> frozenset[str]:
    """Channels by which the same person is told of the same thing in another message."""
    others = Message.objects.filter(person_id=message.person_id, kind=message.kind, subject_id=message.subject_id)
    others = others.exclude(id=message.id).exclude(state__in=(State.WITHDRAWN, State.UNDELIVERABLE))
    return frozenset(others.values_list("channel", flat=True))


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
