"""Beds, who lies in them, who waits for one and which would suit."""

from __future__ import annotations

from dataclasses import dataclass

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.models import Person
from almoner.people.rules import may_see, visible_to
from almoner.visits.beds import Match, suggest
from almoner.visits.enums import BedState, RequestState, StayState
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
    """`stay`: who lies in it, where the reader may know. `coming`: whom it is given to."""

    bed: Bed
    stay: Stay | None
    coming: BedRequest | None
    going_today: bool

    @property
    def free(self) -> bool:
        return self.bed.state == BedState.CLEAN and self.coming is None


def bed_board(*, by: Actor, ward: Ward | None = None) -> list[BedOnBoard]:
    """Every bed of the site with who lies in it and who comes, by ward and bed; three statements."""
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
    today = clock.today()
    board = []
    for bed in beds:
        stay = lying.get(bed.id)
        going = stay is not None and stay.expected_home_on is not None and stay.expected_home_on <= today
        board.append(BedOnBoard(bed, stay, coming.get(bed.id), going_today=going))
    return board


def bed_requests(*, by: Actor) -> list[BedRequest]:
    """Who waits for a bed, the most urgent and longest waiting first."""
    by.need(Permission.MANAGE_BEDS)
    open_ones = BedRequest.objects.filter(
        state__in=[RequestState.OPEN, RequestState.ALLOTTED], stay__person__in=Person.objects.filter(visible_to(by))
    )
    return list(
        open_ones.select_related("stay__person", "ward", "bed__ward").order_by("stay__level", "stay__requested_at")
    )


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
