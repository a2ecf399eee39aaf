"""Booking for a person: what they need, which times there are, holding one, and booking it; or moving a visit."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from almoner.catalogue.models import Service
from almoner.catalogue.queries import search, service_by_code, specialties_with_services
from almoner.console.answers import page
from almoner.console.booking_forms import NeedForm, WhyMovedForm
from almoner.console.gates import StaffRequest, staff
from almoner.console.seeking import Seeking, seek
from almoner.console.showing import person_strip
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.desk.enums import Channel
from almoner.desk.queries import live_contact_with
from almoner.people.models import Person
from almoner.people.queries import needs_of, person_for
from almoner.scheduling import actions, queries
from almoner.scheduling.enums import Level
from almoner.scheduling.models import Appointment, Hold
from almoner.scheduling.nearest import clinician_of, key_of_hold, nearest_to, site_of_hold
from almoner.scheduling.place_words import extra_words, group_words
from almoner.scheduling.refusals import HoldLapsed, SlotTaken, VisitsClash
from almoner.scheduling.showing import instead_of
from almoner.scheduling.wishes import told as told_of
from almoner.ui.answers import done, refused
from almoner.urgency.actions import close_request
from almoner.urgency.enums import Outcome
from almoner.urgency.models import Request
from almoner.urgency.queries import request_for
from almoner.visits.actions import book_planned
from almoner.visits.enums import StayState
from almoner.visits.models import FollowUpPlan
from almoner.visits.queries import follow_up_for


def around(request: StaffRequest, person: Person, here: str) -> dict[str, Any]:
    """What every page about a person's visits shows: who it is, and the way back to the contact or the record."""
    contact = live_contact_with(person, request.actor)
    back = reverse("console:contact", args=[contact.id]) if contact else reverse("console:person", args=[person.id])
    return {
        "person": person,
        "strip": person_strip(person, needs_of(person=person, by=request.actor)),
        "back": back,
        "contact": contact,
        "crumbs": [(person.name, back), (here, "")],
    }


def acting(request: StaffRequest, person: Person) -> Actor:
    """Who acts, and through which channel the person asked for it."""
    contact = live_contact_with(person, request.actor)
    if contact is None or contact.channel == Channel.WALK_UP:
        return request.actor.through("desk")
    return request.actor.through("phone" if contact.channel == Channel.CALL else contact.channel)


