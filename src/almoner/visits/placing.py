"""Beds as they stand in the tables, made ready for `visits.beds`."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from almoner.visits.beds import BedFacts, Match, Wanted, match
from almoner.visits.enums import BedState, RequestState, StayState
from almoner.visits.models import Bed, BedRequest, Stay

SHARED_BY_ONE_SEX = {"female", "male"}


def wanted(request: BedRequest) -> Wanted:
    return Wanted(
        care=request.care,
        isolation=request.isolation,
        sex=request.sex,
        single_room=request.single_room,
        ward=request.ward.code if request.ward else "",
        kit=frozenset(request.kit),
    )


def facts(beds: Iterable[Bed], *, without: Iterable[UUID] = ()) -> list[BedFacts]:
    """Two statements for any number of beds. `without` leaves stays out of account, as when two swap."""
    found = list(beds)
    bays = _sexes({bed.ward_id for bed in found}, set(without))
    return [
        BedFacts(
            id=bed.id,
            name=bed.code,
            ward=bed.ward.code,
            care=bed.care,
            single_room=bed.single_room,
            own_air=bed.own_air,
            bay_sex=bays.get((bed.ward_id, bed.bay), ""),
            kit=frozenset(bed.kit),
            clean=bed.state == BedState.CLEAN,
        )
        for bed in found
    ]


def _sexes(wards: set[UUID], without: set[UUID]) -> dict[tuple[UUID, str], str]:
    """By ward and bay, the sex of those who lie there or have been given a bed there."""
    lying = Stay.objects.filter(state=StayState.ADMITTED, bed__ward__in=wards).exclude(id__in=without)
    coming = BedRequest.objects.filter(state=RequestState.ALLOTTED, bed__ward__in=wards).exclude(stay__in=without)
    rows = [
        *lying.values_list("bed__ward_id", "bed__bay", "person__sex"),
        *coming.values_list("bed__ward_id", "bed__bay", "sex"),
    ]
    return {(ward, bay): sex for ward, bay, sex in rows if bay and sex in SHARED_BY_ONE_SEX}


def match_for(request: BedRequest, bed: Bed, *, without: Iterable[UUID] = ()) -> Match:
    [found] = facts([bed], without=[request.stay_id, *without])
    return match(wanted(request), found)
