"""A clinic whose texts have gone out, and people who write back."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from tests.scheduling.clinic import Clinic, clinic

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.models import Setting
from almoner.messaging.actions import plan
from almoner.messaging.channels import answering
from almoner.messaging.channels.answering import Question
from almoner.messaging.models import Message
from almoner.messaging.work import send_due
from almoner.people.actions import add_contact, answer_consent
from almoner.people.enums import Channel, Purpose
from almoner.people.models import Person
from almoner.replies.actions import receive
from almoner.replies.incoming import Incoming
from almoner.replies.models import Heard, Received, Said
from almoner.replies.tasks import send_said
from almoner.scheduling.models import Appointment

__all__ = ["clinic"]

MOBILE = "07700 900123"
ADDRESS = "maya@example.org"
_ids = itertools.count(1)


@dataclass
class Line:
    """The hospital's texts, and whoever writes to it."""

    clinic: Clinic
    asked: list[Question] = field(default_factory=list)

    def person(self, name: str = "Maya", *, mobile: str = MOBILE, language: str = "en", email: str = "") -> Person:
        person = self.clinic.person(name, language=language)
        for kind, value in (("mobile", mobile), ("email", email)):
            if value:
                add_contact(person=person, kind=kind, value=value, by=self.clinic.desk)
        for channel in (Channel.TEXT, Channel.EMAIL):
            answer_consent(person=person, purpose=Purpose.CARE, channel=channel, given=True, by=self.clinic.desk)
        return person

    def visit(self, person: Person, nth: int = 0) -> Appointment:
        """A visit, and no message but those that the test sends."""
        visit = self.clinic.visit(person, nth)
        Message.objects.filter(person=person, state="planned").update(next_at=visit.starts_at, deadline=visit.starts_at)
        return visit

    def text(self, visit: Appointment, kind: str = "appointment.reminder_1d", way: str = "text") -> Message:
        """Send one message about a visit now."""
        message = plan(
            kind=kind, person=visit.person, subject_id=visit.id, ways=[way], not_before=clock.now(),
            deadline=clock.now() + timedelta(hours=1), once=f"test-{next(_ids)}", urgent=True, by=SYSTEM,
        )  # fmt: skip
        send_due(limit=50)
        message.refresh_from_db()
        assert message.state == "sent"
        return message

    def offered(self, person: Person, nth: int = 0) -> Appointment:
        visit = self.visit(person, nth)
        self.text(visit)
        return visit

    def told(self, person: Person) -> list[str]:
        """What they are told back: the words of each text or e-mail that answers them."""
        send_due(limit=50)
        kinds = ("reply.confirmed", "reply.heard", "reply.person_rings", "contact.answer")
        messages = Message.objects.filter(person=person, kind__in=kinds).order_by("created_at")
        return [one.tried.get().body for one in messages]


def write(words: str, *, number: str = MOBILE, id: str = "") -> Heard:  # noqa: A002 - the provider's
    """A text comes in; what came of it."""
    return hear(Incoming(channel="text", provider_id=id or f"sms-{next(_ids)}", sender=number, body=words))


def hear(incoming: Incoming) -> Heard:
    received: Received = receive(incoming=incoming, by=SYSTEM)
    return Heard.objects.select_related("message", "person", "contact", "request", "talk", "received").get(
        received=received
    )


def said_back() -> list[str]:
    """What went back to numbers and addresses, oldest first."""
    send_said()
    return [one.body for one in Said.objects.filter(result="accepted").order_by("created_at", "id")]


@pytest.fixture
def line(clinic: Clinic) -> Iterator[Line]:
    """In data marked as the rehearsal hospital: nothing leaves."""
    Setting.objects.create(name="rehearsal", value=True)
    found = Line(clinic)

    def answer(question: Question) -> answering.Reply:
        found.asked.append(question)
        return answering.as_most_do(question)

    with answering.suppose(answer):
        yield found
