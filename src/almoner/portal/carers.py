"""Who may act for me, and for whom I may act: for what, until when, and how it ends."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from almoner.core.refusal import NotThere, Refused
from almoner.people.actions import end_carer
from almoner.people.enums import CarerScope
from almoner.people.queries import CaredFor, ages, cared_for_by, leave_for, leaves_of
from almoner.portal.answers import page
from almoner.portal.gates import PatientRequest, patient
from almoner.ui.answers import done, refused


@require_GET
@patient
def carers(request: PatientRequest) -> HttpResponse:
    """The person's own carers, and those whom who is signed in cares for."""
    mine = request.person.id == request.signed_in_actor.person_id
    rules = ages()
    context = {
        "mine": mine,
        "carers": [_row(one) for one in leaves_of(person=request.person, by=request.actor)],
        "cared_for": [_row(one) for one in cared_for_by(request.signed_in_actor)] if mine else [],
        "own_record_age": rules.own_record,
    }
    return page(request, "portal/carers.html", context)


def _row(one: CaredFor) -> dict[str, Any]:
    return {"one": one, "scopes": [str(CarerScope(scope).label) for scope in one.scopes]}


@require_POST
@patient
def end_leave(request: PatientRequest, leave_id: UUID) -> HttpResponse:
    """I take leave back, or I give it up. At once."""
    own = request.signed_in_actor
    leave = leave_for(by=own, id=leave_id)
    theirs = leave.carer_id == own.person_id
    reason = _("The carer gave it up") if theirs else _("The person took it back")
    try:
        end_carer(leave=leave, reason=reason, by=own)
    except NotThere:
        raise
    except Refused as refusal:
        return refused(request, refusal, "portal:carers")
    return done(request, _("It has ended, from now on."), "portal:carers")
