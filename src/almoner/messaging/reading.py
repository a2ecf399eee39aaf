"""What the outbox reads when it sends: one person's row and what hangs on it, in a constant number of statements."""

from __future__ import annotations

from almoner.messaging.addresses import Point, Reach
from almoner.messaging.enums import Result, State
from almoner.messaging.models import Attempt, Message, OutboxEpoch
from almoner.people.contact import spoken
from almoner.people.models import CommunicationNeed, Consent, ContactPoint, Person
from almoner.people.sites import first_site, zone_of


def person_of(message: Message) -> Person:
    return Person.objects.get(id=message.person_id)


def reach_of(person: Person) -> Reach:
    """How `person` can be reached now. Keyed by their id, never by a place in a list (law I-17)."""
    points = ContactPoint.objects.filter(person_id=person.id, stopped_at__isnull=True).order_by(
        "rank", "created_at", "id"
    )
    needs = CommunicationNeed.objects.filter(person_id=person.id, ended_at__isnull=True)
    consents = Consent.objects.filter(person_id=person.id).order_by("created_at", "id")
    return Reach(
        person_id=person.id,
        name=person.name,
        first_name=person.first_name,
        language=person.language,
        died=person.died_on is not None,
        points=tuple(Point(point.id, point.kind, point.value) for point in points),
        needs=frozenset(needs.values_list("kind", flat=True)),
        answers={(consent.purpose, consent.channel): consent.given for consent in consents},
        zone=zone_of(person),
    )


def told_by(message: Message) -> frozenset[str]:
    """Channels by which the same person is told of the same thing in another message."""
    others = Message.objects.filter(person_id=message.person_id, kind=message.kind, subject_id=message.subject_id)
    others = others.exclude(id=message.id).exclude(state__in=(State.WITHDRAWN, State.UNDELIVERABLE))
    return frozenset(others.values_list("channel", flat=True))


def definite_attempts(message: Message) -> int:
    """How many attempts on the present channel had a clear end. A retry after an unclear one must look the same."""
    return Attempt.objects.filter(message=message, channel=message.channel).exclude(result=Result.UNKNOWN).count()


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
    row = OutboxEpoch.objects.filter(id=1).first()
    return row.number if row else 1
