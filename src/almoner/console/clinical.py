"""One page of a patient, for whoever treats them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from almoner.charter import showing as promises
from almoner.console.answers import page
from almoner.console.clinical_shown import at_door, coming_shown, papers_shown, tests_shown
from almoner.console.gates import StaffRequest, staff
from almoner.console.reach_shown import covered_shown, reaches_shown
from almoner.console.showing import person_strip
from almoner.console.vitals_forms import ReviewWarningForm
from almoner.console.vitals_shown import set_shown, trend_shown, worst_of_each
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.desk.one_page import OnePage, one_page
from almoner.desk.queries import in_words
from almoner.people.queries import live_opening, person_for
from almoner.records.allergies import forbidden_by
from almoner.records.chart import Chart, trends_in
from almoner.records.enums import Allergen, OxygenScale


@require_GET
@staff(Permission.SEE_CLINICAL)
def clinical(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Who they are and how to speak with them first; the reading is traced by the query (law I-25)."""
    person = person_for(by=request.actor, id=person_id)
    shown = one_page(person, request.actor)
    context = {
        "person": person,
        "shown": shown,
        "strip": person_strip(person, shown.needs),
        "opening": live_opening(person=person, by=request.actor),
        "may": _may(request),
        "crumbs": [
            (_("People"), reverse("console:people")),
            (person.name, reverse("console:person", args=[person.id])),
            (_("One page"), ""),
        ],
        **_story(shown),
    }
    return page(request, "console/clinical.html", context, here="people")


def _may(request: StaffRequest) -> dict[str, bool]:
    return {
        "record": request.actor.may(Permission.RECORD_VITALS),
        "review": request.actor.may(Permission.DECIDE_URGENCY),
        "take_papers": request.actor.may(Permission.RECEIVE_ARRIVALS),
    }


def _story(shown: OnePage) -> dict[str, Any]:
    chart = shown.chart
    return {
        "said": [{"request": one, "href": reverse("console:request", args=[one.id])} for one in shown.said],
        "kitchen_only": _kitchen_only(shown),
        "last": set_shown(chart.last) if chart.last else None,
        "warnings": worst_of_each(chart.warnings),
        "review": ReviewWarningForm(auto_id="review_%s"),
        "trends": [trend_shown(one, scored=_is_scored(chart)) for one in trends_in(chart, shown.person)],
        "here": at_door(shown),
        "tests": tests_shown(shown.tests),
        "papers": papers_shown(chart.papers),
        "coming": coming_shown(shown),
        "follow_ups": [{"plan": one, "name": one.service.name_in(of_reader())} for one in shown.follow_ups],
        "promises": promises.cards(shown.promises),
        "contacts": in_words(shown.contacts, of_reader()),
        "reaches": reaches_shown(shown.reaches),
        "covered": covered_shown(shown.covered),
    }


def _kitchen_only(shown: OnePage) -> list[str]:
    """Allergens that the kitchen was told once and that the record does not know: somebody should ask."""
    recorded = forbidden_by(shown.allergies).allergens
    return [str(Allergen(one).label) for one in (shown.diet.allergens if shown.diet else ()) if one not in recorded]


def _is_scored(chart: Chart) -> bool:
    """Whether NEWS2 counts for this person, on the usual scale: only then does its band mean anything."""
    return chart.last is not None and chart.last.news2 is not None and chart.last.oxygen_scale == OxygenScale.USUAL
