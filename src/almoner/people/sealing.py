"""Secrets that must be read back, sealed with the key of the house: the tables or a backup alone give none away."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def seal(text: str) -> str:
    return _keys().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """What was sealed, with the present key or an earlier one (`SECRET_KEY_FALLBACKS`)."""
    return _keys().decrypt(sealed.encode()).decode()


def _keys() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(urlsafe_b64encode(sha256(f"sealing:{key}".encode()).digest())) for key in keys])
