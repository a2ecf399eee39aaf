"""Which of our e-mails an e-mail is about. Reads only.

That an e-mail answers one of ours is known by what nobody but who got it can know: its Message-ID, or the random name
of a visit in an invitation. Who wrote it is known by neither: an address is nobody (law I-27).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from almoner.messaging import composing
from almoner.messaging.enums import TAKEN
from almoner.messaging.models import Attempt, Message
from almoner.people.enums import Channel, ContactKind
from almoner.people.models import ContactPoint
from almoner.replies.texting import Candidate, candidate

MOST = 50
_OURS = re.compile(r"^<([0-9a-f]{40})@[^<>\s]+>$")
_UID = re.compile(r"^([0-9a-f-]{36})@almoner$")


@dataclass(frozen=True, slots=True)
class Ours:
    """An e-mail of ours, and whether the one who wrote now has the address that it went to."""

    attempt: Attempt
    same_address: bool

    @property
    def message(self) -> Message:
        return self.attempt.message


def keys_in(message_ids: Iterable[str]) -> list[str]:
    """The keys in Message-IDs of ours, the nearest first."""
    return [found.group(1) for one in message_ids if (found := _OURS.match(one))]


def answered_by(message_ids: Iterable[str], sender_key: str) -> Ours | None:
    """The e-mail of ours that is answered: the nearest that we know."""
    keys = keys_in(message_ids)[:MOST]
    tried = Attempt.objects.filter(provider_key__in=keys, channel=Channel.EMAIL, result__in=TAKEN)
    known = {one.provider_key: one for one in tried.select_related("message__person").order_by("at", "id")}
    found = next((known[key] for key in keys if key in known), None)
    return Ours(found, _has(found, sender_key)) if found else None


def _has(attempt: Attempt, sender_key: str) -> bool:
    point = ContactPoint.objects.filter(id=attempt.contact_point_id, key=sender_key, kind=ContactKind.EMAIL)
    return bool(sender_key) and point.exists()


def candidates_in(ours: Ours) -> list[Candidate]:
    """What an answer to it may mean: its own subject, and those of the messages that travelled in it."""
    travelled = Message.objects.filter(joined_to=ours.message).select_related("person").order_by("id")
    found = [candidate(ours.attempt, one) for one in (ours.message, *travelled)]
    return [one for one in found if one is not None]


def invited(uid: str, sender_key: str) -> tuple[Attempt, Message] | None:
    """The latest e-mail to this address with the invitation of that name, and the message that told of the visit."""
    visit_id = _UID.match(uid.lower())
    if visit_id is None or not sender_key:
        return None
    points = ContactPoint.objects.filter(key=sender_key, kind=ContactKind.EMAIL).values("id")
    about = Message.objects.filter(subject_id=_uuid(visit_id.group(1))).select_related("person")
    by_carrier = {one.joined_to_id or one.id: one for one in about.order_by("created_at", "id")}
    tried = Attempt.objects.filter(
        message_id__in=list(by_carrier), contact_point_id__in=points, channel=Channel.EMAIL, result__in=TAKEN
    )
    for attempt in tried.select_related("message__person").order_by("-at", "id")[:MOST]:
        if any(facts.get("uid") == uid for facts in attempt.evidence.get("calendars", [])):
            return attempt, by_carrier[attempt.message_id]
    return None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def sequence_now(message: Message, language: str) -> int | None:
    """At which state of it the invitation stands now; None where the visit stands no more."""
    values = composing.compose(message, message.person, language)
    calendar = (values or {}).get("calendar")
    return int(calendar["sequence"]) if calendar else None
