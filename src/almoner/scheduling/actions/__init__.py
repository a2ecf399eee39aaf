"""All that changes in scheduling: who may book what, when, and what becomes of it."""

from almoner.scheduling.actions.answering import (
    accept_offer,
    answer_by_key,
    decline_offer,
    lapse_offer,
    lapse_offers,
    offer_to,
    stop_offer,
)
from almoner.scheduling.actions.blocking import add_block, lift_block
from almoner.scheduling.actions.booking import book, confirm, mark_arrived, mark_fulfilled, mark_started, move
from almoner.scheduling.actions.cancelling import cancel, cancel_by_hospital, mark_missed
from almoner.scheduling.actions.holding import hold, release_hold, sweep_holds
from almoner.scheduling.actions.leaving import displace_visits_of
from almoner.scheduling.actions.linking import follow_offer_link
from almoner.scheduling.actions.preparing import confirm_understood
from almoner.scheduling.actions.protecting import learn_demand, protect
from almoner.scheduling.actions.roster import add_resource, open_diaries, set_weekly_pattern
from almoner.scheduling.actions.waiting import join_waiting_list, leave_waiting_list, make_offers, offer_next
from almoner.scheduling.actions.week import (
    change_day,
    change_week,
    day_as_usual,
    make_bookable,
    set_week,
)
from almoner.scheduling.sessions import Session

__all__ = [
    "Session",
    "accept_offer",
    "add_block",
    "add_resource",
    "answer_by_key",
    "book",
    "cancel",
    "cancel_by_hospital",
    "change_day",
    "change_week",
    "confirm",
    "confirm_understood",
    "day_as_usual",
    "decline_offer",
    "displace_visits_of",
    "follow_offer_link",
    "hold",
    "join_waiting_list",
    "lapse_offer",
    "lapse_offers",
    "learn_demand",
    "leave_waiting_list",
    "lift_block",
    "make_bookable",
    "make_offers",
    "mark_arrived",
    "mark_fulfilled",
    "mark_missed",
    "mark_started",
    "move",
    "offer_next",
    "offer_to",
    "open_diaries",
    "protect",
    "release_hold",
    "set_week",
    "set_weekly_pattern",
    "stop_offer",
    "sweep_holds",
]
