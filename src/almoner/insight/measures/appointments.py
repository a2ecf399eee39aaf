"""Measures over booked visits: how far ahead, confirmed, missed, cancelled late, and times that were filled again."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from almoner.core import clock
from almoner.core.languages import of_reader
from almoner.insight.catalogue_words import service_names
from almoner.insight.lengths import Seconds
from almoner.insight.measure import About, Kind, Measure, Part, Rows
from almoner.scheduling.confirming import CONFIRMED_BY_ANY
from almoner.scheduling.enums import HOLDING_TIME, State
from almoner.scheduling.models import Appointment

HELD = (*HOLDING_TIME, State.MISSED)
"""States in which a visit kept its time to the end."""


def _all() -> Rows:
    return Appointment.objects.all()


def _not_cancelled() -> Rows:
    return Appointment.objects.filter(state__in=HELD)


def _over() -> Rows:
    return Appointment.objects.filter(state__in=(State.FULFILLED, State.MISSED))


def _cancelled_by_us() -> Rows:
    zone = clock.zone()
    cancelled = Appointment.objects.filter(state=State.CANCELLED, cancelled_by="hospital")
    return cancelled.annotate(
        told_on=TruncDate("ended_at", tzinfo=zone), planned_on=TruncDate("starts_at", tzinfo=zone)
    )


def _freed() -> Rows:
    """Times that a cancellation freed before they came, with whether somebody else had the clinician then."""
    same_time = Appointment.objects.filter(
        clinician=OuterRef("clinician"), starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at"),
        state__in=HELD,
    )  # fmt: skip
    cancelled = Appointment.objects.filter(state=State.CANCELLED, ended_at__lt=F("starts_at"))
    return cancelled.annotate(refilled=Exists(same_time))


def _about(visit: Appointment) -> About:
    return About("appointment", visit.id)


def _what(visit: Appointment) -> str:
    return visit.service.name_in(of_reader())


_SHARED: dict[str, Any] = {
    "channel": F("booked_via"),
    "parts": {
        "service": Part(_("Service"), F("service__code"), names=service_names),
        "clinician": Part(_("Clinician"), F("clinician__name")),
    },
    "about": _about,
    "what": _what,
    "with_them": ("service",),
}

LEAD = Measure(
    key="booking-lead",
    kind=Kind.WAIT,
    name=_("Booked how far ahead"),
    meaning=_("How long people wait from booking until the visit that they booked."),
    left_out=_("Nothing: a visit that was moved or cancelled later counts as it was booked or moved last."),
    clock=_("The moment at which it was booked."),
    rows=_all,
    at="created_at",
    length=Seconds("created_at", "starts_at"),
    more_is_better=False,
    **_SHARED,
)

CONFIRMED = Measure(
    key="visits-confirmed",
    kind=Kind.SHARE,
    name=_("Visits confirmed"),
    meaning=_(
        "Of all visits whose time came, how many the person had confirmed: by telephone, in writing, online "
        "or at the desk."
    ),
    left_out=_("Visits that were cancelled."),
    clock=_("The time of the visit."),
    rows=_not_cancelled,
    at="starts_at",
    good=CONFIRMED_BY_ANY,
    yes=_("Confirmed"),
    no=_("Not confirmed"),
    **_SHARED,
)

MISSED = Measure(
    key="visits-missed",
    kind=Kind.SHARE,
    name=_("Missed visits"),
    meaning=_("Of all visits that took place or were missed, how many were missed."),
    left_out=_("Visits that were cancelled in time, and those that still go on."),
    clock=_("The time of the visit."),
    rows=_over,
    at="starts_at",
    good=Q(state=State.MISSED),
    yes=_("Missed"),
    no=_("Took place"),
    more_is_better=False,
    **_SHARED,
)

CANCELLED_LATE = Measure(
    key="cancelled-late",
    kind=Kind.SHARE,
    name=_("Cancelled by us on the day"),
    meaning=_("Of all visits that we cancelled, how many we cancelled on the day itself or when people were here."),
    left_out=_("Visits that people cancelled, and visits that we moved."),
    clock=_("The moment of the cancellation."),
    rows=_cancelled_by_us,
    at="ended_at",
    good=Q(told_on__gte=F("planned_on")),
    yes=_("On the day"),
    no=_("Before the day"),
    more_is_better=False,
    **_SHARED,
)

REFILLED = Measure(
    key="times-refilled",
    kind=Kind.SHARE,
    name=_("Freed times filled again"),
    meaning=_("Of all times that a cancellation freed, how many somebody else had when they came."),
    left_out=_("Times that were freed too late to be given away, and those that have not come yet."),
    clock=_("The time that was freed."),
    rows=_freed,
    at="starts_at",
    good=Q(refilled=True),
    yes=_("Filled again"),
    no=_("Stayed free"),
    **_SHARED,
)
