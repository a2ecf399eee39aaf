"""Secrets that must be read back, sealed with the key of the house: the tables or a backup alone give none away."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes


def seal(text: str) -> str:
    sealed: bytes = _keys().encrypt(text.encode())
    return sealed.decode()


def unseal(sealed: str) -> str:
    """What was sealed, with the present key or an earlier one (`SECRET_KEY_FALLBACKS`)."""
    opened: bytes = _keys().decrypt(sealed.encode())
    return opened.decode()


def _keys() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(urlsafe_b64encode(sha256(b"sealing:" + force_bytes(key)).digest())) for key in keys])
