"""The weeks behind the opening: visits that took place or did not, and promises kept and broken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from almoner.charter import actions as charter
from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.refusal import Refused
from almoner.demo.agenda import NOT_IN_THE_PAST, Agenda, worker_works
from almoner.demo.booking import book_from, hold_from, suits
from almoner.demo.coming import Coming
from almoner.demo.house import House
from almoner.demo.ringing import called, number_of
from almoner.demo.seeing_to import by_hand
from almoner.desk.actions import call_back_done, end_contact
from almoner.desk.models import Contact
from almoner.people.models import Person
from almoner.scheduling import actions as scheduling
from almoner.scheduling.enums import CancelReason, MoveReason
from almoner.scheduling.models import Appointment

WORKING_DAY, WEEKEND = 6, 2
"""So many visits are booked on a day."""
AHEAD_HOURS = (1, 1, 2, 2, 22, 24, 30, 70)
"""So long before the visit it is booked; most are for the same day, as they need the fewest messages."""
BOOKS = time(9, 31)
WORKS = (time(9, 33), time(13), time(17))
"""When the worker has a look on a day that is long gone: after the bookings, after the reminders, in the evening."""
FATES = {"comes": 74, "stays_away": 8, "goes_unseen": 4, "cancels": 7, "moves": 4, "is_cancelled": 3}


@dataclass(slots=True)
class Past:
    """The days gone by, each put on the agenda when it dawns."""

    house: House
    agenda: Agenda
    people: list[Person]
    number: int = 0
    codes: list[str] = field(default_factory=list)

    def plan(self, days: int) -> None:
        self.codes = [code for code, one in self.house.services.items() if not one.assistants and one.minutes <= 60]
        for back in range(days, 0, -1):
            day = self.house.today - timedelta(days=back)
            self._at(day, BOOKS, self.desk_opens, day=day)
            self._at(day, time(11), self.calls_come, day=day)
            self._at(day, time(17, 10), self.desk_sees_to)
            for wall in WORKS:
                self._at(day, wall, worker_works, without=NOT_IN_THE_PAST)

    def _at(self, day: date, wall: time, deed: Callable[..., object], /, **told: Any) -> None:
        self.agenda.at(clock.on_the_wall(day, wall), deed, **told)

    def desk_opens(self, day: date) -> None:
        """The bookings of a day, and how each of them goes."""
        source = self.house.source
        for _ in range((WEEKEND if day.weekday() >= 5 else WORKING_DAY) if self.people else 0):
            self.number += 1
            person = self.people[self.number % len(self.people)]
            fitting = [code for code in self.codes if suits(self.house.services[code], person, day)]
            hours = source.choice(AHEAD_HOURS)
            begin = clock.now() + timedelta(hours=hours)
            visit = book_from(self.house.services[source.choice(fitting)], person, begin, self.house.by("agent"))
            if visit:
                self._goes(visit, source.choices(list(FATES), weights=list(FATES.values()))[0])

    def _goes(self, visit: Appointment, fate: str) -> None:
        course = Coming(
            self.house, self.agenda, visit, number=self.number, late=self.house.source.choice((0, 0, 4, 22))
        )
        half_way = clock.now() + (visit.starts_at - clock.now()) / 2
        if fate == "comes":
            course.comes()
        elif fate == "stays_away":
            course.stays_away()
        elif fate == "goes_unseen":
            course.goes_unseen()
        elif fate == "cancels":
            self.agenda.at(half_way, self.cancels, visit=visit)
        elif fate == "moves":
            self.agenda.at(half_way, self.moves, visit=visit)
        else:
            self.agenda.at(half_way, self.is_cancelled, visit=visit)

    def cancels(self, visit: Appointment) -> None:
        reason = (CancelReason.PATIENT, CancelReason.PATIENT_BETTER)[self.number % 2]
        scheduling.cancel(appointment=visit, reason=reason, by=self.house.by("agent"))

    def moves(self, visit: Appointment) -> None:
        by = self.house.by("agent")
        held = hold_from(visit.service, visit.person, visit.starts_at + timedelta(days=1), by)
        if held:
            moved = scheduling.move(appointment=visit, hold=held, reason=MoveReason.SUITS, by=by)
            Coming(self.house, self.agenda, moved, number=self.number, in_brief=True).comes()

    def is_cancelled(self, visit: Appointment) -> None:
        """By the hospital, with a day by which there is a new date; it comes in time, or a day late."""
        scheduling.cancel_by_hospital(
            appointment=visit,
            reason=CancelReason.STAFF,
            note="The clinician is ill",
            advice="Ring us if it gets worse",
            promise_on=clock.now() + timedelta(days=1),
            by=self.house.by("agent"),
        )
        hours = 20 if self.number % 3 else 44
        self.agenda.at(clock.now() + timedelta(hours=hours), self.gets_new_date, visit=visit)

    def gets_new_date(self, visit: Appointment) -> None:
        by, person = self.house.by("agent"), visit.person
        held = hold_from(visit.service, person, clock.now() + timedelta(hours=30), by)
        if held:
            again = scheduling.book(
                hold=held, person=person, keep_both=True, replaces=visit, also_about=[visit.id], by=by
            )
            Coming(self.house, self.agenda, again, number=self.number, in_brief=True).comes()

    def calls_come(self, day: date) -> None:
        """Two callers a day are rung back; one in six after the time that was promised."""
        for place in (0, 1):
            self.number += 1
            who = self.people[self.number * 7 % len(self.people)]
            if not number_of(who):
                continue
            contact = called(who, asked="When is my result there?", by=self.house.by("agent"))
            promised_at = clock.now() + timedelta(minutes=60 + 60 * place)
            end_contact(
                contact=contact, outcome="CALL_BACK" if place else "CLINICIAN_QUESTION", reason=contact.asked,
                promised_at=promised_at, by=self.house.by("agent"),
            )  # fmt: skip
            late = timedelta(minutes=75 if self.number % 6 == 0 else -20)
            self.agenda.at(promised_at + late, self.is_rung_back, contact=contact)

    def is_rung_back(self, contact: Contact) -> None:
        call_back_done(contact=contact, note="Rang them and answered.", by=self.house.by("agent"))

    def desk_sees_to(self) -> None:
        """In the evening the desk sees to what no message kept, and says sorry for what is late."""
        soon = clock.now() + timedelta(hours=15)
        for promise in (
            Promise.objects.live().filter(due_at__lte=soon).select_related("person").order_by("due_at", "id")
        ):
            if by_hand(promise):
                try:
                    charter.keep(promise=promise, how="rang them", by=self.house.by("agent"))
                except Refused:
                    continue
