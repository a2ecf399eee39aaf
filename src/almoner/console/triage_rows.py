"""A request as the templates take it: words as written, suggestion beside decision, and what raised it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from almoner.core import clock
from almoner.core.languages import of_reader
from almoner.ui.languages import name_of
from almoner.ui.templatetags.ui import LEVELS
from almoner.urgency.danger import danger_signs, said_yes, unanswered
from almoner.urgency.enums import Level, RaiseReason
from almoner.urgency.live import rule_texts
from almoner.urgency.models import Request, Suggestion
from almoner.urgency.queries import QueueRow
from almoner.urgency.rulebook import askings, in_language


def row_shown(row: QueueRow) -> dict[str, Any]:
    request = row.request
    return {
        "request": request,
        "href": reverse("console:request", args=[request.id]),
        **level_shown(row.level),
        "minutes_left": row.minutes_left,
        "late": row.minutes_left < 0 and request.is_live,
        "person": request.person,
        "age": _age(request),
        "telephone": request.contact_given,
        "language": _language_name(request),
        "signs": _ticked(request),
        "signs_not_asked": bool(unanswered(request.danger_answers)) and not said_yes(request.danger_answers),
        "told": _told(request),
        "suggestion": _suggested(row.suggestion),
        "decision": row.decision and {**level_shown(row.decision.level), "stored": row.decision},
        "raises": [{"why": RaiseReason(one.why).label, "stored": one} for one in row.raises],
        "worse": row.worse,
        "unmatched": row.unmatched,
        "viewers": row.viewers,
    }


def level_shown(level: int) -> dict[str, str]:
    """A level as its letter and its word."""
    return {"letter": LEVELS[level - 1], "level_word": str(Level(level).label)}


def _suggested(suggestion: Suggestion) -> dict[str, Any]:
    asking = next((one for one in askings() if one.id == suggestion.facts.get("ask_next")), None)
    return {
        **level_shown(suggestion.level),
        "stored": suggestion,
        "reasons": [_reason(one) for one in suggestion.facts["reasons"]],
        "ask_next": in_language(asking.text, of_reader()) if asking else "",
    }


def _reason(reason: dict[str, Any]) -> dict[str, Any]:
    """A reason in the reader's language, with the words it rests on. The id of an answer is no word of theirs."""
    words = [part for part in reason["evidence"].split(" … ") if not _is_answer(part)]
    texts = rule_texts(reason["rule"])
    text = in_language(texts, of_reader()) if texts else reason["text"]
    return {"text": text, "evidence": " … ".join(words)}


def _is_answer(part: str) -> bool:
    return part.startswith("danger_sign:") or part == "worsening" or part in {one.id for one in askings()}


def _age(request: Request) -> int | None:
    if request.person:
        return request.person.age_on(clock.today())
    return None if request.age_given is None else int(request.age_given)


def _language_name(request: Request) -> str:
    """The language of the words, where it is not the reader's."""
    code = request.language.split("-")[0]
    if code == of_reader():
        return ""
    return name_of(code)


def _ticked(request: Request) -> list[str]:
    said = said_yes(request.danger_answers)
    return [sign.text for sign in danger_signs(of_reader(), emergency_number="", crisis_number="") if sign.id in said]


def _told(request: Request) -> list[tuple[str, str]]:
    """What they answered beside their words, and what was measured."""
    names = {"since": _("Since"), "worsening": _("Getting worse"), "sex": _("Sex"), "for": _("For")}
    values = {
        "today": _("today"), "days": _("a few days"), "weeks": _("a few weeks"), "longer": _("longer"),
        "yes": _("yes"), "no": _("no"), "unsure": _("they do not know"),
        "me": _("themselves"), "other": _("somebody else"), "female": _("female"), "male": _("male"),
    }  # fmt: skip
    questions = {one.id: in_language(one.text, of_reader()) for one in askings()}
    answered = [
        (str(names.get(key) or questions.get(key, key)), str(values.get(str(value), value)))
        for key, value in request.answers.items()
        if value != "unknown"
    ]
    return [*answered, *((str(key), str(value)) for key, value in request.vitals.items())]
