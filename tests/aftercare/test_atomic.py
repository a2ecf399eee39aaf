"""Every action whole or not at all: its n-th write fails once, for every n, and nothing of it remains."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

import pytest
from tests.aftercare.home import Home, after, fine, handbook_data
from tests.faults import leaves_nothing

from almoner.aftercare import actions
from almoner.aftercare.actions import Said, Voice
from almoner.aftercare.enums import Pool
from almoner.core import clock
from almoner.core.actor import SYSTEM


def of_the_plan(home: Home) -> dict[str, Callable[[], object]]:
    nurse, maya = home.cast.ward_nurse, home.cast.maya_herself
    plan = home.plan(pathway="joint replacement")
    call, visit = plan.steps.get(code="call"), plan.steps.get(code="stitches")
    other = home.gone(home.cast.tom, "M3")
    newer = deepcopy(handbook_data())
    newer["handbook"]["version"] = "2027-1"
    reached = Said("reached", fine(medicines="needs_nurse"), ["no_transport"], "x")
    return {
        "load_handbook": lambda: actions.load_handbook(data=newer, by=home.cast.manager),
        "open_plan": lambda: actions.open_plan(stay=other, by=SYSTEM),
        "end_plan": lambda: actions.end_plan(plan=plan, reason="x", by=SYSTEM),
        "take_step": lambda: actions.take_step(step=call, by=nurse),
        "reached": lambda: actions.record_try(step=call, said=reached, by=nurse),
        "danger": lambda: actions.record_try(step=call, said=Said("reached", {}, ["stroke"]), by=nurse),
        "unreached": lambda: actions.record_try(step=call, said=Said("no_answer"), by=nurse),
        "later": lambda: actions.record_try(step=call, said=Said("later", ring_at=after(days=9)), by=nurse),
        "arrange_visit": lambda: actions.arrange_visit(step=visit, how="x", by=nurse),
        "drop_step": lambda: actions.drop_step(step=visit, reason="x", by=nurse),
        "say_how": lambda: actions.say_how(plan=plan, means="worse", words="x", by=maya),
    }


def of_voices(home: Home) -> dict[str, Callable[[], object]]:
    manager, maya, cast = home.cast.manager, home.cast.maya_herself, home.cast
    asked = home.asked()
    question = actions.ask_question(person=cast.maya, words="x", by=maya)
    answered = actions.ask_question(person=cast.maya, words="y", by=maya)
    actions.answer_question(question=answered, words="z", by=cast.doctor)
    complaint = actions.take_complaint(voice=Voice("x"), person=cast.maya, by=maya)
    done = actions.take_complaint(voice=Voice("x"), person=cast.tom, by=cast.tom_himself)
    actions.answer_complaint(complaint=done, words="x", by=manager)
    thanks = actions.give_thanks(voice=Voice("x"), person=cast.maya, by=maya)
    return {
        "ask_question": lambda: actions.ask_question(person=cast.maya, words="chest pain", by=maya),
        "ask_on": lambda: actions.ask_on(question=answered, words="x", by=maya),
        "take_question": lambda: actions.take_question(question=question, by=cast.doctor),
        "hand_over": lambda: actions.hand_over_question(question=question, pool=Pool.DOCTORS, why="x", by=cast.doctor),
        "answer_question": lambda: actions.answer_question(question=question, words="x", by=cast.doctor),
        "settle_question": lambda: actions.settle_question(question=answered, by=maya),
        "withdraw_question": lambda: actions.withdraw_question(question=question, reason="x", by=maya),
        "give_feedback": lambda: actions.give_feedback(feedback=asked, score="poor", may_ring=True, by=maya),
        "ask_once_more": lambda: actions.ask_once_more(feedback=asked, by=SYSTEM),
        "call_off_feedback": lambda: actions.call_off_feedback(feedback=asked, why="crisis", by=SYSTEM),
        "take_complaint": lambda: actions.take_complaint(voice=Voice("x"), person=cast.maya, by=maya),
        "own_complaint": lambda: actions.own_complaint(complaint=complaint, staff=cast.manager_staff, by=manager),
        "acknowledge": lambda: actions.acknowledge_complaint(complaint=complaint, how="x", by=manager),
        "answer_complaint": lambda: actions.answer_complaint(complaint=complaint, words="x", by=manager),
        "reopen_complaint": lambda: actions.reopen_complaint(complaint=done, words="x", by=cast.tom_himself),
        "pass_on_thanks": lambda: actions.pass_on_thanks(thanks=thanks, to="x", by=manager),
    }


@pytest.mark.parametrize("place", [of_the_plan, of_voices])
def test_I_39_a_fault_at_any_write_leaves_nothing(
    home: Home, place: Callable[[Home], dict[str, Callable[[], object]]]
) -> None:
    acts = place(home)
    with clock.at(after(days=2, hours=1)):
        for act in acts.values():
            leaves_nothing(act, writes=2)
