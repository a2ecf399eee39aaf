"""The link by which somebody says at the door that they are here: it names one visit and cannot be made up.

It opens nothing by itself: whoever follows it also gives a name and a date of birth. Nothing is stored for it; it is
worth nothing once the visit is cancelled or over.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from hashlib import sha256
from uuid import UUID

from django.conf import settings

PATH = "/here/link/{token}/"
SEAL = 11
"""Bytes of the seal: with the sixteen of the key, 27, which are 36 signs without filling."""


def token_for(visit_id: UUID) -> str:
    return base64.urlsafe_b64encode(visit_id.bytes + _seal(visit_id)).decode()


def visit_of(token: str) -> UUID | None:
    """The visit that a token names, or None where it was not made here."""
    try:
        raw = base64.urlsafe_b64decode(token.encode())
    except (ValueError, binascii.Error):
        return None
    if len(raw) != 16 + SEAL:
        return None
    visit_id = UUID(bytes=raw[:16])
    return visit_id if hmac.compare_digest(raw[16:], _seal(visit_id)) else None


def address_for(visit_id: UUID) -> str:
    return settings.ALMONER_PUBLIC_URL + PATH.format(token=token_for(visit_id))


def _seal(visit_id: UUID) -> bytes:
    key = sha256(b"almoner.door-link" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, visit_id.bytes, sha256).digest()[:SEAL]
