"""A free time that staff name, and whom it suits; and the next that suits somebody who waits. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.refusal import Refused
from almoner.scheduling import claiming, diaries, memory, seating
from almoner.scheduling.actions.holding import asked, meeting
from almoner.scheduling.asking import Asked
from almoner.scheduling.enums import Level, OfferState
from almoner.scheduling.meeting import Judged, judged
from almoner.scheduling.models import Claim, Diary, Offer, Resource, WaitingEntry
from almoner.scheduling.needs import needs_of
from almoner.scheduling.offering import EARLIER_BY, Rules, Sent, wave_of_next
from almoner.scheduling.planned_groups import Taking, in_the_way
from almoner.scheduling.preferences import from_json, meets
from almoner.scheduling.ranking import ranked
from almoner.scheduling.search import last_day_of
from almoner.scheduling.sites_near import near_first
from almoner.scheduling.suitability import unsuitable
from almoner.scheduling.times import Part, Time
from almoner.scheduling.wished import find_wished
from almoner.scheduling.wishes import Wishes, told, wishes_from_json

LOOK_AT_TIMES = 8


@dataclass(frozen=True, slots=True)
class Given:
    """A time of a service that was named by its key, with what it takes."""

    service: Service
    time: Time
    resources: tuple[Resource, ...]
    days: tuple[Diary, ...]

    def is_free(self, level: int) -> bool:
        """Whether nobody has or holds it, or its group has a place left, and it is kept neither for people who are more
        urgent than `level` nor for a planned group."""
        group = seating.group_of(self.service, self.time.starts_at, self.resources)
        here = len(self.days) == len(self.resources) and len({day.site_id for day in self.days}) == 1
        if not here or seating.place_in(self.service, group, self.days, level) is None:
            return False
        with memory.current() as known:
            return not in_the_way(Taking(self.service, self.time.starts_at, self.resources, level), known)


def given(service: Service, key: str) -> Given:
    """The time that a key names. Raises NoSuchTime, TooLate."""
    starts_at, resources = asked(service, key)
    ends_at = starts_at + timedelta(minutes=service.minutes)
    parts = tuple(Part(resource.id, resource.kind, resource.name) for resource in resources)
    wanted = claiming.diaries_at([resource.id for resource in resources], starts_at, ends_at)
    days = tuple(_as_they_are(list(wanted.values())))
    site = next((day.site for day in days if day.resource_id == resources[0].id), resources[0].site)
    group = seating.group_of(service, starts_at, resources)
    free = group.places - seating.taken_in(group)
    time = Time(
        service.code, starts_at, ends_at, parts, site.name, of_site=site.zone, site_id=site.id,
        places=group.places, free=max(0, free),
    )  # fmt: skip
    return Given(service, time, tuple(resources), days)


def has_places(service: Service, key: str) -> bool:
    """Whether the group that a key names still has a place for somebody who is not urgent."""
    try:
        return given(service, key).is_free(Level.ROUTINE)
    except Refused:
        return False


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
    ids = [resource.id for resource in named.resources]
    if not meets(wish, starts_at, named.time.zone) or not meeting(needs_of(entry.service, wish), ids):
        return False
    return named.is_free(entry.level) and wave_for(named.time, rules) is not None


def as_wished(times: Sequence[Time], entry: WaitingEntry) -> list[Judged]:
    """Times that suit them, each with what of it would be good besides (APT-5)."""
    rather = wishes_from_json(entry.preferences).rather
    return judged(times, Wishes(rather=rather)) if told(rather) else [Judged(time) for time in times]


def next_for(entry: WaitingEntry, rules: Rules) -> Judged | None:
    """Of the times that suit somebody who waits and that they were not offered before, the one that suits best: the
    earliest, but for one that meets more of what would be good and is not much later; of two at one moment the nearer
    one."""
    times = times_for(entry, rules)
    best = ranked(as_wished(times, entry), entry.level, near_first(times, entry.service, entry.person))
    return best[0] if best else None


def times_for(entry: WaitingEntry, rules: Rules, limit: int = LOOK_AT_TIMES, *, again: bool = False) -> list[Time]:
    """The times that suit somebody who waits, earliest first, new to them but for `again`. Some that meet
    what would be good besides are among them."""
    if unsuitable(entry.service, entry.person, ordered=True, by_staff=True) is not None:
        return []
    soonest = clock.now() + max(rules.stops_before, timedelta(hours=entry.notice_hours))
    until = entry.appointment.starts_at - EARLIER_BY if entry.appointment else None
    if until is not None and until <= soonest:
        return []
    asked_for = Asked(entry.service, SYSTEM, wishes=wishes_from_json(entry.preferences), level=entry.level)
    last = last_day_of(until) if until else None
    if told(asked_for.wishes.rather):
        times = [one.time for one in find_wished(asked_for, from_at=soonest, until=last, limit=limit)]
    else:
        times = asked_for.times(from_at=soonest, until=last, limit=limit)
    had: set[datetime] = set() if again else _had(entry)
    fitting = (one for one in times if (until is None or one.starts_at <= until) and one.starts_at not in had)
    may_be = [one for one in fitting if wave_for(one, rules) is not None]
    return sorted(may_be, key=lambda one: (one.starts_at, one.key))


def _had(entry: WaitingEntry) -> set[datetime]:
    return set(Offer.objects.filter(entry=entry).values_list("starts_at", flat=True))


def wave_for(time: Time, rules: Rules) -> int | None:
    """In which wave a time may be offered now; a time that is held is not found at all (WL-2)."""
    now = clock.now()
    before = Offer.objects.filter(time_key=time.key).exclude(state=OfferState.STOPPED)
    rows = before.values_list("wave", "created_at", "state")
    sent = [Sent(wave, made_at, state == OfferState.OPEN) for wave, made_at, state in rows]
    near = rules.is_near(time.starts_at, now)
    # Of a group each place is somebody's. That of an offer which is kept for one person is not among the free ones.
    at_once = time.free if near or time.places == 1 else time.free + len(sent)
    return wave_of_next(sent, now, rules, near=near, places=at_once)
