"""The rehearsal: days of a hospital on a virtual clock, by the same actions that the screens use, with every law held
against the data every few hours. The same seed gives the same trace (law I-43)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random

from almoner import invariants
from almoner.core import clock, identifiers
from almoner.core.actor import SYSTEM
from almoner.demo.agenda import worker_works
from almoner.demo.fill import Scale, fill
from almoner.demo.killing import Killed, kill_in_the_middle
from almoner.demo.life import Hospital, live
from almoner.demo.life.answering import answering
from almoner.demo.lying import Occupancy
from almoner.demo.population import Invented, invent
from almoner.demo.report import Report, report
from almoner.demo.throwaway import throwaway_data
from almoner.messaging.channels.answering import suppose

BEGINS = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
"""A Monday."""
TICK = timedelta(minutes=10)
PEOPLE_TO_A_VISIT = 3
"""So many people live there for each visit that is booked when the rehearsal begins."""
BEDS = Occupancy(of_ten=2, gone_home=16, days=2)
PAST_DAYS = 4
EVERY_HOURS = 4
"""So often every law is held against the data."""
KILL_AFTER = timedelta(hours=6)


def rehearse(*, days: int, seed: int, people: int) -> Report:
    """Rehearse `days` in data of its own, which is thrown away."""
    with throwaway_data():
        visits = people // PEOPLE_TO_A_VISIT
        return play(days=days, seed=seed, people=people, visits=visits, kill_after=KILL_AFTER)


def play(*, days: int, seed: int, people: int, visits: int, kill_after: timedelta | None = None) -> Report:
    """Play `days` on the tables as they are; they must be empty. After so long, where given, a worker and a web process
    are killed over a copy of them."""
    invented = invent(people, today=BEGINS.date(), source=Random(seed))
    with identifiers.drawn_from(Random(seed)), suppose(answering(invented)):
        hospital = _found(seed, people, visits, invented)
        moment, checked = BEGINS, 0
        findings: list[invariants.Finding] = []
        killed: Killed | None = None
        while moment < BEGINS + timedelta(days=days):
            moment += TICK
            with clock.at(moment):
                live(hospital)
                worker_works(since=TICK)
                if moment.minute == 0 and moment.hour % EVERY_HOURS == 0:
                    checked += len(invariants.laws())
                    findings += invariants.broken_laws()
                if kill_after and not killed and moment >= BEGINS + kill_after:
                    killed = kill_in_the_middle(hospital.house)
        with clock.at(moment):
            return report(
                seed=seed, days=days, journeys=hospital.journeys, checked=checked, findings=findings, killed=killed
            )


def _found(seed: int, people: int, visits: int, invented: Sequence[Invented]) -> Hospital:
    with clock.at(BEGINS):
        scale = Scale(people=people, ahead=visits, beds=BEDS, past_days=PAST_DAYS, under_way=False)
        house = fill(scale=scale, source=Random(seed), by=SYSTEM)
    missing = {
        person.id for person, one in zip(house.everybody, invented, strict=True) if "misses_visits" in one.traits
    }
    return Hospital(house, [*house.people.values(), *house.everybody], Random(seed), missing)
