"""Rows as they stand now, locked, and refused where the step does not follow on their state."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from almoner.core.prepared import Prepared
from almoner.visits.enums import StayState, VisitState
from almoner.visits.models import Bed, Stay, Visit
from almoner.visits.refusals import NotNow

_WITH_VISIT = ("person", "service", "appointment", "clinician")
"""What every step reads. The rest is read where it is wanted: a row of nine tables costs more than two short ones."""


_VISIT = Prepared(lambda key: Visit.objects.select_for_update(of=("self",)).select_related(*_WITH_VISIT).filter(id=key))
_STAY = Prepared(
    lambda key: (
        Stay.objects.select_for_update(of=("self",)).select_related("person", "site", "bed__ward").filter(id=key)
    )
)
_BEDS = Prepared(
    lambda ids: Bed.objects.select_for_update(of=("self",)).select_related("ward").filter(id__in=ids).order_by("id")
)


def locked(visit: Visit, *states: VisitState) -> Visit:
    """Raises NotNow unless the visit is in one of `states`."""
    fresh = _VISIT.get(key=visit.id)
    if fresh.state not in states:
        raise NotNow
    return fresh


def locked_stay(stay: Stay, *states: StayState) -> Stay:
    """Raises NotNow unless the stay is in one of `states`. Lock the beds before it, where both are needed."""
    fresh = _STAY.get(key=stay.id)
    if fresh.state not in states:
        raise NotNow
    return fresh


def locked_beds(ids: Iterable[UUID]) -> dict[UUID, Bed]:
    """Beds, locked in the order of their ids."""
    return {bed.id: bed for bed in _BEDS.all(ids=set(ids))}


def bed_now(stay: Stay) -> UUID | None:
    """The bed of a stay as it stands now. Read it to lock the bed first, and look again once the stay is locked."""
    return Stay.objects.values_list("bed_id", flat=True).get(id=stay.id)
