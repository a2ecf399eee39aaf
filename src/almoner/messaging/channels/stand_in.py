"""Stands in for a provider that is not set up: records what would have left, marked as such, and sends nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from almoner.messaging.channels.answering import RESULTS, How, Question, reply_to
from almoner.messaging.outcome import Outcome
from almoner.messaging.rendering import Rendered


class StandIn:
    """One class for all channels: what differs is what would have been said, and that is in the message."""

    def send(self, rendered: Rendered, address: str, key: str) -> Outcome:
        keys = tuple(name for name in rendered.menu if name != "say")
        reply = reply_to(Question(rendered.channel, rendered.kind, address, key, keys))
        evidence = {"stand_in": True, "how": str(reply.how), **kept(rendered)}
        pressed = reply.pressed if reply.how == How.HUMAN else ""
        return Outcome(RESULTS[reply.how], f"rehearsal: {reply.how}", evidence, pressed)


def kept(rendered: Rendered) -> dict[str, object]:
    """What is needed to show, speak or print the message again as it was."""
    shown: dict[str, object] = {"to": rendered.to_name, "hospital": rendered.hospital}
    if rendered.channel == "call":
        shown |= {"script": list(rendered.script), "menu": dict(rendered.menu), "voicemail": rendered.voicemail}
    if rendered.channel == "letter":
        shown |= {"reference": rendered.reference, "large_print": rendered.large_print, "scan": rendered.scan}
    if rendered.channel == "email":
        shown |= {"link": rendered.link, "link_label": rendered.link_label}
        shown |= {"invitations": len(rendered.calendars), "calendars": [_plain(facts) for facts in rendered.calendars]}
    return shown


def _plain(facts: Mapping[str, object]) -> dict[str, object]:
    """The facts of an invitation as JSON keeps them."""
    return {
        name: value.isoformat() if isinstance(value, datetime) else value if isinstance(value, int) else str(value)
        for name, value in facts.items()
    }
