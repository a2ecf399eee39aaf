"""What is open across the wards: requests by team, worries, tests and the results to tell."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from almoner.charter import showing as promises
from almoner.charter.queries import promises_about
from almoner.console import ward_rows
from almoner.console.answers import page
from almoner.console.bedside_forms import AnswerForm, CancelTestForm, DoneForm, TellForm
from almoner.console.gates import StaffRequest, staff
from almoner.console.showing import person_strip
from almoner.core import clock
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.people.queries import needs_of
from almoner.timeline.queries import events_about
from almoner.ui.answers import done, refused
from almoner.visits import actions, queries
from almoner.visits.enums import AskTeam, TestState
from almoner.visits.models import TestOrder

SEEN = Permission.SEE_CLINICAL


@require_GET
@staff(SEEN)
def asked(request: StaffRequest) -> HttpResponse:
    """Worries first and red; then what is asked for, oldest first, with who does it."""
    team = request.GET.get("team", "")
    team = team if team in AskTeam.values else ""
    every = list(queries.open_asks(by=request.actor))
    context = {
        "worries": [ward_rows.worry_shown(one) for one in queries.open_worries(by=request.actor)],
        "rows": [ward_rows.ask_shown(one) for one in every if not team or one.team == team],
        "tabs": ward_rows.team_tabs(every, team),
        "now": clock.now(),
        "crumbs": [(_("Wards"), reverse("console:wards")), (_("Asked for"), "")],
    }
    return page(request, "console/asked.html", context, here="wards", part="rows")


@require_POST
@staff(SEEN)
def asked_act(request: StaffRequest, asked_id: UUID, act: str) -> HttpResponse:
    """It was done, or is not needed or cannot be had; one press each."""
    if act not in {"done", "withdraw"}:
        raise NotThere
    found = queries.ask_for(by=request.actor, id=asked_id)
    to = ("console:stay", found.stay_id) if request.POST.get("from") == "stay" else ("console:asked",)
    try:
        if act == "done":
            actions.do_request(asked=found, by=request.actor)
        else:
            actions.withdraw_request(asked=found, reason=request.POST.get("reason", ""), by=request.actor)
    except NotThere:
        raise
    except Refused as refusal:
        return refused(request, refusal, *to)
    return done(request, _("Noted: %s.") % found.get_what_display(), *to)


@require_http_methods(["GET", "POST"])
@staff(SEEN)
def worry(request: StaffRequest, worry_id: UUID) -> HttpResponse:
    """Somebody went to the bedside, and says what was found and done (STAY-8)."""
    found = queries.worry_for(by=request.actor, id=worry_id)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        try:
            actions.answer_worry(worry=found, found=form.cleaned_data["found"], by=request.actor)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return done(request, _("Noted. They read that you came, and what you found."), "console:asked")
    person = found.stay.person
    context = {
        "worry": found,
        "stay": queries.stay_for(by=request.actor, id=found.stay_id),
        "form": form,
        "may_answer": request.actor.is_clinician and found.answered_at is None,
        "strip": person_strip(person, needs_of(person=person, by=request.actor)),
        "promises": promises.cards(promises_about(subject_id=found.id, by=request.actor)),
        "crumbs": [(_("Wards"), reverse("console:wards")), (_("Worried"), reverse("console:asked")), (person.name, "")],
    }
    return page(request, "console/worry.html", context, here="wards", status=422 if form.is_bound else 200)


@require_GET
@staff(SEEN)
def results(request: StaffRequest) -> HttpResponse:
    """Tests that are done and whose result nobody has told yet, the next due first."""
    found = queries.results_to_tell(by=request.actor)
    context = {
        "rows": [ward_rows.test_shown(one) for one in found],
        "crumbs": [(_("Wards"), reverse("console:wards")), (_("Results to tell"), "")],
    }
    return page(request, "console/results.html", context, here="wards")


@require_GET
@staff(SEEN)
def ward_test(request: StaffRequest, test_id: UUID) -> HttpResponse:
    return _test_page(request, queries.test_for(by=request.actor, id=test_id), {})


def _test_page(request: StaffRequest, test: TestOrder, bound: dict[str, Any], status: int = 200) -> HttpResponse:
    person = test.person
    stay_url = reverse("console:stay", args=[test.stay_id]) if test.stay_id else ""
    context = {
        **ward_rows.test_shown(test),
        "person": person,
        "strip": person_strip(person, needs_of(person=person, by=request.actor)),
        "forms": _test_forms(test, bound) if request.actor.is_clinician else [],
        "stay_url": stay_url,
        "promises": promises.cards(promises_about(subject_id=test.id, by=request.actor)),
        "events": events_about(subject_id=test.id, by=request.actor),
        "crumbs": [(_("Wards"), reverse("console:wards")), (person.name, stay_url), (_("Test"), "")],
    }
    return page(request, "console/ward_test.html", context, here="wards", status=status)


_TESTS: dict[str, tuple[Any, Any, TestState]] = {
    "done": (DoneForm, actions.test_done, TestState.ORDERED),
    "cancel": (CancelTestForm, actions.cancel_test, TestState.ORDERED),
    "tell": (TellForm, actions.tell_result, TestState.DONE),
}


def _test_forms(test: TestOrder, bound: dict[str, Any]) -> list[dict[str, Any]]:
    words = {
        "done": (_("It was done"), "primary", "d"),
        "cancel": (_("It is not needed"), "secondary", ""),
        "tell": (_("I told them the result"), "primary", "t"),
    }
    return [
        {"act": act, "title": words[act][0], "kind": words[act][1], "key": words[act][2],
         "form": bound.get(act) or shape(auto_id=f"{act}_%s")}
        for act, (shape, _action, state) in _TESTS.items()
        if test.state == state
    ]  # fmt: skip


@require_POST
@staff(SEEN)
def test_act(request: StaffRequest, test_id: UUID, act: str) -> HttpResponse:
    test = queries.test_for(by=request.actor, id=test_id)
    if act not in _TESTS:
        raise NotThere
    shape, action, _state = _TESTS[act]
    form = shape(request.POST, auto_id=f"{act}_%s")
    if form.is_valid():
        try:
            action(test=test, by=request.actor, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("console:stay", test.stay_id) if test.stay_id else redirect("console:results")
    return _test_page(request, test, {act: form}, status=422)
