"""What came of offers, for whom, and whether that is more than chance (WL-8). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

from almoner.urgency.accuracy import Share

FEW = 10
"""Of fewer answers no share is told: it would say nothing."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What came of the offers to one group of people. `days_gained` is the sum over those who took theirs and had a
    visit before, `gained_by` how many these were."""

    group: str
    offers: int
    still_open: int
    accepted: int
    declined: int
    lapsed: int
    taken: int
    stopped: int
    days_gained: int
    gained_by: int

    @property
    def share(self) -> Share:
        """Of the offers that somebody answered, left unanswered or lost to another: those that were taken. What is
        still open says nothing yet, and what we took back was not theirs to answer."""
        return Share(self.accepted, self.accepted + self.declined + self.lapsed + self.taken)

    @property
    def says_something(self) -> bool:
        return self.share.of >= FEW


def apart(groups: Sequence[Outcomes]) -> list[tuple[Outcomes, Outcomes]]:
    """Pairs of groups of which the first takes offers less often, their exact 95 % bounds not touching."""
    telling = [one for one in groups if one.says_something]
    return [(low, high) for low, high in permutations(telling, 2) if low.share.bounds[1] < high.share.bounds[0]]
