"""An earlier time that is offered: taking it or not, signed in or by the link in the message.

The link opens nothing by itself. Who follows it says who they are; the session then keeps which offer it is, until it
is answered or its time is over.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from almoner.core.actor import SYSTEM, Actor
from almoner.core.languages import of_reader
from almoner.core.refusal import NotThere, Refused
from almoner.people.queries import link_actor
from almoner.portal.answers import page
from almoner.portal.gates import PatientRequest, patient
from almoner.portal.waiting_rows import offer_row
from almoner.scheduling import actions, queries
from almoner.scheduling.links import offer_of
from almoner.scheduling.models import Offer
from almoner.scheduling.refusals import OfferEnded, OfferTaken
from almoner.scheduling.showing import by_day
from almoner.ui.answers import done
from almoner.ui.dates import DayMonthYear

TOKEN, KNOWN = "offer_token", "offer_known"
"""What the session holds: the link that was followed, and the offer once they have said who they are."""


class WhoForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Your name"), max_length=200)
    birth_on = forms.DateField(label=gettext_lazy("Your date of birth"), widget=DayMonthYear())


# ── Signed in ────────────────────────────────────────────────────────────────────────────────────────────────────────


@require_http_methods(["GET", "POST"])
@patient
def offer(request: PatientRequest, offer_id: UUID) -> HttpResponse:
    found = queries.offer_for(request.actor, offer_id)
    if found.entry.person_id != request.person.id:
        raise NotThere
    if request.method != "POST":
        return _shown(request, found)
    answered = _answer(request, found, request.actor)
    if answered is not None:
        return answered
    if request.POST.get("answer") == "take":
        return done(request, _("It is yours. We confirm it in writing."), "portal:visits")
    return done(request, _("Thank you for telling us. You keep your place on the list."), "portal:places")


def _answer(request: HttpRequest, found: Offer, by: Actor) -> HttpResponse | None:
    """None when it was done; the page that says why not, otherwise. A form sent twice does it once."""
    asked: Any = {"offer": found, "by": by, "key": request.POST.get("key", "")[:80] or None}
    try:
        if request.POST.get("answer") == "take":
            actions.accept_offer(**asked)
        else:
            actions.decline_offer(**asked)
    except NotThere:
        raise
    except (OfferTaken, OfferEnded) as told:
        return _gone(request, found, told)
    except Refused as told:
        return _shown(request, found, refusal=str(told), status=409)
    return None


def _shown(request: HttpRequest, found: Offer, *, refusal: str = "", status: int = 200) -> HttpResponse:
    row = offer_row(found)
    if not row["open"] and not refusal:
        return _gone(request, found, None)
    return page(request, "portal/offer.html", {"row": row, "refusal": refusal}, here="visits", status=status)


def _gone(request: HttpRequest, found: Offer, told: Refused | None) -> HttpResponse:
    """Kindly: what became of it, that their place is kept, and which times there are (WL-6)."""
    times = by_day(told.alternatives) if isinstance(told, OfferTaken) else []
    context = {
        "row": offer_row(found),
        "refusal": str(told) if told else "",
        "times": times,
        "service": found.entry.service,
        "name": found.entry.service.name_in(of_reader()),
        "signed_in": getattr(request, "actor", None) is not None,
    }
    return page(request, "portal/offer_gone.html", context, here="visits", status=409 if told else 200)


# ── By the link of a message ─────────────────────────────────────────────────────────────────────────────────────────


@require_GET
@login_not_required
@never_cache
def follow_offer_link(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address before anything is shown, so that it stays in no history. Who is signed in as
    the person goes on at once."""
    found, actor = offer_of(token), getattr(request, "actor", None)
    if found and actor and actor.person_id and actor.person_id == found.entry.person_id:
        return redirect("portal:offer", offer_id=found.id)
    request.session.pop(KNOWN, None)
    request.session[TOKEN] = token
    return redirect("portal:offer_by_link")


@require_http_methods(["GET", "POST"])
@login_not_required
@never_cache
def offer_by_link(request: HttpRequest) -> HttpResponse:
    """Who are you, then: take it or not. A link that is wrong, used or too old gets one answer (law I-12)."""
    found = offer_of(request.session.get(TOKEN, ""))
    known = found is not None and request.session.get(KNOWN) == str(found.id)
    if found is None or (known and request.method == "POST" and "answer" not in request.POST):
        return _link_over(request)
    if known:
        return _by_link(request, found)
    form = WhoForm(request.POST or None)
    if form.is_valid():
        token = request.session[TOKEN]
        theirs = actions.follow_offer_link(token=token, by=SYSTEM.through("link"), **form.cleaned_data)
        if theirs is not None:
            request.session[KNOWN] = str(theirs.id)
            return redirect("portal:offer_by_link")
        if offer_of(token) is None:
            return _link_over(request)
        form.add_error(None, _("That does not match what we have. Please check it, or ring us."))
    return page(request, "portal/offer_who.html", {"form": form}, status=422 if form.is_bound else 200)


def _by_link(request: HttpRequest, named: Offer) -> HttpResponse:
    by = link_actor(named.entry.person)
    if by is None:
        return _link_over(request)
    found = queries.offer_for(by, named.id)
    if request.method != "POST":
        return _shown(request, found)
    answered = _answer(request, found, by)
    if answered is None or answered.status_code == 409:
        for name in (TOKEN, KNOWN):
            request.session.pop(name, None)
    if answered is not None:
        return answered
    took = request.POST.get("answer") == "take"
    return page(request, "portal/offer_answered.html", {"row": offer_row(found), "took": took})


def _link_over(request: HttpRequest) -> HttpResponse:
    request.session.pop(TOKEN, None)
    return page(request, "portal/offer_link_over.html", status=404)
