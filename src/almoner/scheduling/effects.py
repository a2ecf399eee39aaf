"""What a change of hours would do, worked out before it is made: who is displaced, what was offered, which hours go.

The same function is asked for the preview and, under locks, by the action that then makes the change: there is no
second rule. `digest` names what was seen, so that nobody confirms what they did not see.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.people.models import Site
from almoner.scheduling import claiming, diaries, own_rooms
from almoner.scheduling.arranged import Arranged
from almoner.scheduling.elsewhere import Taken, elsewhere, taken_by
from almoner.scheduling.enums import OfferState
from almoner.scheduling.models import Appointment, Claim, Diary, Hold, Offer, Resource
from almoner.scheduling.sessions import Session

AHEAD = timedelta(days=120)
"""So far ahead days are open for booking."""
DISPLACED = "displaced"
"""The standard by which a new time is owed."""
ONE_DAY = timedelta(days=1)
_WITH = ("person", "service__specialty", "site", "clinician", "clinician__staff", "room__room")


@dataclass(frozen=True, slots=True)
class Plan:
    """A change of one resource's hours that is not made yet: how it is, how it would be, from when until when."""

    resource: Resource
    now: Arranged
    then: Arranged
    first: date
    last: date | None = None

    @property
    def parts(self) -> tuple[Plan, ...]:
        return (self,)

    @property
    def open_until(self) -> date:
        """The last day that the change can touch and that is open for booking: a night may reach into one more."""
        reach = clock.today() + AHEAD
        return min(self.last + ONE_DAY, reach) if self.last else reach

    @property
    def lays_out(self) -> bool:
        """Whether the hours themselves change, and not only what is blocked of them."""
        return self.now != replace(self.then, blocks=self.now.blocks)

    @property
    def sites(self) -> frozenset[str]:
        return self.now.sites | self.then.sites

    @property
    def moves(self) -> bool:
        """Whether it is about somebody who is at several sites."""
        return len(self.sites) > 1


@dataclass(frozen=True, slots=True)
class SitePlan:
    """A change of a whole site that is not made yet: what it makes of the hours of each who works there."""

    site: Site
    parts: tuple[Plan, ...]
    first: date
    last: date | None = None

    @property
    def lays_out(self) -> bool:
        return any(part.lays_out for part in self.parts)


AnyPlan = Plan | SitePlan


def diaries_of(plan: AnyPlan) -> QuerySet[Diary]:
    """A night that began on the day before may reach into the first."""
    own = Diary.objects.filter(resource__in=[part.resource.id for part in plan.parts])
    days = own.filter(day__gte=plan.first - ONE_DAY)
    return days.filter(day__lte=plan.last + ONE_DAY) if plan.last else days


@dataclass(frozen=True, slots=True)
class Laid:
    """A diary that changes, and its bits afterwards."""

    diary: Diary
    is_open: int
    urgent: int
    blocked: int
    rooms: str = ""

    @property
    def usable(self) -> int:
        return self.is_open & ~self.blocked

    @property
    def changes(self) -> bool:
        before = (self.diary.open, self.diary.urgent, self.diary.blocked)
        now = (self.is_open, self.urgent, self.blocked)
        return self.rooms != self.diary.rooms or tuple(map(diaries.unpack, before)) != now


@dataclass(frozen=True, slots=True)
class Effect:
    """What the change does. Minutes are counted over the days that are open for booking."""

    week: tuple[tuple[date, tuple[Session, ...], tuple[Session, ...]], ...]
    """Seven days from the first on, or fewer: the hours before and after. None of a site."""
    displaced: tuple[Appointment, ...]
    standing_again: tuple[Appointment, ...]
    """Displaced before; the hours in which they stand would be there again."""
    offers: tuple[Offer, ...]
    holds: tuple[Hold, ...]
    lost: int
    gained: int
    laid: tuple[Laid, ...]
    digest: str


