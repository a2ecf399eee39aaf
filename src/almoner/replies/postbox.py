"""What the worker does with the mailbox: each e-mail is heard in a transaction of its own and then moved aside.

Killed in between, it is read again and heard once, for it is known by its id. What cannot be heard now stays there.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.messaging.channels.choice import in_rehearsal
from almoner.replies.actions import receive
from almoner.replies.mail.reading import read
from almoner.replies.mailbox import Mailbox, MailboxFault

logger = logging.getLogger(__name__)
BATCH = 25
RESTS = timedelta(minutes=5)
"""So long a mailbox that could not be read is left alone: the worker has other things to do than to wait for it."""


@dataclass(slots=True)
class Postbox:
    """When it may be looked into again."""

    rests_until: datetime | None = None

    def look(self) -> int:
        """One look. Gives how many e-mails were moved aside."""
        if not is_read() or (self.rests_until and clock.now() < self.rests_until):
            return 0
        try:
            with Mailbox() as box:
                return sum(_hear(box, uid) for uid in box.uids()[:BATCH])
        except MailboxFault as fault:
            logger.warning("the mailbox could not be read: %s", fault)
            self.rests_until = clock.now() + RESTS
            return 0


def is_read() -> bool:
    """Whether there is a mailbox and it may be read: in a rehearsal nothing comes in from outside."""
    return bool(settings.IMAP_HOST) and not in_rehearsal()


def _hear(box: Mailbox, uid: bytes) -> int:
    raw = box.fetch(uid)
    if raw is None:
        return 0
    try:
        receive(incoming=read(raw), by=SYSTEM)
    except Exception:
        logger.exception("an e-mail could not be heard; it stays in the mailbox and is tried again")
        return 0
    box.put_aside(uid)
    return 1


_postbox = Postbox()


def read_mail() -> int:
    """One look into the mailbox, by this worker."""
    return _postbox.look()
