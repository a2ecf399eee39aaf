"""The staff, rooms and sessions of the rehearsal hospital, made through the actions of the rooms."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from almoner.catalogue.actions import offer_by_profession
from almoner.catalogue.models import Room, Service
from almoner.core.actor import Actor
from almoner.core.permissions import Role
from almoner.demo.population import names
from almoner.people.actions import hire_staff
from almoner.people.enums import Sex
from almoner.people.models import Site, Staff
from almoner.scheduling.actions import Session, add_resource, open_diaries, plan_groups, set_week
from almoner.scheduling.enums import Kind
from almoner.scheduling.models import Resource

HERE = Path(__file__).parent
OLDER = timedelta(weeks=8)


@dataclass(frozen=True, slots=True)
class OneDay:
    """A session of some on one day only, besides the usual ones."""

    day: date
    begins: time
    ends: time
    professions: Sequence[str]


@lru_cache(maxsize=1)
def roster() -> dict[str, Any]:
    return tomllib.loads((HERE / "roster.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Hired:
    clinicians: list[Staff]
    resources: list[Resource]


def staff_the_hospital(
    *,
    site: Site,
    services: Sequence[Service],
    known: Sequence[Staff],
    first_day: date,
    days: int,
    source: Random,
    besides: OneDay | None = None,
    by: Actor,
) -> Hired:
    """Hire whoever the services name and the cast does not have, give them their services, and open their diaries from
    `first_day` on. Their hours are older."""
    clinicians = [*known, *_hire(site, _missing(services, known), source, by)]
    offer_by_profession(by=by)
    rooms = Room.objects.filter(site=site, active=True).order_by("code")
    since = first_day - OLDER
    resources = [*_clinicians(site, clinicians, since, by), *_bookable_rooms(site, rooms, since, by)]
    resources += _interpreters(site, since, by)
    _plan_groups(site, services, by)
    if besides:
        _open_besides(resources, besides, by)
    open_diaries(resources=resources, from_day=first_day, until_day=first_day + timedelta(days=days), by=by)
    return Hired(clinicians, resources)


def _missing(services: Sequence[Service], known: Sequence[Staff]) -> Iterator[str]:
    """Each profession as often as somebody is still to be hired for it."""
    counts = roster()["people"]
    wanted = sorted({name for service in services for name in (*service.performers, *service.assistants)})
    for profession in wanted:
        there = sum(one.profession == profession for one in known)
        yield from [profession] * max(0, counts.get(profession, 2) - there)


def _hire(site: Site, professions: Iterator[str], source: Random, by: Actor) -> Iterator[Staff]:
    doctors = set(roster()["people"]["doctors"])
    for number, profession in enumerate(professions):
        female = profession == "mammographer" or number % 2 == 0
        language = source.choices(["en", "es", "ar"], weights=[7, 2, 1])[0]
        pool = names()["en" if language == "ar" else language]
        given = source.choice(pool["female" if female else "male"])
        title = "Dr " if profession in doctors else ""
        yield hire_staff(
            name=f"{title}{given} {source.choice(pool['family'])}",
            profession=profession,
            roles=[Role.DOCTOR] if profession in doctors else [Role.WARD_NURSE] if "nurse" in profession else [],
            site=site,
            sex=Sex.FEMALE if female else Sex.MALE,
            languages=sorted({"en", language}),
            by=by,
        )


def _clinicians(site: Site, clinicians: Sequence[Staff], first_day: date, by: Actor) -> Iterator[Resource]:
    hours = roster()["hours"]
    for place, one in enumerate(clinicians):
        resource = add_resource(kind=Kind.CLINICIAN, name=one.name, site=site, staff=one, by=by)
        week = [_session(weekday, span) for weekday, *span in hours["few"].get(one.profession, [])]
        for weekday in () if week else range(7) if one.profession in hours["every_day"] else range(5):
            # A half day each week is kept for what is not clinic.
            spans = hours["clinic"][:1] if weekday == place % 5 else hours["clinic"]
            week += [_session(weekday, span) for span in spans]
            if weekday in hours["urgent_days"]:
                week.append(_session(weekday, hours["urgent"], urgent=True))
        set_week(resource=resource, sessions=week, from_day=first_day, by=by)
        yield resource


def _plan_groups(site: Site, services: Sequence[Service], by: Actor) -> None:
    known = {service.code: service for service in services}
    for code, said in roster()["groups"].items():
        if code in known:
            starts = [(site, weekday, time.fromisoformat(at)) for weekday in said["weekdays"] for at in said["at"]]
            plan_groups(service=known[code], capacity=known[code].capacity, starts=starts, by=by)


def _bookable_rooms(site: Site, rooms: Iterable[Room], first_day: date, by: Actor) -> Iterator[Resource]:
    week = [_session(weekday, roster()["hours"]["rooms"]) for weekday in range(7)]
    for room in rooms:
        resource = add_resource(kind=Kind.ROOM, name=room.name, site=site, room=room, by=by)
        set_week(resource=resource, sessions=week, from_day=first_day, by=by)
        yield resource


def _interpreters(site: Site, first_day: date, by: Actor) -> Iterator[Resource]:
    week = [_session(weekday, span) for weekday in range(5) for span in roster()["hours"]["clinic"]]
    for one in roster()["interpreters"]:
        resource = add_resource(kind=Kind.INTERPRETER, name=one["name"], site=site, languages=one["languages"], by=by)
        set_week(resource=resource, sessions=week, from_day=first_day, by=by)
        yield resource


def _session(weekday: int, span: Sequence[str], *, urgent: bool = False) -> Session:
    begins, ends = (time.fromisoformat(moment) for moment in span)
    return Session(weekday, begins, ends, urgent)


def _open_besides(resources: Sequence[Resource], one: OneDay, by: Actor) -> None:
    """A session of one day: for the first of each profession, and for every room, so that they have where to work."""
    firsts: dict[str, Resource] = {}
    for resource in resources:
        if resource.staff and resource.staff.profession in one.professions:
            firsts.setdefault(resource.staff.profession, resource)
    session = [Session(one.day.weekday(), one.begins, one.ends)]
    for resource in (*firsts.values(), *(each for each in resources if each.kind == Kind.ROOM)):
        set_week(resource=resource, sessions=session, from_day=one.day, until_day=one.day, by=by)
