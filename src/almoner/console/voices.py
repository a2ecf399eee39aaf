"""What people think of us: figures, low scores with their clocks, complaints, thanks, themes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from almoner.aftercare import actions, queries
from almoner.aftercare.enums import HIGH, LOW, ComplaintState, Score, Theme
from almoner.aftercare.queries import Case, Ticket
from almoner.charter import showing
from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.voices_forms import (
    AcknowledgeForm,
    AnswerComplaintForm,
    HeardForm,
    NoteForm,
    OwnForm,
    PassOnForm,
    ReopenForm,
    SortForm,
)
from almoner.core import clock
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused, Unclear
from almoner.ui.answers import done, refused

WEEKS = timedelta(days=28)


@require_GET
@staff(Permission.HEAR_FEEDBACK)
def feedback(request: StaffRequest) -> HttpResponse:
    """What waits for somebody first; then figures of the last four weeks and what was said."""
    by, since, now = request.actor, clock.now() - WEEKS, clock.now()
    fft = queries.friends_and_family(since=since, until=now, by=by)
    answered = queries.answering(since=since, until=now, by=by)
    context = {
        "tickets": [_ticket(one) for one in queries.low_scores(by=by)],
        "cases": [_case(one) for one in queries.complaints(by=by)],
        "thanks": queries.thanks_to_pass_on(by=by),
        "tiles": _tiles(fft, answered, queries.completion(since=since, until=now, by=by)),
        "scores": [_bar(score.label, fft.counts[score.value], _kind(score.value)) for score in Score],
        "answers": fft.answers,
        "themes": [_bar(Theme(code).label, count) for code, count in queries.themes(by=by, since=since)],
        "latest": [{"one": one, **_scored(one)} for one in queries.latest_feedback(by=by, since=since)[:20]],
        "answered_cases": [_case(one) for one in queries.complaints(by=by, state=ComplaintState.ANSWERED)[:10]],
    }
    return page(request, "console/feedback.html", context, here="feedback")


def _tiles(fft: Any, answered: Any, completion: Any) -> list[dict[str, Any]]:
    figures = [
        (fft.positive, _("said good or very good"), fft.answers, "green"),
        (fft.negative, _("said poor or very poor"), fft.answers, "red"),
        (fft.response, _("of those asked answered"), fft.asked, ""),
        (completion.completed, _("of follow-up steps done"), completion.due, ""),
        (answered.acknowledged_share, _("of complaints acknowledged in time"), answered.received, ""),
    ]
    return [
        {"value": _percent(share), "label": label, "note": _("of %(count)s") % {"count": count}, "kind": kind}
        for share, label, count, kind in figures
    ]


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{round(share * 100)} %"


def _bar(label: Any, value: int, kind: str = "") -> dict[str, Any]:
    return {"label": str(label), "value": value, "kind": kind}


def _kind(score: str) -> str:
    return "red" if score in LOW else "green" if score in HIGH else ""


def _scored(one: Any) -> dict[str, Any]:
    return {"kind": _kind(one.score), "href": reverse("console:feedback_one", args=[one.id])}


def _ticket(ticket: Ticket) -> dict[str, Any]:
    card = showing.card(ticket.promise) if ticket.promise else None
    return {"one": ticket.feedback, "card": card, **_scored(ticket.feedback)}


def _case(case: Case) -> dict[str, Any]:
    card = showing.card(case.promises[0]) if case.promises else None
    return {"case": case, "card": card, "href": reverse("console:complaint", args=[case.complaint.id])}


# ── One answer ───────────────────────────────────────────────────────────────────────────────────────────────────────


@require_GET
@staff(Permission.HEAR_FEEDBACK)
def feedback_one(request: StaffRequest, feedback_id: UUID) -> HttpResponse:
    return _one(request, queries.feedback_for(feedback_id, by=request.actor), {})


def _one(request: StaffRequest, ticket: Ticket, bound: dict[str, Any], status: int = 200) -> HttpResponse:
    one = ticket.feedback
    waits = one.is_low and one.heard_at is None
    context = {
        **_ticket(ticket),
        "waits": waits,
        "themes": [str(Theme(code).label) for code in one.themes],
        "heard": (bound.get("heard") or HeardForm(auto_id="heard_%s")) if waits else None,
        "sort": bound.get("sort") or SortForm(auto_id="sort_%s", initial={"themes": one.themes}),
        "pass_on": (bound.get("pass-on") or PassOnForm(auto_id="pass_%s"))
        if one.score in HIGH and one.words and not one.passed_on_at
        else None,
        "crumbs": [(_("Feedback"), reverse("console:feedback")), (str(one.get_score_display()), "")],
    }
    return page(request, "console/feedback_one.html", context, here="feedback", status=status)


@require_POST
@staff(Permission.HEAR_FEEDBACK)
def feedback_act(request: StaffRequest, feedback_id: UUID, act: str) -> HttpResponse:
    """Heard, sorted, or passed on."""
    ticket = queries.feedback_for(feedback_id, by=request.actor)
    if act not in _ON_FEEDBACK:
        raise NotThere
    shape, deed = _ON_FEEDBACK[act]
    form = shape(request.POST, auto_id=f"{act}_%s")
    if form.is_valid():
        try:
            deed(feedback=ticket.feedback, by=request.actor, **form.cleaned_data)
        except Unclear as unclear:
            form.add_error(None, str(unclear))
        except Refused as refusal:
            return refused(request, refusal, "console:feedback_one", feedback_id)
        else:
            return done(request, _("Noted."), "console:feedback_one", feedback_id)
    return _one(request, ticket, {act: form}, status=422)


_ON_FEEDBACK: dict[str, Any] = {
    "heard": (HeardForm, actions.follow_up_feedback),
    "sort": (SortForm, actions.sort_feedback),
    "pass-on": (PassOnForm, actions.pass_on_feedback),
}


@require_POST
@staff(Permission.HEAR_FEEDBACK)
def pass_on_thanks(request: StaffRequest, thanks_id: UUID) -> HttpResponse:
    thanks = queries.thanks_for(thanks_id, by=request.actor)
    try:
        actions.pass_on_thanks(thanks=thanks, to=request.POST.get("to", "")[:200], by=request.actor)
    except Refused as refusal:
        return refused(request, refusal, "console:feedback")
    return done(request, _("Passed on."), "console:feedback")


# ── One complaint ────────────────────────────────────────────────────────────────────────────────────────────────────


@require_GET
@staff(Permission.HEAR_FEEDBACK)
def complaint(request: StaffRequest, complaint_id: UUID) -> HttpResponse:
    return _complaint(request, queries.complaint_for(complaint_id, by=request.actor), {})


def _complaint(request: StaffRequest, case: Case, bound: dict[str, Any], status: int = 200) -> HttpResponse:
    found = case.complaint
    context = {
        **_case(case),
        "complaint": found,
        "lines": case.entries,
        "open": found.state == ComplaintState.OPEN,
        "promises": showing.cards(list(case.promises)),
        "themes": [str(Theme(code).label) for code in found.themes],
        "forms": {**_complaint_forms(request, case), **bound},
        "crumbs": [(_("Feedback"), reverse("console:feedback")), (found.reference, "")],
    }
    return page(request, "console/complaint.html", context, here="feedback", status=status)


def _complaint_forms(request: StaffRequest, case: Case, act: str = "") -> dict[str, Any]:
    def data(name: str) -> Any:
        return request.POST if act == name else None

    found = case.complaint
    return {
        "own": OwnForm(
            data("own"), managers=queries.may_own(by=request.actor), auto_id="own_%s",
            initial={"staff": str(found.owner_id or request.actor.staff_id)},
        ),
        "answer": AnswerComplaintForm(data("answer"), auto_id="answer_%s"),
        "sort": SortForm(data("sort"), auto_id="sort_%s", initial={"themes": found.themes}),
        "note": NoteForm(data("note"), auto_id="note_%s"),
        "acknowledge": AcknowledgeForm(data("acknowledge"), auto_id="acknowledge_%s"),
        "reopen": ReopenForm(data("reopen"), auto_id="reopen_%s"),
    }  # fmt: skip


@require_POST
@staff(Permission.HEAR_FEEDBACK)
def complaint_act(request: StaffRequest, complaint_id: UUID, act: str) -> HttpResponse:
    """Own, sort, note, acknowledge, answer, open again: one action each."""
    case = queries.complaint_for(complaint_id, by=request.actor)
    if act not in _ON_COMPLAINT:
        raise NotThere
    form = _complaint_forms(request, case, act)[act]
    if form.is_valid():
        deed, said = _ON_COMPLAINT[act]
        try:
            deed(complaint=case.complaint, by=request.actor, **form.cleaned_data)
        except Unclear as unclear:
            form.add_error(None, str(unclear))
        except Refused as refusal:
            return refused(request, refusal, "console:complaint", complaint_id)
        else:
            return done(request, said, "console:complaint", complaint_id)
    return _complaint(request, case, {act: form}, status=422)


_ON_COMPLAINT: dict[str, Any] = {
    "own": (actions.own_complaint, gettext_lazy("They see who looks into it.")),
    "answer": (actions.answer_complaint, gettext_lazy("Answered. They are told.")),
    "sort": (actions.sort_complaint, gettext_lazy("Noted.")),
    "note": (actions.note_on_complaint, gettext_lazy("Noted.")),
    "acknowledge": (actions.acknowledge_complaint, gettext_lazy("Noted. The promise is kept.")),
    "reopen": (actions.reopen_complaint, gettext_lazy("It is looked into again, with a new time.")),
}
