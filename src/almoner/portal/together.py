"""Several visits in one act: the same one again and again, or several on one day; and their pages afterwards."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from almoner.catalogue.models import Service
from almoner.catalogue.queries import clinicians_for, service_by_code
from almoner.choosing import together
from almoner.choosing.together_forms import DayForm, SeriesForm
from almoner.core.languages import of_reader
from almoner.core.refusal import NotThere, Refused
from almoner.portal.answers import page
from almoner.portal.gates import PatientRequest, patient
from almoner.portal.visits import CancelForm, row
from almoner.scheduling import actions, queries
from almoner.scheduling.actions import Picked
from almoner.scheduling.enums import SeriesKind
from almoner.scheduling.models import Series
from almoner.scheduling.rules import can_book_for, need_to_book_for
from almoner.scheduling.series import chosen_in
from almoner.ui.answers import done


@require_http_methods(["GET", "POST"])
@patient
def book_series(request: PatientRequest, code: str) -> HttpResponse:
    """Asked for by GET, so that the dates can be looked at again; nothing is kept before all are booked (APT-8)."""
    service = service_by_code(code)
    need_to_book_for(request.person, request.actor)
    form = SeriesForm(request.GET if "count" in request.GET else None, clinicians_for(service))
    chosen = chosen_in(request.POST)
    refused: Refused | None = None
    if request.method == "POST" and "look" not in request.POST:
        try:
            return _booked(request, [Picked(service, key) for key in chosen.values() if key], SeriesKind.AGAIN)
        except NotThere:
            raise
        except Refused as told:
            refused = told
    context = {"service": service, "name": service.name_in(of_reader()), "form": form, **together.told_of(refused)}
    context |= together.dates(form, service, request.person, chosen, by=request.actor)
    context["ask"] = not context["rows"]
    return page(request, "portal/book_series.html", context, here="find", status=409 if refused else 200)


def _booked(request: PatientRequest, picked: list[Picked], kind: SeriesKind) -> HttpResponse:
    asked = together.asked_with(request.POST)
    series = actions.book_together(picked=picked, kind=kind, person=request.person, by=request.actor, **asked)
    said = _("All are booked. We confirm them all in one call and once in writing.")
    return done(request, said, "portal:series", series.id)


@require_http_methods(["GET", "POST"])
@patient
def book_day(request: PatientRequest) -> HttpResponse:
    """Several visits on one day: the first days on which all can be had, with the least waiting."""
    need_to_book_for(request.person, request.actor)
    form = DayForm(request.GET if "service_1" in request.GET else None, together.services_by_name(_by_themselves))
    refused: Refused | None = None
    if request.method == "POST":
        try:
            return _booked(request, together.picked_on_a_day(form, request.POST), SeriesKind.DAY)
        except NotThere:
            raise
        except Refused as told:
            refused = told
    context: dict[str, Any] = {"form": form, **together.told_of(refused)}
    context |= together.days(form, request.person, by=request.actor)
    context |= {"picked": request.POST.getlist("picked"), "ask": not context.get("found")}
    return page(request, "portal/book_day.html", context, here="find", status=409 if refused else 200)


def _by_themselves(service: Service) -> bool:
    """Whether people may book it by themselves."""
    return service.self_book and not service.needs_order


def series_of(request: PatientRequest, series_id: UUID) -> Series:
    """A series of the person whose pages these are. Raises NotThere."""
    found = queries.series_for(request.actor, series_id)
    if found.person_id != request.person.id:
        raise NotThere
    return found


@require_GET
@patient
def series(request: PatientRequest, series_id: UUID) -> HttpResponse:
    """All visits that were booked together: a list of dates, or the sheet of a day."""
    found = series_of(request, series_id)
    shown = together.booked_together(found, queries.visits_of(found, request.actor), row, by=request.actor)
    can_change = bool(shown["coming"]) and can_book_for(request.person, request.actor)
    return page(request, "portal/series.html", shown | {"can_change": can_change}, here="visits")


@require_http_methods(["GET", "POST"])
@patient
def cancel_rest(request: PatientRequest, series_id: UUID) -> HttpResponse:
    """All that are still to come, in one act. Asks once, and names them."""
    found = series_of(request, series_id)
    if not can_book_for(request.person, request.actor):
        raise NotThere
    form = CancelForm(request.POST or None)
    if form.is_valid():
        try:
            asked: Any = {"key": request.POST.get("key", "")[:80] or None}
            actions.cancel_rest(series=found, reason=form.cleaned_data["reason"], by=request.actor, **asked)
        except Refused as told:
            form.add_error(None, str(told))
        else:
            said = _("These visits are cancelled. We confirm it once, in writing.")
            return done(request, said, "portal:visits")
    coming = [row(visit) for visit in together.still_to_come(queries.visits_of(found, request.actor))]
    context = {"series": found, "rows": coming, "form": form}
    return page(request, "portal/cancel_rest.html", context, here="visits", status=422 if form.is_bound else 200)
