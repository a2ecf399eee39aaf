"""The public holidays of a site: kept, said anew and ended, each only after it was seen whom it displaces."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.holidays_forms import EveryDayForm, HolidayForm, initial_of
from almoner.console.hours_flow import LOOK, MAKE, Asked, or_refused, try_to
from almoner.console.roster import day_in
from almoner.core import clock, days
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.people import holidays as kept
from almoner.people.holidays import Holiday
from almoner.people.models import Site
from almoner.people.professions import profession_name
from almoner.people.sites import site_for, sites_for
from almoner.scheduling import actions, weeks
from almoner.scheduling.closed_days import holiday_text
from almoner.scheduling.site_plans import plan_every_day, plan_holiday, plan_ordinary_day


@require_http_methods(["GET", "POST"])
@staff(Permission.MANAGE_ROSTER)
def holidays(request: StaffRequest) -> HttpResponse:
    """Those to come, and a form for one more or for one said anew (`?day=`)."""
    site = site_asked(request)
    known = kept.by_day(site.holidays)
    reads = request.method == "POST" and request.POST.get("act") in {LOOK, MAKE}
    again = known.get(day_in(request.GET.get("day", ""))) if request.GET.get("day") else None
    initial = request.POST.dict() if request.method == "POST" else initial_of(again) if again else {}
    form = HolidayForm(request.POST if reads else None, initial=initial, auto_id="holiday_%s")
    if reads and form.is_valid():
        answer = try_to(form, request, _kept(request, site, form.holiday))
        if answer:
            return answer
    context = {
        "site": site,
        "form": form,
        "again": again,
        "rows": [_row(site, one) for day, one in known.items() if day >= clock.today()],
        "every_day": sorted(map(profession_name, weeks.every_day(site, by=request.actor))),
        "sites": other_sites(request, site),
        "crumbs": _crumbs(site),
    }
    return page(request, "console/holidays.html", context, here="roster", status=422 if form.errors else 200)


def site_asked(request: StaffRequest) -> Site:
    """The one that the address or the form names, of those whose roster they keep."""
    return site_for(request.actor, request.POST.get("site") or request.GET.get("site", ""))


def other_sites(request: StaffRequest, site: Site, name: str = "holidays") -> list[dict[str, Any]]:
    """For whoever keeps several: each with its address."""
    found = sites_for(request.actor)
    return [
        {"label": one.name, "href": at_site(one, name), "current": one == site} for one in found
    ] if len(found) > 1 else []  # fmt: skip


def at_site(site: Site, name: str = "holidays", *args: str) -> str:
    return f"{reverse(f'console:{name}', args=args)}?{urlencode({'site': site.code})}"


def _crumbs(site: Site, here: str = "") -> list[tuple[str, str]]:
    roster = (_("Roster"), reverse("console:roster"))
    return [roster, (_("Holidays"), at_site(site)), (here, "")] if here else [roster, (_("Holidays"), "")]


def _row(site: Site, one: Holiday) -> dict[str, Any]:
    return {
        "day": one.day,
        "name": one.name_in(of_reader()) or _("public holiday"),
        "hours": holiday_text(one),
        "again": f"{at_site(site)}&{urlencode({'day': one.day.isoformat()})}#say",
        "end": at_site(site, "end_holiday", one.day.isoformat()),
    }


def _kept(request: StaffRequest, site: Site, holiday: Holiday) -> Asked:
    said: dict[str, Any] = {"site": site, "holiday": holiday, "by": request.actor}
    return Asked(
        None,
        f"{days.weekday(holiday.day, today=clock.today())} · {holiday_text(holiday)}",
        plan=lambda: plan_holiday(**said),
        make=lambda **seen: actions.keep_holiday(**said, **seen),
        site=site,
        crumbs=_crumbs(site, holiday.name_in(of_reader())),
        done_at=at_site(site),
    )


@require_http_methods(["GET", "POST"])
@staff(Permission.MANAGE_ROSTER)
def end_holiday(request: StaffRequest, day: str) -> HttpResponse:
    """An ordinary day again."""
    site = site_asked(request)
    said: dict[str, Any] = {"site": site, "day": day_in(day), "by": request.actor}
    on = kept.by_day(site.holidays).get(said["day"])
    title = _("An ordinary day again")
    named = f"{title} · {days.weekday(on.day, today=clock.today())}, {on.name_in(of_reader())}" if on else title
    asked = Asked(
        None,
        named,
        plan=lambda: plan_ordinary_day(**said),
        make=lambda **seen: actions.end_holiday(**said, **seen),
        back=at_site(site),
        site=site,
        crumbs=_crumbs(site, title),
        done_at=at_site(site),
    )
    return or_refused(request, asked)


@require_http_methods(["GET", "POST"])
@staff(Permission.MANAGE_ROSTER)
def every_day(request: StaffRequest) -> HttpResponse:
    """Which professions work on holidays as on any other day."""
    site = site_asked(request)
    known = weeks.every_day(site, by=request.actor)
    names = {one: capfirst(profession_name(one)) for one in {*weeks.professions(by=request.actor), *known}}
    choices = sorted(names.items(), key=lambda choice: choice[1])
    reads = request.method == "POST" and request.POST.get("act") in {LOOK, MAKE}
    initial = {"professions": request.POST.getlist("professions") if request.method == "POST" else sorted(known)}
    form = EveryDayForm(request.POST if reads else None, initial=initial, professions=choices)
    title = _("Who works on holidays")
    if reads and form.is_valid():
        said: dict[str, Any] = {
            "site": site, "professions": form.cleaned_data["professions"], "by": request.actor,
        }  # fmt: skip
        asked = Asked(
            None,
            title,
            plan=lambda: plan_every_day(**said),
            make=lambda **seen: actions.set_every_day(**said, **seen),
            site=site,
            crumbs=_crumbs(site, title),
            done_at=at_site(site),
        )
        answer = try_to(form, request, asked)
        if answer:
            return answer
    context = {"site": site, "form": form, "back": at_site(site), "crumbs": _crumbs(site, title), "title": title}
    return page(request, "console/every_day.html", context, here="roster", status=422 if form.errors else 200)
