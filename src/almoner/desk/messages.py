"""The link to a new account, put together at the moment of sending: it is kept nowhere (law I-28)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings

from almoner.core import clock
from almoner.messaging import kinds
from almoner.messaging.kinds import MessageKind
from almoner.people.enums import Purpose
from almoner.people.invitations import live_invitation, token_of
from almoner.people.models import Person

OPEN_PATH = "/account/open/{token}/"


def register() -> None:
    kinds.register(MessageKind("account.link", Purpose.CARE, account_link))


def account_link(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """None once the account was opened, or when a later link took this one's place and has been sent."""
    found = live_invitation(account_id=subject_id, person=person) if subject_id else None
    if found is None:
        return None
    link = settings.ALMONER_PUBLIC_URL + OPEN_PATH.format(token=token_of(found.id))
    return {"link": link, "closes": clock.local(found.expires_at).date()}
