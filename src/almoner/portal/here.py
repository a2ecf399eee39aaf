"""“I am here”: by the link of a message, by the code on the poster, or from one's own page of the visit.

Whoever is not signed in gives two identifiers. Which visit a browser has said so for is kept in its session and nowhere
in an address; the session is then the proof of whose it is, and so the system acts for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from almoner.core import days
from almoner.core.actor import SYSTEM
from almoner.core.refusal import NotThere, Refused
from almoner.people.sites import site_with, sites
from almoner.portal.answers import page
from almoner.portal.gates import PatientRequest, patient
from almoner.portal.here_forms import WhoForm
from almoner.portal.visits import visit_of
from almoner.ui.answers import done, refused
from almoner.visits import actions
from almoner.visits.enums import How
from almoner.visits.models import Visit
from almoner.visits.refusals import ArrivedLate, HereAlready, NotRecognised

TOKEN, HERE = "here_token", "here_visit"
"""What the session holds: the link that was followed, and the visit for which this browser said so."""


@require_GET
@login_not_required
def here(request: HttpRequest) -> HttpResponse:
    """Which site? Where there is one, that."""
    known = sites()
    if len(known) == 1:
        return redirect("portal:here_at", known[0].code)
    deeds = [{"href": reverse("portal:here_at", args=[site.code]), "icon": "map", "label": site.name} for site in known]
    return page(request, "portal/here.html", {"deeds": deeds})


@require_http_methods(["GET", "POST"])
@login_not_required
@never_cache
def here_at(request: HttpRequest, code: str) -> HttpResponse:
    """The code on the poster leads here."""
    site = site_with(code)
    check_in: Callable[..., Visit] = actions.check_in_by_name
    return _say_so(request, check_in, {"site": site, "how": How.QR}, "qr", {"place": site.name})


@require_GET
@login_not_required
@never_cache
def here_link(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address before anything is shown, so that it stays in no history."""
    request.session[TOKEN] = token
    return redirect("portal:here_by_link")


@require_http_methods(["GET", "POST"])
@login_not_required
@never_cache
def here_by_link(request: HttpRequest) -> HttpResponse:
    """The link opens nothing by itself, and looks the same whether it is right or not (law I-28)."""
    token = request.session.get(TOKEN, "")
    if not token:
        return redirect("portal:here")
    return _say_so(request, actions.check_in_by_link, {"token": token}, "link", {})


def _say_so(
    request: HttpRequest, check_in: Callable[..., Visit], known: dict[str, Any], via: str, more: dict[str, Any]
) -> HttpResponse:
    form, late = WhoForm(request.POST or None), False
    if form.is_valid():
        try:
            _need_tries(request, known)
            waits = request.POST.get("will_wait") == "yes"
            visit = check_in(**known, **form.cleaned_data, will_wait=waits, by=SYSTEM.through(via))
        except ArrivedLate:
            late = True
        except HereAlready as told:
            return _onward(request, UUID(told.facts["visit"]))
        except Refused as told:
            if isinstance(told, NotRecognised):
                _count_try(request, known)
            form.add_error(None, str(told))
        else:
            return _onward(request, visit.id)
    status = 409 if late else 422 if form.is_bound else 200
    return page(request, "portal/here_who.html", {"form": form, "late": late, **more}, status=status)


def _onward(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """From now on this browser knows the visit; its session gets a new key, so that nobody rides on the old one."""
    request.session.cycle_key()
    request.session.pop(TOKEN, None)
    request.session[HERE] = str(visit_id)
    return redirect("portal:waiting")


def _need_tries(request: HttpRequest, known: dict[str, Any]) -> None:
    if not ratelimit.consume(request, action="check_in_failed", key=_key(request, known), dry_run=True):
        raise Refused(_("That has not worked several times. Please come to the desk; we look together."))


def _count_try(request: HttpRequest, known: dict[str, Any]) -> None:
    ratelimit.consume(request, action="check_in_failed", key=_key(request, known))


def _key(request: HttpRequest, known: dict[str, Any]) -> str:
    """Guesses are counted for one link, or for one browser at the poster."""
    if "token" in known:
        return str(known["token"])
    if not request.session.session_key:
        request.session.create()
    return str(request.session.session_key)


@require_POST
@patient
def come_later(request: PatientRequest, visit_id: UUID) -> HttpResponse:
    """The clinic runs late: they come when they can expect to be seen."""
    found = visit_of(request, visit_id)
    try:
        notice = actions.come_later(appointment=found, by=request.actor)
    except NotThere:
        raise
    except Refused as told:
        return refused(request, told, "portal:visit", visit_id)
    said = _("Thank you. We expect you at %s, and you keep your turn.") % days.clock(notice.expected_there)
    return done(request, said, "portal:visit", visit_id)


@require_POST
@patient
def say_here(request: PatientRequest, visit_id: UUID) -> HttpResponse:
    """From one's own page of the visit. Who is late has been told so there, and waits."""
    found = visit_of(request, visit_id)
    waits = request.POST.get("will_wait") == "yes"
    try:
        actions.check_in(appointment=found, how=How.LINK, will_wait=waits, by=request.actor)
    except HereAlready:
        return redirect("portal:waiting")
    except NotThere:
        raise
    except Refused as told:
        return refused(request, told, "portal:visit", visit_id)
    return done(request, _("Thank you. We know that you are here."), "portal:waiting")
