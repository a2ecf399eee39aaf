"""Measures over requests for help."""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from almoner.insight.lengths import Seconds
from almoner.insight.measure import About, Kind, Measure, Part, Rows
from almoner.urgency.enums import Level
from almoner.urgency.models import Decision


def _first_decisions() -> Rows:
    return Decision.objects.filter(number=1)


def _about(decision: Decision) -> About:
    return About("request", decision.request_id)


def _what(decision: Decision) -> str:
    return _level(decision.level)


def _level(level: int) -> str:
    return str(Level(level).label)


DECISION_WAIT = Measure(
    key="decision-wait",
    kind=Kind.WAIT,
    name=_("Request until decision"),
    meaning=_("How long it took from when somebody asked for help until a clinician decided how urgent it is."),
    left_out=_(
        "Requests that nobody has decided yet: they stand in the queue. Later decisions about the same request."
    ),
    clock=_("The moment of the decision."),
    rows=_first_decisions,
    at="created_at",
    length=Seconds("request__created_at", "created_at"),
    more_is_better=False,
    person="request__person",
    channel=F("request__channel"),
    parts={"level": Part(_("Urgency"), F("level"), _level)},
    about=_about,
    what=_what,
    with_them=("request",),
)
