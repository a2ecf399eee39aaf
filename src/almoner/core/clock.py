"""The one way by which time enters.

Everything asks `now()`; nothing calls `datetime.now` itself. A rehearsal or a test sets the clock with `at`, and the
whole program then lives at that moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings

_set_to: ContextVar[datetime | None] = ContextVar("almoner_clock", default=None)


def now() -> datetime:
    """The moment it is, aware, in UTC."""
    return _set_to.get() or datetime.now(UTC)


def zone() -> ZoneInfo:
    """The time zone of the site, in which people are told times."""
    return ZoneInfo(settings.TIME_ZONE)


def local(moment: datetime) -> datetime:
    """`moment` on the site's wall clock."""
    return moment.astimezone(zone())


def today() -> date:
    """The date on the site's wall."""
    return local(now()).date()


def on_the_wall(day: date, at_time: time) -> datetime:
    """The moment, in UTC, at which the site's wall clock shows `at_time` on `day`.

    A time that the clock change leaves out moves on by as much as the clock does; one that comes twice means the first.
    """
    return datetime.combine(day, at_time, tzinfo=zone()).astimezone(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Live at `moment` (aware) until the block ends."""
    if moment.tzinfo is None:
        raise ValueError("the clock wants an aware moment")
    token = _set_to.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set_to.reset(token)
