"""Proposing the dates of a series: what the diaries have near each usual time, and what stands in its way (APT-8).

Reads only, as the search does; nothing that is proposed is kept for anyone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.actor import SYSTEM, Actor
from almoner.people import holidays
from almoner.people.models import Person
from almoner.scheduling import diaries, memory, series
from almoner.scheduling.enums import HOLDING_TIME, BlockReason, NotAsUsual
from almoner.scheduling.models import Appointment, Block, Diary, Resource
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.rules import need_to_book_for
from almoner.scheduling.search import LEAST_NOTICE, find_times
from almoner.scheduling.series import Occurrence, Span, Window
from almoner.scheduling.sites_near import nearest_of
from almoner.scheduling.suitability import check
from almoner.scheduling.times import Time

IN_A_WINDOW = 300
FIRST_WITHIN = 90
"""Days within which the first one must be found, where no usual time was named."""


@dataclass(frozen=True, slots=True)
class SeriesWish:
    """How many, how often, and what is usual: what is left open is as the first one that is free."""

    count: int
    every_days: int
    within_days: int
    from_day: date
    weekday: int | None = None
    at: time | None = None
    clinician_id: str = ""
    """Of the member of staff."""


@dataclass(frozen=True, slots=True)
class SeriesProposal:
    """The usual hour and clinician, and every one of the series. None of them where nothing at all is free."""

    at: time | None
    clinician: str
    occurrences: tuple[Occurrence, ...]


@memory.current()
def propose_series(
    service: Service, person: Person, wish: SeriesWish, *, ordered: bool = False, by: Actor
) -> SeriesProposal:
    """Propose a time for each, with the usual clinician at the usual time where that can be had.

    Raises TheirsToBook, NotThere and NotSuitable. The number of statements grows with the number of visits, not with
    that of resources.
    """
    need_to_book_for(person, by, service)
    check(service, person, ordered=ordered, by=by)
    begin, first, zone = _beginning(service, wish, person)
    if wish.at is None and first is None:
        return SeriesProposal(None, "", ())
    at = wish.at or first.starts_there.time() if first else wish.at
    day = begin if wish.at else first.on_there if first else begin
    assert at is not None  # noqa: S101 - one of both is there
    usual = _usual_clinician(service, first, wish)
    looked = _Looked(service, usual, busy_of(person, day), zone, first.site_id if first else None)
    return _proposed(looked, wish, day, at)


def _beginning(service: Service, wish: SeriesWish, person: Person) -> tuple[date, Time | None, ZoneInfo]:
    """The first usual day, the first free time, and on whose wall the usual hour is: where that time is. An hour that
    is named is looked for once more where that turns out to be another wall than was thought."""
    zone = clock.zone()
    begin = _begin(wish, zone)
    first = _first(service, begin, wish, zone, person)
    if first and first.zone != zone:
        zone = first.zone
        begin = _begin(wish, zone)
        first = _first(service, begin, wish, zone, person) if wish.at else first
    return begin, first, zone


def _begin(wish: SeriesWish, zone: ZoneInfo) -> date:
    """The first usual day, whose hour is still to come."""
    begin = series.on_weekday(max(wish.from_day, clock.today(zone)), wish.weekday)
    if wish.at and clock.on_the_wall(begin, wish.at, zone) < clock.now() + LEAST_NOTICE:
        return series.on_weekday(begin + timedelta(days=1), wish.weekday)
    return begin


def _first(service: Service, begin: date, wish: SeriesWish, zone: ZoneInfo, person: Person) -> Time | None:
    """The first free time from the beginning on, at the named hour where one is named; of several the nearest."""
    prefer = Preferences(clinician_id=wish.clinician_id, weekdays=() if wish.weekday is None else (wish.weekday,))
    from_at = clock.on_the_wall(begin, wish.at, zone) if wish.at else None
    until = begin + timedelta(days=FIRST_WITHIN)
    found = find_times(service, from_at=from_at, from_day=begin, until=until, limit=1, preferences=prefer, by=SYSTEM)
    return nearest_of(found, service, person)


def _usual_clinician(service: Service, first: Time | None, wish: SeriesWish) -> Resource | None:
    resources = Resource.objects.filter(active=True).select_related("site")
    if wish.clinician_id:
        return resources.filter(staff_id=wish.clinician_id, staff__offerings__service=service).first()
    return resources.filter(id=first.clinician.resource_id).first() if first else None


def busy_of(person: Person, from_day: date) -> list[Span]:
    """When the person is with us for something else."""
    begin = clock.on_the_wall(from_day, time.min) - timedelta(days=1)
    visits = Appointment.objects.filter(person=person, state__in=HOLDING_TIME, ends_at__gt=begin)
    return [Span(*each) for each in visits.order_by("starts_at", "id").values_list("starts_at", "ends_at")]


@dataclass(frozen=True, slots=True)
class _Looked:
    """Whose times are looked for, and when the person cannot come."""

    service: Service
    usual: Resource | None
    busy: Sequence[Span]
    zone: ZoneInfo
    """On whose wall the usual hour is."""
    site_id: UUID | None = None
    """Where it is."""

    def near(self, window: Window) -> list[Time]:
        """What there is in a window; of anybody where the usual time with the usual clinician cannot be had."""
        own = self._with(Preferences(clinician_id=str(self.usual.staff_id)), window) if self.usual else []
        if self.usual and any(series.is_usual(one, window.usual_at, self.usual.id) for one in own):
            return own
        keys = {one.key for one in own}
        return [*own, *(one for one in self._with(Preferences(), window) if one.key not in keys)]

    def _with(self, wish: Preferences, window: Window) -> list[Time]:
        """The usual moment itself is asked for besides: a list of times is in steps that may pass it over."""
        usual_day = clock.local(window.usual_at, self.zone).date()
        asked: tuple[dict[str, Any], ...] = (
            {"from_at": window.usual_at, "until": usual_day, "limit": 1},
            {"from_day": window.first_day, "until": window.last_day, "limit": IN_A_WINDOW},
        )
        found: dict[str, Time] = {}
        for each in asked:
            times = find_times(self.service, preferences=wish, by=SYSTEM, **each)
            found |= {one.key: one for one in series.clear_of(times, self.busy)}
        return list(found.values())

    def why_not(self, usual_at: datetime) -> NotAsUsual:
        """What stands in the way of the usual time."""
        ends_at = usual_at + timedelta(minutes=self.service.minutes)
        if any(series.overlap(Span(usual_at, ends_at), span) for span in self.busy):
            return NotAsUsual.OWN_VISIT
        return _in_the_way(self.usual, usual_at, ends_at) if self.usual else NotAsUsual.TAKEN


def _in_the_way(usual: Resource, starts_at: datetime, ends_at: datetime) -> NotAsUsual:
    blocks = Block.objects.filter(resource=usual, lifted_at=None, starts_at__lt=ends_at, ends_at__gt=starts_at)
    reasons = set(blocks.values_list("reason", flat=True))
    if reasons:
        return NotAsUsual.CLOSED if BlockReason.CLOSURE in reasons else NotAsUsual.AWAY
    day = clock.local(starts_at, usual.zone).date()
    of_day = list(Diary.objects.filter(resource=usual, day=day))
    if any(_is_open(one, starts_at, ends_at) for one in of_day):
        return NotAsUsual.TAKEN
    if day in holidays.by_day(usual.site.holidays):
        return NotAsUsual.CLOSED
    if of_day or Diary.objects.filter(resource=usual, day__gt=day).exists():
        return NotAsUsual.NOT_IN
    return NotAsUsual.NOT_OPEN


def _is_open(diary: Diary, starts_at: datetime, ends_at: datetime) -> bool:
    wanted = diaries.between(starts_at, ends_at, diary.midnight)
    return diaries.unpack(diary.open) & wanted == wanted


def _proposed(looked: _Looked, wish: SeriesWish, day: date, at: time) -> SeriesProposal:
    on = series.days_of(day, wish.count, wish.every_days)
    usual = [clock.on_the_wall(each, at, looked.zone) for each in on]
    windows = [
        series.window(moment, each, wish.within_days, max(wish.from_day, clock.today()))
        for moment, each in zip(usual, on, strict=True)
    ]
    usual_with = looked.usual.id if looked.usual else None
    found = series.propose(usual, [looked.near(one) for one in windows], usual_with, looked.zone, looked.site_id)
    return SeriesProposal(
        at, looked.usual.name if looked.usual else "", tuple(_with_why(one, looked, usual_with) for one in found)
    )


def _with_why(one: Occurrence, looked: _Looked, usual_with: UUID | None) -> Occurrence:
    if one.chosen and series.is_usual(one.chosen, one.usual_at, usual_with):
        return one
    return replace(one, why=looked.why_not(one.usual_at))


def as_chosen(proposal: SeriesProposal, chosen: Mapping[int, str]) -> SeriesProposal:
    """The proposal with what was chosen before, by place: a key of the time, or nothing for one that is skipped. What
    is gone meanwhile is marked, and the nearest other stands in its place."""
    return replace(proposal, occurrences=tuple(_as_chosen(one, chosen) for one in proposal.occurrences))


def _as_chosen(one: Occurrence, chosen: Mapping[int, str]) -> Occurrence:
    key = chosen.get(one.place)
    if key is None:
        return one
    if not key:
        return replace(one, skipped=True)
    still = next((time for time in one.others if time.key == key), None)
    if still is None:
        return replace(one, why=NotAsUsual.TAKEN_NOW, changed=True)
    return one if still == one.chosen else replace(one, chosen=still, why=one.why or NotAsUsual.CHOSEN)
