"""The one way by which time enters, and the walls on which it is read.

Everything asks `now()`; nothing calls `datetime.now` itself. A rehearsal or a test sets the clock with `at`, and the
whole program then lives at that moment.

A moment is stored and reckoned with in UTC. What belongs to a place (a visit, a diary, a ticket) is read on the wall of
that place: `there(moment, zone)` gives a moment that carries its zone with it, and whatever writes it later, a page or
a message, needs to know nothing more. Without a zone it is the hospital's wall that is meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

_reader: ContextVar[ZoneInfo | None] = ContextVar("almoner_reader", default=None)
_set_to: ContextVar[datetime | None] = ContextVar("almoner_clock", default=None)


def now() -> datetime:
    """The moment it is, aware, in UTC."""
    return _set_to.get() or datetime.now(UTC)


def zone() -> ZoneInfo:
    """The hospital's time zone: of everything that belongs to no site, and of sites that have named no other."""
    return ZoneInfo(settings.TIME_ZONE)


def there(moment: datetime, place: ZoneInfo) -> datetime:
    """`moment` on the wall of a place, to be shown: it carries its zone. Never reckon with it: between two moments of
    one zone Python counts what the wall shows, not what goes by."""
    return moment.astimezone(place)


def local(moment: datetime, place: ZoneInfo | None = None) -> datetime:
    """`moment` on the wall of `place`, or the hospital's."""
    return moment.astimezone(place or zone())


def today(place: ZoneInfo | None = None) -> date:
    """The date on the wall of `place`, or the hospital's."""
    return local(now(), place).date()


def on_the_wall(day: date, at_time: time, place: ZoneInfo | None = None) -> datetime:
    """The moment, in UTC, at which the wall clock of `place`, or the hospital's, shows `at_time` on `day`.

    A time that the clock change leaves out moves on by as much as the clock does; one that comes twice means the first.
    """
    return datetime.combine(day, at_time, tzinfo=place or zone()).astimezone(UTC)


def of_reader() -> ZoneInfo:
    """The zone in which whoever reads is: the hospital's, unless `read_in` says otherwise. Only what writes times for a
    reader asks for it: nothing that is reckoned or stored may depend on who looks."""
    return _reader.get() or zone()


def shown(moment: datetime) -> datetime:
    """`moment` on the wall on which it is to be read: of its own place where it carries one (`there`), or the reader's,
    as for when a letter left or a bell was rung."""
    return moment if isinstance(moment.tzinfo, ZoneInfo) else moment.astimezone(of_reader())


def as_typed(day: date, at_time: time) -> datetime:
    """The moment, in UTC, that a reader means who types a day and a time."""
    return on_the_wall(day, at_time, of_reader())


@contextmanager
def read_in(place: ZoneInfo | None) -> Iterator[None]:
    """Until the block ends, a reader in `place` is told, and what they type is by their clock. None: nobody knows where
    they are."""
    token = _reader.set(place)
    try:
        with timezone.override(place):
            yield
    finally:
        _reader.reset(token)


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
