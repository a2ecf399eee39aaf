"""Changing a rule: written, seen to do what it does on stored cases, proposed, and signed by somebody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.hours_flow import BUTTONS, LOOK, MAKE
from almoner.console.roster_forms import carried
from almoner.console.rules import crumbs, row_for, tabs
from almoner.console.rules_forms import RowForm, WhyForm, blank
from almoner.console.rules_rehearsed import rehearsal_shown, signing_shown
from almoner.console.rules_shown import change_row, concept_name, difference, rule_row
from almoner.core import clock
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.ui.answers import done, refused
from almoner.urgency import actions, own_cases, rehearsal
from almoner.urgency import rule_queries as queries
from almoner.urgency.models import RuleChange
from almoner.urgency.refusals import FaultyRule
from almoner.urgency.rule_queries import RulesSeen
from almoner.urgency.rulebook import Row
from almoner.urgency.rulebook.book import standard
from almoner.urgency.rulebook.changing import concepts


@require_http_methods(["GET", "POST"])
@staff(Permission.PROPOSE_RULES)
def change_rule(request: StaffRequest, rule_id: str) -> HttpResponse:
    """Write a rule anew. With `?standard=` it begins with what the standard says."""
    seen = queries.rules_seen(request.actor)
    row = row_for(seen, rule_id)
    if request.GET.get("standard"):
        row = standard().rows.get(rule_id, row)
    title = _("Change the rule %s") % rule_id
    return _written(request, seen, row, title)


@require_http_methods(["GET", "POST"])
@staff(Permission.PROPOSE_RULES)
def add_rule(request: StaffRequest) -> HttpResponse:
    """A rule of the hospital's own, over what the reader knows already."""
    return _written(request, queries.rules_seen(request.actor), blank(clock.today()), _("A rule of our own"))


