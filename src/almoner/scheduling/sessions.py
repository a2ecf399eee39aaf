"""The hours of a week and of a day, and what a change makes of them. Pure.

A session comes every week by the site's wall clock; one that ends no later than it begins ends on the day after. A week
holds from a day on, or for a season: when that is over, the hours are again those that were there before. On a public
holiday a site has the hours that the holiday gives it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from itertools import groupby, pairwise
from zoneinfo import ZoneInfo

from almoner.people.enums import HolidayHours
from almoner.people.holidays import SUNDAY, Holiday
from almoner.scheduling import diaries

DAY = 24 * 60
LONGEST = 16 * 60
"""Minutes. What is longer is more often a slip of the pen than a shift."""
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Session:
    """Hours that come every week: by the site's wall, on the day after where `ends` is not later than `begins`."""

    weekday: int
    begins: time
    ends: time
    urgent: bool = False
    site: str = ""
    """The id of the site at which it is; empty: where they belong."""
    room: str = ""
    """The id of the one room (as a resource) that is theirs meanwhile; empty: any."""

    @property
    def place(self) -> tuple[str, str]:
        return self.site, self.room

    @property
    def span(self) -> tuple[int, int]:
        """Minutes from the midnight at which its day begins."""
        begin, end = (at.hour * 60 + at.minute for at in (self.begins, self.ends))
        return begin, end if end > begin else end + DAY


@dataclass(frozen=True, slots=True)
class Lasting:
    """A session and the days in which it holds; without `last` it holds for good."""

    session: Session
    first: date
    last: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Period:
    """Days in a row with the same week."""

    first: date
    last: date | None
    sessions: tuple[Session, ...]


Others = Mapping[date, Sequence[Session]]
"""Days with other hours than the week gives them; an empty one is closed."""
Closings = Mapping[tuple[str, date], Holiday]
"""The holidays of each site (as `Session.site` names it) that somebody has to keep."""
NO_CLOSINGS: Closings = {}


