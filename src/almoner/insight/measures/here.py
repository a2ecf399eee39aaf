"""Measures over people who are here: from the door to a clinician, to a bed, and what is booked when they leave."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from almoner.core import clock
from almoner.core.languages import of_reader
from almoner.insight.catalogue_words import specialty_names
from almoner.insight.lengths import Seconds
from almoner.insight.measure import About, Kind, Measure, Part, Rows
from almoner.urgency.enums import Level
from almoner.visits.enums import FollowUpState, How, VisitState
from almoner.visits.models import FollowUpPlan, Stay, Visit


def _greeted() -> Rows:
    return Visit.objects.filter(greeted_at__isnull=False)


def _seen() -> Rows:
    return Visit.objects.filter(started_at__isnull=False)


def _gone() -> Rows:
    return Visit.objects.filter(state__in=(VisitState.WITH_CLINICIAN, VisitState.FINISHED, VisitState.LEFT))


def _in_bed() -> Rows:
    return Stay.objects.filter(admitted_at__isnull=False)


def _intended() -> Rows:
    return FollowUpPlan.objects.exclude(state=FollowUpState.DROPPED)


def _not_booked() -> Rows:
    return FollowUpPlan.objects.filter(state=FollowUpState.PLANNED, book_by_at__lte=clock.now())


def _level(level: int) -> str:
    return str(Level(level).label)


def _ticket(visit: Visit) -> str:
    return f"{visit.ticket} · {How(visit.how).label}"


def _reason(stay: Stay) -> str:
    return stay.reason


def _plan(plan: FollowUpPlan) -> str:
    return f"{plan.service.name_in(of_reader())} · {plan.why}"


def _visit(visit: Visit) -> About | None:
    return About("appointment", visit.appointment_id) if visit.appointment_id else None


_AT_THE_DOOR: dict[str, Any] = {
    "kind": Kind.WAIT,
    "clock": _("The moment at which they said that they are here."),
    "at": "arrived_at",
    "more_is_better": False,
    "channel": F("how"),
    "parts": {"level": Part(_("Urgency"), F("level"), _level)},
    "about": _visit,
    "what": _ticket,
}

GREETED_WAIT = Measure(
    key="door-to-greeted",
    name=_("Door until greeted"),
    meaning=_("How long it took from the door until somebody greeted them."),
    left_out=_("People whom nobody has greeted: those who left before count among “Left before being seen”."),
    rows=_greeted,
    length=Seconds("arrived_at", "greeted_at"),
    **_AT_THE_DOOR,
)

SEEN_WAIT = Measure(
    key="door-to-seen",
    name=_("Door until seen"),
    meaning=_("How long it took from the door until a clinician saw them."),
    left_out=_("People who were not seen: those who left before count among “Left before being seen”."),
    rows=_seen,
    length=Seconds("arrived_at", "started_at"),
    **_AT_THE_DOOR,
)

LEFT_UNSEEN = Measure(
    **{**_AT_THE_DOOR, "kind": Kind.SHARE},
    key="left-unseen",
    name=_("Left before being seen"),
    meaning=_("Of all who came, how many left before a clinician saw them."),
    left_out=_("People who still wait."),
    rows=_gone,
    good=Q(state=VisitState.LEFT),
    yes=pgettext_lazy("before being seen", "Left"),
    no=_("Was seen"),
)

BED_WAIT = Measure(
    key="bed-wait",
    kind=Kind.WAIT,
    name=_("Bed asked for until in it"),
    meaning=_("How long it took from the request for a bed until they lay in it."),
    left_out=_("People who still wait for a bed, and requests that were withdrawn."),
    clock=_("The moment at which they lay in the bed."),
    rows=_in_bed,
    at="admitted_at",
    length=Seconds("requested_at", "admitted_at"),
    more_is_better=False,
    parts={
        "ward": Part(_("Ward"), F("bed__ward__name")),
        "level": Part(_("Urgency"), F("level"), _level),
    },
    what=_reason,
)

_PLANNED: dict[str, Any] = {
    "at": "book_by_at",
    "parts": {"specialty": Part(_("Specialty"), F("service__specialty__code"), names=specialty_names)},
    "what": _plan,
    "with_them": ("service",),
}

FOLLOW_UPS_BOOKED = Measure(
    key="follow-ups-booked",
    kind=Kind.SHARE,
    name=_("Follow-ups booked in time"),
    meaning=_("Of all visits that were intended after a visit or a stay, how many were booked by when we said."),
    left_out=_("What was dropped with a reason."),
    clock=_("The moment by which they were to have the date."),
    rows=_intended,
    good=Q(state=FollowUpState.BOOKED, appointment__created_at__lte=F("book_by_at")),
    yes=_("Booked in time"),
    no=_("Not in time"),
    **_PLANNED,
)

NOT_BOOKED = Measure(
    key="intended-not-booked",
    kind=Kind.COUNT,
    name=_("Intended, not booked"),
    meaning=_("Visits that were intended, have no date, and should have one by now."),
    left_out=_("What was dropped with a reason."),
    clock=_("Now."),
    rows=_not_booked,
    more_is_better=False,
    **_PLANNED,
)
