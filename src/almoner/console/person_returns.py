"""Patient-initiated follow-up of one person: left open by a clinician, asked for and answered by telephone too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from almoner.aftercare import actions, queries
from almoner.aftercare.enums import AtEnd, ReturnState
from almoner.aftercare.models import OpenReturn
from almoner.catalogue.queries import service_by_code, services
from almoner.charter import queries as charter
from almoner.charter import showing
from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.showing import person_strip
from almoner.core import audit
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.people.models import Person
from almoner.people.queries import needs_of, person_for
from almoner.ui.answers import done, refused


class LeaveOpenForm(forms.Form):
    service = forms.ChoiceField(label=gettext_lazy("They may come back for"))
    watch_for = forms.CharField(
        label=gettext_lazy("What to watch for"),
        max_length=2000,
        help_text=gettext_lazy("One thing on each line, in words that they understand."),
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
    )
    valid_until = forms.DateField(label=gettext_lazy("Until"), widget=forms.DateInput(attrs={"type": "date"}))
    see_within_days = forms.IntegerField(
        label=gettext_lazy("Seen within so many days of asking"), min_value=1, max_value=28, initial=7
    )


@require_GET
@staff(Permission.FOLLOW_UP)
def person_returns(request: StaffRequest, person_id: UUID) -> HttpResponse:
    return _page(request, person_for(by=request.actor, id=person_id))


def _form(request: StaffRequest, *, bound: bool = False) -> LeaveOpenForm:
    form = LeaveOpenForm(request.POST if bound else None)
    offered = [(one.code, one.name_in(of_reader())) for one in services().order_by("code")]
    form.fields["service"].choices = offered  # type: ignore[attr-defined]
    return form


def _page(request: StaffRequest, person: Person, form: LeaveOpenForm | None = None, status: int = 200) -> HttpResponse:
    by = request.actor
    audit.read(what="record", person_id=person.id, by=by)
    found = queries.returns_of(person, by=by)
    context = {
        "person": person,
        "strip": person_strip(person, needs_of(person=person, by=by)),
        "returns": [_row(one, request) for one in found if one.state != ReturnState.ENDED],
        "ended": [
            {"way_back": one, "name": one.service.name_in(of_reader())}
            for one in found
            if one.state == ReturnState.ENDED
        ],
        "form": (form or _form(request)) if by.is_clinician else None,
        "answers": AtEnd.choices,
        "may_end": by.is_clinician,
        "crumbs": [
            (_("People"), reverse("console:people")),
            (person.name, reverse("console:person", args=[person.id])),
            (_("Coming back by themselves"), ""),
        ],
    }
    return page(request, "console/person_returns.html", context, here="people", status=status)


def _row(one: OpenReturn, request: StaffRequest) -> dict[str, Any]:
    return {
        "way_back": one,
        "name": one.service.name_in(of_reader()),
        "ending": one.state == ReturnState.ENDING,
        "promises": showing.cards(charter.promises_about(subject_id=one.id, by=request.actor)),
    }


@require_POST
@staff(Permission.FOLLOW_UP)
def person_returns_act(request: StaffRequest, person_id: UUID, deed: str) -> HttpResponse:
    """Leave open, ask, agree on something else, answer, end: one action each."""
    person = person_for(by=request.actor, id=person_id)
    if deed == "leave-open":
        return _leave_open(request, person)
    found = queries.return_for(_key(request), by=request.actor)
    if found.person_id != person.id or deed not in _ACTS:
        raise NotThere
    try:
        said = _ACTS[deed](request, found)
    except NotThere:
        raise
    except Refused as told:
        return refused(request, told, "console:person_returns", person_id)
    return done(request, said, "console:person_returns", person_id)


def _key(request: StaffRequest) -> UUID:
    try:
        return UUID(request.POST.get("way_back", ""))
    except ValueError as wrong:
        raise NotThere from wrong


def _leave_open(request: StaffRequest, person: Person) -> HttpResponse:
    form = _form(request, bound=True)
    if form.is_valid():
        said = form.cleaned_data
        terms = actions.Terms(
            service=service_by_code(said["service"]),
            watch_for=said["watch_for"].splitlines(),
            valid_until=said["valid_until"],
            see_within_days=said["see_within_days"],
        )
        try:
            actions.open_return(person=person, terms=terms, by=request.actor, **_once(request))
        except NotThere:
            raise
        except Refused as told:
            form.add_error(None, str(told))
        else:
            return done(request, _("They are told in writing."), "console:person_returns", person.id)
    return _page(request, person, form, status=422)


def _once(request: StaffRequest) -> Any:
    return {"key": request.POST.get("key", "")[:80]}


def _ask(request: StaffRequest, found: OpenReturn) -> str:
    words = request.POST.get("words", "")[:1000]
    by = request.actor.through("desk")
    made = actions.ask_return(way_back=found, words=words, language=of_reader(), by=by, **_once(request))
    if words.strip() and made.request:
        alarm = _("A nurse has been told: %(reference)s. Stay on the line if it is an emergency.")
        return alarm % {"reference": made.request.reference}
    return _("A time is promised to them. Find one now if you can.")


def _arrange(request: StaffRequest, found: OpenReturn) -> str:
    actions.arrange_return(way_back=found, how=request.POST.get("how", ""), by=request.actor)
    return _("Noted.")


def _answer(request: StaffRequest, found: OpenReturn) -> str:
    answer = request.POST.get("answer", "")
    actions.answer_at_end(way_back=found, answer=answer, by=request.actor.through("desk"), **_once(request))
    return _("Noted.")


def _end(request: StaffRequest, found: OpenReturn) -> str:
    actions.end_return(way_back=found, reason=request.POST.get("reason", ""), by=request.actor)
    return _("Ended. They see why.")


_ACTS: dict[str, Callable[[StaffRequest, OpenReturn], str]] = {
    "ask": _ask,
    "arrange": _arrange,
    "answer": _answer,
    "end": _end,
}
