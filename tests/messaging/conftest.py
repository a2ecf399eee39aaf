"""An outbox to try: kinds whose values the test decides, and people who answer as the test supposes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.cast import Cast, acting, cast

from almoner.core import clock
from almoner.core.actor import SYSTEM, Actor
from almoner.core.identifiers import new_id
from almoner.core.models import Setting
from almoner.core.permissions import Role
from almoner.messaging import kinds
from almoner.messaging.actions import plan
from almoner.messaging.channels import answering
from almoner.messaging.channels.answering import How, Question, Reply
from almoner.messaging.models import Message
from almoner.messaging.names import NAMES
from almoner.messaging.work import send_due
from almoner.people.actions import hire_staff
from almoner.people.enums import Purpose
from almoner.people.models import Person
from almoner.timeline.models import Event

__all__ = ["cast"]

TOMORROW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)


@dataclass
class Outbox:
    """What the test tells the outbox, and what the outbox did."""

    values: dict[UUID, dict[str, Any] | None] = field(default_factory=dict)
    heard: list[tuple[UUID | None, str]] = field(default_factory=list)
    asked: list[Question] = field(default_factory=list)
    reply: Callable[[Question], Reply] = answering.as_most_do

    def compose(self, subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
        assert subject_id
        return self.values[subject_id]

    def answered(self, subject_id: UUID | None, person: Person, means: str, by: Actor) -> None:
        self.heard.append((subject_id, means))

    def answer(self, question: Question) -> Reply:
        self.asked.append(question)
        return self.reply(question)

    def plan(
        self, person: Person, *ways: str, kind: str = "appointment.reminder_1d", hours: float = 48, **more: Any
    ) -> Message:
        subject_id = more.pop("subject_id", None) or new_id()
        self.values.setdefault(subject_id, {"when": TOMORROW, "where": "Endoscopy, level 2", "reference": "V-1"})
        return plan(
            kind=kind, person=person, subject_id=subject_id, ways=list(ways), not_before=clock.now(),
            deadline=clock.now() + timedelta(hours=hours), by=SYSTEM, **more,
        )  # fmt: skip

    def send(self) -> int:
        return send_due(limit=50)


def all_say(how: How, pressed: str = "") -> Callable[[Question], Reply]:
    return lambda _question: Reply(how, pressed)


def events(kind: str) -> list[Event]:
    return list(Event.objects.filter(kind=kind).order_by("created_at"))


@pytest.fixture
def outbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Outbox]:
    """The rehearsal outbox, with every kind filled from `outbox.values`. The charter does not listen."""
    box = Outbox()
    for name in NAMES:
        purpose = Purpose.FEEDBACK if name.startswith("feedback.") else Purpose.CARE
        monkeypatch.setitem(kinds._kinds, name, kinds.MessageKind(name, purpose, box.compose, answered=box.answered))
    monkeypatch.setattr("almoner.timeline.listener._listener", None)
    with answering.suppose(box.answer):
        yield box


@pytest.fixture
def rehearsal(cast: Cast) -> Cast:
    """The cast, in data marked as the rehearsal hospital."""
    Setting.objects.create(name="rehearsal", value=True)
    return cast


@pytest.fixture
def second_manager(cast: Cast) -> Actor:
    """Another who manages messages."""
    return acting(hire_staff(name="Mona Rae", profession="manager", roles=[Role.MANAGER], by=cast.manager))
