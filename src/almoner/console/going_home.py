"""Going home: what is left to do, what comes next, the sheet that they take along, and the last press."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST

from almoner.catalogue.queries import specialties_with_services
from almoner.console import stay_rows
from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.going_home_forms import DropForm, GoForm, PlanForm, SheetForm
from almoner.console.showing import person_strip
from almoner.core import clock
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.people.queries import needs_of
from almoner.ui.answers import done
from almoner.visits import actions, queries
from almoner.visits.enums import StayState
from almoner.visits.home_paper import as_pdf
from almoner.visits.models import Stay

SENDS = Permission.DISCHARGE


@require_GET
@staff(SENDS)
def going_home(request: StaffRequest, stay_id: UUID) -> HttpResponse:
    """What is done vanishes from the list, and the next appears (STAY-5)."""
    return _page(request, queries.stay_for(by=request.actor, id=stay_id), {})


def _page(request: StaffRequest, found: Stay, bound: dict[str, Any], *, refusal: str = "") -> HttpResponse:
    if found.state != StayState.ADMITTED:
        return redirect("console:stay", found.id)
    person, by = found.person, request.actor
    bedside = queries.bedside(person, by)
    left = [stay_rows.to_do(one, found.id, by) for one in bedside.to_do]
    stay_url = reverse("console:stay", args=[found.id])
    context = {
        "stay": found,
        "person": person,
        "strip": person_strip(person, needs_of(person=person, by=by)),
        "to_do": left,
        "ready": not any(one["blocks"] for one in left),
        "follow_ups": [stay_rows.follow_up(one) for one in bedside.follow_ups],
        "may_book": by.may(Permission.BOOK),
        "may_plan": by.is_clinician,
        "sheet": bound.get("write") or SheetForm(written=found.summary),
        "plan": bound.get("plan") or _plan_form(None),
        "plan_opened": "plan" in bound,
        "go": GoForm(auto_id="go_%s"),
        "refusal": refusal,
        "crumbs": [(_("Wards"), reverse("console:wards")), (person.name, stay_url), (_("Going home"), "")],
    }
    status = 409 if refusal else 422 if bound else 200
    return page(request, "console/going_home.html", context, here="wards", status=status)


def _plan_form(data: Any) -> PlanForm:
    offered = [
        (one.names.get(of_reader()) or one.names["en"], services) for one, services in specialties_with_services()
    ]
    return PlanForm(data, auto_id="plan_%s", offered=offered)


@require_POST
@staff(SENDS)
def going_home_act(request: StaffRequest, stay_id: UUID, act: str) -> HttpResponse:
    """Write the sheet, plan or drop what comes next, or send them home: one action each."""
    found = queries.stay_for(by=request.actor, id=stay_id)
    acts = {"write": _write, "plan": _plan, "drop": _drop, "discharge": _discharge}
    if act not in acts:
        raise NotThere
    return acts[act](request, found)


def _once(request: StaffRequest) -> Any:
    """The key of the form, so that what is sent twice is done once."""
    return {"key": request.POST.get("key", "")[:80]}


def _write(request: StaffRequest, found: Stay) -> HttpResponse:
    form = SheetForm(request.POST, written=found.summary)
    if form.is_valid():
        try:
            actions.write_summary(stay=found, summary=form.summary(), by=request.actor, **_once(request))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return done(request, _("The sheet is kept."), "console:going_home", found.id)
    return _page(request, found, {"write": form})


def _plan(request: StaffRequest, found: Stay) -> HttpResponse:
    form = _plan_form(request.POST)
    if form.is_valid():
        try:
            actions.plan_follow_up(intended=form.intended(), stay=found, by=request.actor, **_once(request))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = _("Planned, and promised to them. Book it now, or the service desk does.")
            return done(request, said, "console:going_home", found.id)
    return _page(request, found, {"plan": form})


def _drop(request: StaffRequest, found: Stay) -> HttpResponse:
    form = DropForm(request.POST)
    try:
        plan = queries.follow_up_for(by=request.actor, id=UUID(request.POST.get("plan", "")))
    except ValueError:
        raise NotThere from None
    if plan.stay_id != found.id:
        raise NotThere
    if not form.is_valid():
        return _page(request, found, {}, refusal=_("Please say why."))
    try:
        actions.drop_follow_up(plan=plan, reason=form.cleaned_data["reason"], by=request.actor)
    except Refused as refusal:
        return _page(request, found, {}, refusal=str(refusal))
    return done(request, _("Taken off. The reason is kept."), "console:going_home", found.id)


def _discharge(request: StaffRequest, found: Stay) -> HttpResponse:
    """Refused plainly while something is missing (FUP-1, FUP-11); the page says what, and how to do it."""
    try:
        actions.discharge(stay=found, ask_feedback="ask_feedback" in request.POST, by=request.actor)
    except Refused as refusal:
        return _page(request, found, {}, refusal=str(refusal))
    said = _("%s has gone home. The bed is to be cleaned, and the sheet is on its way to them.") % found.person.name
    return done(request, said, "console:home_sheet", found.id)


@require_GET
@staff(Permission.SEE_CLINICAL)
def home_sheet(request: StaffRequest, stay_id: UUID) -> HttpResponse:
    """The sheet to read and print, in the person's language."""
    found = queries.stay_for(by=request.actor, id=stay_id)
    sheet = queries.home_sheet(stay=found, by=request.actor)
    with override(sheet.language):
        title = _("Going home")
    context = {
        "stay": found,
        "sheet": sheet,
        "sheet_title": title,
        "sheet_direction": "rtl" if sheet.language == "ar" else "ltr",
        "printed_at": clock.now(),
        "crumbs": [
            (_("Wards"), reverse("console:wards")),
            (found.person.name, reverse("console:stay", args=[found.id])),
            (_("The going-home sheet"), ""),
        ],
    }
    return page(request, "console/home_sheet.html", context, here="wards")


@require_GET
@staff(Permission.SEE_CLINICAL)
def home_sheet_pdf(request: StaffRequest, stay_id: UUID) -> HttpResponse:
    found = queries.stay_for(by=request.actor, id=stay_id)
    paper = as_pdf(queries.home_sheet(stay=found, by=request.actor))
    headers = {"Content-Disposition": 'inline; filename="going-home.pdf"'}
    return HttpResponse(paper, content_type="application/pdf", headers=headers)
