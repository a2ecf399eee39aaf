"""The questions after “I feel unwell”: one a page, big buttons, and a way to a person on each. What was told is with a
nurse already; the session of this browser, or who is signed in, is the proof of whose it is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from almoner.core.actor import SYSTEM, Actor
from almoner.core.languages import of_reader
from almoner.core.refusal import NotThere, Refused
from almoner.people.queries import acting_for
from almoner.portal.answers import page
from almoner.portal.intake import STRANGER, anybody, lead_on, sent_before
from almoner.urgency import actions
from almoner.urgency.enums import RequestChannel
from almoner.urgency.interview_plan import most_questions
from almoner.urgency.interviewing import SOMETHING_ELSE, Said, Step, choice_text, question_text
from almoner.urgency.interviews import Asked, interviews_to_go_on, open_interview_of, step_again
from almoner.urgency.models import Interview, Request
from almoner.urgency.queries import request_for

SOMEBODY = replace(SYSTEM, name=STRANGER.name, via="web")
"""Acts for who is not signed in as a person: the session has shown that the request is theirs."""


@require_http_methods(["GET", "POST"])
@login_not_required
@never_cache
@anybody
def intake_question(request: Any) -> HttpResponse:
    """What would change most, asked next. Where nothing is left to ask it goes on to what happens now."""
    asked = _asked(request)
    if asked is None:
        return redirect("portal:intake_done" if sent_before(request) else "portal:intake_danger")
    if request.method == "POST" and "back" in request.POST and asked.latest:
        return _page(request, asked, step_again(asked, asked.latest[-1].question))
    if request.method != "POST":
        return _page(request, asked, asked.step)
    return _answer(request, asked)


def _answer(request: Any, asked: Asked) -> HttpResponse:
    try:
        interview = actions.answer_question(
            request=asked.request,
            name=request.POST.get("name", ""),
            said=request.POST.get("said", ""),
            channel=RequestChannel.WEB,
            by=_speaking(request, asked.request),
            **_once(request),
        )
    except Refused as refusal:
        return _page(request, asked, asked.step, said=str(refusal), status=refusal.status)
    return _onward(request, interview)


def _onward(request: Any, interview: Interview) -> HttpResponse:
    """To the next question; to what to do now, where an answer tells of danger."""
    row = request_for(SYSTEM, interview.request_id)
    return lead_on(request, row.request, list(row.suggestion.facts["danger_signs"]))


@require_POST
@login_not_required
@never_cache
@anybody
def intake_person(request: Any) -> HttpResponse:
    """They would rather talk with somebody: a person is promised to ring."""
    asked = _asked(request)
    if asked is None:
        return redirect("portal:intake_done")
    by = _speaking(request, asked.request)
    interview = actions.ask_for_person(request=asked.request, channel=RequestChannel.WEB, by=by, **_once(request))
    return _onward(request, interview)


def _asked(request: Any) -> Asked | None:
    """The open interview of this browser; else the latest of whose page it is."""
    sent = sent_before(request)
    if sent:
        found = _open(request, request_for(SYSTEM, sent).request)
        if found:
            return found
    if request.person is None:
        return None
    return next(iter(interviews_to_go_on(request.actor, request.person)), None)


def _open(request: Any, made: Request) -> Asked | None:
    try:
        return open_interview_of(_speaking(request, made), made.id)
    except NotThere:
        return None


def _speaking(request: Any, made: Request) -> Actor:
    if made.person is None:
        return SOMEBODY
    if request.person is None:
        raise NotThere
    return acting_for(person=made.person, by=request.signed_in_actor)


def _once(request: Any) -> Any:
    return {"key": request.POST.get("key", "")[:80]}


def _page(request: Any, asked: Asked, step: Step, *, said: str = "", status: int = 200) -> HttpResponse:
    context = {
        **step_shown(step, of_reader()),
        "number": step.number,
        "most": most_questions(),
        "may_go_back": bool(asked.latest),
        "code": f"{asked.interview.code[:4]} {asked.interview.code[4:]}",
        "not_understood": said,
    }
    return page(request, "portal/intake_question.html", context, status=status)


def step_shown(step: Step, language: str) -> dict[str, Any]:
    """The words of a step, and what can be answered: (value, words)."""
    offered = [(one, choice_text(step.name, one, language)) for one, _texts in step.choices]
    return {
        "name": step.name,
        "question": question_text(step.name, language),
        "choices": offered,
        "yes": Said.YES,
        "no": Said.NO,
        "unknown": Said.UNKNOWN,
        "something_else": SOMETHING_ELSE,
    }
