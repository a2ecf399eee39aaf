"""What is booked in addition, as a manager sees it: how often people stay away, what is allowed, and who comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.scheduling.enums import HOLDING_TIME, State
from almoner.scheduling.models import Appointment, Overbooking
from almoner.scheduling.one_more import rates, why_not
from almoner.scheduling.overbooking import Rates

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Allowed:
    """A service: what is allowed of it, how its people come, and how many are booked in addition from today on."""

    service: Service
    rule: Overbooking
    rates: Rates
    coming: int

    @property
    def never(self) -> str:
        """Why it cannot be allowed, as `why_not` says it."""
        return why_not(self.service)


def allowed(*, by: Actor) -> list[Allowed]:
    """Every service of which enough is known to allow it, or of which a manager has said something."""
    by.need(Permission.MANAGE_ROSTER)
    known, said = rates(), {one.service_id: one for one in Overbooking.objects.all()}
    ids = {service_id for service_id, one in known.items() if one.is_enough} | set(said)
    coming = [visit.service_id for visit in _coming(by)]
    return [
        Allowed(one, said.get(one.id, Overbooking(service=one)), known.get(one.id, Rates()), coming.count(one.id))
        for one in Service.objects.offered().filter(id__in=ids).order_by("code")
    ]


def allowed_for(service: Service, *, by: Actor) -> Allowed:
    """Of one service, also where little is known."""
    found = next((one for one in allowed(by=by) if one.service.id == service.id), None)
    return found or Allowed(service, Overbooking(service=service), rates([service.id]).get(service.id, Rates()), 0)


def coming(service: Service, *, by: Actor) -> list[Appointment]:
    """The visits from today on that were booked in addition, each with its numbers (`extra`)."""
    by.need(Permission.MANAGE_ROSTER)
    return [visit for visit in _coming(by) if visit.service_id == service.id]


def _coming(by: Actor) -> list[Appointment]:
    at = Q(site_id=by.site_id) if by.site_id else Q()
    rows = Appointment.objects.filter(
        at, extra__isnull=False, state__in=(*HOLDING_TIME, State.MISSED), starts_at__gte=clock.now() - A_DAY
    )
    near = rows.select_related("clinician", "site", "room").order_by("starts_at", "reference")
    return [visit for visit in near if visit.on_there >= clock.today(visit.zone)]
