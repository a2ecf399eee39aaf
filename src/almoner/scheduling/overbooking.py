"""Whether one person more may be booked where nothing is free: only where somebody is all but sure to stay away. Pure.

How often people stay away is learned by service, weekday, how long before they booked, and whether they confirmed.
Never by who they are, nor by whether they stayed away before: see `docs/decisions/0013-one-more-whoever-they-are.md`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

HARDEST = 20
"""Per cent: no manager may let more come than there is time for with a greater chance."""
USUAL = 10
MOST_A_DAY = 4
LEAST_SEEN = 100
"""Before so many visits of a service are known, nobody is booked in addition."""
LEARN_WEEKS = 26
WEIGHT = 30
"""A weekday, lead and answer of which little is known counts as if so many visits had gone as the service's do."""
LEADS = (3, 14)
"""Booked less than three days before, less than fourteen, or longer."""
ANSWERED_WITHIN = timedelta(days=2)
"""Whether somebody has confirmed says something from here on: before, they were not asked yet."""

Known = tuple[int, int, bool]
"""Weekday, lead (an index into `LEADS`), and whether they confirmed."""


def lead_of(ahead: timedelta) -> int:
    """How long before they booked, as `Known` counts it."""
    return sum(ahead >= timedelta(days=days) for days in LEADS)


@dataclass(frozen=True, slots=True)
class Rates:
    """How many of a service's visits were seen, and to how many of them nobody came."""

    seen: Mapping[Known, int] = field(default_factory=dict)
    missed: Mapping[Known, int] = field(default_factory=dict)

    @property
    def all_seen(self) -> int:
        return sum(self.seen.values())

    @property
    def is_enough(self) -> bool:
        return self.all_seen >= LEAST_SEEN

    @property
    def mean(self) -> float:
        """Of all visits of the service, as Jeffreys' rule has it: half a visit more of each kind."""
        return (sum(self.missed.values()) + 0.5) / (self.all_seen + 1)

    def chance(self, weekday: int, lead: int, *, confirmed: bool | None) -> float:
        """That somebody stays away. `confirmed` is None while nobody can know.

        What is known of few draws towards the service's mean: the middle of a beta distribution that begins there.
        """
        answers = (True, False) if confirmed is None else (confirmed,)
        keys = [(weekday, lead, answer) for answer in answers]
        seen, missed = (sum(of.get(key, 0) for key in keys) for of in (self.seen, self.missed))
        return (missed + WEIGHT * self.mean) / (seen + WEIGHT)


def present(chances: Sequence[float]) -> list[float]:
    """How probable it is that none, one, two … of them come, where each stays away by a chance of their own: the exact
    distribution (Poisson binomial)."""
    found = [1.0]
    for away in chances:
        stay, come = (*found, 0.0), (0.0, *found)
        found = [one * away + more * (1 - away) for one, more in zip(stay, come, strict=True)]
    return found


def too_many(chances: Sequence[float], places: int) -> float:
    """How probable it is that more come than there are places for, when one is booked in addition. Who books now is
    reckoned to come for certain."""
    return sum(present(chances)[max(places, 0) :])


def latest(chances: Sequence[float], limit: float, may: Collection[int]) -> int | None:
    """At the time of which of these, who come one after the other, one more may be booked: the latest that keeps the
    limit, so that as few as can be wait if everybody comes after all; never the first, after whom all would wait.

    `may`: which of them can share their time at all.

    Only who comes then or later helps by staying away: time that was idle before is gone.
    """
    for nth in sorted(may, reverse=True):
        if nth > 0 and too_many(chances[nth:], len(chances) - nth) <= limit:
            return nth
    return None
