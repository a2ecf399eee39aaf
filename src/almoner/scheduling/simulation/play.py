"""Playing a world under a policy: who asks is given the earliest time they may have, and what comes free is offered.

Turns are those of the hospital itself; waves and hours of offers are the usual ones, whatever a hospital has set.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, insort
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count, islice
from statistics import fmean

from almoner.scheduling.offering import AT_A_TIME, EARLIER_BY, USUAL
from almoner.scheduling.protection import STRETCHES, Protected, kept
from almoner.scheduling.simulation.world import DAY, LEVELS, OPENS, Person, Slot, World, is_workday
from almoner.scheduling.turns import Candidate, in_turn

BOOKED_AHEAD = 90 * DAY
TAKES = 0.55
"""The share of offers that are taken by whom they suit."""
ASKED_AT_MOST = 12
"""So many people are asked about one time."""
RELEASED = 5.0
"""So many hours before a time begins it is looked whether it is still kept, and offered where it is not."""
BACK_AFTER = 24.0
"""Who missed a visit is asked how they are, and asks anew, so many hours later."""


def _hours(length: timedelta) -> float:
    return length / timedelta(hours=1)


def _moment(hours: float) -> datetime:
    return BEGINS + timedelta(hours=hours)


BEGINS = datetime(2024, 1, 1, tzinfo=UTC)
"""A Monday; which one plays no part."""
NEAR = _hours(USUAL.anyone_within)


@dataclass(frozen=True, slots=True)
class Policy:
    """`keeps`: for the urgent, as many times as those need who are still to come. `offers`: what comes free
    is offered to those who wait longer for theirs."""

    name: str
    keeps: bool = False
    offers: bool = False


POLICIES = (
    Policy("first_come"),
    Policy("protected", keeps=True),
    Policy("protected_with_offers", keeps=True, offers=True),
)


@dataclass(slots=True)
class Played:
    """What became of everyone: `seen_at` by the number of who asked. `freed` and `refilled`: times that came free more
    than a day before they began, and those of them that somebody had in the end. `third_next`: days, each workday's
    morning, to the third time that anybody could have."""

    seen_at: dict[int, float] = field(default_factory=dict)
    again: list[Person] = field(default_factory=list)
    """Those who missed a visit, as they ask anew."""
    freed: int = 0
    refilled: int = 0
    offered: int = 0
    third_next: list[float] = field(default_factory=list)


@dataclass(slots=True)
class _Clinic:
    world: World
    policy: Policy
    free: list[tuple[float, int]] = field(default_factory=list)
    kept: dict[int, tuple[Protected, ...]] = field(default_factory=dict)
    """What is kept, by weekday."""
    gone: set[int] = field(default_factory=set)
    held: dict[int, Person] = field(default_factory=dict)
    """Who has a time, by its number."""
    has: dict[int, Slot] = field(default_factory=dict)
    waiting: dict[int, Person] = field(default_factory=dict)
    """Who found none, by their number."""
    people: dict[int, Person] = field(default_factory=dict)
    freed: set[int] = field(default_factory=set)
    told: dict[int, set[int]] = field(default_factory=dict)
    last_offered: dict[int, float] = field(default_factory=dict)
    events: list[tuple[float, int, Callable[[float], None]]] = field(default_factory=list)
    order: count[int] = field(default_factory=count)
    out: Played = field(default_factory=Played)

    def at(self, moment: float, what: Callable[[float], None]) -> None:
        heapq.heappush(self.events, (moment, next(self.order), what))

    # ── Asking and booking ───────────────────────────────────────────────────────────────────────────────────────────

    def ask(self, person: Person, now: float) -> None:
        self.people[person.number] = person
        slot = self.earliest(person, now)
        if slot is None:
            self.waiting[person.number] = person
        else:
            self.book(person, slot, now)

    def earliest(self, person: Person, now: float) -> Slot | None:
        """The earliest free time that they can come to and that may be theirs."""
        place = bisect_left(self.free, (now + person.notice, -1))
        while place < len(self.free) and self.free[place][0] <= now + BOOKED_AHEAD:
            slot = self.world.slots[self.free[place][1]]
            kept_until = self.kept_until(person.level, slot, now)
            if kept_until is None:
                return slot
            place = bisect_left(self.free, (kept_until, -1))
        return None

    def kept_until(self, level: int, slot: Slot, now: float) -> float | None:
        """None where somebody of this level may have a free time: enough is left to the more urgent. Else the end of
        the stretch in which it is not."""
        opens = slot.day * DAY + OPENS
        protected = [one for one in self.kept.get(slot.day % 7, ()) if one.level < level]
        for number, one in enumerate(protected):
            begin = opens + (slot.starts_at - opens) // one.hours * one.hours
            end = begin + one.hours
            free = bisect_left(self.free, (end, -1)) - bisect_left(self.free, (max(begin, now), -1))
            if free <= kept(protected[: number + 1], begin, end, now):
                return end
        return None

    def is_free(self, slot: Slot) -> bool:
        place = bisect_left(self.free, (slot.starts_at, slot.number))
        return place < len(self.free) and self.free[place][1] == slot.number

    def take_out(self, slot: Slot) -> None:
        del self.free[bisect_left(self.free, (slot.starts_at, slot.number))]

    def put_in(self, slot: Slot) -> None:
        insort(self.free, (slot.starts_at, slot.number))

    def book(self, person: Person, slot: Slot, now: float) -> None:
        self.take_out(slot)
        before = self.has.pop(person.number, None)
        self.held[slot.number], self.has[person.number] = person, slot
        self.waiting.pop(person.number, None)
        if person.cancels is not None:
            halfway = (now + slot.starts_at) / 2
            self.at(max(slot.starts_at - person.cancels, halfway), lambda at: self.cancel(person, slot, at))
        self.at(slot.starts_at, lambda _at: self.see(person, slot))
        if before:
            del self.held[before.number]
            self.come_free(before, now)

    def cancel(self, person: Person, slot: Slot, now: float) -> None:
        if self.held.get(slot.number) is not person:
            return
        del self.held[slot.number], self.has[person.number]
        self.people.pop(person.number, None)
        self.come_free(slot, now)

    def see(self, person: Person, slot: Slot) -> None:
        if self.held.get(slot.number) is not person:
            return
        del self.has[person.number]
        del self.people[person.number]
        if slot.number in self.freed:
            self.out.refilled += 1
        if person.misses:
            asked = slot.starts_at + BACK_AFTER
            again = replace(person, number=-person.number - 1, asked_at=asked, misses=False)
            self.out.again.append(again)
            self.at(asked, lambda at: self.ask(again, at))
            return
        self.out.seen_at[person.number] = slot.starts_at

    def fall_away(self, numbers: tuple[int, ...], now: float) -> None:
        """A clinician will be away: those who have these times are given others, the more urgent first."""
        displaced = []
        for number in numbers:
            self.gone.add(number)
            slot = self.world.slots[number]
            if self.is_free(slot):
                self.take_out(slot)
            if number in self.held:
                person = self.held.pop(number)
                del self.has[person.number]
                displaced.append(person)
        for person in sorted(displaced, key=lambda one: (one.level, one.asked_at)):
            self.ask(person, now)

    # ── What comes free ──────────────────────────────────────────────────────────────────────────────────────────────

    def come_free(self, slot: Slot, now: float) -> None:
        if slot.number in self.gone or slot.starts_at <= now:
            return
        if slot.starts_at - now > NEAR and slot.number not in self.freed:
            self.freed.add(slot.number)
            self.out.freed += 1
        self.put_in(slot)
        if self.policy.offers:
            self.offer(slot, now)

    def offer(self, slot: Slot, now: float) -> None:
        """Offer a free time to those whose turn it is, until somebody takes it or it is too near."""
        number = slot.number
        if not self.is_free(slot) or slot.starts_at - now < _hours(USUAL.stops_before):
            return
        hour = now % DAY
        if not USUAL.begins.hour <= hour < USUAL.ends.hour:
            morning = now - hour + USUAL.begins.hour + (DAY if hour >= USUAL.ends.hour else 0)
            self.at(morning, lambda at: self.offer(slot, at))
            return
        told = self.told.setdefault(number, set())
        if len(told) >= ASKED_AT_MOST:
            return
        wave = USUAL.wave if slot.starts_at - now < NEAR else 1
        for person in self.in_turn(slot, now)[:wave]:
            told.add(person.number)
            self.last_offered[person.number] = now
            self.out.offered += 1
            if self.takes(person, slot):
                self.book(person, slot, now)
                return
        if told:
            self.at(now + _hours(USUAL.to_answer), lambda at: self.offer(slot, at))

    def in_turn(self, slot: Slot, now: float) -> list[Person]:
        """Whom the time suits and who were not asked about it, first one first."""
        told = self.told.get(slot.number, set())
        ahead = slot.starts_at - now
        may = {level: self.kept_until(level, slot, now) is None for level in LEVELS}
        fits = [
            person
            for number, person in self.people.items()
            if number not in told
            and person.notice <= ahead
            and (number in self.waiting or self.has[number].starts_at - slot.starts_at >= _hours(EARLIER_BY))
            and may[person.level]
        ]
        longest = heapq.nsmallest(AT_A_TIME, fits, key=lambda one: (one.level, one.asked_at, one.number))
        by_key = {f"{person.number:+09d}": person for person in longest}
        return [by_key[turn.candidate.key] for turn in in_turn(self._candidate(key, now, by_key) for key in by_key)]

    def _candidate(self, key: str, now: float, by_key: dict[str, Person]) -> Candidate:
        person = by_key[key]
        slot, offered = self.has.get(person.number), self.last_offered.get(person.number)
        return Candidate(
            key,
            person.level,
            waited_days=(now - person.asked_at) / DAY,
            notice_hours=int(person.notice),
            last_offered_at=None if offered is None else _moment(offered),
            has_visit_at=_moment(slot.starts_at) if slot else None,
        )

    def takes(self, person: Person, slot: Slot) -> bool:
        """Whether they take it: the same answer whenever they are asked about this time."""
        lot = int(sha256(f"{person.number} {slot.number} {person.takes}".encode()).hexdigest()[:8], 16)
        return lot / 0xFFFFFFFF < TAKES

    # ── The day ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def morning(self, now: float) -> None:
        begin = bisect_left(self.free, (now, -1))
        slots = (self.world.slots[number] for _, number in self.free[begin:])
        third = next(islice((slot for slot in slots if self.kept_until(max(LEVELS), slot, now) is None), 2, None), None)
        if third:
            self.out.third_next.append((third.starts_at - now) / DAY)


def play(world: World, policy: Policy) -> Played:
    """Play `world` under `policy` to its end. The same two give the same."""
    clinic = _Clinic(world, policy)
    clinic.free = [(slot.starts_at, slot.number) for slot in world.slots]
    if policy.keeps:
        clinic.kept = learned(world)
    if policy.keeps and policy.offers:
        for slot in world.slots:
            clinic.at(max(slot.starts_at - RELEASED, 0.0), lambda at, slot=slot: clinic.offer(slot, at))  # type: ignore[misc]
    for announced, numbers in world.away:
        clinic.at(announced, lambda at, numbers=numbers: clinic.fall_away(numbers, at))  # type: ignore[misc]
    for person in world.people:
        clinic.at(person.asked_at, lambda at, person=person: clinic.ask(person, at))  # type: ignore[misc]
    for day in range(int(world.counted_until // DAY)):
        if is_workday(day):
            clinic.at(day * DAY + 8.5, clinic.morning)
    while clinic.events:
        moment, _, what = heapq.heappop(clinic.events)
        what(moment)
    return clinic.out


def learned(world: World) -> dict[int, tuple[Protected, ...]]:
    """What to keep on each weekday, by what was seen, the most urgent first."""
    return {
        weekday: tuple(
            Protected(level, fmean(world.seen[weekday, level]) / world.open_hours, share * world.open_hours)
            for level, share in STRETCHES.items()
        )
        for weekday in {weekday for weekday, _ in world.seen}
    }
