"""The clinic on which scheduling is tested, made from rows and the roster's own actions."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

import pytest
from tests.kept import kept

from almoner.catalogue.models import Offering, Room, Service, Specialty
from almoner.core import clock
from almoner.core.actor import SYSTEM, Actor
from almoner.core.permissions import Role
from almoner.people.models import Person, Site, Staff
from almoner.scheduling import actions
from almoner.scheduling.models import Appointment, Hold, Resource
from almoner.scheduling.search import find_times

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""A Monday in winter, an hour before the clinic opens."""
MONDAY = date(2026, 11, 23)
_numbers = itertools.count(1)


@dataclass
class Clinic:
    site: Site
    specialty: Specialty
    service: Service
    """Twenty minutes, a consulting room."""
    heart: Service
    """Forty minutes, a consulting room and the ECG room together, another specialty."""
    desk: Actor
    manager: Actor
    clinicians: list[Resource] = field(default_factory=list)
    rooms: list[Resource] = field(default_factory=list)

    def person(self, name: str = "Maya", **fields: object) -> Person:
        born = {"birth_on": date(1980, 4, 3), "record_number": f"R{next(_numbers):06}"}
        return Person.objects.create(given_name=name, family_name="Osei", **born | fields)

    def themself(self, person: Person) -> Actor:
        return Actor(name=person.name, roles=frozenset({Role.PATIENT}), person_id=person.id)

    def hold(self, person: Person, nth: int = 0, service: Service | None = None, **more: object) -> Hold:
        service = service or self.service
        found = find_times(service, limit=nth + 1, by=self.desk)[nth]
        return actions.hold(service=service, time=found, person=person, by=self.desk, **more)

    def visit(self, person: Person, nth: int = 0, service: Service | None = None) -> Appointment:
        hold = self.hold(person, nth, service)
        return actions.book(hold=hold, person=person, keep_both=True, by=self.desk)

    def starts(self, limit: int = 500, service: Service | None = None, **more: object) -> list[datetime]:
        return [found.starts_at for found in find_times(service or self.service, limit=limit, by=self.desk, **more)]


def make_clinic(days: int = 4, sessions: tuple[tuple[time, time], ...] = ((time(9), time(12)),)) -> Clinic:
    site = Site.objects.create(
        code="main", name="Riverside", time_zone="Europe/London", service_desk_number="020 7946 0100",
        emergency_number="999", opens_at=time(8), closes_at=time(18), working_days=[0, 1, 2, 3, 4],
    )  # fmt: skip
    general = Specialty.objects.create(code="general", names={"en": "General medicine"})
    cardiology = Specialty.objects.create(code="heart", names={"en": "Cardiology"})
    service = Service.objects.create(
        code="GEN", specialty=general, names={"en": "Clinic visit", "es": "Consulta", "ar": "زيارة"}, minutes=20,
        visit_minutes=20, performers=["physician"], room_kinds=["consulting"], self_book=True,
    )  # fmt: skip
    heart = Service.objects.create(
        code="CAR", specialty=cardiology, names={"en": "Heart clinic"}, minutes=40, visit_minutes=40,
        performers=["physician"], room_kinds=["consulting", "ecg"], self_book=False, needs_order=True,
    )  # fmt: skip
    manager = Actor(name="Grace", roles=frozenset({Role.MANAGER}), staff_id=_staff(site, "Grace", "manager").id)
    desk = Actor(name="Ada", roles=frozenset({Role.AGENT}), staff_id=_staff(site, "Ada", "agent").id)
    made = Clinic(site, general, service, heart, desk, manager)
    for name, sex, languages in (("Dana Okafor", "female", ["en", "es"]), ("Evan Reed", "male", ["en"])):
        staff = _staff(site, name, "physician", sex=sex, languages=languages)
        for each in (service, heart):
            Offering.objects.create(service=each, staff=staff)
        made.clinicians.append(actions.add_resource(kind="clinician", name=name, site=site, staff=staff, by=manager))
    for code, kind, step_free in (("C1", "consulting", True), ("C2", "consulting", False), ("E1", "ecg", True)):
        room = Room.objects.create(site=site, code=code, kind=kind, name=f"Room {code}", step_free=step_free)
        made.rooms.append(actions.add_resource(kind="room", name=room.name, site=site, room=room, by=manager))
    for resource in made.clinicians + made.rooms:
        open_every_day(resource, sessions, manager)
    actions.open_diaries(
        resources=made.clinicians + made.rooms, from_day=MONDAY, until_day=MONDAY + timedelta(days=days), by=manager
    )
    return made


def open_every_day(resource: Resource, sessions: tuple[tuple[time, time], ...], by: Actor, **more: object) -> None:
    for weekday in range(5):
        for begins, ends in sessions:
            actions.set_weekly_pattern(
                resource=resource, weekday=weekday, begins=begins, ends=ends, valid_from=MONDAY, by=by, **more
            )


def _staff(site: Site, name: str, profession: str, **more: object) -> Staff:
    return Staff.objects.create(name=name, profession=profession, site=site, **more)


@pytest.fixture
def clinic(db: None) -> Iterator[Clinic]:
    """The clinic, at eight on Monday; the clock stays there until a test sets another."""
    with clock.at(NOW):
        yield kept("scheduling clinic", make_clinic)


__all__ = ["MONDAY", "NOW", "SYSTEM", "Clinic", "clinic", "make_clinic", "open_every_day"]
