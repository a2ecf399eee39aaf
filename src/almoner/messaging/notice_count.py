"""Whom a message to many would reach, by which way and in which language, and who is left out and why."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from almoner.messaging import addresses, selections
from almoner.messaging.addresses import Reach
from almoner.messaging.composing import language_of
from almoner.messaging.enums import LeftOut
from almoner.messaging.notice_models import Notice
from almoner.messaging.reading import reaches_of
from almoner.people.enums import Channel
from almoner.people.models import Person

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Reckoned:
    """One person who fits: how they would be told, or why not."""

    person_id: UUID
    language: str
    channel: str = ""
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """Everybody who fits a notice at one moment."""

    people: tuple[Reckoned, ...]

    @property
    def going(self) -> list[Reckoned]:
        return [one for one in self.people if not one.left_out]

    @property
    def left_out(self) -> list[Reckoned]:
        return [one for one in self.people if one.left_out]

    @property
    def seal(self) -> str:
        """Of the people who would be told, whoever they are: another one when anybody comes or goes."""
        ids = ",".join(sorted(str(one.person_id) for one in self.going))
        return hashlib.sha256(ids.encode()).hexdigest()[:32]

    def by_channel(self) -> dict[str, int]:
        return dict(Counter(one.channel for one in self.going))

    def by_language(self) -> dict[str, int]:
        return dict(Counter(one.language for one in self.going))

    def by_why(self) -> dict[str, int]:
        return dict(Counter(one.left_out for one in self.left_out))


def count(notice: Notice) -> Counted:
    """Everybody who fits now. Four statements for each five hundred."""
    found = selections.people_in(notice.selection, notice.criteria)
    return Counted(tuple(one for ids in _chunks(found) for one in _reckoned(ids, notice)))


def _chunks(ids: Sequence[UUID]) -> Iterator[list[UUID]]:
    left = iter(ids)
    while chunk := list(islice(left, CHUNK)):
        yield chunk


def _reckoned(ids: list[UUID], notice: Notice) -> Iterator[Reckoned]:
    people = Person.objects.filter(id__in=ids).select_related("site").order_by("id")
    for reach in reaches_of(list(people)).values():
        yield _one(reach, notice)


def _one(reach: Reach, notice: Notice) -> Reckoned:
    language = language_of(reach)
    if reach.died:
        return Reckoned(reach.person_id, language, left_out=LeftOut.DIED)
    usable = addresses.ways_for(notice.ways, notice.purpose, reach)
    if usable:
        return Reckoned(reach.person_id, language, usable[0])
    return Reckoned(reach.person_id, language, left_out=_why(reach))


def _why(reach: Reach) -> LeftOut:
    """Whether anything but a yes is missing."""
    reachable = any(addresses.suits(way, reach) and addresses.points_for(way, reach) for way in Channel.values)
    return LeftOut.NO_CONSENT if reachable else LeftOut.NO_WAY
