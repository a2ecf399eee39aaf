"""Calls by a provider that is asked by HTTP as Twilio is: it rings and speaks, and asks us what to say (`gateway`).

https://www.twilio.com/docs/voice/api/call-resource
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings

from almoner.core import clock
from almoner.messaging.channels.rest import Answer, NoAnswer, ask, line
from almoner.messaging.conversation import End
from almoner.messaging.models import Call
from almoner.messaging.outcome import Handover
from almoner.people import contact

PATH = "/gateway/call/{id}/"
ENDED = "/gateway/call/{id}/ended/"
RING_SECONDS = 35
LONGEST = timedelta(minutes=6)
"""After so long without a word of its end a call is over: the provider told us nothing."""
NO_NUMBER = frozenset({21211, 21214, 21217, 21401, 21421})
"""Errors that say that nobody can be rung there."""


def is_set_up() -> bool:
    return bool(settings.TEXT_URL and settings.CALL_FROM)


def script_of(handover: Handover) -> dict[str, Any]:
    """What the provider is to say, in words: kept with the call, since it asks for it piece by piece."""
    rendered = handover.rendered
    keys = [key for key in rendered.menu if key != "say"]
    return {"language": rendered.language, "spoken": dict(rendered.spoken), "keys": keys}


class RingingByHttp:
    """One call, from the moment that the provider was asked to ring."""

    def __init__(self, handover: Handover, call: Call) -> None:
        self.handover, self._call = handover, call
        self._failed = self._ask()

    def _ask(self) -> dict[str, Any]:
        """How it failed; empty where it rings, or may."""
        public = settings.ALMONER_PUBLIC_URL
        form = {
            "To": contact.as_compared(self.handover.address), "From": settings.CALL_FROM, "Method": "POST",
            "Url": public + PATH.format(id=self._call.id), "Timeout": str(RING_SECONDS),
            "StatusCallback": public + ENDED.format(id=self._call.id), "StatusCallbackMethod": "POST",
        }  # fmt: skip
        try:
            answer = ask("POST", "Calls.json", form)
        except NoAnswer:
            return {}
        except OSError as fault:
            return _down(f"the provider cannot be reached: {fault}")
        return _failed(answer)

    @property
    def over(self) -> bool:
        if self._failed:
            return True
        self._call.refresh_from_db()
        return bool(self._call.told) or clock.now() > self._call.begun_at + LONGEST

    def told(self) -> dict[str, Any]:
        """How it ended."""
        lost = {"how": str(End.CUT_OFF), "reason": "the provider told nothing of its end"}
        return self._failed or self._call.told or lost

    def end(self) -> None:
        """The provider hangs up by itself."""


def _failed(answer: Answer) -> dict[str, Any]:
    if answer.status in {200, 201}:
        return {}
    said = line(f"{answer.status} {answer.said.get('code', '')} {answer.said.get('message', '')}")
    if answer.said.get("code") in NO_NUMBER:
        return {"how": str(End.NO_SUCH_NUMBER), "reason": said}
    return _down(said)


def _down(said: str) -> dict[str, Any]:
    return {"how": str(End.LINE_DOWN), "reason": line(said)}
