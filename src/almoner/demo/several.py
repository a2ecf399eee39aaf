"""Several visits in one act, as people book them themselves or with the desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from almoner.catalogue.models import Service
from almoner.core.actor import Actor
from almoner.people.models import Person
from almoner.scheduling.actions import Picked, book_together
from almoner.scheduling.enums import SeriesKind
from almoner.scheduling.joining import DayWish, Piece, propose_days
from almoner.scheduling.models import Series
from almoner.scheduling.proposing import SeriesWish, propose_series

A_WEEK = timedelta(days=7)


def book_series(service: Service, person: Person, count: int, first: date, by: Actor) -> Series | None:
    """So many visits a week apart, as they are proposed. None where there are not two of them."""
    wish = SeriesWish(count=count, every_days=A_WEEK.days, within_days=2, from_day=first)
    proposed = propose_series(service, person, wish, by=by).occurrences
    picked = [Picked(service, one.chosen.key) for one in proposed if one.chosen]
    if len(picked) < 2:
        return None
    return book_together(picked=picked, kind=SeriesKind.AGAIN, person=person, keep_both=True, by=by)


def book_day(services: Sequence[Service], person: Person, first: date, by: Actor) -> Series | None:
    """All on one day, the first that has room for them. None where none has."""
    wish = DayWish(tuple(Piece(service) for service in services), from_day=first, days=1)
    for day in propose_days(person, wish, ordered=True, by=by):
        picked = [Picked(service, one.key) for service, one in zip(day.services, day.way.times, strict=True)]
        return book_together(picked=picked, kind=SeriesKind.DAY, person=person, keep_both=True, ordered=True, by=by)
    return None
