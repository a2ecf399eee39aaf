"""From days after going home to moments on the wall. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from almoner.aftercare.handbook import StepPlan
from almoner.charter.hours import OpenHours

SENT_BY = time(18)
"""A question that goes out by itself has gone by then."""


@dataclass(frozen=True, slots=True)
class Window:
    """From when a step may be done, by when it must be, and by when a visit has a date."""

    opens_at: datetime
    due_at: datetime
    book_by_at: datetime


def window(step: StepPlan, home_at: datetime, contact: OpenHours, working: OpenHours) -> Window:
    """In the hours in which people are rung; on an open day where the step says so. Never before they went home."""
    home = home_at.astimezone(contact.zone).date()
    first, last = (_day(home, days, step, working) for days in (step.from_day, step.to_day))
    opens = max(home_at, _at(first, contact.opens, contact))
    due = _at(last, contact.closes, contact)
    while due <= opens:
        last += timedelta(days=1)
        due = _at(last, contact.closes, contact)
    book_by = _at(home + timedelta(days=step.book_within), contact.closes, contact)
    return Window(opens, due, max(book_by, _at(home + timedelta(days=1), contact.closes, contact)))


def _day(home: date, days: int, step: StepPlan, working: OpenHours) -> date:
    day = home + timedelta(days=days)
    while step.working and not working.is_open_on(day):
        day += timedelta(days=1)
    return day


def _at(day: date, wall: time, hours: OpenHours) -> datetime:
    return datetime.combine(day, wall, hours.zone).astimezone(UTC)


def asked_by(moment: datetime, hours: OpenHours, days_later: int = 0) -> datetime:
    """By when on the day of `moment`, or so many days later, a question has gone out."""
    return _at(moment.astimezone(hours.zone).date() + timedelta(days=days_later), SENT_BY, hours)
