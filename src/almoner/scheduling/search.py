"""Finding times of everything that a service needs together. Reads only; nothing found here is kept for anyone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.people.models import Person
from almoner.scheduling import diaries, memory
from almoner.scheduling.enums import Kind
from almoner.scheduling.memory import Memory
from almoner.scheduling.needs import Need, needs_of, ticks_of
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.protecting import columns_for
from almoner.scheduling.register import AtSite, Bookable, Key, as_id
from almoner.scheduling.rooming import Rooming
from almoner.scheduling.sheets import begins, lowest, team
from almoner.scheduling.suitability import check
from almoner.scheduling.times import Part, Time

DAYS_AHEAD = 90
LEAST_NOTICE = timedelta(minutes=10)
"""Nothing is offered that begins sooner: somebody has to get there."""
FURTHEST = 16
"""Days that are read ahead at most."""
SPREAD = 31
"""Who of several is named first moves on by so much from day to day, so that the work is spread over them."""
ANYTHING = Preferences()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a search is for: `last_day` is in it."""

    service: Service
    from_at: datetime
    last_day: date
    wish: Preferences = ANYTHING
    level: int = 5


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
            rest = None if others is None else team(others, self.tick, lowest, 1 << place)
            if rest is not None:
                return [self.site.who[each] for each in (place, *rest)]
        raise LookupError("nobody can begin here")


def _in_turn(bits: int, shift: int) -> Iterator[int]:
    """The places that are set, from `shift` on and then from the first."""
    left = bits
    while left:
        high = left >> shift
        place = shift + lowest(high) if high else lowest(left)
        yield place
        left &= ~(1 << place)


def starts_of(wanted: Wanted, known: Memory) -> Iterator[tuple[list[Begin], datetime]]:
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
    from_tick = -((sheet.midnight - wanted.from_at) // diaries.TICK) - before
    allowed = wanted.wish.allowed(day, site.zone) >> before
    if from_tick >= len(sheet.free) or not allowed:
        return None
    return OpenSheet(sheet.midnight, columns_for(wanted.level, sheet, site, day, known), from_tick, allowed, sheet.own)


def _at_site(
    wanted: Wanted, known: Memory, key: Key, day: date, *, groups: list[int], needs: Sequence[Need]
) -> Iterator[Begin]:
    page = sheet_for(wanted, known, key, day)
    if page is None:
        return
    site, (before, length) = known.register.sites[key], ticks_of(wanted.service)
    rooming = page.rooming(needs)
    for tick, first in begins(page.columns, groups, length, page.from_tick, page.allowed, rooming=rooming):
        starts_at = diaries.moment_of(tick + before, page.midnight)
        yield Begin(starts_at, site, tick, first, tuple(groups), page.columns, length, rooming)


def find_times(  # noqa: PLR0913 - a search is what it asks for
    service: Service,
    *,
    from_at: datetime | None = None,
    until: date | None = None,
    limit: int = 20,
    preferences: Preferences = ANYTHING,
    level: int = 5,
    person: Person | None = None,
    ordered: bool = True,
    by: Actor,
) -> list[Time]:
    """The earliest times of all that the service needs, in order; the first is the earliest that there is.

    Each start is given once. Raises NotSuitable before any time is shown when it is not for this person (SEL-8). The
    number of statements does not grow with the number of resources or times.
    """
    if person:
        check(service, person, ordered=ordered, by=by)
    begin = max(from_at or clock.now(), clock.now() + LEAST_NOTICE)
    last_day = until or clock.local(begin).date() + timedelta(days=DAYS_AHEAD)
    wanted = Wanted(service, begin, last_day, preferences, level)
    with memory.current() as known:
        return [_as_time(wanted, found) for found in earliest(wanted, known, limit)]


def earliest(wanted: Wanted, known: Memory, limit: int) -> list[Begin]:
    """The first starts that there are, each once."""
    found: dict[datetime, Begin] = {}
    for of_day, rest_from in starts_of(wanted, known):
        for begin in of_day:
            found.setdefault(begin.starts_at, begin)
        if len(found) >= limit and sorted(found)[limit - 1] <= rest_from:
            break
    return [found[starts_at] for starts_at in sorted(found)[:limit]]


def _as_time(wanted: Wanted, begin: Begin) -> Time:
    used = begin.chosen()
    parts = tuple(Part(as_id(one.key), one.kind, one.name) for one in used)
    ends_at = begin.starts_at + timedelta(minutes=wanted.service.minutes)
    why = tuple(_why(used[0].name, wanted.wish))
    return Time(wanted.service.code, begin.starts_at, ends_at, parts, begin.site.name, why, as_id(begin.site.key))


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
