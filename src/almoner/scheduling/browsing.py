"""Looking through the free times: the soonest or best few, one day, a week, a month; or why there is none.

The pages of people and of staff show the same. Every view is an address of its own, and none of them writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from almoner.core import clock, days
from almoner.scheduling import glance, memory, showing
from almoner.scheduling.asking import Asked
from almoner.scheduling.times import Time, at_several_sites
from almoner.scheduling.why_none import why_none
from almoner.scheduling.wished import find_wished
from almoner.scheduling.wishes import told

BEST = 5
SOONER = 2
WEEK = timedelta(days=7)
DAY = timedelta(days=1)
Shown = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Browsing:
    """What is looked for, from which day on, until when at most; `link` makes the address of a view and a day, and
    `few` is how many of the soonest are shown."""

    asked: Asked
    link: Callable[[str, date | None], str]
    from_day: date | None = None
    until: date | None = None
    few: int = 8

    @property
    def wished(self) -> bool:
        """Whether anything would be good to have that need not be."""
        return bool(told(self.asked.wishes.rather))


@memory.current()
def browse(looking: Browsing, view: str, day: str) -> Shown:
    """What one view shows; where there is no time to be shown at all, why. Raises NotSuitable.

    A week or a month that nobody chose is the first one that has a time.
    """
    look = VIEWS.get(view)
    on = _day(day) if look else None
    shown: Shown = {"view": view if look else "", "tabs": _tabs(looking, view if look else "")}
    if look and on:
        found = look(looking, max(on, clock.today()))
        return shown | found if found["groups"] else shown | found | {"first_day": _first(looking, on)}
    first = glance.first_day(looking.asked, looking.from_day)
    if first is None or (looking.until and first > looking.until):
        return shown | _none(looking)
    return shown | (look(looking, first) if look else _soonest(looking))


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _tabs(looking: Browsing, view: str) -> list[Shown]:
    first = _("What suits best") if looking.wished else _("Soonest")
    names = (("", first), ("day", _("Day")), ("week", _("Week")), ("month", _("Month")))
    return [{"href": looking.link(name, None), "label": label, "current": name == view} for name, label in names]


def _first(looking: Browsing, after: date) -> Shown | None:
    """The first day that has a time, after an empty one; before it, where there is none after."""
    on = glance.first_day(looking.asked, after) or glance.first_day(looking.asked, looking.from_day)
    return {"href": looking.link("day", on), "label": showing.day_name(on)} if on else None


def _soonest(looking: Browsing) -> Shown:
    """The earliest few. With wishes that would be good to have, what suits best, each with why; and the earliest of all
    besides, so that nobody overlooks that they could come sooner."""
    asked, begin = looking.asked, looking.from_day
    if not looking.wished:
        found = asked.times(from_day=begin, until=looking.until, limit=looking.few)
        return _listed(looking, showing.whole_starts(found, looking.few))
    best = find_wished(asked, from_day=begin, until=looking.until, limit=BEST)
    if not any(one.met for one in best):
        return _listed(looking, [one.time for one in best]) | {"none_meets": True}
    best = [one for one in best if one.met]
    times = [one.time for one in best]
    shown = {one.key for one in times}
    sooner = [one for one in asked.times(from_day=begin, limit=SOONER) if one.key not in shown]
    return {
        "cards": showing.cards(best, besides=sooner),
        "groups": showing.by_day(sooner, besides=times),
        "places": _places(looking, [*times, *sooner]),
    }


def _listed(looking: Browsing, times: list[Time]) -> Shown:
    return {"groups": showing.by_day(times), "places": _places(looking, times)}


def _places(looking: Browsing, times: Iterable[Time]) -> str:
    return showing.places_note(times, len(looking.asked.near_first))


def _of_day(looking: Browsing, on: date) -> Shown:
    [day] = glance.days_between(looking.asked, on, on)
    found = {
        "groups": showing.by_part(day.times), "here": capfirst(showing.day_name(on)), "closed": showing.closed([day]),
        "places": _places(looking, day.times),
    }  # fmt: skip
    before = _way(looking, "day", on - DAY, days.short_weekday(on - DAY))
    return found | {
        "earlier": before if on > clock.today() else None,
        "later": _way(looking, "day", on + DAY, days.short_weekday(on + DAY)),
    }


def _of_week(looking: Browsing, on: date) -> Shown:
    week = glance.week_of(looking.asked, on)
    monday = week[0].on
    here = _("%(first)s to %(last)s") % {"first": days.month_day(monday), "last": days.month_day(week[-1].on)}
    before = _way(looking, "week", max(monday - WEEK, clock.today()), _("The week before"))
    return {
        "groups": showing.by_week(week, looking.link),
        "places": _places(looking, (one for day in week for one in day.times)),
        "closed": showing.closed(week),
        "here": here,
        "earlier": before if monday > clock.today() else None,
        "later": _way(looking, "week", monday + WEEK, _("The week after")),
    }


def _of_month(looking: Browsing, on: date) -> Shown:
    weeks = glance.month_of(looking.asked, on)
    before, after = glance.month_before(on), glance.month_after(on)
    earlier = _way(looking, "month", max(before, clock.today()), capfirst(days.month(before)))
    return {
        "month": showing.by_month(weeks, looking.link),
        "closed": showing.closed(day for week in weeks for day in week if day),
        "groups": any(day and day.times for week in weeks for day in week),
        "here": capfirst(days.month(on)),
        "earlier": earlier if on.replace(day=1) > clock.today() else None,
        "later": _way(looking, "month", after, capfirst(days.month(after))),
    }


def _way(looking: Browsing, view: str, on: date, label: str) -> Shown:
    return {"href": looking.link(view, on), "label": label}


def _none(looking: Browsing) -> Shown:
    """Why there is none, and what there is instead, ready to be taken."""
    asked = looking.asked
    why = why_none(
        asked.service, from_day=looking.from_day, until=looking.until, preferences=asked.wishes.must, level=asked.level,
        near_first=asked.near_first, by=asked.by,
    )  # fmt: skip
    several = at_several_sites(each for one in why.instead for each in one.times)
    instead = [
        {
            "label": capfirst(str(one.without)),
            "times": [showing.pill(each, with_day=True, with_site=several) for each in one.times],
        }
        for one in why.instead
    ]
    return {"view": "none", "why": why, "groups": instead}


VIEWS: dict[str, Callable[[Browsing, date], Shown]] = {"day": _of_day, "week": _of_week, "month": _of_month}
