"""Who waits for a bed: asking for one, giving it, and the moment in which somebody lies in it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from almoner.charter import showing as promises
from almoner.charter.queries import promises_about
from almoner.console import bed_rows
from almoner.console.answers import page
from almoner.console.bed_forms import AdmitForm, AllotForm, AskForBedForm, NotNeededForm
from almoner.console.gates import StaffRequest, staff
from almoner.console.showing import person_strip
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.people.models import Person
from almoner.people.queries import needs_of, person_for
from almoner.people.sites import site_of
from almoner.timeline.queries import events_about
from almoner.ui.answers import done
from almoner.visits import actions, queries
from almoner.visits.enums import BedState
from almoner.visits.models import BedRequest

SUGGESTED = 12


@require_http_methods(["GET", "POST"])
@staff(Permission.SEE_CLINICAL)
def ask_for_bed(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Somebody is to stay: what their bed must have."""
    person = person_for(by=request.actor, id=person_id)
    form = AskForBedForm(request.POST or None, wards=queries.wards_with_beds(by=request.actor))
    if form.is_valid():
        try:
            stay = _ask(request, person, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = _("A bed is asked for. They are promised one in time.")
            if request.actor.may(Permission.MANAGE_BEDS):
                return done(request, said, "console:bed_request", stay.id)
            return done(request, said, "console:person", person.id)
    context = {
        "form": form,
        "person": person,
        "strip": person_strip(person, needs_of(person=person, by=request.actor)),
        "crumbs": [(person.name, reverse("console:person", args=[person.id])), (_("Ask for a bed"), "")],
    }
    return page(request, "console/ask_for_bed.html", context, here="beds", status=422 if form.is_bound else 200)


def _ask(request: StaffRequest, person: Person, said: dict[str, Any]) -> Any:
    site = person.site or site_of(request.actor)
    key = request.POST.get("key", "")[:80]
    return actions.request_bed(person=person, site=site, by=request.actor, key=key, **said)  # type: ignore[call-arg]


@require_GET
@staff(Permission.MANAGE_BEDS)
def bed_request(request: StaffRequest, stay_id: UUID) -> HttpResponse:
    return _request_page(request, queries.bed_request_for(by=request.actor, stay_id=stay_id), {})


def _request_page(request: StaffRequest, found: BedRequest, bound: dict[str, Any], status: int = 200) -> HttpResponse:
    person, by = found.stay.person, request.actor
    matches = queries.beds_for(stay=found.stay, by=by)[:SUGGESTED]
    given = found.bed
    context = {
        "row": bed_rows.request_shown(found),
        "person": person,
        "strip": person_strip(person, needs_of(person=person, by=by)),
        "matches": [bed_rows.match_shown(one) for one in matches],
        "allot": bound.get("allot") or AllotForm(auto_id="allot_%s", matches=matches),
        "admit": (bound.get("admit") or _admit_form(request)) if given else None,
        "ready": given is not None and given.state == BedState.CLEAN,
        "withdraw": bound.get("withdraw") or NotNeededForm(auto_id="withdraw_%s"),
        "promises": promises.cards(promises_about(subject_id=found.stay_id, by=by)),
        "events": events_about(subject_id=found.stay_id, by=by),
        "crumbs": [(_("Beds"), reverse("console:beds")), (person.name, "")],
    }
    return page(request, "console/bed_request.html", context, here="beds", status=status)


def _admit_form(request: StaffRequest, data: Any = None) -> AdmitForm:
    may_name = request.actor.may(Permission.SEE_CLINICAL)
    nurses, doctors = queries.care_staff(by=request.actor) if may_name else ([], [])
    return AdmitForm(data, auto_id="admit_%s", nurses=nurses, doctors=doctors)


@require_POST
@staff(Permission.MANAGE_BEDS)
def bed_request_act(request: StaffRequest, stay_id: UUID, act: str) -> HttpResponse:
    """Give a bed, note that they lie in it, or that none is needed: one action each."""
    if act == "admit":
        return _admit(request, stay_id)
    found = queries.bed_request_for(by=request.actor, stay_id=stay_id)
    form = _bound(request, found, act)
    if form.is_valid():
        try:
            return _act(request, found, act, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return _request_page(request, found, {act: form}, status=422)


def _admit(request: StaffRequest, stay_id: UUID) -> HttpResponse:
    """They lie in the bed. A form that is sent twice finds them admitted, and has the same answer."""
    stay = queries.stay_to_admit(by=request.actor, id=stay_id)
    form = _admit_form(request, request.POST)
    if form.is_valid():
        key = request.POST.get("key", "")[:80]
        try:
            actions.admit(stay=stay, by=request.actor, key=key, **form.cleaned_data)  # type: ignore[call-arg]
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return done(request, _("%s is in the bed, and admitted.") % stay.person.name, "console:beds")
    found = queries.bed_request_for(by=request.actor, stay_id=stay_id)
    return _request_page(request, found, {"admit": form}, status=422)


def _bound(request: StaffRequest, found: BedRequest, act: str) -> Any:
    if act == "allot":
        return AllotForm(
            request.POST, auto_id="allot_%s", matches=queries.beds_for(stay=found.stay, by=request.actor)[:SUGGESTED]
        )
    if act == "withdraw":
        return NotNeededForm(request.POST, auto_id="withdraw_%s")
    raise NotThere


def _act(request: StaffRequest, found: BedRequest, act: str, said: dict[str, Any]) -> HttpResponse:
    by, name = request.actor, found.stay.person.name
    if act == "allot":
        bed = queries.bed_for(by=by, id=UUID(said["bed"])).bed
        actions.allot_bed(stay=found.stay, bed=bed, override_reason=said["override_reason"], by=by)
        return done(request, _("Bed %(bed)s is given to %(name)s.") % {"bed": bed.code, "name": name}, "console:beds")
    actions.withdraw_bed_request(stay=found.stay, reason=said["reason"], by=by)
    return done(request, _("%s needs no bed any more.") % name, "console:beds")
