"""What the worker does here: a follow-up whose appointment fell away is planned, and promised, anew; so is each day."""

from __future__ import annotations

from datetime import time, timedelta

from almoner.core import clock, worker
from almoner.core.actor import SYSTEM
from almoner.core.refusal import Refused
from almoner.people.models import Site
from almoner.people.sites import sites
from almoner.scheduling.enums import State
from almoner.timeline.models import Event
from almoner.visits import actions
from almoner.visits.actions.caring import BEGUN
from almoner.visits.enums import FollowUpState, StayState
from almoner.visits.models import FollowUpPlan, Stay

BATCH = 100
DAY_BEGINS = time(7)
"""When a new day begins in a bed, on the hospital's wall."""
TIME_TO_BOOK = timedelta(days=2)
"""For a plan whose own time has passed already."""


def register() -> None:
    worker.register("follow-ups", 60, reopen_follow_ups)
    worker.register("days-in-bed", 300, begin_days)


def reopen_follow_ups() -> int:
    """One round. Two workers at once reopen each once: the action looks again, locked."""
    fallen = FollowUpPlan.objects.filter(
        state=FollowUpState.BOOKED, appointment__state__in=[State.CANCELLED, State.MISSED]
    ).select_related("person")
    done = 0
    for plan in fallen.order_by("id")[:BATCH]:
        try:
            actions.reopen_follow_up(plan=plan, book_by_at=max(plan.book_by_at, clock.now() + TIME_TO_BOOK), by=SYSTEM)
            done += 1
        except Refused:
            continue
    return done


def begin_days() -> int:
    """Begin the day of everybody in a bed who was here before today. Two workers at once begin each once."""
    return sum(_begin_days_at(site) for site in sites())


def _begin_days_at(site: Site) -> int:
    """A day begins by the clock of the site."""
    if clock.local(clock.now(), site.zone).time() < DAY_BEGINS:
        return 0
    midnight = clock.on_the_wall(clock.today(site.zone), time.min, site.zone)
    begun = Event.objects.filter(kind=BEGUN, at__gte=midnight).values("subject_id")
    here = Stay.objects.filter(state=StayState.ADMITTED, site=site, admitted_at__lt=midnight).exclude(id__in=begun)
    done = 0
    for stay in here.select_related("person").order_by("id")[:BATCH]:
        try:
            actions.begin_day(stay=stay, by=SYSTEM)
            done += 1
        except Refused:
            continue
    return done
