"""Booking visits for invented people, as the desk would."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.refusal import Refused
from almoner.people.models import Person, Staff
from almoner.scheduling import actions as scheduling
from almoner.scheduling.enums import Kind
from almoner.scheduling.models import Appointment, Hold
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.search import ANYTHING, find_times
from almoner.scheduling.times import key_of


def suits(service: Service, person: Person, day: date) -> bool:
    age = person.age_on(day)
    return (
        (service.min_age is None or age >= service.min_age)
        and (service.max_age is None or age <= service.max_age)
        and service.sex in {"", person.sex}
        and not (service.pregnancy and not 18 <= age <= 45)
    )


def hold_from(
    service: Service, person: Person, begin: datetime, by: Actor, *, wish: Preferences = ANYTHING, level: int = 5
) -> Hold | None:
    """Hold the first free time from `begin`. None where there is none, or the service is not for them."""
    try:
        times = find_times(service, from_at=begin, limit=1, preferences=wish, level=level, person=person, by=by)
        if times:
            return scheduling.hold(service=service, time=times[0], person=person, level=level, ordered=True, by=by)
    except Refused:
        pass
    return None


def book_from(
    service: Service, person: Person, begin: datetime, by: Actor, *, with_whom: Staff | None = None
) -> Appointment | None:
    """Book the first free time from `begin`. None where there is none, or the person already comes then."""
    wish = Preferences(clinician_id=str(with_whom.id)) if with_whom else ANYTHING
    held = hold_from(service, person, begin, by, wish=wish)
    return scheduling.book(hold=held, person=person, keep_both=True, by=by) if held else None


def book_beside(first: Appointment, people: Sequence[Person], by: Actor) -> list[Appointment]:
    """Book each of these into the group of a visit, as far as it has places for them."""
    ids = [claim.resource_id for claim in first.claims.filter(resource__kind__in=(Kind.CLINICIAN, Kind.ROOM))]
    ids.sort(key=lambda one: one != first.clinician_id)
    booked = []
    for person in people:
        try:
            time = key_of(first.starts_at, ids)
            held = scheduling.hold(service=first.service, time=time, person=person, ordered=True, by=by)
        except Refused:
            break
        booked.append(scheduling.book(hold=held, person=person, keep_both=True, by=by))
    return booked


def book_group(people: Sequence[Person], service: Service, begin: datetime, by: Actor) -> int:
    """Book these into the first group from `begin` on. Gives how many there was a place for."""
    fitting = [one for one in people if suits(service, one, clock.today())]
    first = book_from(service, fitting[0], begin, by) if fitting else None
    return 1 + len(book_beside(first, fitting[1:], by)) if first else 0


def book_one(person: Person, service: Service, hours_ahead: int, by: Actor) -> bool:
    return book_from(service, person, clock.now() + timedelta(hours=hours_ahead), by) is not None


def book_visits(people: Sequence[Person], services: Sequence[Service], count: int, source: Random, by: Actor) -> int:
    """Book `count` visits over the coming weeks, for people whom the services suit. Gives how many were booked."""
    booked = tries = 0
    while booked < count and tries < count * 4:
        tries += 1
        person = people[tries % len(people)]
        service = source.choice(services)
        if suits(service, person, clock.today()):
            booked += book_one(person, service, 24 * source.randint(1, 40) + source.randint(1, 20), by)
    return booked
