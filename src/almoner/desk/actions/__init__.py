"""All that changes at the desk: calls that ring, contacts, who is on call, and reaching the clinician who covers."""

from almoner.desk.actions.asking import ask_to_be_rung
from almoner.desk.actions.contacts import (
    TRIES,
    call_back_done,
    end_contact,
    identify,
    note_abandoned_call,
    note_written,
    speak_with_carer,
    take_contact,
)
from almoner.desk.actions.covering import end_cover, put_on_call, take_over
from almoner.desk.actions.leaving import part_with
from almoner.desk.actions.reaching import acknowledge, ask_clinician, ask_next, withdraw_ask
from almoner.desk.actions.ringing import call_rings, give_up_ringing, keep_place, take_ringing
from almoner.desk.actions.talking import begin_talk, hang_up, hear, ring_again

__all__ = [
    "TRIES",
    "acknowledge",
    "ask_clinician",
    "ask_next",
    "ask_to_be_rung",
    "begin_talk",
    "call_back_done",
    "call_rings",
    "end_contact",
    "end_cover",
    "give_up_ringing",
    "hang_up",
    "hear",
    "identify",
    "keep_place",
    "note_abandoned_call",
    "note_written",
    "part_with",
    "put_on_call",
    "ring_again",
    "speak_with_carer",
    "take_contact",
    "take_over",
    "take_ringing",
    "withdraw_ask",
]
