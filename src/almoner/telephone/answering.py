"""Answering calls by SIP: each call is a conversation with the records, said by a voice and answered by keys.

One process for all calls that come in, beside the web process and the worker. What was told is in the tables after
each key, so a call that is cut, or this process when it dies, loses nothing: who hung up, or fell silent, is rung back
as the desk's rules say (`desk.tasks.end_silent`).
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import time
from collections.abc import Iterable
from urllib.parse import unquote
from uuid import UUID

from baresip import Account, Config, Runtime, UserAgent
from baresip.call import Call
from baresip.errors import BaresipError, StaleHandleError
from django.conf import settings

from almoner.messaging.channels.call.line import account, is_set_up, uri_of
from almoner.messaging.channels.call.on_the_line import A_BREATH, OnTheLine
from almoner.messaging.channels.call.sound import NoVoice
from almoner.messaging.channels.choice import in_rehearsal
from almoner.telephone.hold import hold_sound
from almoner.telephone.records import Records
from almoner.telephone.voice import Voice
from almoner.urgency.prompts import Line

logger = logging.getLogger(__name__)
WAIT = 7.0
"""Seconds in which somebody finds a key; between two digits of a number as well."""
IN_LINE = 20.0
"""So often is somebody who waits told how many are before them."""
LOOK = 0.5
LONGEST = 30 * 60.0
ANONYMOUS = frozenset({"anonymous", "unavailable", "restricted", "unknown", ""})


def answer_calls() -> int:
    """Until it is told to stop. Gives the exit status."""
    if not is_set_up() or in_rehearsal():
        logger.error("no telephone is answered: ALMONER_SIP_DOMAIN is not set, or this is the rehearsal hospital")
        return 1
    asyncio.run(_answer_until_stopped())
    return 0


async def _answer_until_stopped() -> None:
    stop = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    await Exchange().run(stop)


class Exchange:
    """The calls that are being answered."""

    def __init__(self) -> None:
        self.records, self.voice = Records(), Voice()
        self._calls: set[asyncio.Task[None]] = set()

    async def run(self, stop: asyncio.Event) -> None:
        runtime = Runtime()
        listens = f"sip_listen {settings.SIP_LISTEN}\n" if settings.SIP_LISTEN else ""
        await runtime.start(
            Config(
                net_interface=settings.SIP_INTERFACE or None,
                max_concurrent_calls=settings.CALLS_ANSWERED_AT_ONCE,
                extra_config_text=listens,
            )
        )
        try:
            agent = await UserAgent.create(runtime, Account(**account()))
            agent.on_incoming(self._comes_in)
            if settings.SIP_REGISTER:
                await agent.register()
            await stop.wait()
            for call in self._calls:
                call.cancel()
            await asyncio.gather(*self._calls, return_exceptions=True)
        finally:
            await runtime.close()

    def _comes_in(self, call: Call) -> None:
        task = asyncio.get_running_loop().create_task(self._answer(call))
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)

    async def _answer(self, call: Call) -> None:
        try:
            talk = await self.records.begin(number_of(call.peer or ""))
            try:
                await call.answer()
                await call.wait_established()
                await asyncio.sleep(A_BREATH)
                await Conversation(call, talk, self.records, self.voice).go_on()
            finally:
                await asyncio.shield(self.records.hang_up(talk))
        except (BaresipError, NoVoice, OSError):
            logger.exception("a call could not be answered to its end")
        finally:
            with contextlib.suppress(StaleHandleError, BaresipError):
                await call.hangup()


class Conversation:
    """One call, from the first words to the last."""

    def __init__(self, call: Call, talk: UUID, records: Records, voice: Voice) -> None:
        self._call, self._talk, self._records, self._voice = call, talk, records, voice
        self._line = OnTheLine(call)

    async def go_on(self) -> None:
        until = time.monotonic() + LONGEST
        while not self._line.gone and time.monotonic() < until:
            now = await self._records.now(self._talk)
            if now.put_through:
                await self._put_through(now.put_through)
                continue
            key = None if now.typed else await self._say(now.lines, whole=now.over)
            if now.over:
                return
            if key is None:
                key = await (self._in_line() if now.waits else self._line.key(WAIT))
            if not self._line.gone and (key is not None or not now.waits):
                await self._records.hear(self._talk, key or "")

    async def _say(self, lines: Iterable[Line], *, whole: bool) -> str | None:
        """Line by line; while one is said, the next is made. Gives the key that stopped it."""
        rate = self._line.rate
        made = [asyncio.ensure_future(self._voice.say(words, language, rate)) for language, words in lines]
        try:
            for sound in made:
                key = await self._line.say(await sound, whole=whole)
                if key is not None or self._line.gone:
                    return key
        finally:
            for sound in made:
                sound.cancel()
        return None

    async def _in_line(self) -> str | None:
        """They wait for a person: until a key, or somebody takes it, or they are told their place again."""
        until = time.monotonic() + IN_LINE
        bells = asyncio.ensure_future(self._bells(until))
        try:
            while not bells.done():
                await asyncio.wait({bells}, timeout=LOOK)
                if not bells.done() and not (await self._records.now(self._talk)).waits:
                    return None
            return bells.result()
        finally:
            if not bells.done():
                bells.cancel()
                await self._line.be_quiet()

    async def _bells(self, until: float) -> str | None:
        """So long, with quiet sounds; gives the key that was pressed meanwhile."""
        sound = hold_sound(self._line.rate)
        while time.monotonic() < until and not self._line.gone:
            key = await self._line.say(sound, until=until)
            if key is not None:
                return key
        await self._line.be_quiet()
        return None

    async def _put_through(self, telephone: str) -> None:
        """To the telephone of whoever took it. Where that does not answer, it rings again for all."""
        try:
            await self._call.transfer(uri_of(telephone))
        except StaleHandleError:
            return
        except BaresipError as fault:
            logger.warning("a caller could not be put through to %s: %s", telephone, fault)
            await self._records.not_put_through(self._talk)


def number_of(peer: str) -> str:
    """The number of a SIP address, as it is shown; empty where it is withheld."""
    user = unquote(peer.removeprefix("sips:").removeprefix("sip:").partition("@")[0].partition(";")[0])
    return "" if user.casefold() in ANONYMOUS else user
