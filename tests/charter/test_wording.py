"""The words of a promise say when the promise falls due, and nothing else that is called due."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from string import Template
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from tests.charter.moments import MORNING

from almoner.charter.book import charter
from almoner.charter.models import Promise
from almoner.charter.wording import Told, said
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


def test_a_sentence_is_filled_as_a_template_is() -> None:
    """What is in the facts is said, in the reader's language; what is not stays as it was written."""
    facts = {
        "name": {"en": "Eye test", "es": "Vista"}, "count": 3, "sure": True, "starts_at": MORNING.isoformat(),
        "none": None, "zone": "Atlantic/Canary",
    }  # fmt: skip
    told = Told(facts, ZoneInfo("Atlantic/Canary"))
    words = {"name": "Vista", "count": "3", "starts": told.moment(MORNING, "es"), "due": told.moment(MORNING, "es")}
    words["zone"] = "Atlantic/Canary"
    for sentence in (
        "$name: $count, ${count}x $sure $none $starts_at",
        "5 $$ $ by $due",
        "$starts${name}",
        "",
        "plain",
    ):
        standard = replace(next(iter(charter().standards.values())), promise={"es": sentence})
        assert said(standard, told, MORNING) == {"es": Template(sentence).safe_substitute(words)}
