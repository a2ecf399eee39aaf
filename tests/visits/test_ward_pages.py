"""What the pages of wards and beds read: figures, empty beds, the best beds, one thing by its key, pulses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.visits.hospital import TODAY, Hospital, later

from almoner.core.refusal import NotAllowed, NotThere
from almoner.people.enums import Sex
from almoner.people.models import Carer
from almoner.visits import actions, queries
from almoner.visits.day_plan import Fast
from almoner.visits.enums import Ask
from almoner.visits.models import BedRequest, DietOrder
from almoner.visits.mouth import Mouth, mouth


def counted(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as caught:
        ask()
    return len(caught)


def test_STAY_1_ward_figures_count_what_is_there(hospital: Hospital) -> None:
    stay = hospital.admitted()
    hospital.given(hospital.cast.leila, "M2")
    actions.expect_home(stay=stay, on=TODAY, by=hospital.cast.doctor)
    actions.ask_at_bedside(stay=stay, what=Ask.MEAL, by=hospital.cast.maya_herself)
    actions.raise_worry(stay=stay, words="x", by=hospital.cast.maya_herself)
    test = actions.order_test(stay=stay, service=hospital.scan, planned_at=later(5), by=hospital.cast.doctor)
    actions.test_done(test=test, result_by_at=later(60), by=hospital.cast.doctor)
    unit, ward = queries.wards_now(by=hospital.cast.ward_nurse)
    assert (unit.ward.code, unit.beds, unit.free, unit.occupied) == ("ICU", 2, 2, 0)
    assert (ward.beds, ward.occupied, ward.free, ward.going) == (6, 1, 4, 1)
    assert (ward.asks, ward.worries, ward.results) == (1, 1, 1)


def test_lists_cost_the_same_for_one_and_for_many(hospital: Hospital) -> None:
    by, asks = hospital.cast.bed_manager, hospital.cast.ward_nurse
    reads: list[Callable[[], object]] = [
        lambda: queries.wards_now(by=asks),
        lambda: queries.ward_list(ward=hospital.ward, by=asks),
        lambda: queries.best_beds(queries.bed_requests(by=by), by=by),
    ]
    before = []
    for number, bed in enumerate(("M1", "M5", "M6")):
        stay = hospital.admitted(hospital.person(f"P{number}"), bed)
        actions.order_test(stay=stay, service=hospital.scan, planned_at=later(60), by=hospital.cast.doctor)
        hospital.asked(hospital.person(f"Q{number}"))
        before.append([counted(read) for read in reads])
    assert before[0] == before[2]


def test_BED_2_best_beds_of_everybody_who_waits(hospital: Hospital) -> None:
    hospital.admitted(hospital.cast.tom, "M1")
    asked = hospital.asked()
    given = hospital.given(hospital.cast.leila, "M3")
    by = hospital.cast.bed_manager
    best = queries.best_beds(queries.bed_requests(by=by), by=by)
    assert set(best) == {asked.id}
    assert [one.bed.name for one in best[asked.id]] == ["M4", "M5", "M6"]
    assert queries.bed_request_for(by=by, stay_id=given.id).bed == hospital.beds["M3"]
    for stay_id in (uuid4(), hospital.admitted(hospital.person("New"), "M5").id):
        with pytest.raises(NotThere):
            queries.bed_request_for(by=by, stay_id=stay_id)


def test_board_shows_who_is_isolated(hospital: Hospital) -> None:
    hospital.admitted(bed="M5", isolation="contact")
    found = queries.bed_for(by=hospital.cast.bed_manager, id=hospital.beds["M5"].id)
    assert (found.isolation, found.stay is not None) == ("contact", True)
    assert [bed.code for bed in queries.empty_beds(ward=hospital.ward, by=hospital.cast.doctor)] == [
        "M1", "M2", "M3", "M4", "M6",
    ]  # fmt: skip


def test_beds_and_wards_of_another_site_look_absent(hospital: Hospital) -> None:
    elsewhere = hospital.cast.from_elsewhere
    assert (queries.wards_now(by=elsewhere), queries.wards_with_beds(by=elsewhere)) == ([], [])
    with pytest.raises(NotThere):
        queries.ward_for(by=elsewhere, id=hospital.ward.id)
    with pytest.raises(NotThere):
        queries.bed_for(by=hospital.cast.bed_manager, id=uuid4())
    with pytest.raises(NotAllowed):
        queries.bed_for(by=elsewhere, id=hospital.beds["M1"].id)


def test_those_who_can_be_named_are_of_the_site_and_of_the_trade(hospital: Hospital) -> None:
    nurses, doctors = queries.care_staff(by=hospital.cast.ward_nurse)
    assert (nurses, doctors) == ([hospital.cast.ward_nurse_staff], [hospital.dana])


@pytest.mark.parametrize("who", ["tom_himself", "from_elsewhere"])
def test_one_thing_by_its_key_is_absent_for_the_wrong_person(hospital: Hospital, who: str) -> None:
    stay, by = hospital.admitted(), hospital.cast.actor(who)
    things: list[tuple[Callable[..., Any], Any]] = [
        (queries.ask_for, actions.ask_at_bedside(stay=stay, what=Ask.MEAL, by=hospital.cast.maya_herself)),
        (queries.worry_for, actions.raise_worry(stay=stay, words="x", by=hospital.cast.maya_herself)),
        (queries.follow_up_for, hospital.planned(stay)),
        (
            queries.test_for,
            actions.order_test(stay=stay, service=hospital.scan, planned_at=later(5), by=hospital.cast.doctor),
        ),
        (
            queries.plan_item_for,
            actions.add_to_plan(stay=stay, kind="other", title="x", starts_at=later(9), by=hospital.cast.ward_nurse),
        ),
    ]
    for find, thing in things:
        assert find(by=hospital.cast.doctor, id=thing.id) == thing
        for key, asker in ((thing.id, by), (uuid4(), hospital.cast.doctor)):
            with pytest.raises(NotThere):
                find(by=asker, id=key)


def test_STAY_9_carer_without_the_record_knows_that_they_are_here(hospital: Hospital) -> None:
    stay, leila = hospital.admitted(), hospital.cast.leila_herself
    Carer.objects.update(scopes=["messages"])
    door = queries.at_the_door(hospital.cast.maya, leila)
    assert door is not None
    assert door.stay == stay
    with pytest.raises(NotThere):
        queries.bedside(hospital.cast.maya, leila)
    with pytest.raises(NotThere):
        queries.at_the_door(hospital.cast.maya, hospital.cast.tom_himself)
    with pytest.raises(NotThere):
        queries.last_home(hospital.cast.maya, leila)
    assert queries.at_the_door(hospital.cast.tom, hospital.cast.tom_himself) is None


def test_pulses_change_when_the_pages_do_and_not_without(hospital: Hospital) -> None:
    nurse, beds = hospital.cast.ward_nurse, hospital.cast.bed_manager
    seen = [(queries.ward_pulse(by=nurse), queries.bed_pulse(by=beds))]
    stay = hospital.given()
    seen.append((queries.ward_pulse(by=nurse), queries.bed_pulse(by=beds)))
    actions.admit(stay=stay, by=nurse)
    seen.append((queries.ward_pulse(by=nurse), queries.bed_pulse(by=beds)))
    assert len({bed for _ward, bed in seen}) == 3
    asked = actions.ask_at_bedside(stay=stay, what=Ask.MEAL, by=hospital.cast.maya_herself)
    open_now = queries.ward_pulse(by=nurse)
    actions.do_request(asked=asked, by=nurse)
    assert len({open_now, queries.ward_pulse(by=nurse), seen[-1][0]}) == 3
    assert queries.ward_pulse(by=nurse) == queries.ward_pulse(by=nurse)


def test_STAY_1_mouth_is_told_in_moments_and_the_order_counts_first() -> None:
    fast = Fast(later(0), later(60), later(120))
    order = DietOrder(diet="nil_by_mouth", starts_at=later(-10), review_at=later(90))
    assert mouth(order, fast, later(1)) == Mouth("nothing", later(-10), later(90), later(-10))
    assert mouth(DietOrder(diet="soft"), fast, later(1)) == Mouth("fasting", later(0), later(120), later(60))
    assert mouth(None, fast, later(-1)) == Mouth("later", later(0), later(120), later(60))
    assert mouth(None, None, later(0)) is None


def test_BED_2_high_care_spares_no_single_room(hospital: Hospital) -> None:
    stay = hospital.asked(care=3)
    assert BedRequest.objects.get(stay=stay).sex == Sex.FEMALE
    actions.allot_bed(stay=stay, bed=hospital.beds["I1"], by=hospital.cast.bed_manager)
