"""Filling an empty data folder with the rehearsal hospital: a place, its people and their visits, none of it real."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

from django.conf import settings

from almoner.catalogue.actions import load_catalogue
from almoner.catalogue.models import Service
from almoner.catalogue.reading import read_catalogue
from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import SYSTEM, Actor
from almoner.core.models import Setting
from almoner.core.refusal import Refused
from almoner.demo import cast
from almoner.demo.population import Invented, invent
from almoner.demo.staffing import staff_the_hospital
from almoner.people.actions import answer_consent, found_hospital, note_need, register_person
from almoner.people.enums import Purpose
from almoner.people.models import Account, Person, Site
from almoner.people.queries import staff_actor
from almoner.scheduling import actions as scheduling
from almoner.scheduling.search import find_times
from almoner.timeline.actions import record

PEOPLE = 320
VISITS_AHEAD = 260
SEED = 7
HOSPITAL = Path(__file__).parent / "hospital"


def fill_if_empty() -> bool:
    """Fill the data with the rehearsal hospital if nothing is in it. True when it did."""
    if Site.objects.exists() or Account.objects.exists():
        return False
    fill(people=PEOPLE, visits=VISITS_AHEAD, source=Random(SEED), by=SYSTEM)
    return True


@action
def fill(*, people: int, visits: int, source: Random, by: Actor) -> list[Person]:
    """Found the hospital, staff it, register its people and book their visits. Gives the people."""
    today = clock.today()
    invented = invent(people, today=today, source=source)
    Setting.objects.update_or_create(name=cast.MARK, defaults={"value": True})
    founded = found_hospital(
        name="Riverside General Hospital",
        manager_name="Daniel Carter",
        manager_email="daniel.carter@riverside.example",
        code="riverside",
        time_zone=settings.TIME_ZONE,
        service_desk_number="020 7946 0100",
        emergency_number="999",
        crisis_number="0808 157 0116",
        crisis_text_number="07700 900116",
        by=by,
    )
    manager = acting(founded.manager)
    load_catalogue(data=read_catalogue(HOSPITAL), site=founded.site, by=manager)
    staff = cast.hire_cast(site=founded.site, manager=founded.manager, by=manager)
    services = list(Service.objects.all())
    known = [staff["doctor"]]
    staff_the_hospital(
        site=founded.site,
        services=services,
        known=known,
        first_day=today - timedelta(days=1),
        source=source,
        by=manager,
    )
    agent = acting(staff["agent"])
    of_the_cast = cast.register_cast(today=today, by=agent)
    cast.open_accounts(staff=staff, people=of_the_cast, by=manager)
    everybody = [register(one, by=agent) for one in invented]
    book_visits([*of_the_cast.values()], len(of_the_cast) * 2, source, agent)
    book_visits(everybody, visits, source, agent)
    open_contacts(everybody, source, agent)
    return [*of_the_cast.values(), *everybody]


def acting(staff: object) -> Actor:
    """The actor that a member of staff is."""
    actor = staff_actor(staff, via="rehearsal")  # type: ignore[arg-type]
    assert actor is not None, "a member of staff with a role acts"  # noqa: S101
    return actor


def register(one: Invented, *, by: Actor) -> Person:
    """An invented person, as the desk would take them down."""
    person = register_person(
        given_name=one.given_name,
        family_name=one.family_name,
        birth_on=one.birth_on,
        sex=one.sex,
        language=one.language,
        interpreter_language=one.interpreter_language,
        best_time=one.best_time,
        contacts=one.contacts,
        sure=True,
        by=by,
    )
    for channel, given in one.consents.items():
        answer_consent(person=person, purpose=Purpose.CARE, channel=channel, given=given, by=by)
    for need in one.needs:
        note_need(person=person, kind=need, by=by)
    return person


def book_visits(people: Sequence[Person], count: int, source: Random, by: Actor) -> int:
    """Book `count` visits over the coming weeks, for people whom the services suit. Gives how many were booked."""
    services = list(Service.objects.offered().order_by("code"))
    booked = tries = 0
    while booked < count and tries < count * 4:
        tries += 1
        person = people[tries % len(people)]
        service = source.choice(services)
        if suits(service, person, clock.today()):
            booked += book_one(person, service, 24 * source.randint(0, 40) + source.randint(1, 20), by)
    return booked


def suits(service: Service, person: Person, day: date) -> bool:
    age = person.age_on(day)
    return (
        (service.min_age is None or age >= service.min_age)
        and (service.max_age is None or age <= service.max_age)
        and service.sex in {"", person.sex}
        and not (service.pregnancy and not 18 <= age <= 45)
    )


def book_one(person: Person, service: Service, hours_ahead: int, by: Actor) -> bool:
    """Book the first free time from then on. False where there is none, or the person already comes then."""
    begin = clock.now() + timedelta(hours=hours_ahead)
    times = find_times(service, from_at=begin, limit=1, person=person, by=by)
    if not times:
        return False
    try:
        held = scheduling.hold(service=service, time=times[0], person=person, ordered=True, by=by)
        scheduling.book(hold=held, person=person, keep_both=True, by=by)
    except Refused:
        return False
    return True


def open_contacts(people: Sequence[Person], source: Random, by: Actor) -> None:
    """Calls that ended with a promise: to ring back, to find an answer."""
    for place, person in enumerate(source.sample(list(people), min(14, len(people)))):
        due = clock.now() + timedelta(minutes=12 + 35 * place)
        outcome = "CALL_BACK" if place % 2 else "CLINICIAN_QUESTION"
        facts = {"outcome": outcome, "promised_at": due.isoformat(), "channel": "call"}
        record(kind="contact.ended", person=person, subject_id=person.id, facts=facts, by=by)
