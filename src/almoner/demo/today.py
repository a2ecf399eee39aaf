"""The visits of the day on which the hospital opens: gone, here, and still to come, whatever hour it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from itertools import cycle

from almoner.core import clock
from almoner.demo.agenda import Agenda
from almoner.demo.booking import book_beside, book_from, suits
from almoner.demo.coming import Coming, WalkingIn
from almoner.demo.house import House
from almoner.demo.staffing import OneDay
from almoner.demo.stories import stories
from almoner.people.models import Person, Staff
from almoner.scheduling.models import Appointment

BEFORE, AFTER = timedelta(hours=3), timedelta(hours=5)
FIRST, LAST = time(10, 30), time(16)
"""Between these, on working days, the usual clinics are what is shown; at other times some work an extra session."""
BOOKED_BEFORE = timedelta(hours=20)
ALSO_OPEN = ["physician", "nurse", "phlebotomist", "orthopaedic surgeon", "dermatologist", "paediatrician"]
"""Professions of which one is here besides the doctor of the cast."""
CLINICS = [
    ("physician", ["GEN-FUP", "GEN-NEW"]),
    ("nurse", ["GEN-VAC", "SUR-DRESS"]),
    ("phlebotomist", ["LAB-BLD"]),
    ("orthopaedic surgeon", ["ORT-FRAC"]),
    ("dermatologist", ["DER-NEW"]),
    ("paediatrician", ["PED-NEW"]),
]


def extra_session(opened_at: datetime) -> OneDay | None:
    """None while the usual clinics run. It never leaves the day: what it shows is today's."""
    wall = clock.local(opened_at)
    if wall.weekday() < 5 and FIRST <= wall.time() <= LAST:
        return None
    begins = max(wall - BEFORE, wall.replace(hour=0, minute=0))
    ends = wall + AFTER
    last = time(0) if ends.date() != wall.date() else time(ends.hour, 0)
    return OneDay(wall.date(), time(begins.hour, 0 if begins.minute < 30 else 30), last, ALSO_OPEN)


def book_today(house: House, agenda: Agenda, people: Sequence[Person]) -> None:
    """Book the day, twenty hours before it is looked at, and put on the agenda how each visit goes."""
    agenda.at(house.opened_at - BOOKED_BEFORE, _book, house=house, agenda=agenda, people=people)


def _book(house: House, agenda: Agenda, people: Sequence[Person]) -> None:
    session = extra_session(house.opened_at)
    opens = clock.on_the_wall(house.today, session.begins if session else time(8, 30))
    begin = max(house.opened_at - BEFORE, opens)
    pool = list(people)
    own = _clinic(house, pool, house.cast["doctor"], ["GEN-FUP", "GEN-NEW"], (begin, house.opened_at + AFTER))
    _go(house, agenda, own, late=12)
    firsts = {one.profession: one for one in reversed(house.clinicians)}
    for profession, codes in CLINICS:
        if profession in firsts:
            until = house.opened_at + timedelta(hours=2)
            _go(house, agenda, _clinic(house, pool, firsts[profession], codes, (begin, until)), late=4)


def _clinic(
    house: House, pool: list[Person], who: Staff, codes: Sequence[str], span: tuple[datetime, datetime]
) -> list[Appointment]:
    """Book visits with one clinician one after the other, groups whole, until the span is over or nobody is left."""
    booked: list[Appointment] = []
    begin, end = span
    for code in cycle(codes):
        if begin >= end:
            break
        service = house.services[code]
        person = next((one for one in pool if suits(service, one, house.today)), None)
        visit = book_from(service, person, begin, house.by("agent"), with_whom=who) if person else None
        if person is None or visit is None or visit.starts_at >= end:
            break
        pool.remove(person)
        booked.append(visit)
        beside = [one for one in pool if suits(service, one, house.today)][: service.capacity - 1]
        booked += book_beside(visit, beside, house.by("agent"))
        pool[:] = [one for one in pool if one not in beside]
        begin = visit.ends_at
    return booked


def _go(house: House, agenda: Agenda, booked: Sequence[Appointment], *, late: float) -> None:
    """Most come and are seen; of each clinic somebody stays away, and somebody does not wait."""
    for place, visit in enumerate(booked):
        course = Coming(house, agenda, visit, number=place, late=late * (place % 3) / 2)
        if place % 8 == 2:
            course.stays_away()
        elif place % 11 == 5:
            course.goes_unseen()
        else:
            course.comes()


def walk_in(house: House, agenda: Agenda, people: Sequence[Person]) -> list[Person]:
    """Those who come without an appointment; shortly after midnight, in the minutes that the day has had. Gives the
    people who are still free."""
    told = stories()["walked_in"]
    adults = [one for one in people if one.age_on(house.today) >= 16][: len(told)]
    midnight = clock.on_the_wall(house.today, time.min)
    share = min(1.0, (house.opened_at - midnight) / timedelta(minutes=max(one["minutes"] for one in told) + 5))
    for who, one in zip(adults, told, strict=False):
        WalkingIn(house, agenda, who, one).comes(house.opened_at - timedelta(minutes=one["minutes"]) * share)
    return [one for one in people if one not in adults]
