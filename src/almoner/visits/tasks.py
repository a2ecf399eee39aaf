"""What the worker does here: a follow-up whose appointment fell away is planned, and promised, anew."""

from __future__ import annotations

from datetime import timedelta

from almoner.core import clock, worker
from almoner.core.actor import SYSTEM
from almoner.core.refusal import Refused
from almoner.scheduling.enums import State
from almoner.visits import actions
from almoner.visits.enums import FollowUpState
from almoner.visits.models import FollowUpPlan

BATCH = 100
TIME_TO_BOOK = timedelta(days=2)
"""For a plan whose own time has passed already."""


def register() -> None:
    worker.register("follow-ups", 60, reopen_follow_ups)


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
