"""What the rules said of a case whose level is known, and how long that took."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter_ns

from almoner.urgency.assessment import Assessment, assess
from almoner.urgency.case import Case
from almoner.urgency.evaluation.examples import Example
from almoner.urgency.reading.lexicon import LANGUAGES
from almoner.urgency.rulebook.book import Rulebook

MISSES = ("under", "abstention", "over", "disposition")
"""The kinds of miss, the worst first."""
BANDS = (
    (1, "under 1"), (5, "1 to 4"), (12, "5 to 11"), (16, "12 to 15"), (40, "16 to 39"), (65, "40 to 64"),
    (80, "65 to 79"), (math.inf, "80 and over"),
)  # fmt: skip
NOT_TOLD = "not told"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where the rules abstained, the level is that of caution, at which such a person waits."""

    example: Example
    found: Assessment
    microseconds: float

    @property
    def pair(self) -> tuple[int, int] | None:
        """Expected and given level, or None where the rules should have abstained."""
        wanted = self.example.expected.level
        return None if wanted is None else (wanted, self.found.level)

    @property
    def missed(self) -> str:
        """One of `MISSES`, or empty."""
        wanted, given = self.example.expected, self.found
        if wanted.level is None:
            return "" if given.abstained else "abstention"
        if given.level != wanted.level:
            return "under" if given.level > wanted.level else "over"
        return "disposition" if wanted.disposition not in {"", given.disposition} else ""

    @property
    def band(self) -> str:
        """The age band. Rules change at 1, 12 and 16 years."""
        age = self.example.case.age_years
        return NOT_TOLD if age is None else next(name for under, name in BANDS if age < under)


def outcomes(examples: Iterable[Example], told_in: str = "", book: Rulebook | None = None) -> list[Outcome]:
    """Gauge all, each once. What a word costs that was never met before is in the time; reading the rules is not."""
    for language in LANGUAGES:
        assess(Case(text="سلام" if language == "ar" else "a", language=language))
    return [_outcome(example, told_in, book) for example in examples]


def _outcome(example: Example, told_in: str, book: Rulebook | None) -> Outcome:
    began = perf_counter_ns()
    found = assess(example.case, told_in, book)
    return Outcome(example, found, (perf_counter_ns() - began) / 1000)


def missed(all_of_them: Iterable[Outcome]) -> list[Outcome]:
    """Those that the rules got wrong: under-triage first, of these the most urgent, then the furthest off."""

    def rank(outcome: Outcome) -> tuple[int, int, int]:
        wanted, given = outcome.pair or (0, 0)
        return (MISSES.index(outcome.missed), wanted if given > wanted else 0, -abs(given - wanted))

    return sorted((outcome for outcome in all_of_them if outcome.missed), key=rank)


@dataclass(frozen=True, slots=True)
class Pace:
    """Microseconds for a case: half of all took no longer than the median, nineteen of twenty no longer than `p95`."""

    median: float
    p95: float


def pace(all_of_them: Sequence[Outcome]) -> Pace:
    taken = sorted(outcome.microseconds for outcome in all_of_them)
    return Pace(median(taken), taken[math.ceil(0.95 * len(taken)) - 1])
