"""Times kept for the urgent: what is learned, what that makes of the days to come, and turning it off."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from almoner.catalogue.queries import service_by_code
from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.core import days
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.core.refusal import Refused
from almoner.scheduling import actions
from almoner.scheduling import kept_times as kept
from almoner.scheduling.enums import Level
from almoner.scheduling.protection import ENOUGH_IN, LEARN_WEEKS, LEAST_WEEKS
from almoner.ui.answers import done

LEVELS = tuple(Level(level) for level in ENOUGH_IN)


class TurnOffForm(forms.Form):
    why = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=300,
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
        help_text=gettext_lazy("Whoever looks here next will want to know."),
    )


@require_GET
@staff(Permission.MANAGE_ROSTER)
def kept_times(request: StaffRequest) -> HttpResponse:
    """The services for which urgent people ask."""
    context = {
        "headings": [_("Service"), *(level.label for level in LEVELS), _("Times are")],
        "rows": [_row(one) for one in kept.expected(by=request.actor)],
        "least_weeks": LEAST_WEEKS,
        "crumbs": [(_("Roster"), reverse("console:roster")), (_("Kept for the urgent"), "")],
    }
    return page(request, "console/kept_times.html", context, here="roster")


def _row(one: kept.Expected) -> list[Any]:
    service = one.protection.service
    name = {"text": service.name_in(of_reader()), "href": reverse("console:kept_times_of", args=[service.code])}
    asked = [{"text": _number(one.a_week(level)), "kind": "number"} for level in LEVELS]
    return [name, *asked, _("kept") if one.protection.on else _("not kept")]


def _number(count: float) -> str:
    return number_format(round(count, 1), decimal_pos=1)


@require_http_methods(["GET", "POST"])
@staff(Permission.MANAGE_ROSTER)
def kept_times_of(request: StaffRequest, code: str) -> HttpResponse:
    """One service; turned off with a reason, and on again."""
    service = service_by_code(code)
    form = TurnOffForm(request.POST or None)
    on = request.POST.get("on") == "yes"
    if request.method == "POST" and (on or form.is_valid()):
        try:
            actions.protect(service=service, on=on, why="" if on else form.cleaned_data["why"], by=request.actor)
        except Refused as refusal:
            form.add_error("why", str(refusal))
        else:
            told = _("Times are kept for the urgent.") if on else _("No times are kept for the urgent any more.")
            return done(request, told, "console:kept_times_of", code)
    found = kept.expected_for(service, by=request.actor)
    name = service.name_in(of_reader())
    crumbs = [(_("Roster"), reverse("console:roster")), (_("Kept for the urgent"), reverse("console:kept_times"))]
    context = {
        "found": found,
        "name": name,
        "form": form,
        **_tables(found, request),
        "most_weeks": LEARN_WEEKS,
        "crumbs": [*crumbs, (name, "")],
    }
    return page(request, "console/kept_times_of.html", context, here="roster", status=422 if form.errors else 200)


def _tables(found: kept.Expected, request: StaffRequest) -> dict[str, Any]:
    weekdays = sorted({weekday for _level, weekday in found.a_day})
    coming = kept.coming_days(found.protection.service, by=request.actor) if found.protection.on else {}
    several = len({one.site for of_day in coming.values() for one in of_day}) > 1
    return {
        "weekday_headings": [_("How urgent"), *(WEEKDAYS[weekday] for weekday in weekdays)],
        "weekday_rows": [
            [level.label, *({"text": _number(found.a_day.get((level, day), 0)), "kind": "number"} for day in weekdays)]
            for level in LEVELS
        ]
        if weekdays
        else [],
        "day_headings": [_("When"), _("For whom"), _("Free"), _("Of these kept"), _("Less urgent people")],
        "day_rows": [_stretch(one, several=several) for of_day in coming.values() for one in of_day],
    }


def _stretch(one: kept.KeptStretch, *, several: bool) -> list[Any]:
    begin, end = one.starts_there, one.ends_there
    when = f"{days.short_weekday(begin.date())}, {days.clocks(begin, end)}"
    left = _("have none of them") if one.is_closed else _("may have %d") % (one.free - one.kept)
    return [
        {"text": f"{when}, {one.site}" if several else when, "kind": "head"},
        Level(one.level).label,
        {"text": str(one.free), "kind": "number"},
        {"text": str(one.kept), "kind": "number"},
        left,
    ]
