"""Times as people say them: the day in a word where one exists, the clock beside it. Pure: `now` is handed in."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from almoner.core import days
from almoner.core.numbers import counts_as, digits


def day_and_clock(moment: datetime, *, now: datetime) -> str:
    """“today 16:00”, “tomorrow 09:30”, “Thursday 26 November, 16:00”. Both moments on the same wall."""
    apart = (moment.date() - now.date()).days
    near = {0: _("today %(time)s"), 1: _("tomorrow %(time)s"), -1: _("yesterday %(time)s")}
    if apart in near:
        return near[apart] % {"time": days.clock(moment)}
    return days.weekday_and_clock(moment, today=now.date())


def short(moment: datetime, *, clock_too: bool) -> str:
    """“26 Nov”, for the edge of a drawing; with the clock when the whole of it spans few days."""
    return f"{days.short(moment)}, {days.clock(moment)}" if clock_too else days.short(moment)


def minutes_in_words(minutes: int) -> str:
    """A length that a person can picture: minutes to ninety, then hours, then days."""
    size = abs(minutes)
    if size <= 90:
        return ngettext("%(count)d minute", "%(count)d minutes", size) % {"count": size}
    if size < 48 * 60:
        hours = round(size / 60)
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    whole = round(size / 1440)
    return ngettext("%(count)d day", "%(count)d days", whole) % {"count": whole}


def days_in_words(count: float) -> str:
    """“1 day”, “2.5 days”."""
    return ngettext("%(count)s day", "%(count)s days", counts_as(count)) % {"count": digits(count)}


def time_left(minutes: int) -> str:
    """“12 minutes left”, “due now”, “8 minutes late”."""
    if minutes == 0:
        return _("due now")
    shape = _("%(length)s left") if minutes > 0 else _("%(length)s late")
    return shape % {"length": minutes_in_words(minutes)}
