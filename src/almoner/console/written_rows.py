"""What was written in a contact, and how to go on with it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from almoner.console.received_forms import WriteBackForm
from almoner.core.actor import Actor
from almoner.desk.models import Contact
from almoner.replies.actions import MOST_WORDS
from almoner.replies.addressed import is_theirs
from almoner.replies.enums import Why
from almoner.replies.queries import FAILED, WAITING, Line, conversation_of

STATES = {WAITING: _("waits to go"), FAILED: _("did not go")}


def line_shown(line: Line) -> dict[str, Any]:
    return {"line": line, "state": STATES.get(line.state, ""), "why": Why(line.why).label if line.why else ""}


def written_shown(contact: Contact, actor: Actor, write: WriteBackForm | None = None) -> dict[str, Any]:
    """The conversation of a contact that somebody wrote; nothing for any other."""
    if contact.channel not in MOST_WORDS:
        return {"conversation": []}
    lines = conversation_of(contact, by=actor)
    theirs = contact.is_live and contact.person is not None and is_theirs(contact, contact.person)
    return {
        "conversation": [line_shown(one) for one in lines],
        "may_write": theirs,
        "may_ask_to_ring": contact.is_live and contact.person is None and bool(contact.number_key),
        "not_theirs": contact.is_live and contact.person is not None and not theirs,
        "write": write or WriteBackForm(channel=contact.channel),
    }
