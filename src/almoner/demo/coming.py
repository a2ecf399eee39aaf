"""A visit on its day: from the door to what comes of it, or that nobody comes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.demo.agenda import Agenda
from almoner.demo.asking import all_denied
from almoner.demo.house import House
from almoner.demo.stories import stories
from almoner.people.models import Person
from almoner.scheduling import actions as scheduling
from almoner.scheduling.models import Appointment
from almoner.urgency.actions import close_request
from almoner.urgency.asked import Told
from almoner.urgency.enums import Outcome
from almoner.visits import actions as visits
from almoner.visits.enums import How
from almoner.visits.models import Visit

BY = [How.DESK, How.LINK, How.KIOSK, How.DESK, How.QR]


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


@dataclass(slots=True)
class Coming:
    """The course of one booked visit. `late`: so many minutes the clinic runs behind. `in_brief`: nobody is called or
    told how long, as on days of which only what came of the visit is still of interest."""

    house: House
    agenda: Agenda
    appointment: Appointment
    number: int = 0
    late: float = 0
    in_brief: bool = False
    visit: Visit | None = None

    def comes(self) -> None:
        """They come, are greeted, told how long, called and seen; each step when its moment is there."""
        starts = self.appointment.starts_at
        arrives = starts - minutes(6 + self.number * 5 % 17)
        self.agenda.at(arrives, self.arrives)
        greeted_after = 14 if self.number % 9 == 4 else 1
        self.agenda.at(arrives + minutes(greeted_after), self.is_greeted)
        if not self.in_brief:
            self.agenda.at(arrives + minutes(greeted_after + 2), self.is_told)
        begins = max(starts, arrives + minutes(greeted_after + 3)) + minutes(self.late)
        if not self.in_brief:
            self.agenda.at(begins, self.is_called)
        self.agenda.at(begins + minutes(2), self.is_seen)
        self.agenda.at(begins + minutes(2) + self._length * 0.9, self.goes)

    def stays_away(self) -> None:
        self.agenda.at(self.appointment.starts_at + minutes(30), self.is_missed)

    def goes_unseen(self) -> None:
        arrives = self.appointment.starts_at - minutes(5)
        self.agenda.at(arrives, self.arrives)
        self.agenda.at(arrives + minutes(1), self.is_greeted)
        self.agenda.at(arrives + minutes(40), self.leaves)

    def arrives(self) -> None:
        self.visit = visits.check_in(
            appointment=self.appointment, how=BY[self.number % len(BY)], by=self.house.by("receptionist")
        )

    def is_greeted(self) -> None:
        visits.greet(visit=self._visit, by=self.house.by("receptionist"))

    def is_told(self) -> None:
        visits.tell_wait(visit=self._visit, by=self.house.by("receptionist"))

    def is_called(self) -> None:
        visits.call_in(visit=self._visit, by=self.house.by("receptionist"))

    def is_seen(self) -> None:
        visits.start_visit(visit=self._visit, by=self._clinician)

    def goes(self) -> None:
        outcomes = stories()["finished"]["outcomes"]
        visits.finish_visit(
            visit=self._visit,
            outcome=outcomes[self.number % len(outcomes)],
            ask_feedback=self.number % 3 == 0,
            by=self._clinician,
        )

    def leaves(self) -> None:
        reasons = stories()["finished"]["left"]
        visits.leave_unseen(
            visit=self._visit, reason=reasons[self.number % len(reasons)], by=self.house.by("receptionist")
        )

    def is_missed(self) -> None:
        scheduling.mark_missed(appointment=self.appointment, by=self.house.by("agent"))

    @property
    def _length(self) -> timedelta:
        return self.appointment.ends_at - self.appointment.starts_at

    @property
    def _clinician(self) -> Actor:
        return self.house.acting(self.appointment.clinician.staff)

    @property
    def _visit(self) -> Visit:
        assert self.visit is not None, "nobody is greeted who has not come"  # noqa: S101
        return self.visit


@dataclass(slots=True)
class WalkingIn:
    """Somebody who comes without an appointment, as far as their story goes."""

    house: House
    agenda: Agenda
    who: Person
    told: dict[str, Any]
    visit: Visit | None = None

    def comes(self, moment: datetime) -> None:
        self.agenda.at(moment, self.arrives)

    def arrives(self) -> None:
        desk, doctor = self.house.by("receptionist"), self.house.by("doctor")
        told = Told(words=self.told["words"], danger_answers=all_denied())
        service = self.house.services["GEN-URG"]
        visit = visits.walk_in(person=self.who, site=self.house.site, told=told, service=service, by=desk)
        steps: list[tuple[str, float, Callable[..., object], dict[str, Any]]] = [
            ("greeted", 0.02, visits.greet, {"by": desk}),
            ("waiting", 0.05, visits.tell_wait, {"by": desk}),
            ("allotted", 0.5, visits.allot, {"clinician": self.house.cast["doctor"], "by": desk,
                                             "override_reason": "Knows them"}),
            ("called", 0.6, visits.call_in, {"by": desk}),
            ("with_clinician", 0.7, visits.start_visit, {"by": doctor}),
            ("finished", 0.9, visits.finish_visit, {"outcome": "Treated and sent home", "by": doctor}),
        ]  # fmt: skip
        now, until = clock.now(), self.told["until"]
        if until == "arrived":
            return
        if until == "left":
            steps = [steps[0], ("left", 0.5, self.leaves, {})]
        for name, share, deed, more in steps:
            self.agenda.at(now + (self.house.opened_at - now) * share, deed, visit=visit, **more)
            if name == until:
                break

    def leaves(self, visit: Visit) -> None:
        """The nurses need not look at what they said any more."""
        reason = stories()["finished"]["left"][0]
        visits.leave_unseen(visit=visit, reason=reason, by=self.house.by("receptionist"))
        if visit.request:
            nurse = self.house.by("triage_nurse")
            close_request(request=visit.request, outcome=Outcome.WITHDRAWN, note=reason, by=nurse)
