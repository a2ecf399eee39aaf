"""Several visits in one act: the same one again and again, or several on one day; and their pages afterwards."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from almoner.catalogue.models import Service
from almoner.catalogue.queries import clinicians_for, service_by_code, specialties_with_services
from almoner.charter import queries as charter
from almoner.charter import showing
from almoner.core import clock
from almoner.core.languages import of_reader
from almoner.core.refusal import NotThere, Refused
from almoner.portal.answers import page
from almoner.portal.gates import PatientRequest, patient
from almoner.portal.together_forms import DatesForm, DayForm, SeriesForm
from almoner.portal.visits import CancelForm, row
from almoner.scheduling import actions, queries
from almoner.scheduling.actions import Picked
from almoner.scheduling.day_words import explained
from almoner.scheduling.enums import SeriesKind, State
from almoner.scheduling.joining import DayProposal, propose_days
from almoner.scheduling.models import Series
from almoner.scheduling.preparation import sheet_of
from almoner.scheduling.proposing import as_chosen, propose_series
from almoner.scheduling.refusals import SameSpecialtySoon
from almoner.scheduling.rules import can_book_for, need_to_book_for
from almoner.scheduling.series import chosen_in, field_of
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
    context = {"service": service, "name": service.name_in(of_reader()), "form": form, **_asked(refused)}
    context |= _dates(request, service, form, chosen)
    context["ask"] = not context["rows"]
    return page(request, "portal/book_series.html", context, here="find", status=409 if refused else 200)


def _booked(request: PatientRequest, picked: list[Picked], kind: SeriesKind) -> HttpResponse:
    asked: Any = {"keep_both": "keep_both" in request.POST, "key": request.POST.get("key", "")[:80] or None}
    series = actions.book_together(picked=picked, kind=kind, person=request.person, by=request.actor, **asked)
    said = _("All are booked. We confirm them all in one call and once in writing.")
    return done(request, said, "portal:series", series.id)


def _asked(refused: Refused | None) -> dict[str, Any]:
    return {"refusal": str(refused) if refused else "", "keep_both": isinstance(refused, SameSpecialtySoon)}


def _dates(request: PatientRequest, service: Service, form: SeriesForm, chosen: dict[int, str]) -> dict[str, Any]:
    """The dates as they are proposed now, with what was chosen before."""
    if not (form.is_bound and form.is_valid()):
        return {"rows": None}
    try:
        proposal = propose_series(service, request.person, form.wish(), by=request.actor)
    except NotThere:
        raise
    except Refused as told:
        return {"rows": None, "refusal": str(told)}
    shown = as_chosen(proposal, chosen)
    fields = DatesForm(shown.occurrences)
    rows = [{"one": one, "field": fields[field_of(one.place)]} for one in shown.occurrences]
    return {"rows": rows, "clinician": shown.clinician, "fits": sum(one.as_usual for one in shown.occurrences)}


@require_http_methods(["GET", "POST"])
@patient
def book_day(request: PatientRequest) -> HttpResponse:
    """Several visits on one day: the first days on which all can be had, with the least waiting."""
    need_to_book_for(request.person, request.actor)
    form = DayForm(request.GET if "service_1" in request.GET else None, _services())
    refused: Refused | None = None
    if request.method == "POST":
        try:
            return _booked(request, _picked(request, form), SeriesKind.DAY)
        except NotThere:
            raise
        except Refused as told:
            refused = told
    context: dict[str, Any] = {"form": form, **_asked(refused)}
    if form.is_bound and form.is_valid():
        try:
            found = propose_days(request.person, form.wish(), by=request.actor)
        except NotThere:
            raise
        except Refused as told:
            context["refusal"] = str(told)
        else:
            context["found"] = [_day(one) for one in found]
    context |= {"picked": request.POST.getlist("picked"), "ask": not context.get("found")}
    return page(request, "portal/book_day.html", context, here="find", status=409 if refused else 200)


def _services() -> list[Service]:
    """What people may book by themselves."""
    every = [one for _specialty, services in specialties_with_services() for one in services]
    return sorted(
        (one for one in every if one.self_book and not one.needs_order), key=lambda one: one.name_in(of_reader())
    )


def _picked(request: PatientRequest, form: DayForm) -> list[Picked]:
    pairs = [said.partition("|") for said in request.POST.getlist("picked")]
    return [Picked(form.services[code], key) for code, _bar, key in pairs if code in form.services]


def _day(one: DayProposal) -> dict[str, Any]:
    """A day as its card shows it."""
    visits = [
        {"name": service.name_in(of_reader()), "time": time, "picked": f"{service.code}|{time.key}"}
        for service, time in zip(one.services, one.way.times, strict=True)
    ]
    return {"starts_there": one.way.times[0].starts_there, "visits": visits, "why": explained(one)}


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
    visits = queries.visits_of(found, request.actor)
    coming = [visit for visit in visits if visit.state == State.BOOKED and visit.starts_at > clock.now()]
    promises = charter.promises_for_person(person=request.person, by=request.actor)
    sheet = sheet_of(coming if found.kind == SeriesKind.DAY else [], of_reader())
    context = {
        "series": found,
        "is_day": found.kind == SeriesKind.DAY,
        "rows": [row(visit) | {"own": sheet.own.get(visit.id, ())} for visit in visits],
        "coming": coming,
        "sheet": sheet,
        "promises": showing.cards([promise for promise in promises if promise.subject_id == found.id]),
        "can_change": bool(coming) and can_book_for(request.person, request.actor),
    }
    return page(request, "portal/series.html", context, here="visits")


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
    visits = queries.visits_of(found, request.actor)
    coming = [row(visit) for visit in visits if visit.state == State.BOOKED and visit.starts_at > clock.now()]
    context = {"series": found, "rows": coming, "form": form}
    return page(request, "portal/cancel_rest.html", context, here="visits", status=422 if form.is_bound else 200)
