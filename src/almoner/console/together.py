"""Several visits in one act for somebody at the desk: the same one again and again, or several on one day."""

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
from almoner.console.answers import page
from almoner.console.booking import acting, around
from almoner.console.booking_forms import CancelForm
from almoner.console.gates import StaffRequest, staff
from almoner.console.showing import visit_row
from almoner.console.together_forms import DatesForm, DayForm, SeriesForm
from almoner.core import audit, clock
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.core.refusal import Refused
from almoner.messaging.reading_out import read_out
from almoner.people.models import Person
from almoner.people.queries import person_for
from almoner.scheduling import actions, queries
from almoner.scheduling.actions import Picked
from almoner.scheduling.day_words import explained
from almoner.scheduling.enums import SeriesKind, State
from almoner.scheduling.joining import DayProposal, propose_days
from almoner.scheduling.models import Series
from almoner.scheduling.preparation import sheet_of
from almoner.scheduling.proposing import as_chosen, propose_series
from almoner.scheduling.refusals import SameSpecialtySoon
from almoner.scheduling.series import chosen_in, field_of
from almoner.ui.answers import done


@require_http_methods(["GET", "POST"])
@staff(Permission.BOOK)
def book_series(request: StaffRequest, person_id: UUID, code: str) -> HttpResponse:
    """Asked for by GET, so that the dates can be looked at again; nothing is kept before all are booked (APT-8)."""
    person, service = person_for(by=request.actor, id=person_id), service_by_code(code)
    form = SeriesForm(request.GET if "count" in request.GET else None, clinicians_for(service))
    chosen = chosen_in(request.POST)
    refused: Refused | None = None
    if request.method == "POST" and "look" not in request.POST:
        picked = [Picked(service, key) for key in chosen.values() if key]
        try:
            return _booked(request, person, picked, SeriesKind.AGAIN)
        except Refused as told:
            refused = told
    context = {**around(request, person, _("Several visits")), "service": service, "form": form, **_asked(refused)}
    context |= {"name": service.name_in(of_reader()), **_dates(request, person, service, form, chosen)}
    return page(request, "console/book_series.html", context, here="desk", status=409 if refused else 200)


def _booked(request: StaffRequest, person: Person, picked: list[Picked], kind: SeriesKind) -> HttpResponse:
    asked: Any = {"keep_both": "keep_both" in request.POST, "key": request.POST.get("key", "")[:80] or None}
    series = actions.book_together(picked=picked, kind=kind, person=person, by=acting(request, person), **asked)
    return done(request, _("All are booked. Read the dates to them."), "console:series", series.id)


def _asked(refused: Refused | None) -> dict[str, Any]:
    return {"refusal": str(refused) if refused else "", "keep_both": isinstance(refused, SameSpecialtySoon)}


def _dates(
    request: StaffRequest, person: Person, service: Service, form: SeriesForm, chosen: dict[int, str]
) -> dict[str, Any]:
    """The dates as they are proposed now, with what was chosen before."""
    if not (form.is_bound and form.is_valid()):
        return {"rows": None}
    try:
        proposal = propose_series(service, person, form.wish(), by=request.actor)
    except Refused as told:
        return {"rows": None, "refusal": str(told)}
    shown = as_chosen(proposal, chosen)
    fields = DatesForm(shown.occurrences)
    rows = [{"one": one, "field": fields[field_of(one.place)]} for one in shown.occurrences]
    return {"rows": rows, "clinician": shown.clinician, "fits": sum(one.as_usual for one in shown.occurrences)}


