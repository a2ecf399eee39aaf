"""The figures of a set of outcomes, as a whole and by whom they are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from almoner.urgency.accuracy import Accuracy, Share, accuracy
from almoner.urgency.evaluation.outcomes import BANDS, NOT_TOLD, Outcome
from almoner.urgency.rulebook import levels

URGENT = 2
"""Levels up to this are the urgent ones: now, or within the hour."""
ABSTAINED = "abstained"


@dataclass(frozen=True, slots=True)
class Figures:
    """`emergency` counts level 1 as found or not, `urgent` levels 1 and 2 together. Levels are held against levels
    only; where the rules should have abstained, `abstained` counts those where they did."""

    cases: int
    emergency: Accuracy
    urgent: Accuracy
    disposition: Share
    abstained: Share
    abstained_without_need: Share

    def as_dict(self) -> dict[str, Any]:
        scale = self.emergency
        shares = {
            "exact": scale.exact,
            "within_one": scale.within_one,
            "under": scale.under,
            "over": scale.over,
            "emergency_sensitivity": scale.sensitivity,
            "emergency_specificity": scale.specificity,
            "urgent_sensitivity": self.urgent.sensitivity,
            "urgent_specificity": self.urgent.specificity,
            "disposition_exact": self.disposition,
            "abstained_as_expected": self.abstained,
            "abstained_without_need": self.abstained_without_need,
        }
        return {"cases": self.cases, **{name: share.as_dict() for name, share in shares.items()}}


def figures(outcomes: Sequence[Outcome]) -> Figures:
    pairs = [outcome.pair for outcome in outcomes if outcome.pair]
    levelled = [outcome for outcome in outcomes if outcome.pair]
    others = [outcome for outcome in outcomes if not outcome.pair]
    disposed = [outcome for outcome in levelled if outcome.example.expected.disposition]
    return Figures(
        cases=len(outcomes),
        emergency=accuracy(pairs),
        urgent=accuracy(pairs, URGENT),
        disposition=Share(
            sum(one.example.expected.disposition == one.found.disposition for one in disposed), len(disposed)
        ),
        abstained=Share(sum(one.found.abstained for one in others), len(others)),
        abstained_without_need=Share(sum(one.found.abstained for one in levelled), len(levelled)),
    )


def confusion(outcomes: Sequence[Outcome]) -> dict[str, dict[str, int]]:
    """For each expected level (and `abstained`), how many were given each level; of these, how many by abstaining."""
    columns = [*map(str, levels()), ABSTAINED]
    table = {row: dict.fromkeys(columns, 0) for row in columns}
    for outcome in outcomes:
        row = table[str(outcome.example.expected.level or ABSTAINED)]
        row[str(outcome.found.level)] += 1
        row[ABSTAINED] += outcome.found.abstained
    return table


def groups(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Figures]]:
    """The figures by language, sex, age and voice; a breakdown of nothing told is left out."""
    by: dict[str, Callable[[Outcome], str]] = {
        "language": lambda outcome: outcome.example.case.language,
        "sex": lambda outcome: outcome.example.case.sex,
        "age": lambda outcome: outcome.band,
        "voice": lambda outcome: outcome.example.voice or NOT_TOLD,
    }
    parted = {name: _parted(outcomes, key) for name, key in by.items()}
    return {name: parts for name, parts in parted.items() if set(parts) - {NOT_TOLD, "unknown"}}


def _parted(outcomes: Sequence[Outcome], key: Callable[[Outcome], str]) -> dict[str, Figures]:
    parts: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        parts[key(outcome)].append(outcome)
    order = [name for _under, name in BANDS]
    ranked = sorted(parts, key=lambda name: (name == NOT_TOLD, order.index(name) if name in order else 0, name))
    return {name: figures(parts[name]) for name in ranked}
