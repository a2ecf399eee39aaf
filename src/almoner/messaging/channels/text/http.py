"""Texts by HTTP, as Twilio takes them and as others who speak the same: one request for a text, and a list to ask of.

https://www.twilio.com/docs/messaging/api/message-resource
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from almoner.messaging.channels.rest import Answer, NoAnswer, ask, line
from almoner.messaging.channels.text.provider import Told, Unclear
from almoner.messaging.enums import ReceiptStatus, Result
from almoner.messaging.segments import Segments

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


class HttpProvider:
    def submit(self, number: str, segments: Segments, key: str) -> Told:
        form = {"To": number, "Body": "".join(segments.parts), **_from()}
        if settings.ALMONER_PUBLIC_URL.startswith("https://"):
            form["StatusCallback"] = f"{settings.ALMONER_PUBLIC_URL}{STATUS_PATH}?{urlencode({'key': key})}"
        try:
            return _told(ask("POST", "Messages.json", form))
        except NoAnswer as fault:
            return Told(Result.UNKNOWN, str(fault))
        except OSError as fault:
            return Told(Result.NOT_NOW, line(f"the provider cannot be reached: {fault}"))

    def find(self, text: Unclear) -> Told | None:
        since = text.begun_at - CLOCKS_DIFFER
        try:
            answer = ask("GET", f"Messages.json?{urlencode({'To': text.number, 'PageSize': LATEST})}")
        except (NoAnswer, OSError) as fault:
            return Told(Result.UNKNOWN, line(f"its answer was lost, and the provider could not be asked: {fault}"))
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
        return Told(Result.ACCEPTED, line(answer.said.get("status", "")), (str(answer.said["sid"]),))
    code = answer.said.get("code")
    said = line(f"{answer.status} {code or ''} {answer.said.get('message', '')}")
    if code == OPTED_OUT:
        return Told(Result.OPTED_OUT, said)
    if answer.status == 400 and code in NO_NUMBER:
        return Told(Result.REFUSED, said)
    clear = answer.status in TOO_MANY or 400 <= answer.status < 500
    return Told(Result.NOT_NOW if clear else Result.UNKNOWN, said)
