"""What a call asks of the records, each in a thread of its own: the menu where it stands, a key, the end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.db import close_old_connections

from almoner.core.actor import SYSTEM
from almoner.desk import actions
from almoner.desk.answered import Now, now_of
from almoner.desk.enums import Channel
from almoner.desk.talks import talk_for

R = TypeVar("R")
TELEPHONE = SYSTEM.through("phone")


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
    return now_of(talk_for(by=TELEPHONE, id=talk), by=TELEPHONE)
