"""Asking for help, gauging it, deciding it. Worse never becomes routine. And the rules by which it is gauged."""

from almoner.urgency.actions.alarming import alarm_after_hours, alarm_unwatched, hear_alarm
from almoner.urgency.actions.asking import (
    add_findings,
    answer_danger_signs,
    match_person,
    report_danger,
    submit_request,
)
from almoner.urgency.actions.deciding import (
    close_request,
    decide_level,
    hand_over_to_emergency,
    raise_for_worse,
    raise_stale,
)
from almoner.urgency.actions.interviewing import answer_question, ask_for_person
from almoner.urgency.actions.looking import leave_queue, start_looking, stop_looking, watch_queue
from almoner.urgency.actions.ruling import (
    propose_rule_change,
    rehearse_rule_change,
    sign_rule_change,
    turn_down_rule_change,
)
from almoner.urgency.actions.signing_off import sign_off_rules, tell_overdue_rules

__all__ = [
    "add_findings",
    "alarm_after_hours",
    "alarm_unwatched",
    "answer_danger_signs",
    "answer_question",
    "ask_for_person",
    "close_request",
    "decide_level",
    "hand_over_to_emergency",
    "hear_alarm",
    "leave_queue",
    "match_person",
    "propose_rule_change",
    "raise_for_worse",
    "raise_stale",
    "rehearse_rule_change",
    "report_danger",
    "sign_off_rules",
    "sign_rule_change",
    "start_looking",
    "stop_looking",
    "submit_request",
    "tell_overdue_rules",
    "turn_down_rule_change",
    "watch_queue",
]
