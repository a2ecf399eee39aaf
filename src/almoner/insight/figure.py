"""What a measure comes to. Pure: numbers in, numbers out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FEW = 5
"""Groups of fewer people than this are not told apart: who is meant could be guessed (X-6)."""


@dataclass(frozen=True, slots=True)
class Figure:
    """`n` is how many were counted. A share has `good`; lengths have `median` and `p90`, in seconds, by nearest rank.

    `hidden` says that the group is too small to be told; it then carries no number at all.
    """

    n: int = 0
    good: int | None = None
    median: int | None = None
    p90: int | None = None
    hidden: bool = False

    @property
    def share(self) -> float | None:
        """In per cent; None where nothing was counted."""
        return None if self.good is None or not self.n else 100 * self.good / self.n

    @property
    def value(self) -> float | None:
        """The number by which it is drawn and compared: a share in per cent, a median, or how many."""
        if self.hidden:
            return None
        if self.good is not None:
            return self.share
        return self.median if self.median is not None else None


NOTHING = Figure()
HIDDEN = Figure(hidden=True)


def without_small(groups: Mapping[Any, Figure], few: int = FEW) -> dict[Any, Figure]:
    """The groups with small ones hidden. Where that would leave one that the sum gives away, the next is hidden too."""
    small = {key for key, figure in groups.items() if 0 < figure.n < few}
    rest = sorted((figure.n, str(key), key) for key, figure in groups.items() if figure.n and key not in small)
    if len(small) == 1 and rest:
        small.add(rest[0][2])
    return {key: HIDDEN if key in small else figure for key, figure in groups.items()}
