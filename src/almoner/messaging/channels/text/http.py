"""Texts by HTTP, as Twilio takes them and as others who speak the same: one request for a text, and a list to ask of.

https://www.twilio.com/docs/messaging/api/message-resource
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from almoner.messaging.channels.text.provider import Told, Unclear
from almoner.messaging.enums import ReceiptStatus, Result
from almoner.messaging.segments import Segments

SECONDS = 15
LONGEST_ANSWER = 1_000_000
STATUS_PATH = "/gateway/text/status/"
"""Where the provider tells later what became of a text."""
GROUP = "MG"
"""So begins the name of a group of numbers, from which the provider chooses one."""
OPTED_OUT = 21610
NO_NUMBER = frozenset({21211, 21214, 21217, 21219, 21401, 21407, 21421, 21614, 21635})
"""Errors that say that no text will ever reach this number."""
TOO_MANY = frozenset({429, 503})
NEVER_THERE = frozenset({"21211", "21614", "30005", "30006"})
"""Errors told later that say the same: nobody's number, or one of a telephone without texts."""
CLOCKS_DIFFER = timedelta(minutes=1)
LATEST = 100
"""So many texts to one telephone are looked through, latest first."""


class NoAnswer(Exception):
    """It was asked, and nothing that can be read came back."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    said: Mapping[str, Any]


class HttpProvider:
    def submit(self, number: str, segments: Segments, key: str) -> Told:
        form = {"To": number, "Body": "".join(segments.parts), **_from()}
        if settings.ALMONER_PUBLIC_URL.startswith("https://"):
            form["StatusCallback"] = f"{settings.ALMONER_PUBLIC_URL}{STATUS_PATH}?{urlencode({'key': key})}"
        try:
            return _told(_ask("POST", "Messages.json", form))
        except NoAnswer as fault:
            return Told(Result.UNKNOWN, str(fault))
        except OSError as fault:
            return Told(Result.NOT_NOW, _line(f"the provider cannot be reached: {fault}"))

    def find(self, text: Unclear) -> Told | None:
        since = text.begun_at - CLOCKS_DIFFER
        try:
            answer = _ask("GET", f"Messages.json?{urlencode({'To': text.number, 'PageSize': LATEST})}")
        except (NoAnswer, OSError) as fault:
            return Told(Result.UNKNOWN, _line(f"its answer was lost, and the provider could not be asked: {fault}"))
        listed = answer.said.get("messages")
        if answer.status != 200 or not isinstance(listed, list):
            return Told(Result.UNKNOWN, f"its answer was lost, and the provider would not tell: {answer.status}")
        for one in listed:
            if _is_it(one, text, since):
                return Told(Result.ACCEPTED, "its answer was lost; the provider says that it took it", (one["sid"],))
        return None


def status_of(told: str, error: str) -> ReceiptStatus | None:
    """What the provider says later of a text; None where it is no end."""
    if told in {"delivered", "read"}:
        return ReceiptStatus.DELIVERED
    if told in {"undelivered", "failed"}:
        return ReceiptStatus.BOUNCED if error in NEVER_THERE else ReceiptStatus.MISSED
    return None


def _from() -> dict[str, str]:
    source = settings.TEXT_FROM
    return {"MessagingServiceSid" if source.startswith(GROUP) else "From": source}


def _is_it(one: Mapping[str, Any], text: Unclear, since: datetime) -> bool:
    """Whether a text of the provider's list is this one."""
    if one.get("body") != text.body or not one.get("sid") or one["sid"] in text.known_ids:
        return False
    try:
        return parsedate_to_datetime(str(one.get("date_created"))) >= since
    except ValueError:
        return False


def _told(answer: Answer) -> Told:
    """A number that is refused is told by the error; of a fault in the provider's house nobody knows what it left."""
    if answer.status in {200, 201} and answer.said.get("sid"):
        return Told(Result.ACCEPTED, _line(answer.said.get("status", "")), (str(answer.said["sid"]),))
    code = answer.said.get("code")
    said = _line(f"{answer.status} {code or ''} {answer.said.get('message', '')}")
    if code == OPTED_OUT:
        return Told(Result.OPTED_OUT, said)
    if answer.status == 400 and code in NO_NUMBER:
        return Told(Result.REFUSED, said)
    clear = answer.status in TOO_MANY or 400 <= answer.status < 500
    return Told(Result.NOT_NOW if clear else Result.UNKNOWN, said)


def _ask(method: str, what: str, form: Mapping[str, str] | None = None) -> Answer:
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
            raise NoAnswer(_line(f"no answer from the provider: {type(fault).__name__} {fault}")) from fault
    finally:
        connection.close()


def _read(octets: bytes) -> Mapping[str, Any]:
    """What was said, where it is JSON; a fault may be told by a page."""
    try:
        said = json.loads(octets)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _line(said: object) -> str:
    return " ".join(str(said).split())[:300]
