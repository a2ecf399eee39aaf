"""What the worker does for the charter: notice risk, break what is past due, climb the ladder."""

from __future__ import annotations

from almoner.charter import actions
from almoner.charter.enums import State
from almoner.charter.models import Promise
from almoner.core import clock, worker
from almoner.core.actor import SYSTEM
from almoner.core.prepared import Prepared
from almoner.core.refusal import Refused

BATCH = 200

_PAST_DUE = Prepared(lambda moment: Promise.objects.past_due(moment).order_by("due_at", "id")[:BATCH])
_RISKY = Prepared(
    lambda moment: Promise.objects.filter(
        state=State.OPEN, at_risk_since__isnull=True, risk_at__lte=moment, due_at__gt=moment
    ).order_by("due_at", "id")[:BATCH]
)
_BROKEN = Prepared(
    lambda moment: Promise.objects.filter(state=State.BROKEN, next_rung_at__lte=moment).order_by("due_at", "id")[:BATCH]
)


def register() -> None:
    worker.register("charter", 5, watch_promises)


def watch_promises() -> int:
    """One round over what has come due. Two workers at once do each thing once: every action looks again, locked."""
    moment = clock.now()
    done = 0
    for promise in _PAST_DUE.all(moment=moment):
        done += _try(actions.break_promise, promise)
    for promise in _RISKY.all(moment=moment):
        done += _try(actions.note_risk, promise)
    for promise in _BROKEN.all(moment=moment):
        done += _try(actions.climb, promise)
    return done


def _try(act: object, promise: Promise) -> int:
    assert callable(act)  # noqa: S101
    try:
        act(promise=promise, by=SYSTEM)
    except Refused:
        return 0
    return 1
