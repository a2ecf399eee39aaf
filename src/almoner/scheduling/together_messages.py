"""What is told about several visits at once: one message that lists them all as they are when it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.messaging import kinds
from almoner.messaging.kinds import MessageKind
from almoner.people.enums import Purpose
from almoner.people.models import Person
from almoner.scheduling.enums import SeriesKind, State
from almoner.scheduling.facts import starting
from almoner.scheduling.messages import cancelled_by_patient, standing
from almoner.scheduling.models import Appointment, Series
from almoner.scheduling.prep_words import LANGUAGES, day_lines
from almoner.scheduling.preparation import day_of, preparation_in
from almoner.scheduling.refusals import AlreadyEnded
from almoner.scheduling.series_words import named
from almoner.timeline.actions import record

SERIES_PATH = "/visits/together/{id}/"


def register() -> None:
    kinds.register(MessageKind("series.confirmed", Purpose.CARE, confirmed, answered=hear_answer))
    kinds.register(MessageKind("series.cancelled", Purpose.CARE, cancelled))


def _series(subject_id: UUID | None, person: Person) -> Series | None:
    return Series.objects.filter(id=subject_id, person=person).first() if subject_id else None


def link(series_id: UUID) -> str:
    return settings.ALMONER_PUBLIC_URL + SERIES_PATH.format(id=series_id)


def confirmed(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """Every visit that stands and is still to come; None where none is. How to prepare is told for the whole of a day,
    or for the first of those that come again: each has a reminder of its own."""
    series = _series(subject_id, person)
    if series is None:
        return None
    coming = list(
        series.visits.upcoming(clock.now())
        .select_related("service", "series", "clinician", "site")
        .order_by("starts_at", "id")
    )
    each = [told for visit in coming if (told := standing(visit.id, person))]
    if not each:
        return None
    first = each[0] | ({"preparation": _of_day(coming)} if series.kind == SeriesKind.DAY else {})
    each = [first, *(one | {"preparation": None, "prep_headline": None} for one in each[1:])]
    eat_from = day_of(coming[0]).may_eat_from if series.kind == SeriesKind.DAY else None
    return first | {"each": each, "link": link(series.id), "eat_from": eat_from}


def _of_day(visits: Sequence[Appointment]) -> dict[str, list[str]]:
    return day_lines([(named(visit), preparation_in(visit, LANGUAGES)) for visit in visits])


def cancelled(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """Those that the person cancelled and that would still be to come."""
    series = _series(subject_id, person)
    if series is None:
        return None
    gone = series.visits.filter(state=State.CANCELLED, cancelled_by="patient", starts_at__gt=clock.now())
    each = [told for visit in gone.order_by("starts_at", "id") if (told := cancelled_by_patient(visit.id, person))]
    return each[0] | {"each": each, "link": link(series.id)} if each else None


def hear_answer(subject_id: UUID | None, person: Person, key: str, by: Actor) -> None:
    """A key pressed or replied: that the dates suit, or that one must be changed. It changes no visit (law I-14): each
    is confirmed by its own reminder, and for a change a person rings."""
    series = _series(subject_id, person)
    first = series and series.visits.upcoming(clock.now()).order_by("starts_at", "id").first()
    if not series or not first:
        raise AlreadyEnded
    if key in {"confirm", "change"}:
        record(
            kind="series.confirmed" if key == "confirm" else "series.change_asked",
            person=person,
            subject_id=series.id,
            facts=starting(first) | {"series": series.kind},
            by=by,
        )
