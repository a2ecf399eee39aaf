"""Several visits in one act for somebody at the desk: the same one again and again, or several on one day."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from almoner.catalogue.queries import clinicians_for, service_by_code
from almoner.choosing import together
from almoner.choosing.together_forms import SeriesForm
from almoner.console.answers import page
from almoner.console.booking import acting, around
from almoner.console.booking_forms import CancelForm
from almoner.console.gates import StaffRequest, staff
from almoner.console.showing import visit_row
from almoner.console.together_forms import DayForm
from almoner.core import audit
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.core.refusal import Refused
from almoner.messaging.reading_out import read_out
from almoner.people.models import Person
from almoner.people.queries import person_for
from almoner.scheduling import actions, queries
from almoner.scheduling.actions import Picked
from almoner.scheduling.enums import SeriesKind
from almoner.scheduling.models import Series
from almoner.scheduling.series import chosen_in
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
    context = {**around(request, person, _("Several visits")), "service": service, "name": service.name_in(of_reader())}
    context |= {"form": form, **together.told_of(refused)}
    context |= together.dates(form, service, person, chosen, by=request.actor)
    return page(request, "console/book_series.html", context, here="desk", status=409 if refused else 200)


def _booked(request: StaffRequest, person: Person, picked: list[Picked], kind: SeriesKind) -> HttpResponse:
    asked = together.asked_with(request.POST)
    series = actions.book_together(picked=picked, kind=kind, person=person, by=acting(request, person), **asked)
    return done(request, _("All are booked. Read the dates to them."), "console:series", series.id)


@require_http_methods(["GET", "POST"])
@staff(Permission.BOOK)
def book_day(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """The first days on which all can be had one after the other, with the least waiting."""
    person = person_for(by=request.actor, id=person_id)
    form = DayForm(request.GET if "service_1" in request.GET else None, together.services_by_name())
    refused: Refused | None = None
    if request.method == "POST":
        try:
            return _booked(request, person, together.picked_on_a_day(form, request.POST), SeriesKind.DAY)
        except Refused as told:
            refused = told
    context = {**around(request, person, _("Several visits on one day")), "form": form, **together.told_of(refused)}
    context |= together.days(form, person, by=request.actor)
    context["picked"] = request.POST.getlist("picked")
    return page(request, "console/book_day.html", context, here="desk", status=409 if refused else 200)


@require_GET
@staff(Permission.BOOK)
def series(request: StaffRequest, series_id: UUID) -> HttpResponse:
    """All visits that were booked in one act, what to say of them, and what was promised."""
    found = queries.series_for(request.actor, series_id)
    audit.read(what="appointment", person_id=found.person_id, by=request.actor)
    shown = together.booked_together(found, queries.visits_of(found, request.actor), visit_row, by=request.actor)
    context = {
        **around(request, found.person, _("The whole day") if shown["is_day"] else _("Several visits")),
        **shown,
        "script": _script(request, found) if shown["coming"] else [],
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
    coming = [visit_row(visit) for visit in together.still_to_come(queries.visits_of(found, request.actor))]
    context = {**around(request, found.person, _("Several visits")), "series": found, "rows": coming, "form": form}
    return page(request, "console/cancel_rest.html", context, here="desk", status=422 if form.is_bound else 200)
