"""What a message from another machine is signed with. Pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable
from urllib.parse import urlsplit


def of_provider(url: str, fields: Iterable[tuple[str, str]], secret: str) -> str:
    """As Twilio signs: HMAC-SHA1 over the address and each name with its value, in the order of both.

    https://www.twilio.com/docs/usage/security#validating-requests
    """
    said = url + "".join(name + value for name, value in sorted(set(fields)))
    return base64.b64encode(hmac.new(secret.encode(), said.encode(), hashlib.sha1).digest()).decode()


def is_of_provider(given: str, url: str, fields: Iterable[tuple[str, str]], secret: str) -> bool:
    """Whether the provider signed it. It signs an address with its port or without, whichever was asked for."""
    told, port = list(fields), 443 if url.startswith("https:") else 80
    parts = urlsplit(url)
    hosts = (parts.netloc, parts.hostname or "", f"{parts.hostname}:{parts.port or port}")
    right = [of_provider(url.replace(parts.netloc, host, 1), told, secret) for host in hosts]
    alike = [hmac.compare_digest(given.encode(), one.encode()) for one in right]
    return bool(secret) and any(alike)


WINDOW_SECONDS = 300
_OF_RELAY = re.compile(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})")


def of_relay(body: bytes, secret: str, at: int) -> str:
    """As a mail server of ours signs: HMAC-SHA256 over the second of 1970 at which it does, a dot, and the e-mail."""
    signed = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256)
    return f"t={at},v1={signed.hexdigest()}"


def is_of_relay(given: str, body: bytes, secret: str, now: float) -> bool:
    """Whether our mail server signed it within the last minutes."""
    found = _OF_RELAY.fullmatch(given)
    if not secret or not found or abs(now - int(found[1])) > WINDOW_SECONDS:
        return False
    return hmac.compare_digest(given.encode(), of_relay(body, secret, int(found[1])).encode())
