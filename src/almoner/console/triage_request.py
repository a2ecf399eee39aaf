"""One request of triage: what is known of it, and what can be done with it."""

from __future__ import annotations

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
from almoner.console.gates import StaffRequest, said_by_itself, staff
from almoner.console.interview_rows import interview_shown
from almoner.console.showing import match_row, story_shown
from almoner.console.triage_forms import CloseForm, DecideForm, MatchForm, WorseForm
from almoner.console.triage_rows import request_before, row_shown, told_beside
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.desk.actions import take_contact
from almoner.desk.enums import Channel, Direction
from almoner.desk.queries import in_words, live_contacts
from almoner.desk.story import story
from almoner.people.contact import as_compared
from almoner.people.matching import Match, people_matching
from almoner.people.queries import person_for
from almoner.timeline.queries import events_about
from almoner.ui.answers import done, refused
from almoner.urgency import actions, queries
from almoner.urgency.dispositions import LeadsTo, leads_to, usual
from almoner.urgency.enums import Outcome, RequestState
from almoner.urgency.models import Request
from almoner.urgency.queries import QueueRow
from almoner.urgency.rules import may_decide

LIKELY = 5
"""So many people who may be meant are shown unasked."""
SHOWN = 5
"""So many of their other requests are shown."""


@require_http_methods(["GET", "POST"])
@staff(Permission.SEE_TRIAGE)
def request(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """People are searched by POST, so that no name stands in an address."""
    return _request_page(request, request_id, {})


def _request_page(asked: StaffRequest, request_id: UUID, bound: dict[str, Any], status: int = 200) -> HttpResponse:
    row = queries.request_for(asked.actor, request_id)
    found = row.request
    interview = interview_shown(found, asked.actor, of_reader())
    shown = row_shown(row, reads_rules=asked.actor.may(Permission.READ_RULES))
    context = {
        "row": {**shown, "told": told_beside(found, interview["names"] if interview else frozenset())},
        "interview": interview,
        "i_look": asked.actor.name in row.viewers,
        "live": found.is_live,
        "forms": _forms(asked, row, bound) if found.is_live else [],
        "may_decide": may_decide(asked.actor),
        "sees_clinical": asked.actor.may(Permission.SEE_CLINICAL),
        "promises": promises.cards(promises_about(subject_id=found.id, by=asked.actor)),
        "events": events_about(subject_id=found.id, by=asked.actor),
        "crumbs": [(_("Triage"), reverse("console:triage")), (found.reference, "")],
        "handovers": row.handovers,
        **_next(asked, row),
        **(_known(asked, row) if found.person else _who(asked, row)),
    }
    return page(asked, "console/request.html", context, here="triage", status=status)


def _next(asked: StaffRequest, row: QueueRow) -> dict[str, Any]:
    """What follows: whom we are ringing, the emergency service, or a visit at the level that was decided."""
    found, decision = row.request, row.decision
    may_call = asked.actor.may(Permission.TAKE_CONTACTS)
    leads = leads_to(decision.level, decision.disposition) if decision and found.state == RequestState.DECIDED else ""
    book = found.person is not None and asked.actor.may(Permission.BOOK) and found.danger_at is None
    return {
        "may_call": may_call,
        "on_the_line": [one for one in live_contacts(by=asked.actor) if found.reference in one.asked]
        if may_call
        else [],
        "leads_to": str(leads),
        "book_href": _book_href(found) if book else "",
    }


def _book_href(found: Request) -> str:
    """Where a time is chosen: with the level, so that times kept for the urgent are theirs, and for this request."""
    return f"{reverse('console:find_service', args=[found.person_id])}?level={found.level}&request={found.id}"


def _asked(found: Request) -> str:
    """What stands in a contact that was begun from here."""
    return _("About request %s") % found.reference


def _forms(asked: StaffRequest, row: QueueRow, bound: dict[str, Any]) -> list[dict[str, Any]]:
    decide = DecideForm(auto_id="decide_%s", initial={"disposition": _proposed(row)})
    decide_title = _("Decide anew") if row.decision else _("Decide what is to be done")
    shapes = [
        ("decide", decide_title, decide, _("Decide"), "primary", "d"),
        ("worse", _("They say it is worse"), WorseForm(auto_id="worse_%s"), _("Raise it"), "secondary", "w"),
        ("close", _("Close it"), _close_form(asked, row), _("Close it"), "secondary", ""),
    ]
    return [
        {"act": act, "title": title, "form": bound.get(act) or form, "button": button, "kind": kind, "key": key}
        for act, title, form, button, kind, key in shapes
        if act != "decide" or may_decide(asked.actor)
    ]


def _proposed(row: QueueRow) -> str:
    """What was decided last; or what usually goes with the suggested level."""
    if row.decision and row.decision.disposition:
        return row.decision.disposition
    return usual(row.suggestion.level, row.suggestion.disposition).code.value


def _close_form(asked: StaffRequest, row: QueueRow) -> CloseForm:
    others = [other for other in queries.triage_queue(asked.actor) if other.request.id != row.request.id]
    data = asked.POST if asked.method == "POST" and "outcome" in asked.POST else None
    initial = {"outcome": _usual_outcome(row)}
    return CloseForm(data, others=others, by=asked.actor, initial=initial, auto_id="close_%s")


def _usual_outcome(row: QueueRow) -> str:
    if row.request.state != RequestState.DECIDED or row.decision is None:
        return ""
    leads = leads_to(row.decision.level, row.decision.disposition)
    if leads == LeadsTo.HANDOVER:
        return Outcome.SENT_TO_EMERGENCY if row.handovers else ""
    return Outcome.ADVICE if leads == LeadsTo.ADVICE else ""


def _known(asked: StaffRequest, row: QueueRow) -> dict[str, Any]:
    """Who they are, how to reach them, and their contacts before this one."""
    assert row.request.person  # noqa: S101 - asked only where there is one
    told = story(row.request.person, asked.actor)
    others = [one for one in queries.requests_of(asked.actor, row.request.person) if one.request.id != row.request.id]
    return {
        **story_shown(told),
        "contacts": in_words(told.contacts, of_reader()),
        "requests_before": [request_before(one) for one in others[:SHOWN]],
    }


def _who(asked: StaffRequest, row: QueueRow) -> dict[str, Any]:
    """Who they may be: by what they gave, or by what is searched for."""
    text = asked.POST.get("text", "").strip()[:200] if asked.method == "POST" else ""
    given = text or f"{row.request.name_given} {row.request.contact_given}"
    may_search = asked.actor.may(Permission.FIND_PEOPLE)
    found = people_matching(given, asked.actor, LIKELY) if may_search else []
    return {"may_match": may_search, "text": text, "matches": [_likely(match) for match in found]}


def _likely(match: Match) -> dict[str, Any]:
    return {**match_row(match, ""), "person_id": match.person.id}


@require_POST
@staff(Permission.SEE_TRIAGE)
def look_at_request(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """I look at this one, or no longer do (URG-8). The page says it again by itself while it stays open."""
    found = queries.request_for(request.actor, request_id).request
    if request.POST.get("stop"):
        actions.stop_looking(request=found, by=request.actor)
        return done(request, _("You no longer look at %s.") % found.reference, "console:triage")
    actions.start_looking(request=found, by=request.actor)
    if said_by_itself(request):
        return HttpResponse(status=204)
    return done(request, _("The others see that you look at this one."), "console:request", found.id)


@require_POST
@staff(Permission.SEE_TRIAGE, Permission.TAKE_CONTACTS)
def ring_them(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """Ring them: a contact begins on a number of theirs, and the others see that I look at it. Dialling is the
    telephone's; the page of the contact has the number to press."""
    row = queries.request_for(request.actor, request_id)
    number = request.POST.get("number", "")
    known = {as_compared(one) for one in row_shown(row)["numbers"]}
    if as_compared(number) not in known:
        raise NotThere
    key = request.POST.get("key", "")[:80]
    if row.request.is_live:
        actions.start_looking(request=row.request, by=request.actor)
    contact = take_contact(
        channel=Channel.CALL, direction=Direction.OUT, number=number, asked=_asked(row.request),
        by=request.actor, key=key,
    )  # type: ignore[call-arg]  # fmt: skip
    return redirect("console:contact", contact_id=contact.id)


@require_POST
@staff(Permission.SEE_TRIAGE)
def request_act(request: StaffRequest, request_id: UUID, act: str) -> HttpResponse:
    """Decide, raise, close, or say who it is: one action each."""
    row = queries.request_for(request.actor, request_id)
    if act == "match":
        return _match(request, row)
    form = _bound(request, row, act)
    if form.is_valid():
        try:
            _ACTS[act][1](request=row.request, by=request.actor, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = _("Noted for %(reference)s.") % {"reference": row.request.reference}
            return done(request, said, "console:request", request_id)
    return _request_page(request, request_id, {act: form}, status=422)


_ACTS: dict[str, tuple[Any, Any]] = {
    "decide": (DecideForm, actions.decide_level),
    "worse": (WorseForm, actions.raise_for_worse),
    "close": (CloseForm, actions.close_request),
}


def _bound(request: StaffRequest, row: QueueRow, act: str) -> Any:
    if act not in _ACTS:
        raise NotThere
    if act == "close":
        return _close_form(request, row)
    return _ACTS[act][0](request.POST, auto_id=f"{act}_%s")


def _match(request: StaffRequest, row: QueueRow) -> HttpResponse:
    form = MatchForm(request.POST)
    if not form.is_valid():
        raise NotThere
    person = person_for(by=request.actor, id=form.chosen)
    try:
        actions.match_person(request=row.request, person=person, by=request.actor)
    except Refused as refusal:
        return refused(request, refusal, "console:request", row.request.id)
    return done(request, _("It is %s now. They kept their place.") % person.name, "console:request", row.request.id)
