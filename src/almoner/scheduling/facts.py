"""What the timeline is told of a visit, for the charter to count from: plain JSON with named moments."""

from __future__ import annotations

from typing import Any

from almoner.catalogue.standing import told_briefly
from almoner.core import clock
from almoner.scheduling import fasting
from almoner.scheduling.models import Appointment


def facts_of(appointment: Appointment, **more: Any) -> dict[str, Any]:
    """Facts of an event about `appointment`; `more` adds to them, and moments in it are told as text."""
    lead = appointment.starts_at - clock.now()
    service = appointment.service
    facts: dict[str, Any] = {
        "service": service.code,
        "specialty": service.specialty.code,
        "service_name": service.names,
        "starts_at": appointment.starts_at.isoformat(),
        "ends_at": appointment.ends_at.isoformat(),
        "zone": appointment.zone.key,
        "where": where(appointment),
        "clinician": appointment.clinician.name,
        "reference": appointment.reference,
        "level": appointment.level,
        "lead_hours": round(lead.total_seconds() / 3600, 1),
        "lead_days": lead.days,
        "starts_hour": appointment.starts_there.hour,
        "needs_readback": service.needs_readback,
    }
    told = told_briefly(service)
    rule = fasting.rule_of(told.food, told.clear)
    facts["fasting"] = rule is not None
    if rule:
        facts["fasting_from_at"] = fasting.limits(rule, appointment.starts_at).food_until.isoformat()
    facts["has_preparation"] = rule is not None or told.has_items
    for name, value in more.items():
        facts[name] = value.isoformat() if hasattr(value, "isoformat") else value
    return facts


def starting(appointment: Appointment) -> dict[str, Any]:
    """The least that is told of a visit: which it is, when, and by whose clock."""
    return {
        "starts_at": appointment.starts_at.isoformat(),
        "zone": appointment.zone.key,
        "reference": appointment.reference,
    }


def where(appointment: Appointment) -> str:
    site = appointment.site.name
    return f"{appointment.room.name}, {site}" if appointment.room else site
