"""Free times as the pages show them: pills by day, a week, a month, and what is nearest to a time that is gone.

Groups are what the component `times` takes, weeks what `month` takes. `Link` makes the address of a view and a day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, time
from itertools import groupby, takewhile
from typing import Any

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from almoner.core import clock, days
from almoner.core.languages import listed
from almoner.scheduling.closed_days import text_of
from almoner.scheduling.glance import Day
from almoner.scheduling.meeting import Judged
from almoner.scheduling.nearest import Nearest
from almoner.scheduling.place_words import free_words
from almoner.scheduling.preferences import PARTS_OF_DAY
from almoner.scheduling.times import Time, at_several_sites, who_and_where

Link = Callable[[str, date], str]
Group = dict[str, Any]
IN_A_WEEK = 4
"""So many times of each day stand in a week; the others are one step away."""


def by_day(times: Iterable[Time], *, besides: Iterable[Time] = ()) -> list[Group]:
    """Under each day its times, each with the clinician; and the site, where these and what is shown `besides` are at
    several."""
    known = list(times)
    several = at_several_sites([*known, *besides])
    return [
        {"label": day_name(on), "times": _pills(of_day, at=several)}
        for on, of_day in groupby(sorted(known, key=lambda one: one.on_there), key=lambda one: one.on_there)
    ]


def by_part(times: Iterable[Time]) -> list[Group]:
    """The times of one day, under the parts of it."""
    known = list(times)
    several = at_several_sites(known)
    parts = {"morning": _("Morning"), "afternoon": _("Afternoon"), "evening": _("Evening")}
    return [
        {"label": parts[part], "times": _pills(of_part, at=several)}
        for part, of_part in groupby(sorted(known, key=_at), key=lambda one: _part(_at(one)))
    ]


def _at(one: Time) -> time:
    return one.starts_there.time()


def _part(at: time) -> str:
    return next(part for part, (begin, _end) in reversed(PARTS_OF_DAY.items()) if at >= begin)


def by_week(week: Sequence[Day], link: Link) -> list[Group]:
    """The days of a week that have times, each with its first ones and the way to all of them."""
    several = at_several_sites(one for day in week for one in day.times)
    return [
        {
            "label": day_name(day.on),
            "times": _pills(_first(day), at=several),
            "more": _more(day, link),
        }
        for day in week
        if day.times
    ]


def _first(day: Day) -> list[Time]:
    return whole_starts(day.times, IN_A_WEEK)


def whole_starts(times: Sequence[Time], few: int) -> list[Time]:
    """The first few times; of the last start among them all its sites, so that nobody overlooks the nearer one."""
    if len(times) <= few:
        return list(times)
    last = times[few - 1].starts_at
    return [*times[:few], *takewhile(lambda one: one.starts_at == last, times[few:])]


def _more(day: Day, link: Link) -> dict[str, str] | None:
    if day.count == len(_first(day)):
        return None
    label = ngettext("All %(count)d time of this day", "All %(count)d times of this day", day.count)
    return {"href": link("day", day.on), "label": label % {"count": day.count}}


def by_month(weeks: Sequence[Sequence[Day | None]], link: Link) -> dict[str, Any]:
    """A month for the component `month`: the names of the days, and a cell for each day. Weeks that are over are left
    out of the one that runs."""
    named = [{"name": capfirst(str(WEEKDAYS[at])), "short": capfirst(str(WEEKDAYS_ABBR[at]))} for at in range(7)]
    to_come = [week for week in weeks if any(day and day.on >= clock.today() for day in week)]
    shown = to_come or weeks
    firsts = (day.first for week in shown for day in week if day and day.first)
    others = sorted({clock_of for first in firsts if (clock_of := days.whose(first))})
    clocks = _("Some of these hours are by another clock: %(clock)s.") % {"clock": listed(others)} if others else ""
    sites = sorted({one.site for week in shown for day in week if day for one in day.times})
    counted = _("Counted are the times at %(sites)s.") % {"sites": listed(sites)} if len(sites) > 1 else ""
    return {
        "headings": named,
        "weeks": [[_cell(day, link) for day in week] for week in shown],
        "note": " ".join(filter(None, (counted, clocks))),
    }


def places_note(times: Iterable[Time], given_at: int) -> str:
    """How the places of these times stand, where the service is given at so many: nothing, where that is one, or where
    no two are at one moment."""
    known = list(times)
    sites = {one.site for one in known}
    if given_at <= 1 or not known:
        return ""
    if len(sites) == 1:
        return _("All of these times are at %(site)s.") % {"site": sites.pop()}
    if len({one.starts_at for one in known}) == len(known):
        return ""
    return _("At the same hour the nearer place stands first, as far as the postcodes tell.")


def closed(some: Iterable[Day]) -> list[Group]:
    """The holidays among some days, each with what it makes of the hours."""
    return [{"label": day_name(day.on), "text": text_of(day.closed)} for day in some if day.closed]


def _cell(day: Day | None, link: Link) -> dict[str, Any] | None:
    if day is None:
        return None
    cell = {"number": day.on.day, "today": day.on == clock.today(), "href": ""}
    if day.first is None:
        return cell | {"closed": any(one.is_all_day for one in day.closed), "heard": text_of(day.closed)}
    first = days.bare_clock(day.first)
    heard = ngettext(
        "%(day)s: %(count)d time, at %(first)s", "%(day)s: %(count)d times, from %(first)s on", day.count
    ) % {"day": day_name(day.on), "count": day.count, "first": days.clock(day.first)}
    return cell | {"href": link("day", day.on), "count": day.count, "first": first, "heard": heard}


def instead_of(near: Nearest) -> list[Group]:
    """What is offered when a time is gone, the same time first (APT-3)."""
    groups = []
    several = at_several_sites(near.all())
    if near.same_time:
        on = near.same_time[0].on_there
        groups.append(
            {"label": _("The same time: %(day)s") % {"day": day_name(on)}, "times": _pills(near.same_time, at=several)}
        )
    if near.same_clinician:
        name = near.same_clinician[0].clinician.name
        label = _("With %(name)s, as near as there is") % {"name": name}
        groups.append(
            {"label": label, "times": [pill(one, with_day=True, with_site=several) for one in near.same_clinician]}
        )
    if near.others:
        groups.append(
            {
                "label": _("What comes next"),
                "times": [pill(one, with_day=True, with_site=several) for one in near.others],
            }
        )
    return groups


def _pills(times: Iterable[Time], *, at: bool = False) -> list[dict[str, str]]:
    return [pill(one, with_site=at) for one in times]


def pill(one: Time, *, with_day: bool = False, with_site: bool = False) -> dict[str, str]:
    """The day and the hour large; small beside them who it is with, where and how many places are left, and whose clock
    it is by, where that must be said."""
    begins = one.starts_there
    at = days.short_weekday_and_bare_clock(begins) if with_day else days.bare_clock(begins)
    hint = " · ".join(filter(None, (_who(one, with_site=with_site), days.whose(begins))))
    return {"value": one.key, "label": at, "hint": hint}


def _who(one: Time, *, with_site: bool) -> str:
    return " · ".join(filter(None, (who_and_where(one, several=with_site), free_words(one))))


def cards(found: Iterable[Judged], *, besides: Iterable[Time] = ()) -> list[dict[str, Any]]:
    """Times with what they meet and what not, for the component `time_cards`."""
    today, known = clock.today(), list(found)
    several = at_several_sites([*(one.time for one in known), *besides])
    return [
        {
            "value": one.time.key,
            "label": days.weekday_and_clock(one.time.starts_there, today=today),
            "who": _who(one.time, with_site=several),
            "met": [str(each) for each in one.met],
            "unmet": [str(each) for each in one.unmet],
        }
        for one in known
    ]


def day_name(on: date) -> str:
    return days.weekday(on, today=clock.today())
