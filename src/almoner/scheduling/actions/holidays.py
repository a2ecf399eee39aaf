"""The holidays of a site: each closes or changes the diaries of whoever works there, and lets them stand again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.people import holidays
from almoner.people.actions import keep_holidays
from almoner.people.holidays import Holiday
from almoner.people.models import Site
from almoner.scheduling.actions.changing import carry_out, lock_all, lock_site, noted
from almoner.scheduling.enums import Changed
from almoner.scheduling.models import EveryDay, HoursChange
from almoner.scheduling.site_plans import plan_every_day, plan_holiday, plan_ordinary_day


@action
def keep_holiday(*, site: Site, holiday: Holiday, seen: str = "", by: Actor) -> HoursChange:
    """Keep a holiday at a site, or say it anew. Visits that stand outside its hours are told as displaced, for somebody
    to move; offers of these times are taken back. `seen` as in `carry_out`. Raises NotOpen, HolidayUnclear,
    OtherwiseNow."""
    own = lock_site(site, by)
    plan = plan_holiday(site=own, holiday=holiday, by=by)
    lock_all(plan)
    days = {**holidays.by_day(own.holidays), holiday.day: holiday}
    change = noted(plan, Changed.HOLIDAY, names=dict(holiday.names))
    return carry_out(
        plan, change, seen=seen, write=lambda: keep_holidays(site=own, holidays=days.values(), by=by), by=by
    )


@action
def end_holiday(*, site: Site, day: date, seen: str = "", by: Actor) -> HoursChange:
    """An ordinary day again: the diaries open, and visits that have no new time yet stand again. Raises NotThere for
    a day that is no holiday, NotOpen, OtherwiseNow."""
    own = lock_site(site, by)
    plan = plan_ordinary_day(site=own, day=day, by=by)
    lock_all(plan)
    days = holidays.by_day(own.holidays)
    change = noted(plan, Changed.ORDINARY, names=dict(days.pop(day).names))
    return carry_out(
        plan, change, seen=seen, write=lambda: keep_holidays(site=own, holidays=days.values(), by=by), by=by
    )


@action
def set_every_day(*, site: Site, professions: Collection[str], seen: str = "", by: Actor) -> HoursChange:
    """Say which professions work on the holidays of a site as on any other day. Raises OtherwiseNow."""
    own = lock_site(site, by)
    plan = plan_every_day(site=own, professions=professions, by=by)
    lock_all(plan)

    def write() -> None:
        EveryDay.objects.filter(site=own).exclude(profession__in=professions).delete()
        there = set(EveryDay.objects.filter(site=own).values_list("profession", flat=True))
        fresh = sorted(set(professions) - there)
        EveryDay.objects.bulk_create(EveryDay(site=own, profession=one) for one in fresh)

    return carry_out(plan, noted(plan, Changed.EVERY_DAY), seen=seen, write=write, by=by)
