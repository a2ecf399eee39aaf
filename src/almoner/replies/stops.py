"""Which numbers want no texts, as whoever holds them wrote STOP."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from almoner.people.enums import Channel, ContactKind
from almoner.people.models import Consent, ContactPoint, Person
from almoner.replies.models import Stop


def live_stops(number_key: str) -> QuerySet[Stop]:
    """Stops of this number that nobody has taken back: not by START, and not by a yes that a person noted since."""
    since = Consent.objects.filter(
        person=OuterRef("person"), channel=Channel.TEXT, given=True, created_at__gt=OuterRef("created_at")
    )
    stops = Stop.objects.filter(number_key=number_key, ended_at__isnull=True)
    return stops.exclude(Exists(since)).order_by("created_at", "id")


def is_stopped(number_key: str) -> bool:
    return bool(number_key) and live_stops(number_key).exists()


def holders(number_key: str) -> list[Person]:
    """The living whose mobile number this is, by their id: of a family it may be several."""
    if not number_key:
        return []
    points = ContactPoint.objects.filter(key=number_key, kind=ContactKind.MOBILE)
    people = Person.objects.filter(id__in=points.values("person_id"), died_on__isnull=True, merged_into__isnull=True)
    return list(people.order_by("id"))


def agreed_purposes(person: Person) -> list[str]:
    """For what they agreed to texts, as their latest answers say. One statement."""
    answers = Consent.objects.filter(person=person, channel=Channel.TEXT).order_by("created_at", "id")
    latest: dict[str, bool] = dict(answers.values_list("purpose", "given"))
    return sorted(purpose for purpose, given in latest.items() if given)


def said_no_since(stops: Iterable[Stop]) -> bool:
    """Whether somebody answered about texts after the stop was written, by any other way than the stop itself."""
    return any(
        Consent.objects.filter(person=stop.person, channel=Channel.TEXT, created_at__gt=stop.created_at).exists()
        for stop in stops
    )
