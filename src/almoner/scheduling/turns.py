"""Whose turn it is when a time comes free (WL-3), and why, as facts that are kept with the offer. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

TARGET_DAYS = {1: 0.02, 2: 0.25, 3: 1.0, 4: 14.0, 5: 84.0}
"""Days in which somebody of each level should be seen; waiting is measured against them."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who waits, as far as their turn is concerned."""

    key: str
    level: int
    waited_days: float
    notice_hours: int
    last_offered_at: datetime | None
    has_visit_at: datetime | None


@dataclass(frozen=True, slots=True)
class Turn:
    """`reason`: plain JSON of what the order was made from, for `turn_words` to say."""

    candidate: Candidate
    reason: dict[str, Any]


def in_turn(candidates: Iterable[Candidate]) -> list[Turn]:
    """All candidates, first one first.

    Urgency; then share of the target waited; then readiness (least notice needed); then who was offered something
    longest ago, or never; then whose visit is furthest away, or who has none. The key settles what is left, so that the
    order never depends on the order in which they were given. How somebody is reached plays no part.
    """
    return [Turn(candidate, _reason(candidate)) for candidate in sorted(candidates, key=_rank)]


def _rank(candidate: Candidate) -> tuple[float, ...] | tuple[object, ...]:
    offered = candidate.last_offered_at
    visit = candidate.has_visit_at
    return (
        candidate.level,
        -round(share_waited(candidate), 2),
        candidate.notice_hours,
        offered.timestamp() if offered else float("-inf"),
        -visit.timestamp() if visit else float("-inf"),
        candidate.key,
    )


def comes_before(one: Candidate, other: Candidate) -> bool:
    return _rank(one) < _rank(other)


def as_much_in_turn(candidate: Candidate) -> tuple[object, ...]:
    """The same for those between whom nothing but the key decides."""
    return _rank(candidate)[:-1]


def share_waited(candidate: Candidate) -> float:
    """Days waited, as a share of the target of the level: more than 1 is past it."""
    return candidate.waited_days / TARGET_DAYS[candidate.level]


def _reason(candidate: Candidate) -> dict[str, Any]:
    return {
        "level": candidate.level,
        "waited_days": round(candidate.waited_days, 1),
        "share_waited": round(share_waited(candidate), 2),
        "notice_hours": candidate.notice_hours,
        "last_offered_at": candidate.last_offered_at.isoformat() if candidate.last_offered_at else None,
        "has_visit_at": candidate.has_visit_at.isoformat() if candidate.has_visit_at else None,
    }
