"""What only a person can answer, and what a nurse must hear of first."""

from __future__ import annotations

from uuid import UUID

from almoner.charter.models import Promise
from almoner.core.actor import Actor
from almoner.desk.actions import note_written
from almoner.desk.models import Contact
from almoner.people.enums import Channel
from almoner.people.models import Person
from almoner.replies import saying
from almoner.replies.actions.saying import say
from almoner.replies.danger import LONGEST_READ, Danger, Heed
from almoner.replies.enums import Outcome, Why
from almoner.replies.languages import language_of
from almoner.replies.models import Heard, Received
from almoner.urgency import actions as urgency
from almoner.urgency.asked import Asker, Told
from almoner.urgency.enums import RequestChannel

AS_REQUEST = {Channel.TEXT.value: RequestChannel.TEXT, Channel.EMAIL.value: RequestChannel.EMAIL}


def to_a_person(
    received: Received, why: Why, by: Actor, *, person: Person | None = None, quietly: bool = False
) -> Heard:
    """A contact for the desk, with the promise that somebody answers; or one more word to that which is open with the
    same sender, so that nobody floods the desk. `person` is whom the message answered was for, which proves nothing of
    who wrote (law I-27)."""
    known = open_contact_with(received)
    if known:
        return Heard(received=received, outcome=Outcome.JOINED, why=why, contact=known, person=person)
    contact = note_written(
        channel=received.channel, number=received.sender, asked=asked_in(received), by=by.through(received.channel)
    )
    if not quietly:
        language = language_of(received.words, person.language if person else "")
        promises = promised(contact.id, language)
        _say(received, language, saying.read_by_a_person(language, promises), contact=contact)
    return Heard(received=received, outcome=Outcome.CONTACT, why=why, contact=contact, person=person)


def open_contact_with(received: Received) -> Contact | None:
    """What this sender wrote before and nobody has answered yet."""
    if not received.sender_key:
        return None
    before = Heard.objects.filter(
        received__channel=received.channel, received__sender_key=received.sender_key,
        outcome=Outcome.CONTACT, contact__ended_at__isnull=True,
    )  # fmt: skip
    latest = before.select_related("contact").order_by("-created_at", "id").first()
    return latest.contact if latest else None


def asked_in(received: Received) -> str:
    """What they want, as the desk shows it in a list."""
    parts = [received.subject, received.words] if received.subject else [received.words]
    return " · ".join(part for part in parts if part)


def in_danger(received: Received, danger: Danger, by: Actor, *, person: Person | None = None) -> Heard:
    """A nurse hears of it at once, with their words and where to reach them; and they hear what to do now. Who they are
    the number does not say: they wait at full urgency all the same (URG-10, law I-27)."""
    language = language_of(received.words, person.language if person else "")
    request = urgency.submit_request(
        told=Told(words=asked_in(received)[:LONGEST_READ], language=language),
        channel=AS_REQUEST[received.channel],
        asker=Asker(contact=received.sender),
        by=by.through(received.channel),
    )
    body = saying.in_danger(danger.assessment, language, promised(request.id, language), request.reference)
    _say(received, language, body, always=True)
    heard = Heard(received=received, outcome=Outcome.DANGER, request=request, person=person)
    if danger.heed == Heed.BOTH:
        beside = to_a_person(received, Why.WORDS, by, person=person, quietly=True)
        heard.contact = beside.contact
    return heard


def promised(subject_id: UUID, language: str) -> tuple[str, ...]:
    """What the charter promised for it, the soonest first, as it is said in that language."""
    owed = Promise.objects.live().filter(subject_id=subject_id).order_by("due_at", "id")[:1]
    return tuple(promise.said_in(language) for promise in owed)


def _say(received: Received, language: str, body: str, *, contact: Contact | None = None, always: bool = False) -> None:
    say(
        channel=received.channel, address=received.sender, number_key=received.sender_key, language=language, body=body,
        subject=saying.subject_of_answer(language) if received.channel == Channel.EMAIL else "",
        received=received, contact=contact, always=always,
    )  # fmt: skip
