"""The telephone line of the hospital, and a call on it as a process of its own."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings

from almoner.core.child import Child
from almoner.messaging import recordings
from almoner.messaging.channels.call.sound import sound_of, speak
from almoner.messaging.conversation import End, Piece
from almoner.messaging.outcome import Handover
from almoner.messaging.rendering import Rendered
from almoner.people import contact

UNREADABLE: dict[str, Any] = {"how": str(End.LINE_DOWN)}
REGISTERED_FOR = 600
OF_EVERYBODY = frozenset({Piece.KEYS, Piece.THANKS, Piece.PERSON})
"""What is said alike in many calls, and kept spoken. The rest names somebody, and goes with the call."""


def is_set_up() -> bool:
    return bool(settings.SIP_DOMAIN)


def account() -> dict[str, Any]:
    """The fields of the SIP account, as `baresip.Account` takes them."""
    return {
        "user": settings.SIP_USER,
        "domain": settings.SIP_DOMAIN,
        "password": settings.SIP_PASSWORD,
        "auth_user": settings.SIP_AUTH_USER or None,
        "registrar": settings.SIP_PROXY or None,
        "transport": settings.SIP_TRANSPORT,
        "reg_interval": REGISTERED_FOR if settings.SIP_REGISTER else 0,
    }


def uri_of(address: str) -> str:
    """Where a number is reached by this line."""
    return f"sip:{contact.as_compared(address)}@{settings.SIP_DOMAIN}"


class Ringing:
    """One call, from the moment it rings.

    Raises NoVoice where what is to be said cannot be spoken.
    """

    def __init__(self, handover: Handover) -> None:
        self.handover = handover
        rendered = handover.rendered
        self._recording = recordings.place_for(handover.provider_key)
        self._folder = tempfile.TemporaryDirectory(prefix="almoner-call-")
        sounds = {piece: str(self._spoken(piece, rendered)) for piece in Piece}
        order = {
            "line": account(), "uri": uri_of(handover.address), "sounds": sounds,
            "keys": [key for key in rendered.menu if key != "say"], "interface": settings.SIP_INTERFACE or None,
            "recording": str(self._recording or ""),
        }  # fmt: skip
        self._program = Child("almoner.messaging.channels.call.dialler", given=json.dumps(order).encode())

    def _spoken(self, piece: Piece, rendered: Rendered) -> Path:
        if piece in OF_EVERYBODY:
            return sound_of(rendered.spoken[piece], rendered.language)
        path = Path(self._folder.name) / f"{piece}.wav"
        speak(rendered.spoken[piece], rendered.language, path)
        return path

    @property
    def over(self) -> bool:
        return self._program.status is not None

    def told(self) -> dict[str, Any]:
        """How it ended."""
        try:
            told = json.loads(self._program.said())
            End(told["how"])
        except (ValueError, KeyError, TypeError):
            return UNREADABLE | {"reason": f"the program that rings told nothing: {self._program.complaint()}"[:200]}
        kept = recordings.name_of(self._recording) if self._recording and told.pop("recorded", False) else ""
        return {**told, "recording": kept}

    def end(self) -> None:
        """Let it be over, also where it still rings."""
        self._program.end(kindly=True)
        self._folder.cleanup()
