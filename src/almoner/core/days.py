"""How a day and the clock are written in the reader's language: the one place that decides order and small words.

A moment comes here on a wall (`clock.there`, `clock.local`). Where that wall shows something else than the reader's, it
is said whose it is: “10:40, Canary Islands time”.

What messages say stands in `messaging.moments`, which writes each language without being in it.
"""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils.formats import date_format, time_format
from django.utils.translation import pgettext

from almoner.core import clock as the_clock
from almoner.core import zones
from almoner.core.languages import of_reader


def clock(moment: datetime) -> str:
    """“16:00” in every language: as the clocks of the house and all messages show it, and nobody can misread it."""
    return _with_whose(bare_clock(moment), moment)


def bare_clock(moment: datetime | time) -> str:
    """The same without whose clock it is: for an edge of a drawing, or beside another time of the same place."""
    return time_format(moment, "H:i") if isinstance(moment, time) else date_format(moment, "H:i")


def clocks(begin: datetime, end: datetime) -> str:
    """“16:00–17:30”, of one place."""
    return _with_whose(f"{bare_clock(begin)}–{bare_clock(end)}", end)


def whose(moment: datetime) -> str:
    """“Canary Islands time”; nothing where the reader's clock shows the same."""
    return zones.beside(moment, the_clock.of_reader(), of_reader())


def _with_whose(said: str, moment: datetime) -> str:
    clock_of = whose(moment)
    if not clock_of:
        return said
    return pgettext("a time and whose clock it is by", "%(time)s, %(clock)s") % {"time": said, "clock": clock_of}


def day(on: date) -> str:
    """“3 May 1945”."""
    return date_format(on, pgettext("date format", "j F Y"))


def month_day(on: date) -> str:
    """“23 November”, where the year goes without saying."""
    return date_format(on, pgettext("date format", "j F"))


def month(on: date) -> str:
    """“November 2026”."""
    return date_format(on, pgettext("date format", "F Y"))


def weekday(on: date, *, today: date) -> str:
    """“Monday 23 November”, with the year when it is not this one."""
    if on.year == today.year:
        return date_format(on, pgettext("date format", "l j F"))
    return date_format(on, pgettext("date format", "l j F Y"))


def weekday_and_clock(moment: datetime, *, today: date) -> str:
    """“Monday 23 November, 10:40”. `moment` is on the wall of the site."""
    return pgettext("a day and the clock", "%(day)s, %(time)s") % {
        "day": weekday(moment, today=today),
        "time": clock(moment),
    }


def short_weekday_and_clock(moment: datetime) -> str:
    """“Mon 23 Nov, 10:40”, where there is little room."""
    return _with_whose(short_weekday_and_bare_clock(moment), moment)


def short_weekday_and_bare_clock(moment: datetime) -> str:
    """The same without whose clock it is."""
    return pgettext("a day and the clock", "%(day)s, %(time)s") % {
        "day": short_weekday(moment),
        "time": bare_clock(moment),
    }


def to_the_second(moment: datetime) -> str:
    """“3 May 1945, 10:40:07”, for what is proved by it."""
    return pgettext("a day and the clock", "%(day)s, %(time)s") % {
        "day": day(moment),
        "time": _with_whose(date_format(moment, "H:i:s"), moment),
    }


def short(on: date) -> str:
    """“23 Nov”, where there is little room."""
    return date_format(on, pgettext("date format", "j M"))


def short_weekday(on: date) -> str:
    """“Mon 23 Nov”, where there is little room."""
    return date_format(on, pgettext("date format", "D j M"))
