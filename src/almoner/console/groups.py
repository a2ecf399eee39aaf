"""Groups: how many people come to one start of a service, when groups begin, and those that are to come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from almoner.catalogue.models import Service
from almoner.catalogue.queries import service_by_code
from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.groups_forms import GroupForm, WhichServiceForm
from almoner.core import clock, days
from almoner.core.languages import listed, of_reader
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.people.sites import site_of
from almoner.scheduling import actions, group_hours
from almoner.scheduling import group_times as groups
from almoner.scheduling.enums import GroupHour
from almoner.ui.answers import done, refused


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
            said = {name: form.cleaned_data[name] for name in ("capacity", "release_hours")}
            actions.plan_groups(service=service, starts=starts, **said, by=request.actor)
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
        "rows": [_coming(one) for one in groups.coming(service, by=request.actor)],
        "hours": _hours(request, service),
        "code": code,
        "crumbs": [
            (_("Roster"), reverse("console:roster")), (_("Groups"), reverse("console:group_times")), (name, ""),
        ],
    }  # fmt: skip
    return page(request, "console/group_times_of.html", context, here="roster", status=422 if form.errors else 200)


def _hours(request: StaffRequest, service: Service) -> list[dict[str, Any]]:
    """The planned groups that nobody is booked in, each with what becomes of its hour."""
    found = group_hours.hours_to_come(service, by=request.actor)
    several = len({one.site_id for one in found}) > 1
    return [
        {
            "one": one,
            "site": one.site if several else "",
            "moment": one.starts_at.isoformat(),
            "kept": one.state == GroupHour.KEPT,
            "released": one.state == GroupHour.RELEASED,
            "word": one.state.label,
        }
        for one in found
    ]


@require_POST
@staff(Permission.MANAGE_ROSTER)
def group_hour(request: StaffRequest, code: str) -> HttpResponse:
    """Give one hour free, or keep it for the group after all."""
    service, keep = service_by_code(code), request.POST.get("act") == "keep"
    try:
        site = group_hours.site_for(UUID(request.POST.get("site", "")), by=request.actor)
        starts_at = datetime.fromisoformat(request.POST.get("starts_at", ""))
    except ValueError as fault:
        raise NotThere from fault
    act = actions.keep_group_time if keep else actions.release_group_time
    try:
        act(service=service, site=site, starts_at=starts_at, by=request.actor)
    except NotThere:
        raise
    except Refused as refusal:
        return refused(request, refusal, "console:group_times_of", code)
    told = _("It is kept for the group again.") if keep else _("It is free for everybody now.")
    return done(request, told, "console:group_times_of", code)


def _coming(one: groups.Coming) -> list[Any]:
    when = days.weekday_and_clock(one.starts_there, today=clock.today(one.zone))
    people = _("%(people)d of %(places)d") % {"people": one.people, "places": one.places}
    return [{"text": when, "kind": "head"}, one.clinician, one.room, {"text": people, "kind": "number"}]
