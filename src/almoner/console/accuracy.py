"""How often suggestions of urgency agree with what clinicians decided, for whom not, and which rules are overridden."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from almoner.console import accuracy_shown as shown
from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.measures_forms import MeasuresForm
from almoner.core.permissions import Permission
from almoner.insight.agreement import agreement, decided_in, is_few, overrides_of

ON_A_PAGE = 20


@require_GET
@staff(Permission.SEE_ACCURACY)
def accuracy(request: StaffRequest) -> HttpResponse:
    form = MeasuresForm(request.GET)
    rows = decided_in(form.period(), by=request.actor)
    context = {
        "form": form,
        "period": form.period(),
        "n": len(rows),
        "few": is_few(len({one.who for one in rows})) and not request.actor.may(Permission.SEE_TRIAGE),
        "tiles": shown.tiles(agreement(rows)),
        "levels": shown.levels_table(rows),
        "groups": shown.groups(rows),
        "rules": shown.rules_table(rows, form.query(), request.actor),
        "sees": request.actor.may(Permission.SEE_TRIAGE),
        "query": form.query(),
        "crumbs": _crumbs(request),
    }
    status = 422 if form.errors else 200
    return page(request, "console/accuracy.html", context, here=_here(request), status=status)


@require_GET
@staff(Permission.SEE_ACCURACY, Permission.SEE_TRIAGE)
def overrides(request: StaffRequest) -> HttpResponse:
    """The decisions that differ, of one rule or of all, with the reasons that clinicians gave."""
    form = MeasuresForm(request.GET)
    rule = request.GET.get("rule")
    found = overrides_of(decided_in(form.period(), by=request.actor), rule=rule, by=request.actor)
    pages = Paginator(found, ON_A_PAGE)
    here = pages.get_page(request.GET.get("page"))
    kept = [form.query().removeprefix("?"), *([urlencode({"rule": rule})] if rule is not None else [])]
    accuracy_url = reverse("console:accuracy") + form.query()
    context = {
        "rule": shown.rule_said(rule) if rule is not None else "",
        "rule_id": rule if rule and request.actor.may(Permission.READ_RULES) else "",
        "period": form.period(),
        "rows": [shown.override_shown(one) for one in here.object_list],
        "page_of": here,
        "query": "".join(f"{part}&" for part in kept if part),
        "crumbs": [*_crumbs(request)[:-1], (_("How often the suggestions agree"), accuracy_url), (_("Overridden"), "")],
    }
    return page(request, "console/overrides.html", context, here=_here(request))


def _here(request: StaffRequest) -> str:
    return "triage" if request.actor.may(Permission.SEE_TRIAGE) else "measures"


def _crumbs(request: StaffRequest) -> list[tuple[str, str]]:
    above = {"triage": (_("Triage"), "console:triage"), "measures": (_("Measures"), "console:measures")}
    name, address = above[_here(request)]
    return [(name, reverse(address)), (_("How often the suggestions agree"), "")]
