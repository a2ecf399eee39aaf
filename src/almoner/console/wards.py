"""Wards: each at a glance, one ward bed by bed, and who may eat what."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from almoner.console import ward_rows
from almoner.console.answers import page
from almoner.console.bed_rows import LETTERS, age_of
from almoner.console.changes import stream
from almoner.console.gates import StaffRequest, staff
from almoner.core import clock
from almoner.core.permissions import Permission
from almoner.visits import queries
from almoner.visits.enums import BedState, BlockReason
from almoner.visits.models import Bed, Ward

SEEN = Permission.SEE_CLINICAL


@require_GET
@staff(SEEN)
def wards(request: StaffRequest) -> HttpResponse:
    """Every ward with its beds and what is open; worries first and red."""
    rows = [ward_rows.ward_now(one) for one in queries.wards_now(by=request.actor)]
    context = {
        "rows": rows,
        "worries": [ward_rows.worry_shown(one) for one in queries.open_worries(by=request.actor)],
        "now": clock.now(),
    }
    return page(request, "console/wards.html", context, here="wards", part="wards")


@staff(SEEN)
def wards_live(request: StaffRequest) -> StreamingHttpResponse:
    return stream(lambda: queries.ward_pulse(by=request.actor))


@require_GET
@staff(SEEN)
def ward(request: StaffRequest, ward_id: UUID) -> HttpResponse:
    """One row for each bed. Reading it is traced by the query."""
    found = queries.ward_for(by=request.actor, id=ward_id)
    lying = queries.ward_list(ward=found, by=request.actor)
    empty = queries.empty_beds(ward=found, by=request.actor)
    context = {
        "ward": found,
        "rows": [ward_rows.in_bed(one) for one in lying],
        "empty": [_empty(one) for one in empty],
        "going": sum(bool(one.stay.expected_home_on and one.stay.expected_home_on <= clock.today()) for one in lying),
        "tabs": _tabs(found, "ward"),
        "now": clock.now(),
        "may_place": request.actor.may(Permission.MANAGE_BEDS),
        "crumbs": [(_("Wards"), reverse("console:wards")), (found.name, "")],
    }
    return page(request, "console/ward.html", context, here="wards", part="rows")


def _empty(bed: Bed) -> dict[str, object]:
    letter, kind, word = LETTERS[BedState(bed.state)]
    why = BlockReason(bed.block_reason).label if bed.block_reason else ""
    return {"bed": bed, "letter": letter, "kind": kind, "word": word, "why": why, "age": age_of(bed)}


@require_GET
@staff(SEEN)
def diets(request: StaffRequest, ward_id: UUID) -> HttpResponse:
    """Who may eat nothing, since when and until when; and what everybody else eats (STAY-6)."""
    found = queries.ward_for(by=request.actor, id=ward_id)
    context = {
        "ward": found,
        **ward_rows.by_diet(queries.ward_list(ward=found, by=request.actor)),
        "tabs": _tabs(found, "diets"),
        "now": clock.now(),
        "crumbs": [
            (_("Wards"), reverse("console:wards")),
            (found.name, reverse("console:ward", args=[found.id])),
            (_("Food and drink"), ""),
        ],
    }
    return page(request, "console/diets.html", context, here="wards")


def _tabs(ward: Ward, here: str) -> list[dict[str, object]]:
    pages = (("ward", _("Beds")), ("diets", _("Food and drink")))
    return [
        {"label": label, "href": reverse(f"console:{name}", args=[ward.id]), "current": name == here}
        for name, label in pages
    ]
