"""Finding services in a person's own words."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.catalogue.hospital import codes, entries, finder, phrases

from almoner.catalogue.finder import Finder

SOON = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 12, 24, 9, 0, tzinfo=UTC)


def test_SEL_1_only_services_that_declare_the_need_are_listed() -> None:
    declared = {one.code for one in entries() if "heartburn" in one.answers}
    listed = [one for one in finder().find("heartburn").results if not one.why.startswith("you can begin here")]
    assert {one.code for one in listed} == declared == {"GAS-NEW", "GAS-OGD"}


def test_SEL_1_a_specialty_begins_with_its_most_booked_reason() -> None:
    assert codes("nephrology")[0] == "NEP-NEW"
    assert codes("nephrology", limit=10)[1:] != []
    assert codes("Oncology & Haematology")[0] == "ONC-NEW"


def test_SEL_2_need_comes_before_how_soon() -> None:
    times = {"GAS-NEW": LATER, "GAS-OGD": SOON}
    found = finder().find("heartburn", soonest=lambda _: times).results
    assert [(one.code, one.soonest) for one in found[:2]] == [("GAS-NEW", LATER), ("GAS-OGD", SOON)]


def test_SEL_2_the_sooner_of_two_that_fit_alike_comes_first() -> None:
    alike = ["MH-NEW", "MH-THER"]
    for first, second in (alike, alike[::-1]):
        times = {first: SOON, second: LATER}
        listed = codes("stressed and tearful", soonest=lambda _, times=times: times)
        assert listed[:2] == [first, second]


def test_SEL_2_without_a_time_comes_after_one_with() -> None:
    assert codes("stressed and tearful", soonest=lambda _: {"MH-NEW": LATER})[:2] == ["MH-NEW", "MH-THER"]
    assert codes("stressed and tearful", soonest=lambda _: {"MH-THER": LATER})[:2] == ["MH-THER", "MH-NEW"]


def test_SEL_2_order_does_not_depend_on_the_order_of_the_catalogue() -> None:
    shuffled = entries()
    random.Random(7).shuffle(shuffled)
    other = Finder(shuffled)
    plain = Finder(entries())
    for row in phrases("development"):
        assert other.find(row["words"]) == plain.find(row["words"])


def test_reason_quotes_the_person_and_says_what_the_service_is() -> None:
    first = finder().find("I get heartburn at night").results[0]
    assert first.why == "because you said “heartburn”: you see a doctor about your food pipe, stomach, liver or bowel."


def test_reason_says_how_a_slip_was_read() -> None:
    first = finder().find("pallpitations").results[0]
    assert first.why.startswith("because you said “pallpitations”, which we read as “palpitations”: ")


@pytest.mark.parametrize(
    ("language", "begins"),
    [("es", "porque ha dicho «heartburn»: usted ve"), ("ar", "لأنك قلت «heartburn»: ترى"), ("fr", "because you said")],
)
def test_reason_is_in_the_language_of_the_reader(language: str, begins: str) -> None:
    assert finder().find("heartburn", language=language).results[0].why.startswith(begins)


def test_name_and_reason_are_in_the_language_of_the_text_where_none_is_asked_for() -> None:
    assert finder().find("me duele la rodilla").results[0].name.startswith("Traumatología")


def test_referral_is_told_with_the_first_step_and_the_first_step_is_listed() -> None:
    found = finder().find("colonoscopy").results
    assert found[0].needs_referral
    assert found[0].first_step == "GEN-NEW"
    assert found[0].referral == "You need a referral for this. The first step is: General medicine clinic: first visit."
    step = next(one for one in found if one.code == "GEN-NEW")
    assert not step.needs_referral
    assert step.why.startswith("you can begin here without a referral: ")


def test_first_step_is_not_added_where_one_can_begin_already() -> None:
    found = finder().find("I need physio").results
    assert (found[0].code, found[0].needs_referral, found[0].referral) == ("RHB-PT", False, "")


def test_a_short_list_keeps_the_first_step() -> None:
    assert codes("colonoscopy", limit=2) == ["GAS-COL", "GEN-NEW"]
    assert codes("colonoscopy", limit=1) == ["GAS-COL"]


def test_for_a_child_the_children_s_services_come_first_and_those_for_adults_are_left_out() -> None:
    assert codes("my son has a rash")[0] == "PED-NEW"
    assert codes("vaccines for my 2 year old")[0] == "PED-VAC"
    assert "GEN-VAC" not in codes("vaccines for my 2 year old")
    assert codes("MRI for my little girl, she is 3")[0] == "PED-MRI"
    assert "GEN-NEW" not in codes("my daughter has eczema")


def test_an_adult_son_is_no_child() -> None:
    assert codes("my 40 year old son has back pain")[0] == "ORT-NEW"


def test_an_unborn_baby_is_no_child() -> None:
    assert codes("scan of my baby, I am pregnant")[0] == "OBG-SCAN"


def test_women_s_services_are_left_out_for_a_man() -> None:
    assert "IMG-MAM" not in codes("my husband has a lump in his breast")


@pytest.mark.parametrize("words", ["Dr Shah", "appointment with doctor Shah", "Amina Shah"])
def test_clinician_is_found_by_name(words: str) -> None:
    found = finder().find(words).results
    assert [one.code for one in found[:2]] == ["CAR-NEW", "CAR-ANG"]
    assert found[0].why.startswith("Dr Amina Shah works here: ")


def test_service_is_found_by_its_code() -> None:
    first = finder().find("car-echo please").results[0]
    assert (first.code, first.why[:12]) == ("CAR-ECHO", "you named it")


@pytest.mark.parametrize("words", ["", ".", "purple monkeys", "where is the car park", "what time is visiting", "no"])
def test_nothing_found_is_said_honestly(words: str) -> None:
    answer = finder().find(words)
    assert (answer.results, answer.danger) == ([], False)


def test_SEL_9_danger_is_told_even_where_nothing_else_fits_and_the_clinic_of_today_is_listed() -> None:
    answer = finder().find("I can't breathe")
    assert answer.danger
    assert "GEN-URG" in [one.code for one in answer.results]


def test_danger_does_not_hide_the_service() -> None:
    answer = finder().find("chest pain for two days")
    assert (answer.danger, answer.results[0].code) == (True, "CAR-NEW")


def test_both_complaints_are_answered() -> None:
    assert {"DER-NEW", "RES-NEW"} <= set(codes("I have a rash and a cough"))


def test_a_hospital_without_a_service_does_not_list_it() -> None:
    without = Finder([one for one in entries() if one.code != "ENT-AUD"])
    assert "ENT-AUD" not in [one.code for one in without.find("hearing test").results]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_answered_the_same_way_twice(text: str) -> None:
    assert finder().find(text) == finder().find(text)
