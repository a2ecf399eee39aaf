"""Which clinician and which room suit somebody best, and why (ARR-9). Pure.

What cannot be is left out; what can be is scored, and each point has its reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Clinician:
    """`minutes_of_work`: planned minutes of those who wait for them. `seen_before`: visits with this person."""

    id: UUID
    name: str
    services: frozenset[str]
    languages: frozenset[str] = frozenset()
    sex: str = "unknown"
    seen_before: int = 0
    minutes_of_work: float = 0
    free_in: float = 0
    booked_with: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    id: UUID
    name: str
    kind: str
    step_free: bool = True
    free_in: float = 0
    booked: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody needs and would like. `service` and `room_kinds` must be met, and so must `sex` where it is set
    by the service; `prefers_sex` is a wish."""

    service: str
    room_kinds: frozenset[str] = frozenset()
    languages: tuple[str, ...] = ()
    must_sex: str = ""
    prefers_sex: str = ""
    step_free: bool = False
    level: int = 5


@dataclass(frozen=True, slots=True, order=True)
class Reason:
    """A code with its points; `detail` is a number or a word for the sentence."""

    points: float
    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    clinician: Clinician
    place: Place | None
    reasons: tuple[Reason, ...] = field(default=())

    @property
    def score(self) -> float:
        return sum(reason.points for reason in self.reasons)


def suggest(wish: Wish, clinicians: Sequence[Clinician], places: Sequence[Place]) -> list[Suggestion]:
    """All that can be, the best first. Nothing depends on the order in which they are given."""
    rooms = [place for place in places if _can_place(wish, place)]
    found = []
    for clinician in clinicians:
        if not _can_see(wish, clinician):
            continue
        place = min(rooms, key=lambda room: _place_rank(room, clinician), default=None)
        if place is None and wish.room_kinds:
            continue
        reasons = tuple(sorted(_reasons(wish, clinician, place), reverse=True))
        found.append(Suggestion(clinician, place, reasons))
    return sorted(found, key=lambda one: (-one.score, one.clinician.free_in, one.clinician.name, str(one.clinician.id)))


def _can_see(wish: Wish, clinician: Clinician) -> bool:
    return wish.service in clinician.services and wish.must_sex in {"", clinician.sex}


def _can_place(wish: Wish, place: Place) -> bool:
    fits = not wish.room_kinds or place.kind in wish.room_kinds
    return fits and (place.step_free or not wish.step_free)


def _place_rank(place: Place, clinician: Clinician) -> tuple[bool, float, str, str]:
    return (not place.booked, max(place.free_in, clinician.free_in), place.name, str(place.id))


def _reasons(wish: Wish, clinician: Clinician, place: Place | None) -> list[Reason]:
    said = []
    if clinician.booked_with:
        said.append(Reason(40, "booked"))
    if clinician.seen_before:
        said.append(Reason(min(10 + 5 * clinician.seen_before, 25), "knows", str(clinician.seen_before)))
    spoken = next((language for language in wish.languages if language in clinician.languages), "")
    if spoken:
        said.append(Reason(20, "language", spoken))
    if wish.prefers_sex and wish.prefers_sex == clinician.sex:
        said.append(Reason(20, "sex", clinician.sex))
    soon = max(clinician.free_in, place.free_in if place else 0)
    weight = 2.0 if wish.level <= 2 else 1.0 if wish.level == 3 else 0.5
    said.append(Reason(-weight * soon, "free_now" if soon <= 0 else "free_in", str(round(soon))))
    if clinician.minutes_of_work:
        said.append(Reason(-0.3 * clinician.minutes_of_work, "load", str(round(clinician.minutes_of_work))))
    if place and wish.step_free:
        said.append(Reason(0, "step_free"))
    return said


def free_in(moment: datetime, until: datetime | None) -> float:
    """Minutes from `moment` to `until`, none where it has passed."""
    return max(0.0, (until - moment).total_seconds() / 60) if until else 0.0
