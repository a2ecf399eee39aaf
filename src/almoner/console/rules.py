"""The rules of urgency for those who answer for them: all, one, and what they say of somebody's words."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.rules_filters import asked_of, filters, query_of
from almoner.console.rules_forms import SignForm, TryForm
from almoner.console.rules_shown import change_row, concept_name, criterion, difference, find, rule_row
from almoner.console.rules_tried import case_in, tried
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.urgency import rule_queries as queries
from almoner.urgency.decided_by import decided_by, phrases_of
from almoner.urgency.rule_queries import RulesSeen
from almoner.urgency.rulebook import Row
from almoner.urgency.rulebook.book import standard
from almoner.urgency.rulebook.rows import kind_of
from almoner.urgency.rules import may_sign_rules

ON_A_PAGE = 40
SHOWN = 12
ALL = "all"


def tabs(here: str) -> list[dict[str, Any]]:
    """The views of the rules."""
    views = [
        ("rules", _("Rules")),
        ("try_rules", _("Try a text")),
        ("rule_changes", _("Changes")),
        ("rule_versions", _("Versions")),
        ("sign_off", _("Sign-off")),
    ]
    return [{"href": reverse(f"console:{name}"), "label": label, "current": name == here} for name, label in views]


def crumbs(*further: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Urgency rules"), reverse("console:rules")), *further]


def all_rows(seen: RulesSeen) -> list[Row]:
    """The rules in force, the most urgent first; then those that are switched off."""
    return [*sorted(seen.book.rows.values(), key=lambda row: row.level), *seen.switched_off]


@require_GET
@staff(Permission.READ_RULES)
def rules(request: StaffRequest) -> HttpResponse:
    """All of them, or those that are looked for; a page at a time, or all for printing."""
    seen = queries.rules_seen(request.actor)
    asked = asked_of(request.GET)
    found = find(all_rows(seen), seen, asked)
    size = max(1, len(found)) if request.GET.get("page") == ALL else ON_A_PAGE
    shown = Paginator(found, size).get_page(request.GET.get("page"))
    context = {
        "seen": seen,
        "tabs": tabs("rules"),
        "asked": asked,
        "filters": filters(seen, asked),
        "rows": [rule_row(row, seen) for row in shown],
        "page_of": shown,
        "query": query_of(asked),
        "unsigned": sum(seen.standings[rule_id].state != queries.SIGNED for rule_id in seen.book.rows),
        "late": sum(seen.standings[rule_id].past_review for rule_id in seen.book.rows),
        "may_propose": request.actor.may(Permission.PROPOSE_RULES),
    }
    return page(request, "console/rules.html", context, here="rules")


def row_for(seen: RulesSeen, rule_id: str) -> Row:
    """A rule in force, or one of the standard that is switched off. Raises NotThere."""
    row = seen.book.rows.get(rule_id) or standard().rows.get(rule_id)
    if row is None:
        raise NotThere
    return row


@require_GET
@staff(Permission.READ_RULES)
def rule(request: StaffRequest, rule_id: str) -> HttpResponse:
    """One rule: what it says, what it asks for, who answers for it, which stored cases it decides."""
    seen = queries.rules_seen(request.actor)
    row = row_for(seen, rule_id)
    changes, sign_offs = queries.history_of(rule_id, request.actor)
    context = {
        "row": row,
        "shown": rule_row(row, seen),
        "parts": criterion(row),
        "differs": difference(standard().rows.get(rule_id), row) if rule_id in seen.own else [],
        "overtaken": rule_id in seen.overtaken,
        "cases": _cases(rule_id, seen) if request.GET.get("cases") else None,
        "phrases": _phrases(row),
        "changes": [change_row(change) for change in changes],
        "sign_offs": sign_offs,
        "version": seen.book.version,
        "sign_form": SignForm(auto_id="sign_%s") if may_sign_rules(request.actor) else None,
        "may_propose": request.actor.may(Permission.PROPOSE_RULES),
        "crumbs": crumbs((rule_id, "")),
    }
    return page(request, "console/rule.html", context, here="rules")


def _cases(rule_id: str, seen: RulesSeen) -> dict[str, Any]:
    found = decided_by(rule_id, seen.book)
    return {"count": len(found), "first": found[:SHOWN], "more": max(0, len(found) - SHOWN)}


def _phrases(row: Row) -> list[dict[str, Any]]:
    """How each thing that the rule asks for is heard, in every language."""
    names = dict.fromkeys([*getattr(row, "needs", ()), *getattr(row, "one_of", ()), *getattr(row, "unless", ())])
    if kind_of(row) == "computed":
        return []
    return [{"name": concept_name(name), "heard": phrases_of(name)} for name in names]


@require_http_methods(["GET", "POST"])
@staff(Permission.READ_RULES)
def try_rules(request: StaffRequest) -> HttpResponse:
    """What the rules say of a text. It is asked by POST and not kept: words of patients stand in no address."""
    seen = queries.rules_seen(request.actor)
    changes = [change for change in queries.rule_changes(request.actor) if change.is_open]
    data = request.POST if request.method == "POST" else None
    form = TryForm(data, changes=changes, initial={"language": of_reader()}, auto_id="try_%s")
    context: dict[str, Any] = {"form": form, "tabs": tabs("try_rules"), "version": seen.book.version}
    if form.is_valid():
        context |= tried(case_in(form), form.book(seen), seen.book)
    status = 422 if form.errors else 200
    return page(request, "console/try_rules.html", context, here="rules", status=status)
