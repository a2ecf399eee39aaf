"""What goes wrong by itself: a clinician is ill, a worker dies over its work."""

from __future__ import annotations

from datetime import timedelta

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.demo.life.hospital import Hospital
from almoner.messaging import actions as messaging
from almoner.scheduling import actions as scheduling
from almoner.scheduling.enums import CancelReason, State
from almoner.scheduling.models import Appointment


def hospital_cancels(hospital: Hospital) -> None:
    """A clinician is ill: somebody's visit falls out, with a reason and a date by which they have a new one."""
    tomorrow = clock.now() + timedelta(hours=20)
    visits = Appointment.objects.filter(state=State.BOOKED, starts_at__gt=tomorrow).select_related("person", "service")
    visit = visits.order_by("starts_at", "id").first()
    if visit:
        hospital.try_to(
            scheduling.cancel_by_hospital,
            appointment=visit,
            reason=CancelReason.STAFF,
            note="The clinician is ill",
            advice="Ring us if it gets worse",
            promise_on=clock.now() + timedelta(days=1),
            by=hospital.by("agent"),
        )


def worker_dies() -> None:
    """A worker takes messages and is never heard of again: its leases run out, and another takes them."""
    messaging.claim_due(limit=3, by=SYSTEM)
