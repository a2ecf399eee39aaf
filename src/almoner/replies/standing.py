"""What an operator is told of how e-mail is read, and what of it only the mail server can show."""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings

from almoner.messaging.channels.choice import in_rehearsal
from almoner.replies.believed import Finding, findings


def how_mail_is_read() -> str:
    if in_rehearsal():
        return "Rehearsal hospital: no mailbox is read, nothing comes in from outside."
    if settings.IMAP_HOST:
        where = f"{settings.IMAP_HOST}:{settings.IMAP_PORT}, folder {settings.IMAP_FOLDER}"
        bare = "" if settings.IMAP_TLS != "no" else "; it goes unencrypted (ALMONER_IMAP_TLS=no)"
        return f"E-mail is read from {where}{bare}. It must be where answers to {_from()} arrive."
    return "Stand-in: ALMONER_IMAP_HOST is not set; no e-mail is read."


def what_the_relay_does() -> str:
    """Said where e-mail goes out: whether it is believed cannot be seen from here."""
    domain = _from().rpartition("@")[2]
    return (
        f"That e-mail from {domain} is signed (DKIM) is the relay's doing. To look: send a trial "
        "e-mail at /desk/hospital/ and read “Authentication-Results” in what arrived; it should say dkim=pass for "
        f"{domain}."
    )


def believed() -> tuple[Finding, ...]:
    """What the DNS says of e-mail from us, where any leaves."""
    return findings(_from().rpartition("@")[2]) if settings.EMAIL_HOST and not in_rehearsal() else ()


def unread() -> str:
    """What must not stay so: we ask for answers by e-mail, and nobody reads them."""
    if settings.EMAIL_HOST and not settings.IMAP_HOST:
        return f"e-mail goes out and answers to {_from()} are read by nobody here; set ALMONER_IMAP_HOST"
    return ""


def _from() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
