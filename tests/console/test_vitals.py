"""Recording vital signs at the screen: refused, asked about, kept, corrected, looked into."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.console.reading import field, words

from almoner.charter.enums import State
from almoner.charter.models import Promise
from almoner.core.models import AuditEntry
from almoner.people.models import Person
from almoner.records.models import EarlyWarning, VitalSigns

Browser = Callable[[str], Client]
WELL = {
    "respiratory_rate": "16", "spo2": "98", "systolic": "124", "diastolic": "78", "pulse": "72",
    "temperature": "98.6", "temperature_unit": "°F", "on_oxygen": "no", "consciousness": "alert",
}  # fmt: skip
ILL = {**WELL, "respiratory_rate": "26", "spo2": "90", "pulse": "118", "systolic": "98", "temperature": "102.6"}


def at(name: str, *arguments: object) -> str:
    return reverse(f"console:{name}", args=arguments)


def kept(nurse: Client, cast: Cast, **said: str) -> VitalSigns:
    assert nurse.post(at("vitals", cast.maya.id), {**WELL, **said}).status_code == 302
    return VitalSigns.objects.latest("created_at")


def test_X_2_values_are_kept_as_typed_and_in_one_unit(cast: Cast, as_: Browser) -> None:
    nurse = as_("ward_nurse")
    kept(nurse, cast)
    shown = words(nurse.get(at("vitals", cast.maya.id)))
    for expected in ("37.0 °C", "typed 98.6 °F", "NEWS2 0", "Willem Vos"):
        assert expected in shown, expected


def test_impossible_value_is_refused_and_the_form_keeps_what_was_typed(cast: Cast, as_: Browser) -> None:
    answer = as_("ward_nurse").post(at("vitals", cast.maya.id), {**WELL, "spo2": "980"})
    assert answer.status_code == 422
    assert "Oxygen saturation cannot be 980 %" in words(answer)
    assert 'value="980"' in answer.content.decode()
    assert not VitalSigns.objects.exists()


def test_unlikely_value_is_asked_about_and_kept_with_who_confirmed_it(cast: Cast, as_: Browser) -> None:
    nurse = as_("ward_nurse")
    said = {**WELL, "spo2": "48"}
    asked = nurse.post(at("vitals", cast.maya.id), said)
    assert "Is it really so?" in words(asked)
    confirmed = field(asked, "looked_again")
    assert nurse.post(at("vitals", cast.maya.id), {**said, "spo2": "47", "looked_again": confirmed}).status_code == 422
    assert not VitalSigns.objects.exists(), "what was confirmed was another value"
    assert nurse.post(at("vitals", cast.maya.id), {**said, "looked_again": confirmed}).status_code == 302
    assert "Oxygen saturation 48 %: unusual. Confirmed by Willem Vos." in words(nurse.get(at("vitals", cast.maya.id)))


def test_form_sent_twice_is_kept_once(cast: Cast, as_: Browser) -> None:
    nurse = as_("ward_nurse")
    key = field(nurse.get(at("vitals", cast.maya.id)), "key")
    for _ in range(2):
        assert nurse.post(at("vitals", cast.maya.id), {**WELL, "key": key}).status_code == 302
    assert VitalSigns.objects.count() == 1


def test_correction_strikes_the_wrong_set_and_says_why(cast: Cast, as_: Browser) -> None:
    nurse = as_("ward_nurse")
    wrong = kept(nurse, cast)
    page = at("correct_vitals", wrong.id)
    assert field(nurse.get(page), "temperature") == "98.6"
    assert nurse.post(page, {**WELL, "pulse": "76"}).status_code == 422, "why is needed"
    assert nurse.post(page, {**WELL, "pulse": "76", "why": "misread"}).status_code == 302
    answer = nurse.get(at("vitals", cast.maya.id))
    assert "Was wrong misread" in words(answer)
    assert answer.content.decode().count("struck") == 1


def test_NEWS2_does_not_count_in_pregnancy(cast: Cast, as_: Browser) -> None:
    nurse = as_("ward_nurse")
    kept(nurse, cast, pregnant="on")
    assert "NEWS2 does not count in pregnancy." in words(nurse.get(at("vitals", cast.maya.id)))


def test_form_asks_no_man_and_no_child_whether_they_are_pregnant(cast: Cast, as_: Browser) -> None:
    assert "pregnant" not in as_("ward_nurse").get(at("vitals", cast.tom.id)).content.decode()


def test_lower_oxygen_target_needs_who_prescribed_it(cast: Cast, as_: Browser) -> None:
    nurse = as_("ward_nurse")
    answer = nurse.post(at("vitals", cast.maya.id), {**WELL, "spo2": "90", "oxygen_scale": "2"})
    assert "Please write who prescribed it." in words(answer)
    assert kept(nurse, cast, spo2="90", oxygen_scale="2", scale_noted="Dr Lee").news2_parts["spo2"] == 0


def test_NEWS2_high_score_promises_a_clinician_and_a_look_keeps_it(cast: Cast, as_: Browser) -> None:
    nurse, doctor = as_("ward_nurse"), as_("doctor")
    kept(nurse, cast, **ILL)
    warning = EarlyWarning.objects.get()
    page = doctor.get(at("clinical", cast.maya.id))
    assert "The critical care team comes" in words(page)
    assert "I have looked at them" in words(page)
    assert "I have looked at them" not in words(nurse.get(at("clinical", cast.maya.id)))
    assert nurse.post(at("review_warning", warning.id), {"found": "fine"}).status_code == 404
    assert doctor.post(at("review_warning", warning.id), {"found": "Sepsis; antibiotics."}).status_code == 302
    assert Promise.objects.get(subject_id=warning.id).state == State.KEPT
    assert "The critical care team comes" not in words(doctor.get(at("my_day")))


@pytest.mark.parametrize("who", ["receptionist", "bed_manager", "from_elsewhere"])
def test_I_22_who_may_not_records_nothing(cast: Cast, as_: Browser, who: str) -> None:
    assert as_(who).post(at("vitals", cast.maya.id), WELL).status_code == 404
    assert not VitalSigns.objects.exists()


def test_I_25_reading_the_one_page_leaves_one_trace(cast: Cast, as_: Browser) -> None:
    doctor = as_("doctor")
    before = AuditEntry.objects.filter(act__startswith="read.").count()
    assert doctor.get(at("clinical", cast.maya.id)).status_code == 200
    entries = AuditEntry.objects.filter(act__startswith="read.").order_by("number")[before:]
    assert [(one.act, one.person_id) for one in entries] == [("read.clinical", cast.maya.id)]


@pytest.mark.parametrize("sets", [1, 3])
def test_one_page_takes_the_same_statements(
    cast: Cast, as_: Browser, sets: int, django_assert_num_queries: Any
) -> None:
    nurse, doctor = as_("ward_nurse"), as_("doctor")
    for _ in range(sets):
        kept(nurse, cast)
    doctor.get(at("clinical", cast.maya.id))
    with django_assert_num_queries(34):
        doctor.get(at("clinical", cast.maya.id))


@pytest.mark.parametrize("sets", [1, 3])
def test_page_of_vital_signs_takes_the_same_statements(
    cast: Cast, as_: Browser, sets: int, django_assert_num_queries: Any
) -> None:
    nurse = as_("ward_nurse")
    for weight in range(70, 70 + sets):
        nurse.post(at("vitals", cast.maya.id), {"weight": str(weight), "weight_unit": "kg"})
    nurse.get(at("vitals", cast.maya.id))
    with django_assert_num_queries(17):
        assert "NEWS2 counts" in words(nurse.get(at("vitals", cast.maya.id)))


def test_right_to_left_name_and_emoji_stand_whole(cast: Cast, as_: Browser) -> None:
    Person.objects.filter(id=cast.maya.id).update(given_name="مايا 🌻", family_name="العلي")
    assert "مايا 🌻 العلي" in words(as_("doctor").get(at("clinical", cast.maya.id)))
