"""A clinic with free times beside the cast, and browsers in which its people are signed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import time, timedelta

import pytest
from django.test import Client
from tests.cast import MONDAY_MORNING, Cast, signed_in
from tests.kept import kept

from almoner.catalogue.models import Offering, Room, Service, Specialty
from almoner.core.actor import Actor
from almoner.people.models import Person
from almoner.scheduling import actions
from almoner.scheduling.models import Appointment, Hold, Resource
from almoner.scheduling.search import find_times

TODAY = MONDAY_MORNING.date()


@dataclass
class Clinic:
    """`service` is for anybody; `skin` is of another specialty; `scan` needs an order."""

    cast: Cast
    service: Service
    skin: Service
    scan: Service
    browsers: dict[str, Client] = field(default_factory=dict)

    def browser(self, name: str) -> Client:
        """A browser in which one of the cast is signed in: “maya”, “tom”, “agent_staff” …"""
        if name not in self.browsers:
            self.browsers[name] = signed_in(getattr(self.cast, name))
        return self.browsers[name]

    def key(self, nth: int = 0, service: Service | None = None) -> str:
        return find_times(service or self.service, limit=nth + 1, by=self.cast.agent)[nth].key

    def hold(self, person: Person, nth: int = 0, service: Service | None = None, by: Actor | None = None) -> Hold:
        service = service or self.service
        return actions.hold(
            service=service, time=self.key(nth, service), person=person, ordered=True, by=by or self.cast.agent
        )

    def visit(self, person: Person, nth: int = 0, service: Service | None = None) -> Appointment:
        return actions.book(hold=self.hold(person, nth, service), person=person, keep_both=True, by=self.cast.agent)


def make_clinic(cast: Cast) -> Clinic:
    general = Specialty.objects.create(code="general", names={"en": "General medicine", "ar": "طب عام"})
    dermatology = Specialty.objects.create(code="skin", names={"en": "Dermatology"})
    common = {"minutes": 20, "visit_minutes": 30, "performers": ["physician"], "room_kinds": ["consulting"]}
    service = Service.objects.create(
        code="GEN", specialty=general, self_book=True, names={"en": "Clinic visit", "ar": "زيارة العيادة"}, **common
    )
    skin = Service.objects.create(
        code="SKIN", specialty=dermatology, self_book=True, names={"en": "Skin check"}, **common
    )
    scan = Service.objects.create(
        code="SCAN", specialty=dermatology, needs_order=True, names={"en": "Scan"}, first_step=skin, **common
    )
    for each in (service, skin, scan):
        Offering.objects.create(service=each, staff=cast.doctor_staff)
    room = Room.objects.create(site=cast.site, code="C1", kind="consulting", name="Room C1")
    doctor = actions.add_resource(
        kind="clinician", name="Dana Okafor", site=cast.site, staff=cast.doctor_staff, by=cast.manager
    )
    _open([doctor, actions.add_resource(kind="room", name="Room C1", site=cast.site, room=room, by=cast.manager)], cast)
    return Clinic(cast, service, skin, scan)


def _open(resources: list[Resource], cast: Cast) -> None:
    for resource in resources:
        for weekday in range(5):
            actions.set_weekly_pattern(
                resource=resource, weekday=weekday, begins=time(9), ends=time(12), valid_from=TODAY, by=cast.manager
            )
    actions.open_diaries(resources=resources, from_day=TODAY, until_day=TODAY + timedelta(days=18), by=cast.manager)


@pytest.fixture
def clinic(cast: Cast) -> Iterator[Clinic]:
    """The clinic on the cast's Monday morning."""
    yield kept("portal clinic", lambda: make_clinic(cast))
