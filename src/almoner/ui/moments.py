"""Times as people say them: the day in a word where one exists, the clock beside it. Pure: `now` is handed in."""

from __future__ import annotations

from datetime import datetime

from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext


def clock(moment: datetime) -> str:
    """The time on the wall, in the reader's way of writing it; in English always 16:00, which nobody can misread."""
    shape = get_format("TIME_FORMAT")
    return date_format(moment, "H:i" if shape == "P" else shape)


def day(moment: datetime, *, now: datetime) -> str:
    """“Thursday 26 November”, with the year when it is not this one."""
    if moment.year == now.year:
        return date_format(moment, pgettext("date format", "l j F"))
    return date_format(moment, pgettext("date format", "l j F Y"))


def day_and_clock(moment: datetime, *, now: datetime) -> str:
    """“today 16:00”, “tomorrow 09:30”, “Thursday 26 November, 16:00”. Both moments on the same wall."""
    days = (moment.date() - now.date()).days
    near = {0: _("today %(time)s"), 1: _("tomorrow %(time)s"), -1: _("yesterday %(time)s")}
    if days in near:
        return near[days] % {"time": clock(moment)}
    return _("%(day)s, %(time)s") % {"day": day(moment, now=now), "time": clock(moment)}


def short(moment: datetime, *, clock_too: bool) -> str:
    """“26 Nov”, for the edge of a drawing; with the clock when the whole of it spans few days."""
    day_only = date_format(moment, pgettext("short date format", "j M"))
    return f"{day_only}, {clock(moment)}" if clock_too else day_only


def minutes_in_words(minutes: int) -> str:
    """A length that a person can picture: minutes to ninety, then hours, then days."""
    size = abs(minutes)
    if size <= 90:
        return ngettext("%(count)d minute", "%(count)d minutes", size) % {"count": size}
    if size < 48 * 60:
        hours = round(size / 60)
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    days = round(size / 1440)
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def time_left(minutes: int) -> str:
    """“12 minutes left”, “due now”, “8 minutes late”."""
    if minutes == 0:
        return _("due now")
    shape = _("%(length)s left") if minutes > 0 else _("%(length)s late")
    return shape % {"length": minutes_in_words(minutes)}
