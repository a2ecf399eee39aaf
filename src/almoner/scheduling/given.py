"""A free time that staff name, and whom it suits; and the next that suits somebody who waits. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.scheduling import claiming, diaries
from almoner.scheduling.actions.holding import asked, meet
from almoner.scheduling.enums import OfferState
from almoner.scheduling.models import Claim, Diary, Offer, Resource, WaitingEntry
from almoner.scheduling.needs import needs_of
from almoner.scheduling.offering import EARLIER_BY, Rules, Sent, wave_of_next
from almoner.scheduling.preferences import from_json, meets
from almoner.scheduling.search import find_times
from almoner.scheduling.suitability import unsuitable
from almoner.scheduling.times import Part, Time

LOOK_AT_TIMES = 8


@dataclass(frozen=True, slots=True)
class Given:
    """A time of a service that was named by its key, with what it takes."""

    time: Time
    resources: tuple[Resource, ...]
    days: tuple[Diary, ...]

    def is_free(self, level: int) -> bool:
        """Whether nobody has or holds it, and it is not kept for people who are more urgent than `level`."""
        begins, ends = self.time.starts_at, self.time.ends_at
        here = len(self.days) == len(self.resources) and len({day.site_id for day in self.days}) == 1
        return here and all(claiming.is_free(diary, begins, ends, level) for diary in self.days)


def given(service: Service, key: str) -> Given:
    """The time that a key names. Raises NoSuchTime, TooLate."""
    starts_at, resources = asked(service, key)
    ends_at = starts_at + timedelta(minutes=service.minutes)
    parts = tuple(Part(resource.id, resource.kind, resource.name) for resource in resources)
    wanted = claiming.diaries_at([resource.id for resource in resources], starts_at, ends_at)
    days = tuple(_as_they_are(list(wanted.values())))
    site = next((day.site for day in days if day.resource_id == resources[0].id), resources[0].site)
    time = Time(service.code, starts_at, ends_at, parts, site.name, site_id=site.id)
    return Given(time, tuple(resources), days)


def _as_they_are(diary_ids: list[UUID]) -> list[Diary]:
    """Diaries with what is free now: what a lapsed hold still claims is free, though nobody has swept it yet."""
    rows = list(Diary.objects.filter(id__in=diary_ids).select_related("resource", "site").order_by("id"))
    live: dict[UUID, int] = {}
    claims = Claim.objects.filter(diary__in=rows).exclude(lapses_at__lte=clock.now())
    for diary_id, begins, ends, midnight in claims.values_list("diary_id", "starts_at", "ends_at", "diary__midnight"):
        live[diary_id] = live.get(diary_id, 0) | diaries.between(begins, ends, midnight)
    for row in rows:
        usable = diaries.unpack(row.open) & ~diaries.unpack(row.blocked)
        row.free = diaries.pack(usable & ~live.get(row.id, 0))
    return rows


def suits(named: Given, entry: WaitingEntry, rules: Rules, *, again: bool = False) -> bool:
    """Whether a named time can be offered to somebody who waits: it is free for them, as they wish, early enough to be
    better and late enough to be reached; and, but for `again`, new to them."""
    if unsuitable(entry.service, entry.person, ordered=True, by_staff=True) is not None:
        return False
    starts_at, visit, wish = named.time.starts_at, entry.appointment, from_json(entry.preferences)
    notice = timedelta() if again else timedelta(hours=entry.notice_hours)
    if starts_at < clock.now() + max(rules.stops_before, notice):
        return False
    if visit and starts_at > visit.starts_at - (timedelta(minutes=1) if again else EARLIER_BY):
        return False
    if not again and starts_at in _had(entry):
        return False
    if not meets(wish, starts_at, clock.zone()) or not meet(needs_of(entry.service, wish), named.resources):
        return False
    return named.is_free(entry.level) and wave_for(named.time, rules) is not None


def next_for(entry: WaitingEntry, rules: Rules) -> Time | None:
    """The earliest time that suits somebody who waits and that they were not offered before."""
    return next(iter(times_for(entry, rules)), None)


def times_for(entry: WaitingEntry, rules: Rules, limit: int = LOOK_AT_TIMES, *, again: bool = False) -> list[Time]:
    """The times that suit somebody who waits, earliest first, new to them but for `again`."""
    if unsuitable(entry.service, entry.person, ordered=True, by_staff=True) is not None:
        return []
    soonest = clock.now() + max(rules.stops_before, timedelta(hours=entry.notice_hours))
    until = entry.appointment.starts_at - EARLIER_BY if entry.appointment else None
    if until is not None and until <= soonest:
        return []
    times = find_times(
        entry.service,
        from_at=soonest,
        until=clock.local(until).date() if until else None,
        limit=limit,
        preferences=from_json(entry.preferences),
        level=entry.level,
        by=SYSTEM,
    )
    had: set[datetime] = set() if again else _had(entry)
    fitting = (one for one in times if (until is None or one.starts_at <= until) and one.starts_at not in had)
    return [one for one in fitting if wave_for(one, rules) is not None]


def _had(entry: WaitingEntry) -> set[datetime]:
    return set(Offer.objects.filter(entry=entry).values_list("starts_at", flat=True))


def wave_for(time: Time, rules: Rules) -> int | None:
    """In which wave a time may be offered now; a time that is held is not found at all (WL-2)."""
    now = clock.now()
    before = Offer.objects.filter(time_key=time.key).exclude(state=OfferState.STOPPED)
    rows = before.values_list("wave", "created_at", "state")
    sent = [Sent(wave, made_at, state == OfferState.OPEN) for wave, made_at, state in rows]
    return wave_of_next(sent, now, rules, near=rules.is_near(time.starts_at, now))
