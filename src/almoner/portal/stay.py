"""My stay: the day in bed, who cares, food and drink, tests, what is asked for, and “I am worried” (STAY-1)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from almoner.charter import queries as charter
from almoner.charter import showing
from almoner.core import clock
from almoner.core.refusal import NotThere, Refused
from almoner.portal import stay_shown
from almoner.portal.answers import page
from almoner.portal.gates import PatientRequest, patient
from almoner.portal.stay_forms import AskForm, WorryForm
from almoner.ui.answers import done, refused
from almoner.visits import actions, queries
from almoner.visits.home_paper import as_pdf
from almoner.visits.menus import by_meal, menu_of
from almoner.visits.models import Stay
from almoner.visits.rules import may_read_stay


@require_GET
@patient
def stay(request: PatientRequest) -> HttpResponse:
    """Everything for who may read the record; for other carers what they may know and do."""
    return _stay_page(request, AskForm())


def _stay_page(request: PatientRequest, ask: AskForm, status: int = 200) -> HttpResponse:
    person, by = request.person, request.actor
    door = queries.at_the_door(person, by)
    if door is None:
        return page(request, "portal/no_stay.html", _not_here(request), here="home", status=status)
    every = charter.promises_for_person(person=person, by=by)
    promises = [one for one in every if one.ended_at is None and one.stage in {"stay", "discharge"}]
    context: dict[str, Any] = {
        **stay_shown.at_the_door(door),
        "ask": ask,
        "promises": showing.cards(promises),
        "now": clock.now(),
    }
    if may_read_stay(person, by):
        offered = menu_of(person, by)
        context |= {
            **stay_shown.bedside(queries.bedside(person, by)),
            "menu": offered,
            "meals": by_meal(offered),
            "whole": True,
        }
    return page(request, "portal/stay.html", context, here="home", status=status, at=door.stay.site)


def _not_here(request: PatientRequest) -> dict[str, Any]:
    """They wait for a bed, went home, or were never here."""
    person, by = request.person, request.actor
    if not may_read_stay(person, by):
        return {}
    waiting = queries.stay_of(person, by)
    promises = charter.promises_about(subject_id=waiting.id, by=by) if waiting else []
    return {"waiting": waiting, "promises": showing.cards(promises), "home": queries.last_home(person, by)}


def _in_bed(request: PatientRequest) -> Stay:
    door = queries.at_the_door(request.person, request.actor)
    if door is None:
        raise NotThere
    return door.stay


@require_POST
@patient
def stay_ask(request: PatientRequest) -> HttpResponse:
    """Nothing urgent; it goes straight to those who do it (STAY-2)."""
    form = AskForm(request.POST)
    if form.is_valid():
        key = request.POST.get("key", "")[:80]
        try:
            actions.ask_at_bedside(stay=_in_bed(request), by=request.actor, key=key, **form.cleaned_data)  # type: ignore[call-arg]
        except NotThere:
            raise
        except Refused as told:
            form.add_error(None, str(told))
        else:
            return done(request, _("Thank you. We have it, and see to it."), "portal:stay")
    return _stay_page(request, form, status=422)


@require_POST
@patient
def stay_withdraw(request: PatientRequest, asked_id: UUID) -> HttpResponse:
    asked = queries.ask_for(by=request.actor, id=asked_id)
    if asked.stay.person_id != request.person.id:
        raise NotThere
    try:
        actions.withdraw_request(asked=asked, reason=_("not needed any more"), by=request.actor)
    except Refused as told:
        return refused(request, told, "portal:stay")
    return done(request, _("Taken back."), "portal:stay")


@require_http_methods(["GET", "POST"])
@patient
def stay_worry(request: PatientRequest) -> HttpResponse:
    """One press is enough; words may be added (STAY-8)."""
    door = queries.at_the_door(request.person, request.actor)
    form = WorryForm(request.POST or None)
    if request.method == "POST" and door and form.is_valid():
        own = request.actor.person_id == request.person.id
        try:
            actions.raise_worry(
                stay=door.stay,
                words=form.cleaned_data["words"],
                relationship="" if own else _("family or friend"),
                by=request.actor,
                key=request.POST.get("key", "")[:80],
            )  # type: ignore[call-arg]
        except Refused as told:
            form.add_error(None, str(told))
        else:
            said = _("We heard you. Somebody from critical care comes to the bed.")
            return done(request, said, "portal:stay")
    return page(request, "portal/stay_worry.html", {"form": form, "in_bed": door is not None}, here="home")


@require_GET
@patient
def stay_sheet(request: PatientRequest) -> HttpResponse:
    """The day on paper, for beside the bed."""
    if not may_read_stay(request.person, request.actor):
        raise NotThere
    stay = queries.stay_of(request.person, request.actor)
    if stay is None or stay.bed is None:
        return page(request, "portal/no_stay.html", _not_here(request), here="home")
    context = stay_shown.bedside(queries.bedside(request.person, request.actor))
    return page(request, "portal/stay_sheet.html", {**context, "printed_at": clock.now()}, here="home", at=stay.site)


@require_GET
@patient
def stay_home(request: PatientRequest) -> HttpResponse:
    """The going-home sheet of the last stay, to read, print and keep (FUP-11)."""
    if not may_read_stay(request.person, request.actor):
        raise NotThere
    found = queries.last_home(request.person, request.actor)
    if found is None:
        return page(request, "portal/no_stay.html", _not_here(request), here="home")
    sheet = queries.home_sheet(stay=found, by=request.actor)
    with override(sheet.language):
        title = _("Going home")
    context = {
        "stay": found,
        "sheet": sheet,
        "sheet_title": title,
        "sheet_direction": "rtl" if sheet.language == "ar" else "ltr",
        "printed_at": clock.now(),
    }
    return page(request, "portal/stay_home.html", context, here="home", at=found.site)


@require_GET
@patient
def stay_home_pdf(request: PatientRequest) -> HttpResponse:
    if not may_read_stay(request.person, request.actor):
        raise NotThere
    found = queries.last_home(request.person, request.actor)
    if found is None:
        return page(request, "portal/no_stay.html", _not_here(request), here="home")
    paper = as_pdf(queries.home_sheet(stay=found, by=request.actor))
    headers = {"Content-Disposition": 'inline; filename="going-home.pdf"'}
    return HttpResponse(paper, content_type="application/pdf", headers=headers)
