"""A program of its own: makes one call by SIP, says what it was given, and tells how the call ended.

    python -m almoner.messaging.channels.call.dialler < order.json

In its own process because the SIP library is native code, and because a call takes minutes. It reads one JSON document
(`Order`) and writes one (`Told`). It ends with the worker that started it: nobody is rung by one that died.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from baresip import Account, Config, Runtime, UserAgent
from baresip.call import Call
from baresip.errors import (
    BaresipError,
    CallBusy,
    CallDeclined,
    CallFailed,
    CallTimeout,
    StaleHandleError,
)
from baresip.events import Event

from almoner.core.parent import end_with_parent
from almoner.messaging.channels.call.on_the_line import A_BREATH, OnTheLine, samples
from almoner.messaging.channels.call.track import Track
from almoner.messaging.conversation import Conversation, End, Step

NO_SUCH = frozenset({404, 410, 484, 604})
"""What a telephone network answers where a number is not in use (RFC 3261)."""
NOT_THERE = frozenset({408, 480, 487})
BUSY = frozenset({486, 600})


@dataclass(frozen=True, slots=True)
class Order:
    """One call. `line` are the fields of the SIP account; `sounds` a file for each piece that may be said."""

    line: Mapping[str, Any]
    uri: str
    sounds: Mapping[str, str]
    keys: tuple[str, ...] = ()
    interface: str | None = None
    ring_seconds: float = 35
    wait_seconds: float = 7
    longest_seconds: float = 240
    recording: str = ""
    """The file for what we say; empty where it is not kept."""


@dataclass(frozen=True, slots=True)
class Told:
    """`seconds` is how long somebody, or something, was on the line."""

    how: str
    key: str = ""
    status: int | None = None
    reason: str = ""
    seconds: int = 0
    said: list[str] = field(default_factory=list)
    recorded: bool = False


class Caller:
    """A call of ours that was answered: says the pieces of a conversation, and hears keys while it does."""

    def __init__(self, call: Call, order: Order) -> None:
        self._line, self._order = OnTheLine(call), order
        self.said: list[str] = []
        self.track = Track()
        self._answered = time.monotonic()

    async def talk(self) -> tuple[End, str]:
        conversation = Conversation(self._order.keys)
        step = conversation.begin()
        until = time.monotonic() + self._order.longest_seconds
        while time.monotonic() < until:
            key = await self._say(step, until)
            if step.end:
                return (End.CUT_OFF if step.end == End.MACHINE and self._line.gone else step.end), step.key
            if key is None and not self._line.gone:
                conversation.said(step.say)
                key = await self._line.key(self._order.wait_seconds)
            if self._line.gone:
                break
            step = conversation.silent() if key is None else conversation.pressed(key)
        return conversation.hung_up(), ""

    async def _say(self, step: Step, until: float) -> str | None:
        """Say a piece. Gives the key that was pressed meanwhile, which stops it; the last words are not stopped."""
        self.said.append(str(step.say))
        path, begin = Path(self._order.sounds[step.say]), time.monotonic()
        try:
            return await self._line.say(samples(path, self._line.rate), whole=step.end is not None, until=until)
        finally:
            self.track.add(begin - self._answered, path, time.monotonic() - begin)


async def dial(order: Order) -> Told:
    async with contextlib.AsyncExitStack() as stack:
        runtime = Runtime()
        await runtime.start(Config(net_interface=order.interface, max_concurrent_calls=1))
        stack.push_async_callback(runtime.close)
        agent = await UserAgent.create(runtime, Account(**order.line))
        if Account(**order.line).reg_interval:
            await agent.register()
        told: list[Event] = []
        runtime.subscribe(lambda event: told.append(event.event))  # before it rings: the first ring comes at once
        call = await agent.dial(order.uri)
        try:
            await call.wait_established(order.ring_seconds)
            await asyncio.sleep(A_BREATH)
            begin = time.monotonic()
            caller = Caller(call, order)
            how, key = await caller.talk()
            seconds = round(time.monotonic() - begin)
            return Told(how, key, 200, "", seconds, caller.said, recorded=_recorded(caller.track, order))
        except CallFailed as fault:
            return _not_answered(fault, rang=bool({Event.CALL_RINGING, Event.CALL_PROGRESS} & {*told}))
        finally:
            with contextlib.suppress(StaleHandleError):
                await call.hangup()


def _recorded(track: Track, order: Order) -> bool:
    """A full disk costs nobody the outcome of a call."""
    if not order.recording:
        return False
    try:
        track.write(Path(order.recording))
    except OSError:
        return False
    return True


def _not_answered(fault: CallFailed, *, rang: bool) -> Told:
    """Where nothing ever said that it rings, it was the line."""
    status = fault.status
    if isinstance(fault, CallBusy) or status in BUSY:
        how = End.BUSY
    elif (isinstance(fault, CallTimeout) and rang) or isinstance(fault, CallDeclined) or status in NOT_THERE:
        how = End.NO_ANSWER
    elif status in NO_SUCH:
        how = End.NO_SUCH_NUMBER
    else:
        how = End.LINE_DOWN
    return Told(how, "", status, str(fault.reason or fault)[:200])


async def _until_stopped(order: Order) -> Told:
    """The call, hung up where this program is told to end."""
    calling = asyncio.ensure_future(dial(order))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, calling.cancel)
    return await calling


def main() -> int:
    end_with_parent()
    told = json.load(sys.stdin)
    order = Order(**{**told, "keys": tuple(told.get("keys", ()))})
    try:
        ended = asyncio.run(_until_stopped(order))
    except asyncio.CancelledError:
        return 1
    except (BaresipError, ValueError, OSError) as fault:
        ended = Told(End.LINE_DOWN, reason=f"{type(fault).__name__}: {fault}"[:200])
    json.dump(asdict(ended), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
