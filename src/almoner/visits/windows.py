"""When “I am here” counts: a window around the time of the visit, and a path for those who come late. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Standing(StrEnum):
    """Of somebody who arrives."""

    EARLY = "early"
    OPEN = "open"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Window:
    """Set by the site: so long before, so long after the start (ARR-2)."""

    before: timedelta = timedelta(minutes=30)
    after: timedelta = timedelta(minutes=15)

    def opens_at(self, starts_at: datetime) -> datetime:
        return starts_at - self.before

    def closes_at(self, starts_at: datetime) -> datetime:
        return starts_at + self.after

    def standing(self, starts_at: datetime, moment: datetime, awaited_at: datetime | None = None) -> Standing:
        """Both ends belong to the window. Whoever is awaited later than their time may still come for it."""
        if moment < self.opens_at(starts_at):
            return Standing.EARLY
        return Standing.OPEN if moment <= self.closes_at(awaited_at or starts_at) else Standing.LATE


WINDOW = Window()
