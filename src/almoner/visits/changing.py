"""The one place where a bed changes its state; each change leaves a line that nobody can take away (BED-1)."""

from __future__ import annotations

from django.db.models import Max

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.prepared import insert, update
from almoner.visits.enums import BedState
from almoner.visits.models import Bed, BedChange, Stay


def change(
    bed: Bed, state: BedState, by: Actor, *, why: str = "", block_reason: str = "", stay: Stay | None = None
) -> Bed:
    """Change a locked bed. Call inside the action whose doing it is."""
    last = BedChange.objects.filter(bed=bed).aggregate(last=Max("number"))["last"] or 0
    line = BedChange(
        bed=bed,
        number=last + 1,
        before=bed.state,
        after=state,
        at=clock.now(),
        why=(why or block_reason).strip()[:300],
        by_name=by.name,
        by_staff_id=by.staff_id,
        stay=stay,
    )
    insert(line)
    bed.state, bed.since, bed.block_reason, bed.note = state, clock.now(), block_reason, why.strip()[:200]
    update(bed, "state", "since", "block_reason", "note")
    return bed
