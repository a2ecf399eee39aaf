"""Choosing a time, holding it while one decides, and booking it; the same way moves a visit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from almoner.catalogue.models import Service
from almoner.catalogue.queries import service_by_code
from almoner.core import clock
from almoner.core.refusal import NotThere, Refused
from almoner.portal.answers import page
from almoner.portal.finding import language
from almoner.portal.gates import PatientRequest, patient
from almoner.scheduling import actions, queries
from almoner.scheduling.models import Appointment
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.search import find_times
from almoner.scheduling.times import Time
from almoner.ui.answers import done
from almoner.ui.choices import Pills

SHOWN = 24
DAYS_ON = 90


class WishForm(forms.Form):
    """What matters to the person; all of it may stay open."""

    from_day = forms.DateField(
        label=gettext_lazy("From which day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    part = forms.ChoiceField(
        label=gettext_lazy("Time of day"),
        required=False,
        choices=[
            ("", gettext_lazy("Any")),
            ("morning", gettext_lazy("Morning")),
            ("afternoon", gettext_lazy("Afternoon")),
        ],
    )
    step_free = forms.BooleanField(label=gettext_lazy("Without steps"), required=False)

    def preferences(self) -> Preferences:
        part = self.cleaned_data.get("part")
        return Preferences(parts_of_day=(part,) if part else (), step_free=bool(self.cleaned_data.get("step_free")))


class TimeForm(forms.Form):
    """The times that were found, by day."""

    time = forms.ChoiceField(label=gettext_lazy("Choose a time"), widget=Pills)

    def __init__(self, *args: object, times: Sequence[Time], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["time"].choices = [  # type: ignore[attr-defined]
            (_day_name(day), [(time.key, _label(time)) for time in of_day])
            for day, of_day in groupby(times, key=lambda time: clock.local(time.starts_at).date())
        ]


def _day_name(day: date) -> str:
    return date_format(day, "l j F")


def _label(time: Time) -> str:
    return f"{clock.local(time.starts_at):%H:%M} · {time.clinician.name}"


@require_http_methods(["GET", "POST"])
@patient
def choose_time(request: PatientRequest, code: str) -> HttpResponse:
    service = service_by_code(code)
    if service is None:
        raise NotThere
    moving = _moving(request)
    refusal = ""
    if request.method == "POST":
        try:
            held = actions.hold(
                service=service, time=request.POST.get("time", ""), person=request.person, by=request.actor
            )
        except Refused as told:
            refusal = str(told)
        else:
            where = redirect("portal:confirm_time", hold_id=held.id)
            return _with_move(where, moving)
    wish = WishForm(request.GET or None)
    times = _times(request, service, wish)
    context = {
        "service": service,
        "name": service.name_in(language()),
        "wish": wish,
        "form": TimeForm(times=times),
        "times": times,
        "refusal": refusal,
        "moving": moving,
    }
    return page(request, "portal/choose_time.html", context, here="find", status=409 if refusal else 200)


def _moving(request: PatientRequest) -> Appointment | None:
    """The visit that is to be moved, when that is why a time is chosen."""
    asked = request.GET.get("moving") or request.POST.get("moving")
    return queries.appointment_for(request.actor, asked) if asked else None


def _with_move(answer: HttpResponse, moving: Appointment | None) -> HttpResponse:
    if moving:
        answer["Location"] += f"?moving={moving.id}"
    return answer


def _times(request: PatientRequest, service: Service, wish: WishForm) -> list[Time]:
    preferences = wish.preferences() if wish.is_bound and wish.is_valid() else Preferences()
    day = wish.cleaned_data.get("from_day") if wish.is_bound and wish.is_valid() else None
    begin = clock.on_the_wall(day, clock.local(clock.now()).min.time()) if day and day > clock.today() else None
    return find_times(
        service,
        from_at=begin,
        until=clock.today() + timedelta(days=DAYS_ON),
        limit=SHOWN,
        preferences=preferences,
        person=request.person,
        by=request.actor,
    )


@require_http_methods(["GET", "POST"])
@patient
def confirm_time(request: PatientRequest, hold_id: UUID) -> HttpResponse:
    held = queries.hold_for(request.actor, hold_id)
    moving = _moving(request)
    refusal, clash = "", False
    if request.method == "POST":
        keep_both = "keep_both" in request.POST
        try:
            visit = _book(request, held, moving, keep_both=keep_both)
        except actions.VisitsClash as told:
            refusal, clash = str(told), True
        except Refused as told:
            refusal = str(told)
        else:
            return done(request, _("Booked. We will confirm it by call and in writing."), "portal:visit", visit.id)
    context = {
        "held": held,
        "name": held.service.name_in(language()),
        "moving": moving,
        "seconds": max(0, int((held.lapses_at - clock.now()).total_seconds())),
        "refusal": refusal,
        "clash": clash,
    }
    return page(request, "portal/confirm_time.html", context, here="find", status=409 if refusal else 200)


def _book(request: PatientRequest, held: object, moving: Appointment | None, *, keep_both: bool) -> Appointment:
    key = request.POST.get("key", "")[:80]
    if moving:
        return actions.move(appointment=moving, hold=held, keep_both=True, by=request.actor, key=key)  # type: ignore[arg-type,call-arg]
    return actions.book(hold=held, person=request.person, keep_both=keep_both, by=request.actor, key=key)  # type: ignore[arg-type,call-arg]
