"""Parts of the one page in words: where they are, tests, papers, visits to come with their preparation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from almoner.console.showing import visit_row
from almoner.core import clock, days
from almoner.core.languages import of_reader
from almoner.desk.one_page import OnePage
from almoner.records.enums import DocumentKind, DocumentState
from almoner.records.models import Document
from almoner.ui.templatetags.ui import when
from almoner.visits.clinician_day import Interpreter, Prepared
from almoner.visits.enums import TestState
from almoner.visits.models import TestOrder

PREPARED = {
    Prepared.UNDERSTOOD: ("green", "check"),
    Prepared.NOT_UNDERSTOOD: ("red", "alert"),
    Prepared.NOT_ASKED_BACK: ("saffron", "question"),
}
PAPER_KINDS = {
    DocumentState.RECEIVED: "saffron", DocumentState.VERIFIED: "teal", DocumentState.RELEASED: "green",
}  # fmt: skip


def prepared_chip(prepared: Prepared) -> dict[str, str] | None:
    """Whether the preparation was said back; nothing where nothing is asked."""
    words = {
        Prepared.UNDERSTOOD: _("Preparation understood"),
        Prepared.NOT_UNDERSTOOD: _("Preparation not clear"),
        Prepared.NOT_ASKED_BACK: _("Preparation not asked back"),
    }
    if prepared not in words:
        return None
    kind, icon = PREPARED[prepared]
    return {"label": words[prepared], "kind": kind, "icon": icon}


def interpreter_chip(interpreter: Interpreter, language_name: str) -> dict[str, str] | None:
    words = {
        Interpreter.BOOKED: (_("Interpreter booked: %s"), "green"),
        Interpreter.SHARED: (_("You both speak %s"), "green"),
        Interpreter.MISSING: (_("No interpreter: %s"), "red"),
    }
    if interpreter not in words:
        return None
    text, kind = words[interpreter]
    return {"label": text % language_name, "kind": kind, "icon": "language"}


def at_door(shown: OnePage) -> list[tuple[str, Any]]:
    """Where they are now: a visit, a stay, both or neither."""
    facts: list[tuple[str, Any]] = []
    if shown.visit:
        visit = shown.visit
        facts += [
            (_("Here today"), f"{visit.get_state_display()}, {_('since')} {when(visit.arrived_at)}"),
            (_("With"), visit.clinician.name if visit.clinician else _("nobody yet")),
            (_("Room"), visit.room.name if visit.room else "—"),
        ]
    if shown.stay:
        stay = shown.stay
        bed = f"{stay.bed.ward.name}, {stay.bed.code}" if stay.bed else _("no bed yet")
        facts += [
            (_("In hospital"), f"{bed}, {_('since')} {when(stay.admitted_at or stay.requested_at)}"),
            (_("Why"), stay.reason),
            (_("Doctor"), stay.doctor.name if stay.doctor else "—"),
            (_("Nurse"), stay.named_nurse.name if stay.named_nurse else "—"),
        ]
        if stay.expected_home_on:
            facts.append((_("Expected home"), days.weekday(stay.expected_home_on, today=clock.today())))
    return facts


def tests_shown(tests: Iterable[TestOrder]) -> list[list[Any]]:
    """Rows: the test, where it stands, its result as it was told."""
    said = {
        TestState.ORDERED: lambda test: _("planned, %s") % when(test.planned_at),
        TestState.DONE: lambda test: _("done; result by %s") % when(test.result_by_at),
        TestState.TOLD: lambda test: _("told, %s") % when(test.told_at),
    }
    return [
        [test.service.name_in(of_reader()), said[TestState(test.state)](test), test.result or "—"] for test in tests
    ]


def papers_shown(papers: Iterable[Document]) -> list[dict[str, Any]]:
    return [paper_row(one) for one in papers]


def paper_row(paper: Document) -> dict[str, Any]:
    return {
        "paper": paper,
        "kind_word": DocumentKind(paper.kind).label,
        "state_word": DocumentState(paper.state).label,
        "state_kind": PAPER_KINDS.get(DocumentState(paper.state), ""),
        "href": reverse("console:paper", args=[paper.id]),
    }


def coming_shown(shown: OnePage) -> list[dict[str, Any]]:
    return [
        {**visit_row(visit), "chip": prepared_chip(shown.prepared.get(visit.id, Prepared.NOTHING_ASKED))}
        for visit in shown.coming
    ]
