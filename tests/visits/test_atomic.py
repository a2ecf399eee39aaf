"""Every action whole or not at all: its n-th write fails once, for every n, and nothing of it remains."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.faults import leaves_nothing
from tests.urgency.conftest import all_no
from tests.visits.hospital import SHEET, TODAY, Hospital, later

from almoner.core import clock
from almoner.records import actions as records
from almoner.records.enums import DocumentKind
from almoner.records.models import VitalSigns
from almoner.urgency.asked import Told
from almoner.visits import actions
from almoner.visits.enums import Ask, How


def at_the_door(h: Hospital) -> dict[str, Callable[[], object]]:
    desk, waits = h.cast.receptionist, h.walked_in(h.cast.tom)
    coming = h.appointment(h.cast.maya)
    actions.start_visit(visit=h.here(h.cast.leila, "10:00"), by=h.cast.doctor)
    within = h.cast.leila.visits.get()
    intended = actions.Intended(h.service, "Look again", TODAY, later(60))
    return {
        "check_in": lambda: actions.check_in(appointment=coming, how=How.DESK, by=desk),
        "note_arrival": lambda: h.walked_in(h.cast.maya),
        "greet": lambda: actions.greet(visit=waits, by=desk),
        "tell_wait": lambda: actions.tell_wait(visit=waits, by=desk),
        "allot": lambda: actions.allot(visit=waits, clinician=h.dana, override_reason="x", by=desk),
        "start_visit": lambda: actions.start_visit(visit=waits, by=h.cast.doctor),
        "finish_visit": lambda: actions.finish_visit(
            visit=within, outcome="x", follow_ups=[intended], by=h.cast.doctor
        ),
        "leave_unseen": lambda: actions.leave_unseen(visit=waits, reason="x", by=desk),
        "walk_in": lambda: actions.walk_in(
            person=h.cast.maya, site=h.cast.site, told=Told(words="x", danger_answers=all_no()), by=desk
        ),
        "say_what_for": lambda: actions.say_what_for(visit=waits, service=h.scan, by=desk),
        "announce_delay": lambda: actions.announce_delay(clinician=h.dana, minutes=20, why="x", by=desk),
    }


def on_the_ward(h: Hospital) -> dict[str, Callable[[], object]]:
    nurse, beds, me = h.cast.ward_nurse, h.cast.bed_manager, h.cast.maya_herself
    stay, other, coming = h.admitted(), h.admitted(h.cast.leila, "M3"), h.given(h.cast.tom, "M5")
    plan, test = h.planned(stay), None
    test = actions.order_test(stay=other, service=h.scan, planned_at=later(60), by=h.cast.doctor)
    asked = actions.ask_at_bedside(stay=stay, what=Ask.MEAL, by=me)
    worry = actions.raise_worry(stay=other, words="x", by=h.cast.leila_herself)
    newcomer = h.person("New")
    booked, held = h.appointment(h.cast.maya, "11:00"), h.hold(h.cast.maya, "14:00")
    return {
        "request_bed": lambda: h.asked(newcomer),
        "allot_bed": lambda: actions.allot_bed(stay=coming, bed=h.beds["M6"], override_reason="x", by=beds),
        "admit": lambda: actions.admit(stay=coming, by=nurse),
        "move_to_bed": lambda: actions.move_to_bed(stay=stay, bed=h.beds["M2"], reason="x", by=nurse),
        "swap_beds": lambda: actions.swap_beds(first=stay, second=other, reason="x", by=beds),
        "set_bed_state": lambda: actions.set_bed_state(
            bed=h.beds["M5"], state="blocked", block_reason="infection", by=beds
        ),
        "order_diet": lambda: actions.order_diet(stay=stay, diet="soft", by=nurse),
        "test_done": lambda: actions.test_done(test=test, result_by_at=later(90), by=h.cast.doctor),
        "publish_plan": lambda: actions.publish_plan(stay=stay, by=nurse),
        "do_request": lambda: actions.do_request(asked=asked, by=nurse),
        "raise_worry": lambda: actions.raise_worry(stay=stay, words="x", by=me),
        "answer_worry": lambda: actions.answer_worry(worry=worry, found="x", by=h.cast.doctor),
        "book_follow_up": lambda: actions.book_follow_up(plan=plan, appointment=booked, by=h.cast.agent),
        "drop_follow_up": lambda: actions.drop_follow_up(plan=plan, reason="x", by=h.cast.doctor),
        "tell_family": lambda: actions.tell_family(stay=stay, words="x", by=nurse),
        "name_carers": lambda: actions.name_carers(stay=stay, named_nurse=None, doctor=h.evan, by=nurse),
        "write_summary": lambda: actions.write_summary(stay=stay, summary=SHEET, by=nurse),
        "book_planned": lambda: actions.book_planned(plan=plan, hold=held, keep_both=True, by=h.cast.agent),
        "discharge": lambda: actions.discharge(stay=stay, summary=SHEET, by=h.cast.doctor),
    }


def in_the_record(h: Hospital) -> dict[str, Callable[[], object]]:
    nurse, maya = h.cast.ward_nurse, h.cast.maya
    wrong: VitalSigns = records.record_vitals(person=maya, values={"pulse": 80}, by=nurse)
    paper = records.receive_document(kind=DocumentKind.RESULT, title="Blood", content=b"%PDF-1", by=h.cast.receptionist)
    return {
        "record_vitals": lambda: records.record_vitals(person=maya, values={"pulse": 90}, by=nurse),
        "correct_vitals": lambda: records.correct_vitals(vitals=wrong, values={"pulse": 90}, why="x", by=nurse),
        "set_document_aside": lambda: records.set_document_aside(document=paper, why="x", by=nurse),
    }


@pytest.mark.parametrize("place", [at_the_door, on_the_ward, in_the_record])
def test_I_39_a_fault_at_any_write_leaves_nothing(
    hospital: Hospital, place: Callable[[Hospital], dict[str, Callable[[], object]]]
) -> None:
    for act in place(hospital).values():
        with clock.at(later(1)):
            leaves_nothing(act, writes=3)
