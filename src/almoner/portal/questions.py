"""The question box: danger signs first, then the question, then a thread with its owner and its time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from almoner.aftercare import actions, queries
from almoner.aftercare.enums import EntryKind, QuestionState
from almoner.aftercare.queries import Thread
from almoner.aftercare.rules import may_speak
from almoner.charter import showing
from almoner.core import clock, days
from almoner.core.languages import of_reader
from almoner.core.refusal import NotThere, Refused
from almoner.people.models import Person
from almoner.portal.aftercare import once, sent
from almoner.portal.aftercare_forms import AskOnForm, QuestionForm, TakeBackForm
from almoner.portal.answers import page
from almoner.portal.gates import PatientRequest, patient
from almoner.portal.intake import lead_on, signs_shown
from almoner.portal.intake_forms import DangerForm
from almoner.ui.answers import done, refused
from almoner.urgency import actions as urgency
from almoner.urgency.asked import Told
from almoner.urgency.enums import RequestChannel
from almoner.visits.models import Stay, Visit

ANSWERED = "question_danger_answered"
"""Since when nothing of the danger signs is so, by what they said. It holds for an hour."""
HOLDS = timedelta(hours=1)


@require_GET
@patient
def questions(request: PatientRequest) -> HttpResponse:
    threads = queries.questions_of(request.person, by=request.actor)
    open_ones = [_shown(one) for one in threads if one.question.state in {QuestionState.OPEN, QuestionState.ANSWERED}]
    ended = [_shown(one) for one in threads if one.question.state in {QuestionState.SETTLED, QuestionState.WITHDRAWN}]
    return page(request, "portal/questions.html", {"threads": open_ones, "ended": ended})


@require_http_methods(["GET", "POST"])
@never_cache
@patient
def ask_question(request: PatientRequest) -> HttpResponse:
    """Danger signs before anything else (SEL-9). A yes leads where “I feel unwell” leads."""
    _need_to_speak(request)
    form = DangerForm(request.POST if request.method == "POST" else None, shown=signs_shown(request), stranger=False)
    if not form.is_valid():
        return page(request, "portal/ask_danger.html", {"form": form}, status=422 if form.is_bound else 200)
    if form.yes:
        told = Told(language=of_reader(), danger_answers=form.answers)
        made = urgency.report_danger(
            told=told, channel=RequestChannel.WEB, person=request.person, by=request.actor, **once(request)
        )
        return lead_on(request, made, form.yes)
    request.session[ANSWERED] = clock.now().isoformat()
    return redirect("portal:ask_words")


@require_http_methods(["GET", "POST"])
@never_cache
@patient
def ask_words(request: PatientRequest) -> HttpResponse:
    """Only after the danger signs. What is about danger all the same goes to a nurse at once."""
    _need_to_speak(request)
    if not _answered(request):
        return redirect("portal:ask_question")
    episodes = queries.episodes_of(request.person, by=request.actor)
    form = QuestionForm(sent(request), about=[(str(one.id), episode_name(one)) for one in episodes])
    if form.is_valid():
        chosen = next((one for one in episodes if str(one.id) == form.cleaned_data.get("about")), None)
        question = actions.ask_question(
            person=request.person,
            words=form.cleaned_data["words"],
            stay=chosen if isinstance(chosen, Stay) else None,
            visit=chosen if isinstance(chosen, Visit) else None,
            language=of_reader(),
            by=request.actor,
            **once(request),
        )
        if question.request:
            return lead_on(request, question.request, [])
        return done(request, _("We have your question."), "portal:question", question.id)
    return page(request, "portal/ask_words.html", {"form": form}, status=422 if form.is_bound else 200)


def _need_to_speak(request: PatientRequest) -> None:
    if not may_speak(request.person, request.actor):
        raise NotThere


def _answered(request: PatientRequest) -> bool:
    since = request.session.get(ANSWERED, "")
    return bool(since) and clock.now() - datetime.fromisoformat(str(since)) < HOLDS


@require_GET
@patient
def question(request: PatientRequest, question_id: UUID) -> HttpResponse:
    return _question(request, _of(request.person, queries.question_for(question_id, by=request.actor)), {})


def _question(request: PatientRequest, thread: Thread, bound: dict[str, Any], status: int = 200) -> HttpResponse:
    state = thread.question.state
    context = {
        **_shown(thread),
        "card": showing.card(thread.promise) if thread.promise else None,
        "waits": state == QuestionState.OPEN,
        "answered": state == QuestionState.ANSWERED,
        "may_ask_on": state != QuestionState.WITHDRAWN,
        "on": bound.get("on") or AskOnForm(auto_id="on_%s"),
        "back": bound.get("back") or TakeBackForm(auto_id="back_%s"),
    }
    return page(request, "portal/question.html", context, status=status)


@require_POST
@patient
def question_act(request: PatientRequest, question_id: UUID, act: str) -> HttpResponse:
    """Ask on, say that this answers it, or take it back: one action each."""
    thread = _of(request.person, queries.question_for(question_id, by=request.actor))
    if act == "settle":
        return _settle(request, thread)
    if act not in _ACTS:
        raise NotThere
    shape, deed, said = _ACTS[act]
    form = shape(request.POST, auto_id=f"{act}_%s")
    if form.is_valid():
        try:
            asked = deed(question=thread.question, by=request.actor, **form.cleaned_data, **once(request))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            if act == "on" and asked.request and asked.request_id != thread.question.request_id:
                return lead_on(request, asked.request, [])
            return done(request, said, "portal:question", question_id)
    return _question(request, thread, {act: form}, status=422)


def _settle(request: PatientRequest, thread: Thread) -> HttpResponse:
    try:
        actions.settle_question(question=thread.question, by=request.actor)
    except Refused as refusal:
        return refused(request, refusal, "portal:question", thread.question.id)
    return done(request, _("Good. You can ask more at any time."), "portal:question", thread.question.id)


_ACTS: dict[str, Any] = {
    "on": (AskOnForm, actions.ask_on, gettext_lazy("We have it. Somebody answers.")),
    "back": (TakeBackForm, actions.withdraw_question, gettext_lazy("You took your question back.")),
}


def _of(person: Person, thread: Thread) -> Thread:
    """A thread of the person whose pages these are. Raises NotThere."""
    if thread.question.person_id != person.id:
        raise NotThere
    return thread


def _shown(thread: Thread) -> dict[str, Any]:
    question = thread.question
    episode = question.stay or question.visit
    return {
        "thread": thread,
        "question": question,
        "about": episode_name(episode) if episode else "",
        "asked": thread.last_asked.words,
        "due_at": thread.promise.due_at if thread.promise else None,
        "lines": [line for line in thread.entries if line.kind in {EntryKind.ASKED, EntryKind.ANSWER}],
        "handled_by": question.taken_by.name if question.taken_by else question.get_pool_display(),
    }


def episode_name(episode: Stay | Visit) -> str:
    """“My stay until 3 December”, “My visit on 3 December: Clinic visit”."""
    if isinstance(episode, Stay):
        if episode.discharged_at:
            until = days.month_day(clock.shown(episode.discharged_at))
            return _("My stay, until %(day)s") % {"day": until}
        return _("My stay now")
    day = days.month_day(clock.shown(episode.arrived_at))
    service = episode.appointment.service if episode.appointment else episode.service
    if service is None:
        return _("My visit on %(day)s") % {"day": day}
    return _("My visit on %(day)s: %(what)s") % {"day": day, "what": service.name_in(of_reader())}
