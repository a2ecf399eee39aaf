"""The queue before somebody as it stands in the tables, made ready for `visits.waiting`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from almoner.core import clock
from almoner.visits.enums import BEFORE_SEEN, VisitState
from almoner.visits.models import ClinicDelay, Visit
from almoner.visits.waiting import Done, Queue, Wait, wait

USUAL_MINUTES = 20
"""For somebody whose service is not known yet."""


class Queues:
    """All queues of one site on one day, from two statements, for as many people as there are."""

    def __init__(self, site_id: UUID, day: date) -> None:
        self.now = clock.now()
        self.visits = list(
            Visit.objects.filter(site_id=site_id, day=day)
            .exclude(state=VisitState.LEFT)
            .select_related("service", "appointment", "request")
        )
        delays = ClinicDelay.objects.filter(day=day).order_by("created_at", "id")
        self.delays = {delay.clinician_id: delay for delay in delays}

    def wait_of(self, visit: Visit) -> Wait:
        return wait(self.before(visit))

    def before(self, visit: Visit) -> Queue:
        """What stands before `visit`: those of the same clinician, or while none is given, of the same service."""
        others = [other for other in self.visits if other.id != visit.id and _same_line(visit, other)]
        waiting = [other for other in others if other.state in BEFORE_SEEN and _goes_first(other, visit)]
        under_way = [other for other in others if other.state == VisitState.WITH_CLINICIAN]
        return Queue(
            ahead=[minutes_of(other) for other in waiting],
            under_way=[(minutes_of(other), _minutes(self.now, other.started_at)) for other in under_way],
            done=list(_done(others)),
            clinicians=self._clinicians(visit, others),
            not_before=_until(self.now, visit.appointment.starts_at if visit.appointment else None),
            urgent=sum(other.level_now < visit.level_now for other in waiting),
            away=self._delay(visit, under_way),
        )

    def _clinicians(self, visit: Visit, others: Iterable[Visit]) -> int:
        if visit.clinician_id:
            return 1
        return max(1, len({other.clinician_id for other in others if other.clinician_id}))

    def _delay(self, visit: Visit, under_way: list[Visit]) -> float:
        """What is left of an announced delay. While somebody is with the clinician, the queue itself tells it."""
        delay = self.delays.get(visit.clinician_id) if visit.clinician_id else None
        if delay is None or under_way:
            return 0
        return max(0.0, delay.minutes - _minutes(self.now, delay.created_at))


def minutes_of(visit: Visit) -> float:
    return float(visit.service.minutes if visit.service else USUAL_MINUTES)


def _same_line(visit: Visit, other: Visit) -> bool:
    if visit.clinician_id or other.clinician_id:
        return visit.clinician_id == other.clinician_id or (
            visit.clinician_id is None and visit.service_id == other.service_id
        )
    return visit.service_id == other.service_id


def _goes_first(other: Visit, visit: Visit) -> bool:
    return order_of(other) < order_of(visit)


def order_of(visit: Visit) -> tuple[int, datetime, str]:
    """The order in which people are called: the more urgent first, then whose time comes first."""
    due = visit.appointment.starts_at if visit.appointment and not visit.late else visit.arrived_at
    return (min(visit.level_now, 4), due, str(visit.id))


def _done(visits: Iterable[Visit]) -> Iterable[Done]:
    for visit in visits:
        if visit.state == VisitState.FINISHED and visit.started_at and visit.ended_at:
            yield Done(minutes_of(visit), max(1.0, _minutes(visit.ended_at, visit.started_at)))


def _minutes(now: datetime, since: datetime | None) -> float:
    return max(0.0, (now - since).total_seconds() / 60) if since else 0.0


def _until(now: datetime, moment: datetime | None) -> float:
    return max(0.0, (moment - now).total_seconds() / 60) if moment else 0.0
