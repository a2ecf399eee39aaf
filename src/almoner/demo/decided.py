"""Requests of the weeks behind that clinicians decided: so that suggestions can be held against decisions, and nights
have had their alarms."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import lru_cache
from itertools import cycle
from pathlib import Path
from typing import Any

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.demo.agenda import Agenda
from almoner.demo.asking import all_denied
from almoner.demo.house import House
from almoner.people.models import Person
from almoner.urgency import actions as urgency
from almoner.urgency.asked import Told
from almoner.urgency.dispositions import WAYS, LeadsTo
from almoner.urgency.enums import Outcome
from almoner.urgency.models import Alarm, Request

ASKS = (time(9, 20), time(12, 40), time(16, 36))
"""Shortly before the worker has a look, so that what is to be written goes out in time."""
WEEKEND = ASKS[1:2]
AT_NIGHT, EVERY = time(21, 30), 4
"""Every so many days somebody asks when the hospital is closed, and whoever is on call hears of it."""


@lru_cache(maxsize=1)
def requests() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("decided.toml").read_text("utf-8"))["request"]
    return rows


@dataclass(slots=True)
class Decided:
    """`people` are those who may have asked; none of them lies in a bed."""

    house: House
    agenda: Agenda
    people: Sequence[Person]

    def plan(self, days: int) -> None:
        told, who = cycle(requests()), self._people()
        for back in range(days, 0, -1):
            day = self.house.today - timedelta(days=back)
            asks = [*(WEEKEND if day.weekday() >= 5 else ASKS), *([AT_NIGHT] if back % EVERY == 0 else [])]
            for wall in asks:
                self._put(day, wall, next(told), next(who))

    def _people(self) -> Iterator[Person]:
        """One after the other, far from each other in the list, adults only."""
        adults = [one for one in self.people if one.age_on(self.house.today) >= 18]
        return cycle(adults[start::5][number] for start in range(5) for number in range(len(adults[start::5])))

    def _put(self, day: date, wall: time, told: dict[str, Any], person: Person) -> None:
        self.agenda.at(clock.on_the_wall(day, wall), self.asks, told=told, person=person)

    def asks(self, told: dict[str, Any], person: Person) -> None:
        words = Told(words=told["words"], language=told.get("language", "en"), danger_answers=all_denied())
        channel = ("web", "phone")[len(told["words"]) % 2]
        request = urgency.submit_request(told=words, channel=channel, person=person, by=self.house.by("agent"))
        now = clock.now()
        by = self.house.by(("triage_nurse", "doctor")[len(told["words"]) % 3 == 0])
        if Alarm.objects.unheard().filter(request=request).exists():
            by = self.house.by("doctor")
            self.agenda.at(now + timedelta(minutes=4), self.is_heard, request=request, by=by)
        self.agenda.at(now + timedelta(minutes=10), self.is_decided, request=request, told=told, by=by)

    def is_heard(self, request: Request, by: Actor) -> None:
        urgency.hear_alarm(alarm=Alarm.objects.unheard().get(request=request), by=by)

    def is_decided(self, request: Request, told: dict[str, Any], by: Actor) -> None:
        way = WAYS[told["disposition"]]
        urgency.decide_level(request=request, level=way.level, disposition=way.code, reason=told["reason"], by=by)
        minutes = 1
        if way.leads_to == LeadsTo.HANDOVER:
            urgency.hand_over_to_emergency(request=request, said=_said(request), incident="4711", by=by)
        elif way.leads_to == LeadsTo.VISIT:
            minutes = 20
        self.agenda.at(clock.now() + timedelta(minutes=minutes), self.ends, request=request, way=way.leads_to, by=by)

    def ends(self, request: Request, way: LeadsTo, by: Actor) -> None:
        outcomes = {LeadsTo.HANDOVER: Outcome.SENT_TO_EMERGENCY, LeadsTo.VISIT: Outcome.SEEN}
        urgency.close_request(request=request, outcome=outcomes.get(way, Outcome.ADVICE), by=by)


def _said(request: Request) -> list[tuple[str, str]]:
    return [("Where", "At home"), ("Who", request.who), ("What is wrong", request.words)]
