"""An e-mail of the outbox as it was: its page and its invitations, made again from what was kept of the attempt."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import parseaddr
from typing import Any

from django.conf import settings

from almoner.messaging.channels.email.invitation import Invitation, invitation
from almoner.messaging.channels.email.smtp import page_for
from almoner.messaging.models import Attempt
from almoner.messaging.rendering import Rendered
from almoner.messaging.wording import common


def page_of(attempt: Attempt) -> str:
    """The page that mail programs show."""
    shown = attempt.evidence
    return page_for(
        Rendered(
            kind=attempt.message.kind,
            channel=attempt.channel,
            language=attempt.language,
            to_name=str(shown.get("to", "")),
            subject=attempt.subject,
            body=attempt.body,
            hospital=str(shown.get("hospital", "")),
            link=str(shown.get("link", "")),
            link_label=str(shown.get("link_label") or common(attempt.language).open_link),
        )
    )


def invitations_of(attempt: Attempt) -> list[tuple[Mapping[str, Any], Invitation]]:
    """The invitations that went with it, each with the facts it was made from."""
    organizer = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return [
        (
            facts,
            invitation(facts, language=attempt.language, organizer=organizer, attendee=attempt.address, at=attempt.at),
        )
        for facts in attempt.evidence.get("calendars", [])
    ]


def in_scheme(page: str, *, dark: bool) -> str:
    """The page as a mail program shows it by day or by night, whatever the reader's own screen does."""
    scheme, applies = ("dark", "all") if dark else ("light", "not all")
    said = page.replace("color-scheme: light dark", f"color-scheme: {scheme}")
    return said.replace("@media (prefers-color-scheme: dark)", f"@media {applies}")