@require_http_methods(["GET", "POST"])
@staff(Permission.BOOK)
def find_service(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """The caller's own words find the service; danger in them is shown first (SEL-9)."""
    person = person_for(by=request.actor, id=person_id)
    form = NeedForm(request.POST or None)
    answering = request_answered(request, person)
    context = {
        **around(request, person, _("Book a visit")),
        "form": form,
        "answering": answering,
        "level": _level_of(request),
    }
    words = form.cleaned_data["text"] if form.is_valid() else answering.words if answering and not form.is_bound else ""
    href = partial(_times_url, request, person)
    if words:
        answer = search(words, language=of_reader(), limit=8)
        found = [
            {"one": one, "href": href(one.service), "summary": one.service.summary_in(of_reader())}
            for one in answer.found
        ]
        context |= {"asked": True, "found": found, "danger": answer.danger and not answering}
    if not words or answering:
        context["specialties"] = [
            {
                "name": specialty.names.get(of_reader()) or specialty.names["en"],
                "services": [(one.name_in(of_reader()), href(one)) for one in offered],
            }
            for specialty, offered in specialties_with_services()
        ]
    return page(request, "console/find_service.html", context, here="desk")


def _times_url(request: StaffRequest, person: Person, service: Service) -> str:
    """Where its times are; with the level and the request, where these are why a visit is booked."""
    asked = {name: request.GET[name] for name in ("level", "request") if request.GET.get(name)}
    address = reverse("console:choose_time", args=[person.id, service.code])
    return f"{address}?{urlencode(asked)}" if asked else address


def _level_of(request: StaffRequest) -> str:
    said = request.GET.get("level", "")
    return str(Level(int(said)).label) if said in {"1", "2", "3", "4", "5"} else ""


@require_http_methods(["GET", "POST"])
@staff(Permission.BOOK)
def choose_time(request: StaffRequest, person_id: UUID, code: str) -> HttpResponse:
    person = person_for(by=request.actor, id=person_id)
    service = service_by_code(code)
    seeking, refused_with = seek(request, person, service), None
    if request.method == "POST":
        held = _hold(request, seeking)
        if isinstance(held, Hold):
            address = reverse("console:confirm_time", args=[held.id])
            return redirect(f"{address}?{seeking.kept}" if seeking.kept else address)
        refused_with = held
    return _times_page(request, seeking, refused_with)


def _hold(request: StaffRequest, seeking: Seeking) -> Hold | Refused:
    asked = seeking.looking.asked
    try:
        return actions.hold(
            service=asked.service,
            time=request.POST.get("time", ""),
            person=asked.person or Person(),
            level=_level(request),
            preferences=asked.wishes.must,
            by=request.actor,
        )
    except Refused as told:
        return told


def _times_page(request: StaffRequest, seeking: Seeking, refused_with: Refused | None) -> HttpResponse:
    """The times that suit; of one that was taken the nearest; or why there are none, and what comes nearest."""
    moving, asked = _moving(request), seeking.looking.asked
    person = asked.person or Person()
    context = {
        **around(request, person, _("Choose another time") if moving else _("Choose a time")),
        "service": asked.service,
        "name": asked.service.name_in(of_reader()),
        "wish": seeking.form,
        "company": "carer" in {*told_of(asked.wishes.must), *told_of(asked.wishes.rather)},
        "moving": moving,
        "plan": _planned(request),
        "answering": request_answered(request, person),
        "level": asked.level,
        "kept": seeking.kept,
        "all_href": seeking.looking.link("", None),
        "refusal": str(refused_with) if refused_with else "",
    }
    if isinstance(refused_with, SlotTaken) and refused_with.alternatives:
        context |= {"view": "taken", "groups": instead_of(refused_with.nearest)}
    else:
        try:
            context |= seeking.shown(request.GET.get("view", ""), request.GET.get("day", ""))
        except Refused as told:
            context |= {"view": "refused", "refusal": str(told)}
    return page(request, "console/choose_time.html", context, here="desk", status=409 if refused_with else 200)


def _moving(request: StaffRequest) -> Appointment | None:
    """The visit that is to be moved, when that is why a time is chosen."""
    asked = request.GET.get("moving") or request.POST.get("moving")
    return queries.appointment_for(request.actor, asked) if asked else None


def _planned(request: StaffRequest) -> FollowUpPlan | None:
    """The follow-up for which a time is chosen, when that is why."""
    asked = request.GET.get("follow_up") or request.POST.get("follow_up")
    try:
        return follow_up_for(by=request.actor, id=UUID(asked)) if asked else None
    except ValueError:
        raise NotThere from None


def request_answered(request: StaffRequest, person: Person) -> Request | None:
    """The request for help of this person that a visit answers, when that is why one is booked."""
    asked = request.GET.get("request") or request.POST.get("request")
    try:
        found = request_for(request.actor, UUID(asked)).request if asked else None
    except ValueError:
        raise NotThere from None
    if found and found.person_id != person.id:
        raise NotThere
    return found


def _level(request: StaffRequest) -> int:
    said = request.POST.get("level", "")
    return int(said) if said in {"1", "2", "3", "4", "5"} else 5


@require_http_methods(["GET", "POST"])
@staff(Permission.BOOK)
def confirm_time(request: StaffRequest, hold_id: UUID) -> HttpResponse:
    try:
        held = queries.hold_for(request.actor, hold_id)
    except NotThere:
        return _over(request)
    moving, plan, answering = _moving(request), _planned(request), request_answered(request, held.person)
    refusal, clash = "", False
    if request.method == "POST":
        try:
            visit = _book(request, held, moving, plan, answering)
        except VisitsClash as told:
            refusal, clash = str(told), True
        except HoldLapsed:
            return _over(request)
        except Refused as told:
            refusal = str(told)
        else:
            said = _("Booked. Read the preparation to them, and have it said back.")
            if plan and plan.stay_id and plan.stay and plan.stay.state == StayState.ADMITTED:
                return done(request, said, "console:going_home", plan.stay_id)
            return done(request, said, "console:appointment", visit.id)
    context = {
        **around(request, held.person, _("Is this right?")),
        "held": held,
        "wanted": key_of_hold(held),
        "clinician": clinician_of(held),
        "where": site_of_hold(held),
        "name": held.service.name_in(of_reader()),
        "group": group_words(held.service),
        "in_addition": extra_words(held.extra),
        "moving": moving,
        "plan": plan,
        "answering": answering,
        "why": WhyMovedForm() if moving else None,
        "seconds": max(0, int((held.lapses_at - clock.now()).total_seconds())),
        "refusal": refusal,
        "clash": clash,
    }
    return page(request, "console/confirm_time.html", context, here="desk", status=409 if refusal else 200)


def _over(request: StaffRequest) -> HttpResponse:
    """A hold that is over: what is nearest to what was wanted, by what the page itself says that this was. Raises
    NotThere where it says nothing, or names somebody out of reach."""
    try:
        person = person_for(by=request.actor, id=UUID(request.POST.get("person", "")))
    except ValueError:
        raise NotThere from None
    seeking = seek(request, person, service_by_code(request.POST.get("code", "")))
    near = nearest_to(seeking.looking.asked, request.POST.get("wanted", ""))
    return _times_page(request, seeking, SlotTaken(lambda: near, HoldLapsed.text))


def _book(
    request: StaffRequest,
    held: Hold,
    moving: Appointment | None,
    plan: FollowUpPlan | None,
    answering: Request | None,
) -> Appointment:
    key, by = request.POST.get("key", "")[:80], acting(request, held.person)
    keep_both = "keep_both" in request.POST
    if moving:
        why = WhyMovedForm(request.POST)
        reason = why.cleaned_data["reason"] if why.is_valid() else ""
        return actions.move(appointment=moving, hold=held, reason=reason, by=by, key=key)  # type: ignore[call-arg]
    if plan:
        return book_planned(plan=plan, hold=held, keep_both=keep_both, by=by, key=key)  # type: ignore[call-arg]
    about = [answering.id] if answering else []
    visit = actions.book(hold=held, person=held.person, keep_both=keep_both, also_about=about, by=by, key=key)  # type: ignore[call-arg]
    if answering:
        _close_as_booked(answering, by)
    return visit


def _close_as_booked(answering: Request, by: Actor) -> None:
    """What was decided and has its visit is over. What nobody has decided yet stays for a clinician."""
    with suppress(Refused):
        close_request(request=answering, outcome=Outcome.BOOKED, by=by)


@require_POST
@staff(Permission.BOOK)
def join_waiting_list(request: StaffRequest, person_id: UUID, code: str) -> HttpResponse:
    """For a time that meets what has to be, or with a visit for an earlier one; the visit is kept meanwhile (WL-5)."""
    person = person_for(by=request.actor, id=person_id)
    visit = _moving(request)
    service = service_by_code(code)
    try:
        actions.join_waiting_list(
            person=person, service=service, appointment=visit, level=_level(request),
            preferences=seek(request, person, service).looking.asked.wishes, by=acting(request, person),
        )  # fmt: skip
    except Refused as told:
        return refused(request, told, "console:person", person_id)
    said = _("They are on the waiting list. We write or ring when a time comes free.")
    return done(request, said, "console:person", person_id)
