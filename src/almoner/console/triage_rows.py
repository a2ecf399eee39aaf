"""A request as the templates take it: words as written, suggestion beside decision, and what raised it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.console.triage_marks import cut, legend, marked
from almoner.core import clock
from almoner.core.languages import of_reader
from almoner.people.contact import as_compared
from almoner.ui.languages import name_of
from almoner.ui.templatetags.ui import LEVELS
from almoner.urgency.danger import danger_signs, said_yes, unanswered
from almoner.urgency.dispositions import WAYS, leads_to
from almoner.urgency.enums import Level, RaiseReason
from almoner.urgency.interviewing import AREA, COMPLAINT, SOMETHING_ELSE, choice_text
from almoner.urgency.live import rule_texts
from almoner.urgency.models import Decision, Request, Suggestion
from almoner.urgency.queries import QueueRow
from almoner.urgency.rulebook import askings, in_language

IN_SHORT = 280
"""So many signs of what they wrote stand in the queue."""
VITALS: dict[str, tuple[Any, str]] = {
    "respiratory_rate": (gettext_lazy("Breaths a minute"), ""),
    "spo2": (gettext_lazy("Oxygen saturation"), "%"),
    "on_oxygen": (gettext_lazy("On oxygen"), ""),
    "spo2_scale": (gettext_lazy("Scale for oxygen"), ""),
    "systolic": (gettext_lazy("Systolic pressure"), "mmHg"),
    "diastolic": (gettext_lazy("Diastolic pressure"), "mmHg"),
    "pulse": (gettext_lazy("Pulse a minute"), ""),
    "temperature_c": (gettext_lazy("Temperature"), "°C"),
    "consciousness": (gettext_lazy("Consciousness"), ""),
    "pain_0_10": (gettext_lazy("Pain, 0 to 10"), ""),
}


def row_shown(row: QueueRow, *, reads_rules: bool = False) -> dict[str, Any]:
    """`reads_rules`: each reason leads to its rule, for who may read these."""
    request = row.request
    return {
        "request": request,
        "href": reverse("console:request", args=[request.id]),
        **level_shown(row.level),
        "minutes_left": row.minutes_left,
        "late": row.minutes_left < 0 and request.is_live,
        "person": request.person,
        "age": _age(request),
        "numbers": (numbers := _numbers(request)),
        "numbers_said": [(number, f"\u2066{number}\u2069") for number in numbers],
        "language": _language_name(request),
        "signs": _ticked(request),
        "danger": _danger(row),
        "signs_not_asked": bool(unanswered(request.danger_answers)) and not said_yes(request.danger_answers),
        "marked": (stretches := marked(request.words, request.language)),
        "in_short": cut(stretches, IN_SHORT),
        "legend": legend(stretches),
        "told": told_beside(request),
        "measured": _measured(request),
        "suggestion": _suggested(row.suggestion, reads_rules=reads_rules),
        "decision": row.decision and _decided(row.decision),
        "before": row.before,
        "alarmed": row.alarmed,
        "raises": [{"why": RaiseReason(one.why).label, "stored": one} for one in row.raises],
        "worse": row.worse,
        "unmatched": row.unmatched,
        "viewers": row.viewers,
    }


def _decided(decision: Decision) -> dict[str, Any]:
    way = WAYS.get(decision.disposition)
    return {
        **level_shown(decision.level),
        "stored": decision,
        "disposition": way.code.label if way else "",
        "leads_to": str(leads_to(decision.level, decision.disposition)),
        "told": way.told if way else "",
    }


def _numbers(request: Request) -> list[str]:
    """The telephone numbers on which they can be rung: the one they gave for this, then those on record."""
    given = [request.contact_given] if "@" not in request.contact_given else []
    known = getattr(request.person, "telephones", []) if request.person else []
    numbers = {as_compared(number): number for number in [*given, *(point.value for point in known)] if number}
    return list(numbers.values())


def request_before(row: QueueRow) -> dict[str, Any]:
    """Another request of the same person, in one line."""
    return {
        "request": row.request,
        "href": reverse("console:request", args=[row.request.id]),
        **level_shown(row.level),
        "ended": row.request.get_outcome_display() if row.request.closed_at else _("still waits"),
    }


def level_shown(level: int) -> dict[str, Any]:
    """A level as its letter and its word."""
    return {"level": level, "letter": LEVELS[level - 1], "level_word": str(Level(level).label)}


def _suggested(suggestion: Suggestion, *, reads_rules: bool) -> dict[str, Any]:
    asking = next((one for one in askings() if one.id == suggestion.facts.get("ask_next")), None)
    return {
        **level_shown(suggestion.level),
        "stored": suggestion,
        "reasons": [_reason(one, reads_rules=reads_rules) for one in suggestion.facts["reasons"]],
        "ask_next": in_language(asking.text, of_reader()) if asking else "",
    }


def _reason(reason: dict[str, Any], *, reads_rules: bool) -> dict[str, Any]:
    """A reason in the reader's language, with the words it rests on. The id of an answer is no word of theirs."""
    words = [part for part in reason["evidence"].split(" … ") if not _is_answer(part)]
    texts = rule_texts(reason["rule"])
    text = in_language(texts, of_reader()) if texts else reason["text"]
    return {
        "text": text,
        "evidence": " … ".join(words),
        "rule": reason["rule"],
        "href": reverse("console:rule", args=[reason["rule"]]) if reads_rules else "",
        "level": level_shown(reason["level"]),
    }


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


def _danger(row: QueueRow) -> list[str]:
    """The danger signs that were ticked, or that the words tell of, in the words of their question."""
    told = {*said_yes(row.request.danger_answers), *row.suggestion.facts.get("danger_signs", [])}
    return [sign.text for sign in danger_signs(of_reader(), emergency_number="", crisis_number="") if sign.id in told]


def _ticked(request: Request) -> list[str]:
    said = said_yes(request.danger_answers)
    return [sign.text for sign in danger_signs(of_reader(), emergency_number="", crisis_number="") if sign.id in said]


def told_beside(request: Request, without: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
    """What they told beside their words. `without` names what stands elsewhere: the answers of an interview."""
    names = {
        "since": _("Since"), "worsening": _("Getting worse"), "sex": _("Sex"), "for": _("For"),
        AREA: _("What it is about"), COMPLAINT: _("What it is most like"),
    }  # fmt: skip
    values = {
        "today": _("today"), "days": _("a few days"), "weeks": _("a few weeks"), "longer": _("longer"),
        "yes": _("yes"), "no": _("no"), "unsure": _("they do not know"),
        "me": _("themselves"), "other": _("somebody else"), "female": _("female"), "male": _("male"),
    }  # fmt: skip
    questions = {one.id: in_language(one.text, of_reader()) for one in askings()}
    return [
        (
            str(names.get(key) or questions.get(key, key)),
            str(choice_text(key, str(value), of_reader()) or values.get(str(value), value)),
        )
        for key, value in request.answers.items()
        if value not in {"unknown", SOMETHING_ELSE} and key not in without
    ]


def _measured(request: Request) -> list[tuple[str, str]]:
    """What was measured, each with its name and its unit."""
    kinds = {"confused": _("confused"), "voice": _("wakes to a voice"), "pain": _("wakes to pain"),
             "alert": _("alert"), "unresponsive": _("does not wake")}  # fmt: skip
    shown = []
    for key, value in request.vitals.items():
        if value is None:
            continue
        label, unit = VITALS.get(key, (key, ""))
        said = _("yes") if value is True else _("no") if value is False else kinds.get(str(value), str(value))
        shown.append((str(label), f"{said} {unit}".strip()))
    return shown
