"""The device at the door: name and date of birth, large, and nothing of it left for whoever comes next.

The device itself is known by a cookie that reception let it have; who uses it is known by two identifiers. After each
person everything is forgotten: the session, the language, and the page by the header that leads back to the start.
"""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from almoner.core.actor import SYSTEM
from almoner.core.refusal import NotThere, Refused
from almoner.ui.answers import page
from almoner.ui.dates import DayMonthYear
from almoner.visits import actions, queries
from almoner.visits.arrivals import FETCH
from almoner.visits.models import Kiosk, Visit
from almoner.visits.refusals import ArrivedLate, CodeWrong, HereAlready

COOKIE = "almoner-kiosk"
A_YEAR = 365 * 24 * 3600
FORGET_AFTER = 45
"""Seconds after which an answer leaves the screen."""
SAID = "kiosk_said"
DEVICE = SYSTEM.through("kiosk")


class HereForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=240, widget=forms.TextInput({"autocomplete": "off"})
    )
    birth_on = forms.DateField(label=gettext_lazy("Your date of birth"), widget=DayMonthYear())


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code from the desk"),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "off", "dir": "ltr"}),
    )


def _device(request: HttpRequest) -> Kiosk | None:
    try:
        return queries.kiosk_with(secret=request.COOKIES.get(COOKIE, ""))
    except NotThere:
        return None


@require_http_methods(["GET", "POST"])
@login_not_required
@never_cache
def kiosk(request: HttpRequest) -> HttpResponse:
    device = _device(request)
    if device is None:
        return page(request, "lobby/set_up.html", {"form": CodeForm()}, status=200 if request.method == "GET" else 404)
    form, late = HereForm(request.POST or None), False
    if form.is_valid():
        try:
            waits = request.POST.get("will_wait") == "yes"
            visit = actions.say_here_at_kiosk(kiosk=device, will_wait=waits, by=DEVICE, **form.cleaned_data)
        except ArrivedLate:
            late = True
        except HereAlready as told:
            return _remember(request, ticket=told.facts["ticket"])
        except Refused as told:
            form = HereForm()
            return _forgotten(page(request, "lobby/to_the_desk.html", {"told": str(told)}, status=422))
        else:
            return _remember(request, **_told(visit))
    response = page(request, "lobby/kiosk.html", {"form": form, "late": late, "site": device.site})
    return _forgotten(response) if late else response


def _told(visit: Visit) -> dict[str, Any]:
    needs = queries.needs_of_visit(visit=visit, by=DEVICE)
    return {"ticket": visit.ticket, "fetched": any(need.kind in FETCH for need in needs)}


def _remember(request: HttpRequest, **said: Any) -> HttpResponse:
    """Shown once, on the next page: no name, and nothing in an address."""
    request.session[SAID] = said
    return redirect("lobby:arrived")


@require_GET
@login_not_required
@never_cache
def arrived(request: HttpRequest) -> HttpResponse:
    said = request.session.pop(SAID, None)
    if said is None:
        return redirect("lobby:kiosk")
    return _forgotten(page(request, "lobby/arrived.html", said))


@require_GET
@login_not_required
@never_cache
def again(request: HttpRequest) -> HttpResponse:
    """The next person: the session and the language of the last one are forgotten."""
    request.session.flush()
    response = redirect("lobby:kiosk")
    response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
    return response


def _forgotten(response: HttpResponse) -> HttpResponse:
    response["Refresh"] = f"{FORGET_AFTER}; url={reverse('lobby:again')}"
    return response


@require_POST
@login_not_required
@never_cache
def set_up(request: HttpRequest) -> HttpResponse:
    """The code from the desk makes this browser a device of the site, and signs out whoever set it up here."""
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            if not ratelimit.consume(request, action="kiosk_code"):
                raise CodeWrong
            made = actions.set_up_kiosk(code=form.cleaned_data["code"], by=DEVICE)
        except Refused as told:
            form.add_error("code", str(told))
        else:
            request.session.flush()
            response = redirect("lobby:kiosk")
            response.set_cookie(
                COOKIE, made.secret, max_age=A_YEAR, httponly=True, samesite="Lax", secure=settings.SECURE,
                path=reverse("lobby:kiosk"),
            )  # fmt: skip
            return response
    return page(request, "lobby/set_up.html", {"form": form}, status=422)
