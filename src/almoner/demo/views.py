"""Stepping into the cast. Only where the data is the rehearsal hospital; anywhere else these pages are not there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import get_user_model, login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from almoner.core.refusal import NotThere
from almoner.demo.cast import is_rehearsal, members
from almoner.ui.answers import page

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def only_in_rehearsal(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_rehearsal():
            raise NotThere
        return view(request, *args, **kwargs)

    return gate


@require_GET
@login_not_required
@only_in_rehearsal
def cast(request: HttpRequest) -> HttpResponse:
    people = members()
    context = {
        "staff": [one for one in people if one.role not in {"patient", "carer"}],
        "patients": [one for one in people if one.role in {"patient", "carer"}],
    }
    return page(request, "demo/cast.html", context)


@require_POST
@login_not_required
@only_in_rehearsal
def step_in(request: HttpRequest) -> HttpResponse:
    """Begin a session as one of the cast, past the sign-in, marked as a rehearsal and in the language they read."""
    chosen = next((one for one in members() if one.key == request.POST.get("key")), None)
    if chosen is None:
        raise NotThere
    logout(request)
    account = get_user_model().objects.get(pk=chosen.account_id)
    login(request, account, backend=BACKEND)
    record_authentication(request, account, "mfa", type="rehearsal")
    request.session["account_authentication_methods_user"] = str(account.pk)
    request.session["rehearsal_as"] = chosen.name
    answer = redirect("portal:front")
    if account.person and account.person.language in dict(settings.LANGUAGES):
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, account.person.language, samesite="Lax", httponly=True)
    else:
        answer.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
    return answer


@require_POST
@login_not_required
@only_in_rehearsal
def step_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("demo:cast")
