"""All that changes in scheduling: who may book what, when, and what becomes of it."""

from almoner.scheduling.actions.answering import (
    accept_offer,
    answer_by_key,
    decline_offer,
    lapse_offer,
    lapse_offers,
)
from almoner.scheduling.actions.blocking import add_block, lift_block
from almoner.scheduling.actions.booking import book, confirm, mark_arrived, mark_fulfilled, mark_started, move
from almoner.scheduling.actions.cancelling import cancel, cancel_by_hospital, cancel_rest, mark_missed
from almoner.scheduling.actions.clocks import change_site, follow_the_clock
from almoner.scheduling.actions.grouping import keep_group_time, plan_groups, release_group_time
from almoner.scheduling.actions.holding import hold, release_hold, sweep_holds
from almoner.scheduling.actions.holidays import end_holiday, keep_holiday, set_every_day
from almoner.scheduling.actions.leaving import displace_visits_of
from almoner.scheduling.actions.linking import follow_offer_link
from almoner.scheduling.actions.offer_rules import set_offer_rules
from almoner.scheduling.actions.offering import make_offers, offer_next, offer_to
from almoner.scheduling.actions.overbooking import allow_overbooking, learn_attendance
from almoner.scheduling.actions.pausing import pause_offers, resume_offers
from almoner.scheduling.actions.preparing import confirm_understood
from almoner.scheduling.actions.protecting import learn_demand, protect
from almoner.scheduling.actions.room_size import set_room_capacity
from almoner.scheduling.actions.roster import add_resource, open_diaries, set_weekly_pattern, work_also_at
from almoner.scheduling.actions.settling import settle_places
from almoner.scheduling.actions.stopping import stop_offer, stop_offers
from almoner.scheduling.actions.together import Picked, book_together
from almoner.scheduling.actions.travelling import set_travel
from almoner.scheduling.actions.waiting import join_waiting_list, leave_waiting_list
from almoner.scheduling.actions.week import (
    change_day,
    change_week,
    day_as_usual,
    make_bookable,
    set_week,
)
from almoner.scheduling.actions.what_if import (
    ask_what_if,
    drop_what_ifs,
    fail_what_if,
    finish_what_if,
    renew_what_if,
    start_what_if,
)
from almoner.scheduling.sessions import Session

__all__ = [
    "Picked",
    "Session",
    "accept_offer",
    "add_block",
    "add_resource",
    "allow_overbooking",
    "answer_by_key",
    "ask_what_if",
    "book",
    "book_together",
    "cancel",
    "cancel_by_hospital",
    "cancel_rest",
    "change_day",
    "change_site",
    "change_week",
    "confirm",
    "confirm_understood",
    "day_as_usual",
    "decline_offer",
    "displace_visits_of",
    "drop_what_ifs",
    "end_holiday",
    "fail_what_if",
    "finish_what_if",
    "follow_offer_link",
    "follow_the_clock",
    "hold",
    "join_waiting_list",
    "keep_group_time",
    "keep_holiday",
    "lapse_offer",
    "lapse_offers",
    "learn_attendance",
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
    "pause_offers",
    "plan_groups",
    "protect",
    "release_group_time",
    "release_hold",
    "renew_what_if",
    "resume_offers",
    "set_every_day",
    "set_offer_rules",
    "set_room_capacity",
    "set_travel",
    "set_week",
    "set_weekly_pattern",
    "settle_places",
    "start_what_if",
    "stop_offer",
    "stop_offers",
    "sweep_holds",
    "work_also_at",
]
