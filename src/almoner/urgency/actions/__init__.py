"""Asking for help, gauging it, deciding it. Worse never becomes routine."""

from almoner.urgency.actions.asking import (
    add_findings,
    answer_danger_signs,
    match_person,
    report_danger,
    submit_request,
)
from almoner.urgency.actions.deciding import close_request, decide_level, raise_for_worse, raise_stale
from almoner.urgency.actions.interviewing import answer_question, ask_for_person
from almoner.urgency.actions.looking import leave_queue, start_looking, stop_looking, watch_queue

__all__ = [
    "add_findings",
    "answer_danger_signs",
    "answer_question",
    "ask_for_person",
    "close_request",
    "decide_level",
    "leave_queue",
    "match_person",
    "raise_for_worse",
    "raise_stale",
    "report_danger",
    "start_looking",
    "stop_looking",
    "submit_request",
    "watch_queue",
]
