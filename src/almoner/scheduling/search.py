"""Finding times of everything that a service needs together. Reads only; nothing found here is kept for anyone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from operator import and_
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.people.models import Person
from almoner.scheduling import diaries, memory, planned_groups, planned_hours, standing_groups
from almoner.scheduling.enums import Kind, Level
from almoner.scheduling.memory import Memory
from almoner.scheduling.needs import Need, needs_of, ticks_of
from almoner.scheduling.planned_hours import SiteDay
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.protecting import columns_for
from almoner.scheduling.register import AtSite, Bookable, Key, as_id, as_stored
from almoner.scheduling.rooming import Rooming
from almoner.scheduling.sheets import begins, lowest, singles, team
from almoner.scheduling.suitability import check
from almoner.scheduling.times import Part, Time

DAYS_AHEAD = 90
LEAST_NOTICE = timedelta(minutes=10)
"""Nothing is offered that begins sooner: somebody has to get there."""
FURTHEST = 16
"""Days that are read ahead at most."""
SPREAD = 31
"""Who of several is named first moves on by so much from day to day, so that the work is spread over them."""
FURTHEST_EAST = timedelta(hours=14)
ANYTHING = Preferences()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a search is for: `last_day` is in it."""

    service: Service
    from_at: datetime
    last_day: date
    wish: Preferences = ANYTHING
    level: int = 5
    first_day: date | None = None
    """By the calendar of each site: there it begins with that day's own midnight."""
    one_more: bool = False
    """Whether it may be one more where nothing is free."""

    def begins(self, zone: ZoneInfo) -> datetime:
        """The moment from which a site is searched."""
        return max(self.from_at, diaries.start_of(self.first_day, zone)) if self.first_day else self.from_at


@dataclass(frozen=True, slots=True)
class Begin:
    """A start at a site, and the places of those who can begin then: `first` of the first need, `groups` of each. Their
    time is free from `tick` on for `length`, which the visit may not fill."""

    starts_at: datetime
    site: AtSite
    tick: int
    first: int
    groups: tuple[int, ...]
    columns: Sequence[int]
    length: int
    places: int = 1
    """For how many people the service is at one start; the rooms may hold fewer."""
    rooming: Rooming | None = None

    def chosen(self) -> list[Bookable]:
        """One for each need: the clinicians in turn from day to day, of what is not a person the first that is free."""
        free = -1
        for column in self.columns[self.tick : self.tick + self.length]:
            free &= column
        options = [self.first, *(free & group for group in self.groups[1:])]
        during = self.rooming.during(self.tick, self.length) if self.rooming else {}
        shift = (self.starts_at.toordinal() * SPREAD + self.tick) % max(len(self.site.who), 1)
        for place in _in_turn(self.first, shift):
            others: list[int] | None = options[1:]
            if self.rooming and during:
                others = self.rooming.rest_for(place, options, self.groups, during)
            choose = lowest if self.places == 1 else self._roomiest
            rest = None if others is None else team(others, self.tick, choose, 1 << place)
            if rest is not None:
                return [self.site.who[each] for each in (place, *rest)]
        raise LookupError("nobody can begin here")

    def _roomiest(self, bits: int, _tick: int = 0) -> int:
        """Of several rooms the first that holds the whole group; where none does, the one that holds most."""
        sizes = [(min(self.site.who[place].capacity or self.places, self.places), -place) for place in _places(bits)]
        return -max(sizes)[1]


@dataclass(frozen=True, slots=True)
class Joins:
    """A group at a site that stands already and has `free` places, and the places of its people and rooms, in the order
    of the needs."""

    starts_at: datetime
    site: AtSite
    used: tuple[int, ...]
    free: int
    in_addition: bool = False

    @property
    def first(self) -> int:
        """The place of the clinician, as a bit."""
        return 1 << self.used[0]

    def chosen(self) -> list[Bookable]:
        return [self.site.who[each] for each in self.used]


Start = Begin | Joins


def _places(bits: int) -> Iterator[int]:
    return (lowest(one) for one in singles(bits))


