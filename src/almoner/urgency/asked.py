"""What comes in with a request, as surfaces hand it over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks where the hospital does not know them: as given, not checked. Any of it may be empty."""

    name: str = ""
    contact: str = ""
    age_years: float | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What they say. `danger_answers` holds a yes or no for each danger sign that was asked, by its id; `answers` the
    same for questions; `vitals` measurements by the names of `case.Vitals`. `at_least` is the level at which the
    hospital's own list of signs wants it to wait at the latest, where the rules find nothing more urgent."""

    words: str = ""
    language: str = "en"
    pregnant: bool | None = None
    danger_answers: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    vitals: Mapping[str, Any] = field(default_factory=dict)
    at_least: int | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What it concerns, where that is known: a service, an appointment, the stay or treatment it follows."""

    service_code: str = ""
    appointment_id: UUID | None = None
    episode_id: UUID | None = None


NOBODY_KNOWN = Asker()
NOTHING_NAMED = About()
