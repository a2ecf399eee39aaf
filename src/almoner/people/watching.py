"""Streams that stay open end when whoever reads them may no longer see what they see (law I-26)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from asgiref.sync import sync_to_async
from django.http.response import HttpResponseBase

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.people.models import Account
from almoner.people.queries import actor_for
from almoner.people.rules import live_leaves

STREAM = "text/event-stream"


def end_with_sight(answer: HttpResponseBase, account: Account, still_open: Any) -> None:
    """Have a stream end before its next word once the account acts otherwise than now, or its session is over.

    `still_open` says whether the session is. The reader's page asks again, and is given what it may have then.
    """
    if not answer.streaming or not answer.headers.get("Content-Type", "").startswith(STREAM):
        return
    told: Any = answer
    if not told.is_async:
        return
    told.streaming_content = _while_seen(told.streaming_content, account.pk, _sight(account.pk), still_open)


async def _while_seen(
    words: AsyncIterator[bytes], account_id: Any, sight: object, still_open: Any
) -> AsyncIterator[bytes]:
    async for word in words:
        if await sync_to_async(_sight)(account_id) != sight or not await sync_to_async(still_open)():
            return
        yield word


def _sight(account_id: Any) -> object:
    """In which roles an account acts now, at which site, and for whom; None where it lets nobody in."""
    account = Account.objects.select_related("person").filter(pk=account_id).first()
    actor: Actor | None = actor_for(account) if account else None
    if actor is None:
        return None
    leaves = live_leaves(clock.today()).filter(carer_id=actor.person_id) if actor.person_id else ()
    return actor.roles, actor.site_id, frozenset(str(leave.person_id) for leave in leaves)
