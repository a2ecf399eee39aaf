"""Vital signs that ask for a clinician: raised, promised, looked into, carried over a correction."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.cast import MONDAY_MORNING, Cast
from tests.faults import leaves_nothing
from tests.records.test_vitals import ILL, WELL, taken

from almoner.charter.enums import State
from almoner.charter.models import Promise
from almoner.core.refusal import NotAllowed, NotThere
from almoner.people.models import Person
from almoner.records import refusals
from almoner.records.actions import correct_vitals, record_vitals, review_warning
from almoner.records.enums import OxygenScale, Response
from almoner.records.laws import LAWS
from almoner.records.models import EarlyWarning, VitalSigns

FIVE = {**WELL, "respiratory_rate": 22, "pulse": 112, "temperature": "38.4"}
ONE_THREE = {**WELL, "systolic": 88, "diastolic": 50}


def raised(cast: Cast, values: dict[str, Any] = ILL, **more: Any) -> EarlyWarning:
    return EarlyWarning.objects.get(vitals=taken(cast, values, confirmed_unusual=True, **more))


@pytest.mark.parametrize(
    ("values", "response", "why", "minutes"),
    [
        (ILL, Response.EMERGENCY, ["total", "respiratory_rate", "spo2"], 30),
        (FIVE, Response.URGENT, ["total"], 60),
        (ONE_THREE, Response.URGENT, ["systolic"], 60),
    ],
)
def test_NEWS2_asks_for_a_clinician_by_a_time(
    cast: Cast, values: dict[str, Any], response: str, why: list[str], minutes: int
) -> None:
    warning = raised(cast, values)
    assert (warning.response, warning.why) == (response, why)
    promise = Promise.objects.get(subject_id=warning.id)
    assert promise.due_at == MONDAY_MORNING + timedelta(minutes=minutes)
    assert promise.person == cast.maya


def test_well_person_is_left_in_peace(cast: Cast) -> None:
    taken(cast)
    assert not EarlyWarning.objects.exists()


def test_NEWS2_does_not_count_for_a_child_whose_signs_still_warn(cast: Cast) -> None:
    Person.objects.filter(id=cast.maya.id).update(birth_on=date(2020, 1, 1))
    cast.maya.refresh_from_db()
    warning = raised(cast, {"spo2": 84, "respiratory_rate": 62, "pulse": 190})
    assert (warning.score, warning.why) == (None, ["level"])


def test_set_of_yesterday_warns_of_nothing_when_there_is_one_of_today(cast: Cast) -> None:
    taken(cast)
    taken(cast, ILL, confirmed_unusual=True, taken_at=MONDAY_MORNING - timedelta(hours=20))
    assert not EarlyWarning.objects.exists()


def test_look_answers_every_open_warning_and_keeps_the_promises(cast: Cast) -> None:
    first, second = raised(cast, FIVE), raised(cast, ILL)
    reviewed = review_warning(warning=second, found="Sepsis. Antibiotics given.", by=cast.doctor)
    assert reviewed.reviewed_by == cast.doctor_staff
    first.refresh_from_db()
    assert first.found == "Sepsis. Antibiotics given."
    assert set(Promise.objects.filter(subject_id__in=[first.id, second.id]).values_list("state", flat=True)) == {
        State.KEPT
    }
    assert [law.id for law in LAWS if law.broken()] == []
    with pytest.raises(refusals.WarningReviewed):
        review_warning(warning=first, found="again", by=cast.triage_nurse)


def test_look_is_of_who_decides_urgency_and_says_what_was_found(cast: Cast) -> None:
    warning = raised(cast)
    with pytest.raises(NotAllowed):
        review_warning(warning=warning, found="fine", by=cast.ward_nurse)
    with pytest.raises(NotThere):
        review_warning(warning=warning, found="fine", by=cast.from_elsewhere)
    with pytest.raises(refusals.FindingNeeded):
        review_warning(warning=warning, found=" ", by=cast.doctor)


def test_correction_to_well_takes_the_warning_back(cast: Cast) -> None:
    warning = raised(cast)
    correct_vitals(vitals=warning.vitals, values=WELL, on_oxygen=False, consciousness="alert", why="wrong bed",
                   confirmed_unusual=True, by=cast.ward_nurse)  # fmt: skip
    warning.refresh_from_db()
    assert (warning.is_open, warning.reviewed_at) == (False, None)
    assert Promise.objects.get(subject_id=warning.id).state == State.WITHDRAWN


def test_correction_that_still_warns_keeps_the_time(cast: Cast, at: Any) -> None:
    warning = raised(cast)
    at(MONDAY_MORNING + timedelta(minutes=20))
    right = correct_vitals(vitals=warning.vitals, values={**ILL, "spo2": 91}, on_oxygen=False, consciousness="alert",
                           why="misread", confirmed_unusual=True, by=cast.ward_nurse)  # fmt: skip
    warning.refresh_from_db()
    assert (warning.vitals, warning.is_open) == (right, True)
    promise = Promise.objects.get(subject_id=warning.id)
    assert (promise.state, promise.due_at) == (State.OPEN, MONDAY_MORNING + timedelta(minutes=30))


def test_correction_to_worse_asks_for_more(cast: Cast) -> None:
    warning = raised(cast, FIVE)
    worse = correct_vitals(vitals=warning.vitals, values=ILL, on_oxygen=False, consciousness="alert", why="misread",
                           confirmed_unusual=True, by=cast.ward_nurse)  # fmt: skip
    assert EarlyWarning.objects.open().get().vitals == worse
    assert EarlyWarning.objects.open().get().response == Response.EMERGENCY


def test_lower_target_for_oxygen_needs_who_prescribed_it(cast: Cast) -> None:
    with pytest.raises(refusals.ScaleNotNoted):
        taken(cast, {"spo2": 89}, oxygen_scale=OxygenScale.LOWER_TARGET)
    kept = taken(cast, {"spo2": 89}, oxygen_scale=OxygenScale.LOWER_TARGET, scale_noted="Dr Okafor, 3 March")
    assert (kept.news2_parts["spo2"], kept.scale_noted) == (0, "Dr Okafor, 3 March")


def test_unusual_value_says_who_confirmed_it(cast: Cast) -> None:
    kept = record_vitals(person=cast.maya, values={"spo2": 48}, confirmed_unusual=True, by=cast.ward_nurse)
    assert [one["by"] for one in kept.confirmed] == ["Willem Vos"]


@pytest.mark.parametrize("deed", ["record", "correct", "review"])
def test_failed_action_leaves_nothing(cast: Cast, deed: str) -> None:
    warning = raised(cast)

    def run() -> None:
        if deed == "record":
            taken(cast, ILL, confirmed_unusual=True)
        elif deed == "correct":
            correct_vitals(vitals=warning.vitals, values=WELL, on_oxygen=False, consciousness="alert", why="wrong",
                           confirmed_unusual=True, by=cast.ward_nurse)  # fmt: skip
        else:
            review_warning(warning=warning, found="fine", by=cast.doctor)

    kept = VitalSigns.objects.count()
    leaves_nothing(run, writes=4)
    run()
    assert VitalSigns.objects.count() == kept + (deed != "review")
