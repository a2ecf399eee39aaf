"""One stay: who they are, their day, and everything that is done for somebody in a bed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from almoner.catalogue.queries import specialties_with_services
from almoner.charter import showing as promises
from almoner.charter.models import Promise
from almoner.charter.queries import promises_for_person
from almoner.console import stay_forms, stay_rows, ward_rows
from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.showing import person_strip
from almoner.core import clock
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.people.queries import needs_of
from almoner.records.queries import last_vitals
from almoner.timeline.queries import events_about
from almoner.ui.answers import done
from almoner.visits import actions, queries
from almoner.visits.enums import StayState
from almoner.visits.models import DietOrder, Stay

SEEN = Permission.SEE_CLINICAL
CARES = Permission.CARE_ON_WARD


@require_GET
@staff(SEEN)
def stay(request: StaffRequest, stay_id: UUID) -> HttpResponse:
    """Reading it is traced by the query."""
    return _stay_page(request, queries.stay_for(by=request.actor, id=stay_id), {})


def _stay_page(request: StaffRequest, found: Stay, bound: dict[str, Any], status: int = 200) -> HttpResponse:
    person, by = found.person, request.actor
    context: dict[str, Any] = {
        **_head(request, found),
        "promises": promises.cards(_of_stay(promises_for_person(person=person, by=by))),
        "events": events_about(subject_id=found.id, by=by, limit=12),
    }
    if found.state != StayState.ADMITTED:
        return page(request, "console/stay_over.html", context, here="wards", status=status)
    bedside = queries.bedside(person, by)
    context |= {
        **stay_rows.shown(bedside, by),
        "vitals": ward_rows.vitals_shown(last_vitals([person.id]).get(person.id)),
        "forms": _forms(request, found, bedside.diet, bound),
        "may_care": by.may(CARES),
        "may_discharge": by.may(Permission.DISCHARGE),
        "now": clock.now(),
    }
    return page(request, "console/stay.html", context, here="wards", status=status)


def _of_stay(every: list[Promise]) -> list[Promise]:
    """What is promised about the stay and still runs; the record shows the rest."""
    return [one for one in every if one.ended_at is None and one.stage in {"stay", "discharge"}]


def _head(request: StaffRequest, found: Stay) -> dict[str, Any]:
    ward = found.bed.ward if found.bed else None
    crumbs = [(_("Wards"), reverse("console:wards"))]
    if ward:
        crumbs.append((ward.name, reverse("console:ward", args=[ward.id])))
    return {
        "stay": found,
        "person": found.person,
        "strip": person_strip(found.person, needs_of(person=found.person, by=request.actor)),
        "crumbs": [*crumbs, (found.person.name, "")],
        "here_is_ward": ward,
    }


@require_GET
@staff(SEEN)
def bedside_sheet(request: StaffRequest, stay_id: UUID) -> HttpResponse:
    """The day on paper, for the wall beside the bed."""
    found = queries.stay_for(by=request.actor, id=stay_id)
    if found.state != StayState.ADMITTED:
        raise NotThere
    context = {
        **_head(request, found),
        **stay_rows.shown(queries.bedside(found.person, request.actor), request.actor),
        "printed_at": clock.now(),
    }
    return page(request, "console/bedside_sheet.html", context, here="wards")


# ── What is done ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _forms(
    request: StaffRequest, found: Stay, diet: DietOrder | None, bound: dict[str, Any]
) -> dict[str, dict[str, Any]]:
    """The forms of the page by their act, for who may do it; those that came back with a fault are opened."""
    words = {
        "publish": (_("Publish: gone through with them"), "check"),
        "diet": (_("Set the diet"), "food"),
        "test": (_("Order a test"), "test-tube"),
        "line": (_("Put a line into the plan"), "plus"),
        "carers": (_("Who looks after them"), "stethoscope"),
        "expect": (_("When they go home"), "home"),
        "ask": (_("Ask for something for them"), "speech"),
        "family": (_("Tell the family how they are"), "people"),
        "worry": (_("Somebody is worried"), "alert"),
    }
    return {
        act: {
            "act": act,
            "title": title,
            "icon": icon,
            "form": bound.get(act) or _form(request, found, diet, act, None),
            "opened": act in bound,
        }
        for act, (title, icon) in words.items()
        if _may(request, act)
    }


def _may(request: StaffRequest, act: str) -> bool:
    if act in {"ask", "worry"}:
        return True
    return request.actor.is_clinician if act == "test" else request.actor.may(CARES)


def _form(request: StaffRequest, found: Stay, diet: DietOrder | None, act: str, data: Any) -> Any:
    auto_id = f"{act}_%s"
    if act in _PLAIN:
        return _PLAIN[act](data, auto_id=auto_id)
    match act:
        case "diet":
            return stay_forms.DietForm(data, auto_id=auto_id, now=diet)
        case "test":
            offered = [
                (one.names.get(of_reader()) or one.names["en"], services)
                for one, services in specialties_with_services()
            ]
            return stay_forms.TestForm(data, auto_id=auto_id, offered=offered)
        case "carers":
            nurses, doctors = queries.care_staff(by=request.actor)
            return stay_forms.CarersForm(data, auto_id=auto_id, stay=found, nurses=nurses, doctors=doctors)
        case _:
            return stay_forms.HomeForm(data, auto_id=auto_id, initial={"on": found.expected_home_on})


_PLAIN: dict[str, Any] = {
    "line": stay_forms.LineForm,
    "ask": stay_forms.AskForm,
    "worry": stay_forms.WorryForm,
    "family": stay_forms.FamilyForm,
    "publish": stay_forms.PublishForm,
}


_ACTS: dict[str, Any] = {
    "publish": actions.publish_plan,
    "diet": actions.order_diet,
    "test": actions.order_test,
    "line": actions.add_to_plan,
    "carers": actions.name_carers,
    "expect": actions.expect_home,
    "ask": actions.ask_at_bedside,
    "worry": actions.raise_worry,
    "family": actions.tell_family,
}


@require_POST
@staff(SEEN)
def stay_act(request: StaffRequest, stay_id: UUID, act: str) -> HttpResponse:
    """One action each. The key makes a form that was sent twice act once."""
    found = queries.stay_for(by=request.actor, id=stay_id)
    if act == "unline":
        return _take_out(request, found)
    if act not in _ACTS or not _may(request, act):
        raise NotThere
    form = _form(request, found, None, act, request.POST)
    if form.is_valid():
        try:
            _ACTS[act](stay=found, by=request.actor, key=request.POST.get("key", "")[:80], **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return done(request, _said(act), "console:stay", stay_id)
    return _stay_page(request, found, {act: form}, status=422)


def _said(act: str) -> str:
    return {
        "publish": _("The plan is published. They can read it on their page."),
        "diet": _("The diet is set."),
        "test": _("The test is in their plan. Publish the plan when you have gone through it with them."),
        "line": _("It is in their plan. Publish the plan when you have gone through it with them."),
        "worry": _("Critical care is called. This is promised to them."),
        "family": _("It is on its way to all who may read their record."),
        "ask": _("Asked for. It went straight to those who do it."),
    }.get(act, _("Noted."))


def _take_out(request: StaffRequest, found: Stay) -> HttpResponse:
    try:
        item = queries.plan_item_for(by=request.actor, id=UUID(request.POST.get("item", "")))
    except ValueError:
        raise NotThere from None
    if item.stay_id != found.id:
        raise NotThere
    actions.remove_from_plan(item=item, by=request.actor)
    return done(request, _("Taken out of the plan."), "console:stay", found.id)
