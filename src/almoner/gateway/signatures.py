"""What a message from another machine is signed with. Pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
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
