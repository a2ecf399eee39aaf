"""A caller feels unwell: danger signs are asked first, then their words are written, as on the web page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from almoner.charter import showing as promises
from almoner.charter.queries import promises_about
from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.showing import person_strip
from almoner.console.unwell_forms import UnwellForm
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.desk import queries
from almoner.desk.enums import Channel
from almoner.desk.models import Contact
from almoner.desk.ringing import told_before
from almoner.people.context import hospital
from almoner.people.queries import needs_of
from almoner.urgency import actions
from almoner.urgency.asked import NOBODY_KNOWN, Asker, Told
from almoner.urgency.danger import danger_signs
from almoner.urgency.enums import RequestChannel
from almoner.urgency.interviews import Asked, has_more_to_ask, interviews_to_go_on, open_interview_of
from almoner.urgency.models import Request

CHANNELS = {
    Channel.CALL: RequestChannel.PHONE,
    Channel.EMAIL: RequestChannel.EMAIL,
    Channel.TEXT: RequestChannel.TEXT,
    Channel.LETTER: RequestChannel.LETTER,
}


@require_http_methods(["GET", "POST"])
@staff(Permission.TAKE_CONTACTS)
def contact_unwell(request: StaffRequest, contact_id: UUID) -> HttpResponse:
    """Danger signs first; one that is said alerts a nurse at once. What they say otherwise waits at its level."""
    found = queries.contact_for(by=request.actor, id=contact_id)
    if not found.is_live:
        raise NotThere
    signs = signs_shown(request)
    form = UnwellForm(request.POST or None, signs=signs, known=found.is_identified, number=found.number)
    if form.is_valid():
        try:
            made = _ask(request, found, form)
        except Refused as told:
            form.add_error(None, str(told))
        else:
            if has_more_to_ask(made):
                return redirect("console:contact_questions", contact_id=found.id, request_id=made.id)
            return _made(request, found, made, [sign for sign in signs if sign.id in form.yes])
    context = {**around(request, found), "form": form, "signs": signs, "begun": begun_elsewhere(request, found)}
    return page(request, "console/contact_unwell.html", context, here="desk", status=422 if form.is_bound else 200)


def _ask(request: StaffRequest, contact: Contact, form: UnwellForm) -> Request:
    said = form.cleaned_data
    by = request.actor.through("phone" if contact.channel == Channel.CALL else "desk")
    asker = NOBODY_KNOWN
    if contact.person is None:
        asker = Asker(name=said["name"], contact=said["telephone"], age_years=said["age"])
    asked: dict[str, Any] = {
        "channel": CHANNELS.get(Channel(contact.channel), RequestChannel.DESK),
        "person": contact.person,
        "asker": asker,
        "by": by,
        "key": request.POST.get("key", "")[:80],
    }
    if form.yes:
        return actions.report_danger(told=Told(language=of_reader(), danger_answers=form.answers), **asked)
    answers = {name: said[name] for name in ("since", "worsening") if said[name]}
    told = Told(words=said["words"], language=of_reader(), danger_answers=form.answers, answers=answers)
    return actions.submit_request(told=told, **asked)


def _made(request: StaffRequest, contact: Contact, made: Request, yes: list[Any]) -> HttpResponse:
    """What to say now. Shown at once and under no address of its own: which sign it was stands in none."""
    context = {
        **around(request, contact),
        "made": made,
        "yes": yes,
        "promises": promises.cards(promises_about(subject_id=made.id, by=request.actor)),
        "request_url": reverse("console:request", args=[made.id]) if request.actor.may(Permission.SEE_TRIAGE) else "",
    }
    return page(request, "console/contact_unwell_done.html", context, here="desk")


def begun_elsewhere(request: StaffRequest, contact: Contact) -> list[Asked]:
    """What can be gone on with: by the keys before they were put through, or by whoever it is made sure to be."""
    found = interviews_to_go_on(request.actor, contact.person) if contact.person else []
    told = told_before(contact, by=request.actor)
    by_keys = open_interview_of(request.actor, told) if told else None
    known = {one.request.id for one in found}
    return [*found, *([by_keys] if by_keys and by_keys.request.id not in known else [])]


def signs_shown(request: StaffRequest) -> Any:
    numbers = hospital(request)
    emergency, crisis = numbers["emergency_number"], numbers["crisis_number"]
    return danger_signs(of_reader(), emergency_number=emergency, crisis_number=crisis)


def around(request: StaffRequest, contact: Contact) -> dict[str, Any]:
    back = reverse("console:contact", args=[contact.id])
    needs = needs_of(person=contact.person, by=request.actor) if contact.person else []
    return {
        "contact": contact,
        "back": back,
        "strip": person_strip(contact.person, needs) if contact.person else None,
        "crumbs": [(_("Desk"), reverse("console:desk")), (_("Contact"), back), (_("They feel unwell"), "")],
    }
