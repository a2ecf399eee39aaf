"""Whether what the charter sends can go in time: in the hours of some channel, also where the clock changes.

Visits at every hour of the day are tried around each change of the clock, promised long before, and as late as the
standard allows. Reads no data.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from almoner.charter import due as falling_due
from almoner.charter.due import Calendars
from almoner.charter.hours import OpenHours
from almoner.charter.standard import Charter, Standard
from almoner.messaging import hours, kinds
from almoner.people.enums import Channel

STARTS, LEAD = "starts_at", "lead_hours_over"
DAY, LONG_BEFORE, A_MOMENT = timedelta(days=1), timedelta(days=60), timedelta(minutes=6)
VISITS = range(7, 20)
"""The hours at which visits begin."""
AROUND = range(-8, 9)
"""Days from a change of the clock."""


def timing_faults(charter: Charter, zone: ZoneInfo, today: date) -> list[str]:
    """One line for each standard of which a message could not go in time, with a visit for which that is so."""
    calendars, starts = _calendars(zone), list(_visits(zone, today))
    counted = [one for one in charter.standards.values() if one.sends and one.due.before == STARTS]
    faults = ((one, _first_fault(one, starts, calendars)) for one in counted)
    return [f"{one.key}: {fault}" for one, fault in faults if fault]


def _calendars(zone: ZoneInfo) -> Calendars:
    every_day = frozenset(range(7))
    return Calendars(
        zone, OpenHours(zone, time(9, 30), time(20), every_day), lambda: OpenHours(zone, time(8), time(18), every_day)
    )


def _visits(zone: ZoneInfo, today: date) -> Iterator[datetime]:
    """Around each change of the clock within a year, and around today where it never changes."""
    year = [today + DAY * number for number in range(366)]
    changes = [day for day in year if _offset(day, zone) != _offset(day + DAY, zone)]
    for change in changes or [today]:
        for days in AROUND:
            for hour in VISITS:
                yield datetime.combine(change + DAY * days, time(hour), zone).astimezone(UTC)


def _offset(day: date, zone: ZoneInfo) -> timedelta | None:
    return datetime.combine(day, time(), zone).utcoffset()


def _first_fault(standard: Standard, starts: list[datetime], calendars: Calendars) -> str:
    lead = standard.when.get(LEAD)
    leads = [LONG_BEFORE, *([timedelta(hours=lead) + A_MOMENT] if lead is not None else [])]
    found = (_fault(standard, start, start - before, calendars) for start in starts for before in leads)
    return next((fault for fault in found if fault), "")


def _fault(standard: Standard, starts: datetime, opened: datetime, calendars: Calendars) -> str:
    zone = calendars.zone
    facts = {STARTS: starts.isoformat(), "starts_hour": starts.astimezone(zone).hour}
    asked = {name: wanted for name, wanted in standard.when.items() if name.startswith("starts_hour")}
    due = falling_due.due_at(standard.due, facts, opened, calendars)
    if not falling_due.applies(asked, facts) or falling_due.comes_too_late(standard.due, due, opened):
        return ""
    begin = falling_due.send_from(standard, due, opened, calendars)
    for sending in standard.sends:
        soonest = min(_goes(sending.kind, way, begin, zone) for way in _quick(sending.ways))
        if soonest > due:
            return (
                f"{sending.kind} is due by {_said(due, zone)} and goes at {_said(soonest, zone)} at the soonest, "
                f"for a visit at {_said(starts, zone)} that was promised at {_said(opened, zone)}"
            )
    return ""


def _quick(ways: tuple[str, ...]) -> list[str]:
    """A letter may go at any hour and is days on its way: it counts where there is nothing else."""
    return [way for way in ways if way != Channel.LETTER] or list(ways)


def _goes(kind: str, way: str, begin: datetime, zone: ZoneInfo) -> datetime:
    registered = kinds.kind(kind)
    any_hour = kinds.at_any_hour(kind, way) or bool(registered and registered.urgent)
    return hours.next_allowed(way, begin, zone, any_hour=any_hour)


def _said(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat(" ", "minutes")
