"""Booking in addition: how often people stay away, allowing one more with a reason, and who comes so."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_http_methods

from almoner.catalogue.queries import service_by_code
from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.core import clock, days
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.core.refusal import Refused
from almoner.scheduling import actions
from almoner.scheduling import in_addition as adding
from almoner.scheduling.overbooking import HARDEST, LEARN_WEEKS, LEAST_SEEN, MOST_A_DAY, Rates
from almoner.ui.answers import done


class AllowForm(forms.Form):
    """How much may be risked, how often, and why."""

    limit_percent = forms.IntegerField(
        label=gettext_lazy("Chance that everybody comes, in per cent, at most"),
        min_value=1,
        max_value=HARDEST,
        help_text=gettext_lazy("1 to 20. Then somebody waits, and whoever comes after them."),
    )
    a_day = forms.IntegerField(
        label=gettext_lazy("How many on one day"),
        min_value=1,
        max_value=MOST_A_DAY,
        help_text=gettext_lazy("1 to 4, and never more than one in a session or in a group."),
    )
    why = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=300,
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
        help_text=gettext_lazy("Whoever looks here next will want to know."),
    )


@require_GET
@staff(Permission.MANAGE_ROSTER)
def in_addition(request: StaffRequest) -> HttpResponse:
    """The services of which enough is known, or of which somebody said something."""
    context = {
        "headings": [_("Service"), _("Visits"), _("Stayed away"), _("One more"), _("Booked so")],
        "rows": [_row(one) for one in adding.allowed(by=request.actor)],
        "least": LEAST_SEEN,
        "weeks": LEARN_WEEKS,
        "crumbs": [(_("Roster"), reverse("console:roster")), (_("Booked in addition"), "")],
    }
    return page(request, "console/in_addition.html", context, here="roster")


def _row(one: adding.Allowed) -> list[Any]:
    service = one.service
    stands = pgettext("booked in addition", "never") if one.never else _("allowed") if one.rule.on else _("not allowed")
    return [
        {"text": service.name_in(of_reader()), "href": reverse("console:in_addition_of", args=[service.code])},
        {"text": str(one.rates.all_seen), "kind": "number"},
        {"text": _share(one.rates.mean) if one.rates.all_seen else "", "kind": "number"},
        stands,
        {"text": str(one.coming), "kind": "number"},
    ]


def _share(share: float) -> str:
    return _("%(number)s %%") % {"number": number_format(share * 100, decimal_pos=1)}


@require_http_methods(["GET", "POST"])
@staff(Permission.MANAGE_ROSTER)
def in_addition_of(request: StaffRequest, code: str) -> HttpResponse:
    """One service: allowed with a bound and a reason, and taken back."""
    service = service_by_code(code)
    found = adding.allowed_for(service, by=request.actor)
    rule, off = found.rule, request.POST.get("off") == "yes"
    form = AllowForm(request.POST or None, initial={"limit_percent": rule.limit_percent, "a_day": rule.a_day})
    if request.method == "POST" and (off or form.is_valid()):
        said = {} if off else form.cleaned_data
        try:
            actions.allow_overbooking(service=service, on=not off, **said, by=request.actor)
        except Refused as refusal:
            form.add_error("why", str(refusal))
        else:
            told = _("Nobody is booked in addition any more.") if off else _("One more may be booked from now on.")
            return done(request, told, "console:in_addition_of", code)
    return _of(request, found, form)


def _of(request: StaffRequest, found: adding.Allowed, form: AllowForm) -> HttpResponse:
    name = found.service.name_in(of_reader())
    never = {
        "fasting": _(
            "People come to it fasting, or with hours that they have to say back: whoever waits, waits hungry."
        ),
        "prepared": _("People prepare for it to the hour: whoever waits may have prepared in vain."),
        "urgent": _("People ask for it who must be seen within the hour."),
    }
    crumbs = [(_("Roster"), reverse("console:roster")), (_("Booked in addition"), reverse("console:in_addition"))]
    context = {
        "found": found,
        "name": name,
        "form": form,
        "never": never.get(found.never, ""),
        "enough": found.rates.is_enough,
        "least": LEAST_SEEN,
        "weeks": LEARN_WEEKS,
        "rate_headings": [_("Booked before"), _("Visits"), _("Stayed away"), _("who had confirmed"), _("who had not")],
        "rate_rows": _rates(found.rates),
        "headings": [_("When"), _("With"), _("Expected to stay away"), _("Chance that all come")],
        "rows": [_coming(visit) for visit in adding.coming(found.service, by=request.actor)],
        "crumbs": [*crumbs, (name, "")],
    }
    return page(request, "console/in_addition_of.html", context, here="roster", status=422 if form.errors else 200)


def _rates(rates: Rates) -> list[list[Any]]:
    """By how long before they booked; of all weekdays together, which the rule keeps apart."""
    names = [_("less than 3 days"), _("3 to 13 days"), _("14 days or more")]
    return [
        [name, *({"text": text, "kind": "number"} for text in _of_lead(rates, lead))] for lead, name in enumerate(names)
    ]


def _of_lead(rates: Rates, lead: int) -> list[str]:
    keys = [key for key in rates.seen if key[1] == lead]
    seen = sum(rates.seen[key] for key in keys)
    shares = []
    for wanted in ({True, False}, {True}, {False}):
        mine = [key for key in keys if key[2] in wanted]
        of_all = sum(rates.seen[key] for key in mine)
        shares.append(_share(sum(rates.missed.get(key, 0) for key in mine) / of_all) if of_all else "–")
    return [str(seen), *shares]


def _coming(visit: Any) -> list[Any]:
    when = days.weekday_and_clock(visit.starts_there, today=clock.today(visit.zone))
    away = _("%(away)s of %(booked)s") % {
        "away": number_format(visit.extra["away"], decimal_pos=1), "booked": visit.extra["booked"],
    }  # fmt: skip
    return [
        {"text": when, "href": reverse("console:appointment", args=[visit.id])},
        visit.clinician.name,
        {"text": away, "kind": "number"},
        {"text": _share(visit.extra["chance"] / 100), "kind": "number"},
    ]
