"""The cast, and promises that were kept, late, or are owed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from tests.cast import MONDAY_MORNING, Cast, cast

from almoner.charter.actions import keep
from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.identifiers import new_id
from almoner.insight.period import Period
from almoner.people.models import Person
from almoner.timeline.actions import record

__all__ = ["cast"]

Owe = Callable[..., Promise]
TODAY = Period(MONDAY_MORNING.date(), MONDAY_MORNING.date())


@pytest.fixture
def owe(cast: Cast) -> Owe:
    """A call back that was promised at nine for half past; kept after so many minutes, or still owed."""

    def owed(person: Person | None, kept_after: int | None = None, subject: UUID | None = None) -> Promise:
        due = MONDAY_MORNING + timedelta(minutes=30)
        with clock.at(MONDAY_MORNING):
            facts = {"outcome": "CALL_BACK", "promised_at": due.isoformat(), "channel": "call"}
            record(kind="contact.ended", person=person, subject_id=subject or new_id(), facts=facts, by=cast.agent)
        promise = Promise.objects.exclude(id__in=known).get(standard="call_back")
        known.add(promise.id)
        if kept_after is not None:
            with clock.at(MONDAY_MORNING + timedelta(minutes=kept_after)):
                keep(promise=promise, how="rung", by=SYSTEM)
        return promise

    known: set[UUID] = set()
    return owed
