"""Why there is no time, in words, and what comes nearest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.catalogue.models import Service
from almoner.core import clock, days
from almoner.core.actor import Actor
from almoner.core.languages import listed
from almoner.scheduling import glance, memory
from almoner.scheduling.asking import Asked
from almoner.scheduling.closed_days import closed_days, text_of
from almoner.scheduling.lacking import Lacking, Stand, lacking
from almoner.scheduling.need_words import need_name
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.search import ANYTHING, DAYS_AHEAD, LEAST_NOTICE, Wanted
from almoner.scheduling.times import Time
from almoner.scheduling.wishes import Wishes, told, without

LATER = "later"
EASED: dict[str, str | Promise] = {
    "parts_of_day": gettext_lazy("at any time of the day"),
    "weekdays": gettext_lazy("on any day of the week"),
    "sites": gettext_lazy("at another site"),
    "clinician": gettext_lazy("with any clinician"),
    "sex": gettext_lazy("with a woman or a man"),
    "language": gettext_lazy("in another language"),
    "step_free": gettext_lazy("in a room with steps"),
    "carer": gettext_lazy("when the person who comes with you cannot"),
    "interpreter": gettext_lazy("without an interpreter"),
}
"""What one could do without, least painful first, and how that is said."""
NEAREST = 3
FEW_DAYS = timedelta(days=14)
"""Of more days it is not the holidays that there is no time."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is needed: how many there are, and how many of them are free in the days asked for."""

    what: str
    known: int
    free: int
    again_on: date | None


@dataclass(frozen=True, slots=True)
class Instead:
    """What there is if they did without one wish, by its name, or looked further ahead (`LATER`)."""

    name: str
    without: str | Promise
    times: tuple[Time, ...]


@dataclass(frozen=True, slots=True)
class WhyNone:
    reasons: tuple[str | Promise, ...]
    needs: tuple[Row, ...]
    instead: tuple[Instead, ...]


@memory.current()
def why_none(
    service: Service,
    *,
    from_day: date | None = None,
    until: date | None = None,
    preferences: Preferences = ANYTHING,
    level: int = 5,
    near_first: tuple[UUID, ...] = (),
    by: Actor,
) -> WhyNone:
    """Say which part is lacking and until when, and give the nearest times without one wish each, or later."""
    begin = clock.now() + LEAST_NOTICE
    last = until or max(from_day or date.min, clock.local(begin).date()) + timedelta(days=DAYS_AHEAD)
    wanted = Wanted(service, begin, last, preferences, level, from_day)
    found = lacking(wanted, look_until=last + timedelta(days=DAYS_AHEAD))
    names = {one: need_name(one.need, service, preferences) for one in found.stands}
    asked = Asked(service, by, wishes=Wishes(must=preferences), level=level, near_first=near_first)
    instead = list(_instead(asked, from_day, last))
    closed = _closed(asked, max(from_day or date.min, clock.local(begin).date()), until)
    return WhyNone(
        (*closed, *_reasons(found, names, preferences, instead)),
        tuple(Row(name, one.known, one.free, one.again_on) for one, name in names.items()),
        tuple(instead),
    )


def _closed(asked: Asked, first: date, until: date | None) -> Iterator[str]:
    """The holidays among a few days that were asked for."""
    if until and until - first <= FEW_DAYS:
        for on, some in closed_days(asked, glance.dates(first, until)).items():
            yield _("%(day)s. %(closed)s.") % {"day": _day(on), "closed": text_of(some)}


def _instead(asked: Asked, from_day: date | None, last: date) -> Iterator[Instead]:
    """Whoever has to be brought home is never told that nobody need come with them."""
    later = asked.times(from_day=last + timedelta(days=1), limit=NEAREST)
    if later:
        yield Instead(LATER, _("later"), tuple(later))
    wished = asked.wishes.must
    for name in (name for name in EASED if name in told(wished)):
        if name == "carer" and asked.service.escort:
            continue
        times = asked.times(from_day=from_day, until=last, limit=NEAREST, preferences=without(wished, name))
        if times:
            yield Instead(name, EASED[name], tuple(times))


def _reasons(found: Lacking, names: dict[Stand, str], wish: Preferences, instead: list[Instead]) -> Iterator[str]:
    lacks = [one for one in found.stands if one.lacks]
    if lacks and _only_for_the_hours(found, wish):
        yield _("Nothing of what is needed is free on the days and at the times of day that were asked for.")
        return
    for one in lacks:
        yield _lack(one, names[one], hours=bool(_of_hours(wish)))
    if lacks:
        return
    if found.apart:
        what = listed(name for one, name in names.items() if one.need in found.apart)
        yield _("All is free in these days, but never at the same time. Not free when the rest is: %(what)s.") % {
            "what": what
        }
    else:
        yield _("All is free in these days, but never at the same time.")
    if instead and instead[0].name == LATER:
        on = instead[0].times[0].on_there
        yield _("It all comes together first on %(day)s.") % {"day": _day(on)}


def _only_for_the_hours(found: Lacking, wish: Preferences) -> bool:
    """Everything that is needed is here, and none of it at the times that were asked for."""
    return bool(_of_hours(wish)) and all(one.known and one.lacks and not one.again_on for one in found.stands)


def _of_hours(wish: Preferences) -> set[str]:
    return {"weekdays", "parts_of_day", "carer"} & set(told(wish))


def _lack(one: Stand, what: str, *, hours: bool) -> str:
    """`hours`: days of the week or times of the day were asked for, and nothing is said of others."""
    if not one.known:
        return _("Nobody and nothing fits for: %(what)s.") % {"what": what}
    if one.again_on:
        return _("What is lacking: %(what)s. It is there from %(day)s on.") % {"what": what, "day": _day(one.again_on)}
    if hours:
        return _("What is lacking: %(what)s. None is free at such times, as far as days are open.") % {"what": what}
    return _("What is lacking: %(what)s. None is free on any day that is open so far.") % {"what": what}


def _day(on: date) -> str:
    return days.weekday(on, today=clock.today())
