"""All that changes in visits: arriving, being seen, staying, going home."""

from almoner.visits.actions.arriving import (
    check_in,
    check_in_by_link,
    check_in_by_name,
    greet,
    leave_unseen,
    note_arrival,
)
from almoner.visits.actions.at_bedside import (
    add_to_plan,
    answer_worry,
    ask_at_bedside,
    do_request,
    publish_plan,
    raise_worry,
    remove_from_plan,
    withdraw_request,
)
from almoner.visits.actions.at_kiosk import (
    Allowed,
    SetUp,
    allow_kiosk,
    check_in_at_kiosk,
    note_wrong_try,
    revoke_kiosk,
    say_here_at_kiosk,
    set_up_kiosk,
)
from almoner.visits.actions.bedding import (
    admit,
    allot_bed,
    move_to_bed,
    request_bed,
    set_bed_state,
    swap_beds,
    withdraw_bed_request,
)
from almoner.visits.actions.caring import begin_day, expect_home, name_carers
from almoner.visits.actions.following_up import (
    Intended,
    book_follow_up,
    book_planned,
    drop_follow_up,
    plan_follow_up,
    reopen_follow_up,
)
from almoner.visits.actions.going_home import Summary, discharge, write_summary
from almoner.visits.actions.menu import choose_dish, load_menu
from almoner.visits.actions.ordering import cancel_test, order_diet, order_test, tell_result, test_done
from almoner.visits.actions.running_late import announce_delay, come_later
from almoner.visits.actions.seeing import call_in, finish_visit, start_visit
from almoner.visits.actions.telling_family import tell_family
from almoner.visits.actions.waiting_room import (
    allot,
    come_back,
    say_what_for,
    tell_wait,
    wait_elsewhere,
)
from almoner.visits.actions.walking_in import walk_in
from almoner.visits.actions.wards import add_bed, add_ward

__all__ = [
    "Allowed",
    "Intended",
    "SetUp",
    "Summary",
    "add_bed",
    "add_to_plan",
    "add_ward",
    "admit",
    "allot",
    "allot_bed",
    "allow_kiosk",
    "announce_delay",
    "answer_worry",
    "ask_at_bedside",
    "begin_day",
    "book_follow_up",
    "book_planned",
    "call_in",
    "cancel_test",
    "check_in",
    "check_in_at_kiosk",
    "check_in_by_link",
    "check_in_by_name",
    "choose_dish",
    "come_back",
    "come_later",
    "discharge",
    "do_request",
    "drop_follow_up",
    "expect_home",
    "finish_visit",
    "greet",
    "leave_unseen",
    "load_menu",
    "move_to_bed",
    "name_carers",
    "note_arrival",
    "note_wrong_try",
    "order_diet",
    "order_test",
    "plan_follow_up",
    "publish_plan",
    "raise_worry",
    "remove_from_plan",
    "reopen_follow_up",
    "request_bed",
    "revoke_kiosk",
    "say_here_at_kiosk",
    "say_what_for",
    "set_bed_state",
    "set_up_kiosk",
    "start_visit",
    "swap_beds",
    "tell_family",
    "tell_result",
    "tell_wait",
    "test_done",
    "wait_elsewhere",
    "walk_in",
    "withdraw_bed_request",
    "withdraw_request",
    "write_summary",
]
