"""The telephone line of the hospital, and a call on it as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from typing import Any

from django.conf import settings

from almoner.core.parent import PARENT
from almoner.messaging.channels.call.sound import sound_of
from almoner.messaging.conversation import End, Piece
from almoner.messaging.outcome import Handover
from almoner.people import contact

UNREADABLE = {"how": str(End.LINE_DOWN), "reason": "the program that rings ended without telling how"}
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
    """One call, from the moment it rings. Nothing of it stands in a command line that others can see.

    Raises NoVoice where what is to be said cannot be spoken.
    """

    def __init__(self, handover: Handover) -> None:
        self.handover = handover
        rendered = handover.rendered
        self._sounds = {piece: sound_of(rendered.spoken[piece], rendered.language) for piece in Piece}
        sounds = {piece: str(path) for piece, path in self._sounds.items()}
        order = {
            "line": account(), "uri": uri_of(handover.address), "sounds": sounds,
            "keys": [key for key in rendered.menu if key != "say"], "interface": settings.SIP_INTERFACE or None,
        }  # fmt: skip
        self._order, self._told = tempfile.TemporaryFile(), tempfile.TemporaryFile()  # noqa: SIM115 - closed by `end`
        self._order.write(json.dumps(order).encode())
        self._order.seek(0)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "almoner.messaging.channels.call.dialler"],
            env={**os.environ, PARENT: str(os.getpid())},
            stdin=self._order, stdout=self._told, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    @property
    def over(self) -> bool:
        return self._process.poll() is not None

    def told(self) -> dict[str, Any]:
        """How it ended."""
        self._told.seek(0)
        try:
            told = json.loads(self._told.read())
            End(told["how"])
        except (ValueError, KeyError, TypeError):
            return dict(UNREADABLE)
        return dict(told)

    def end(self) -> None:
        """Let it be over, also where it still rings."""
        if not self.over:
            self._process.terminate()
        self._process.wait()
        self._order.close()
        self._told.close()
        for piece, path in self._sounds.items():
            if piece not in OF_EVERYBODY:
                path.unlink(missing_ok=True)
