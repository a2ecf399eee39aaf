"""The question box: the pool, one question with its thread, and answering it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_POST

from almoner.aftercare import actions, queries
from almoner.aftercare.enums import Pool, QuestionState
from almoner.aftercare.queries import Thread
from almoner.charter import showing
from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.showing import person_strip
from almoner.core import clock
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused, Unclear
from almoner.people.queries import needs_of
from almoner.ui.answers import done, refused
from almoner.ui.choices import Pills
from almoner.visits.models import Stay

ANSWERED = "answered"


class AnswerForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("Your answer"),
        max_length=5000,
        widget=forms.Textarea({"rows": 6, "dir": "auto"}),
        help_text=gettext_lazy("They read it as you write it. Short sentences, no abbreviations."),
    )


class HandOverForm(forms.Form):
    pool = forms.ChoiceField(label=gettext_lazy("To whom"), choices=Pool.choices, widget=Pills)
    why = forms.CharField(label=gettext_lazy("Why"), max_length=300)


class NoteForm(forms.Form):
    words = forms.CharField(label=gettext_lazy("Note among staff"), max_length=1000)


@require_GET
@staff(Permission.ANSWER_QUESTIONS)
def questions(request: StaffRequest) -> HttpResponse:
    """Due first. Of the pools of the house, and what was answered."""
    shown = request.GET.get("pool", "")
    if shown == ANSWERED:
        threads = queries.question_pool(by=request.actor, state=QuestionState.ANSWERED)
    else:
        shown = shown if shown in Pool.values else ""
        threads = queries.question_pool(by=request.actor, pool=shown)
    context = {"rows": [_row(one) for one in threads], "tabs": _tabs(request, shown), "answered": shown == ANSWERED}
    return page(request, "console/questions.html", context, here="questions")


def _tabs(request: StaffRequest, shown: str) -> list[dict[str, Any]]:
    counts, base = queries.question_counts(by=request.actor), reverse("console:questions")
    pools = [("", _("All that wait"), sum(counts.values()))]
    pools += [(pool.value, str(pool.label), counts.get(pool.value, 0)) for pool in Pool]
    tabs = [
        {"href": f"{base}?pool={value}" if value else base, "label": label, "current": value == shown, "count": count}
        for value, label, count in pools
    ]
    answered = {
        "href": f"{base}?pool={ANSWERED}",
        "label": pgettext("questions", "Answered"),
        "current": shown == ANSWERED,
        "count": None,
    }
    return [*tabs, answered]


def _row(thread: Thread) -> dict[str, Any]:
    question, promise = thread.question, thread.promise
    now = clock.now()
    minutes_left = int((promise.due_at - now).total_seconds() // 60) if promise else None
    return {
        "question": question,
        "href": reverse("console:question", args=[question.id]),
        "asked": thread.last_asked,
        "again": len([one for one in thread.entries if one.kind == "asked"]) > 1,
        "about": _about(thread),
        "minutes_left": minutes_left,
        "late": minutes_left is not None and minutes_left < 0,
        "taken_by": question.taken_by.name if question.taken_by else "",
        "danger": question.request,
    }


def _about(thread: Thread) -> str:
    episode = thread.question.stay or thread.question.visit
    if episode is None:
        return ""
    if isinstance(episode, Stay):
        return _("Stay")
    service = episode.appointment.service if episode.appointment else episode.service
    return service.name_in(of_reader()) if service else _("Visit")


@require_GET
@staff(Permission.ANSWER_QUESTIONS)
def question(request: StaffRequest, question_id: UUID) -> HttpResponse:
    return _question(request, queries.question_for(question_id, by=request.actor), {})


def _question(request: StaffRequest, thread: Thread, bound: dict[str, Any], status: int = 200) -> HttpResponse:
    found = thread.question
    initial = {"pool": Pool.DOCTORS if found.pool == Pool.NURSES else Pool.NURSES}
    context = {
        **_row(thread),
        "thread": thread,
        "strip": person_strip(found.person, needs_of(person=found.person, by=request.actor)),
        "person": found.person,
        "waits": found.state == QuestionState.OPEN,
        "mine": found.taken_by_id == request.actor.staff_id,
        "card": showing.card(thread.promise) if thread.promise else None,
        "answer": bound.get("answer") or AnswerForm(auto_id="answer_%s"),
        "over": bound.get("hand-over") or HandOverForm(auto_id="over_%s", initial=initial),
        "note": bound.get("note") or NoteForm(auto_id="note_%s"),
        "crumbs": [(_("Questions"), reverse("console:questions")), (found.reference, "")],
    }
    return page(request, "console/question.html", context, here="questions", status=status)


@require_POST
@staff(Permission.ANSWER_QUESTIONS)
def question_act(request: StaffRequest, question_id: UUID, act: str) -> HttpResponse:
    """Take, answer, hand over, or note: one action each."""
    thread = queries.question_for(question_id, by=request.actor)
    if act == "take":
        return _take(request, thread)
    if act not in _ACTS:
        raise NotThere
    shape, deed, said, to_list = _ACTS[act]
    form = shape(request.POST, auto_id=f"{act}_%s")
    if form.is_valid():
        key: Any = {"key": request.POST.get("key", "")[:80]}
        try:
            deed(question=thread.question, by=request.actor, **form.cleaned_data, **key)
        except Unclear as unclear:
            form.add_error(None, str(unclear))
        except Refused as refusal:
            return refused(request, refusal, "console:question", question_id)
        else:
            where = ("console:questions",) if to_list else ("console:question", question_id)
            return done(request, said, *where)
    return _question(request, thread, {act: form}, status=422)


def _take(request: StaffRequest, thread: Thread) -> HttpResponse:
    try:
        actions.take_question(question=thread.question, by=request.actor)
    except Refused as refusal:
        return refused(request, refusal, "console:question", thread.question.id)
    return done(request, _("They see that you answer."), "console:question", thread.question.id)


_ACTS: dict[str, Any] = {
    "answer": (AnswerForm, actions.answer_question, gettext_lazy("Answered. They are told that it is there."), True),
    "hand-over": (HandOverForm, actions.hand_over_question, gettext_lazy("Handed over. The time stays."), True),
    "note": (NoteForm, actions.note_on_question, gettext_lazy("Noted."), False),
}
