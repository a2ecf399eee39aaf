"""Who lies in the beds, who waits for one, and what is done for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.demo.agenda import Agenda
from almoner.demo.house import House
from almoner.demo.stories import stories
from almoner.people.models import Person, Staff
from almoner.records.actions import record_vitals, review_warning
from almoner.records.models import EarlyWarning
from almoner.visits import actions as visits
from almoner.visits.enums import BedState, BlockReason, Care, PlanKind
from almoner.visits.models import Bed, Stay, TestOrder

OF_MARIAM = "MED1-01"
COME_FOR_YOU = {
    "en": "We come for you and bring you back.",
    "es": "Venimos a buscarle y le traemos de vuelta.",
    "ar": "نأتي إليك ونعيدك إلى سريرك.",
}
"""What to expect of a test, as staff would write it for the person."""
AGES = {"CHILD": (0, 15), "MAT": (18, 42), "CCU": (45, 120), "ICU": (40, 120)}
LEFT_AS: Sequence[tuple[BedState, str]] = [
    (BedState.DIRTY, ""),
    (BedState.CLEANING, ""),
    (BedState.BLOCKED, BlockReason.MAINTENANCE),
    (BedState.CLEAN, ""),
    (BedState.DIRTY, ""),
    (BedState.CLEAN, ""),
    (BedState.BLOCKED, BlockReason.INFECTION),
    (BedState.CLEAN, ""),
]
"""What the beds are, in turn, in which nobody lies."""


@dataclass(frozen=True, slots=True)
class Occupancy:
    """How many beds in ten are occupied; and from one in how many of the others (0: none) somebody has gone home, so
    many days ago at most."""

    of_ten: int = 7
    gone_home: int = 4
    days: int = 6


def fill_beds(house: House, agenda: Agenda, people: Sequence[Person], beds: Occupancy) -> list[Person]:
    """Put on the agenda how most beds came to be occupied over the last days. Gives the people who are still free."""
    free, number, empty, place = list(people), 0, 0, 0
    for code, ward in house.wards.items():
        nurse, doctor = _team(house, code)
        for bed in ward.beds.select_related("ward").order_by("code"):
            place += 1
            if place % 10 < beds.of_ten or bed.code == OF_MARIAM:
                who = _taken_in(house, bed, free)
                if who:
                    Lying(house, agenda, who, bed, nurse, doctor, number).begins()
                    number += 1
            else:
                if beds.gone_home and empty % beds.gone_home == 0 and (who := _taken_in(house, bed, free)):
                    gone = Lying(house, agenda, who, bed, nurse, doctor, number)
                    gone.was_here(days_ago=1 + empty // beds.gone_home % beds.days)
                    number += 1
                state, why = LEFT_AS[empty % len(LEFT_AS)]
                moment = house.opened_at - timedelta(minutes=20 + place % 25)
                agenda.at(moment, _left, bed=bed, state=state, why=why, by=house.by("bed_manager"))
                empty += 1
    return free


def _team(house: House, code: str) -> tuple[Staff, Staff]:
    """On general medicine the nurse and the doctor of the cast; elsewhere others, in turn."""
    if code == "MED1":
        return house.cast["ward_nurse"], house.cast["doctor"]
    place = list(house.wards).index(code)
    nurses = [one for one in house.clinicians if one.profession == "nurse"]
    doctors = [one for one in house.clinicians if one.profession in {"physician", "surgeon"}]
    return nurses[place % len(nurses)], doctors[place % len(doctors)]


def _taken_in(house: House, bed: Bed, free: list[Person]) -> Person | None:
    """Somebody whom the bed suits: of the age of the ward, and in a bay of one sex. Taken from `free`."""
    code = bed.ward.code
    if bed.code == OF_MARIAM:
        return house.people["mariam"]
    low, high = AGES.get(code, (16, 120))
    sex = "female" if code == "MAT" or ord(bed.bay or "A") % 2 else "male"
    for one in free:
        fits = one.sex == sex or (bed.single_room and code != "MAT")
        if fits and low <= one.age_on(house.today) <= high:
            free.remove(one)
            return one
    return None


@dataclass(slots=True)
class Lying:
    """One stay: asked for, given, laid in, cared for. It has lasted between two and forty hours."""

    house: House
    agenda: Agenda
    who: Person
    bed: Bed
    nurse: Staff
    doctor: Staff
    number: int
    stay: Stay | None = None

    def begins(self) -> None:
        opened, number = self.house.opened_at, self.number
        began = opened - timedelta(hours=2 + (number * 7) % 38, minutes=(number * 13) % 60)
        self.agenda.at(began, self.is_asked_for)
        self.agenda.at(began + timedelta(minutes=24), self.lies_down)
        self.agenda.at(began + timedelta(minutes=50), self.is_measured)
        self.agenda.at(began + timedelta(minutes=75), self.is_looked_at)
        self.agenda.at(began + timedelta(minutes=80), self.has_a_plan)
        if number % 3 == 0:
            self.agenda.at(opened - timedelta(minutes=30 + number % 20), self.is_tested)
        if number % 6 == 0:
            self.agenda.at(opened - timedelta(minutes=25), self.will_come_again)
        if number % 9 == 1:
            self.agenda.at(opened - timedelta(minutes=4 + number % 20), self.asks)

    def was_here(self, days_ago: int) -> None:
        """They have gone home since, and what follows has begun."""
        home_at = self.house.opened_at - timedelta(days=days_ago, hours=1 + self.number % 3)
        began = home_at - timedelta(hours=20)
        self.agenda.at(began, self.is_asked_for)
        self.agenda.at(began + timedelta(minutes=24), self.lies_down)
        self.agenda.at(began + timedelta(minutes=80), self.has_a_plan)
        self.agenda.at(home_at, self.goes_home)
        for minutes, state in ((40, BedState.CLEANING), (80, BedState.CLEAN)):
            moment, by = home_at + timedelta(minutes=minutes), self.house.by("bed_manager")
            self.agenda.at(moment, visits.set_bed_state, bed=self.bed, state=state, by=by)

    def goes_home(self) -> None:
        sheet = visits.Summary(
            done=[f"You were here because of: {self._stay.reason}. You are better."],
            medicines=["Take the tablets in the morning for a week."],
            warning_signs=["Fever, new pain or bleeding: ring us at once."],
            told=True,
        )
        visits.discharge(stay=self._stay, summary=sheet, by=self.house.acting(self.doctor))

    def is_asked_for(self) -> None:
        ward, reasons = self.bed.ward, self._told["reasons"]
        self.stay = visits.request_bed(
            person=self.who, site=self.house.site, level=2 + self.number % 3, ward=ward, care=ward.care,
            reason=reasons[self.number % len(reasons)], single_room=self.bed.single_room,
            pathway=self._told.get("pathway", "any inpatient"),
            by=self.house.acting(self.doctor),
        )  # fmt: skip
        visits.allot_bed(stay=self.stay, bed=self.bed, by=self.house.by("bed_manager"))

    def lies_down(self) -> None:
        visits.admit(
            stay=self._stay, named_nurse=self.nurse, doctor=self.doctor, expected_home_on=self._home_on,
            by=self.house.by("bed_manager"),
        )  # fmt: skip
        allergens = ["nuts"] if self.number % 9 == 0 else []
        visits.order_diet(stay=self._stay, diet=self._told["diet"], allergens=allergens, by=self._by)

    def is_measured(self) -> None:
        number = self.number
        values = {
            "respiratory_rate": 14 + number % 7,
            "spo2": 94 + number % 5,
            "systolic": 108 + (number * 7) % 40,
            "diastolic": 62 + (number * 3) % 24,
            "pulse": 64 + (number * 5) % 34,
            "temperature": 36.4 + (number % 8) / 5,
        }
        record_vitals(
            person=self.who, values=values, on_oxygen=number % 6 == 0, consciousness="alert", confirmed_unusual=True,
            by=self._by,
        )  # fmt: skip

    def is_looked_at(self) -> None:
        """Where the vital signs asked for a clinician, one has looked."""
        warning = EarlyWarning.objects.open().filter(person=self.who).first()
        if warning:
            found = "Looked at them: breathing at ease, to be measured again in an hour."
            review_warning(warning=warning, found=found, by=self.house.by("doctor"))

    def has_a_plan(self) -> None:
        visits.publish_plan(stay=self._stay, by=self._by)

    def is_tested(self) -> None:
        """A test that is planned, or one that is done soon and whose result is promised."""
        codes = self._told["tests"]
        soon = self.number % 2 == 0
        test = visits.order_test(
            service=self.house.services[codes[self.number % len(codes)]],
            planned_at=clock.now() + timedelta(minutes=8 if soon else 240),
            stay=self._stay,
            expect=COME_FOR_YOU.get(self.who.language, COME_FOR_YOU["en"]),
            by=self.house.acting(self.doctor),
        )
        if soon:
            self.agenda.at(clock.now() + timedelta(minutes=20), self.was_tested, test=test)

    def was_tested(self, test: TestOrder) -> None:
        visits.test_done(test=test, result_by_at=clock.now() + timedelta(hours=6), by=self.house.acting(self.doctor))

    def will_come_again(self) -> None:
        intended = visits.Intended(
            service=self.house.services["GEN-FUP" if self.who.age_on(self.house.today) >= 16 else "PED-NEW"],
            why="See how the treatment works",
            see_by_on=self.house.today + timedelta(days=21),
            book_by_at=clock.now() + timedelta(days=2),
        )
        visits.plan_follow_up(intended=intended, stay=self._stay, by=self.house.acting(self.doctor))
        visits.add_to_plan(
            stay=self._stay, kind=PlanKind.CONSULT, title=f"{self.doctor.name} talks with you about going home",
            starts_at=clock.now() + timedelta(hours=3), by=self._by,
        )  # fmt: skip

    def asks(self) -> None:
        asked = stories()["asked"]
        told = asked[self.number // 9 % len(asked)]
        visits.ask_at_bedside(stay=self._stay, what=told["what"], note=told["note"], by=self._by)

    @property
    def _stay(self) -> Stay:
        assert self.stay is not None, "a stay begins with the request for a bed"  # noqa: S101
        return self.stay

    @property
    def _told(self) -> dict[str, Any]:
        told: dict[str, Any] = stories()["lying"][self.bed.ward.code]
        return told

    @property
    def _by(self) -> Actor:
        return self.house.acting(self.nurse)

    @property
    def _home_on(self) -> date:
        return self.house.today + timedelta(days=self.number % 5)


def _left(bed: Bed, state: BedState, why: str, by: Actor) -> None:
    """Somebody went home from this bed, or it cannot be used."""
    if state == BedState.CLEAN:
        return
    visits.set_bed_state(bed=bed, state=state if why else BedState.DIRTY, block_reason=why, by=by)
    if state == BedState.CLEANING:
        visits.set_bed_state(bed=bed, state=state, by=by)


def wait_for_beds(house: House, agenda: Agenda, people: Sequence[Person]) -> list[Person]:
    """Some for whom a bed is looked for. Gives the people who are still free."""
    wanting = stories()["for_a_bed"]
    adults = [one for one in people if one.age_on(house.today) >= 18][: len(wanting)]
    for place, (who, told) in enumerate(zip(adults, wanting, strict=False)):
        moment = house.opened_at - timedelta(minutes=12 + 9 * place)
        agenda.at(moment, _wants_bed, house=house, who=who, told=told)
    return [one for one in people if one not in adults]


def _wants_bed(house: House, who: Person, told: dict[str, Any]) -> None:
    ward = house.wards[told["ward"]]
    visits.request_bed(
        person=who,
        site=house.site,
        level=told["level"],
        reason=told["reason"],
        care=Care(ward.care),
        ward=ward,
        isolation=told.get("isolation", ""),
        single_room="isolation" in told,
        by=house.by("doctor"),
    )


def plan_the_days(house: House, agenda: Agenda, days: int) -> None:
    """On each morning of the days gone by, the nurses go through the plan of the day with everybody who lies there."""
    for back in range(days, -1, -1):
        agenda.at(clock.on_the_wall(house.today - timedelta(days=back), time(9, 50)), _plan_of_the_day, house=house)


def _plan_of_the_day(house: House) -> None:
    """One of thirty is forgotten: the promise breaks, and the managers hear of it."""
    owed = Promise.objects.live().filter(standard="plan_of_the_day").values_list("subject_id", flat=True)
    for stay in Stay.objects.filter(id__in=owed).select_related("person", "named_nurse").order_by("admitted_at", "id"):
        if stay.id.int % 30:
            visits.publish_plan(stay=stay, by=house.acting(stay.named_nurse))
