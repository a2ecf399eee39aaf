"""At which times one person more may be booked, with the numbers that say why. Reads only.

In a group it is a chair more, where the room has one and all places are taken. Elsewhere it is the time of a visit in
the middle of a session, which two then share: whoever of those who come then or later stays away leaves time for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, Q

from almoner.catalogue.enums import Timing
from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.scheduling import diaries, groups
from almoner.scheduling.confirming import FIELDS
from almoner.scheduling.enums import HOLDING_TIME, Kind, Level, State
from almoner.scheduling.models import Attendance, Claim, Demand, Overbooking
from almoner.scheduling.needs import ticks_of
from almoner.scheduling.overbooking import ANSWERED_WITHIN, Rates, latest, lead_of, too_many

PRESSING = Level.URGENT
"""Where people ask who must be seen within the hour or sooner, nobody is booked in addition."""
_ASKED = (
    "resource_id", "diary__site_id", "diary__site__time_zone", "diary__day", "diary__midnight", "diary__open",
    "diary__blocked", "starts_at", "ends_at", "group_key", "appointment_id", "appointment__service_id",
    "appointment__starts_at", "appointment__created_at", "appointment__state", "appointment__extra", "hold__extra",
    "hold__service_id",     *(f"appointment__{field}" for field in FIELDS.values()),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """What a manager allows of a service."""

    limit_percent: int
    a_day: int


@dataclass(frozen=True, slots=True)
class Booked:
    """One who has time of a clinician on a day, or holds it."""

    clinician: UUID
    site: UUID
    day: date
    midnight: datetime
    open: int
    """What is open of that day and not blocked."""
    starts_at: datetime
    ends_at: datetime
    key: UUID
    visit: UUID | None
    service: UUID
    is_extra: bool
    away: float
    """How probable it is that they stay away."""


@dataclass(frozen=True, slots=True)
class OneMore:
    """A time of a visit at which one more may be booked: with whom and where they are, and why it may be."""

    site: UUID
    day: date
    claim_starts_at: datetime
    resources: tuple[UUID, ...]
    """The clinician first."""
    key: UUID
    why: dict[str, Any]
    """`booked` from then on to the end of the session or in the group, `away`: how many of them are expected to stay
    away, `chance` that none does, and what was allowed, in per cent."""


def why_not(service: Service) -> str:
    """Why nobody may be booked in addition, as a code; nothing, where somebody may.

    Whoever has to wait must take no harm from it: not who has eaten nothing or prepared in another way to the hour, nor
    where people come who cannot wait.
    """
    if service.fast_food_hours or service.fast_clear_hours or service.needs_readback:
        return "fasting"
    if service.preparation.filter(hard=True, timing__in=(Timing.FROM, Timing.BY)).exists():
        return "prepared"
    if Demand.objects.filter(protection__service=service, level__lte=PRESSING, seen__gt=0).exists():
        return "urgent"
    return ""


def rules() -> dict[UUID, Rule]:
    """Of each service that may have one more. One statement where there is none."""
    on = Overbooking.objects.filter(on=True, service__active=True).select_related("service").order_by("id")
    return {one.service_id: Rule(one.limit_percent, one.a_day) for one in on if not why_not(one.service)}


def rates(service_ids: Iterable[UUID] | None = None) -> dict[UUID, Rates]:
    """How often people stay away, of these services or of all."""
    rows = Attendance.objects.all() if service_ids is None else Attendance.objects.filter(service__in=list(service_ids))
    seen: defaultdict[UUID, dict[Any, int]] = defaultdict(dict)
    missed: defaultdict[UUID, dict[Any, int]] = defaultdict(dict)
    for one in rows:
        seen[one.service_id][one.weekday, one.lead, one.confirmed] = one.seen
        missed[one.service_id][one.weekday, one.lead, one.confirmed] = one.missed
    return {service_id: Rates(of, missed[service_id]) for service_id, of in seen.items()}


def find(service: Service, rule: Rule, known: Mapping[UUID, Rates], first: date, last: date) -> list[OneMore]:
    """All on these days, whatever else is free. Two statements."""
    if service.id not in known or not known[service.id].is_enough:
        return []
    booked = list(_booked(service, known, first, last))
    found: list[tuple[Booked, Sequence[Booked]]] = []
    for (_day, _site), of_day in groupby(sorted(booked, key=_by_day), key=_by_day):
        people = list(of_day)
        if sum(one.is_extra and one.service == service.id for one in people) < rule.a_day:
            found += _of_groups(service, people, rule) if service.capacity > 1 else _of_sessions(service, people, rule)
    return list(_with_resources(service, found, rule))


def _by_day(one: Booked) -> tuple[date, str]:
    return one.day, str(one.site)


def _booked(service: Service, known: Mapping[UUID, Rates], first: date, last: date) -> Iterator[Booked]:
    """Everybody who has time of whoever gives the service, and who holds it."""
    stands = Q(appointment__state__in=HOLDING_TIME, appointment__clinician=F("resource"))
    held = Q(hold__isnull=False, lapses_at__gt=clock.now())
    rows = Claim.objects.filter(
        stands | held, resource__kind=Kind.CLINICIAN, resource__staff__offerings__service=service,
        diary__day__range=(first, last),
    )  # fmt: skip
    for row in rows.order_by("starts_at", "seat", "id").values_list(*_ASKED):
        clinician, site, zone, day, midnight, is_open, blocked, starts_at, ends_at, key, visit, of, *more = row
        visit_at, asked_at, state, extra, held_extra, held_service, *ways = more
        confirmed = any(ways) if visit_at and visit_at - clock.now() < ANSWERED_WITHIN else None
        away = 0.0
        if visit and state == State.BOOKED and of in known and known[of].is_enough and visit_at:
            weekday = visit_at.astimezone(ZoneInfo(zone)).weekday()
            away = known[of].chance(weekday, lead_of(visit_at - asked_at), confirmed=confirmed)
        there = diaries.unpack(is_open) & ~diaries.unpack(blocked)
        is_extra = bool(extra or held_extra)
        yield Booked(
            clinician, site, day, midnight, there, starts_at, ends_at, key, visit, of or held_service, is_extra, away
        )


def _of_groups(service: Service, people: Sequence[Booked], rule: Rule) -> Iterator[tuple[Booked, Sequence[Booked]]]:
    """Groups that are full of people who are booked, in which nobody is in addition."""
    in_groups: defaultdict[tuple[UUID, UUID], list[Booked]] = defaultdict(list)
    for one in people:
        if one.service == service.id:
            in_groups[one.clinician, one.key].append(one)
    for group in in_groups.values():
        full = len(group) == service.capacity and all(
            one.visit and not one.is_extra and _is_to_come(one) for one in group
        )
        if full and too_many([one.away for one in group], service.capacity) * 100 <= rule.limit_percent:
            yield group[0], group


def _of_sessions(service: Service, people: Sequence[Booked], rule: Rule) -> Iterator[tuple[Booked, Sequence[Booked]]]:
    """The latest visit of each session whose time two may share, with those who come then or later."""
    length = ticks_of(service)[1] * diaries.TICK
    for _clinician, of_one in groupby(sorted(people, key=lambda one: (str(one.clinician), one.starts_at)), _whose):
        theirs = list(of_one)
        for begin, ticks in diaries.runs(theirs[0].open):
            span = [diaries.moment_of(tick, theirs[0].midnight) for tick in (begin, begin + ticks)]
            session = [one for one in theirs if span[0] <= one.starts_at and one.ends_at <= span[1]]
            if any(one.is_extra for one in session):
                continue
            long = [one for one in session if one.ends_at - one.starts_at >= length]
            may = [nth for nth, one in enumerate(long) if _may_share(service, one, span[0], length)]
            nth = latest([one.away for one in long], rule.limit_percent / 100, may)
            if nth is not None:
                yield long[nth], long[nth:]


def _is_to_come(one: Booked) -> bool:
    there = not diaries.between(one.starts_at, one.ends_at, one.midnight) & ~one.open
    return there and one.starts_at > clock.now()


def _whose(one: Booked) -> UUID:
    return one.clinician


def _may_share(service: Service, one: Booked, begins: datetime, length: Any) -> bool:
    same = one.visit is not None and one.service == service.id and one.ends_at - one.starts_at == length
    return same and one.starts_at > max(begins, clock.now())


def _with_resources(
    service: Service, found: Sequence[tuple[Booked, Sequence[Booked]]], rule: Rule
) -> Iterator[OneMore]:
    """With whom and what each of these visits has. One that was booked with other things than its key says is left."""
    has: defaultdict[Any, dict[UUID, int | None]] = defaultdict(dict)
    rows = Claim.objects.filter(appointment__in=[one.visit for one, _others in found])
    rows = rows.exclude(resource__kind=Kind.INTERPRETER)
    for visit, resource, chairs in rows.values_list("appointment_id", "resource_id", "resource__room__capacity"):
        has[visit][resource] = chairs
    for one, others in found:
        resources = sorted(has[one.visit], key=lambda each: (each != one.clinician, str(each)))
        if groups.key_of(service.id, one.starts_at, one.ends_at, resources) != one.key:
            continue
        if service.capacity > 1 and not any((has[one.visit][each] or 0) > service.capacity for each in resources):
            continue
        chances = [each.away for each in others]
        why = {
            "booked": len(others),
            "away": round(sum(chances), 2),
            "chance": round(too_many(chances, len(others)) * 100, 1),
            "limit": rule.limit_percent,
        }
        yield OneMore(one.site, one.day, one.starts_at, tuple(resources), one.key, why)
