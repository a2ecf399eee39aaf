"""The lines of a clinician's day as the templates take them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from almoner.console.clinical_shown import interpreter_chip, prepared_chip
from almoner.console.showing import flag_chips
from almoner.console.triage_rows import level_shown
from almoner.core.languages import of_reader
from almoner.ui.languages import name_of
from almoner.visits.clinician_day import Line, Seen
from almoner.visits.enums import VisitState
from almoner.visits.models import FollowUpPlan, TestOrder
from almoner.visits.waiting_words import minutes

KINDS = {
    "late": "red", "missed": "red", "left": "red", "expected": "", "finished": "green", "with_clinician": "teal",
}  # fmt: skip


def seen_shown(seen: Seen) -> dict[str, Any]:
    """Somebody who is here: their words, what must be known, what is missing, and what can be done."""
    visit = seen.visit
    chips = [
        interpreter_chip(seen.interpreter, name_of(visit.person.interpreter_language)),
        prepared_chip(seen.prepared),
    ]
    return {
        "seen": seen,
        "visit": visit,
        "person": visit.person,
        "href": reverse("console:clinical", args=[visit.person_id]),
        **level_shown(visit.level),
        "flags": flag_chips(seen.needs),
        "chips": [chip for chip in chips if chip],
        "service": visit.service.name_in(of_reader()) if visit.service else "",
        "range": minutes(seen.wait.low, seen.wait.high) if seen.wait else "",
        "told": minutes(visit.told_from, visit.told_to)
        if visit.told_from is not None and visit.told_to is not None
        else "",
        "called": visit.state == VisitState.CALLED,
        "away": visit.away_since,
    }


def why_next(code: str) -> str:
    words = {
        "only": _("Nobody else waits for you."),
        "urgent": _("More urgent than who comes after."),
        "time": _("Their time comes first."),
    }
    return words[code]


def diary_shown(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """One row for each visit and each gap; people who come to one group share one."""
    rows: list[dict[str, Any]] = []
    together: dict[tuple[Any, ...], dict[str, Any]] = {}
    for line in lines:
        key = _group_of(line)
        if key in together:
            together[key]["people"].append(_line(line))
            continue
        row = _line(line)
        if key:
            together[key] = row | {"people": [row]}
        rows.append(together[key] if key else row)
    return rows


def lines_shown(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """One row for each person."""
    return [_line(one) for one in lines]


def _group_of(line: Line) -> tuple[Any, ...] | None:
    booked = line.appointment
    if booked is None or booked.service.capacity == 1:
        return None
    return line.starts_at, booked.service_id, booked.room_id


def _line(line: Line) -> dict[str, Any]:
    if line.appointment is None:
        words = {"free": _("Free"), "urgent": _("Kept for the urgent"), "blocked": _("Not open")}
        return {"line": line, "gap": words[line.stands]}
    words = {"expected": _("Expected"), "late": _("Late"), "missed": _("Missed")}
    return {
        "line": line,
        "gap": "",
        "person": line.appointment.person,
        "href": reverse("console:clinical", args=[line.appointment.person_id]),
        "service": line.appointment.service.name_in(of_reader()),
        "where": line.appointment.room.name if line.appointment.room else "",
        "stands": words.get(line.stands) or VisitState(line.stands).label,
        "kind": KINDS.get(line.stands, "saffron"),
    }


def result_row(test: TestOrder) -> dict[str, Any]:
    return {
        "who": test.person.name,
        "what": test.service.name_in(of_reader()),
        "by": test.result_by_at,
        "href": reverse("console:clinical", args=[test.person_id]),
    }


def follow_up_row(plan: FollowUpPlan) -> dict[str, Any]:
    return {
        "who": plan.person.name,
        "what": plan.service.name_in(of_reader()),
        "by": plan.book_by_at,
        "href": reverse("console:choose_time", args=[plan.person_id, plan.service.code]),
    }
