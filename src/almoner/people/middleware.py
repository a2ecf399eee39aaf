"""Who acts in each request, found anew each time: what was ended a moment ago no longer holds (law I-26)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from almoner.core import clock
from almoner.people.limits import seconds_to_wait
from almoner.people.models import Account
from almoner.people.queries import actor_for
from almoner.people.watching import STREAM, end_with_sight

SIGNED_IN_AT, SEEN_AT = "signed_in_at", "seen_at"
BY_ITSELF = "X-By-Itself"
SEEN_EVERY_SECONDS = 60
"""How often a session is written for having been used; so a page view is seldom a write."""
SET_UP = "mfa_activate_totp"
OPEN_WITHOUT_SECOND_FACTOR = frozenset({
    SET_UP, "mfa_add_webauthn", "account_logout", "account_reauthenticate", "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn", "language", "theme",
})  # fmt: skip


class ActorMiddleware:
    """Set `request.actor`: an Actor, or None. Ends sessions that are over, and keeps signed-in pages out of caches.

    A member of staff who has shown a password only acts as nobody, and reaches nothing but the set-up of their second
    factor. Stands after the middleware of the sign-in library.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked: Any = request
        asked.actor = None
        account = asked.user
        signed_in = isinstance(account, Account)
        if signed_in:
            asked.actor = actor_for(account, origin=request.META.get("REMOTE_ADDR", ""))
            if asked.actor is None or _is_over(request, account):
                logout(request)
                asked.actor = None
            elif account.staff_id and not has_second_factor(request, account):
                asked.actor = None
        with clock.read_in(asked.actor.place if asked.actor else None):
            response = self.get_response(request)
        if signed_in and asked.actor is not None:
            end_with_sight(response, account, lambda: _session_holds(request, account))
        if signed_in and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store, private"
        return response

    def process_view(self, request: HttpRequest, *_of_view: object) -> HttpResponse | None:
        wait = seconds_to_wait(request)
        if wait:
            return too_often(request, wait)
        account: Any = request.user
        if not isinstance(account, Account) or not account.staff_id or has_second_factor(request, account):
            return None
        if request.resolver_match and request.resolver_match.url_name in OPEN_WITHOUT_SECOND_FACTOR:
            return None
        return redirect(SET_UP)


def has_second_factor(request: HttpRequest, account: Account) -> bool:
    """Was a second factor, or a passkey that asks for a finger or a code, shown since they signed in?"""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, account))


def _is_over(request: HttpRequest, account: Account) -> bool:
    """Has the session lasted or rested too long? If not, note that it was used."""
    now = clock.now().timestamp()
    request.session.setdefault(SIGNED_IN_AT, now)
    seen = request.session.get(SEEN_AT, now)
    if _too_old(request.session, account, now):
        return True
    if SEEN_AT not in request.session or (now - seen > SEEN_EVERY_SECONDS and not _by_itself(request)):
        request.session[SEEN_AT] = now
    return False


def _too_old(session: Any, account: Account, now: float) -> bool:
    idle = settings.ALMONER_STAFF_IDLE_SECONDS if account.staff_id else settings.ALMONER_PERSON_IDLE_SECONDS
    lasted: float = now - session.get(SIGNED_IN_AT, now)
    rested: float = now - session.get(SEEN_AT, now)
    return lasted > settings.SESSION_COOKIE_AGE or rested > idle


def _by_itself(request: HttpRequest) -> bool:
    """Does a page ask that lies open, with nobody at it? That does not keep a session alive."""
    return BY_ITSELF in request.headers or STREAM in request.headers.get("Accept", "")


def _session_holds(request: HttpRequest, account: Account) -> bool:
    """Is the session, as it is stored now, still there and young enough? For streams, which outlast their request."""
    stored = type(request.session)(request.session.session_key)
    still: bool = SESSION_KEY in stored
    return still and not _too_old(stored, account, clock.now().timestamp())


def too_often(request: HttpRequest, wait: int) -> HttpResponse:
    """A plain page that says how to reach a human all the same."""
    minutes = -(-wait // 60)
    answer = render(request, "429.html", {"minutes": minutes}, status=429)
    answer["Retry-After"] = str(wait)
    return answer
