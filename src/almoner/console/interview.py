"""Asking on: the questions of an interview, read aloud by whoever is in touch with them, by the keys 1, 2 and 3."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from almoner.charter import showing as promises
from almoner.charter.queries import promises_about
from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.interview_rows import step_shown
from almoner.console.unwell import CHANNELS, around, signs_shown
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.desk import queries
from almoner.desk.enums import Channel
from almoner.desk.models import Contact
from almoner.ui.answers import done, refused
from almoner.urgency import actions
from almoner.urgency.enums import Level, RequestChannel
from almoner.urgency.interviews import Asked, interview_by_number, interview_of, step_again
from almoner.urgency.models import Request
from almoner.urgency.queries import request_for
from almoner.urgency.refusals import NoSuchInterview


@dataclass(frozen=True, slots=True)
class Where:
    """From where somebody asks: by what channel, where they come back to, and what stands around the page."""

    channel: str
    back: str
    here: str
    around: dict[str, Any]


@require_http_methods(["GET", "POST"])
@staff(Permission.TAKE_CONTACTS)
def contact_questions(request: StaffRequest, contact_id: UUID, request_id: UUID) -> HttpResponse:
    """In a contact. When nothing is left to ask it says what to say to them."""
    contact = _live(request, contact_id)
    channel = CHANNELS.get(Channel(contact.channel), RequestChannel.DESK)
    back = reverse("console:contact", args=[contact.id])
    where = Where(channel, back, "desk", around(request, contact))
    asked = interview_of(request.actor, request_id)
    if not asked.is_open:
        return _say(request, asked.request, where)
    return _asked(request, asked, where)


@require_POST
@staff(Permission.TAKE_CONTACTS)
def contact_go_on(request: StaffRequest, contact_id: UUID) -> HttpResponse:
    """They began elsewhere: by the number that they were given, or by the reference of what they told."""
    contact = _live(request, contact_id)
    found = interview_by_number(request.actor, request.POST.get("number", "")[:40])
    if found is None:
        return refused(request, NoSuchInterview(), "console:contact_unwell", contact.id)
    return redirect("console:contact_questions", contact_id=contact.id, request_id=found.request.id)


@require_http_methods(["GET", "POST"])
@staff(Permission.SEE_TRIAGE)
def request_questions(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """From triage, by who rings them."""
    asked = interview_of(request.actor, request_id)
    back = reverse("console:request", args=[request_id])
    if not asked.is_open:
        return done(request, _("Nothing is left to ask."), "console:request", request_id)
    crumbs = [(_("Triage"), reverse("console:triage")), (asked.request.reference, back), (_("Ask on"), "")]
    return _asked(request, asked, Where(RequestChannel.PHONE, back, "triage", {"crumbs": crumbs}))


def _live(request: StaffRequest, contact_id: UUID) -> Contact:
    found = queries.contact_for(by=request.actor, id=contact_id)
    if not found.is_live:
        raise NotThere
    return found


def _asked(request: StaffRequest, asked: Asked, where: Where) -> HttpResponse:
    if request.method != "POST":
        return _page(request, asked, where)
    if "back" in request.POST:
        again = step_again(asked, asked.latest[-1].question) if asked.latest else asked.step
        return _page(request, asked, where, step=again)
    try:
        _act(request, asked, where)
    except Refused as refusal:
        return _page(request, asked, where, said=str(refusal), status=refusal.status)
    return redirect(request.path)


def _act(request: StaffRequest, asked: Asked, where: Where) -> None:
    by = request.actor.through("phone" if where.channel == RequestChannel.PHONE else "desk")
    once: Any = {"key": request.POST.get("key", "")[:80]}
    if "person" in request.POST:
        actions.ask_for_person(request=asked.request, channel=where.channel, by=by, **once)
        return
    name, said = request.POST.get("name", ""), request.POST.get("said", "")
    actions.answer_question(request=asked.request, name=name, said=said, channel=where.channel, by=by, **once)


def _page(
    request: StaffRequest, asked: Asked, where: Where, *, step: Any = None, said: str = "", status: int = 200
) -> HttpResponse:
    context = {
        **where.around,
        **step_shown(step or asked.step, of_reader(), asked.request.language),
        "who": asked.request.who,
        "words": asked.request.words,
        "language": asked.request.language,
        "may_go_back": bool(asked.latest),
        "not_understood": said,
        "back": where.back,
    }
    return page(request, "console/questions_asked.html", context, here=where.here, status=status)


def _say(request: StaffRequest, made: Request, where: Where) -> HttpResponse:
    """What to say now, as after danger signs: where an answer told of one, that first."""
    told = request_for(request.actor, made.id).suggestion.facts if request.actor.may(Permission.SEE_TRIAGE) else {}
    context = {
        **where.around,
        "made": made,
        "yes": [sign for sign in signs_shown(request) if sign.id in told.get("danger_signs", [])],
        "danger": bool(made.danger_at) and made.level == Level.EMERGENCY,
        "promises": promises.cards(promises_about(subject_id=made.id, by=request.actor)),
        "request_url": reverse("console:request", args=[made.id]) if request.actor.may(Permission.SEE_TRIAGE) else "",
    }
    return page(request, "console/contact_unwell_done.html", context, here=where.here)
