"""One contact: who it may be, the whole story once that is sure, how it ended, and ringing back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from almoner.charter import showing as promises
from almoner.console.answers import page
from almoner.console.desk_forms import CallBackForm, CarerForm, EndForm, IdentifyForm, WhoForm
from almoner.console.gates import StaffRequest, staff
from almoner.console.interview_rows import told_by_keys
from almoner.console.received_forms import WriteBackForm
from almoner.console.showing import match_row, person_strip, story_shown
from almoner.console.triage_rows import level_shown
from almoner.console.written_rows import written_shown
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.core.refusal import Refused
from almoner.desk import actions, queries
from almoner.desk.models import Contact
from almoner.desk.story import caller_story, possible_callers
from almoner.people.context import hospital
from almoner.people.enums import CarerScope
from almoner.people.models import Carer, Person
from almoner.people.queries import carers_of, person_for
from almoner.ui.answers import done
from almoner.urgency.danger import danger_signs
from almoner.urgency.queries import asked_lately


@require_http_methods(["GET", "POST"])
@staff(Permission.TAKE_CONTACTS)
def contact(request: StaffRequest, contact_id: UUID) -> HttpResponse:
    """Searched by POST, so that no name stands in an address."""
    found = queries.contact_for(by=request.actor, id=contact_id)
    return _live(request, found) if found.is_live else _ended(request, found)


def live_page(request: StaffRequest, found: Contact, *, write: WriteBackForm, status: int) -> HttpResponse:
    """The page again, with an answer that could not go out as it stands."""
    if not found.is_live:
        return _ended(request, found, status=409)
    return _live(request, found, write=write, status=status)


def _live(
    request: StaffRequest,
    found: Contact,
    *,
    end: EndForm | None = None,
    write: WriteBackForm | None = None,
    status: int = 200,
) -> HttpResponse:
    form = end or EndForm(outcomes=queries.outcomes_for(found), language=of_reader())
    told = told_by_keys(found, request.actor)
    context = {
        "contact": found,
        "end": form,
        "suggested": _suggested(form),
        "signs": _signs(request),
        "told_by_keys": told,
        "asked_lately": _asked_lately(request, found, besides=told["request"].id if told else None),
        "crumbs": _crumbs(),
        **written_shown(found, request.actor, write),
        **(_story(request, found) if found.is_identified else _who(request, found)),
    }
    template = "console/contact_story.html" if found.is_identified else "console/contact.html"
    return page(request, template, context, here="desk", status=status)


def _asked_lately(request: StaffRequest, found: Contact, *, besides: UUID | None) -> list[dict[str, Any]]:
    """Requests for help of whoever speaks that still wait, for who triages: a second contact counts as one (URG-5).
    What they told by keys just now is shown by itself."""
    if not request.actor.may(Permission.SEE_TRIAGE):
        return []
    waiting = asked_lately(by=request.actor, person=found.person, number=found.number)
    return [{"request": one, **level_shown(one.level)} for one in waiting if one.id != besides]


def _suggested(form: EndForm) -> list[dict[str, Any]]:
    """The time that is promised for each outcome when none is written."""
    return [
        {"label": how.label_in(of_reader()), "at": queries.suggested_at(how)}
        for how in form.outcomes.values()
        if how.suggest
    ]


def _signs(request: StaffRequest) -> Any:
    numbers = hospital(request)
    emergency, crisis = numbers["emergency_number"], numbers["crisis_number"]
    return danger_signs(of_reader(), emergency_number=emergency, crisis_number=crisis)


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Desk"), reverse("console:desk")), (_("Contact"), "")]


def _who(request: StaffRequest, found: Contact) -> dict[str, Any]:
    form = WhoForm(request.POST if "text" in request.POST else None)
    text = form.cleaned_data["text"] if form.is_bound and form.is_valid() else ""
    matches = possible_callers(found, text, request.actor)
    return {
        "who": form,
        "searched": bool(text or found.number_key),
        "matches": [match_row(m, reverse("console:contact_who", args=[found.id, m.person.id])) for m in matches],
        "locked": found.wrong_tries >= actions.TRIES,
    }


def _story(request: StaffRequest, found: Contact) -> dict[str, Any]:
    story = caller_story(found, request.actor)
    return {
        **story_shown(story),
        "promises": promises.cards(story.promises),
        "contacts": queries.in_words([one for one in story.contacts if one.id != found.id], of_reader()),
    }


def _ended(
    request: StaffRequest, found: Contact, *, form: CallBackForm | None = None, status: int = 200
) -> HttpResponse:
    made = queries.promises_of(found, request.actor)
    context = {
        "contact": found,
        "outcome": queries.in_words([found], of_reader())[0][1] or _("Nobody answered in time"),
        "promises": promises.cards(made),
        "is_open": found.called_back_at is None and any(one.ended_at is None for one in made),
        "form": form or CallBackForm(),
        "crumbs": _crumbs(),
        **written_shown(found, request.actor),
    }
    return page(request, "console/contact_ended.html", context, here="desk", status=status)


@require_http_methods(["GET", "POST"])
@staff(Permission.TAKE_CONTACTS)
def contact_who(request: StaffRequest, contact_id: UUID, person_id: UUID) -> HttpResponse:
    """Is it them? Two things must fit."""
    found = queries.contact_for(by=request.actor, id=contact_id)
    person = person_for(by=request.actor, id=person_id)
    form = IdentifyForm(request.POST or None)
    if not form.is_valid():
        return _is_it(request, found, person, own=form)
    return _tried(
        request,
        lambda: actions.identify(contact=found, person=person, by=request.actor, **form.cleaned_data),
        lambda tried, status: _is_it(request, tried or found, person, own=form, status=status),
        form,
    )


@require_POST
@staff(Permission.TAKE_CONTACTS)
def contact_carer(request: StaffRequest, contact_id: UUID, person_id: UUID) -> HttpResponse:
    """Somebody speaks for them: their code word must fit."""
    found = queries.contact_for(by=request.actor, id=contact_id)
    person = person_for(by=request.actor, id=person_id)
    leaves = _speakers(request, person)
    form = CarerForm(request.POST, carers=leaves, auto_id="carer_%s")
    if not form.is_valid():
        return _is_it(request, found, person, carer=form, status=422)
    caller = next(one.carer for one in leaves if str(one.carer_id) == form.cleaned_data["caller"])
    word = form.cleaned_data["code_word"]
    return _tried(
        request,
        lambda: actions.speak_with_carer(contact=found, person=person, caller=caller, code_word=word, by=request.actor),
        lambda tried, status: _is_it(request, tried or found, person, carer=form, status=status),
        form,
    )


def _tried(
    request: StaffRequest,
    deed: Callable[[], Contact],
    again: Callable[[Contact | None, int], HttpResponse],
    form: forms.Form,
) -> HttpResponse:
    """Go on when it fitted. Otherwise ask again, without saying what did not."""
    try:
        tried = deed()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return again(None, refusal.status)
    if tried.is_identified:
        return done(request, _("That fits. You may speak about everything."), "console:contact", tried.id)
    form.add_error(None, _("That is not enough. Ask for something else, and do not say what did not fit."))
    return again(tried, 422)


def _speakers(request: StaffRequest, person: Person) -> list[Carer]:
    """Who may speak for them on the telephone."""
    return [one for one in carers_of(person=person, by=request.actor) if CarerScope.PHONE in one.scopes]


def _is_it(
    request: StaffRequest,
    found: Contact,
    person: Person,
    *,
    own: IdentifyForm | None = None,
    carer: CarerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    speakers = _speakers(request, person)
    context = {
        "contact": found,
        "person": person,
        "strip": person_strip(person),
        "form": own or IdentifyForm(),
        "carer_form": carer or CarerForm(carers=speakers, auto_id="carer_%s") if speakers else None,
        "tries_left": max(0, actions.TRIES - found.wrong_tries),
        "crumbs": [
            (_("Desk"), reverse("console:desk")),
            (_("Contact"), reverse("console:contact", args=[found.id])),
            (_("Who is it?"), ""),
        ],
    }
    return page(request, "console/contact_who.html", context, here="desk", status=status)


@require_POST
@staff(Permission.TAKE_CONTACTS)
def end_contact(request: StaffRequest, contact_id: UUID) -> HttpResponse:
    found = queries.contact_for(by=request.actor, id=contact_id)
    form = EndForm(request.POST, outcomes=queries.outcomes_for(found), language=of_reader())
    if form.is_valid():
        try:
            actions.end_contact(contact=found, by=request.actor, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return done(request, _("The contact has ended."), "console:contact", contact_id)
    return _live(request, found, end=form, status=422) if found.is_live else _ended(request, found, status=409)


@require_POST
@staff(Permission.TAKE_CONTACTS)
def call_back(request: StaffRequest, contact_id: UUID) -> HttpResponse:
    found = queries.contact_for(by=request.actor, id=contact_id)
    form = CallBackForm(request.POST)
    if form.is_valid():
        try:
            actions.call_back_done(contact=found, by=request.actor, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return done(request, _("Noted. The promise is kept."), "console:desk")
    return _ended(request, found, form=form, status=422)
