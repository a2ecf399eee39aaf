"""What the worker does for the catalogue: it notices preparation texts whose review is overdue."""

from __future__ import annotations

from almoner.catalogue import actions
from almoner.catalogue.models import Service
from almoner.core import clock, worker
from almoner.core.actor import SYSTEM


def register() -> None:
    worker.register("catalogue.reviews", 3600, notice_overdue)


def notice_overdue() -> int:
    """Say once of each service that its review is overdue. Gives of how many."""
    late = Service.objects.offered().filter(approvals__review_on__lt=clock.today(), approvals__overdue_told=False)
    found = list(late.distinct().order_by("code"))
    for service in found:
        actions.note_overdue(service=service, by=SYSTEM)
    return len(found)
