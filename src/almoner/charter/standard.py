"""A standard of the charter: what the hospital promises, to whom it falls due, how it is kept and what if not.

Pure: reads plain data (as TOML gives it), tells every fault in words that a manager can act on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from functools import cached_property
from typing import Any

from almoner.charter.enums import Hours

STAGES = ("ring_in", "selection", "urgency", "appointment", "preparation", "arrival", "stay", "discharge", "aftercare")
CHANNELS = frozenset({"call", "email", "text", "letter"})


@dataclass(frozen=True, slots=True)
class Due:
    """When a promise falls due.

    One of: `after` the event; `before` a moment that the event's facts name, by a length, at a wall-clock time where
    given; exactly `on` a moment that the facts name; or `by_level` of urgency (1 to 5) after the event. What is counted
    after the event falls due no later than the moment `latest`, where the facts name that.
    """

    after: timedelta | None = None
    before: str = ""
    by: timedelta = timedelta()
    wall: time | None = None
    on: str = ""
    by_level: dict[int, timedelta] | None = None
    hours: Hours = Hours.CALENDAR
    latest: str = ""


@dataclass(frozen=True, slots=True)
class Sending:
    """A message that keeps the promise: its kind, and the ways to try, first one first."""

    kind: str
    ways: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of the ladder: this long after it fell due, it comes before this team."""

    after: timedelta
    team: str


@dataclass(frozen=True, slots=True)
class Standard:
    key: str
    basis: tuple[str, ...]
    stage: str
    name: str
    promise: dict[str, str]
    opens_on: tuple[str, ...]
    when: dict[str, Any]
    due: Due
    owner: str
    sends: tuple[Sending, ...]
    send_from: time | None
    kept_by: tuple[str, ...]
    deed: str
    withdrawn_by: tuple[str, ...]
    withdrawn_if: dict[str, dict[str, Any]]
    """Events that withdraw it where their facts meet these conditions."""
    risk: timedelta
    ladder: tuple[Rung, ...]
    repeat: timedelta
    new_time: timedelta
    apology: bool
    once_per_person: bool
    once_per_subject: bool
    """Asked for again while it is still owed, it is not owed twice."""
    seen_with: str
    """The permission that staff need to see it; empty: to see the person is enough."""
    only_by_deed: bool
    """Nobody can say that it is done or not needed: it ends where the deed itself is recorded."""

    @property
    def events(self) -> tuple[str, ...]:
        """All that it hears of."""
        return (*self.opens_on, *self.kept_by, *self.withdrawn_by, *self.withdrawn_if)


@dataclass(frozen=True, slots=True)
class Team:
    """Who can own a promise: a name in each language, and the roles that are on it."""

    key: str
    name: dict[str, str]
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """What a kind of event does: the standards that it opens, and the keys of those that it keeps or withdraws."""

    opens: tuple[Standard, ...] = ()
    keeps: tuple[str, ...] = ()
    withdraws: tuple[str, ...] = ()


NOTHING = Heard()


@dataclass(frozen=True)
class Charter:
    version: str
    standards: dict[str, Standard]
    teams: dict[str, Team]

    @cached_property
    def _heard(self) -> dict[str, Heard]:
        all_of_them = self.standards.values()
        events = {event for one in all_of_them for event in one.events}
        return {
            event: Heard(
                opens=tuple(one for one in all_of_them if event in one.opens_on),
                keeps=tuple(one.key for one in all_of_them if event in one.kept_by),
                withdraws=tuple(one.key for one in all_of_them if event in (*one.withdrawn_by, *one.withdrawn_if)),
            )
            for event in events
        }

    def heard(self, event: str) -> Heard:
        """What the standards say of a kind of event."""
        return self._heard.get(event, NOTHING)

    def opened_by(self, event: str) -> tuple[Standard, ...]:
        return self.heard(event).opens


class FaultyCharter(ValueError):
    """The charter cannot be used; `faults` says all that must be mended, one line each."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("; ".join(faults))
