"""What became of all that the charter would tell a person about one thing: promised and sent, taken back, or never
promised and why. Read from the true records: events, promises, messages and their attempts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from almoner.charter import due as falling_due
from almoner.charter.book import calendars, charter
from almoner.charter.models import Promise
from almoner.charter.queries import is_apart_from, promises_of_events
from almoner.charter.standard import Standard
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.messaging.models import Message
from almoner.messaging.queries import messages_about
from almoner.people.models import Person
from almoner.people.rules import may_see
from almoner.timeline.models import Event
from almoner.timeline.queries import events_of_kinds

SUBJECTS = 40
"""So many things are offered to choose from, the latest first."""


class WhyNot(StrEnum):
    """Why a standard promised nothing for an event."""

    NOT_MET = "not_met"
    TOO_LATE = "too_late"
    ONE_ALREADY = "one_already"
    NOT_THEN = "not_then"
    """All its conditions are met: it was not in the charter yet."""


@dataclass(frozen=True, slots=True)
class Line:
    """One standard and one event. Without a promise `why_not` says why; `unmet` are its conditions that were not met,
    as the charter writes them, and `due` is when it would have fallen due."""

    standard: Standard
    promise: Promise | None
    messages: tuple[Message, ...] = ()
    why_not: WhyNot | None = None
    unmet: tuple[tuple[str, object], ...] = ()
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """An event, and what the charter says of it."""

    event: Event
    lines: tuple[Line, ...]


def telling_kinds(by: Actor) -> list[str]:
    """The kinds of events for which the charter sends something, as far as `by` may see what it is about."""
    return sorted({kind for one in _telling(by) for kind in one.opens_on})


def _telling(by: Actor) -> list[Standard]:
    return [one for one in charter().standards.values() if one.sends and not is_apart_from(one.key, by)]


def subjects_of(person: Person, *, by: Actor) -> list[Event]:
    """The latest things of which a person may be told, each by its first event. Out of sight raises NotThere."""
    by.need(Permission.SEE_OUTBOX)
    if not may_see(person, by):
        raise NotThere
    first: dict[UUID | None, Event] = {}
    for event in events_of_kinds(person, telling_kinds(by), by=by):
        first[event.subject_id] = event
    return [event for subject, event in first.items() if subject][:SUBJECTS]


def trace(person: Person, subject_id: UUID, *, by: Actor) -> tuple[list[Chapter], list[Message]]:
    """Chapters in the order in which it happened; and what was sent about it besides, for no promise of these."""
    by.need(Permission.SEE_OUTBOX)
    if not may_see(person, by):
        raise NotThere
    events = [one for one in events_of_kinds(person, telling_kinds(by), by=by) if one.subject_id == subject_id][::-1]
    promises = {(one.opened_by_id, one.standard): one for one in promises_of_events(events, by=by)}
    messages = messages_about(person, subject_id, [one.id for one in promises.values()], by=by)
    chapters = [Chapter(event, tuple(_lines(event, promises, messages, by))) for event in events]
    kept = {one.id for chapter in chapters for line in chapter.lines for one in line.messages}
    return chapters, [one for one in messages if one.id not in kept]


def _lines(
    event: Event, promises: dict[tuple[UUID, str], Promise], messages: Sequence[Message], by: Actor
) -> Iterable[Line]:
    for standard in _telling(by):
        if event.kind in standard.opens_on:
            promise = promises.get((event.id, standard.key))
            if promise is None:
                yield _not_promised(standard, event)
            else:
                yield Line(standard, promise, tuple(one for one in messages if one.promise_id == promise.id))


def _not_promised(standard: Standard, event: Event) -> Line:
    """By the same rules by which promises are opened (`charter.actions.open_promises`)."""
    unmet = tuple((name, standard.when[name]) for name in falling_due.unmet(standard.when, event.facts))
    if unmet:
        return Line(standard, None, why_not=WhyNot.NOT_MET, unmet=unmet)
    hours = calendars(str(event.facts.get("zone", "")))
    due = falling_due.due_at(standard.due, event.facts, event.at, hours)
    if falling_due.comes_too_late(standard.due, due, event.at):
        return Line(standard, None, why_not=WhyNot.TOO_LATE, due=due)
    return Line(standard, None, why_not=WhyNot.ONE_ALREADY if standard.once_per_person else WhyNot.NOT_THEN, due=due)
