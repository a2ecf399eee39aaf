"""The answer that a calendar program writes: yes is a yes, no is for a person to settle, all else changes nothing."""

from __future__ import annotations

from typing import Any

from almoner.core.actor import Actor
from almoner.replies.actions.answering import answer
from almoner.replies.actions.conversing import in_danger, to_a_person
from almoner.replies.danger import Heed, danger_in
from almoner.replies.enums import Outcome, Why
from almoner.replies.languages import language_of
from almoner.replies.mailing import invited, sequence_now
from almoner.replies.models import Heard, Received

MEANS = {"ACCEPTED": "confirm", "DECLINED": "cannot_come"}


def answer_invitation(received: Received, by: Actor) -> Heard:
    """One answer to one invitation, from the address that was invited, to the visit as it stands; else nothing changes
    (law I-14). A no is what the key for it is in a call: a person rings, and the visit stands until then."""
    danger = danger_in(received.words, language_of(received.words))
    if danger.heed != Heed.DESK:
        return in_danger(received, danger, by)
    told = received.told["answered"]
    if len(told) != 1:
        return to_a_person(received, Why.TWO, by)
    return _one(received, told[0], by)


def _one(received: Received, told: dict[str, Any], by: Actor) -> Heard:
    found = invited(told["uid"], received.sender_key)
    if found is None or told["attendee"] != received.sender_key:
        return to_a_person(received, Why.ANOTHER_SENDER, by, quietly=True)
    attempt, message = found
    if told["method"] == "COUNTER":
        return to_a_person(received, Why.COUNTER, by, person=message.person)
    means = MEANS.get(told["partstat"])
    now = sequence_now(message, attempt.language)
    if means and now is not None and told["sequence"] >= now:
        return answer(received, message, means, told["partstat"].lower(), by)
    if means == "cannot_come" and now is not None:
        return to_a_person(received, Why.CHANGED, by, person=message.person)
    why = Why.CHANGED if means else Why.NONE
    return Heard(received=received, outcome=Outcome.NOTED, why=why, message=message, person=message.person)
