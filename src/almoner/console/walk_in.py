"""Somebody walked in: found by two identifiers or registered with what is known, asked, and given a ticket at once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.showing import match_row, person_strip
from almoner.console.walk_in_forms import WalkInForm, WhoForm
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.people.actions import register_person
from almoner.people.enums import Mark
from almoner.people.matching import Match
from almoner.people.models import Person
from almoner.people.queries import needs_of, people_matching, person_for
from almoner.people.refusals import MayBeKnown
from almoner.people.sites import site_of
from almoner.ui.answers import done
from almoner.urgency.danger import danger_signs
from almoner.urgency.enums import Level
from almoner.visits import actions
from almoner.visits.models import Visit

LIKELY = 8
BIRTH, NAMES = Mark.BIRTH, frozenset({Mark.NAME, Mark.NAME_ALIKE})


@require_http_methods(["GET", "POST"])
@staff(Permission.RECEIVE_ARRIVALS, Permission.EDIT_PEOPLE)
def walk_in(request: StaffRequest) -> HttpResponse:
    """Who is it? Asked by POST, so that no name stands in an address; then found, or registered with what is known."""
    form = WhoForm(request.POST or None)
    matches: list[Match] = []
    asked = form.is_valid()
    if asked and request.POST.get("new"):
        try:
            new = _register(request, form)
        except MayBeKnown as refusal:
            matches = refusal.candidates
            form.ask_whether_sure()
            form.add_error(None, str(refusal))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = _("Registered. The record number is %s.") % new.record_number
            return done(request, said, "console:walk_in_of", new.id)
    elif asked:
        matches = people_matching(form.as_text, request.actor, LIKELY)
    context = {
        "form": form,
        "asked": asked,
        "matches": [_match(match) for match in matches],
        "crumbs": [(_("Arrivals"), reverse("console:arrivals")), (_("Somebody walked in"), "")],
    }
    return page(request, "console/walk_in.html", context, here="arrivals", status=422 if form.errors else 200)


def _match(match: Match) -> dict[str, Any]:
    """Somebody who may be meant; the way on is there where both identifiers fit."""
    both = BIRTH in match.marks and bool(NAMES & set(match.marks))
    return {**match_row(match, reverse("console:walk_in_of", args=[match.person.id])), "both": both}


def _register(request: StaffRequest, form: WhoForm) -> Person:
    key = request.POST.get("key", "")[:80] or None
    return register_person(**form.cleaned_data, by=request.actor, key=key)  # type: ignore[call-arg]


@require_http_methods(["GET", "POST"])
@staff(Permission.RECEIVE_ARRIVALS)
def walk_in_of(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Danger signs first, then their words; the level that comes of it is a suggestion until a nurse decides."""
    person = person_for(by=request.actor, id=person_id)
    site = site_of(request.actor)
    shown = danger_signs(of_reader(), emergency_number=site.emergency_number, crisis_number=site.crisis_number)
    form = WalkInForm(request.POST or None, shown=shown)
    if form.is_valid():
        try:
            visit = _walk_in(request, person, form)
        except NotThere:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return done(request, _said(visit), "console:visit", visit.id)
    context = {
        "form": form,
        "person": person,
        "strip": person_strip(person, needs_of(person=person, by=request.actor)),
        "crumbs": [(_("Arrivals"), reverse("console:arrivals")), (_("Somebody walked in"), reverse("console:walk_in"))],
    }
    return page(request, "console/walk_in_of.html", context, here="arrivals", status=422 if form.is_bound else 200)


def _walk_in(request: StaffRequest, person: Person, form: WalkInForm) -> Visit:
    return actions.walk_in(  # type: ignore[call-arg]
        person=person,
        site=site_of(request.actor),
        told=form.told,
        service=form.known.get(form.cleaned_data["service"]),
        by=request.actor,
        key=request.POST.get("key", "")[:80] or None,
    )


def _said(visit: Visit) -> str:
    if visit.level == Level.EMERGENCY:
        return _("%(ticket)s: a danger sign. Bring a nurse to them now; triage is alerted.") % {"ticket": visit.ticket}
    return _("Their number is %(ticket)s. Tell them; a nurse looks at what they said.") % {"ticket": visit.ticket}
