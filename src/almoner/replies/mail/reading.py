"""An e-mail read: who wrote, what, and to which of ours. Whatever comes, something is given and nothing is raised."""

from __future__ import annotations

from email.message import Message
from hashlib import sha256
from typing import Any

from almoner.people.enums import Channel
from almoner.replies.enums import Automatic
from almoner.replies.incoming import LONGEST_WHOLE, Incoming
from almoner.replies.mail import invitations, reports
from almoner.replies.mail.markup import seen
from almoner.replies.mail.parts import address, header, is_attached, kind, parsed, text, walk
from almoner.replies.mail.quoting import own_words

UNTITLED = "no-id"


def read(raw: bytes) -> Incoming:
    """What an e-mail says. Of attachments nothing is read but answers to invitations and reports of mail servers."""
    mail = parsed(raw)
    whole, words = _words(mail)
    machine = reports.automatic(mail)
    told = reports.bounces(mail) if machine in {Automatic.BOUNCE, Automatic.COMPLAINT} else ()
    return Incoming(
        channel=Channel.EMAIL,
        provider_id=_id(mail, raw, words),
        sender=address(mail) or header(mail, "From")[:300],
        body=words,
        subject=header(mail, "Subject"),
        refers_to=reports.references(mail),
        whole=whole,
        automatic=machine,
        bounces=told,
        answered=invitations.answered(mail),
    )


def _id(mail: Message[Any, Any], raw: bytes, words: str) -> str:
    """The Message-ID with a digest of who wrote what: programs there are that give every e-mail the same, and none of
    these may be lost; the same e-mail delivered by two ways has both."""
    given = reports.message_id(mail)
    if not given:
        return f"{UNTITLED}:{sha256(raw).hexdigest()}"
    told = "\0".join([given, address(mail), header(mail, "Subject"), words])
    return f"{given}#{sha256(told.encode('utf-8', 'replace')).hexdigest()[:12]}"


def _words(mail: Message[Any, Any]) -> tuple[str, str]:
    """All that it says, and what of it they wrote themselves. Plain text goes before a page that says the same."""
    shown = [part for part in walk(mail) if not part.is_multipart() and not is_attached(part)]
    plain = [text(part) for part in shown if kind(part) == "text/plain"]
    whole = "\n\n".join(one for one in plain if one.strip())[:LONGEST_WHOLE]
    if whole.strip():
        return whole.strip(), own_words(whole)
    pages = [text(part) for part in shown if kind(part) == "text/html"]
    whole = "\n\n".join(seen(one, quoted=True) for one in pages)[:LONGEST_WHOLE]
    own = "\n\n".join(seen(one, quoted=False) for one in pages)[:LONGEST_WHOLE]
    return whole.strip(), own_words(own if own.strip() else whole)
