"""The first way into an account: a link that is used once, and a second proof."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from almoner.core.actor import SYSTEM
from almoner.people.actions import activate as activate_account
from almoner.people.forms import ActivatePerson, ActivateStaff
from almoner.people.models import Account
from almoner.people.queries import invitation_kind
from almoner.people.speaking import speak_to

IN_SESSION = "activation"
FORMS: dict[str, type[forms.Form]] = {"staff": ActivateStaff, "code": ActivatePerson, "none": forms.Form}


@login_not_required
@never_cache
def follow_link(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address before anything is shown, so that it stays in no history."""
    request.session[IN_SESSION] = token
    return redirect("activate")


@login_not_required
@never_cache
@sensitive_post_parameters("code", "password")
def activate(request: HttpRequest) -> HttpResponse:
    token = request.session.get(IN_SESSION, "")
    kind = invitation_kind(token)
    if kind is None or not ratelimit.consume(request, action="activate"):
        return _closed(request)
    form = FORMS[kind](request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "account/activate.html", {"form": form, "kind": kind})
    try:
        account = activate_account(token=token, by=SYSTEM.through("web"), **form.cleaned_data)
    except ValidationError as weak:
        form.add_error("password", weak)
        return render(request, "account/activate.html", {"form": form, "kind": kind})
    return _let_in(request, account) if account else _closed(request)


def _let_in(request: HttpRequest, account: Account) -> HttpResponse:
    del request.session[IN_SESSION]
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, account, "password" if account.staff_id else "code")
    answer = redirect("mfa_activate_totp" if account.staff_id else settings.LOGIN_REDIRECT_URL)
    speak_to(account, answer)
    return answer


def _closed(request: HttpRequest) -> HttpResponse:
    """One answer for a link that is wrong, used, too old, or was tried too often."""
    return render(request, "account/way_in_closed.html", status=404)


@login_not_required
def not_here(_request: HttpRequest, **_parts: Any) -> HttpResponse:
    """What the sign-in library offers and this house does not: signing up, changing the address by oneself."""
    raise Http404
