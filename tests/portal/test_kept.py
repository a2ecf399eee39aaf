"""How the house keeps its promises, for everybody to see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests.cast import MONDAY_MORNING, Cast

from almoner.charter.actions import keep
from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.identifiers import new_id
from almoner.timeline.actions import record

pytestmark = pytest.mark.django_db


def test_anybody_finds_the_page_from_the_front_and_nothing_is_said_of_few(client: Client, cast: Cast) -> None:
    assert 'href="/how-we-keep-our-promises/"' in client.get("/").content.decode()
    answer = client.get("/how-we-keep-our-promises/")
    assert answer.status_code == 200
    assert "Not enough to tell yet" in answer.content.decode()


def test_shares_are_counts_only(client: Client, cast: Cast) -> None:
    due = (MONDAY_MORNING + timedelta(minutes=30)).isoformat()
    for _ in range(5):
        facts = {"outcome": "CALL_BACK", "promised_at": due, "channel": "call"}
        record(kind="contact.ended", person=cast.maya, subject_id=new_id(), facts=facts, by=SYSTEM)
    for promise in Promise.objects.all()[:4]:
        keep(promise=promise, how="rung", by=SYSTEM)
    with clock.at(MONDAY_MORNING + timedelta(hours=1)):
        said = client.get("/how-we-keep-our-promises/").content.decode()
    assert "We ring you back by the time we say." in said
    assert "80 of 100 in time · 5 promises" in said
    assert "Maya" not in said
