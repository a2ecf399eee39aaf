"""A provider that is asked by HTTP as Twilio is, for texts and for calls.

https://www.twilio.com/docs/usage/requests-to-twilio
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings

SECONDS = 15
LONGEST_ANSWER = 1_000_000


class NoAnswer(Exception):
    """It was asked, and nothing that can be read came back."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    said: Mapping[str, Any]


def ask(method: str, what: str, form: Mapping[str, str] | None = None) -> Answer:
    """Raises OSError where nothing was asked, NoAnswer where nobody knows whether it was heard."""
    url = urlsplit(settings.TEXT_URL)
    kind = HTTPSConnection if url.scheme == "https" else HTTPConnection
    connection = kind(url.hostname or "", url.port, timeout=SECONDS)
    path = f"{url.path.rstrip('/')}/2010-04-01/Accounts/{settings.TEXT_ACCOUNT}/{what}"
    secret = base64.b64encode(f"{settings.TEXT_ACCOUNT}:{settings.TEXT_TOKEN}".encode()).decode()
    headers = {"Authorization": f"Basic {secret}", "Accept": "application/json"}
    body = urlencode(form).encode() if form else None
    if body:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        connection.connect()
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return Answer(answer.status, _read(answer.read(LONGEST_ANSWER)))
        except (OSError, HTTPException, ValueError) as fault:
            raise NoAnswer(line(f"no answer from the provider: {type(fault).__name__} {fault}")) from fault
    finally:
        connection.close()


def _read(octets: bytes) -> Mapping[str, Any]:
    """What was said, where it is JSON; a fault may be told by a page."""
    try:
        said = json.loads(octets)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def line(said: object) -> str:
    return " ".join(str(said).split())[:300]
