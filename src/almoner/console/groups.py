"""Groups: how many people come to one start of a service, when groups begin, and those that are to come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from almoner.catalogue.queries import service_by_code
from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.groups_forms import GroupForm, WhichServiceForm
from almoner.core import clock, days
from almoner.core.languages import listed, of_reader
from almoner.core.permissions import Permission
from almoner.core.refusal import Refused
from almoner.people.sites import site_of
from almoner.scheduling import actions
from almoner.scheduling import group_times as groups
from almoner.ui.answers import done


@require_GET
@staff(Permission.MANAGE_ROSTER)
def group_times(request: StaffRequest) -> HttpResponse:
    """The services to which groups come; another is chosen to become one."""
    others = [(one.code, one.name_in(of_reader())) for one in groups.not_planned(by=request.actor)]
    form = WhichServiceForm(request.GET or None, services=sorted(others, key=lambda one: one[1]))
    if request.GET and form.is_valid():
        return redirect("console:group_times_of", form.cleaned_data["service"])
    context = {
        "headings": [_("Service"), _("Places"), _("Groups begin"), _("People in the next four weeks")],
        "rows": [_row(one) for one in groups.planned(by=request.actor)],
        "form": form,
        "crumbs": [(_("Roster"), reverse("console:roster")), (_("Groups"), "")],
    }
    return page(request, "console/group_times.html", context, here="roster")


def _row(one: groups.Planned) -> list[Any]:
    service = one.service
    return [
        {"text": service.name_in(of_reader()), "href": reverse("console:group_times_of", args=[service.code])},
        {"text": str(service.capacity), "kind": "number"},
        begins_words(one.begins) or _("at any time"),
        {"text": str(one.coming), "kind": "number"},
    ]


def begins_words(begins: Iterable[tuple[int, time]]) -> str:
    """“Monday 09:00, 14:00 · Thursday 09:00”."""
    by_day: dict[int, list[str]] = {}
    for weekday, at in begins:
        by_day.setdefault(weekday, []).append(at.isoformat("minutes"))
    return " · ".join(f"{WEEKDAYS[weekday]} {listed(found)}" for weekday, found in by_day.items())


@require_http_methods(["GET", "POST"])
@staff(Permission.MANAGE_ROSTER)
def group_times_of(request: StaffRequest, code: str) -> HttpResponse:
    """One service: for how many a group is, and when groups begin."""
    service = service_by_code(code)
    plan = groups.planned_for(service, by=request.actor)
    form = GroupForm(request.POST or None, plan=plan)
    if request.method == "POST" and form.is_valid():
        site = site_of(request.actor)
        starts = [(site, weekday, at) for weekday, at in form.begins()]
        try:
            actions.plan_groups(
                service=service, capacity=form.cleaned_data["capacity"], starts=starts, by=request.actor
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return done(request, _("Saved. It holds for whoever books from now on."), "console:group_times_of", code)
    name = service.name_in(of_reader())
    context = {
        "name": name,
        "form": form,
        "weekday_fields": [form[field] for field in form.of_weekdays],
        "plan": plan,
        "headings": [_("When"), _("With"), _("Where"), _("People")],
        "rows": [_coming(one, service.capacity) for one in groups.coming(service, by=request.actor)],
        "crumbs": [
            (_("Roster"), reverse("console:roster")), (_("Groups"), reverse("console:group_times")), (name, ""),
        ],
    }  # fmt: skip
    return page(request, "console/group_times_of.html", context, here="roster", status=422 if form.errors else 200)


def _coming(one: groups.Coming, places: int) -> list[Any]:
    when = days.weekday_and_clock(one.starts_there, today=clock.today(one.zone))
    people = _("%(people)d of %(places)d") % {"people": one.people, "places": places}
    return [{"text": when, "kind": "head"}, one.clinician, one.room, {"text": people, "kind": "number"}]
