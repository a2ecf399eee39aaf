"""The first page: what to do next for who is signed in, where to begin for who is not."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from almoner.charter import queries as charter
from almoner.charter import showing
from almoner.core import clock
from almoner.core.refusal import NotThere
from almoner.people.queries import cared_for_by, person_for
from almoner.people.rules import may_see_record
from almoner.portal.answers import page
from almoner.portal.gates import ACTING_FOR, PatientRequest, patient
from almoner.portal.visits import row
from almoner.portal.waiting_rows import open_offers
from almoner.scheduling.queries import appointments_of
from almoner.scheduling.rules import can_book_for
from almoner.ui.answers import done
from almoner.urgency.interviews import interviews_to_go_on
from almoner.visits.queries import at_the_door, live_visit_of

SOONEST_PROMISES = 3
SECURITY_TXT_HOLDS = timedelta(days=180)


@require_GET
@login_not_required
def front(request: HttpRequest) -> HttpResponse:
    """Where everybody comes in: staff go on to their work, people to their home."""
    actor = getattr(request, "actor", None)
    if actor and actor.is_staff:
        return redirect("console:home")
    if actor:
        return redirect("portal:home")
    deeds = [
        _unwell(),
        {
            "href": reverse("portal:find"),
            "icon": "search",
            "label": _("Find care"),
            "hint": _("Say in your own words what you need"),
        },
        {
            "href": reverse("portal:home"),
            "icon": "calendar",
            "label": _("My visits and promises"),
            "hint": _("Sign in with a code that we send you"),
        },
        {
            "href": reverse("portal:other_ways"),
            "icon": "phone",
            "label": _("By telephone or post"),
            "hint": _("Everything here can be done without the web"),
        },
        _tell_us(),
    ]
    return page(request, "portal/front.html", {"deeds": deeds})


def _tell_us() -> dict[str, str]:
    """Complaints and thanks, from anybody."""
    return {
        "href": reverse("portal:tell_us"),
        "icon": "star",
        "label": _("Complain or say thank you"),
        "hint": _("A person reads it and answers"),
    }


def _unwell() -> dict[str, str]:
    """The way to tell a nurse, before anything is looked for or booked."""
    return {
        "href": reverse("portal:intake_danger"),
        "icon": "stethoscope",
        "label": _("I feel unwell"),
        "hint": _("Tell us, and a nurse looks at it"),
    }


@require_GET
@login_not_required
def other_ways(request: HttpRequest) -> HttpResponse:
    return page(request, "portal/other_ways.html")


@require_GET
@login_not_required
def security_txt(_request: HttpRequest) -> HttpResponse:
    """Where somebody who found a hole can tell it (RFC 9116). A page that a human answers, where no address is set."""
    own = settings.ALMONER_PUBLIC_URL
    lines = [
        f"Contact: {settings.ALMONER_SECURITY_CONTACT or own + reverse('portal:other_ways')}",
        f"Expires: {(clock.now() + SECURITY_TXT_HOLDS).strftime('%Y-%m-%dT%H:%M:%SZ')}",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {own}{reverse('portal:security_txt')}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@require_GET
@patient
def home(request: PatientRequest) -> HttpResponse:
    visits = appointments_of(request.person, request.actor, upcoming=True)
    promises = charter.promises_for_person(person=request.person, by=request.actor)
    live = [promise for promise in promises if promise.ended_at is None]
    context = {
        "offers": open_offers(request),
        "next_visit": row(visits[0]) if visits else None,
        "promises": showing.cards(live[:SOONEST_PROMISES]),
        "more_promises": max(0, len(live) - SOONEST_PROMISES),
        "deeds": _deeds(request),
        "here": live_visit_of(person=request.person, by=request.actor),
        "in_bed": at_the_door(request.person, request.actor),
        "cared_for": [one for one in cared_for_by(request.signed_in_actor) if one.person.id != request.person.id],
    }
    return page(request, "portal/home.html", context, here="home")


def _deeds(request: PatientRequest) -> list[dict[str, str]]:
    """What can be done from here: the pages that are also ways onward, with a word of what they are."""
    deeds = [
        *_questions(request),
        _unwell(),
        {
            "href": reverse("portal:find"),
            "icon": "search",
            "label": _("Book a visit"),
            "hint": _("Say what you need, we find who helps"),
        },
        {"href": reverse("portal:visits"), "icon": "calendar", "label": _("All my visits"), "hint": ""},
    ]
    hint = _("Who may act for me, and for whom I may")
    deeds.append({"href": reverse("portal:carers"), "icon": "carer", "label": _("Who helps whom"), "hint": hint})
    if can_book_for(request.person, request.actor):
        hint = _("Your places, and earlier times that are offered to you")
        deeds.append({"href": reverse("portal:places"), "icon": "clock", "label": _("Waiting list"), "hint": hint})
    if may_see_record(request.person, request.actor):
        hint = _("All that happened, and who looked at my record")
        after, ask = _("What comes next, and how are you?"), _("A nurse or a doctor answers")
        deeds += [
            {"href": reverse("portal:aftercare"), "icon": "home", "label": _("After going home"), "hint": after},
            {"href": reverse("portal:questions"), "icon": "question", "label": _("Ask a question"), "hint": ask},
            {"href": reverse("portal:journey"), "icon": "list", "label": _("My journey"), "hint": hint},
        ]
    deeds.append(_tell_us())
    return deeds


def _questions(request: PatientRequest) -> list[dict[str, str]]:
    """To go on where they were cut off, on whatever way they began."""
    if not interviews_to_go_on(request.actor, request.person):
        return []
    hint = _("You told us what is wrong. A few questions are left.")
    return [{"href": reverse("portal:intake_question"), "icon": "question", "label": _("Go on"), "hint": hint}]


@require_POST
@patient
def act_for(request: PatientRequest) -> HttpResponse:
    """Turn to the pages of somebody whom one cares for, or back to one's own."""
    chosen = request.POST.get("person", "")
    own = request.signed_in_actor
    if not chosen or chosen == str(own.person_id):
        request.session.pop(ACTING_FOR, None)
        return done(request, _("You are back on your own pages."), "portal:home")
    for one in cared_for_by(own):
        if str(one.person.id) == chosen:
            person = person_for(by=own, id=one.person.id)
            request.session[ACTING_FOR] = str(person.id)
            return done(request, _("These are the pages of %(name)s.") % {"name": person.name}, "portal:home")
    raise NotThere
