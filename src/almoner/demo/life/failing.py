"""What goes wrong by itself: a clinician is ill, a whole clinic falls out, a worker dies over its work."""

from __future__ import annotations

from datetime import timedelta

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.demo.life.hospital import Hospital
from almoner.messaging import actions as messaging
from almoner.scheduling import actions as scheduling
from almoner.scheduling.enums import BlockReason, CancelReason, State
from almoner.scheduling.models import Appointment

ADVICE = "Ring us if it gets worse"


def hospital_cancels(hospital: Hospital) -> None:
    """A clinician is ill: somebody's visit falls out, with a reason and a date by which they have a new one."""
    tomorrow = clock.now() + timedelta(hours=20)
    visits = Appointment.objects.filter(state=State.BOOKED, starts_at__gt=tomorrow).select_related("person", "service")
    visit = visits.order_by("starts_at", "id").first()
    if visit:
        hospital.begins("cancelled_by_hospital")
        hospital.try_to(
            scheduling.cancel_by_hospital,
            appointment=visit,
            reason=CancelReason.STAFF,
            note="The clinician is ill",
            advice=ADVICE,
            promise_on=clock.now() + timedelta(days=1),
            by=hospital.by("agent"),
        )


def clinic_falls_out(hospital: Hospital) -> None:
    """Half a day of a clinician is taken out of the diary. Each visit in it is told as displaced, and the desk finds it
    a new time."""
    soon = clock.now() + timedelta(hours=24)
    visits = Appointment.objects.filter(state=State.BOOKED, starts_at__gt=soon).select_related("clinician")
    visit = visits.order_by("starts_at", "id").last()
    if visit:
        half_a_day = timedelta(hours=4)
        hospital.try_to(
            scheduling.add_block,
            resource=visit.clinician,
            starts_at=visit.starts_at - half_a_day,
            ends_at=visit.starts_at + half_a_day,
            reason=BlockReason.SICKNESS,
            by=hospital.by("manager"),
        )


def worker_dies() -> None:
    """A worker takes messages and is never heard of again: its leases run out, and another takes them."""
    messaging.claim_due(limit=3, by=SYSTEM)
