"""A small hospital around the cast: two doctors, two rooms, six beds on a ward, two in intensive care."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from tests.cast import MONDAY_MORNING, Cast
from tests.kept import kept

from almoner.catalogue.enums import PreparationKind, Timing
from almoner.catalogue.models import Offering, PreparationItem, Room, Service, Specialty
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.people.enums import Sex
from almoner.people.models import Person, Staff
from almoner.scheduling import actions as scheduling
from almoner.scheduling.models import Appointment, Hold, Resource
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.search import find_times
from almoner.visits import actions
from almoner.visits.enums import How
from almoner.visits.models import Bed, FollowUpPlan, Stay, Visit, Ward

TODAY = MONDAY_MORNING.date()
SHEET = actions.Summary(
    done=["Your appendix was taken out."],
    medicines=["Paracetamol, two tablets four times a day."],
    warning_signs=["Fever, or pain that grows worse."],
    told=True,
)


@dataclass
class Hospital:
    cast: Cast
    service: Service
    """Twenty minutes in a consulting room."""
    scan: Service
    """Asks for six hours without food and two without water."""
    dana: Staff
    """The doctor of the cast, who gives both."""
    evan: Staff
    room: Room
    ward: Ward
    beds: dict[str, Bed]

    def person(self, name: str, **more: Any) -> Person:
        born = {"birth_on": date(1970, 5, 5), "sex": Sex.FEMALE, "record_number": f"R-{name}", "family_name": "Test"}
        return Person.objects.create(given_name=name, **(born | more))

    def hold(self, person: Person, at: str, service: Service | None = None) -> Hold:
        """Hold the first time of today that begins at `at` or later; with Dana where she is free then."""
        wanted = clock.on_the_wall(TODAY, time.fromisoformat(at))
        of_dana = Preferences(clinician_id=str(self.dana.id))
        with_her, with_any = (
            find_times(service or self.service, from_at=wanted, limit=20, preferences=wish, by=self.cast.agent)
            for wish in (of_dana, Preferences())
        )
        first = next(one for one in with_any if one.starts_at >= wanted)
        chosen = next((one for one in with_her if one.starts_at == first.starts_at), first)
        return scheduling.hold(service=service or self.service, time=chosen, person=person, by=self.cast.agent)

    def appointment(self, person: Person, at: str = "09:20", service: Service | None = None) -> Appointment:
        hold = self.hold(person, at, service)
        return scheduling.book(hold=hold, person=person, keep_both=True, by=self.cast.agent)

    def here(self, person: Person | None = None, at: str = "09:20") -> Visit:
        """Somebody with an appointment, checked in at the desk."""
        visit = self.appointment(person or self.cast.maya, at)
        return actions.check_in(appointment=visit, how=How.DESK, by=self.cast.receptionist)

    def walked_in(self, person: Person | None = None, level: int = 4, **more: Any) -> Visit:
        said = {"service": self.service, "words": "my ear hurts", "by": self.cast.receptionist} | more
        return actions.note_arrival(person=person or self.cast.maya, site=self.cast.site, level=level, **said)

    def asked(self, person: Person | None = None, **more: Any) -> Stay:
        said = {"level": 3, "reason": "Your lungs need oxygen.", "by": self.cast.doctor} | more
        return actions.request_bed(person=person or self.cast.maya, site=self.cast.site, **said)

    def given(self, person: Person | None = None, bed: str = "M1", **more: Any) -> Stay:
        stay = self.asked(person, **more)
        actions.allot_bed(stay=stay, bed=self.beds[bed], override_reason="as it is", by=self.cast.bed_manager)
        return stay

    def admitted(self, person: Person | None = None, bed: str = "M1", **more: Any) -> Stay:
        stay = self.given(person, bed, **more)
        return actions.admit(
            stay=stay, named_nurse=self.cast.ward_nurse_staff, doctor=self.dana, by=self.cast.ward_nurse
        )

    def planned(self, stay: Stay | None = None, visit: Visit | None = None) -> FollowUpPlan:
        intended = actions.Intended(
            self.service, "Look at the wound.", TODAY + timedelta(days=14), MONDAY_MORNING + timedelta(days=2)
        )
        return actions.plan_follow_up(intended=intended, stay=stay, visit=visit, by=self.cast.doctor)


def make_hospital(cast: Cast) -> Hospital:
    specialty = Specialty.objects.create(code="general", names={"en": "General medicine"})
    service = Service.objects.create(
        code="GEN", specialty=specialty, names={"en": "Clinic visit", "ar": "زيارة"}, minutes=20, visit_minutes=20,
        performers=["physician"], room_kinds=["consulting"], self_book=True,
    )  # fmt: skip
    scan = Service.objects.create(
        code="CT", specialty=specialty, names={"en": "CT scan"}, summaries={"en": "Pictures of the inside."},
        minutes=30, visit_minutes=30, performers=["physician"], fast_food_hours=6, fast_clear_hours=2,
    )  # fmt: skip
    PreparationItem.objects.create(
        service=scan, position=1, kind=PreparationKind.BRING, texts={"en": "Your papers"}, timing=Timing.AT
    )
    evan = Staff.objects.create(
        name="Evan Reed", profession="physician", site=cast.site, sex=Sex.MALE, languages=["en", "es"]
    )
    room = Room.objects.create(site=cast.site, code="C1", kind="consulting", name="Room 1")
    second = Room.objects.create(site=cast.site, code="C2", kind="consulting", name="Room 2", step_free=False)
    resources = []
    for staff in (cast.doctor_staff, evan):
        Offering.objects.create(service=service, staff=staff)
        Offering.objects.create(service=scan, staff=staff)
        made = scheduling.add_resource(kind="clinician", name=staff.name, site=cast.site, staff=staff, by=cast.manager)
        resources.append(made)
    for one in (room, second):
        made = scheduling.add_resource(kind="room", name=one.name, site=cast.site, room=one, by=cast.manager)
        resources.append(made)
    _open(resources, cast)
    ward = actions.add_ward(
        site=cast.site, code="MED1", name="General medicine", rounds=[("08:30", "11:00")],
        visiting=[("14:00", "20:00")], meals={"breakfast": "08:00", "lunch": "12:30", "supper": "18:00"},
        by=cast.bed_manager,
    )  # fmt: skip
    unit = actions.add_ward(site=cast.site, code="ICU", name="Intensive care", care=3, by=cast.bed_manager)
    beds = {
        code: actions.add_bed(ward=ward, code=code, bay=bay, single_room=not bay, by=cast.bed_manager)
        for code, bay in (("M1", "1"), ("M2", "1"), ("M3", "2"), ("M4", "2"), ("M5", ""), ("M6", ""))
    }
    beds |= {
        code: actions.add_bed(
            ward=unit, code=code, single_room=True, own_air=True, kit=["ventilator"], by=cast.bed_manager
        )
        for code in ("I1", "I2")
    }
    return Hospital(cast, service, scan, cast.doctor_staff, evan, room, ward, beds)


def _open(resources: list[Resource], cast: Cast) -> None:
    for resource in resources:
        for weekday in range(5):
            scheduling.set_weekly_pattern(
                resource=resource, weekday=weekday, begins=time(8), ends=time(17), valid_from=TODAY, by=cast.manager
            )
    scheduling.open_diaries(resources=resources, from_day=TODAY, until_day=TODAY + timedelta(days=3), by=cast.manager)


@pytest.fixture
def hospital(cast: Cast) -> Hospital:
    """The hospital at nine on Monday morning."""
    return kept("hospital", lambda: make_hospital(cast))


def later(minutes: float) -> datetime:
    return MONDAY_MORNING + timedelta(minutes=minutes)


__all__ = ["SHEET", "SYSTEM", "TODAY", "Hospital", "hospital", "later", "make_hospital"]
