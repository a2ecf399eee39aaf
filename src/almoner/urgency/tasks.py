"""What the worker does for urgency: raise what nobody decided in time, and alarm for what nobody sees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db.models import Q

from almoner.core import clock, worker
from almoner.core.actor import SYSTEM
from almoner.core.refusal import Refused
from almoner.people.models import Site
from almoner.people.sites import sites
from almoner.urgency import actions
from almoner.urgency.enums import Level
from almoner.urgency.gauging import SOONEST_BY_ITSELF, due
from almoner.urgency.models import Request
from almoner.urgency.rule_queries import rules_past_review
from almoner.urgency.watching import UNSEEN_FOR, is_open, watching

BATCH = 200


def register() -> None:
    worker.register("urgency", 30, raise_what_is_stale)
    worker.register("urgency.rules", 3600, tell_of_overdue_rules)
    worker.register("urgency.alarms", 30, alarm_what_nobody_sees)


def tell_of_overdue_rules() -> int:
    """One round. Gives how many rows are past their review."""
    return actions.tell_overdue_rules(by=SYSTEM) if rules_past_review() else 0


def raise_what_is_stale() -> int:
    """One round. Gives how many were raised."""
    now = clock.now()
    is_late = Q(due_at__lte=now, stale_at__isnull=True)
    for level in range(SOONEST_BY_ITSELF + 1, Level.ROUTINE + 1):
        is_late |= Q(level=level, stale_at__lte=now - (due(level, now) - now))
    late = Request.objects.undecided().filter(is_late)
    return sum(_try(actions.raise_stale, request=request) for request in late.order_by("due_at", "id")[:BATCH])


def alarm_what_nobody_sees() -> int:
    """One round over the queues of all sites. Gives how many alarms were raised or made more urgent."""
    return sum(_at(site, clock.now()) for site in sites())


def _at(site: Site, now: datetime) -> int:
    watched = watching(site.id, now)
    waiting = Request.objects.undecided().waiting_at(site)
    if is_open(site, now):
        unseen = waiting.filter(Q(level__lte=SOONEST_BY_ITSELF) | Q(created_at__lte=now - UNSEEN_FOR))
        return _try(actions.alarm_unwatched, site=site) if watched.nobody and unseen.exists() else 0
    if not watched.missing:
        return 0
    new = waiting.filter(alarms__isnull=True).order_by("level", "due_at", "id")[:BATCH]
    return sum(_try(actions.alarm_after_hours, request=request) for request in new)


def _try(act: Callable[..., object], **about: object) -> int:
    """1 where something was done: two workers at once do each thing once, since every action looks again, locked."""
    try:
        return 1 if act(**about, by=SYSTEM) else 0
    except Refused:
        return 0
