"""The words of a promise say when the promise falls due, and nothing else that is called due."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from tests.charter.moments import MORNING

from almoner.charter.models import Promise
from almoner.core.actor import SYSTEM
from almoner.people.models import Person
from almoner.timeline.actions import record


@pytest.mark.django_db
def test_I_1_words_say_the_promises_own_time_whatever_the_facts_call_due(
    go_to: object, maya: Person, subject: UUID
) -> None:
    facts = {"outcome": "CALL_BACK", "due_at": (MORNING + timedelta(hours=5)).isoformat()}
    record(kind="contact.ended", person=maya, subject_id=subject, facts=facts, by=SYSTEM)
    assert Promise.objects.get().said_in("en") == "We ring you by Tuesday 24 November at 11:00."
