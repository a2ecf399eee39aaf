"""The waiting list of a person: their places, joining it, leaving it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from almoner.catalogue.queries import service_by_code
from almoner.core.languages import of_reader
from almoner.core.refusal import NotThere, Refused
from almoner.portal.answers import page
from almoner.portal.choosing import seek
from almoner.portal.gates import PatientRequest, patient
from almoner.portal.visits import visit_of
from almoner.portal.waiting_rows import place_row
from almoner.scheduling import actions
from almoner.scheduling.models import Appointment
from almoner.scheduling.rules import need_to_book_for
from almoner.scheduling.waiting_list import entry_for, waiting_of
from almoner.scheduling.wish_words import said
from almoner.scheduling.wishes import Wishes, without
from almoner.ui.answers import done, refused
from almoner.ui.choices import RadioCards
from almoner.ui.languages import name_of


class WaitForm(forms.Form):
    """What an earlier time has to be like. Whoever can come sooner is not asked before others for it alone."""

    notice_hours = forms.TypedChoiceField(
        label=gettext_lazy("How soon can you be here?"),
        choices=[
            (3, gettext_lazy("Within three hours")),
            (24, gettext_lazy("By the next day")),
            (72, gettext_lazy("I need three days")),
        ],
        coerce=int,
        initial=24,
        widget=RadioCards,
    )
    part = forms.ChoiceField(
        label=gettext_lazy("Which time of day suits you?"),
        required=False,
        choices=[
            ("", gettext_lazy("Any")),
            ("morning", gettext_lazy("Morning")),
            ("afternoon", gettext_lazy("Afternoon")),
        ],
        widget=RadioCards,
    )

    def wishes(self, before: Wishes) -> Wishes:
        """What was said before, with the part of the day that is said here."""
        part = self.cleaned_data["part"]
        if not part:
            return before
        return Wishes(replace(before.must, parts_of_day=(part,)), without(before.rather, "parts_of_day"))


@require_GET
@patient
def places(request: PatientRequest) -> HttpResponse:
    rows = [place_row(row) for row in waiting_of(request.person, request.actor)]
    return page(request, "portal/places.html", {"rows": rows}, here="visits")


@require_http_methods(["GET", "POST"])
@patient
def join_waiting(request: PatientRequest, code: str) -> HttpResponse:
    """For any time, or with a visit for an earlier one; that visit is kept meanwhile (WL-5)."""
    service = service_by_code(code)
    need_to_book_for(request.person, request.actor)
    visit = _visit(request)
    wishes = seek(request, service, None).looking.asked.wishes
    form = WaitForm(request.POST or None, initial={"part": ""})
    if form.is_valid():
        asked: dict[str, Any] = {"key": request.POST.get("key", "")[:80] or None}
        try:
            actions.join_waiting_list(
                person=request.person,
                service=service,
                appointment=visit,
                preferences=form.wishes(wishes),
                notice_hours=form.cleaned_data["notice_hours"],
                by=request.actor,
                **asked,
            )
        except NotThere:
            raise
        except Refused as told:
            form.add_error(None, str(told))
        else:
            return done(request, _("You are on the list. We tell you when a time is free."), "portal:places")
    context = {"form": form, "name": service.name_in(of_reader()), "visit": visit, "service": service}
    context["wishes"] = said(wishes, name_of)
    return page(request, "portal/join_waiting.html", context, here="visits", status=409 if form.is_bound else 200)


def _visit(request: PatientRequest) -> Appointment | None:
    said = request.POST.get("visit") or request.GET.get("visit") or ""
    try:
        return visit_of(request, UUID(said)) if said else None
    except ValueError as wrong:
        raise NotThere from wrong


@require_POST
@patient
def leave_waiting(request: PatientRequest, entry_id: UUID) -> HttpResponse:
    """They no longer want to wait. A visit that they have stays."""
    found = entry_for(by=request.actor, id=entry_id).entry
    if found.person_id != request.person.id:
        raise NotThere
    try:
        actions.leave_waiting_list(entry=found, by=request.actor)
    except Refused as told:
        return refused(request, told, "portal:places")
    return done(request, _("You are off the list. A visit that you have stays."), "portal:places")
