"""Beds, who lies in them, who waits for one and which would suit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.models import Person
from almoner.people.rules import may_see, visible_to
from almoner.visits.beds import Match, suggest
from almoner.visits.enums import LIVE_STAY, BedState, RequestState, StayState
from almoner.visits.models import (
    Bed,
    BedChange,
    BedRequest,
    Stay,
    Ward,
)
from almoner.visits.placing import facts, wanted


@dataclass(frozen=True, slots=True)
class BedOnBoard:
    """`stay`: who lies in it, where the reader may know, and their `isolation`. `coming`: whom it is given to."""

    bed: Bed
    stay: Stay | None
    coming: BedRequest | None
    going_today: bool
    isolation: str = ""

    @property
    def free(self) -> bool:
        return self.bed.state == BedState.CLEAN and self.coming is None


def bed_board(*, by: Actor, ward: Ward | None = None) -> list[BedOnBoard]:
    """Every bed of the site with who lies in it and who comes, by ward and bed; four statements."""
    by.need(Permission.MANAGE_BEDS)
    seen = Person.objects.filter(visible_to(by))
    beds = Bed.objects.select_related("ward").order_by("ward__code", "code")
    if by.site_id:
        beds = beds.filter(ward__site_id=by.site_id)
    if ward:
        beds = beds.filter(ward=ward)
    stays = Stay.objects.filter(state=StayState.ADMITTED, person__in=seen).select_related("person")
    lying = {stay.bed_id: stay for stay in stays}
    requests = BedRequest.objects.filter(state=RequestState.ALLOTTED, stay__person__in=seen)
    coming = {one.bed_id: one for one in requests.select_related("stay__person")}
    filled = BedRequest.objects.filter(state=RequestState.FILLED, stay__in=stays.values("id")).exclude(isolation="")
    isolated = dict(filled.values_list("stay_id", "isolation"))
    today = clock.today(by.place)
    board = []
    for bed in beds:
        stay = lying.get(bed.id)
        going = stay is not None and stay.expected_home_on is not None and stay.expected_home_on <= today
        isolation = isolated.get(stay.id, "") if stay else ""
        board.append(BedOnBoard(bed, stay, coming.get(bed.id), going_today=going, isolation=isolation))
    return board


def bed_for(*, by: Actor, id: UUID) -> BedOnBoard:  # noqa: A002 - the name every gate takes
    """One bed as the board shows it."""
    by.need(Permission.MANAGE_BEDS)
    bed = Bed.objects.select_related("ward").filter(id=id).first()
    if bed is None or (by.site_id and bed.ward.site_id != by.site_id):
        raise NotThere
    return next(one for one in bed_board(by=by, ward=bed.ward) if one.bed.id == bed.id)


def bed_request_for(*, by: Actor, stay_id: UUID) -> BedRequest:
    """The running request of somebody who waits for a bed."""
    found = next((one for one in bed_requests(by=by) if one.stay_id == stay_id), None)
    if found is None:
        raise NotThere
    return found


def stay_to_admit(*, by: Actor, id: UUID) -> Stay:  # noqa: A002 - the name every gate takes
    """Somebody who is given a bed, or lies in it by now."""
    by.need(Permission.MANAGE_BEDS)
    seen = Person.objects.filter(visible_to(by))
    found = Stay.objects.filter(id=id, state__in=LIVE_STAY, person__in=seen).select_related("person").first()
    if found is None:
        raise NotThere
    return found


def bed_pulse(*, by: Actor) -> tuple[int, datetime | None, datetime | None]:
    """Changes whenever the board does."""
    by.need(Permission.MANAGE_BEDS)
    requests = BedRequest.objects.aggregate(count=Count("id"), given=Max("allotted_at"))
    open_now = BedRequest.objects.filter(state=RequestState.OPEN).count()
    changes = BedChange.objects.aggregate(last=Max("at"), count=Count("id"))
    return requests["count"] * 1000 + open_now * 7 + changes["count"], requests["given"], changes["last"]


def wards_with_beds(*, by: Actor) -> list[Ward]:
    """The wards of the reader's site, for whoever places people."""
    by.need(Permission.SEE_CLINICAL)
    wards = Ward.objects.order_by("code")
    return list(wards.filter(site_id=by.site_id) if by.site_id else wards)


def bed_requests(*, by: Actor) -> list[BedRequest]:
    """Who waits for a bed, the most urgent and longest waiting first."""
    by.need(Permission.MANAGE_BEDS)
    open_ones = BedRequest.objects.filter(
        state__in=[RequestState.OPEN, RequestState.ALLOTTED], stay__person__in=Person.objects.filter(visible_to(by))
    )
    return list(
        open_ones.select_related("stay__person", "ward", "bed__ward").order_by(
            "stay__level", "stay__requested_at", "id"
        )
    )


def best_beds(requests: list[BedRequest], *, by: Actor, best: int = 3) -> dict[UUID, list[Match]]:
    """For each request without a bed, by its stay, the few that suit best; three statements for any number."""
    by.need(Permission.MANAGE_BEDS)
    usable = [BedState.CLEAN, BedState.DIRTY, BedState.CLEANING]
    beds = Bed.objects.filter(state__in=usable).exclude(requests__state=RequestState.ALLOTTED).select_related("ward")
    known = facts(beds.filter(ward__site_id=by.site_id) if by.site_id else beds)
    return {one.stay_id: suggest(wanted(one), known)[:best] for one in requests if one.bed_id is None}


def beds_for(*, stay: Stay, by: Actor) -> list[Match]:
    """The beds that can be given to a stay, the best first, with what fits and what does not (BED-2)."""
    by.need(Permission.MANAGE_BEDS)
    if not may_see(stay.person, by):
        raise NotThere
    request = BedRequest.objects.select_related("ward", "stay").filter(stay=stay).latest("created_at")
    usable = [BedState.CLEAN, BedState.DIRTY, BedState.CLEANING]
    given = BedRequest.objects.filter(state=RequestState.ALLOTTED).exclude(id=request.id)
    beds = Bed.objects.filter(ward__site=stay.site_id, state__in=usable).exclude(id__in=given.values("bed_id"))
    return suggest(wanted(request), facts(beds.select_related("ward"), without=[stay.id]))


def history_of_bed(*, bed: Bed, by: Actor, limit: int = 50) -> list[BedChange]:
    by.need(Permission.MANAGE_BEDS)
    return list(BedChange.objects.filter(bed=bed).order_by("-number")[:limit])
