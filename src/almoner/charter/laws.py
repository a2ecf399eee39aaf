"""Laws of the ledger."""

from __future__ import annotations

from datetime import timedelta

from almoner.charter.book import charter
from almoner.charter.enums import LIVE, State
from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.law import Law
from almoner.people.models import StaffRole

TICK = timedelta(minutes=2)


def silently_past_due() -> list[str]:
    """Open promises whose time has passed without anything having happened."""
    late = Promise.objects.past_due(clock.now() - TICK)
    return [f"{p.reference} ({p.standard}) was due {p.due_at:%Y-%m-%d %H:%M}Z and is still open" for p in late[:50]]


def broken_and_unheard() -> list[str]:
    """Broken promises that have stopped climbing."""
    stuck = Promise.objects.filter(state=State.BROKEN, next_rung_at__lt=clock.now() - TICK)
    return [f"{p.reference} ({p.standard}) is broken and has not climbed since it should have" for p in stuck[:50]]


def without_owner() -> list[str]:
    """Live promises of a team that the charter does not know, or on which nobody works."""
    held = set(StaffRole.objects.filter(ends_on__isnull=True).values_list("role", flat=True))
    teams = charter().teams
    faults = []
    for team in Promise.objects.filter(state__in=LIVE).order_by().values_list("team", flat=True).distinct():
        if team not in teams:
            faults.append(f"team {team} owns promises and is not in the charter")
        elif not held & set(teams[team].roles):
            faults.append(f"team {team} owns promises and nobody is on it")
    return faults


LAWS = [
    Law("I-1", "Every live promise has a team on which somebody works.", without_owner),
    Law("I-3", "A broken promise climbs its ladder until somebody acts.", broken_and_unheard),
    Law("I-6", "Every promise ends kept, made good or withdrawn, or is escalated; none passes its time in silence.",
        silently_past_due),
]  # fmt: skip