def effect_of(plan: AnyPlan, locked: Iterable[Diary] | None = None) -> Effect:
    """What `plan` would do to what is stored; or to these diaries, once they are locked. Writes nothing."""
    days = list(diaries_of(plan).select_related("resource") if locked is None else locked)
    whose = {part.resource.id: part for part in plan.parts}
    taken_at = taken_by((key for key, part in whose.items() if part.moves), clock.now())
    laid = {diary.id: _laid(whose[diary.resource_id], diary, taken_at.get(diary.resource_id, ())) for diary in days}
    taken, freed = _touched(laid)
    owed = Promise.objects.live().filter(standard=DISPLACED).values("subject_id")
    displaced = _visits(taken).exclude(id__in=owed)
    again = [visit for visit in _visits(freed).filter(id__in=owed) if _stands(visit, laid)]
    offers, holds = _offers(laid, taken), _holds(taken)
    lost, gained = _difference(plan)
    week = tuple(_week(plan)) if isinstance(plan, Plan) else ()
    return Effect(
        week, tuple(displaced), tuple(again), offers, holds, lost, gained,
        tuple(one for one in laid.values() if one.changes),
        _digest(plan, week or (lost, gained), (displaced, again), offers),
    )  # fmt: skip


def laid_anew(plan: Plan, days: Iterable[Diary]) -> tuple[Laid, ...]:
    """Those of some diaries of one resource that are otherwise than its plan is then, whatever changed."""
    taken = taken_by([plan.resource.id] if plan.moves else [], clock.now())
    laid = (_laid(plan, diary, taken.get(plan.resource.id, ()), always=True) for diary in days)
    return tuple(one for one in laid if one.changes)


def _laid(plan: Plan, diary: Diary, taken: Sequence[Taken], *, always: bool = False) -> Laid:
    """A block leaves the hours as the diary has them. `taken` is what somebody has who is at several sites."""
    is_open, urgent = diaries.unpack(diary.open), diaries.unpack(diary.urgent)
    changes = (always or plan.lays_out) and diary.day >= plan.first
    rooms, blocked = "", plan.then.blocked(diary.midnight)
    if changes or not plan.then.is_plain:
        laid = plan.then.laid(diary.day, str(diary.site_id))
        rooms = own_rooms.pack({room: bits & ~blocked for room, bits in laid.rooms.items()})
        if changes:
            away = elsewhere(taken, str(diary.site_id), diary.midnight, plan.then.travel)
            is_open, urgent = laid.is_open & ~away, laid.urgent & ~away
    return Laid(diary, is_open, urgent, is_open & blocked, rooms)


def _touched(laid: dict[UUID, Laid]) -> tuple[list[Claim], list[Claim]]:
    """The claims whose time is taken away, and those whose time is there again."""
    live = Q(lapses_at__isnull=True) | Q(lapses_at__gt=clock.now())
    taken: list[Claim] = []
    freed: list[Claim] = []
    for claim in Claim.objects.filter(live, diary__in=list(laid)).order_by("starts_at", "id"):
        one = laid[claim.diary_id]
        wanted = diaries.between(claim.starts_at, claim.ends_at, one.diary.midnight)
        stood = not wanted & ~usable(one.diary)
        stands = not wanted & ~one.usable
        if stood != stands:
            (taken if stood else freed).append(claim)
    return taken, freed


def usable(diary: Diary) -> int:
    """What is open and not blocked, taken or not."""
    return diaries.unpack(diary.open) & ~diaries.unpack(diary.blocked)


def _visits(claims: Iterable[Claim]) -> QuerySet[Appointment]:
    """Those to come. Who is here already, or late, is not rung about another time: reception sees them."""
    ids = {claim.appointment_id for claim in claims if claim.appointment_id}
    coming = Appointment.objects.filter(id__in=ids).upcoming(clock.now())
    return coming.select_related(*_WITH).order_by("starts_at", "reference")


