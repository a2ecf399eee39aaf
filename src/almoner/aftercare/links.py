"""Links that work without signing in: the key of one thing, sealed with the key of the house.

Nothing of a person stands in them. Who holds one may do that one thing, once, in the person's name.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac

from almoner.core.actor import Actor
from almoner.core.permissions import Role
from almoner.core.refusal import NotThere
from almoner.people.models import Person

SEAL = 12
"""Bytes of the seal: 96 bits cannot be guessed."""


def token(what: str, key: UUID) -> str:
    """The token for the thing with this key; `what` keeps kinds of links apart."""
    return _written(key.bytes + _seal(what, key, settings.SECRET_KEY))


def key_of(what: str, given: str) -> UUID:
    """The key in a token that this house has sealed. Raises NotThere."""
    try:
        raw = urlsafe_b64decode(given + "=" * (-len(given) % 4))
        key = UUID(bytes=raw[:16])
    except ValueError as wrong:
        raise NotThere from wrong
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if _written(raw) != given or not any(hmac.compare_digest(raw[16:], _seal(what, key, one)) for one in keys):
        raise NotThere
    return key


def _written(raw: bytes) -> str:
    """One way of writing for one token."""
    return urlsafe_b64encode(raw).decode().rstrip("=")


def bearer(person: Person) -> Actor:
    """Who acts when a link of this person is followed."""
    return Actor(name=person.name, roles=frozenset({Role.PATIENT}), person_id=person.id, via="link")


def _seal(what: str, key: UUID, secret: str | bytes) -> bytes:
    return salted_hmac(f"aftercare.{what}", key.bytes, secret=secret, algorithm="sha256").digest()[:SEAL]
