"""What somebody answers to a message, by a key of the telephone or in writing, and what was offered to be answered."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import Refused
from almoner.messaging import kinds
from almoner.messaging.models import Message
from almoner.messaging.rendering import Rendered
from almoner.people.enums import Channel
from almoner.timeline.actions import record

FOR_A_PERSON = frozenset({"person", "unclear"})
"""What no room acts on: the charter promises that a person does."""
VIA = {Channel.CALL.value: "phone", Channel.TEXT.value: "text", Channel.EMAIL.value: "email"}


def offered(rendered: Rendered) -> dict[str, Any]:
    """What is kept of a text or e-mail that can be answered: its keys, and the moments that it tells of. Whoever
    answers later means these, whatever has become of them since."""
    if rendered.channel not in {Channel.TEXT, Channel.EMAIL} or not rendered.menu:
        return {}
    return {"menu": dict(rendered.menu), "whens": [when.isoformat() for when in rendered.whens]}


@action
def hear_answer(*, message: Message, channel: str, means: str, said: str, by: Actor) -> str:
    """Somebody answered a message that went out, in writing: what follows is what a key pressed in a call leads to.

    `means` is a meaning of a menu, `said` the key or word that they wrote. Gives what it came to mean: `unclear` where
    the room of the subject refused it, so that a person sees to it.
    """
    by.need(Permission.RUN_SYSTEM)
    return hear(message, means, said, by, channel)


def hear(message: Message, means: str, pressed: str, by: Actor, channel: str = Channel.CALL) -> str:
    """The room that registered the kind acts on an answer; what it refuses, a person must see to."""
    kind = kinds.kind(message.kind)
    if kind and kind.answered and means not in FOR_A_PERSON:
        try:
            with transaction.atomic():
                kind.answered(message.subject_id, message.person, means, by.through(VIA[channel]))
        except Refused:
            means = "unclear"
    facts = {
        "kind": message.kind, "channel": str(channel), "means": means, "pressed": pressed[:40],
        "about": str(message.subject_id or ""),
    }  # fmt: skip
    record(kind="message.answered", person=message.person, subject_id=message.subject_id, facts=facts, by=by)
    return means
