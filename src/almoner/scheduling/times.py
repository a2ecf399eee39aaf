"""A time that can be had: when, who, where, and why it suits. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from almoner.core import clock
from almoner.scheduling.enums import Kind
from almoner.scheduling.placed import Placed

NOWHERE = UUID(int=0)
_KEY = re.compile(r"(\d{8}T\d{4}Z)((?:\.[0-9a-f]{32})+)")


@dataclass(frozen=True, slots=True)
class Part:
    """One of the resources that a visit needs together."""

    resource_id: UUID
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Time(Placed):
    """A free time of everything that is needed. `key` names it in a form; nothing is promised until it is held."""

    service_code: str
    starts_at: datetime
    ends_at: datetime
    parts: tuple[Part, ...]
    site: str
    why: tuple[Any, ...] = ()
    """Plain sentences, translatable."""
    of_site: ZoneInfo | None = None
    """The zone of the site; the hospital's where nothing is said."""
    places: int = 1
    """For how many people it is: a group, where it is more than one."""
    free: int = 1
    """How many of these places nobody has."""
    in_addition: bool = False
    """One more where nothing is free, see `one_more`."""
    site_id: UUID = NOWHERE
    """Of `site`; all times that are found have it."""

    @property
    def zone(self) -> ZoneInfo:
        return self.of_site or clock.zone()

    @property
    def clinician(self) -> Part:
        return self.parts[0]

    @property
    def room(self) -> Part | None:
        return next((part for part in self.parts if part.kind == Kind.ROOM), None)

    @property
    def where(self) -> str:
        return f"{self.room.name}, {self.site}" if self.room else self.site

    @property
    def key(self) -> str:
        return key_of(self.starts_at, [part.resource_id for part in self.parts])


def at_several_sites(times: Iterable[Time]) -> bool:
    """Whether one has to look where a time is."""
    return len({one.site for one in times}) > 1


def who_and_where(one: Time, *, several: bool) -> str:
    """Who it is with; and at which site, where the times that are shown are at several."""
    return f"{one.clinician.name} · {one.site}" if several else one.clinician.name


def key_of(starts_at: datetime, resource_ids: list[UUID]) -> str:
    stamp = starts_at.astimezone(UTC).strftime("%Y%m%dT%H%MZ")
    return ".".join([stamp, *(resource_id.hex for resource_id in resource_ids)])


def read_key(key: str) -> tuple[datetime, list[UUID]] | None:
    """The start and the resources that a key names; None when it is not one."""
    match = _KEY.fullmatch(key)
    if match is None:
        return None
    try:
        starts_at = datetime.strptime(match[1], "%Y%m%dT%H%MZ").replace(tzinfo=UTC)
    except ValueError:
        return None
    return starts_at, [UUID(hex=part) for part in match[2].strip(".").split(".")]