def _written(request: StaffRequest, seen: RulesSeen, row: Row, title: str) -> HttpResponse:
    new = not row.id
    form = RowForm(request.POST if request.method == "POST" else None, row=row, new=new, auto_id="row_%s")
    if form.is_valid() and request.POST.get("act") in {LOOK, MAKE}:
        wanted = form.wanted
        answer = _looked_at_or_proposed(request, seen, _Wanted(wanted.id, wanted, title), form)
        if answer:
            return answer
    context = {
        "form": form,
        "title": title,
        "row": None if new else rule_row(row, seen),
        "concepts": [concept_name(name) for name in concepts()] if "needs" in form.fields else [],
        "crumbs": crumbs((title, "")),
    }
    return page(request, "console/change_rule.html", context, here="rules", status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@staff(Permission.PROPOSE_RULES)
def switch_off_rule(request: StaffRequest, rule_id: str) -> HttpResponse:
    """Propose that a rule no longer speaks."""
    seen = queries.rules_seen(request.actor)
    if rule_id not in seen.book.rows:
        raise NotThere
    title = _("Switch off the rule %s") % rule_id
    form = WhyForm(request.POST if request.method == "POST" else None, auto_id="off_%s")
    if form.is_valid() and request.POST.get("act") in {LOOK, MAKE}:
        answer = _looked_at_or_proposed(request, seen, _Wanted(rule_id, None, title), form)
        if answer:
            return answer
    row = rule_row(seen.book.rows[rule_id], seen)
    context = {"form": form, "title": title, "row": row, "crumbs": crumbs((title, ""))}
    return page(request, "console/change_rule.html", context, here="rules", status=422 if form.errors else 200)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A change that somebody writes: of which rule, how it would be (None: off), and what it is called."""

    rule_id: str
    row: Row | None
    title: str


def _looked_at_or_proposed(request: StaffRequest, seen: RulesSeen, wanted: _Wanted, form: Any) -> HttpResponse | None:
    """The preview, or the proposal itself; None, with the reason on the form, where it cannot be."""
    asked: dict[str, Any] = {"rule_id": wanted.rule_id, "row": wanted.row, "by": request.actor}
    try:
        if request.POST["act"] == MAKE:
            more: dict[str, Any] = {"why": form.cleaned_data["why"], "key": request.POST.get("key", "")[:80]}
            change = actions.propose_rule_change(**asked, **more)
            said = _("Proposed as %s. It changes nothing until it is signed.") % change.reference
            return done(request, said, "console:rule_change", change.id)
        found = queries.look_at_change(**asked)
    except FaultyRule as faulty:
        form.tell(faulty.faults)
        return None
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    context = {
        "title": wanted.title,
        "differs": difference(seen.book.rows.get(wanted.rule_id), wanted.row),
        "off": wanted.row is None,
        "rehearsal": rehearsal_shown(found.result, request.actor),
        "signatures_needed": found.signatures_needed,
        "touches_emergency": found.touches_emergency,
        "entered": carried(request.POST, BUTTONS),
        "crumbs": crumbs((wanted.title, "")),
    }
    return page(request, "console/rule_preview.html", context, here="rules")


@require_POST
@staff(Permission.PROPOSE_RULES)
def read_cases_ahead(request: StaffRequest) -> HttpResponse:
    """A page on which a change is written asks for this by itself: its rehearsal need not wait for the reading then."""
    if request.headers.get("HX-Request") == "true":
        for part in ("development", "frozen"):
            rehearsal.stored(part)
        own_cases.last_requests()
    return HttpResponse(status=204)


@require_GET
@staff(Permission.READ_RULES)
def rule_changes(request: StaffRequest) -> HttpResponse:
    """All that were proposed: those that wait first."""
    rows = [change_row(change) for change in queries.rule_changes(request.actor)]
    context = {
        "tabs": tabs("rule_changes"),
        "waiting": [row for row in rows if row["change"].is_open],
        "ended": [row for row in rows if not row["change"].is_open],
        "may_propose": request.actor.may(Permission.PROPOSE_RULES),
    }
    return page(request, "console/rule_changes.html", context, here="rules")


@require_GET
@staff(Permission.READ_RULES)
def rule_change(request: StaffRequest, change_id: UUID) -> HttpResponse:
    return _change_page(request, change_id, WhyForm(auto_id="down_%s"))


def _change_page(request: StaffRequest, change_id: UUID, form: WhyForm, status: int = 200) -> HttpResponse:
    change = queries.rule_change_for(request.actor, change_id)
    rehearsals = queries.rehearsals_of(change, request.actor)
    latest = rehearsals[0]
    context = {
        "row": change_row(change),
        "change": change,
        "off": change.row is None,
        "differs": difference(queries.row_before(latest), queries.wanted_row(change)),
        "latest": latest,
        "earlier": rehearsals[1:],
        "rehearsal": rehearsal_shown(rehearsal.from_facts(latest.result), request.actor),
        **signing_shown(change, latest, queries.rules_seen(request.actor).book.version, request.actor),
        "form": form,
        "crumbs": crumbs((_("Changes"), reverse("console:rule_changes")), (change.reference, "")),
    }
    return page(request, "console/rule_change.html", context, here="rules", status=status)


@require_POST
@staff(Permission.READ_RULES)
def rule_change_act(request: StaffRequest, change_id: UUID, act: str) -> HttpResponse:
    """Sign it, rehearse it again, or turn it down: one action each."""
    change = queries.rule_change_for(request.actor, change_id)
    form = WhyForm(request.POST, auto_id="down_%s")
    acts: dict[str, Callable[[], Any]] = {
        "sign": lambda: actions.sign_rule_change(
            change=change, rehearsal=_number(request.POST.get("rehearsal", "")), by=request.actor
        ),
        "rehearse": lambda: actions.rehearse_rule_change(change=change, by=request.actor),
        "turn-down": lambda: actions.turn_down_rule_change(
            change=change, why=form.cleaned_data["why"], by=request.actor
        ),
    }
    if act not in acts:
        raise NotThere
    if act == "turn-down" and not form.is_valid():
        return _change_page(request, change_id, form, status=422)
    try:
        ended = acts[act]()
    except NotThere:
        raise
    except Refused as refusal:
        return refused(request, refusal, "console:rule_change", change_id)
    return done(request, _said(act, ended), "console:rule_change", change_id)


def _said(act: str, change: RuleChange) -> str:
    if act == "rehearse":
        return _("Rehearsed again. Look at what it does now.")
    if act == "turn-down":
        return _("Change %s is turned down. The rules stay as they are.") % change.reference
    if change.is_open:
        return _("Signed. A second clinician has to sign it too before it goes live.")
    return _("Signed, and in force from now on.")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 0
