"""What the worker does about open returns: what was booked is noted, what is over is asked about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet

from almoner.aftercare import actions
from almoner.aftercare.enums import ReturnState
from almoner.aftercare.models import OpenReturn
from almoner.core import clock, worker
from almoner.core.actor import SYSTEM
from almoner.core.prepared import Prepared
from almoner.core.refusal import Refused
from almoner.scheduling.enums import HOLDING_TIME
from almoner.scheduling.models import Appointment

BATCH = 100


def register() -> None:
    worker.register("aftercare.returns", 20, look_after_returns)


def look_after_returns() -> int:
    """One round. Gives the number of things done; each action looks again, locked."""
    done = _each(_DIED.all(), _end) + _each(_ASKED.all(), _arrange)
    return done + _each(_OVER.all(today=clock.today()), _ask)


def _live(**more: Any) -> QuerySet[OpenReturn]:
    live = OpenReturn.objects.exclude(state=ReturnState.ENDED).filter(**more)
    return live.select_related("person").order_by("valid_until", "id")[:BATCH]


_DIED = Prepared(lambda: _live(person__died_on__isnull=False))
_ASKED = Prepared(lambda: _live(asked_at__isnull=False))
_OVER = Prepared(lambda today: _live(state=ReturnState.OPEN, valid_until__lt=today))


def _each(found: Iterable[OpenReturn], act: Callable[[OpenReturn], bool]) -> int:
    done = 0
    for one in found:
        try:
            done += act(one)
        except Refused:
            continue
    return done


def _arrange(one: OpenReturn) -> bool:
    """They have a visit that was booked since they asked, and it is in time."""
    visits = Appointment.objects.filter(
        person_id=one.person_id,
        service_id=one.service_id,
        state__in=HOLDING_TIME,
        created_at__gte=one.asked_at,
        starts_at__lte=one.see_by_at,
    )
    visit = visits.order_by("starts_at", "id").first()
    if visit:
        actions.arrange_return(way_back=one, appointment=visit, by=SYSTEM)
    return visit is not None


def _ask(one: OpenReturn) -> bool:
    actions.ask_at_end(way_back=one, by=SYSTEM)
    return True


def _end(one: OpenReturn) -> bool:
    actions.end_return(way_back=one, reason="they have died", by=SYSTEM)
    return True
