"""What a call asks of the records, each in a thread of its own: the menu where it stands, a key, the end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db import close_old_connections

from almoner.core.actor import SYSTEM
from almoner.desk import actions, menu
from almoner.desk.enums import Channel
from almoner.desk.models import Talk
from almoner.desk.talks import says, talk_for
from almoner.urgency import talking
from almoner.urgency.prompts import Line

R = TypeVar("R")
TELEPHONE = SYSTEM.through("phone")


@dataclass(frozen=True, slots=True)
class Now:
    """Where a call stands. `typing`: digits are gathered, and nothing is said between them. `waits`: for a person;
    `put_through`: to which telephone, once somebody took it. `over`: after this there is nothing to answer."""

    lines: tuple[Line, ...]
    typing: bool = False
    waits: bool = False
    put_through: str = ""
    over: bool = False


class Records:
    """The records, as the telephone uses them."""

    async def begin(self, number: str) -> UUID:
        return await self._do(_begin, number)

    async def now(self, talk: UUID) -> Now:
        return await self._do(_now, talk)

    async def hear(self, talk: UUID, key: str) -> None:
        await self._do(_hear, talk, key)

    async def not_put_through(self, talk: UUID) -> None:
        await self._do(_not_put_through, talk)

    async def hang_up(self, talk: UUID) -> None:
        await self._do(_hang_up, talk)

    async def _do(self, what: Callable[..., R], *args: object) -> R:
        return await asyncio.to_thread(_fresh, what, *args)


def _fresh(what: Callable[..., R], *args: object) -> R:
    close_old_connections()
    return what(*args)


def _begin(number: str) -> UUID:
    return actions.begin_talk(channel=Channel.CALL, number=number, by=TELEPHONE).id


def _hear(talk: UUID, key: str) -> None:
    actions.hear(talk=talk_for(by=TELEPHONE, id=talk), said=key, by=TELEPHONE)


def _hang_up(talk: UUID) -> None:
    actions.hang_up(talk=talk_for(by=TELEPHONE, id=talk), by=TELEPHONE)


def _not_put_through(talk: UUID) -> None:
    actions.ring_again(talk=talk_for(by=TELEPHONE, id=talk), by=TELEPHONE)


def _now(talk: UUID) -> Now:
    found = talk_for(by=TELEPHONE, id=talk)
    rings = found.ringing
    waits = rings is not None and rings.ended_at is None and rings.rings_back_at is None
    return Now(
        lines=tuple(says(found, by=TELEPHONE)),
        typing=_typed(found) != "",
        waits=waits,
        put_through=(rings.taken_at or settings.SIP_DESK) if rings and rings.taken_by_id else "",
        over=not waits and (_is_over(found) or found.ended_at is not None),
    )


def _typed(talk: Talk) -> str:
    return str((talk.menu or talk.state)["typed"])


def _is_over(talk: Talk) -> bool:
    return menu.State.from_facts(talk.menu).over if talk.menu else talking.State.from_facts(talk.state).over
