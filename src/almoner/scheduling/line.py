"""The line of those who wait for a service: who stands where, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from almoner.core import clock
from almoner.scheduling.enums import EntryState
from almoner.scheduling.models import WaitingEntry
from almoner.scheduling.turns import Candidate, in_turn


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the line of one service, from 1, of so many; `reason` is what the order rests on (WL-3), for
    `turn_words` to say."""

    number: int
    of: int
    reason: dict[str, Any]


def candidate(entry: WaitingEntry) -> Candidate:
    """Somebody who waits, as far as their turn is concerned."""
    return Candidate(
        key=str(entry.id),
        level=entry.level,
        waited_days=(clock.now() - entry.entered_at) / timedelta(days=1),
        notice_hours=entry.notice_hours,
        last_offered_at=entry.last_offered_at,
        has_visit_at=entry.appointment.starts_at if entry.appointment else None,
    )


def places(services: Iterable[UUID]) -> dict[UUID, Place]:
    """The place of everybody who waits for these services, by the entry. One statement."""
    entries = WaitingEntry.objects.filter(
        service_id__in=set(services), state=EntryState.WAITING, person__died_on=None
    ).select_related("appointment")
    lines: defaultdict[UUID, list[WaitingEntry]] = defaultdict(list)
    for entry in entries:
        lines[entry.service_id].append(entry)
    found: dict[UUID, Place] = {}
    for line in lines.values():
        for number, turn in enumerate(in_turn(candidate(entry) for entry in line), start=1):
            found[UUID(turn.candidate.key)] = Place(number, len(line), turn.reason)
    return found
