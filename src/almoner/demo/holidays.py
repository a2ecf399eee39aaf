"""The public holidays that the rehearsal hospital keeps."""

from __future__ import annotations

from datetime import date, timedelta

from almoner.core.actor import Actor
from almoner.demo.staffing import roster
from almoner.people import holidays
from almoner.people.holidays import Holiday
from almoner.people.models import Site
from almoner.scheduling.actions import keep_holiday, set_every_day


def keep_holidays(*, site: Site, after: date, days: int, by: Actor) -> None:
    """Those that come within so many days after a day. Whoever works at the week-end works on them as well."""
    set_every_day(site=site, professions=roster()["hours"]["every_day"], by=by)
    for number in range(1, days + 1):
        day = after + timedelta(days=number)
        for one in roster()["holidays"]:
            if (one["month"], one["day"]) == (day.month, day.day):
                keep_holiday(site=site, holiday=_on(day, one), by=by)


def _on(day: date, told: dict[str, object]) -> Holiday:
    kept = {name: told[name] for name in ("hours", "names", "opens", "closes") if name in told}
    return holidays.read({**kept, "day": day.isoformat()})
