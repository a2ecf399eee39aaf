"""Versions of the rules: which there were, how two of them differ, one as a file; and who answers for the rows."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.rules import tabs
from almoner.console.rules_shown import difference
from almoner.core.permissions import Permission
from almoner.urgency import rule_queries as queries
from almoner.urgency.live import book_of
from almoner.urgency.models import RuleVersion
from almoner.urgency.rulebook import Row
from almoner.urgency.rulebook.book import standard
from almoner.urgency.rulebook.exported import exported

NO_VERSION = -1


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
def export_rules(request: StaffRequest, number: str) -> HttpResponse:
    """A version as a file, for `almoner assess --rules`; 0 is the standard."""
    book = book_of(queries.rule_version_for(request.actor, _number(number, NO_VERSION)))
    text = json.dumps(exported(book), ensure_ascii=False, indent=1)
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="rules-{book.version}.json"'
    return answer
