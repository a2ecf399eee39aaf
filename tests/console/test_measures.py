"""The pages of the measures."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast import MONDAY_MORNING, Cast
from tests.console.reading import words
from tests.scheduling.clinic import Clinic

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.identifiers import new_id
from almoner.core.models import AuditEntry
from almoner.people.models import Person
from almoner.timeline.actions import record

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
NOON = MONDAY_MORNING + timedelta(hours=3)


def owed(person: Person) -> None:
    """A call back that is late at noon."""
    due = (MONDAY_MORNING + timedelta(minutes=30)).isoformat()
    facts = {"outcome": "CALL_BACK", "promised_at": due, "channel": "call"}
    record(kind="contact.ended", person=person, subject_id=new_id(), facts=facts, by=SYSTEM)


@pytest.fixture
def manager(cast: Cast, as_: As) -> Client:
    owed(cast.maya)
    return as_("manager")


def test_all_measures_stand_on_one_page_and_silence_is_said_first(manager: Client) -> None:
    with clock.at(NOON):
        said = words(manager.get("/desk/measures/"))
    assert said.index("See the one promise") < said.index("Promises kept in time")
    assert "0 of 1" in said
    assert "Third next available" not in said


def test_the_page_takes_the_same_statements_for_one_and_for_three(cast: Cast, manager: Client) -> None:
    counts = []
    with clock.at(NOON):
        manager.get("/desk/measures/")
    for _ in range(2):
        with clock.at(NOON), CaptureQueriesContext(connection) as caught:
            manager.get("/desk/measures/?split=need")
        counts.append(len(caught))
        owed(cast.tom)
        owed(cast.leila)
    assert counts[0] == counts[1]


def test_a_split_tells_groups_apart_and_hides_small_ones(manager: Client) -> None:
    with clock.at(NOON):
        assert "English too few to tell" in words(manager.get("/desk/measures/?split=language"))


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("?days=7", 200, "0 of 1"),
        ("?first=2026-11-01&last=2026-11-22", 200, "nothing was counted"),
        ("?first=2026-11-22&last=2026-11-01", 422, "The last day comes after the first"),
        ("?first=2026-11-22", 422, "Give both days"),
        ("?days=12345&split=shoe", 422, "0 of 1"),
    ],
)
def test_days_are_chosen_and_nonsense_is_told(manager: Client, query: str, status: int, said: str) -> None:
    with clock.at(NOON):
        answer = manager.get(f"/desk/measures/{query}")
    assert answer.status_code == status
    assert said in words(answer)


def test_a_measure_leads_to_the_person_and_the_promise(cast: Cast, manager: Client) -> None:
    with clock.at(NOON):
        answer = manager.get("/desk/measures/promises-kept/")
    row = re.search(r"Maya Osei.*?Not in time", words(answer))
    assert row
    assert "We ring you back by the time we say. When today 09:30" in row[0]
    assert f'href="/desk/people/{cast.maya.id}/"' in answer.content.decode()
    assert f'href="/desk/promises/{cast.maya.promises.get().reference}/"' in answer.content.decode()


def test_who_may_not_see_a_person_reads_no_name(cast: Cast, manager: Client) -> None:
    Person.objects.filter(id=cast.maya.id).update(restricted=True)
    with clock.at(NOON):
        answer = manager.get("/desk/measures/promises-silent/")
    assert "somebody whom you may not see" in words(answer)
    assert "Maya" not in answer.content.decode()


def test_a_measure_that_is_not_there_is_not_there(manager: Client) -> None:
    assert manager.get("/desk/measures/promises-forgotten/").status_code == 404


def test_an_emoji_and_a_name_from_right_to_left_are_shown_as_they_are(cast: Cast, manager: Client) -> None:
    Person.objects.filter(id=cast.maya.id).update(given_name="ليلى 🌻", family_name="<b>")
    with clock.at(NOON):
        answer = manager.get("/desk/measures/promises-silent/")
    assert "ليلى 🌻 <b>" in words(answer)
    assert "<b>" not in answer.content.decode()


def test_figures_are_taken_out_as_a_table_and_it_is_kept_who_did(manager: Client) -> None:
    with clock.at(NOON):
        answer = manager.post("/desk/measures/export/", {"as": "csv", "days": "7", "split": "language"})
    assert answer["Content-Disposition"] == 'attachment; filename="almoner-measures-2026-11-17-2026-11-23.csv"'
    lines = list(csv.DictReader(io.StringIO(answer.content.decode())))
    first = lines[0]
    assert (first["measure"], first["by"], first["n"], first["share"]) == ("promises-kept", "", "1", "0.0")
    assert next(line["n"] for line in lines if line["group"] == "English") == ""
    assert AuditEntry.objects.filter(act="insight.export_measures", outcome="done").count() == 1


def test_figures_are_taken_out_as_json(manager: Client) -> None:
    with clock.at(NOON):
        answer = manager.post("/desk/measures/export/", {"as": "json"})
    assert answer.json()["measures"][0]["measure"] == "promises-kept"
    assert manager.get("/desk/measures/export/").status_code == 405


def test_third_next_is_shown_for_the_service_that_was_chosen(clinic: Clinic, as_: As) -> None:
    browser = as_("bed_manager")
    with clock.at(MONDAY_MORNING):
        said = words(browser.get("/desk/measures/third-next/?service=GEN"))
    assert "Clinic visit average of 2 clinicians" in said
    assert browser.get("/desk/measures/third-next/?service=NONE").status_code == 404
