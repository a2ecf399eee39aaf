"""What somebody wishes of a time, told apart: what has to be, and what would be good (APT-5). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from almoner.scheduling.preferences import Preferences, from_json

WISHES: dict[str, tuple[str, ...]] = {
    "clinician": ("clinician_id",),
    "sex": ("sex",),
    "language": ("language",),
    "interpreter": ("interpreter",),
    "weekdays": ("weekdays",),
    "parts_of_day": ("parts_of_day",),
    "step_free": ("step_free",),
    "sites": ("sites",),
    "carer": ("carer_weekdays", "carer_parts"),
}
"""Each wish by its name, with the fields of `Preferences` that tell it."""
NOTHING = Preferences()


def told(said: Preferences) -> tuple[str, ...]:
    """The names of the wishes that are told."""
    return tuple(name for name, fields in WISHES.items() if any(getattr(said, field) for field in fields))


def only(said: Preferences, names: Iterable[str]) -> Preferences:
    """Of what is said, these wishes."""
    kept = [field for name in names for field in WISHES[name]]
    return Preferences(**{field: getattr(said, field) for field in kept})


def without(said: Preferences, name: str) -> Preferences:
    """What is said, but for one wish."""
    return replace(said, **{field: getattr(NOTHING, field) for field in WISHES[name]})


@dataclass(frozen=True, slots=True)
class Wishes:
    """`must` has to be met by every time that is shown; `rather` decides which of them come first."""

    must: Preferences = NOTHING
    rather: Preferences = NOTHING

    def and_rather(self, names: Iterable[str]) -> Preferences:
        """What has to be, as if these of the other wishes had to be as well."""
        chosen = tuple(names)
        return replace(self.must, **{field: getattr(self.rather, field) for name in chosen for field in WISHES[name]})

    def as_json(self) -> dict[str, Any]:
        """What has to be as `Preferences` store it, so that who knows of nothing else reads that."""
        rather = self.rather.as_json()
        return self.must.as_json() | ({"rather": rather} if rather else {})


NO_WISHES = Wishes()


def wishes(said: Preferences, must: Iterable[str]) -> Wishes:
    """What is said, told apart by the names of those that have to be."""
    has_to = set(must) & set(told(said))
    return Wishes(only(said, has_to), only(said, set(told(said)) - has_to))


def wishes_from_json(stored: dict[str, Any]) -> Wishes:
    """As they were stored, here or before there was a difference: then all had to be."""
    return Wishes(from_json(stored), from_json(stored.get("rather") or {}))
