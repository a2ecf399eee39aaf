"""Who covers now, being on call, and reaching the clinician who covers a person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from almoner.charter import showing as promises
from almoner.charter.queries import promises_about
from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.reach_forms import AnswerForm, AskForm, NotNeededForm, OnCallForm, TakeOverForm
from almoner.console.reach_shown import (
    covered_shown,
    covering_shown,
    place_shown,
    reach_shown,
    reaches_shown,
    waiting_row,
)
from almoner.console.showing import person_strip
from almoner.core.permissions import Permission
from almoner.core.refusal import NotAllowed, NotThere, Refused
from almoner.desk import actions, covering
from almoner.desk.chain import next_in_line, who_covers
from almoner.desk.models import Reach
from almoner.people.models import Person
from almoner.people.queries import needs_of, person_for
from almoner.ui.answers import done, refused


@require_GET
@staff(Permission.SEE_RECORD)
def reach(request: StaffRequest) -> HttpResponse:
    """The directory: what is covered, by whom, until when, how they are reached, and who comes after them."""
    return _directory(request, None)


def _directory(request: StaffRequest, bound: OnCallForm | None, status: int = 200) -> HttpResponse:
    places = [place_shown(place) for place in covering.directory(by=request.actor)]
    candidates = covering.may_be_put_on_call(by=request.actor)
    context = {
        "covered": [one for one in places if not one["bare"]],
        "bare": [one["name"] for one in places if one["bare"]],
        "mine": covering.covers_of(request.actor),
        "waiting": [waiting_row(one) for one in covering.asked_of(request.actor)],
        "asked": reaches_shown(covering.asked_by(request.actor)),
        "in_time": covering.answered_in_time(by=request.actor),
        "form": bound or (_on_call_form(None, candidates, places) if candidates else None),
        "may_take": request.actor.is_clinician,
        "me": request.actor.staff_id,
    }
    return page(request, "console/reach.html", context, here="reach", status=status)


def _on_call_form(data: Any, candidates: list[Any], places: list[dict[str, Any]]) -> OnCallForm:
    offered = [(str(one["place"].scope), one["place"].code, one["name"]) for one in places]
    return OnCallForm(data, staff=candidates, places=offered)


@require_POST
@staff(Permission.SEE_RECORD)
def put_on_call(request: StaffRequest) -> HttpResponse:
    """Clinicians for themselves, who makes the roster for everybody."""
    candidates = covering.may_be_put_on_call(by=request.actor)
    if not candidates:
        return refused(request, NotAllowed(), "console:reach")
    places = [place_shown(place) for place in covering.directory(by=request.actor)]
    form = _on_call_form(request.POST, candidates, places)
    if form.is_valid():
        try:
            cover = actions.put_on_call(**form.as_arguments, by=request.actor)
        except NotThere:
            raise
        except Refused as told:
            form.add_error(None, str(told))
        else:
            return done(request, _("%(name)s is on call.") % {"name": cover.staff.name}, "console:reach")
    return _directory(request, form, status=422)


@require_http_methods(["GET", "POST"])
@staff(Permission.SEE_CLINICAL)
def take_over(request: StaffRequest, cover_id: UUID) -> HttpResponse:
    """I am on call from now on; who was before is told what was handed over."""
    cover = covering.cover_for(by=request.actor, id=cover_id)
    form = TakeOverForm.of(request.POST or None, cover)
    if form.is_valid():
        try:
            actions.take_over(cover=cover, **form.cleaned_data, by=request.actor)
        except Refused as told:
            form.add_error(None, str(told))
        else:
            return done(request, _("You are on call now."), "console:reach")
    context = {
        "cover": cover,
        "form": form,
        "crumbs": [(_("Who covers"), reverse("console:reach")), (_("Take over"), "")],
    }
    return page(request, "console/take_over.html", context, here="reach", status=422 if form.is_bound else 200)


@require_POST
@staff(Permission.SEE_RECORD)
def end_cover(request: StaffRequest, cover_id: UUID) -> HttpResponse:
    cover = covering.cover_for(by=request.actor, id=cover_id)
    try:
        actions.end_cover(cover=cover, by=request.actor)
    except NotThere:
        raise
    except Refused as told:
        return refused(request, told, "console:reach")
    return done(request, _("%(name)s is no longer on call.") % {"name": cover.staff.name}, "console:reach")


BACK = {"my_day": ("console:my_day",), "reach": ("console:reach",)}
"""Where a form may ask to go on to, by its field `back`; otherwise to the page of the person."""


# ── Asking ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@require_http_methods(["GET", "POST"])
@staff(Permission.SEE_RECORD)
def ask_clinician(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """One look-up: who covers this person now; and what was asked already."""
    person = person_for(by=request.actor, id=person_id)
    covered = who_covers(person, request.actor)
    form = AskForm(request.POST or None, chain=[covering_shown(one) for one in covered.chain])
    if form.is_valid():
        try:
            asked = _ask(request, person, form)
        except NotThere:
            raise
        except Refused as told:
            form.add_error(None, str(told))
        else:
            return done(request, _asked_words(asked), "console:ask_clinician", person_id)
    context = {
        "person": person,
        "strip": person_strip(person, needs_of(person=person, by=request.actor)),
        "covered": covered_shown(covered),
        "form": form,
        "open": [_open(request, one) for one in covering.open_reaches_of(person, request.actor)],
        "crumbs": [
            (_("People"), reverse("console:people")),
            (person.name, reverse("console:person", args=[person.id])),
            (_("Who covers"), ""),
        ],
    }
    return page(request, "console/ask_clinician.html", context, here="people", status=422 if form.is_bound else 200)


def _ask(request: StaffRequest, person: Person, form: AskForm) -> Reach:
    chosen = form.cleaned_data.get("staff")
    chain = who_covers(person, request.actor).chain
    named = next((one.staff for one in chain if str(one.staff.id) == chosen), None)
    key = request.POST.get("key", "")[:80]
    asked: Reach = actions.ask_clinician(
        person=person,
        about=form.cleaned_data["about"],
        staff=named,
        by=request.actor,
        key=key,  # type: ignore[call-arg]
    )
    return asked


def _asked_words(asked: Reach) -> str:
    turn = asked.turns.first()
    if turn is None:
        return _("Nobody is on call. It is promised all the same; every clinician sees it once it is late.")
    if turn.how:
        return _("%(name)s sees it now. Ring too: %(how)s") % {"name": turn.staff.name, "how": turn.how}
    return _("%(name)s sees it now.") % {"name": turn.staff.name}


def _open(request: StaffRequest, one: Reach) -> dict[str, Any]:
    following = next_in_line(one, request.actor)
    return {
        **reach_shown(one),
        "next": covering_shown(following) if following else None,
        "promises": promises.cards(promises_about(subject_id=one.id, by=request.actor)),
        "answer": AnswerForm(auto_id=f"answer_{one.id}_%s") if request.actor.is_clinician else None,
        "not_needed": NotNeededForm(auto_id=f"no_{one.id}_%s"),
    }


@require_POST
@staff(Permission.SEE_RECORD)
def reach_act(request: StaffRequest, reach_id: UUID, act: str) -> HttpResponse:
    """Answer, ask the next, or say that it is no longer needed: one action each."""
    found = covering.reach_for(by=request.actor, id=reach_id)
    if act not in _ACTS:
        raise NotThere
    back = BACK.get(request.POST.get("back", "")) or ("console:ask_clinician", found.person_id)
    try:
        said = _ACTS[act](request, found)
    except NotThere:
        raise
    except Refused as told:
        return refused(request, told, *back)
    return done(request, said, *back)


def _acknowledge(request: StaffRequest, found: Reach) -> str:
    actions.acknowledge(reach=found, answer=request.POST.get("answer", ""), by=request.actor)
    return _("%(name)s sees your answer.") % {"name": found.asked_by.name}


def _next(request: StaffRequest, found: Reach) -> str:
    asked = actions.ask_next(reach=found, by=request.actor)
    return _("%(name)s was asked.") % {"name": reach_shown(asked)["now_asked"]}


def _withdraw(request: StaffRequest, found: Reach) -> str:
    actions.withdraw_ask(reach=found, reason=request.POST.get("reason", ""), by=request.actor)
    return _("Noted. Nobody needs to answer any more.")


_ACTS = {"acknowledge": _acknowledge, "next": _next, "withdraw": _withdraw}
