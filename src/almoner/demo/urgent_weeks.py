"""The weeks behind the opening, as far as they teach how many urgent people come (APT-6): who had to be seen that day.

Of them only the visit is told, and its time in the diaries: they asked in the morning, came, were seen and went. It is
as if a hospital had brought it along from where it kept its visits before. All that is told in full is in `past`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.models import F

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.identifiers import reference
from almoner.demo.agenda import Agenda
from almoner.demo.booking import suits
from almoner.demo.house import House
from almoner.people.models import Person
from almoner.scheduling import claiming, diaries
from almoner.scheduling.actions import open_diaries
from almoner.scheduling.enums import Kind, State
from almoner.scheduling.models import Appointment, Claim, Diary, Resource
from almoner.scheduling.placed import WALL

WEEKS = 7
"""As many are looked back on as make six whole ones, whatever the day on which the hospital opens."""
ASKED_FROM = time(8, 20)
ASK_EVERY = timedelta(minutes=25)
WAIT = {2: timedelta(minutes=40), 3: timedelta(hours=2)}
"""So long after they asked somebody is looked for who is free."""


@lru_cache(maxsize=1)
def asking() -> list[dict[str, Any]]:
    """By service and level, how many ask on each day of the week, Monday first."""
    read = tomllib.loads((Path(__file__).parent / "urgent_weeks.toml").read_text(encoding="utf-8"))
    rows: list[dict[str, Any]] = read["asking"]
    return rows


@dataclass(frozen=True, slots=True)
class Asks:
    """Somebody who has to be seen soon, and for what."""

    at: datetime
    service: Service
    level: int
    person: Person


@dataclass(slots=True)
class UrgentWeeks:
    """`people` are those who may have come; none of them lies in a bed."""

    house: House
    people: Sequence[Person]
    resources: Sequence[Resource]
    number: int = 0
    able: dict[str, list[list[Resource]]] = field(default_factory=dict)
    """By service, who gives it, and each kind of room that it needs."""

    def plan(self, agenda: Agenda, *, known_since: date) -> None:
        """Write down the days before `known_since` at once, and put the others on the agenda."""
        first = self.house.today - timedelta(weeks=WEEKS)
        self.able = {row["service"]: self._able(self.house.services[row["service"]]) for row in asking()}
        needed = {one.id: one for groups in self.able.values() for group in groups for one in group}
        open_diaries(
            resources=list(needed.values()), from_day=first, until_day=known_since, by=self.house.by("manager")
        )
        for ahead in range(WEEKS * 7):
            day = first + timedelta(days=ahead)
            moment = clock.on_the_wall(day, ASKED_FROM)
            if day < known_since:
                with clock.at(moment):
                    self.day_goes_by(day)
            else:
                agenda.at(moment, self.day_goes_by, day=day)

    def _able(self, service: Service) -> list[list[Resource]]:
        givers = set(service.offerings.values_list("staff_id", flat=True))
        rooms = [one for one in self.resources if one.kind == Kind.ROOM]
        return [
            [one for one in self.resources if one.staff_id in givers],
            *([one for one in rooms if one.room and one.room.kind == kind] for kind in service.room_kinds),
        ]

    def day_goes_by(self, day: date) -> None:
        """Everybody of one day: their visits, and the time that these took."""
        resources = {one.id for groups in self.able.values() for group in groups for one in group}
        of_day = Diary.objects.filter(day=day, resource_id__in=resources, site=F("resource__site"))
        open_then = {one.resource_id: one for one in of_day}
        visits, claims, taken = [], [], set()
        for asks in self._who_asks(day):
            found = self._place(asks.service, asks.at + WAIT[asks.level], open_then)
            if found:
                starts_at, used = found
                visits.append(_visit(asks, starts_at, [one.resource for one in used]))
                claims += [_claim(visits[-1], diary) for diary in used]
                taken |= set(used)
        Appointment.objects.bulk_create(visits)
        Claim.objects.bulk_create(claims)
        for diary in sorted(taken, key=lambda one: str(one.id)):
            claiming.write(diary, "free")

    def _who_asks(self, day: date) -> Iterator[Asks]:
        """One after the other from the opening on; one in ten days somebody fewer, one in ten somebody more."""
        source, asked_at = self.house.source, clock.on_the_wall(day, ASKED_FROM)
        for row in asking():
            count = row["on"][day.weekday()]
            for _ in range(max(0, count + source.choices((-1, 0, 1), weights=(1, 8, 1))[0]) if count else 0):
                person = self._person(self.house.services[row["service"]], day)
                if person:
                    yield Asks(asked_at, self.house.services[row["service"]], row["level"], person)
                    asked_at += ASK_EVERY

    def _person(self, service: Service, day: date) -> Person | None:
        """The next whom the service is for."""
        for _ in self.people:
            self.number += 1
            person = self.people[self.number % len(self.people)]
            if suits(service, person, day):
                return person
        return None

    def _place(
        self, service: Service, begin: datetime, open_then: dict[Any, Diary]
    ) -> tuple[datetime, list[Diary]] | None:
        """The first start from `begin` on at which one of each kind is free, whose time is then taken."""
        for step in range(12 * 8):
            starts_at = begin + step * diaries.TICK
            span = claiming.with_around(service, starts_at, starts_at + timedelta(minutes=service.minutes))
            used = [_free(group, span, open_then) for group in self.able[service.code]]
            whole = [one for one in used if one]
            if len(whole) == len(used):
                for diary in whole:
                    diary.free = diaries.pack(diaries.unpack(diary.free) & ~diaries.between(*span, diary.midnight))
                return starts_at, whole
        return None


def _free(group: Sequence[Resource], span: tuple[datetime, datetime], open_then: dict[Any, Diary]) -> Diary | None:
    for resource in group:
        diary = open_then.get(resource.id)
        if diary:
            wanted = diaries.between(*span, diary.midnight)
            if diaries.unpack(diary.free) & wanted == wanted:
                diary.resource = resource
                return diary
    return None


def _visit(asks: Asks, starts_at: datetime, used: list[Resource]) -> Appointment:
    ends_at = starts_at + timedelta(minutes=asks.service.minutes)
    return Appointment(
        reference=reference("V", taken=lambda drawn: Appointment.objects.filter(reference=drawn).exists()),
        person=asks.person,
        service=asks.service,
        clinician=used[0],
        site=used[0].site,
        room=used[1] if len(used) > 1 else None,
        created_at=asks.at,
        starts_at=starts_at,
        ends_at=ends_at,
        ended_at=ends_at,
        wall=clock.there(starts_at, used[0].zone).strftime(WALL),
        state=State.FULFILLED,
        level=asks.level,
        booked_via="phone",
    )


def _claim(visit: Appointment, diary: Diary) -> Claim:
    starts_at, ends_at = claiming.with_around(visit.service, visit.starts_at, visit.ends_at)
    return Claim(
        diary=diary, resource=diary.resource, starts_at=starts_at, ends_at=ends_at, appointment=visit,
        created_at=visit.created_at,
    )  # fmt: skip
