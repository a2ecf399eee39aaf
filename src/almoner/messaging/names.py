"""The closed list of names that words may use, for each kind, and how private each is (law I-21c). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Privacy(IntEnum):
    """How much a value tells about somebody's health to whoever reads over their shoulder."""

    OPEN = 0
    PERSONAL = 1
    HEALTH = 2


CEILING: dict[str, Privacy] = {
    "subject": Privacy.OPEN,
    "voicemail": Privacy.OPEN,
    "call_opening": Privacy.OPEN,
    "call_gate": Privacy.OPEN,
    "call_thanks": Privacy.OPEN,
    "call_person": Privacy.OPEN,
    "call_wrong": Privacy.OPEN,
    "text": Privacy.PERSONAL,
    "call": Privacy.PERSONAL,
    "email": Privacy.HEALTH,
    "letter": Privacy.HEALTH,
}
"""The most private class that each place may carry."""

COMMON = frozenset({"first_name", "hospital", "service_desk", "emergency"})
"""Given by the outbox itself, in every kind."""

PERSONAL = frozenset(
    {"prep_headline", "promise", "answer_by", "closes", "carer", "bring", "entrance", "old_when", "new_when",
     "new_time", "last_meal", "last_drink", "eat_from", "due", "patient", "relative",
     "written"}
)  # fmt: skip
HEALTH = frozenset(
    {"service", "specialty", "reason", "where", "visits", "clinician", "preparation", "done", "medicines",
     "warning_signs", "next_dates", "also", "news", "answer", "question", "interim", "directions", "owner",
     "title", "says", "watch"}
)  # fmt: skip
"""`where` names a unit, and `visits` and `clinician` lead to one: an endoscopy suite tells what is done there."""


def privacy(name: str) -> Privacy:
    if name in HEALTH:
        return Privacy.HEALTH
    return Privacy.PERSONAL if name in PERSONAL else Privacy.OPEN


@dataclass(frozen=True, slots=True)
class Names:
    """What a kind must be given, and what it may be given besides. A line with an empty name is left out."""

    needs: frozenset[str]
    may: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        return self.needs | self.may | COMMON


def _names(needs: str, may: str) -> Names:
    return Names(frozenset(needs.split()), frozenset(may.split()))


_VISIT = "clinician service reference link prep_headline preparation visits times entrance bring"
NAMES: dict[str, Names] = {
    "appointment.confirmed": _names("when where", _VISIT),
    "appointment.reminder_7d": _names("when where", _VISIT),
    "appointment.reminder_3d": _names("when where", _VISIT),
    "appointment.reminder_1d": _names("when where", _VISIT),
    "series.confirmed": _names("when times", f"{_VISIT} where eat_from"),
    "series.cancelled": _names("when times", "visits service reference link"),
    "appointment.clock_changed": _names("when where", _VISIT),
    "appointment.moved": _names("when where", f"{_VISIT} old_when reason"),
    "appointment.cancelled_by_patient": _names("when", "times service reference link"),
    "appointment.cancelled_by_hospital": _names(
        "when", "times service reference link reason new_when new_time interim"
    ),
    "preparation.last_meal": _names(
        "prep_headline", "when times where last_meal last_drink preparation reference link"
    ),
    "offer.made": _names("when where answer_by", "service clinician reference link old_when"),
    "offer.taken": _names("", "when old_when service reference link"),
    "offer.stopped": _names("", "when old_when service reference link"),
    "arrival.details": _names("when where", f"{_VISIT} directions"),
    "appointment.delayed": _names("when new_when reference", "reason link"),
    "visit.missed": _names("", "when service reference link"),
    "discharge.summary": _names("", "done medicines warning_signs next_dates also reference link"),
    "feedback.asked": _names("", "when closes reference link"),
    "feedback.nudge": _names("", "when closes reference link"),
    "recovery.check": _names("", "when reference link"),
    "follow_up.unreached": _names("", "link"),
    "follow_up.family": _names("relative", ""),
    "question.received": _names("", "question answer_by reference link"),
    "question.answered": _names("", "question answer reference link"),
    "complaint.acknowledged": _names("reference", "answer_by owner link"),
    "complaint.answered": _names("reference", "answer link"),
    "return.opened": _names("ends_on reference", "days watch service link"),
    "return.ending": _names("ends_on reference", "link"),
    "paper.released": _names("reference link", "title says"),
    "urgency.received": _names("", "answer_by reference link"),
    "urgency.decided": _names("said", "see_by reference link"),
    "urgency.answered": _names("said", "reference link"),
    "promise.apology": _names("promise new_time reference", "due link"),
    "promise.made": _names("promise due reference", "link"),
    "stay.news": _names("news", "patient link"),
    "account.link": _names("link", "closes"),
    "carer.ending": _names("ends_on", "carer link"),
    "caring.ending": _names("ends_on", "link"),
    "carer.narrowed": _names("", "carer link"),
    "caring.narrowed": _names("", "link"),
    "call.missed": _names("answer_by", "link"),
    "callback.tried": _names("", "when reference link"),
    "reply.confirmed": _names("when", "times reference link"),
    "reply.heard": _names("", "reference link"),
    "reply.person_rings": _names("answer_by", "reference link"),
    "contact.answer": _names("written", "reference"),
    "notice.sent": _names("", "reference link"),
}
"""`visits` and `times` are made by the outbox from one visit, or several that travel in one message (CNF-5)."""
