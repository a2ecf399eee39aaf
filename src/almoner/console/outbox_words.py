"""The outbox in words: kinds of messages, keys that are pressed, and what stands behind a channel."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from almoner.charter.enums import State as PromiseState
from almoner.charter.models import Promise as Promised
from almoner.charter.showing import why_taken_back
from almoner.messaging.conversation import End
from almoner.messaging.enums import State
from almoner.messaging.models import Message
from almoner.messaging.settling import DIED, NOT_RIGHT
from almoner.messaging.wording import SAME_IN_ALL

KINDS: dict[str, Promise] = {
    "appointment.confirmed": _("Visit booked"),
    "series.confirmed": _("Several visits booked"),
    "series.cancelled": _("Several visits cancelled by them"),
    "appointment.reminder_7d": _("Reminder, a week before"),
    "appointment.reminder_3d": _("Reminder, three days before"),
    "appointment.reminder_1d": _("Reminder, the day before"),
    "appointment.moved": _("Visit moved"),
    "appointment.cancelled_by_patient": _("Visit cancelled by them"),
    "appointment.cancelled_by_hospital": _("Visit cancelled by us"),
    "preparation.last_meal": _("Last meal"),
    "offer.made": _("Earlier time offered"),
    "offer.taken": _("Offered time taken"),
    "offer.stopped": _("Offered time taken back"),
    "arrival.details": _("How to find us"),
    "appointment.delayed": _("The clinic runs late"),
    "visit.missed": _("Visit missed"),
    "discharge.summary": _("Going home"),
    "feedback.asked": _("Feedback asked"),
    "feedback.nudge": _("Feedback asked again"),
    "recovery.check": _("How are you getting on?"),
    "question.received": _("Question received"),
    "question.answered": _("Question answered"),
    "complaint.acknowledged": _("Complaint received"),
    "return.opened": _("May come back by themselves"),
    "return.ending": _("Do they still need us?"),
    "paper.released": _("Something new to read"),
    "urgency.received": _("Request received"),
    "urgency.decided": _("How soon they are seen"),
    "urgency.answered": _("How their request ended"),
    "promise.apology": _("Apology for a late promise"),
    "promise.made": _("Promise made"),
    "stay.news": _("News for the family"),
    "carer.ending": _("A carer's leave ends"),
    "caring.ending": _("Leave to act for somebody ends"),
    "carer.narrowed": _("The record is a young person's own"),
    "caring.narrowed": _("A parent sees less from now on"),
    "call.missed": _("We missed a call"),
    "callback.tried": _("We tried to ring"),
    "reply.confirmed": _("Their yes was heard"),
    "reply.heard": _("Their answer was heard"),
    "reply.person_rings": _("Their answer was heard, a person rings"),
    "contact.answer": _("Answer to what they wrote"),
    "appointment.clock_changed": _("The clock of a visit has changed"),
    "follow_up.unreached": _("We could not reach them after their stay"),
    "follow_up.family": _("We could not reach them: to their family"),
    "complaint.answered": _("Complaint answered"),
    "account.link": _("Link to their own pages"),
    "notice.sent": _("Message to many"),
}
MEANINGS: dict[str, Promise] = {
    "heard": _("has understood"),
    "confirm": _("confirms"),
    "change": _("wants another time"),
    "cannot_come": _("cannot come"),
    "accept": _("takes the new time"),
    "decline": _("leaves the new time"),
    "later": _("comes later"),
    "better": _("feels better"),
    "same": _("feels the same"),
    "worse": _("feels worse"),
    "well": _("is well"),
    "longer": _("wants it to stay open"),
    "seen": _("wants to be seen"),
    "person": _("wants to speak to a person"),
    "repeat": _("hears it again"),
}
ICONS = {"email": "mail", "text": "text", "call": "phone", "letter": "letter"}
STATE_KINDS = {
    State.PLANNED: "saffron",
    State.SENT: "green",
    State.DELIVERED: "green",
    State.WITHDRAWN: "",
    State.UNDELIVERABLE: "red",
}


REASONS: dict[str, Promise] = {
    DIED: _("They have died"),
    NOT_RIGHT: _("It was no longer right: what it told of was cancelled, moved, past or answered"),
    "promise ended": _("The promise that it served had ended"),
}
"""What the outbox itself notes as it takes a message back."""


def kind_name(kind: str) -> str:
    """Of what every message shares too: its words are written as those of a kind are."""
    if kind == SAME_IN_ALL:
        return gettext("What every message says")
    return str(KINDS.get(kind, kind))


def reason_said(message: Message, promise: Promised | None) -> str:
    """Why a message ended without reaching them: of one whose promise was taken back, the reason for that. Empty where
    it went out or still waits."""
    if message.ended_how:
        return str(message.get_ended_how_display())
    if message.ended_because and promise and promise.state == PromiseState.WITHDRAWN:
        return why_taken_back(promise)
    return str(REASONS.get(message.ended_because, message.ended_because))


ANSWERED: dict[str, Promise] = {
    End.PRESSED: _("Somebody who answered by key"),
    End.HEARD: _("Somebody who heard it to its end and pressed no key"),
    End.CUT_OFF: _("Somebody who hung up before it was over"),
    End.MACHINE: _("Nobody who pressed a key: an answering machine, it seems"),
    End.WRONG_PERSON: _("Somebody who does not know them"),
    End.BUSY: _("Nobody: the line was busy"),
    End.NO_ANSWER: _("Nobody"),
    End.NO_SUCH_NUMBER: _("Nobody: there is no such number"),
    End.LINE_DOWN: _("Nobody: our line did not work"),
}
"""Who took a call that really rang."""
