"""How soon each of many services can be had: two statements for all of them together, for near times.

The next two days are read for all, then two weeks for those that had none, then the rest one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from almoner.catalogue.models import Offering, Service
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.people.models import Staff
from almoner.scheduling import board, diaries
from almoner.scheduling.choices import NOTHING, Choice, choice, together
from almoner.scheduling.enums import Kind
from almoner.scheduling.models import Diary
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.search import LEAST_NOTICE, find_times

WINDOWS = (2, 14)
"""Days ahead that are read for all services at once."""
Place = tuple[board.Key, date]


@dataclass(slots=True)
class _Pages:
    """Every resource's free bits of some days, by who they are and what they are for."""

    by_staff: dict[board.Key, list[tuple[board.Page, str]]] = field(default_factory=dict)
    by_profession: dict[str, dict[Place, list[board.Page]]] = field(default_factory=dict)
    by_room: dict[str, dict[Place, list[board.Page]]] = field(default_factory=dict)
    choices: dict[tuple[str, Place, int], Choice] = field(default_factory=dict)

    def choice(self, name: str, place: Place, length: int) -> Choice:
        """Rooms of a kind, or people of a profession, at a place and day: worked out once for each length."""
        key = (name, place, length)
        if key not in self.choices:
            places = self.by_room.get(name) or self.by_profession.get(name) or {}
            self.choices[key] = choice(places[place], length) if place in places else NOTHING
        return self.choices[key]


def soonest_by_service(codes: Sequence[str], now: datetime) -> Mapping[str, datetime | None]:
    """The earliest time for anybody, by service code; services without any are left out."""
    left = {service.code: service for service in Service.objects.offered().filter(code__in=codes)}
    performers = _performers(left.values())
    found: dict[str, datetime | None] = {}
    for days in WINDOWS:
        if left:
            pages = _read(now, days)
            for code, service in list(left.items()):
                first = _first(service, performers.get(service.id, set()), pages)
                if first:
                    found[code] = first
                    del left[code]
    beyond = now + timedelta(days=WINDOWS[-1])
    for code, service in left.items():
        times = find_times(service, from_at=beyond, limit=1, by=SYSTEM)
        if times:
            found[code] = times[0].starts_at
    return found


def soonest_with(staff: Staff, services: Iterable[Service]) -> dict[str, datetime]:
    """The earliest time with one clinician, by service code; services without any are left out. A search for each."""
    with_them = Preferences(clinician_id=str(staff.id))
    first = {one.code: find_times(one, limit=1, preferences=with_them, by=SYSTEM) for one in services}
    return {code: times[0].starts_at for code, times in first.items() if times}


def _performers(services: Iterable[Service]) -> dict[UUID, set[board.Key]]:
    found: dict[UUID, set[board.Key]] = {}
    rows = Offering.objects.filter(service__in=list(services)).values_list("service_id", "staff_id")
    for service_id, staff_id in rows:
        found.setdefault(service_id, set()).add(board.as_stored(staff_id))
    return found


def _read(now: datetime, days: int) -> _Pages:
    last_day = clock.local(now).date() + timedelta(days=days)
    view = board.look(now, now + LEAST_NOTICE, last_day, 1, 5)
    extra = ("resource__kind", "resource__staff_id", "resource__staff__profession", "resource__staff__sex",
             "resource__room__kind")  # fmt: skip
    rows = Diary.objects.filter(view.days(), longest__gte=1, resource__active=True, resource__staff__left_on=None)
    rows = rows.exclude(resource__room__active=False)
    pages = _Pages()
    for row in board.plain(board.with_days(rows).values_list(*board.COLUMNS, *extra)):
        page = board.page(row[: len(board.COLUMNS)], view)
        if page.free:
            _sort_in(pages, page, *row[len(board.COLUMNS) :])
    return pages


def _sort_in(pages: _Pages, page: board.Page, kind: str, *about: Any) -> None:
    staff_id, profession, sex, room_kind = about
    place = (page.site_id, page.day)
    if kind == Kind.CLINICIAN:
        pages.by_staff.setdefault(staff_id, []).append((page, sex))
        pages.by_profession.setdefault(profession, {}).setdefault(place, []).append(page)
    elif kind == Kind.ROOM:
        pages.by_room.setdefault(room_kind, {}).setdefault(place, []).append(page)


def _first(service: Service, performers: set[board.Key], pages: _Pages) -> datetime | None:
    length = diaries.ticks_for(service.minutes)
    best: datetime | None = None
    for staff_id in performers:
        for page, sex in pages.by_staff.get(staff_id, []):
            if service.performer_sex in {"", sex} and (best is None or page.begins_at < best):
                found = _first_of(service, page, pages, length)
                best = min(found, best) if found and best else found or best
    return best


def _first_of(service: Service, page: board.Page, pages: _Pages, length: int) -> datetime | None:
    place = (page.site_id, page.day)
    choices = [pages.choice(name, place, length) for name in (*service.assistants, *service.room_kinds)]
    tick = diaries.first(together(page, choices, length))
    return None if tick is None else diaries.moment_of(tick, page.midnight)
