"""Reading the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.cast import Cast

from almoner.catalogue import queries, soonest
from almoner.catalogue.actions import load_catalogue, offer, offer_by_profession, retire_service
from almoner.catalogue.loading import Loaded
from almoner.catalogue.models import Service
from almoner.core.refusal import NotThere

TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
Counted = Callable[..., Any]


def test_SEL_7_one_entry_carries_all_that_a_visit_needs(loaded: Loaded) -> None:
    one = queries.service_by_code("PED-MRI")
    assert (one.minutes, one.visit_minutes, one.performers, one.assistants) == (
        60,
        300,
        ["radiographer"],
        ["anaesthetist"],
    )
    assert (one.room_kinds, one.fast_food_hours, one.fast_clear_hours) == (["mri", "recovery"], 6, 2)
    assert (one.needs_order, one.self_book, one.escort, one.needs_readback) == (True, False, True, True)
    assert (one.name_in("es"), one.name_in("fr")) == (
        "Resonancia de un niño con anestesia general",
        "Child MRI under general anaesthetic",
    )
    assert one.summary_in("ar").startswith("تحضر طفلك")


def test_retired_service_is_absent_except_for_who_manages(loaded: Loaded, cast: Cast) -> None:
    retire_service(service=queries.service_by_code("IMG-PET"), by=cast.manager)
    for by in (None, cast.maya_herself, cast.doctor):
        with pytest.raises(NotThere):
            queries.service_by_code("IMG-PET", by=by)
        assert queries.services(by=by).count() == 64
    assert queries.service_by_code("IMG-PET", by=cast.manager).code == "IMG-PET"
    with pytest.raises(NotThere):
        queries.service_by_code("NO-SUCH")


def test_SEL_1_specialties_list_their_most_booked_service_first(
    loaded: Loaded, django_assert_num_queries: Counted
) -> None:
    with django_assert_num_queries(2):
        listed = queries.specialties_with_services()
        codes = {one.code: [service.code for service in services] for one, services in listed}
    assert list(codes)[:3] == ["GEN", "CAR", "RES"]
    assert codes["CAR"] == ["CAR-NEW", "CAR-ANG", "CAR-ECHO", "CAR-ETT", "CAR-HOLT"]


def test_specialty_without_an_offered_service_is_not_listed(cast: Cast, hospital_data: dict[str, Any]) -> None:
    hospital_data["service"] = [row for row in hospital_data["service"] if row["specialty"] == "GEN"]
    load_catalogue(data=hospital_data, by=cast.manager)
    assert [one.code for one, _ in queries.specialties_with_services()] == ["GEN"]


def test_clinicians_are_those_who_give_it_and_still_work_here(loaded: Loaded, cast: Cast) -> None:
    one = queries.service_by_code("GEN-URG")
    for staff in (cast.triage_nurse_staff, cast.doctor_staff):
        offer(service=one, staff=staff, by=cast.manager)
    assert [staff.name for staff in queries.clinicians_for(one)] == ["Dana Okafor", "Nora Stone"]
    assert queries.services_of(cast.doctor_staff) == [one]
    type(cast.doctor_staff).objects.filter(id=cast.doctor_staff.id).update(left_on="2026-11-20")
    assert [staff.name for staff in queries.clinicians_for(one)] == ["Nora Stone"]


def test_SEL_7_preparation_is_read_in_one_statement_however_many(
    loaded: Loaded, django_assert_num_queries: Counted
) -> None:
    for several in (list(Service.objects.all()[:1]), list(Service.objects.all())):
        with django_assert_num_queries(1):
            told = queries.preparations_for(several, "ar")
        assert set(told) == {one.code for one in several}
        assert all(one.translated and one.approved and one.language == "ar" for one in told.values())


def test_preparation_has_its_clock_rules(loaded: Loaded) -> None:
    first = queries.preparation_for(queries.service_by_code("CAR-ETT"), "en").items[0]
    assert (first.kind, first.timing, first.hours_before, first.hard) == ("drink", "from", 24, True)
    assert first.text == "Have no caffeine: no coffee, tea, cola or chocolate."


def test_SEL_1_find_answers_in_own_words(loaded: Loaded) -> None:
    found = queries.find("heartburn")
    assert [one.id for one in found] == ["GAS-NEW", "GAS-OGD", "GEN-NEW"]
    first = found[0]
    assert (first.name, first.soonest, first.danger) == (first.service.name_in("en"), None, False)
    assert (first.needs_referral, first.first_step) == (True, "GEN-NEW")


def test_find_takes_five_statements_at_first_and_two_then(
    loaded: Loaded, django_assert_max_num_queries: Counted
) -> None:
    with django_assert_max_num_queries(5):
        queries.find("heartburn")
    for limit in (1, 5):
        with django_assert_max_num_queries(2):
            queries.find("heartburn", limit=limit)


def test_SEL_2_soonest_comes_from_whoever_registered(loaded: Loaded) -> None:
    asked: list[tuple[list[str], datetime]] = []

    def provider(codes: list[str], now: datetime) -> dict[str, datetime | None]:
        asked.append((codes, now))
        return {"GAS-OGD": TUESDAY}

    soonest.register(provider)
    found = queries.find("heartburn", now=TUESDAY)
    assert {one.id: one.soonest for one in found} == {"GAS-NEW": None, "GAS-OGD": TUESDAY, "GEN-NEW": None}
    assert asked == [(["GAS-NEW", "GAS-OGD"], TUESDAY)]


def test_find_follows_the_catalogue(loaded: Loaded, cast: Cast) -> None:
    assert queries.find("pet scan")[0].id == "IMG-PET"
    retire_service(service=queries.service_by_code("IMG-PET"), by=cast.manager)
    assert "IMG-PET" not in [one.id for one in queries.find("pet scan")]


def test_find_knows_clinicians_by_name(loaded: Loaded, cast: Cast) -> None:
    offer_by_profession(by=cast.manager)
    assert [one.id for one in queries.find("Dana Okafor")] == ["GEN-NEW", "GEN-FUP", "GEN-URG"]


def test_find_before_anything_is_loaded_finds_nothing(db: None) -> None:
    assert queries.find("heartburn") == []


def test_SEL_9_search_tells_of_danger_where_nothing_was_found(db: None) -> None:
    heard = queries.search("I can't breathe")
    assert (heard.found, heard.danger, heard.language) == ([], True, "en")