@require_http_methods(["GET", "POST"])
@staff(Permission.BOOK)
def book_day(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """The first days on which all can be had one after the other, with the least waiting."""
    person = person_for(by=request.actor, id=person_id)
    form = DayForm(request.GET if "service_1" in request.GET else None, _services())
    refused: Refused | None = None
    if request.method == "POST":
        try:
            return _booked(request, person, _picked(request, form), SeriesKind.DAY)
        except Refused as told:
            refused = told
    context = {**around(request, person, _("Several visits on one day")), "form": form, **_asked(refused)}
    context |= _days(request, person, form)
    context["picked"] = request.POST.getlist("picked")
    return page(request, "console/book_day.html", context, here="desk", status=409 if refused else 200)


def _days(request: StaffRequest, person: Person, form: DayForm) -> dict[str, Any]:
    if not (form.is_bound and form.is_valid()):
        return {}
    try:
        return {"found": [_day(one) for one in propose_days(person, form.wish(), by=request.actor)]}
    except Refused as told:
        return {"refusal": str(told)}


def _services() -> list[Service]:
    every = [one for _specialty, services in specialties_with_services() for one in services]
    return sorted(every, key=lambda one: one.name_in(of_reader()))


def _picked(request: StaffRequest, form: DayForm) -> list[Picked]:
    pairs = [said.partition("|") for said in request.POST.getlist("picked")]
    return [Picked(form.services[code], key) for code, _bar, key in pairs if code in form.services]


def _day(one: DayProposal) -> dict[str, Any]:
    """A day as its card shows it."""
    visits = [
        {"name": service.name_in(of_reader()), "time": time, "picked": f"{service.code}|{time.key}"}
        for service, time in zip(one.services, one.way.times, strict=True)
    ]
    return {"starts_there": one.way.times[0].starts_there, "visits": visits, "why": explained(one)}


@require_GET
@staff(Permission.BOOK)
def series(request: StaffRequest, series_id: UUID) -> HttpResponse:
    """All visits that were booked in one act, what to say of them, and what was promised."""
    found = queries.series_for(request.actor, series_id)
    audit.read(what="appointment", person_id=found.person_id, by=request.actor)
    visits = queries.visits_of(found, request.actor)
    coming = [visit for visit in visits if visit.state == State.BOOKED and visit.starts_at > clock.now()]
    made = charter.promises_for_person(person=found.person, by=request.actor)
    is_day = found.kind == SeriesKind.DAY
    sheet = sheet_of(coming if is_day else [], of_reader())
    context = {
        **around(request, found.person, _("The whole day") if is_day else _("Several visits")),
        "series": found,
        "is_day": is_day,
        "rows": [visit_row(visit) | {"own": sheet.own.get(visit.id, ())} for visit in visits],
        "coming": coming,
        "sheet": sheet,
        "script": _script(request, found) if coming else [],
        "promises": showing.cards([promise for promise in made if promise.subject_id == found.id]),
    }
    return page(request, "console/series.html", context, here="desk")


def _script(request: StaffRequest, found: Series) -> list[str]:
    """All the times, as a call would say them."""
    return read_out(
        kind="series.confirmed", subject_id=found.id, person=found.person, language=of_reader(), by=request.actor
    )


@require_http_methods(["GET", "POST"])
@staff(Permission.BOOK)
def cancel_rest(request: StaffRequest, series_id: UUID) -> HttpResponse:
    """They cannot come to any more of them. Asks once, and names them."""
    found = queries.series_for(request.actor, series_id)
    form = CancelForm(request.POST or None)
    if form.is_valid():
        try:
            actions.cancel_rest(series=found, by=acting(request, found.person), **form.cleaned_data)
        except Refused as told:
            form.add_error(None, str(told))
        else:
            return done(
                request, _("Cancelled. They get it in writing, once for all of them."), "console:series", series_id
            )
    visits = queries.visits_of(found, request.actor)
    coming = [visit_row(visit) for visit in visits if visit.state == State.BOOKED and visit.starts_at > clock.now()]
    context = {**around(request, found.person, _("Several visits")), "series": found, "rows": coming, "form": form}
    return page(request, "console/cancel_rest.html", context, here="desk", status=422 if form.is_bound else 200)
