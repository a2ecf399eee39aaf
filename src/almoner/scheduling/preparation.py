"""Preparation for a visit as a timeline that runs backward from its start, in clock times (SEL-7)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from almoner.catalogue.enums import PreparationKind, Timing
from almoner.catalogue.preparing import Preparation as Asked
from almoner.catalogue.queries import preparation_in as asked_in
from almoner.catalogue.standing import Hours, told_hours_of
from almoner.core import clock
from almoner.core.prepared import Prepared
from almoner.scheduling import fasting
from almoner.scheduling.enums import State
from almoner.scheduling.models import Appointment


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do.

    `at` is the moment from which or by which; None: for the visit as a whole. `hard`: the visit fails without it.
    `in_language`: the wording is in the reader's language. `rule`: food or clear, where a fasting rule gives it.
    """

    at: datetime | None
    text: str | Promise
    kind: str
    hard: bool
    timing: str = Timing.AT
    in_language: bool = True
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Preparation:
    """All steps in order of time, the fasting limits of that day, and what only a person can resolve.

    Where not `approved`, no clinician has approved what the service asks: only the hours without food are told.
    """

    steps: tuple[Step, ...]
    limits: fasting.Limits | None
    clashes: tuple[fasting.Clash, ...]
    approved: bool = True

    @property
    def bring(self) -> list[str | Promise]:
        return [step.text for step in self.steps if step.kind == PreparationKind.BRING]


def preparation_for(appointment: Appointment, language: str = "en") -> Preparation:
    """What this visit asks, together with the person's other visits of the same day: the strictest rule counts."""
    return preparation_in(appointment, [language])[language]


def preparation_in(appointment: Appointment, languages: Iterable[str]) -> dict[str, Preparation]:
    """The same in several languages at once; the visits and what they ask are read one time."""
    day, alone = _day_and_alone(appointment)
    fasts = alone.rule is not None
    found = {}
    for language, asked in asked_in(appointment.service, languages).items():
        own = [step for step in _item_steps(appointment, asked) if fasts or not _gainsaid(step, day)]
        steps = tuple(sorted([*_fasting_steps(day), *own], key=_place))
        found[language] = Preparation(steps, day.limits, day.clashes, asked.approved)
    return found


def day_of(appointment: Appointment) -> fasting.Day:
    """What all visits of the person on the day of this one ask together, on the wall of its site."""
    return _day_and_alone(appointment)[0]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet for a day: what to do by the clock, each thing once; what each visit asks besides, by its id; what to
    bring, and from when to eat again."""

    steps: tuple[Step, ...]
    own: Mapping[UUID, tuple[Step, ...]]
    bring: tuple[str, ...]
    eat_from: datetime | None
    clashes: tuple[fasting.Clash, ...]
    approved: bool


def sheet_of(visits: Sequence[Appointment], language: str) -> Sheet:
    """The preparation of several visits of one day as one. Of none: an empty sheet."""
    prepared = {visit.id: preparation_for(visit, language) for visit in visits}
    steps = [step for one in prepared.values() for step in one.steps]
    timed = {(step.at, str(step.text)): step for step in steps if step.at}
    day = day_of(visits[0]) if visits else fasting.of_day([])
    return Sheet(
        steps=tuple(sorted(timed.values(), key=_place)),
        own={
            visit_id: tuple(step for step in one.steps if not step.at and step.kind != PreparationKind.BRING)
            for visit_id, one in prepared.items()
        },
        bring=tuple(dict.fromkeys(str(step.text) for step in steps if step.kind == PreparationKind.BRING)),
        eat_from=day.may_eat_from,
        clashes=day.clashes,
        approved=all(one.approved for one in prepared.values()),
    )


_BOOKED = Prepared(
    lambda person, after, before: (
        Appointment.objects.filter(person=person, state=State.BOOKED, starts_at__gt=after, starts_at__lt=before)
        .select_related("service", "clinician", "site")
        .order_by("starts_at", "id")
    )
)


AROUND = timedelta(hours=26)
"""So far from its start a visit of the same day begins, by whatever clock."""
Together = tuple[fasting.Day, fasting.Visit]

_days: ContextVar[Mapping[UUID, Together]] = ContextVar("almoner_days_read", default=MappingProxyType({}))


@contextmanager
def days_read(visit_ids: Collection[UUID]) -> Iterator[None]:
    """Have the days of these visits be known until the block ends, as they are now: read in a constant number of
    statements."""
    visits = list(Appointment.objects.filter(id__in=visit_ids).select_related("service", "clinician", "site"))
    found = Appointment.objects.filter(person__in={visit.person_id for visit in visits}, state=State.BOOKED)
    near: dict[UUID, list[Appointment]] = {}
    for visit in found.select_related("service", "clinician", "site").order_by("starts_at", "id"):
        near.setdefault(visit.person_id, []).append(visit)
    hours = told_hours_of(visit.service for visit in (*visits, *(one for each in near.values() for one in each)))
    known = {visit.id: _reckoned(visit, near.get(visit.person_id, []), hours) for visit in visits}
    token = _days.set(known)
    try:
        yield
    finally:
        _days.reset(token)


def _day_and_alone(appointment: Appointment) -> Together:
    """What the visits of its day ask together, each of them by the calendar of its own site, and what it asks alone."""
    known = _days.get().get(appointment.id)
    if known:
        return known
    start = appointment.starts_at
    near = _BOOKED.all(person=appointment.person_id, after=start - AROUND, before=start + AROUND)
    return _reckoned(appointment, near, told_hours_of(visit.service for visit in (*near, appointment)))


def _reckoned(appointment: Appointment, near: Iterable[Appointment], hours: Mapping[UUID, Hours]) -> Together:
    start, there = appointment.starts_at, appointment.on_there
    found = [visit for visit in near if abs(visit.starts_at - start) < AROUND and visit.on_there == there]
    day = fasting.of_day([_visit(visit, hours[visit.service_id]) for visit in found or [appointment]])
    return day.there(appointment.zone), _visit(appointment, hours[appointment.service_id])


def _visit(visit: Appointment, hours: Hours) -> fasting.Visit:
    return fasting.Visit(
        name=visit.service.name_in("en"),
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        rule=fasting.rule_of(hours.food, hours.clear),
        drink_by_hours=hours.drink_by,
    )


def _fasting_steps(day: fasting.Day) -> list[Step]:
    limits = day.limits
    if limits is None:
        return []
    steps = [Step(limits.food_until, _("Last meal"), PreparationKind.FOOD, hard=True, timing=Timing.BY, rule="food")]
    if limits.clear_until:
        steps.append(
            Step(limits.clear_until, _("Last water"), PreparationKind.DRINK, hard=True, timing=Timing.BY, rule="clear")
        )
    return steps


def _item_steps(appointment: Appointment, asked: Asked) -> list[Step]:
    start = appointment.starts_at.astimezone(UTC)
    steps = []
    for item in asked.items:
        at = None
        if item.hours_before is not None:
            at = clock.there(start - timedelta(hours=item.hours_before), appointment.zone)
        steps.append(Step(at, item.text, item.kind, item.hard, item.timing, in_language=asked.translated))
    return steps


def _gainsaid(step: Step, day: fasting.Day) -> bool:
    """“Eat as usual”, on a day on which another visit asks for an empty stomach: the strictest rule counts (SEL-7)."""
    return day.limits is not None and step.kind == PreparationKind.FOOD and step.timing == Timing.AT and not step.at


def _place(step: Step) -> tuple[int, datetime]:
    after = step.timing == Timing.AFTER
    return (2 if after else 0 if step.at else 1, step.at or datetime.max.replace(tzinfo=UTC))
