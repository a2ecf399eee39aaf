"""How well it goes: all measures, one measure with whom it counted, and taking the figures out."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from almoner.console import measures_showing as showing
from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.measures_forms import MeasuresForm
from almoner.console.third_next import shown as shown_third_next
from almoner.core.permissions import Permission
from almoner.insight import actions, queries
from almoner.insight.actions import COLUMNS
from almoner.insight.measures import measure_for, promises
from almoner.insight.splits import Split, name_of
from almoner.insight.third_next import most_booked, third_next

ON_A_PAGE = 20


@require_GET
@staff(Permission.SEE_MEASURES)
def measures(request: StaffRequest) -> HttpResponse:
    form = MeasuresForm(request.GET)
    query = form.query()
    chapters = queries.readings(by=request.actor, period=form.period(), split=form.chosen_split())
    silent = next(one for _name, found in chapters for one in found if one.measure is promises.SILENT)
    context = {
        "form": form,
        "period": form.period(),
        "split": form.chosen_split(),
        "silent": silent.figure.n,
        "silent_url": reverse("console:measure", args=[promises.SILENT.key]),
        "chapters": [(name, [showing.tile(one, query) for one in found]) for name, found in chapters],
        "third_next": _third_next_tile(request),
        "sees_accuracy": request.actor.may(Permission.SEE_ACCURACY),
        "may_try": request.actor.may(Permission.MANAGE_ROSTER),
    }
    return page(request, "console/measures.html", context, here="measures", status=422 if form.errors else 200)


def _third_next_tile(request: StaffRequest) -> dict[str, Any] | None:
    """Of the service that is booked most; the page behind it has all the others."""
    service = most_booked(by=request.actor)
    if service is None:
        return None
    found = third_next(by=request.actor, service=service)
    return {**shown_third_next(found), "href": f"{reverse('console:third_next')}?service={service.code}"}


@require_GET
@staff(Permission.SEE_MEASURES)
def measure(request: StaffRequest, measure_key: str) -> HttpResponse:
    """One measure: what it means, how it went week by week, for whom, and the people behind it."""
    found = measure_for(measure_key)
    form = MeasuresForm(request.GET)
    asked: dict[str, Any] = {"by": request.actor, "measure": found, "period": form.period()}
    reading = queries.reading_of(**asked)
    pages = Paginator(queries.rows_behind(**asked), ON_A_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    rows = queries.shown(shown.object_list, measure=found, by=request.actor)  # type: ignore[arg-type]
    query = form.query()
    context = {
        "measure": found,
        "form": form,
        "period": form.period(),
        "value": showing.value(found, reading.figure),
        "counted": showing.counted(found, reading.figure),
        "trend": showing.trend(reading),
        "splits": [
            showing.groups(found, name_of(split), queries.groups_of(**asked, split=split))
            for split in Split
            if reading.figure.n
        ],
        "parts": [
            showing.groups(found, part.name, queries.parts_of(**asked, part=name))
            for name, part in found.parts.items()
            if reading.figure.n
        ],
        "headings": showing.list_headings(found),
        "rows": [showing.list_row(found, row, request.actor) for row in rows],
        "page_of": shown,
        "query": f"{query[1:]}&" if query else "",
        "crumbs": [(_("Measures"), reverse("console:measures") + query), (found.name, "")],
    }
    return page(request, "console/measure.html", context, here="measures", status=422 if form.errors else 200)


@require_POST
@staff(Permission.SEE_MEASURES)
def export_measures(request: StaffRequest) -> HttpResponse:
    """The figures as a file. Who took them out is kept in the audit chain."""
    form = MeasuresForm(request.POST)
    period, split = form.period(), form.chosen_split()
    lines = actions.export_measures(period=period, split=split, by=request.actor)
    name = f"almoner-measures-{period.first}-{period.last}"
    if request.POST.get("as") == "json":
        answer: HttpResponse = JsonResponse({"measures": lines}, json_dumps_params={"ensure_ascii": False})
        ending = "json"
    else:
        answer, ending = HttpResponse(_csv(lines), content_type="text/csv; charset=utf-8"), "csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return answer


def _csv(lines: list[actions.Line]) -> str:
    written = io.StringIO()
    writer = csv.DictWriter(written, COLUMNS)
    writer.writeheader()
    writer.writerows(lines)
    return written.getvalue()
