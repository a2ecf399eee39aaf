"""Beds: the board by ward and bay, and one bed with what can become of it."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from almoner.console import bed_rows
from almoner.console.answers import page
from almoner.console.bed_forms import MoveForm, StateForm, SwapForm
from almoner.console.changes import stream
from almoner.console.gates import StaffRequest, staff
from almoner.core import clock
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.ui.answers import done
from almoner.visits import actions, queries
from almoner.visits.enums import BedState
from almoner.visits.queries import BedOnBoard

SEEN = Permission.MANAGE_BEDS


@require_GET
@staff(SEEN)
def beds(request: StaffRequest) -> HttpResponse:
    """Who waits, most urgent first; then every bed, with a letter for its state."""
    board = queries.bed_board(by=request.actor)
    requests = queries.bed_requests(by=request.actor)
    best = queries.best_beds(requests, by=request.actor)
    wards = [bed_rows.ward_shown(list(beds)) for _ward, beds in groupby(board, key=lambda one: one.bed.ward_id)]
    context = {
        "tiles": bed_rows.tiles(board, requests),
        "requests": [bed_rows.request_shown(one, best.get(one.stay_id, [])) for one in requests],
        "wards": wards,
        "cleaning": bed_rows.cleaning(board),
        "going": [bed_rows.bed_shown(one) for one in board if one.going_today],
        "key_to_letters": bed_rows.key_to_letters(),
        "now": clock.now(),
    }
    return page(request, "console/beds.html", context, here="beds", part="board")


@staff(SEEN)
def beds_live(request: StaffRequest) -> StreamingHttpResponse:
    return stream(lambda: queries.bed_pulse(by=request.actor))


@require_GET
@staff(SEEN)
def bed(request: StaffRequest, bed_id: UUID) -> HttpResponse:
    return _bed_page(request, queries.bed_for(by=request.actor, id=bed_id), {})


def _bed_page(request: StaffRequest, found: BedOnBoard, bound: dict[str, Any], status: int = 200) -> HttpResponse:
    context = {
        "row": bed_rows.bed_shown(found),
        "bed": found.bed,
        "forms": _forms(request, found, bound),
        "history": bed_rows.history(queries.history_of_bed(bed=found.bed, by=request.actor)),
        "stay_url": bed_rows.stay_url(found.stay, request.actor),
        "coming_url": reverse("console:bed_request", args=[found.coming.stay_id]) if found.coming else "",
        "crumbs": [(_("Beds"), reverse("console:beds")), (f"{found.bed.ward.name}, {found.bed.code}", "")],
    }
    return page(request, "console/bed.html", context, here="beds", status=status)


def _forms(request: StaffRequest, found: BedOnBoard, bound: dict[str, Any]) -> list[dict[str, Any]]:
    if found.bed.state == BedState.OCCUPIED:
        if found.stay is None:
            return []
        move = MoveForm(auto_id="move_%s", matches=_better(request, found))
        swap = SwapForm(auto_id="swap_%s", others=_others(request, found))
        return [
            {"act": "move", "title": _("Move to another bed"), "form": bound.get("move") or move, "key": "m"},
            {"act": "swap", "title": _("Change beds with somebody"), "form": bound.get("swap") or swap, "key": ""},
        ]
    state = StateForm(auto_id="state_%s", bed=found.bed)
    return [{"act": "state", "title": _("How is the bed?"), "form": bound.get("state") or state, "key": "s"}]


def _better(request: StaffRequest, found: BedOnBoard) -> list[Any]:
    assert found.stay  # noqa: S101 - asked only of a bed in which somebody lies
    return [one for one in queries.beds_for(stay=found.stay, by=request.actor) if one.bed.clean]


def _others(request: StaffRequest, found: BedOnBoard) -> list[BedOnBoard]:
    return [one for one in queries.bed_board(by=request.actor) if one.stay and one.bed.id != found.bed.id]


@require_POST
@staff(SEEN)
def bed_act(request: StaffRequest, bed_id: UUID, act: str) -> HttpResponse:
    """Set the state, move who lies in it, or have two people change beds: one action each."""
    found = queries.bed_for(by=request.actor, id=bed_id)
    form = _bound(request, found, act)
    if form.is_valid():
        try:
            _act(request, found, act, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return done(request, _("Noted for bed %s.") % found.bed.code, "console:beds")
    return _bed_page(request, found, {act: form}, status=422)


def _bound(request: StaffRequest, found: BedOnBoard, act: str) -> Any:
    if act == "state":
        return StateForm(request.POST, auto_id="state_%s", bed=found.bed)
    if found.stay and act == "move":
        return MoveForm(request.POST, auto_id="move_%s", matches=_better(request, found))
    if found.stay and act == "swap":
        return SwapForm(request.POST, auto_id="swap_%s", others=_others(request, found))
    raise NotThere


def _act(request: StaffRequest, found: BedOnBoard, act: str, said: dict[str, Any]) -> None:
    by = request.actor
    if act == "state":
        actions.set_bed_state(bed=found.bed, by=by, **said)
        return
    assert found.stay  # noqa: S101 - `_bound` has seen to it
    if act == "move":
        to = queries.bed_for(by=by, id=UUID(said["bed"])).bed
        actions.move_to_bed(stay=found.stay, bed=to, reason=said["reason"], by=by)
        return
    other = queries.bed_for(by=by, id=UUID(said["other"])).stay
    if other is None:
        raise NotThere
    actions.swap_beds(first=found.stay, second=other, reason=said["reason"], by=by)
