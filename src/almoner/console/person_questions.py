"""A person's questions, for who rings about them: the answer read out, asked on, settled or taken back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from almoner.aftercare import actions, queries
from almoner.aftercare.enums import EntryKind, QuestionState
from almoner.aftercare.queries import Thread
from almoner.console.gates import StaffRequest, staff
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.people.models import Person
from almoner.people.queries import person_for
from almoner.ui.answers import done, refused


class WordsForm(forms.Form):
    words = forms.CharField(max_length=3000)


class ReasonForm(forms.Form):
    reason = forms.CharField(max_length=300)


class NoForm(forms.Form):
    """No fields: the button says it all."""


def threads_shown(person: Person, request: StaffRequest) -> list[dict[str, Any]]:
    """Each question with what was asked and answered, to be read out."""
    return [_shown(one) for one in queries.questions_of(person, by=request.actor)]


def _shown(thread: Thread) -> dict[str, Any]:
    state = thread.question.state
    return {
        "question": thread.question,
        "asked": thread.last_asked.words,
        "lines": [line for line in thread.entries if line.kind in {EntryKind.ASKED, EntryKind.ANSWER}],
        "due_at": thread.promise.due_at if thread.promise else None,
        "waits": state == QuestionState.OPEN,
        "answered": state == QuestionState.ANSWERED,
        "may_ask_on": state != QuestionState.WITHDRAWN,
    }


@require_POST
@staff(Permission.FOLLOW_UP)
def person_question_act(request: StaffRequest, person_id: UUID, question_id: UUID, act: str) -> HttpResponse:
    """Write down what they say about a question of theirs: one action each."""
    person = person_for(by=request.actor, id=person_id)
    thread = queries.question_for(question_id, by=request.actor)
    if thread.question.person_id != person.id or act not in _ACTS:
        raise NotThere
    shape, deed, said = _ACTS[act]
    form = shape(request.POST)
    try:
        told = form.cleaned_data if form.is_valid() else dict.fromkeys(form.fields, "")
        key: Any = {"key": request.POST.get("key", "")[:80]}
        deed(question=thread.question, by=request.actor.through("desk"), **told, **key)
    except Refused as refusal:
        return refused(request, refusal, "console:person_aftercare", person_id)
    return done(request, said, "console:person_aftercare", person_id)


_ACTS: dict[str, Any] = {
    "on": (WordsForm, actions.ask_on, gettext_lazy("It is in the question box again.")),
    "settle": (NoForm, actions.settle_question, gettext_lazy("Noted: that answers it.")),
    "back": (ReasonForm, actions.withdraw_question, gettext_lazy("Noted: they need no answer.")),
}
