"""The link in e-mail that is not about care by which somebody says that they want no more of it (RFC 8058).

It names one e-mail that went out, sealed with the key of the house, and nothing of anybody: whoever holds it got that
e-mail. It can do this one thing.
"""

from __future__ import annotations

from django.conf import settings
from django.core import signing

from almoner.messaging import kinds
from almoner.messaging.enums import TAKEN
from almoner.messaging.models import Attempt
from almoner.people.enums import Channel, Purpose

PATH = "/messages/leave/{token}/"
_SALT = "almoner.messaging.leave"


def headers(kind: str, key: str) -> dict[str, str]:
    """What mail programs show a button for; nothing where the e-mail is about somebody's care."""
    if not kinds.known(kind) or kinds.purpose(kind) == Purpose.CARE:
        return {}
    return {"List-Unsubscribe": f"<{link(key)}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def link(key: str) -> str:
    token = signing.Signer(salt=_SALT).sign(key)
    return settings.ALMONER_PUBLIC_URL + PATH.format(token=token)


def sent_with(token: str) -> Attempt | None:
    """The e-mail that carried the link; None for a token that this house never sealed, or of nothing that went out."""
    try:
        key = signing.Signer(salt=_SALT).unsign(token)
    except signing.BadSignature:
        return None
    tried = Attempt.objects.filter(provider_key=key, channel=Channel.EMAIL, result__in=TAKEN)
    return tried.select_related("message__person").exclude(message__purpose=Purpose.CARE).order_by("at", "id").first()
