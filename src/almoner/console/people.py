"""Finding people, one person's whole record, and registering somebody new."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from almoner.charter import showing as promises
from almoner.console.answers import page
from almoner.console.details_rows import tabs
from almoner.console.gates import StaffRequest, staff
from almoner.console.people_forms import FindForm, RegisterForm
from almoner.console.showing import match_row, story_shown, visit_row
from almoner.console.stay_rows import way_to_stay
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.core.refusal import Refused
from almoner.desk import queries as desk
from almoner.desk.story import story
from almoner.people.actions import register_person as register
from almoner.people.enums import Channel, Purpose
from almoner.people.matching import Match
from almoner.people.queries import consents_of, live_opening, people_matching, person_for
from almoner.people.refusals import MayBeKnown
from almoner.scheduling.queries import appointments_of
from almoner.ui.answers import done


@require_http_methods(["GET", "POST"])
@staff(Permission.FIND_PEOPLE)
def people(request: StaffRequest) -> HttpResponse:
    """Asked by POST, so that no name stands in an address or a log."""
    form = FindForm(request.POST or None)
    asked = form.is_bound and form.is_valid()
    found = people_matching(form.cleaned_data["text"], request.actor) if asked else []
    context = {
        "form": form,
        "asked": asked,
        "matches": [_row(match) for match in found],
        "may_register": request.actor.may(Permission.EDIT_PEOPLE),
        "may_open_closed": request.actor.may(Permission.BREAK_GLASS),
    }
    return page(request, "console/people.html", context, here="people")


def _row(match: Match) -> dict[str, Any]:
    return match_row(match, reverse("console:person", args=[match.person.id]))


@require_GET
@staff(Permission.SEE_RECORD)
def person(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """The whole record. Reading it is traced by the query."""
    found = person_for(by=request.actor, id=person_id)
    told = story(found, request.actor)
    past = appointments_of(found, request.actor, upcoming=False)
    context = {
        **story_shown(told),
        "promises": promises.cards(told.promises),
        "past": [visit_row(visit) for visit in past],
        "contacts": desk.in_words(told.contacts, of_reader()),
        "consent_headings": [_("For"), *(channel.label for channel in Channel)],
        "consents": _consents(consents_of(person=found, by=request.actor)),
        "live_contact": desk.live_contact_with(found, request.actor),
        "may_book": request.actor.may(Permission.BOOK),
        "way_to_stay": way_to_stay(found, request.actor),
        "may_see_clinical": request.actor.may(Permission.SEE_CLINICAL),
        "opening": live_opening(person=found, by=request.actor),
        "tabs": tabs(found, "person"),
        "may_see_outbox": request.actor.may(Permission.SEE_OUTBOX),
        "posts_letters": request.actor.may(Permission.POST_LETTERS),
        "may_follow_up": request.actor.may(Permission.FOLLOW_UP),
        "crumbs": [(_("People"), reverse("console:people")), (found.name, "")],
    }
    return page(request, "console/person.html", context, here="people")


def _consents(answers: dict[tuple[str, str], bool]) -> list[list[str]]:
    """One row for each purpose that was asked about: the purpose, then the answer for each channel."""
    words = {True: _("yes"), False: _("no"), None: "—"}
    return [
        [str(purpose.label), *(words[answers.get((purpose, channel))] for channel in Channel)]
        for purpose in Purpose
        if any((purpose, channel) in answers for channel in Channel)
    ]


@require_http_methods(["GET", "POST"])
@staff(Permission.EDIT_PEOPLE)
def register_person(request: StaffRequest) -> HttpResponse:
    """From what they say or from a paper. Somebody who may be on record already is shown before anything is saved."""
    form = RegisterForm(request.POST or None)
    candidates: list[Match] = []
    if form.is_valid():
        key = request.POST.get("key", "")[:80]
        try:
            new = register(**form.as_arguments(), by=request.actor, key=key)  # type: ignore[call-arg]
        except MayBeKnown as refusal:
            candidates = refusal.candidates
            form.ask_whether_sure()
            form.add_error(None, str(refusal))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return done(
                request, _("Registered. The record number is %s.") % new.record_number, "console:person", new.id
            )
    context = {
        "form": form,
        "candidates": [_row(match) for match in candidates],
        "crumbs": [(_("People"), reverse("console:people")), (_("Register somebody"), "")],
    }
    status = 422 if form.is_bound else 200
    return page(request, "console/register_person.html", context, here="people", status=status)
