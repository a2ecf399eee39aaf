"""Versions of the rules: which there were, how two of them differ, one as a file; and who answers for the rows."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.rules import all_rows, tabs
from almoner.console.rules_forms import SignAllForm, SignForm
from almoner.console.rules_shown import difference, rule_row
from almoner.console.triage_rows import level_shown
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.ui.answers import done, refused
from almoner.urgency import actions
from almoner.urgency import rule_queries as queries
from almoner.urgency.enums import Level
from almoner.urgency.live import book_of
from almoner.urgency.models import RuleVersion
from almoner.urgency.rule_queries import RulesSeen
from almoner.urgency.rulebook import Row
from almoner.urgency.rulebook.book import standard
from almoner.urgency.rulebook.exported import exported
from almoner.urgency.rules import may_sign_rules


@require_GET
@staff(Permission.READ_RULES)
def rule_versions(request: StaffRequest) -> HttpResponse:
    """All versions, and two of them side by side (`?one=`, `?other=`; 0 is the standard)."""
    versions = queries.rule_versions(request.actor)
    latest = versions[0].number if versions else 0
    one, other = (_number(request.GET.get(name, ""), instead) for name, instead in (("one", 0), ("other", latest)))
    before, after = (queries.rule_version_for(request.actor, number) for number in (one, other))
    context = {
        "tabs": tabs("rule_versions"),
        "versions": versions,
        "standard": standard(),
        "latest": latest,
        "choices": [*((str(v.number), _name(v)) for v in versions), ("0", _name(None))],
        "one": str(one),
        "other": str(other),
        "one_name": _name(before),
        "other_name": _name(after),
        "differs": _compared(before, after),
    }
    return page(request, "console/rule_versions.html", context, here="rules")


def _number(text: str, instead: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else instead


def _name(version: RuleVersion | None) -> str:
    return version.name if version else _("Standard %s") % standard().version


def _compared(before: RuleVersion | None, after: RuleVersion | None) -> list[dict[str, Any]]:
    """Each row that differs, with how."""
    rows, others = book_of(before).rows, book_of(after).rows
    ids = [rule_id for rule_id in dict.fromkeys([*rows, *others]) if rows.get(rule_id) != others.get(rule_id)]
    pairs: list[tuple[str, Row | None, Row | None]] = [(one, rows.get(one), others.get(one)) for one in ids]
    return [
        {"id": rule_id, "gone": now is None, "added": was is None, "fields": difference(was, now)}
        for rule_id, was, now in pairs
    ]


@require_GET
@staff(Permission.READ_RULES)
def export_rules(request: StaffRequest, number: int) -> HttpResponse:
    """A version as a file, for `almoner assess --rules`; 0 is the standard."""
    book = book_of(queries.rule_version_for(request.actor, number))
    text = json.dumps(exported(book), ensure_ascii=False, indent=1)
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="rules-{book.version}.json"'
    return answer


@require_http_methods(["GET", "POST"])
@staff(Permission.READ_RULES)
def sign_off(request: StaffRequest) -> HttpResponse:
    """All rules of a level, or all, in full: to be read, signed and printed."""
    seen = queries.rules_seen(request.actor)
    level = _number(request.POST.get("level") or request.GET.get("level", ""), 0)
    rows = [row for row in all_rows(seen) if row.id in seen.book.rows and level in (0, row.level)]
    form = SignAllForm(request.POST if request.method == "POST" else None, auto_id="sign_%s")
    if request.method == "POST" and form.is_valid():
        answer = _signed_off(request, seen, rows, form)
        if answer:
            return answer
    context = {
        "tabs": tabs("sign_off"),
        "levels": _levels(level),
        "level": level,
        "seen": seen,
        "tally": _tally(seen),
        "rows": [rule_row(row, seen) | {"row": row} for row in rows],
        "form": form if may_sign_rules(request.actor) else None,
    }
    return page(request, "console/sign_off.html", context, here="rules", status=422 if form.errors else 200)


def _signed_off(request: StaffRequest, seen: RulesSeen, rows: list[Row], form: SignAllForm) -> HttpResponse | None:
    said = form.cleaned_data
    open_only = said["which"] == "unsigned"
    ids = [row.id for row in rows if not open_only or seen.standings[row.id].state != queries.SIGNED]
    version = request.POST.get("version", "")[:40]
    try:
        signed = actions.sign_off_rules(rules=ids, version=version, valid_until=said["valid_until"], by=request.actor)
    except NotThere:
        form.add_error("which", _("Of these nobody's signature is missing."))
        return None
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    return done(request, _("Signed: %d rules.") % len(signed), "console:sign_off")


def _levels(chosen: int) -> list[dict[str, Any]]:
    every = [(0, _("All")), *((one.value, "{letter} · {level_word}".format(**level_shown(one.value))) for one in Level)]
    return [
        {"href": f"?level={value}" if value else "?", "label": label, "current": value == chosen}
        for value, label in every
    ]


def _tally(seen: RulesSeen) -> dict[str, int]:
    return {
        "rules": len(seen.book.rows),
        "signed": seen.in_state(queries.SIGNED),
        "open": len(seen.book.rows) - seen.in_state(queries.SIGNED),
        "past_review": seen.past_review,
    }


@require_http_methods(["POST"])
@staff(Permission.READ_RULES)
def sign_rule(request: StaffRequest, rule_id: str) -> HttpResponse:
    """Sign one rule from its page."""
    form = SignForm(request.POST)
    version = request.POST.get("version", "")[:40]
    if not form.is_valid():
        missing = Refused(_("Please give a date, and tick that you have read the rule."))
        return refused(request, missing, "console:rule", rule_id)
    until = form.cleaned_data["valid_until"]
    try:
        actions.sign_off_rules(rules=[rule_id], version=version, valid_until=until, by=request.actor)
    except NotThere:
        raise
    except Refused as refusal:
        return refused(request, refusal, "console:rule", rule_id)
    return done(request, _("Signed: %s.") % rule_id, "console:rule", rule_id)
