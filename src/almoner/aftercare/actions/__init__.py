"""All that changes after people have gone home: steps, calls, answers, questions, feedback, complaints and thanks."""

from almoner.aftercare.actions.arranging import arrange_visit, close_unanswered, drop_step
from almoner.aftercare.actions.asking import (
    answer_question,
    ask_on,
    ask_question,
    hand_over_question,
    note_on_question,
    settle_question,
    take_question,
    withdraw_question,
)
from almoner.aftercare.actions.calling import Said, record_try, take_step
from almoner.aftercare.actions.checking import say_how
from almoner.aftercare.actions.complaining import (
    Voice,
    acknowledge_complaint,
    answer_complaint,
    give_thanks,
    note_on_complaint,
    own_complaint,
    pass_on_thanks,
    reopen_complaint,
    sort_complaint,
    take_complaint,
)
from almoner.aftercare.actions.giving_back import give_back_work_of
from almoner.aftercare.actions.handbooks import load_handbook
from almoner.aftercare.actions.opening import end_plan, finish_plan, open_plan
from almoner.aftercare.actions.returning import (
    Terms,
    answer_at_end,
    arrange_return,
    ask_at_end,
    ask_return,
    end_return,
    open_return,
)
from almoner.aftercare.actions.surveying import (
    ask_once_more,
    call_off_feedback,
    close_feedback,
    follow_up_feedback,
    give_feedback,
    open_feedback,
    pass_on_feedback,
    sort_feedback,
)

__all__ = [
    "Said",
    "Terms",
    "Voice",
    "acknowledge_complaint",
    "answer_at_end",
    "answer_complaint",
    "answer_question",
    "arrange_return",
    "arrange_visit",
    "ask_at_end",
    "ask_on",
    "ask_once_more",
    "ask_question",
    "ask_return",
    "call_off_feedback",
    "close_feedback",
    "close_unanswered",
    "drop_step",
    "end_plan",
    "end_return",
    "finish_plan",
    "follow_up_feedback",
    "give_back_work_of",
    "give_feedback",
    "give_thanks",
    "hand_over_question",
    "load_handbook",
    "note_on_complaint",
    "note_on_question",
    "open_feedback",
    "open_plan",
    "open_return",
    "own_complaint",
    "pass_on_feedback",
    "pass_on_thanks",
    "record_try",
    "reopen_complaint",
    "say_how",
    "settle_question",
    "sort_complaint",
    "sort_feedback",
    "take_complaint",
    "take_question",
    "take_step",
    "withdraw_question",
]