def _stands(visit: Appointment, laid: dict[UUID, Laid]) -> bool:
    """Whether all that the visit needs would be there: its room may still be closed, its clinician gone."""
    if visit.clinician.staff and visit.clinician.staff.left_on:
        return False
    for claim in Claim.objects.filter(appointment=visit).select_related("diary"):
        there = laid[claim.diary_id].usable if claim.diary_id in laid else usable(claim.diary)
        if diaries.between(claim.starts_at, claim.ends_at, claim.diary.midnight) & ~there:
            return False
    return True


def _holds(taken: Iterable[Claim]) -> tuple[Hold, ...]:
    """What somebody is choosing just now. What is kept for an offer goes with the offer."""
    ids = {claim.hold_id for claim in taken if claim.hold_id}
    holds = Hold.objects.filter(id__in=ids, offers__isnull=True).select_related("person", "service")
    return tuple(holds.order_by("starts_at", "id"))


def _offers(laid: dict[UUID, Laid], taken: Iterable[Claim]) -> tuple[Offer, ...]:
    """Open offers whose kept time is taken away, and those of near times that nobody keeps (WL-4)."""
    live = Offer.objects.filter(state=OfferState.OPEN, answer_by__gt=clock.now())
    live = live.select_related("entry__person", "entry__service", "hold", "clinician", "site").order_by(
        "starts_at", "id"
    )
    kept = {claim.hold_id for claim in taken if claim.hold_id}
    near = live.filter(hold__isnull=True, starts_at__gt=clock.now())
    of_each: dict[str, list[Laid]] = {}
    for one in laid.values():
        of_each.setdefault(one.diary.resource_id.hex, []).append(one)
    falls = {
        offer.id
        for offer in near
        if any(_falls_away(offer, of_each.get(key, ())) for key in offer.time_key.split(".")[1:])
    }
    return tuple(live.filter(Q(hold_id__in=kept) | Q(id__in=falls)))


def _falls_away(offer: Offer, laid: Iterable[Laid]) -> bool:
    service = offer.entry.service
    needed = claiming.with_around(service, offer.starts_at, offer.starts_at + timedelta(minutes=service.minutes))
    for one in laid:
        wanted = diaries.between(*needed, one.diary.midnight)
        if offer.starts_at >= one.diary.midnight and not wanted & ~usable(one.diary):
            return bool(wanted & ~one.usable)
    return False


def _difference(plan: AnyPlan) -> tuple[int, int]:
    """Minutes lost and gained."""
    lost = gained = 0
    for part in plan.parts:
        for offset in range(max(0, (part.open_until - part.first).days + 1)):
            day = part.first + timedelta(days=offset)
            for site in part.sites:
                before, after = part.now.usable(day, site), part.then.usable(day, site)
                lost += (before & ~after).bit_count()
                gained += (after & ~before).bit_count()
    return lost * diaries.MINUTES, gained * diaries.MINUTES


def _week(plan: Plan) -> Iterator[tuple[date, tuple[Session, ...], tuple[Session, ...]]]:
    for offset in range(7):
        day = plan.first + timedelta(days=offset)
        if plan.last is None or day <= plan.last:
            yield day, plan.now.on_day(day), plan.then.on_day(day)


def _digest(plan: AnyPlan, seen: Any, visits: Iterable[Iterable[Appointment]], offers: Iterable[Offer]) -> str:
    """Times that somebody is only choosing are not counted: they come and go by the minute. `seen` is the week before
    and after, or of a site how much is lost and gained."""
    named = [
        [_named(part) for part in plan.parts], plan.first, plan.last, seen,
        [sorted((str(one.id), one.starts_at.isoformat(), one.level) for one in some) for some in visits],
        sorted(str(one.id) for one in offers),
    ]  # fmt: skip
    return hashlib.sha256(repr(named).encode()).hexdigest()[:40]


def _named(part: Plan) -> tuple[Any, ...]:
    """Whose hours, what of their blocks is new or gone, and what of the days that a change of the site is about."""
    blocks = sorted({*part.now.blocks} ^ {*part.then.blocks})
    return str(part.resource.id), blocks, part.then.on_day(part.first)