def _in_turn(bits: int, shift: int) -> Iterator[int]:
    """The places that are set, from `shift` on and then from the first."""
    left = bits
    while left:
        high = left >> shift
        place = shift + lowest(high) if high else lowest(left)
        yield place
        left &= ~(1 << place)


def starts_of(wanted: Wanted, known: Memory) -> Iterator[tuple[list[Start], datetime]]:
    """For each day all starts at all sites, with the moment before which no later day has any: a session may run past
    midnight, and midnight is not the same everywhere.

    Days are read as the search comes to them, more and more at a time, so that statements grow with the log of days.
    """
    needs = needs_of(wanted.service, wanted.wish)
    groups = [known.register.group(need) for need in needs]
    sites = [key for key in groups[0] if all(key in group for group in groups)]
    reach, ahead = 1, -1
    days = list(days_of(wanted))
    for number, day in enumerate(days):
        if number > ahead and sites:
            known.ready(sites, days[number : number + reach])
            planned_hours.ready(known, sites, days[number : number + reach])
            if wanted.service.capacity > 1:
                standing_groups.ready(known, wanted.service, sites, days[number : number + reach])
            if _may_be_more(wanted, known):
                standing_groups.ready_for_more(known, wanted.service, sites, days[number : number + reach])
            ahead, reach = number + reach - 1, min(reach * 2, FURTHEST)
        found = [
            begin
            for key in sites
            for begin in _at_site(wanted, known, key, day, groups=[one[key] for one in groups], needs=needs)
        ]
        zones = (known.register.sites[key].zone for key in sites)
        yield found, min((diaries.start_of(day + timedelta(days=1), zone) for zone in zones), default=wanted.from_at)


def days_of(wanted: Wanted) -> Iterator[date]:
    """From two days before: a session of it may run past midnight, and at another site it may be yesterday."""
    day = clock.local(wanted.from_at).date() - timedelta(days=2)
    day = max(day, wanted.first_day - timedelta(days=1)) if wanted.first_day else day
    while day <= wanted.last_day:
        yield day
        day += timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OpenSheet:
    """The day of a site as it stands open to somebody: who is free, and at which ticks what they need may begin."""

    midnight: datetime
    columns: Sequence[int]
    from_tick: int
    allowed: int
    own: Mapping[int, Mapping[int, int]]

    def rooming(self, needs: Sequence[Need]) -> Rooming | None:
        """None where nobody has a room of their own, or no room is needed."""
        rooms = frozenset(number for number, need in enumerate(needs) if need.kind == Kind.ROOM)
        if not self.own or not rooms:
            return None
        people = frozenset(number for number, need in enumerate(needs) if number and need.kind == Kind.CLINICIAN)
        return Rooming(self.own, rooms, people)


