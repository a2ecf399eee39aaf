"""All measures, in the order in which a manager looks at them. What each counts is defined beside its rows."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from almoner.core.refusal import NotThere
from almoner.insight.measure import Measure, Text
from almoner.insight.measures import (
    afterwards,
    appointments,
    contacts,
    here,
    messages,
    promises,
    reaching,
    requests,
    waiting,
)

CHAPTERS: tuple[tuple[Text, tuple[Measure, ...]], ...] = (
    (_("What we promised"), (promises.KEPT, promises.SILENT, promises.LATENESS)),
    (
        _("Who asks for us"),
        (
            contacts.ANSWER_WAIT,
            contacts.GIVEN_UP,
            contacts.GIVE_UP_WAIT,
            promises.CALL_BACKS_KEPT,
            contacts.CALL_BACK_WAIT,
            requests.DECISION_WAIT,
        ),
    ),
    (
        _("Visits and the waiting list"),
        (
            appointments.LEAD,
            appointments.CONFIRMED,
            appointments.MISSED,
            appointments.CANCELLED_LATE,
            appointments.REFILLED,
            waiting.OFFERS_ACCEPTED,
        ),
    ),
    (
        _("Who is here"),
        (here.GREETED_WAIT, here.SEEN_WAIT, here.LEFT_UNSEEN, here.BED_WAIT, promises.REACHED, reaching.FIRST),
    ),
    (
        _("Afterwards"),
        (
            here.FOLLOW_UPS_BOOKED,
            here.NOT_BOOKED,
            afterwards.STEPS_DONE,
            afterwards.REACHED,
            afterwards.POSITIVE,
            afterwards.NEGATIVE,
            messages.FAILED,
        ),
    ),
)
MEASURES = tuple(measure for _chapter, measures in CHAPTERS for measure in measures)
BY_KEY = {measure.key: measure for measure in MEASURES}


def measure_for(key: str) -> Measure:
    """Raises NotThere."""
    if key not in BY_KEY:
        raise NotThere
    return BY_KEY[key]
