"""The hospital as those know it who live and work in it during a rehearsal, and how its lots are drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar
from uuid import UUID

from almoner.catalogue.models import Service
from almoner.charter.models import Promise
from almoner.core.actor import Actor
from almoner.core.refusal import Refused
from almoner.demo.house import House
from almoner.people.models import Person

FORGOTTEN_OF = 20
"""One deed in so many is forgotten until it has broken and somebody is told."""
One = TypeVar("One")


@dataclass(slots=True)
class Hospital:
    """`missing` are the ids of people who tend to miss visits. `journeys` counts what began, by stage."""

    house: House
    people: Sequence[Person]
    source: Random
    missing: set[UUID] = field(default_factory=set)
    journeys: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def by(self, key: str) -> Actor:
        return self.house.by(key)

    @property
    def services(self) -> list[Service]:
        return list(self.house.services.values())

    def begins(self, stage: str) -> None:
        self.journeys[stage] += 1

    def lot(self, share: float) -> bool:
        """True in so many of a hundred cases, as `share` says of one."""
        return self.source.random() < share

    def one_of(self, choices: Sequence[One]) -> One:
        return self.source.choice(choices)

    def try_to(self, deed: Callable[..., One], **told: object) -> One | None:
        """Do it; where the house refuses, count why, as somebody would who reads it and goes on."""
        try:
            return deed(**told)
        except Refused as refusal:
            self.refused[type(refusal).__name__] += 1
            return None


def forgotten(subject_id: UUID) -> bool:
    """Whether this is one of the deeds that are forgotten at first."""
    return subject_id.int % FORGOTTEN_OF == 0


def subject_of(promise: Promise) -> UUID:
    """What the promise is about; those of the rehearsal are all about something."""
    assert promise.subject_id, promise.reference  # noqa: S101
    return promise.subject_id
