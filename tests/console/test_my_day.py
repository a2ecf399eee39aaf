"""The clinician's day: who is next and why, who needs an answer, what is left open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import MONDAY_MORNING, Cast
from tests.console.reading import words
from tests.visits.hospital import Hospital, hospital, later

from almoner.core import clock
from almoner.core.models import AuditEntry
from almoner.core.refusal import NotAllowed
from almoner.desk.actions import ask_clinician, put_on_call
from almoner.people.actions import note_need
from almoner.people.models import Person
from almoner.scheduling.actions import mark_missed
from almoner.visits import actions
from almoner.visits.clinician_day import Interpreter, Prepared, clinician_day
from almoner.visits.models import Visit

__all__ = ["hospital"]
Browser = Callable[[str], Client]


def at(name: str, *arguments: object) -> str:
    return reverse(f"console:{name}", args=arguments)


def given(hospital: Hospital, person: Person, level: int, said: str) -> Visit:
    visit = hospital.walked_in(person, level, words=said)
    return actions.allot(visit=visit, clinician=hospital.dana, override_reason="as it is", by=hospital.cast.doctor)


def test_ARR_9_next_is_who_is_more_urgent_with_their_words_and_needs(hospital: Hospital, as_: Browser) -> None:
    cast = hospital.cast
    note_need(person=cast.tom, kind="deaf", by=cast.agent)
    given(hospital, cast.maya, 4, "my ear hurts")
    given(hospital, cast.tom, 2, "I cannot <b>breathe</b>")
    page = as_("doctor").get(at("my_day"))
    shown = words(page)
    assert shown.index("I cannot <b>breathe</b>") < shown.index("More urgent than who comes after.")
    assert shown.index("More urgent than who comes after.") < shown.index("my ear hurts")
    assert "Deaf" in shown
    assert "<b>breathe</b>" not in page.content.decode()


def test_day_of_somebody_else_is_not_shown(hospital: Hospital, as_: Browser) -> None:
    given(hospital, hospital.cast.maya, 4, "my ear hurts")
    shown = words(as_("triage_nurse").get(at("my_day")))
    assert "my ear hurts" not in shown
    assert "Nobody waits for you" in shown
    assert "You have no diary today." in shown


def test_diary_shows_visits_gaps_and_who_missed(hospital: Hospital, as_: Browser) -> None:
    cast = hospital.cast
    hospital.appointment(cast.maya, "11:00")
    missed = hospital.appointment(cast.tom, "09:20")
    with clock.at(later(60)):
        mark_missed(appointment=missed, by=cast.agent)
        shown = words(as_("doctor").get(at("my_day")))
    for expected in ("11:00–11:20 ", "Clinic visit", "Missed", "Expected", "Free"):
        assert expected in shown, expected


def test_interpreter_who_is_not_booked_is_named(hospital: Hospital, as_: Browser) -> None:
    cast = hospital.cast
    Person.objects.filter(id=cast.maya.id).update(interpreter_language="ro")
    given(hospital, cast.maya, 4, "mă doare")
    seen = clinician_day(by=cast.doctor).next
    assert seen is not None
    assert (seen.interpreter, seen.prepared) == (Interpreter.MISSING, Prepared.NOTHING_ASKED)
    assert "No interpreter: Romanian" in words(as_("doctor").get(at("my_day")))


def test_REACH_1_who_is_asked_answers_from_their_day(cast: Cast, as_: Browser) -> None:
    put_on_call(
        staff=cast.doctor_staff, scope="hospital", ends_at=MONDAY_MORNING + timedelta(hours=8), how="bleep 1",
        by=cast.doctor,
    )  # fmt: skip
    reach = ask_clinician(person=cast.maya, about="Potassium 6.1", by=cast.ward_nurse)
    doctor = as_("doctor")
    assert "Willem Vos asks about Maya Osei" in words(doctor.get(at("my_day")))
    act = at("reach_act", reach.id, "acknowledge")
    assert doctor.post(act, {"answer": "I come now.", "back": "my_day"})["Location"] == at("my_day")
    assert "asks about" not in words(doctor.get(at("my_day")))
    assert "I come now." in words(as_("ward_nurse").get(at("reach")))


def test_results_and_follow_ups_that_i_owe_stand_beside(hospital: Hospital, as_: Browser) -> None:
    cast = hospital.cast
    visit = actions.start_visit(visit=given(hospital, cast.maya, 4, "my ear"), by=cast.doctor)
    hospital.planned(visit=visit)
    test = actions.order_test(service=hospital.scan, planned_at=later(30), visit=visit, by=cast.doctor)
    actions.test_done(test=test, result_by_at=later(300), by=cast.doctor)
    page = as_("doctor").get(at("my_day"))
    assert "With you now" in words(page)
    assert "1 result not told" in words(page)
    beside = page.content.decode().partition("</main>")[2]
    assert "<bdi>Maya Osei</bdi></a> · CT scan" in beside
    assert "<bdi>Maya Osei</bdi></a> · Clinic visit" in beside


def test_only_who_sees_clinical_matters_has_a_day(cast: Cast, as_: Browser) -> None:
    with pytest.raises(NotAllowed):
        clinician_day(by=cast.receptionist)
    assert as_("receptionist").get(at("my_day")).status_code == 404


@pytest.mark.parametrize("people", [1, 3])
def test_day_takes_the_same_statements(hospital: Hospital, people: int, django_assert_num_queries: Any) -> None:
    for place in range(people):
        given(hospital, hospital.person(f"P{place}"), 4, "my ear")
    hospital.appointment(hospital.person("Q"), "11:00")
    before = AuditEntry.objects.count()
    with django_assert_num_queries(18):
        clinician_day(by=hospital.cast.doctor)
    assert AuditEntry.objects.count() == before + 1
