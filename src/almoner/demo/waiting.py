"""A clinic with more people than times: who waits for an earlier one, what comes free, and what they answer.

Those who give it are away until the day after the hospital opens, and have few hours afterwards. So its first weeks
are full, and whatever is cancelled there is offered to those who wait.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.demo.agenda import Agenda
from almoner.demo.booking import book_from, suits
from almoner.demo.house import House
from almoner.people.models import Person
from almoner.scheduling import actions as scheduling
from almoner.scheduling.enums import BlockReason, CancelReason, OfferState, State
from almoner.scheduling.models import Appointment, Offer
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.search import ANYTHING

CODE = "NEU-NEW"
FULL_FOR = timedelta(days=24)
"""So long after the opening the clinic is full."""
FIRST_FREE = timedelta(days=1)
ON_FRIDAYS = Preferences(weekdays=(4,))
"""When the clinic never is: they wait without a visit, until somebody talks with them."""
WAITERS = [
    (19, 4, 24, ANYTHING),
    (17, 5, 24, ON_FRIDAYS),
    (14, 5, 24, Preferences(parts_of_day=("morning",))),
    (13, 5, 2, ANYTHING),
    (11, 4, 48, ANYTHING),
    (9, 5, 24, Preferences(weekdays=(3,))),
    (7, 5, 24, ANYTHING),
    (6, 4, 2, ANYTHING),
    (5, 5, 24, ANYTHING),
    (3, 5, 72, ANYTHING),
    (2, 3, 2, ANYTHING),
    (2, 5, 24, ANYTHING),
]
"""Who joins: so many days ago, how urgent, hours of notice that they need, and what has to be."""
COMES_FREE = [timedelta(hours=hours) for hours in (34, 29, 11, 5)] + [timedelta(minutes=4)]
"""So long before the opening somebody cancels; the last so late that it is on offer when the first visitor looks in."""
ANSWERS = [OfferState.ACCEPTED, OfferState.DECLINED, OfferState.ACCEPTED, OfferState.LAPSED]
"""What becomes of one offer after the other; the last means that nobody answers."""
THINKS = timedelta(minutes=12)
"""So long after the worker's rounds they answer, in the last hours."""
LAST_HOURS = 36


@dataclass(slots=True)
class Waiting:
    """`people` are those who may come; none of them lies in a bed."""

    house: House
    agenda: Agenda
    people: Sequence[Person]
    answered: int = 0
    visits: list[Appointment] = field(default_factory=list)

    def plan(self, days: int) -> None:
        service, opened = self.house.services[CODE], self.house.opened_at
        adults = [one for one in self.people if suits(service, one, self.house.today)]
        first = opened - timedelta(days=days)
        self.agenda.at(first, self.are_away, since=first)
        self.agenda.at(first, self.fills, service=service, people=adults[len(WAITERS) :])
        for person, (ago, level, notice, wish) in zip(adults, WAITERS, strict=False):
            told = {"person": person, "level": level, "notice": notice, "wish": wish}
            moment = max(opened - timedelta(days=ago), first)
            self.agenda.at(moment, self.joins, service=service, **told)
        for before in COMES_FREE:
            self.agenda.at(opened - before, self.cancels)
        for hours in range(1, LAST_HOURS):
            self.agenda.at(opened - timedelta(hours=hours) + THINKS, self.answer)

    def are_away(self, since: datetime) -> None:
        until = clock.on_the_wall(self.house.today, time()) + FIRST_FREE
        professions = self.house.services[CODE].performers
        for resource in self.house.resources:
            if resource.staff and resource.staff.profession in professions:
                scheduling.add_block(
                    resource=resource, starts_at=since, ends_at=until, reason=BlockReason.LEAVE,
                    by=self.house.by("manager"),
                )  # fmt: skip

    def fills(self, service: Service, people: Sequence[Person]) -> None:
        begin = self.house.opened_at + FIRST_FREE
        for person in people:
            visit = book_from(service, person, begin, self.house.by("agent"))
            if visit is None or visit.starts_at > self.house.opened_at + FULL_FOR:
                return
            self.visits.append(visit)

    def joins(self, service: Service, person: Person, *, level: int, notice: int, wish: Preferences) -> None:
        by = self.house.by("agent")
        late = self.house.opened_at + FULL_FOR
        visit = book_from(service, person, late, by) if wish != ON_FRIDAYS else None
        scheduling.join_waiting_list(
            person=person, service=service, appointment=visit, level=level, preferences=wish, notice_hours=notice,
            ordered=True, by=by,
        )  # fmt: skip

    def cancels(self) -> None:
        """Each time one of the first who come, so that it is worth the while of those who wait."""
        booked = [one for one in self.visits if one.starts_at - clock.now() > timedelta(hours=30)]
        if not booked:
            return
        visit = booked[len(booked) // 5]
        self.visits.remove(visit)
        live = Appointment.objects.get(id=visit.id)
        if live.state == State.BOOKED:
            scheduling.cancel(appointment=live, reason=CancelReason.PATIENT, by=self.house.by("agent"))

    def answer(self) -> None:
        """Who takes a time ends the offers that others had of it."""
        still_open = Offer.objects.filter(state=OfferState.OPEN, answer_by__gt=clock.now()).order_by("id")
        for offer in still_open.select_related("entry"):
            if not still_open.filter(id=offer.id).exists():
                continue
            said = ANSWERS[self.answered % len(ANSWERS)]
            self.answered += 1
            if said == OfferState.ACCEPTED:
                scheduling.accept_offer(offer=offer, by=self.house.by("agent"))
            elif said == OfferState.DECLINED:
                scheduling.decline_offer(offer=offer, by=self.house.by("agent"))
