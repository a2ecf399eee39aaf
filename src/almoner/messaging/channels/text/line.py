"""The line for texts of this worker."""

from __future__ import annotations

from django.conf import settings

from almoner.messaging import heard
from almoner.messaging.channels.text.http import HttpProvider
from almoner.messaging.channels.text.provider import Provider
from almoner.messaging.channels.text.smpp import Line

LINE = Line(heard.hear, heard.settle)


def by_centre() -> bool:
    """Whether texts go and come by a message centre."""
    return bool(settings.SMPP_HOST)


def is_set_up() -> bool:
    return by_centre() or bool(settings.TEXT_URL)


def provider() -> Provider:
    return LINE if by_centre() else HttpProvider()


def says() -> str:
    """By what texts go out, for an operator."""
    if by_centre():
        return f"{settings.SMPP_HOST}:{settings.SMPP_PORT} as {settings.SMPP_SYSTEM_ID}"
    return f"{settings.TEXT_URL} as {settings.TEXT_ACCOUNT}"