def sheet_for(wanted: Wanted, known: Memory, key: Key, day: date) -> OpenSheet | None:
    """None where nobody has a diary, the day is over, or it is not wished."""
    sheet, site = known.sheet(key, day), known.register.sites[key]
    if sheet is None:
        return None
    before, _length = ticks_of(wanted.service)
    from_tick = -((sheet.midnight - wanted.begins(site.zone)) // diaries.TICK) - before
    allowed = wanted.wish.allowed(day, site.zone) >> before
    if wanted.service.capacity > 1:
        allowed &= _group_starts(wanted.service, site, sheet.midnight, day, known) >> before
    if from_tick >= len(sheet.free) or not allowed:
        return None
    columns = columns_for(wanted.level, sheet, site, day, known)
    left = planned_groups.columns_for(columns, wanted.service, wanted.level, SiteDay(known, site, day, sheet))
    return OpenSheet(sheet.midnight, left, from_tick, allowed, sheet.own)


def _group_starts(service: Service, site: AtSite, midnight: datetime, day: date, known: Memory) -> int:
    """At which ticks a new group may begin: any, unless the hospital has said when."""
    said = known.register.begins.get((service.id, site.key))
    if not said:
        return -1
    moments = (datetime.combine(day, at, site.zone) for weekday, at in said if weekday == day.weekday())
    return sum({1 << diaries.tick_of(moment, midnight) for moment in moments})


def _at_site(
    wanted: Wanted, known: Memory, key: Key, day: date, *, groups: list[int], needs: Sequence[Need]
) -> Iterator[Start]:
    """Groups that stand come before new ones that begin when they do."""
    ordinary = list(_ordinary(wanted, known, key, day, groups=groups, needs=needs))
    yield from ordinary
    if not ordinary and _may_be_more(wanted, known):
        yield from _in_addition(wanted, known, key, day, groups)


def _ordinary(
    wanted: Wanted, known: Memory, key: Key, day: date, *, groups: list[int], needs: Sequence[Need]
) -> Iterator[Start]:
    if wanted.service.capacity > 1:
        yield from _joins(wanted, known, key, day, groups)
    yield from _begins(wanted, known, key, day, groups=groups, needs=needs)


def _may_be_more(wanted: Wanted, known: Memory) -> bool:
    """Whoever is urgent has a time of their own."""
    return wanted.one_more and wanted.level >= Level.DAYS and wanted.service.id in known.register.more


def _in_addition(wanted: Wanted, known: Memory, key: Key, day: date, groups: list[int]) -> Iterator[Joins]:
    """Times of visits at which one more may come, on a day of a site on which nothing is free."""
    sheet, site, (before, _length) = known.sheet(key, day), known.register.sites[key], ticks_of(wanted.service)
    allowed = wanted.wish.allowed(day, site.zone)
    for tick, members in sheet.groups.get((standing_groups.MORE, wanted.service.id), ()) if sheet else ():
        starts_at = diaries.moment_of(tick + before, sheet.midnight) if sheet else wanted.from_at
        used = team([group & members for group in groups], tick, lowest)
        if used is not None and starts_at >= wanted.begins(site.zone) and allowed >> (tick + before) & 1:
            yield Joins(starts_at, site, used, 1, in_addition=True)


def _joins(wanted: Wanted, known: Memory, key: Key, day: date, groups: list[int]) -> Iterator[Joins]:
    """Groups that stand and have places, where those who give them are such as are wished for. What is needed for one
    person besides, as an interpreter, must be in the group or free."""
    sheet, site, (before, length) = known.sheet(key, day), known.register.sites[key], ticks_of(wanted.service)
    allowed = wanted.wish.allowed(day, site.zone)
    needed = len(needs_of(wanted.service, ANYTHING))
    for one, free in standing_groups.with_places(known, wanted.service, key, day, length):
        assert sheet  # noqa: S101 - it has a group
        starts_at = diaries.moment_of(one.tick + before, sheet.midnight)
        if starts_at < wanted.begins(site.zone) or not allowed >> (one.tick + before) & 1:
            continue
        columns = sheet.free[one.tick : one.tick + length]
        idle = reduce(and_, columns) if len(columns) == length else 0
        mine = [group & one.members for group in groups[:needed]]
        besides = [group & (one.members | idle) for group in groups[needed:]]
        used = team([*mine, *besides], one.tick, lowest)
        if used is not None:
            yield Joins(starts_at, site, used, free)


def _begins(
    wanted: Wanted, known: Memory, key: Key, day: date, *, groups: list[int], needs: Sequence[Need]
) -> Iterator[Begin]:
    page = sheet_for(wanted, known, key, day)
    if page is None:
        return
    site, (before, length) = known.register.sites[key], ticks_of(wanted.service)
    rooming = page.rooming(needs)
    for tick, first in begins(page.columns, groups, length, page.from_tick, page.allowed, rooming=rooming):
        starts_at = diaries.moment_of(tick + before, page.midnight)
        yield Begin(starts_at, site, tick, first, tuple(groups), page.columns, length, wanted.service.capacity, rooming)


def find_times(  # noqa: PLR0913 - a search is what it asks for
    service: Service,
    *,
    from_at: datetime | None = None,
    from_day: date | None = None,
    until: date | None = None,
    limit: int = 20,
    preferences: Preferences = ANYTHING,
    level: int = 5,
    person: Person | None = None,
    ordered: bool = True,
    one_more: bool = False,
    near_first: Sequence[UUID] = (),
    by: Actor,
) -> list[Time]:
    """The earliest times of all that the service needs, in order; the first is the earliest that there is. `from_day`
    and `until`, both included, are days by the calendar of each site.

    A start is given once for each site at which it can be had: the sites of `near_first` in that order, then the others
    by their names. `limit` counts starts, so that none is given without one of its sites. With `one_more` also times at
    which somebody is booked in addition, where nothing else is free that day. Raises NotSuitable before any time is
    shown when it is not for this person (SEL-8). The number of statements does not grow with the number of resources or
    times.
    """
    if person:
        check(service, person, ordered=ordered, by=by)
    begin = max(from_at or clock.now(), clock.now() + LEAST_NOTICE)
    last_day = until or max(from_day or date.min, clock.local(begin).date()) + timedelta(days=DAYS_AHEAD)
    wanted = Wanted(service, begin, last_day, preferences, level, from_day, one_more)
    with memory.current() as known:
        return [_as_time(wanted, found) for found in earliest(wanted, known, limit, near_first)]


def last_day_of(moment: datetime) -> date:
    """The latest day that any calendar shows at a moment: a search until then passes no site over."""
    return (moment.astimezone(UTC) + FURTHEST_EAST).date()


def earliest(wanted: Wanted, known: Memory, limit: int, near_first: Sequence[UUID] = ()) -> list[Start]:
    """The first starts that there are, each once for each of its sites. Which clinician and room it is of several at
    one site nobody has to choose; how far they have to go they do."""
    found: dict[datetime, dict[Key, Start]] = {}
    for of_day, rest_from in starts_of(wanted, known):
        for begin in of_day:
            found.setdefault(begin.starts_at, {}).setdefault(begin.site.key, begin)
        if len(found) >= limit and sorted(found)[limit - 1] <= rest_from:
            break
    rank = _rank_of_sites(known, near_first)
    return [found[at][key] for at in sorted(found)[:limit] for key in sorted(found[at], key=rank.__getitem__)]


def _rank_of_sites(known: Memory, near_first: Sequence[UUID]) -> dict[Key, int]:
    """In which order the sites of one start come: those of `near_first`, then by their names."""
    place = {as_stored(site_id): number for number, site_id in enumerate(near_first)}
    by_name = sorted(known.register.sites.values(), key=lambda one: (one.name, str(one.key)))
    in_order = sorted(by_name, key=lambda one: place.get(one.key, len(place)))
    return {one.key: number for number, one in enumerate(in_order)}


def _as_time(wanted: Wanted, begin: Start) -> Time:
    used = begin.chosen()
    parts = tuple(Part(as_id(one.key), one.kind, one.name) for one in used)
    ends_at = begin.starts_at + timedelta(minutes=wanted.service.minutes)
    why, in_addition = tuple(_why(used[0].name, wanted.wish)), isinstance(begin, Joins) and begin.in_addition
    places = 1 if in_addition else begin.site.places_for(wanted.service.capacity, used)
    free = begin.free if isinstance(begin, Joins) else places
    return Time(
        wanted.service.code, begin.starts_at, ends_at, parts, begin.site.name, why, begin.site.zone,
        places, free, in_addition, as_id(begin.site.key),
    )  # fmt: skip


def _why(clinician: str, wish: Preferences) -> Iterable[str | Promise]:
    """Why a time suits: what was wished and is met."""
    if wish.clinician_id:
        yield _("with %(name)s, as you wished") % {"name": clinician}
    if wish.language:
        yield _("%(name)s speaks your language") % {"name": clinician}
    if wish.sex == "female":
        yield _("with a woman, as you wished")
    if wish.sex == "male":
        yield _("with a man, as you wished")
    if wish.interpreter:
        yield _("an interpreter is booked with it")
    if wish.step_free:
        yield _("the room can be reached without steps")
    if wish.weekdays or wish.parts_of_day:
        yield _("at a time of the week that you said suits you")
