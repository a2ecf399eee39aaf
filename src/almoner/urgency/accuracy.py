"""How good a scale is: shares with exact (Clopper–Pearson) bounds. Pure arithmetic."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `of`, with the exact 95 % bounds; the rate is None of nothing."""

    hits: int
    of: int

    @property
    def rate(self) -> float | None:
        return self.hits / self.of if self.of else None

    @property
    def bounds(self) -> tuple[float, float]:
        return clopper_pearson(self.hits, self.of)

    def __str__(self) -> str:
        if self.rate is None:
            return "none"
        low, high = self.bounds
        return f"{self.rate:.1%} ({low:.1%}–{high:.1%}), {self.hits} of {self.of}"

    def as_dict(self) -> dict[str, float | None]:
        low, high = self.bounds
        return {"hits": self.hits, "of": self.of, "rate": self.rate, "low": low, "high": high}


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Suggested levels held against expected ones; 1 is the most urgent, so a higher number given is under-triage."""

    exact: Share
    within_one: Share
    under: Share
    over: Share
    sensitivity: Share
    specificity: Share


def accuracy(pairs: Sequence[tuple[int, int]], emergency: int = 1) -> Accuracy:
    """`pairs` are (expected, suggested). Levels up to `emergency` count as emergencies."""
    ill = [pair for pair in pairs if pair[0] <= emergency]
    well = [pair for pair in pairs if pair[0] > emergency]
    return Accuracy(
        exact=Share(sum(wanted == given for wanted, given in pairs), len(pairs)),
        within_one=Share(sum(abs(given - wanted) <= 1 for wanted, given in pairs), len(pairs)),
        under=Share(sum(given > wanted for wanted, given in pairs), len(pairs)),
        over=Share(sum(given < wanted for wanted, given in pairs), len(pairs)),
        sensitivity=Share(sum(given <= emergency for _, given in ill), len(ill)),
        specificity=Share(sum(given > emergency for _, given in well), len(well)),
    )


def clopper_pearson(hits: int, of: int, confidence: float = 0.95) -> tuple[float, float]:
    """The exact bounds of a share. Raises ValueError unless 0 <= hits <= of; nothing known is 0 to 1."""
    if not 0 <= hits <= of:
        raise ValueError("hits must lie between 0 and the number of trials")
    if of == 0:
        return (0.0, 1.0)
    tail = (1 - confidence) / 2
    low = 0.0 if hits == 0 else beta_quantile(tail, hits, of - hits + 1)
    high = 1.0 if hits == of else beta_quantile(1 - tail, hits + 1, of - hits)
    return (low, high)


def beta_quantile(probability: float, a: float, b: float) -> float:
    """Where the beta distribution reaches `probability`, by bisection to the last bits of a double."""
    low, high = 0.0, 1.0
    for _ in range(80):
        middle = (low + high) / 2
        if regularised_beta(middle, a, b) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def regularised_beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by its continued fraction (Lentz's method)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    tiny = 1e-300
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > tiny else tiny)
    result = d
    for m in range(1, 1000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 + term * d
            c = 1 + term / c
            d = 1 / (d if abs(d) > tiny else tiny)
            c = c if abs(c) > tiny else tiny
            result *= d * c
        if abs(d * c - 1) < 1e-15:
            break
    return result
