"""An interview as the templates take it: what is asked now, and what was answered, when and by what channel."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from almoner.core.actor import Actor
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.desk.models import Contact
from almoner.desk.ringing import told_before
from almoner.ui.languages import name_of
from almoner.urgency.danger import DangerSign, danger_signs, said_yes
from almoner.urgency.interview_plan import groups_heard, some_of
from almoner.urgency.interviewing import AREA, COMPLAINT, SOMETHING_ELSE, Said, Step, choice_text, question_text
from almoner.urgency.interviews import interview_of, request_to_interview
from almoner.urgency.models import Answer, Request


def step_shown(step: Step, language: str, theirs: str) -> dict[str, Any]:
    """A step in the language of who reads it aloud, and in that of who hears it where it is another."""
    other = theirs.split("-", maxsplit=1)[0]
    return {
        "name": step.name,
        "question": question_text(step.name, language),
        "in_theirs": question_text(step.name, other) if other != language else "",
        "their_language": name_of(other),
        "choices": [
            (str(place), one, choice_text(step.name, one, language))
            for place, (one, _texts) in enumerate(step.choices, start=1)
        ],
        "yes": Said.YES,
        "no": Said.NO,
        "unknown": Said.UNKNOWN,
        "something_else": SOMETHING_ELSE,
        "number": step.number,
    }


def interview_shown(request: Request, by: Actor, language: str) -> dict[str, Any] | None:
    """What was asked of a request after its words; None where nothing was. For `console/interview_told.html`."""
    try:
        asked = interview_of(by, request.id)
    except NotThere:
        return None
    return {
        "answers": [_answer(one, language) for one in asked.answers],
        "names": frozenset(one.question for one in asked.answers),
        "open": asked.is_open,
        "ended": asked.interview.get_ended_display(),
        "heard_at": asked.interview.heard_at,
        "next": question_text(asked.step.name, language) if asked.is_open else "",
        "ask_on": reverse("console:request_questions", args=[request.id]) if asked.is_open else "",
    }


def told_by_keys(contact: Contact, by: Actor) -> dict[str, Any] | None:
    """What whoever rang told by keys before they were put through, so that nobody tells their story twice."""
    told = told_before(contact, by=by)
    request = request_to_interview(by, told) if told else None
    if request is None:
        return None
    shown = interview_shown(request, by, of_reader())
    yes = said_yes(request.danger_answers)
    return {
        "request": request,
        "signs": [sign.text for sign in _signs() if sign.id in yes or _heard_with(sign.id, yes)],
        "unsure": any(one.startswith("some_of:") for one in yes),
        "about": choice_text(COMPLAINT, request.answers.get(COMPLAINT, ""), of_reader()),
        "asked": shown,
        "href": reverse("console:request", args=[request.id]) if by.may(Permission.SEE_TRIAGE) else "",
    }


def _signs() -> tuple[DangerSign, ...]:
    return danger_signs(of_reader(), emergency_number="", crisis_number="")


def _heard_with(sign_id: str, yes: tuple[str, ...]) -> bool:
    """One of a group of which only this is known, that it is one of them."""
    return any(some_of(group.id) in yes and sign_id in group.signs for group in groups_heard())


def _answer(answer: Answer, language: str) -> dict[str, Any]:
    names = {AREA: _("What it is about"), COMPLAINT: _("What it is most like")}
    return {
        "question": names.get(answer.question) or question_text(answer.question, language) or answer.question,
        "said": _said(answer, language),
        "unknown": answer.is_unknown,
        "how": answer.get_channel_display(),
        "who": answer.by_name,
        "at": answer.created_at,
    }


def _said(answer: Answer, language: str) -> str:
    words = {
        Said.YES.value: pgettext("their answer", "Yes"),
        Said.NO.value: pgettext("their answer", "No"),
        Said.UNKNOWN.value: _("They do not know"),
        SOMETHING_ELSE: _("Something else"),
    }
    return str(words.get(answer.said) or choice_text(answer.question, answer.said, language) or answer.said)
