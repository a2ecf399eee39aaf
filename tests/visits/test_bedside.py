"""The day in bed: diet, tests, results, the plan, what is asked for, worries; and what each reader sees."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.cast import MONDAY_MORNING
from tests.visits.hospital import TODAY, Hospital, later

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.models import AuditEntry
from almoner.core.refusal import NotAllowed, NotThere, Unclear
from almoner.records.actions import record_vitals
from almoner.records.enums import Allergen
from almoner.timeline.models import Event
from almoner.visits import actions, refusals
from almoner.visits.enums import Ask, AskTeam, Diet, PlanKind
from almoner.visits.models import DietOrder, PublishedPlan, Stay, TestOrder
from almoner.visits.queries import (
    bedside,
    care_team,
    open_asks,
    open_worries,
    plan_for,
    results_to_tell,
    stay_for,
    stay_of,
    ward_list,
)


def nothing(hospital: Hospital, stay: Stay, **more: Any) -> DietOrder:
    said = {"reason": "scan at three", "review_at": later(360), "by": hospital.cast.ward_nurse} | more
    return actions.order_diet(stay=stay, diet=Diet.NIL_BY_MOUTH, **said)


def scan(hospital: Hospital, stay: Stay, minutes: float = 360, **more: Any) -> TestOrder:
    said = {"by": hospital.cast.doctor} | more
    return actions.order_test(stay=stay, service=hospital.scan, planned_at=later(minutes), **said)


def live(subject: Any) -> set[str]:
    return set(Promise.objects.live().filter(subject_id=subject.id).values_list("standard", flat=True))


def test_STAY_6_new_diet_ends_the_one_before(hospital: Hospital) -> None:
    stay = hospital.admitted()
    first = actions.order_diet(stay=stay, diet=Diet.SOFT, by=hospital.cast.ward_nurse)
    second = nothing(hospital, stay)
    first.refresh_from_db()
    assert (first.ended_at, second.ended_at) == (clock.now(), None)
    facts = Event.objects.filter(kind="diet.ordered").latest("at").facts
    assert set(facts) == {"diet", "nothing", "allergens", "reason", "review_at"}


@pytest.mark.parametrize("more", [{"reason": ""}, {"review_at": None}, {"review_at": later(13 * 60)}])
def test_STAY_6_nothing_by_mouth_has_reason_and_review(hospital: Hospital, more: dict[str, Any]) -> None:
    with pytest.raises(refusals.DietIncomplete):
        nothing(hospital, hospital.admitted(), **more)
    assert not DietOrder.objects.exists()


def test_STAY_6_allergen_never_falls_out_by_oversight(hospital: Hospital) -> None:
    stay, by = hospital.admitted(), hospital.cast.ward_nurse
    actions.order_diet(stay=stay, diet=Diet.REGULAR, allergens=[Allergen.PEANUT], by=by)
    with pytest.raises(refusals.AllergensDropped) as refused:
        actions.order_diet(stay=stay, diet=Diet.SOFT, by=by)
    assert "Peanut" in str(refused.value)
    kept = actions.order_diet(stay=stay, diet=Diet.SOFT, allergens=[Allergen.PEANUT, Allergen.EGG], by=by)
    assert kept.allergens == ["egg", "peanut"]
    assert actions.order_diet(stay=stay, diet=Diet.SOFT, allergy_looked_at=True, by=by).allergens == []


@pytest.mark.parametrize("wrong", [{"diet": "sweets"}, {"allergens": ["dust"]}, {"preference": "beige"}])
def test_diet_is_of_the_known_words(hospital: Hospital, wrong: dict[str, Any]) -> None:
    with pytest.raises(Unclear):
        actions.order_diet(**{"stay": hospital.admitted(), "diet": Diet.SOFT, "by": hospital.cast.ward_nurse} | wrong)


def test_diet_is_set_by_those_who_care_on_the_ward(hospital: Hospital) -> None:
    stay = hospital.admitted()
    for by in (hospital.cast.receptionist, hospital.cast.maya_herself):
        with pytest.raises(NotAllowed):
            actions.order_diet(stay=stay, diet=Diet.SOFT, by=by)


def test_test_runs_from_order_to_the_told_result(hospital: Hospital) -> None:
    test = scan(hospital, hospital.admitted(), 30)
    by = hospital.cast.doctor
    with pytest.raises(refusals.NotNow):
        actions.tell_result(test=test, result="fine", by=by)
    with clock.at(later(60)):
        done = actions.test_done(test=test, result_by_at=later(24 * 60), by=by)
        assert live(done) == {"result_told"}
        assert list(results_to_tell(by=by)) == [done]
        with pytest.raises(refusals.ReasonNeeded):
            actions.tell_result(test=test, result=" ", by=by)
        told = actions.tell_result(test=test, result="Nothing was found that should not be there.", by=by)
    assert (told.told_by, live(told)) == (hospital.dana, set())


def test_test_in_the_past_or_without_a_result_time_is_refused(hospital: Hospital) -> None:
    stay = hospital.admitted()
    with pytest.raises(refusals.TimePassed):
        scan(hospital, stay, -1)
    test = scan(hospital, stay, 5)
    with pytest.raises(refusals.TimePassed):
        actions.test_done(test=test, result_by_at=MONDAY_MORNING, by=hospital.cast.doctor)
    with pytest.raises(NotAllowed):
        actions.cancel_test(test=test, reason="x", by=hospital.cast.receptionist)


def test_STAY_1_plan_follows_from_tests_ward_and_what_was_agreed(hospital: Hospital) -> None:
    stay = hospital.admitted()
    scan(hospital, stay, 240)
    actions.add_to_plan(
        stay=stay, kind=PlanKind.CONSULT, title="Dietitian", starts_at=later(480), by=hospital.cast.ward_nurse
    )
    plan = plan_for(hospital.cast.maya, hospital.cast.maya_herself)
    assert plan is not None
    at = {(item.kind, item.title): (f"{clock.local(item.starts_at):%H:%M}", item.kept) for item in plan.items}
    assert at == {
        (PlanKind.FASTING, ""): ("07:00", False),
        (PlanKind.MEAL, "Breakfast"): ("08:00", True),
        (PlanKind.ROUND, "Doctors' round"): ("08:30", False),
        (PlanKind.MEAL, "Lunch"): ("12:30", True),
        (PlanKind.TEST, "CT scan"): ("13:00", False),
        (PlanKind.VISITING, "Visiting hours"): ("14:00", False),
        (PlanKind.CONSULT, "Dietitian"): ("17:00", False),
        (PlanKind.MEAL, "Supper"): ("18:00", False),
    }
    assert [(fast.food_from, fast.drink_from) for fast in plan.fasts] == [(later(-120), later(120))]


def test_test_of_tomorrow_morning_makes_this_night_a_fast(hospital: Hospital) -> None:
    stay = hospital.admitted()
    scan(hospital, stay, 20 * 60)
    plan = plan_for(hospital.cast.maya, hospital.cast.maya_herself)
    assert plan is not None
    assert [item.kind for item in plan.items if item.kind in {PlanKind.TEST, PlanKind.FASTING}] == [PlanKind.FASTING]


def test_STAY_7_published_plan_stays_as_it_was_given(hospital: Hospital) -> None:
    stay, by = hospital.admitted(), hospital.cast.ward_nurse
    item = actions.add_to_plan(stay=stay, kind=PlanKind.CONSULT, title="Dietitian", starts_at=later(60), by=by)
    first = actions.publish_plan(stay=stay, by=by)
    assert "plan_of_the_day" not in live(stay)
    actions.remove_from_plan(item=item, by=by)
    second = actions.publish_plan(stay=stay, by=by)
    titles = [[line["title"] for line in one.items] for one in PublishedPlan.objects.order_by("version")]
    assert ("Dietitian" in titles[0], "Dietitian" in titles[1]) == (True, False)
    assert (first.version, second.version) == (1, 2)


def test_clash_is_told_to_who_publishes(hospital: Hospital) -> None:
    stay = hospital.admitted()
    scan(hospital, stay, 60)
    scan(hospital, stay, 75)
    published = actions.publish_plan(stay=stay, by=hospital.cast.ward_nurse)
    assert published.clashes == [{"what": "overlap", "first": "CT scan", "second": "CT scan"}]


def test_plan_takes_agreed_lines_only(hospital: Hospital) -> None:
    stay = hospital.admitted()
    said: dict[str, Any] = {"stay": stay, "title": "x", "starts_at": later(60), "by": hospital.cast.ward_nurse}
    for wrong in ({"kind": PlanKind.MEAL}, {"kind": PlanKind.OTHER, "title": " "},
                  {"kind": PlanKind.OTHER, "ends_at": later(60)}):  # fmt: skip
        with pytest.raises(Unclear):
            actions.add_to_plan(**said | wrong)


def test_STAY_2_request_goes_to_the_team_that_does_it(hospital: Hospital) -> None:
    stay = hospital.admitted()
    asked = actions.ask_at_bedside(stay=stay, what=Ask.BLANKET, by=hospital.cast.maya_herself)
    assert (asked.team, live(asked)) == (AskTeam.HOUSEKEEPING, {"bedside_request"})
    assert list(open_asks(by=hospital.cast.ward_nurse, team=AskTeam.HOUSEKEEPING)) == [asked]
    assert list(open_asks(by=hospital.cast.ward_nurse, team=AskTeam.KITCHEN)) == []
    with pytest.raises(NotAllowed):
        actions.do_request(asked=asked, by=hospital.cast.maya_herself)
    actions.do_request(asked=asked, by=hospital.cast.ward_nurse)
    assert live(asked) == set()
    with pytest.raises(refusals.NotNow):
        actions.withdraw_request(asked=asked, reason="late", by=hospital.cast.maya_herself)


def test_request_is_taken_back_with_a_reason(hospital: Hospital) -> None:
    asked = actions.ask_at_bedside(stay=hospital.admitted(), what=Ask.MEAL, by=hospital.cast.leila_herself)
    with pytest.raises(refusals.ReasonNeeded):
        actions.withdraw_request(asked=asked, reason="", by=hospital.cast.maya_herself)
    actions.withdraw_request(asked=asked, reason="no longer hungry", by=hospital.cast.maya_herself)
    assert Promise.objects.get(subject_id=asked.id).state == "withdrawn"


def test_STAY_8_worry_of_the_family_reaches_critical_care(hospital: Hospital) -> None:
    stay = hospital.admitted()
    worry = actions.raise_worry(
        stay=stay, words="She is not herself.", relationship="sister", by=hospital.cast.leila_herself
    )
    [promise] = Promise.objects.live().filter(subject_id=worry.id)
    assert (promise.team, promise.due_at, worry.raised_by) == ("outreach", later(30), "Leila Haddad")
    assert list(open_worries(by=hospital.cast.doctor)) == [worry]
    with pytest.raises(refusals.ReasonNeeded):
        actions.answer_worry(worry=worry, found="", by=hospital.cast.doctor)
    with clock.at(later(12)):
        answered = actions.answer_worry(worry=worry, found="Seen; given fluids.", by=hospital.cast.triage_nurse)
    assert (answered.answered_by, live(worry)) == (hospital.cast.triage_nurse_staff, set())
    assert Event.objects.get(kind="worry.answered").facts == {"minutes": 12}
    with pytest.raises(refusals.NotNow):
        actions.answer_worry(worry=worry, found="again", by=hospital.cast.doctor)


def test_I_22_strangers_neither_ask_nor_worry_nor_read(hospital: Hospital) -> None:
    stay, tom = hospital.admitted(), hospital.cast.tom_himself
    attempts = (
        lambda: actions.ask_at_bedside(stay=stay, what=Ask.WATER, by=tom),
        lambda: actions.raise_worry(stay=stay, words="x", by=tom),
        lambda: bedside(hospital.cast.maya, tom),
        lambda: plan_for(hospital.cast.maya, tom),
        lambda: stay_for(by=tom, id=stay.id),
        lambda: bedside(hospital.cast.maya, hospital.cast.receptionist),
        lambda: bedside(hospital.cast.tom, tom),
    )
    for attempt in attempts:
        with pytest.raises(NotThere):
            attempt()


def test_STAY_1_bedside_shows_all_on_one_page(hospital: Hospital) -> None:
    stay, cast = hospital.admitted(), hospital.cast
    scan(hospital, stay, 240)
    nothing(hospital, stay)
    asked = actions.ask_at_bedside(stay=stay, what=Ask.BLANKET, by=cast.maya_herself)
    page = bedside(cast.maya, cast.maya_herself)
    assert [(one.staff.name, one.role, one.comes) for one in page.team] == [
        (cast.doctor_staff.name, "doctor", (("08:30", "11:00"),)), (cast.ward_nurse_staff.name, "nurse", ()),
    ]  # fmt: skip
    assert (page.diet.diet, page.asks, page.fasting.until) == (Diet.NIL_BY_MOUTH, [asked], later(270))
    assert care_team(cast.maya, cast.leila_herself) == page.team
    assert stay_of(cast.tom, cast.tom_himself) is None


def test_I_25_staff_who_read_the_bedside_leave_a_trace(hospital: Hospital) -> None:
    hospital.admitted()
    bedside(hospital.cast.maya, hospital.cast.maya_herself)
    assert not AuditEntry.objects.filter(act="read.bedside").exists()
    bedside(hospital.cast.maya, hospital.cast.doctor)
    assert AuditEntry.objects.get(act="read.bedside").person_id == hospital.cast.maya.id


@pytest.mark.parametrize("lines", [1, 3])
def test_bedside_costs_the_same_however_full_the_day(
    hospital: Hospital, lines: int, django_assert_num_queries: Any
) -> None:
    stay = hospital.admitted()
    for number in range(lines):
        scan(hospital, stay, 60 + 60 * number)
        actions.ask_at_bedside(stay=stay, what=Ask.BLANKET, by=hospital.cast.maya_herself)
        actions.raise_worry(stay=stay, words="x", by=hospital.cast.maya_herself)
    with django_assert_num_queries(18):
        bedside(hospital.cast.maya, hospital.cast.maya_herself)


@pytest.mark.parametrize("people", [1, 3])
def test_ward_list_costs_the_same_and_shows_what_a_nurse_looks_for(
    hospital: Hospital, people: int, django_assert_num_queries: Any
) -> None:
    for number in range(people):
        person = hospital.person(f"P{number}")
        stay = hospital.admitted(person, f"M{number + 1}")
        record_vitals(person=person, values={"pulse": 80 + number}, by=hospital.cast.ward_nurse)
        actions.order_diet(stay=stay, diet=Diet.SOFT, by=hospital.cast.ward_nurse)
    with django_assert_num_queries(13):
        lines = ward_list(ward=hospital.ward, by=hospital.cast.ward_nurse)
    assert [(line.stay.bed.code, int(line.vitals.pulse), line.diet.diet) for line in lines] == [
        (f"M{number + 1}", 80 + number, Diet.SOFT) for number in range(people)
    ]
    with pytest.raises(NotAllowed):
        ward_list(ward=hospital.ward, by=hospital.cast.receptionist)
    with pytest.raises(NotThere):
        ward_list(ward=hospital.ward, by=hospital.cast.from_elsewhere)


def test_ward_list_after_the_day_is_another_day(hospital: Hospital) -> None:
    stay = hospital.admitted()
    with clock.at(MONDAY_MORNING + timedelta(days=1)):
        assert plan_for(hospital.cast.maya, hospital.cast.maya_herself, day=TODAY) is not None
        assert ward_list(ward=hospital.ward, by=hospital.cast.ward_nurse)[0].stay == stay
