"""The language of a page: before somebody signs in the one they chose, afterwards the one they are written to in."""

from __future__ import annotations

from django.conf import settings
from django.http.response import HttpResponseBase

from almoner.people.models import Account

A_YEAR = 365 * 24 * 3600


def language_of(account: Account | None) -> str:
    """The language of the person whose account it is, where we have it; empty otherwise, and for staff."""
    person = account.person if account else None
    short = person.language.split("-")[0].lower() if person else ""
    return short if short in dict(settings.LANGUAGES) else ""


def speak_to(account: Account, answer: HttpResponseBase) -> None:
    """From the next page on, speak the language of this person. They can still choose another."""
    language = language_of(account)
    if language:
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=A_YEAR, samesite="Lax", secure=settings.SECURE
        )
