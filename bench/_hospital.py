"""Hospitals of any size with busy diaries, written straight into the tables: filling is not what is measured."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from almoner.catalogue.models import Offering, Room, Service, Specialty
from almoner.core import clock
from almoner.core.identifiers import new_id
from almoner.people.models import Person, Site, Staff
from almoner.scheduling import diaries
from almoner.scheduling.models import Resource

NAMES = (
    "id", "created_at", "resource_id", "site_id", "day", "midnight", "open", "blocked", "free", "urgent", "rooms",
    "version", "stamp",
)  # fmt: skip
FULL_DAYS = 6
"""Days from today on which nearly everybody is full, as it is."""


def make(clinicians: int, rooms: int, days: int, *, busy: bool = True) -> Service:
    """One service that all clinicians give, in any of the rooms."""
    source = random.Random(7)
    site = Site.objects.create(
        code=f"s{clinicians}", name="Riverside", time_zone="Europe/London", service_desk_number="1",
        emergency_number="999", opens_at=time(8), closes_at=time(18),
    )  # fmt: skip
    specialty = Specialty.objects.create(code=f"sp{clinicians}")
    service = Service.objects.create(
        code=f"N{clinicians}", specialty=specialty, names={"en": "Visit"}, minutes=20, visit_minutes=20,
        room_kinds=[f"k{clinicians}"], self_book=True,
    )  # fmt: skip
    staff = Staff.objects.bulk_create(
        [Staff(name=f"Clinician {n}", profession="physician", site=site, languages=["en"]) for n in range(clinicians)]
    )
    Offering.objects.bulk_create(Offering(service=service, staff=one) for one in staff)
    places = Room.objects.bulk_create(
        [Room(site=site, code=f"{n}", kind=f"k{clinicians}", name=f"Room {n}") for n in range(rooms)]
    )
    resources = [Resource(kind="clinician", name=one.name, site=site, staff=one) for one in staff]
    resources += [Resource(kind="room", name=one.name, site=site, room=one) for one in places]
    Resource.objects.bulk_create(resources)
    zone = ZoneInfo("Europe/London")
    workdays = [day for n in range(days + 2) if (day := clock.today() + timedelta(n + 1)).weekday() < 5]
    rows = (
        _row(resource, day, zone, source, busy=busy and resource.kind == "clinician", near=n < FULL_DAYS)
        for n, day in enumerate(workdays)
        for resource in resources
    )
    _write(rows)
    return service


def _row(
    resource: Resource, day: date, zone: ZoneInfo, source: random.Random, *, busy: bool, near: bool
) -> tuple[Any, ...]:
    is_open = diaries.session(day, time(9), time(17), zone)
    free = is_open
    if busy:
        holes = 0 if near and source.random() < 0.995 else source.randrange(1, 4)
        free = diaries.either(*(diaries.span(at, at + 4) for at in (source.randrange(108, 200) for _ in range(holes))))
    bits = [diaries.pack(is_open), b"", diaries.pack(free), b""]
    return (new_id(), clock.now(), resource.id, resource.site_id, day, diaries.start_of(day, zone), *bits, "", 0, 0)


def _write(rows: Any) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY scheduling_diary ({', '.join(NAMES)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(NAMES))
            insert = f"INSERT INTO scheduling_diary ({', '.join(NAMES)}) VALUES ({marks})"  # noqa: S608 - names above
            cursor.execute("BEGIN")
            cursor.executemany(insert, (_plain(row) for row in rows))  # type: ignore[arg-type]  # never all at once
            cursor.execute("COMMIT")
        cursor.execute("ANALYZE")


def _plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    key, created, resource_id, site_id, day, midnight, *rest = row
    return (key.hex, _text(created), resource_id.hex, site_id.hex, day.isoformat(), _text(midnight), *rest)


def _text(moment: datetime) -> str:
    return str(moment.replace(tzinfo=None))


def people(count: int) -> list[Person]:
    born = date(1980, 1, 1)
    return Person.objects.bulk_create(
        Person(record_number=f"B{new_id().hex[:12]}", given_name=f"P{n}", birth_on=born) for n in range(count)
    )
