"""Laws: what must always hold, each one function that serves test, nightly check and restored backup alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Law:
    """`broken` gives a line for each place where the law does not hold; none when it holds."""

    id: str
    says: str
    broken: Callable[[], list[str]]
