"""What is known of a person, each thing with the small form that changes it, and who said what, how and when."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from almoner.console import details_forms as shapes
from almoner.console.answers import page
from almoner.console.details_rows import carer_rows, changes_shown, consent_rows, reaching_rows, tabs
from almoner.console.gates import StaffRequest, staff
from almoner.console.showing import person_strip
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.messaging.queries import doubted_of
from almoner.people import actions, queries
from almoner.people.models import Person
from almoner.timeline.queries import story_of
from almoner.ui.answers import done

CHANGES = ("person", "contact", "consent", "need", "carer", "account", "record")


@require_GET
@staff(Permission.SEE_RECORD)
def person_details(request: StaffRequest, person_id: UUID) -> HttpResponse:
    return _details(request, queries.person_for(by=request.actor, id=person_id), {})


def _details(request: StaffRequest, person: Person, bound: dict[str, forms.Form], status: int = 200) -> HttpResponse:
    by, may_edit = request.actor, request.actor.may(Permission.EDIT_PEOPLE)
    points = queries.contact_points_of(person=person, by=by)
    needs = queries.needs_of(person=person, by=by)
    events = story_of(person, by, kinds=CHANGES, limit=40)
    context = {
        "person": person,
        "strip": person_strip(person, needs),
        "tabs": tabs(person, "person_details"),
        "may_edit": may_edit,
        "may_restrict": by.may(Permission.SEE_RESTRICTED),
        "points": reaching_rows(points, doubted_of(person, by=by)),
        "needs": needs,
        "carers": carer_rows(queries.carers_of(person=person, by=by)),
        "consents": consent_rows(queries.latest_consents(person=person, by=by)),
        "account": queries.account_of(person=person, by=by),
        "forms": _forms(person, points, bound),
        "opened": set(bound),
        "events": changes_shown(events),
    }
    return page(request, "console/person_details.html", context, here="people", status=status)


def _forms(person: Person, points: Any, bound: dict[str, forms.Form]) -> dict[str, forms.Form]:
    made: dict[str, forms.Form] = {
        "correct": shapes.DetailsForm.of(person),
        "add_contact": shapes.ContactForm(auto_id="contact_%s"),
        "consent": shapes.ConsentForm(auto_id="consent_%s"),
        "note_need": shapes.NeedForm(auto_id="need_%s"),
        "restrict": shapes.RestrictForm(auto_id="restrict_%s"),
        "open_account": shapes.AccountForm(auto_id="account_%s", points=points),
        "close_account": shapes.ReasonForm(auto_id="close_%s"),
    }
    return made | bound


@require_POST
@staff(Permission.EDIT_PEOPLE)
def person_act(request: StaffRequest, person_id: UUID, deed: str) -> HttpResponse:
    """One action each. What is refused comes back beside its form, in words."""
    person = queries.person_for(by=request.actor, id=person_id)
    if deed not in DEEDS:
        raise NotThere
    form = _bound(request, person, deed)
    if form.is_valid():
        try:
            said = DEEDS[deed](request, person, form.cleaned_data)
        except NotThere:
            raise
        except Refused as told:
            form.add_error(None, str(told))
        else:
            return said if isinstance(said, HttpResponse) else done(request, said, "console:person_details", person.id)
    return _details(request, person, {deed: form}, status=422)


def _bound(request: StaffRequest, person: Person, act: str) -> forms.Form:
    if act == "open_account":
        points = queries.contact_points_of(person=person, by=request.actor)
        return shapes.AccountForm(request.POST, auto_id="account_%s", points=points)
    return shapes.FORMS[act](request.POST, auto_id=f"{act}_%s")


def _correct(request: StaffRequest, person: Person, said: dict[str, Any]) -> str:
    reason = said.pop("reason")
    actions.correct_person(person=person, changes=said, reason=reason, by=request.actor)
    return _("Kept. What stood there before is kept too.")


def _add_contact(request: StaffRequest, person: Person, said: dict[str, Any]) -> str:
    first = said.pop("first")
    actions.add_contact(person=person, rank=1 if first else 0, by=request.actor, **said)
    return _("Added.")


def _contact_point(request: StaffRequest, person: Person, said: dict[str, Any]) -> Any:
    """One of theirs that is in use, by its id."""
    points = {point.id: point for point in queries.contact_points_of(person=person, by=request.actor)}
    return _one_of(points, said["thing"])


def _one_of(things: dict[UUID, Any], thing: UUID) -> Any:
    if thing not in things:
        raise NotThere
    return things[thing]


def _verify(request: StaffRequest, person: Person, said: dict[str, Any]) -> str:
    actions.confirm_contact(contact_point=_contact_point(request, person, said), by=request.actor)
    return _("Confirmed: it reaches them.")


def _prefer(request: StaffRequest, person: Person, said: dict[str, Any]) -> str:
    actions.prefer_contact(contact_point=_contact_point(request, person, said), by=request.actor)
    return _("This one is tried first now.")


def _stop(request: StaffRequest, person: Person, said: dict[str, Any]) -> str:
    point = _contact_point(request, person, said)
    actions.stop_contact(contact_point=point, reason=said["reason"], by=request.actor)
    return _("No longer used. We find out how else to reach them.")


def _consent(request: StaffRequest, person: Person, said: dict[str, Any]) -> str:
    actions.answer_consent(person=person, by=request.actor, **said)
    return _("Noted. The latest answer counts.")


def _note_need(request: StaffRequest, person: Person, said: dict[str, Any]) -> str:
    actions.note_need(person=person, by=request.actor, **said)
    return _("Noted. Everyone who meets them sees it.")


def _need(request: StaffRequest, person: Person, said: dict[str, Any]) -> Any:
    return _one_of({need.id: need for need in queries.needs_of(person=person, by=request.actor)}, said["thing"])


def _review_need(request: StaffRequest, person: Person, said: dict[str, Any]) -> str:
    actions.review_need(need=_need(request, person, said), by=request.actor)
    return _("It still holds. We ask again in a year.")


def _end_need(request: StaffRequest, person: Person, said: dict[str, Any]) -> str:
    actions.end_need(need=_need(request, person, said), by=request.actor)
    return _("It holds no longer.")


def _end_carer(request: StaffRequest, person: Person, said: dict[str, Any]) -> str:
    leaves = {leave.id: leave for leave in queries.carers_of(person=person, by=request.actor)}
    actions.end_carer(leave=_one_of(leaves, said["thing"]), reason=said["reason"], by=request.actor)
    return _("They may no longer act for them, from now on.")


def _restrict(request: StaffRequest, person: Person, said: dict[str, Any]) -> str:
    actions.restrict_record(person=person, restricted=not person.restricted, reason=said["reason"], by=request.actor)
    return _("The record is closed now.") if person.restricted else _("The record is open again.")


def _open_account(request: StaffRequest, person: Person, said: dict[str, Any]) -> HttpResponse:
    """The link goes by e-mail; the code is said by another way and shown once."""
    made = actions.open_account_for_person(person=person, email=said["email"], proof=said["proof"], by=request.actor)
    context = {
        "person": person,
        "strip": person_strip(person),
        "tabs": tabs(person, "person_details"),
        "email": made.account.email,
        "code": made.code,
        "link": settings.ALMONER_PUBLIC_URL + reverse("follow_link", args=[made.token]),
    }
    return page(request, "console/account_opened.html", context, here="people")


def _close_account(request: StaffRequest, person: Person, said: dict[str, Any]) -> str:
    account = queries.account_of(person=person, by=request.actor)
    if account is None:
        raise NotThere
    actions.close_account(account=account, reason=said["reason"], by=request.actor)
    return _("Closed. Nobody can sign in with it any more.")


DEEDS: dict[str, Callable[[StaffRequest, Person, dict[str, Any]], str | HttpResponse]] = {
    "correct": _correct,
    "add_contact": _add_contact,
    "verify_contact": _verify,
    "prefer_contact": _prefer,
    "stop_contact": _stop,
    "consent": _consent,
    "note_need": _note_need,
    "review_need": _review_need,
    "end_need": _end_need,
    "end_carer": _end_carer,
    "restrict": _restrict,
    "open_account": _open_account,
    "close_account": _close_account,
}
