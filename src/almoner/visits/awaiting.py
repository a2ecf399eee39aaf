"""When somebody with an appointment is awaited: at their time, or later where a delay made them choose so."""

from __future__ import annotations

from datetime import datetime

from almoner.scheduling.models import Appointment
from almoner.visits.models import DelayNotice


def notice_of(appointment: Appointment) -> DelayNotice | None:
    """What they were told of a delay; None where the visit has been moved since."""
    notice: DelayNotice | None = getattr(appointment, "delay_notice", None)
    return notice if notice and notice.sequence == appointment.sequence else None


def awaited_at(appointment: Appointment) -> datetime:
    notice = notice_of(appointment)
    return notice.comes_at if notice and notice.comes_at else appointment.starts_at