def unclear(sessions: Iterable[Session]) -> frozenset[int]:
    """The weekdays on which these cannot be sessions of a week: one is longer than `LONGEST`, or two of a kind or in
    two places overlap, also behind midnight and from Sunday into Monday."""
    some = list(sessions)
    faulty = _in_two_places(some)
    for _kind, of_kind in groupby(sorted(some, key=lambda one: one.urgent), key=lambda one: one.urgent):
        spans = sorted(map(_in_week, of_kind))
        faulty |= {begin // DAY for begin, end in spans if end - begin > LONGEST or not 0 <= begin < 7 * DAY}
        around = [*spans, *((begin + 7 * DAY, end + 7 * DAY) for begin, end in spans[:1])]
        clashing = [later for earlier, later in pairwise(around) if later[0] < earlier[1]]
        faulty |= {begin // DAY % 7 for begin, _end in clashing}
    return frozenset(faulty)


def _in_week(one: Session) -> tuple[int, int]:
    """Minutes from the Monday."""
    begin, end = one.span
    return one.weekday * DAY + begin, one.weekday * DAY + end


def _in_two_places(sessions: Sequence[Session]) -> set[int]:
    spans = [(*_in_week(one), one) for one in sessions]
    return {
        later.weekday
        for begin, end, one in spans
        for shift in (0, 7 * DAY)
        for other_begin, _other_end, later in spans
        if one.place != later.place and begin <= other_begin + shift < end
    }


def minutes(sessions: Iterable[Session]) -> int:
    """How long these are open together; what is kept for the urgent lies within what is open, or adds to it."""
    total, reached = 0, -1
    for begin, end in sorted(map(_in_week, sessions)):
        total += max(0, end - max(begin, reached))
        reached = max(reached, end)
    return total


def for_days(rows: Iterable[Lasting], sessions: Iterable[Session], first: date, last: date | None) -> list[Lasting]:
    """The rows when the week from `first` to `last` is `sessions`, and outside these days all is as it was."""
    kept = [part for row in rows for part in _outside(row, first, last)]
    return joined([*kept, *(Lasting(session, first, last) for session in sessions)])


def _outside(row: Lasting, first: date, last: date | None) -> Iterator[Lasting]:
    if row.first < first:
        before = first - ONE_DAY
        yield replace(row, last=before if row.last is None else min(row.last, before))
    if last is not None and (row.last is None or row.last > last):
        yield replace(row, first=max(row.first, last + ONE_DAY))


def joined(rows: Iterable[Lasting]) -> list[Lasting]:
    """The same hours in as few rows as can be: what goes on without a day between is one."""
    found: list[Lasting] = []
    for row in sorted(rows, key=lambda row: (row.session, row.first)):
        before = found[-1] if found else None
        if before and before.session == row.session and (before.last is None or row.first <= before.last + ONE_DAY):
            ends = None if before.last is None or row.last is None else max(before.last, row.last)
            found[-1] = replace(before, last=ends)
        else:
            found.append(row)
    return found


def on_day(rows: Iterable[Lasting], others: Others, day: date, closings: Closings = NO_CLOSINGS) -> tuple[Session, ...]:
    """The sessions that begin on `day`, in order. What was said for the day itself comes before a holiday."""
    if day in others:
        return tuple(sorted(others[day]))
    known = list(rows)
    usual = _of_weekday(known, day, day.weekday())
    if not any(on == day for _site, on in closings):
        return tuple(sorted(usual))
    kept = [one for one in usual if (one.site, day) not in closings]
    for site, on in closings:
        if on == day:
            kept += _on_holiday(closings[site, on], site, usual, _of_weekday(known, day, SUNDAY))
    return tuple(sorted(kept))


def _of_weekday(rows: Iterable[Lasting], day: date, weekday: int) -> list[Session]:
    return [row.session for row in rows if row.session.weekday == weekday and row.holds_on(day)]


def _on_holiday(holiday: Holiday, site: str, usual: Iterable[Session], sundays: Iterable[Session]) -> Iterator[Session]:
    """What a holiday leaves of the sessions at one site."""
    if holiday.hours == HolidayHours.SUNDAY:
        yield from (replace(one, weekday=holiday.day.weekday()) for one in sundays if one.site == site)
    elif holiday.hours == HolidayHours.SHORT and holiday.opens and holiday.closes:
        for one in usual:
            begins = max(one.begins, holiday.opens)
            ends = min(one.ends, holiday.closes) if one.ends > one.begins else holiday.closes
            if one.site == site and begins < ends:
                yield replace(one, begins=begins, ends=ends)


def lay_out(
    rows: Sequence[Lasting], others: Others, day: date, zone: ZoneInfo, closings: Closings = NO_CLOSINGS
) -> tuple[int, int]:
    """Open bits of a day and those kept for the urgent, without what a session of the day before reaches into. Of
    somebody who is at one site only: see `whereabouts` for others."""
    is_open, urgent = _bits(on_day(rows, others, day, closings), day, zone)
    yesterday = day - ONE_DAY
    over = _bits(on_day(rows, others, yesterday, closings), yesterday, zone)[0] >> diaries.ticks_of(yesterday, zone)
    return is_open & ~over, urgent & ~over


def _bits(sessions: Iterable[Session], day: date, zone: ZoneInfo) -> tuple[int, int]:
    laid = [(diaries.session(day, one.begins, one.ends, zone), one.urgent) for one in sessions]
    return diaries.either(*(bits for bits, _urgent in laid)), diaries.either(*(bits for bits, urgent in laid if urgent))


def periods(rows: Sequence[Lasting], since: date) -> list[Period]:
    """The weeks from `since` on, one after the other; the last holds for good."""
    begins = {since, *(row.first for row in rows if row.first > since)}
    begins |= {row.last + ONE_DAY for row in rows if row.last and row.last >= since}
    days = sorted(begins)
    found: list[Period] = []
    for first, following in zip(days, [*days[1:], None], strict=True):
        sessions = tuple(sorted({row.session for row in rows if row.holds_on(first)}))
        last = following - ONE_DAY if following else None
        if found and found[-1].sessions == sessions:
            found[-1] = replace(found[-1], last=last)
        else:
            found.append(Period(first, last, sessions))
    return found
