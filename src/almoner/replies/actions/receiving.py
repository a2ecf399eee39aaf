"""Hearing what came in. Whoever reads a line or a mailbox calls `receive` for each thing that came, and no more."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import DatabaseError, DataError, IntegrityError

from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import Unclear
from almoner.desk.actions.contacts import number_key
from almoner.people.enums import Channel
from almoner.replies.actions.conversing import to_a_person
from almoner.replies.actions.mails import hear_mail
from almoner.replies.actions.texts import hear_text
from almoner.replies.enums import Why
from almoner.replies.incoming import Incoming
from almoner.replies.models import Heard, Received, Sender

logger = logging.getLogger(__name__)


@action
def receive(*, incoming: Incoming, by: Actor) -> Received:
    """Keep what came, and do what follows from it, in one transaction. Told twice, also at once, it is heard once and
    the first is given. Raises Unclear for what is no text or e-mail, or has no id."""
    by.need(Permission.RUN_SYSTEM)
    kept = incoming.kept()
    if kept.channel not in _HEARING or not kept.provider_id:
        raise Unclear
    key = (number_key(kept.sender) or kept.sender.casefold())[:300]
    _lock(kept.channel, key)
    about = {"sender": kept.sender, "sender_key": key, "subject": kept.subject, "words": kept.body, "whole": kept.whole}
    received, new = Received.objects.get_or_create(
        channel=kept.channel, provider_id=kept.provider_id, defaults={**about, "told": kept.as_facts()}
    )
    if new:
        _heard(received, by).save(force_insert=True)
    return received


def _lock(channel: str, key: str) -> None:
    Sender.objects.get_or_create(channel=channel, key=key)
    Sender.objects.select_for_update().get(channel=channel, key=key)


def _heard(received: Received, by: Actor) -> Heard:
    """What came of it. What a room refuses against all expectation is undone, and so is what fails by a fault of ours:
    a person reads the words. A database that fails is another matter: all of it is told again."""
    try:
        return _act_on(received=received, by=by)
    except Exception as fault:
        if isinstance(fault, DatabaseError) and not isinstance(fault, IntegrityError | DataError):
            raise
        logger.exception("what came in as %s could not be acted on; a person reads it", received.id)
        return to_a_person(received, Why.FAILED, by)


@action
def _act_on(*, received: Received, by: Actor) -> Heard:
    """An action of its own, so that nothing of it remains where it fails, nor a trace that says it was done."""
    return _HEARING[received.channel](received, by)


_HEARING: dict[str, Callable[[Received, Actor], Heard]] = {
    Channel.TEXT.value: hear_text,
    Channel.EMAIL.value: hear_mail,
}
