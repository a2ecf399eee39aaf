"""Trying whether e-mail goes out: one message to whoever asks, now and not by the outbox."""

from __future__ import annotations

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.messaging.channels.choice import in_rehearsal
from almoner.timeline.actions import record

SENT, NOT_SET, REHEARSAL, FAILED = "sent", "not_set", "rehearsal", "failed"


def try_mail(*, to: str, by: Actor) -> tuple[str, str]:
    """What came of it, and what the server said where it failed. No transaction is open while the server is asked."""
    by.need(Permission.MANAGE_CATALOGUE)
    came, said = (REHEARSAL, "") if in_rehearsal() else _send(to) if settings.EMAIL_HOST else (NOT_SET, "")
    record(kind="mail.tried", person=None, facts={"came": came}, by=by)
    return came, said


def _send(to: str) -> tuple[str, str]:
    body = _("This is a trial. If you read it, e-mail of your hospital goes out.")
    try:
        EmailMessage(subject=_("Trial of outgoing e-mail"), body=body, to=[to]).send()
    except (OSError, SMTPException) as fault:
        return FAILED, f"{type(fault).__name__}: {fault}"[:300]
    return SENT, ""
