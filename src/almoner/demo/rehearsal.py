"""The rehearsal: days of a hospital on a virtual clock, by the same actions that the screens use, with every law held
against the data every few hours. The same seed gives the same trace (law I-43)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from almoner import invariants
from almoner.catalogue.models import Service
from almoner.core import clock, identifiers, worker
from almoner.core.actor import SYSTEM, Actor
from almoner.core.permissions import Role
from almoner.demo.fill import Scale, fill
from almoner.demo.house import acting
from almoner.demo.life import Hospital, answering, live
from almoner.demo.population import invent
from almoner.demo.report import Report, report
from almoner.demo.throwaway import throwaway_data
from almoner.messaging.channels.answering import suppose
from almoner.people.models import StaffRole

BEGINS = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
"""A Monday."""
TICK = timedelta(minutes=10)
PEOPLE = 200
VISITS = 60
BEDS_OF_TEN = 0
PAST_DAYS = 1
ROUNDS = 60
EVERY_HOURS = 4
"""So often every law is held against the data."""


def rehearse(*, days: int, seed: int) -> Report:
    """Rehearse `days` in data of its own, which is thrown away."""
    with throwaway_data():
        return play(days=days, seed=seed)


def play(*, days: int, seed: int, people: int = PEOPLE, visits: int = VISITS) -> Report:
    """Play `days` on the tables as they are; they must be empty."""
    with identifiers.drawn_from(Random(seed)):
        hospital = _found(seed, people, visits)
        moment, checked = BEGINS, 0
        findings: list[invariants.Finding] = []
        with suppose(answering(invent(people, today=BEGINS.date(), source=Random(seed)))):
            while moment < BEGINS + timedelta(days=days):
                moment += TICK
                with clock.at(moment):
                    live(hospital)
                    _worker_works()
                    if moment.minute == 0 and moment.hour % EVERY_HOURS == 0:
                        checked += len(invariants.laws())
                        findings += invariants.broken_laws()
        with clock.at(moment):
            return report(seed=seed, days=days, journeys=hospital.journeys, checked=checked, findings=findings)


def _worker_works() -> None:
    """Rounds until nothing is left to do, as the real worker has in ten minutes; bounded, so that a fault shows."""
    for _ in range(ROUNDS):
        if not worker.round_once():
            return


def _found(seed: int, people: int, visits: int) -> Hospital:
    with clock.at(BEGINS):
        scale = Scale(people=people, ahead=visits, beds_of_ten=BEDS_OF_TEN, past_days=PAST_DAYS, under_way=False)
        house = fill(scale=scale, source=Random(seed), by=SYSTEM)
        invented = invent(people, today=BEGINS.date(), source=Random(seed))
        missing = {
            person.id for person, one in zip(house.everybody, invented, strict=True) if "misses_visits" in one.traits
        }
        return Hospital(
            people=[*house.people.values(), *house.everybody],
            agent=_one_with(Role.AGENT),
            manager=_one_with(Role.MANAGER),
            source=Random(seed),
            services=list(Service.objects.offered().order_by("code")),
            missing=missing,
        )


def _one_with(role: Role) -> Actor:
    held = StaffRole.objects.filter(role=role, ends_on=None).select_related("staff").order_by("created_at", "id")
    return acting(held[0].staff)
