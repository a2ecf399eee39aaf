"""The waiting list: who waits, what they are offered, answering for who rings, and what came of offers."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from almoner.catalogue.queries import service_by_code
from almoner.charter import showing as promises
from almoner.charter.queries import promises_about
from almoner.console.answers import page
from almoner.console.booking import acting, around
from almoner.console.gates import StaffRequest, staff
from almoner.console.offers_forms import PauseForm, ResumeForm
from almoner.console.offers_rows import pause_row, rules_row, time_choices
from almoner.console.outcomes_rows import outcome_tables
from almoner.console.waiting_forms import AnswerForm, LeaveForm, OfferForm, PushForm, StopForm
from almoner.console.waiting_rows import entry_row, offer_row
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.messaging.reading_out import read_out
from almoner.scheduling import actions, queries
from almoner.scheduling import waiting_list as waiting
from almoner.scheduling.enums import EntryState
from almoner.scheduling.models import Offer, OfferPause
from almoner.scheduling.offer_rules import rules_in_force
from almoner.scheduling.offers_now import times_of, times_to_offer
from almoner.scheduling.pausing import pause_of
from almoner.scheduling.times import Time
from almoner.scheduling.waiting_list import Waits
from almoner.ui.answers import done


@require_GET
@staff(Permission.BOOK)
def waiting_list(request: StaffRequest) -> HttpResponse:
    """The more urgent first, then who has waited the larger share of what is aimed at."""
    code = request.GET.get("service", "")
    here = reverse("console:waiting_list")
    tabs = [{"label": _("Everything"), "href": here, "current": not code, "count": None}]
    for service, count in waiting.services_waited_for(by=request.actor):
        name, href = service.name_in(of_reader()), f"{here}?service={service.code}"
        tabs.append({"label": name, "href": href, "current": service.code == code, "count": count})
    rows = [entry_row(row) for row in waiting.waiting_list(by=request.actor, service_code=code)]
    context = {"rows": rows, "tabs": tabs, "code": code, "rules": rules_row(rules_in_force()), **_push(request, code)}
    return page(request, "console/waiting_list.html", context, here="waiting_list")


def _push(request: StaffRequest, code: str) -> dict[str, Any]:
    """What pushing a time of one service needs: the pause that holds, or the free times."""
    try:
        service = service_by_code(code)
    except NotThere:
        return {}
    pause = pause_of(service=service)
    times = [] if pause else times_of(service, by=request.actor)
    return {"pause": pause_row(pause) if pause else None, "push": PushForm(times=time_choices(times))}


@require_GET
@staff(Permission.BOOK)
def offer_outcomes(request: StaffRequest) -> HttpResponse:
    """What came of the offers of the last 90 days, and for whom (WL-8)."""
    context = {
        "tables": outcome_tables(waiting.offer_outcomes(by=request.actor)),
        "crumbs": [(_("Waiting list"), reverse("console:waiting_list")), (_("What came of offers"), "")],
    }
    return page(request, "console/offer_outcomes.html", context, here="waiting_list")


@require_GET
@staff(Permission.BOOK)
def waiting_entry(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    return _entry(request, waiting.entry_for(by=request.actor, id=entry_id), {})


def _entry(request: StaffRequest, row: Waits, bound: dict[str, Any], status: int = 200) -> HttpResponse:
    entry, offer = row.entry, row.open_offer
    subject = offer.id if offer else entry.id
    live, pause = entry.state == EntryState.WAITING, pause_of(person=entry.person)
    times = times_to_offer(entry, by=request.actor) if live and not offer and not pause else []
    context = {
        **around(request, entry.person, _("Waiting list")),
        "row": entry_row(row),
        "live": live,
        "pause": pause_row(pause) if pause and live else None,
        "offers": [offer_row(one) for one in row.offers],
        "script": _script(request, offer) if offer else [],
        "forms": _forms(row, bound, pause, times) if live else [],
        "promises": promises.cards(promises_about(subject_id=subject, by=request.actor)),
    }
    return page(request, "console/waiting_entry.html", context, here="waiting_list", status=status)


def _script(request: StaffRequest, offer: Offer) -> list[str]:
    person, by = offer.entry.person, request.actor
    return read_out(kind="offer.made", subject_id=offer.id, person=person, language=of_reader(), by=by)


def _forms(row: Waits, bound: dict[str, Any], pause: OfferPause | None, times: list[Time]) -> list[dict[str, Any]]:
    asked, free = bool(row.open_offer), not row.open_offer and pause is None
    push = partial(OfferForm, times=time_choices(times))
    shapes: list[tuple[Any, ...]] = [
        ("answer", _("They answer"), AnswerForm, _("Note the answer"), "primary", "t", asked),
        ("stop", _("Take the offer back"), StopForm, _("Take the offer back"), "secondary", "", asked),
        ("offer", _("Offer them a free time"), push, _("Offer it"), "primary", "o", free),
        ("resume", _("Offer them times again"), ResumeForm, _("End the pause"), "primary", "", pause is not None),
        ("pause", _("Offer them nothing for a while"), PauseForm, _("Pause"), "secondary", "", pause is None),
        ("leave", _("They no longer want to wait"), LeaveForm, _("Take them off the list"), "secondary", "", True),
    ]
    return [
        {
            "act": act, "title": title, "form": bound.get(act) or form(auto_id=f"{act}_%s"),
            "button": button, "kind": kind, "key": key,
        }
        for act, title, form, button, kind, key, shown in shapes
        if shown
    ]  # fmt: skip


@require_POST
@staff(Permission.BOOK)
def waiting_act(request: StaffRequest, entry_id: UUID, act: str) -> HttpResponse:
    """Offer, answer, take back, or leave the list: one action each."""
    row = waiting.entry_for(by=request.actor, id=entry_id)
    if act not in _ACTS:
        raise NotThere
    form = _bound(request, row, act)
    if form.is_valid():
        try:
            said = _ACTS[act][1](request, row, form.cleaned_data)
        except NotThere:
            raise
        except Refused as told:
            form.add_error(None, str(told))
        else:
            return done(request, said, "console:waiting_entry", entry_id)
    return _entry(request, waiting.entry_for(by=request.actor, id=entry_id), {act: form}, status=422)


def _bound(request: StaffRequest, row: Waits, act: str) -> Any:
    more = {"times": time_choices(times_to_offer(row.entry, by=request.actor))} if act == "offer" else {}
    return _ACTS[act][0](request.POST, auto_id=f"{act}_%s", **more)


def _offer(request: StaffRequest, row: Waits, said: dict[str, Any]) -> str:
    actions.offer_to(entry=row.entry, reason=said["reason"], time=said["time"], by=request.actor)
    return _("Offered. Say it to them if they are on the line.")


def _pause(request: StaffRequest, row: Waits, said: dict[str, Any]) -> str:
    actions.pause_offers(person=row.entry.person, until=said["until"], reason=said["reason"], by=request.actor)
    return _("Paused. It ends by itself; they keep their place.")


def _resume(request: StaffRequest, row: Waits, _said: dict[str, Any]) -> str:
    pause = pause_of(person=row.entry.person)
    if pause is None:
        return _("This pause had ended already.")
    actions.resume_offers(pause=pause, by=request.actor)
    return _("The pause is over. Times are offered again.")


def _answer(request: StaffRequest, row: Waits, said: dict[str, Any]) -> str:
    offer, by = _open(row, request), acting(request, row.entry.person)
    if said["answer"] == "take":
        actions.accept_offer(offer=offer, by=by)
        return _("Taken. They get it in writing.")
    actions.decline_offer(offer=offer, by=by)
    return _("Noted. They keep their place, and the visit that they have.")


def _stop(request: StaffRequest, row: Waits, said: dict[str, Any]) -> str:
    actions.stop_offer(offer=_open(row, request), reason=said["reason"], by=request.actor)
    return _("Taken back. They keep their place.")


def _open(row: Waits, request: StaffRequest) -> Any:
    """The offer that the page showed, though it may have ended since: the action then says so."""
    shown = row.open_offer or (row.offers[0] if row.offers else None)
    if shown is None:
        raise NotThere
    return queries.offer_for(request.actor, shown.id)


def _leave(request: StaffRequest, row: Waits, said: dict[str, Any]) -> str:
    by = acting(request, row.entry.person)
    actions.leave_waiting_list(entry=row.entry, reason=said["reason"], by=by)
    return _("They are off the list. A visit that they have stays.")


_ACTS: dict[str, tuple[Any, Any]] = {
    "offer": (OfferForm, _offer),
    "answer": (AnswerForm, _answer),
    "pause": (PauseForm, _pause),
    "resume": (ResumeForm, _resume),
    "stop": (StopForm, _stop),
    "leave": (LeaveForm, _leave),
}
