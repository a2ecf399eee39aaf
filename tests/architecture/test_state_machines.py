"""Law I-2: nothing enters a state that nothing leads out of. Every stored thing that has states stands here, with the
actions that lead from each to the next; a model, a state or an action that is missing here or there is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

import pytest
from django.apps import apps

from almoner.urgency.enums import NEXT

Machine = Mapping[str, Mapping[str, tuple[str, ...]]]
"""From each state: the actions of its room, and the states they lead to. A state with no way out is an end."""

URGENCY = ["start_looking", "stop_looking", "decide_level", "raise_for_worse", "close_request"]
MACHINES: dict[str, Machine] = {
    "charter.Promise": {
        "open": {"keep": ("kept",), "withdraw": ("withdrawn",), "break_promise": ("broken",)},
        "broken": {"keep": ("made_good",), "withdraw": ("withdrawn",), "climb": ("broken",)},
        "kept": {},
        "made_good": {},
        "withdrawn": {},
    },
    "messaging.Message": {
        "planned": {
            "record_attempt": ("sent", "delivered", "undeliverable"),
            "hand_over": ("withdrawn", "undeliverable"),
            "withdraw_for_subject": ("withdrawn",),
        },
        "sent": {
            "deliver_receipt": ("delivered", "planned", "undeliverable", "withdrawn"),
            "keep_back": ("withdrawn",),
        },
        "delivered": {"deliver_receipt": ("planned", "undeliverable", "withdrawn")},
        "withdrawn": {},
        "undeliverable": {},
    },
    "messaging.Posting": {
        "laid": {"record_attempt": ("waiting",)},
        "waiting": {"take_run": ("in_run",), "keep_back": ("kept_back",)},
        "in_run": {"close_run": ("posted", "waiting")},
        "posted": {"tell_returned": ("returned",)},
        "returned": {},
        "kept_back": {},
    },
    "messaging.Notice": {
        "draft": {"propose_notice": ("proposed",), "give_up_notice": ("given_up",)},
        "proposed": {"approve_notice": ("approved",), "give_up_notice": ("given_up",)},
        "approved": {"send_notice": ("sending", "stopped"), "stop_notice": ("stopped",)},
        "sending": {"send_notice": ("over",), "stop_notice": ("stopped",), "new_epoch": ("stopped",)},
        "over": {},
        "stopped": {},
        "given_up": {},
    },
    "messaging.WordsChange": {
        "draft": {"propose_words": ("proposed",), "turn_down_words": ("turned_down",)},
        "proposed": {"sign_words": ("live",), "turn_down_words": ("turned_down",)},
        "live": {},
        "turned_down": {},
    },
    "urgency.Request": {
        state: dict.fromkeys(URGENCY, following) if following else {} for state, following in NEXT.items()
    },
    "urgency.RuleChange": {
        "open": {"sign_rule_change": ("live",), "turn_down_rule_change": ("turned_down",)},
        "live": {},
        "turned_down": {},
    },
    "scheduling.Appointment": {
        "booked": {
            "mark_arrived": ("arrived",),
            "cancel": ("cancelled",),
            "cancel_by_hospital": ("cancelled",),
            "mark_missed": ("missed",),
        },
        "arrived": {"mark_started": ("in_progress",), "mark_missed": ("missed",)},
        "in_progress": {"mark_fulfilled": ("fulfilled",)},
        "fulfilled": {},
        "cancelled": {},
        "missed": {},
    },
    "scheduling.WaitingEntry": {
        "waiting": {"accept_offer": ("served",), "book": ("served",), "leave_waiting_list": ("left",)},
        "served": {},
        "left": {},
    },
    "scheduling.Offer": {
        "open": {
            "accept_offer": ("accepted", "taken"),
            "decline_offer": ("declined",),
            "lapse_offer": ("lapsed",),
            "stop_offer": ("stopped",),
            "stop_offers": ("stopped",),
        },
        "accepted": {},
        "declined": {},
        "lapsed": {},
        "taken": {},
        "stopped": {},
    },
    "scheduling.WhatIf": {
        "asked": {"start_what_if": ("running", "failed")},
        "running": {
            "finish_what_if": ("done",),
            "fail_what_if": ("failed",),
            "start_what_if": ("running", "failed"),
        },
        "done": {},
        "failed": {},
    },
    "records.Document": {
        "received": {"verify_document": ("verified",), "set_document_aside": ("set_aside",)},
        "verified": {"release_document": ("released",), "set_document_aside": ("set_aside",)},
        "released": {},
        "set_aside": {},
    },
    "visits.Visit": {
        "arrived": {"greet": ("greeted",), "leave_unseen": ("left",)},
        "greeted": {"tell_wait": ("waiting",), "call_in": ("called",), "leave_unseen": ("left",)},
        "waiting": {"call_in": ("called",), "leave_unseen": ("left",)},
        "called": {"start_visit": ("with_clinician",), "leave_unseen": ("left",)},
        "with_clinician": {"finish_visit": ("finished",)},
        "finished": {},
        "left": {},
    },
    "visits.Bed": {
        "clean": {"admit": ("occupied",), "set_bed_state": ("blocked", "dirty")},
        "occupied": {"discharge": ("dirty",), "move_to_bed": ("dirty",)},
        "dirty": {"set_bed_state": ("cleaning", "blocked")},
        "cleaning": {"set_bed_state": ("clean", "blocked")},
        "blocked": {"set_bed_state": ("clean", "dirty")},
    },
    "visits.Stay": {
        "requested": {"admit": ("admitted",), "withdraw_bed_request": ("withdrawn",)},
        "admitted": {"discharge": ("discharged",)},
        "discharged": {},
        "withdrawn": {},
    },
    "visits.BedRequest": {
        "open": {"allot_bed": ("allotted",), "withdraw_bed_request": ("withdrawn",)},
        "allotted": {"admit": ("filled",), "set_bed_state": ("open",), "withdraw_bed_request": ("withdrawn",)},
        "filled": {},
        "withdrawn": {},
    },
    "visits.TestOrder": {
        "ordered": {"test_done": ("done",), "cancel_test": ("cancelled",)},
        "done": {"tell_result": ("told",)},
        "told": {},
        "cancelled": {},
    },
    "visits.BedsideRequest": {
        "open": {"do_request": ("done",), "withdraw_request": ("withdrawn",)},
        "done": {},
        "withdrawn": {},
    },
    "visits.FollowUpPlan": {
        "planned": {"book_planned": ("booked",), "drop_follow_up": ("dropped",)},
        "booked": {"reopen_follow_up": ("planned",)},
        "dropped": {},
    },
    "aftercare.Plan": {"running": {"end_plan": ("ended",), "finish_plan": ("ended",)}, "ended": {}},
    "aftercare.Step": {
        "open": {
            "record_try": ("done", "refused", "missed"),
            "arrange_visit": ("done",),
            "say_how": ("done",),
            "drop_step": ("dropped",),
            "close_unanswered": ("missed",),
        },
        "done": {},
        "refused": {},
        "missed": {},
        "dropped": {},
    },
    "aftercare.Feedback": {
        "open": {
            "give_feedback": ("given",),
            "close_feedback": ("closed",),
            "call_off_feedback": ("not_asked",),
        },
        "given": {},
        "closed": {},
        "not_asked": {},
    },
    "aftercare.Question": {
        "open": {"answer_question": ("answered",), "withdraw_question": ("withdrawn",)},
        "answered": {"settle_question": ("settled",), "ask_on": ("open",)},
        "settled": {},
        "withdrawn": {},
    },
    "aftercare.OpenReturn": {
        "open": {"ask_at_end": ("ending",), "end_return": ("ended",)},
        "ending": {"answer_at_end": ("open", "ended"), "end_return": ("ended",)},
        "ended": {},
    },
    "aftercare.Complaint": {
        "open": {"answer_complaint": ("answered",)},
        "answered": {"reopen_complaint": ("open",)},
    },
    "people.Double": {
        "likely": {"keep_apart": ("apart",), "propose_merge": ("joined",)},
        "apart": {"propose_merge": ("joined",)},
        "joined": {"part_records": ("apart",)},
    },
    "people.Merge": {
        "proposed": {"agree_to_merge": ("joined",), "decline_merge": ("declined",)},
        "joined": {"part_records": ("parted",)},
        "declined": {},
        "parted": {},
    },
}
REST: dict[str, set[str]] = {
    "charter.Promise": {"kept", "made_good", "withdrawn"},
    "messaging.Message": {"sent", "delivered", "withdrawn", "undeliverable"},
    "messaging.Posting": {"posted", "returned", "kept_back"},
    "messaging.Notice": {"over", "stopped", "given_up"},
    "messaging.WordsChange": {"live", "turned_down"},
    "urgency.Request": {"closed"},
    "urgency.RuleChange": {"live", "turned_down"},
    "scheduling.Appointment": {"fulfilled", "cancelled", "missed"},
    "scheduling.WaitingEntry": {"served", "left"},
    "scheduling.WhatIf": {"done", "failed"},
    "scheduling.Offer": {"accepted", "declined", "lapsed", "taken", "stopped"},
    "records.Document": {"released", "set_aside"},
    "visits.Visit": {"finished", "left"},
    "visits.Bed": {"clean", "blocked"},
    "visits.Stay": {"discharged", "withdrawn"},
    "visits.BedRequest": {"filled", "withdrawn"},
    "visits.TestOrder": {"told", "cancelled"},
    "visits.BedsideRequest": {"done", "withdrawn"},
    "visits.FollowUpPlan": {"booked", "dropped"},
    "aftercare.Plan": {"ended"},
    "aftercare.Step": {"done", "refused", "missed", "dropped"},
    "aftercare.Feedback": {"given", "closed", "not_asked"},
    "aftercare.Question": {"answered", "settled", "withdrawn"},
    "aftercare.OpenReturn": {"ended"},
    "aftercare.Complaint": {"answered"},
    "people.Double": {"apart", "joined"},
    "people.Merge": {"joined", "declined", "parted"},
}
"""The states in which a thing may stay for good: nobody waits for anything, though something may still lead on."""


def with_states() -> dict[str, set[str]]:
    """Every model that is stored in states, with its states."""
    found = {}
    for model in apps.get_models():
        field = next((one for one in model._meta.fields if one.name == "state"), None)
        if model.__module__.startswith("almoner.") and field is not None and field.choices:
            found[model._meta.label] = {value for value, _ in field.flatchoices}
    return found


def faults(label: str, machine: Machine, states: set[str], rest: set[str]) -> Iterator[str]:
    if set(machine) != states:
        yield f"{label}: {sorted(set(machine) ^ states)} are not the states that are stored"
    room = import_module(f"almoner.{label.split('.', maxsplit=1)[0]}.actions")
    for state, ways in machine.items():
        for name, following in ways.items():
            if not getattr(getattr(room, name, None), "is_action", False):
                yield f"{label}: {name} is no action"
            if set(following) - states:
                yield f"{label}: {name} leads to no state of it"
        if not _leads_to_rest(machine, state, rest):
            yield f"{label}: nothing leads from {state} to an end"


def _leads_to_rest(machine: Machine, state: str, rest: set[str]) -> bool:
    seen: set[str] = set()
    ahead = [state]
    while ahead:
        here = ahead.pop()
        if here in rest:
            return True
        if here not in seen:
            seen.add(here)
            ahead += [one for ways in machine.get(here, {}).values() for one in ways]
    return False


def test_I_2_every_model_with_states_is_declared() -> None:
    assert set(with_states()) == set(MACHINES)


@pytest.mark.parametrize("label", MACHINES)
def test_I_2_no_state_is_without_a_way_out(label: str) -> None:
    assert list(faults(label, MACHINES[label], with_states()[label], REST[label])) == []


def test_I_2_a_state_that_nothing_leads_out_of_is_told() -> None:
    label = "visits.TestOrder"
    stuck: Machine = {**MACHINES[label], "ordered": {"test_done": ("done",), "lose": ("gone",)}, "done": {}}
    assert list(faults(label, stuck, with_states()[label] - {"told"}, REST[label])) == [
        f"{label}: ['told'] are not the states that are stored",
        f"{label}: lose is no action",
        f"{label}: lose leads to no state of it",
        f"{label}: nothing leads from ordered to an end",
        f"{label}: nothing leads from done to an end",
    ]
