"""Beds: asked for, given, lain in, changed, cleaned; and never one bed for two."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from tests.visits.hospital import SHEET, Hospital

from almoner.charter.models import Promise
from almoner.core.refusal import NotAllowed, NotThere
from almoner.people.enums import Sex
from almoner.timeline.models import Event
from almoner.visits import actions, refusals
from almoner.visits.enums import BedState, BlockReason, RequestState, StayState
from almoner.visits.laws import LAWS
from almoner.visits.models import Bed, BedChange, BedRequest, Stay
from almoner.visits.queries import bed_board, bed_requests, beds_for, history_of_bed


def states(hospital: Hospital, *codes: str) -> list[str]:
    return [Bed.objects.get(id=hospital.beds[code].id).state for code in codes]


def kept(stay: Stay, standard: str) -> str:
    return Promise.objects.get(subject_id=stay.id, standard=standard).state


def test_BED_3_asked_given_and_admitted_when_they_lie_in_it(hospital: Hospital) -> None:
    stay = hospital.given()
    assert (stay.state, states(hospital, "M1"), kept(stay, "bed")) == (StayState.REQUESTED, ["clean"], "open")
    stay = actions.admit(stay=stay, by=hospital.cast.ward_nurse)
    assert (stay.state, states(hospital, "M1"), kept(stay, "bed")) == (StayState.ADMITTED, ["occupied"], "kept")
    assert kept(stay, "plan_of_the_day") == "open"
    assert BedRequest.objects.get().state == RequestState.FILLED
    facts = Event.objects.get(kind="stay.admitted").facts
    assert facts == {"bed": "M1", "ward": "General medicine"}


def test_one_live_stay_for_a_person(hospital: Hospital) -> None:
    hospital.asked()
    with pytest.raises(refusals.StayIsLive):
        hospital.asked()


def test_who_may_ask_and_who_may_give(hospital: Hospital) -> None:
    with pytest.raises(NotAllowed):
        hospital.asked(by=hospital.cast.receptionist)
    with pytest.raises(refusals.ReasonNeeded):
        hospital.asked(reason=" ")
    stay = hospital.asked()
    with pytest.raises(NotAllowed):
        actions.allot_bed(stay=stay, bed=hospital.beds["M1"], by=hospital.cast.doctor)


def test_BED_2_what_must_not_be_is_refused_even_with_a_reason(hospital: Hospital) -> None:
    hospital.admitted(hospital.cast.tom, "M1")
    stay = hospital.asked(hospital.cast.maya)
    with pytest.raises(refusals.BedUnsuitable) as refused:
        actions.allot_bed(stay=stay, bed=hospital.beds["M2"], override_reason="full", by=hospital.cast.bed_manager)
    assert refused.value.facts["never"] == ["sex"]


def test_BED_2_what_does_not_fit_well_needs_a_reason(hospital: Hospital) -> None:
    stay = hospital.asked()
    with pytest.raises(refusals.BedUnsuitable) as refused:
        actions.allot_bed(stay=stay, bed=hospital.beds["I1"], by=hospital.cast.bed_manager)
    assert refused.value.facts["against"] == ["more_care_than_needed"]
    given = actions.allot_bed(
        stay=stay, bed=hospital.beds["I1"], override_reason="ward full", by=hospital.cast.bed_manager
    )
    assert given.override_reason == "ward full"


def test_BED_2_suggestions_leave_out_what_is_taken_and_what_cannot_be(hospital: Hospital) -> None:
    hospital.admitted(hospital.cast.tom, "M1")
    hospital.given(hospital.cast.leila, "M3")
    actions.set_bed_state(
        bed=hospital.beds["M6"], state="blocked", block_reason=BlockReason.MAINTENANCE, by=hospital.cast.bed_manager
    )
    stay = hospital.asked(hospital.cast.maya)
    names = [found.bed.name for found in beds_for(stay=stay, by=hospital.cast.bed_manager)]
    assert names == ["M4", "M5", "I1", "I2"]


def test_one_bed_is_given_once(hospital: Hospital) -> None:
    hospital.given(hospital.cast.maya, "M1")
    stay = hospital.asked(hospital.cast.leila)
    with pytest.raises(refusals.BedTaken):
        actions.allot_bed(stay=stay, bed=hospital.beds["M1"], override_reason="x", by=hospital.cast.bed_manager)


def test_another_bed_may_be_given_instead_before_they_lie_in_it(hospital: Hospital) -> None:
    stay = hospital.given(bed="M1")
    actions.allot_bed(stay=stay, bed=hospital.beds["M2"], by=hospital.cast.bed_manager)
    assert actions.admit(stay=stay, by=hospital.cast.ward_nurse).bed == hospital.beds["M2"]
    assert states(hospital, "M1", "M2") == ["clean", "occupied"]


def test_BED_1_nobody_is_laid_into_a_bed_that_is_not_clean(hospital: Hospital) -> None:
    stay = hospital.given()
    actions.set_bed_state(bed=hospital.beds["M1"], state=BedState.DIRTY, by=hospital.cast.bed_manager)
    with pytest.raises(refusals.BedNotReady):
        actions.admit(stay=stay, by=hospital.cast.ward_nurse)
    for state in (BedState.CLEANING, BedState.CLEAN):
        actions.set_bed_state(bed=hospital.beds["M1"], state=state, by=hospital.cast.ward_nurse)
    assert actions.admit(stay=stay, by=hospital.cast.ward_nurse).state == StayState.ADMITTED


def test_no_admission_without_a_bed_and_none_twice(hospital: Hospital) -> None:
    stay = hospital.asked()
    with pytest.raises(refusals.NotNow):
        actions.admit(stay=stay, by=hospital.cast.ward_nurse)
    actions.allot_bed(stay=stay, bed=hospital.beds["M1"], by=hospital.cast.bed_manager)
    actions.admit(stay=stay, by=hospital.cast.ward_nurse)
    with pytest.raises(refusals.NotNow):
        actions.admit(stay=stay, by=hospital.cast.ward_nurse)


def test_request_that_is_not_needed_is_withdrawn_with_its_promise(hospital: Hospital) -> None:
    stay = hospital.given()
    with pytest.raises(refusals.ReasonNeeded):
        actions.withdraw_bed_request(stay=stay, reason="", by=hospital.cast.doctor)
    stay = actions.withdraw_bed_request(stay=stay, reason="may go home", by=hospital.cast.doctor)
    assert (stay.state, kept(stay, "bed")) == (StayState.WITHDRAWN, "withdrawn")
    assert hospital.asked().state == StayState.REQUESTED


def test_BED_4_two_swap_and_neither_is_discharged(hospital: Hospital) -> None:
    first, second = hospital.admitted(hospital.cast.maya, "M1"), hospital.admitted(hospital.cast.leila, "M3")
    swapped = actions.swap_beds(first=first, second=second, reason="window", by=hospital.cast.bed_manager)
    assert [stay.bed.code for stay in swapped] == ["M3", "M1"]
    fresh = [Stay.objects.get(id=stay.id) for stay in (first, second)]
    assert [(stay.state, stay.bed.code) for stay in fresh] == [("admitted", "M3"), ("admitted", "M1")]
    assert not Event.objects.filter(kind="discharge.completed").exists()
    assert Event.objects.filter(kind="bed.moved").count() == 2


def test_BED_4_swap_that_mixes_a_bay_is_refused_and_changes_nothing(hospital: Hospital) -> None:
    first, second = hospital.admitted(hospital.cast.maya, "M1"), hospital.admitted(hospital.cast.tom, "M3")
    hospital.admitted(hospital.cast.leila, "M2")
    with pytest.raises(refusals.BedUnsuitable):
        actions.swap_beds(first=first, second=second, reason="window", by=hospital.cast.bed_manager)
    assert [Stay.objects.get(id=stay.id).bed.code for stay in (first, second)] == ["M1", "M3"]


def test_BED_4_swap_of_a_man_and_a_woman_alone_in_their_bays_is_fine(hospital: Hospital) -> None:
    first, second = hospital.admitted(hospital.cast.maya, "M1"), hospital.admitted(hospital.cast.tom, "M3")
    actions.swap_beds(first=first, second=second, reason="window", by=hospital.cast.bed_manager)
    assert [law.id for law in LAWS if law.broken()] == []


def test_moving_leaves_the_old_bed_to_be_cleaned(hospital: Hospital) -> None:
    stay = hospital.admitted()
    actions.move_to_bed(stay=stay, bed=hospital.beds["M3"], reason="quieter", by=hospital.cast.ward_nurse)
    assert states(hospital, "M1", "M3") == ["dirty", "occupied"]
    with pytest.raises(refusals.BedNotReady):
        actions.move_to_bed(stay=stay, bed=hospital.beds["M1"], reason="back", by=hospital.cast.ward_nurse)
    with pytest.raises(refusals.BedTaken):
        actions.move_to_bed(stay=stay, bed=hospital.beds["M3"], reason="here", by=hospital.cast.ward_nurse)


@pytest.mark.parametrize(
    ("path", "refused"),
    [
        ([], BedState.OCCUPIED),
        ([BedState.DIRTY], BedState.CLEAN),
        ([BedState.DIRTY, BedState.CLEANING], BedState.OCCUPIED),
    ],
)
def test_BED_1_states_follow_one_on_another(hospital: Hospital, path: list[str], refused: str) -> None:
    for state in path:
        actions.set_bed_state(bed=hospital.beds["M1"], state=state, by=hospital.cast.bed_manager)
    with pytest.raises(refusals.NotNow):
        actions.set_bed_state(bed=hospital.beds["M1"], state=refused, by=hospital.cast.bed_manager)


def test_occupied_bed_is_nobodys_to_set(hospital: Hospital) -> None:
    hospital.admitted()
    for state in BedState.values:
        with pytest.raises(refusals.NotNow):
            actions.set_bed_state(
                bed=hospital.beds["M1"], state=state, block_reason="other", by=hospital.cast.bed_manager
            )


def test_BED_2_block_carries_its_reason_and_takes_the_bed_back(hospital: Hospital) -> None:
    stay = hospital.given()
    with pytest.raises(refusals.ReasonNeeded):
        actions.set_bed_state(bed=hospital.beds["M1"], state="blocked", by=hospital.cast.bed_manager)
    actions.set_bed_state(
        bed=hospital.beds["M1"], state="blocked", block_reason=BlockReason.INFECTION, by=hospital.cast.bed_manager
    )
    assert (BedRequest.objects.get().state, BedRequest.objects.get().bed) == (RequestState.OPEN, None)
    assert bed_requests(by=hospital.cast.bed_manager)[0].stay == stay


def test_BED_1_every_change_is_kept_with_who_and_when(hospital: Hospital) -> None:
    stay = hospital.admitted()
    actions.discharge(stay=stay, summary=SHEET, by=hospital.cast.doctor)
    changes = history_of_bed(bed=hospital.beds["M1"], by=hospital.cast.bed_manager)
    assert [(one.after, one.by_name) for one in changes] == [
        ("dirty", hospital.cast.doctor.name), ("occupied", hospital.cast.ward_nurse.name),
        ("clean", hospital.cast.bed_manager.name),
    ]  # fmt: skip
    for spoil in (lambda: BedChange.objects.update(why="x"), lambda: BedChange.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            spoil()


def test_board_shows_who_lies_where_and_who_comes(hospital: Hospital) -> None:
    hospital.admitted(hospital.cast.maya, "M1")
    hospital.given(hospital.cast.leila, "M2")
    board = {line.bed.code: line for line in bed_board(by=hospital.cast.bed_manager)}
    assert board["M1"].stay.person == hospital.cast.maya
    assert board["M2"].coming.stay.person == hospital.cast.leila
    assert [code for code, line in board.items() if line.free] == ["I1", "I2", "M3", "M4", "M5", "M6"]
    with pytest.raises(NotAllowed):
        bed_board(by=hospital.cast.receptionist)


def test_I_22_staff_of_another_site_give_no_beds_here(hospital: Hospital) -> None:
    hospital.cast.maya.site = hospital.cast.site
    hospital.cast.maya.save(update_fields=["site"])
    stay = hospital.asked()
    with pytest.raises((NotThere, NotAllowed)):
        actions.allot_bed(stay=stay, bed=hospital.beds["M1"], by=hospital.cast.from_elsewhere)


@pytest.mark.parametrize("people", [1, 3])
def test_board_costs_the_same_for_one_and_for_many(
    hospital: Hospital, people: int, django_assert_num_queries: Callable[[int], object]
) -> None:
    for number in range(people):
        hospital.admitted(hospital.person(f"P{number}", sex=Sex.FEMALE), f"M{number + 1}")
    stay = hospital.asked()
    with django_assert_num_queries(4):  # type: ignore[attr-defined]
        bed_board(by=hospital.cast.bed_manager)
    with django_assert_num_queries(4):  # type: ignore[attr-defined]
        beds_for(stay=stay, by=hospital.cast.bed_manager)
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        bed_requests(by=hospital.cast.bed_manager)
