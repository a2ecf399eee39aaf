"""What the worker does for urgency: raise what nobody decided in time."""

from __future__ import annotations

from almoner.core import clock, worker
from almoner.core.actor import SYSTEM
from almoner.core.refusal import Refused
from almoner.urgency import actions
from almoner.urgency.models import Request

BATCH = 200


def register() -> None:
    worker.register("urgency", 30, raise_what_is_stale)


def raise_what_is_stale() -> int:
    """One round. Gives how many were raised."""
    late = Request.objects.undecided().filter(due_at__lte=clock.now(), stale_at__isnull=True)
    return sum(_try(request) for request in late.order_by("due_at", "id")[:BATCH])


def _try(request: Request) -> int:
    try:
        actions.raise_stale(request=request, by=SYSTEM)
    except Refused:
        return 0
    return 1
