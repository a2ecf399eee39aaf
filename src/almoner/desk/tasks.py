"""What the worker does at the desk: the next in line is asked when whoever was asked has not answered, and calls end of
which the telephone told nothing more.

How long that takes stands in the charter alone: once when the promise is at risk, and once for each rung it climbs.
"""

from __future__ import annotations

from almoner.charter.enums import State
from almoner.charter.models import Promise
from almoner.core import worker
from almoner.core.actor import SYSTEM
from almoner.core.refusal import Refused
from almoner.desk import actions
from almoner.desk.chain import next_in_line
from almoner.desk.covering import STANDARD
from almoner.desk.models import Reach
from almoner.desk.ringing import forgotten
from almoner.desk.talks import silent

BATCH = 50


def register() -> None:
    worker.register("reaching", 10, ask_the_next)
    worker.register("desk.ringing", 30, end_forgotten)
    worker.register("desk.talks", 30, end_silent)


def end_forgotten() -> int:
    """No call rings for so long: its end was not told. Somebody rings back."""
    lost = forgotten(by=SYSTEM)
    for one in lost:
        actions.give_up_ringing(ringing=one, by=SYSTEM)
    return len(lost)


def end_silent() -> int:
    """Nobody is there any more: as if they had hung up."""
    gone = silent(by=SYSTEM)
    for one in gone:
        actions.hang_up(talk=one, by=SYSTEM)
    return len(gone)


def ask_the_next() -> int:
    """One round. Two workers at once ask each once: the action counts the turns again, locked."""
    late = Promise.objects.live().filter(standard=STANDARD).exclude(state=State.OPEN, at_risk_since__isnull=True)
    steps = {promise.subject_id: _asked_by_now(promise) for promise in late.order_by("due_at", "id")[:BATCH]}
    done = 0
    for reach in Reach.objects.open().filter(id__in=list(steps)).select_related("person").prefetch_related("turns"):
        if len(reach.turns.all()) < steps[reach.id] and next_in_line(reach, SYSTEM):
            done += _ask(reach)
    return done


def _asked_by_now(promise: Promise) -> int:
    """So many should have been asked: the first, one more since it is at risk, and one for each rung climbed."""
    return 2 + promise.rung


def _ask(reach: Reach) -> int:
    try:
        actions.ask_next(reach=reach, by=SYSTEM)
    except Refused:
        return 0
    return 1
