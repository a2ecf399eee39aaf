"""What the worker does for scheduling: it offers, tidies, opens. Free time is found free without it."""

from __future__ import annotations

from datetime import time, timedelta

from almoner.catalogue.models import Service
from almoner.core import clock, worker
from almoner.core.actor import SYSTEM
from almoner.people.sites import sites
from almoner.scheduling import actions
from almoner.scheduling.actions.clocks import is_followed
from almoner.scheduling.effects import AHEAD as OPEN_AHEAD
from almoner.scheduling.enums import EntryState
from almoner.scheduling.models import AlsoAt, Attendance, Diary, Hold, Protection, Resource, WaitingEntry
from almoner.scheduling.refusals import OtherwiseNow
from almoner.scheduling.simulation import work as simulations

AT_A_TIME = 20
LEARNS_FROM = time(4)
"""After the last of yesterday's bookings, before the first of today's."""


def register() -> None:
    worker.register("scheduling.offers", 15, offer_freed_times)
    worker.register("scheduling.holds", 60, sweep)
    worker.register("scheduling.diaries", 3600, open_ahead)
    worker.register("scheduling.clocks", 3600, follow_the_clocks)
    worker.register("scheduling.places", 900, settle_places)
    worker.register("scheduling.demand", 3600, learn_demand)
    worker.register("scheduling.attendance", 3600, learn_attendance)
    worker.register("scheduling.what_if", 1, simulations.work_out)
    worker.register("scheduling.what_ifs_kept", 3600, simulations.tidy)


def offer_freed_times() -> int:
    """End offers that were not answered, and offer what is free to those who wait."""
    done = actions.lapse_offers(by=SYSTEM)
    waiting = WaitingEntry.objects.filter(state=EntryState.WAITING).values("service_id")
    for service in Service.objects.filter(id__in=waiting):
        done += len(actions.make_offers(service=service, by=SYSTEM))
    return done


def sweep() -> int:
    """Forget holds that have lapsed."""
    if not Hold.objects.filter(lapses_at__lte=clock.now()).exists():
        return 0
    return actions.sweep_holds(by=SYSTEM)


def open_ahead() -> int:
    """Open the diaries of resources whose last open day is less than `OPEN_AHEAD` away, some at a time. Those whose
    hours have ended, or begin again later, stay among them and hold nobody up."""
    until = clock.today() + OPEN_AHEAD
    reach = Diary.objects.filter(day__gt=until - timedelta(days=7)).values("resource_id")
    short = Resource.objects.filter(active=True, patterns__isnull=False).exclude(id__in=reach).distinct()
    resources, done = list(short.order_by("id")), 0
    for first in range(0, len(resources), AT_A_TIME):
        some = resources[first : first + AT_A_TIME]
        done += actions.open_diaries(resources=some, from_day=clock.today(), until_day=until, by=SYSTEM)
    return done


def follow_the_clocks() -> int:
    """Keep what was told on the walls of the sites, after new time-zone data or another zone (law I-13)."""
    done = 0
    for site in sites():
        try:
            done += 0 if is_followed(site) else actions.follow_the_clock(site=site, by=SYSTEM)
        except OtherwiseNow:
            continue
    return done


def settle_places() -> int:
    """Open the hours of those at several sites in which somebody stood elsewhere who has been moved since."""
    return actions.settle_places(by=SYSTEM) if AlsoAt.objects.exists() else 0


def learn_demand() -> int:
    """Learn once a day, from four in the morning on, how many urgent people ask."""
    now = clock.now()
    learned_today = Protection.objects.filter(learned_at__gte=clock.on_the_wall(clock.today(), LEARNS_FROM))
    if clock.local(now).time() >= LEARNS_FROM and not learned_today.exists():
        actions.learn_demand(by=SYSTEM)
    return 0


def learn_attendance() -> int:
    """Learn once a day, from four in the morning on, how often people stay away."""
    now = clock.now()
    learned_today = Attendance.objects.filter(created_at__gte=clock.on_the_wall(clock.today(), LEARNS_FROM))
    if clock.local(now).time() >= LEARNS_FROM and not learned_today.exists():
        actions.learn_attendance(by=SYSTEM)
    return 0
