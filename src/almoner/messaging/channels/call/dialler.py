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
import wave
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from math import gcd
from pathlib import Path
from typing import Any

import numpy as np
from baresip import Account, Config, Runtime, UserAgent
from baresip.call import Call, CallState
from baresip.errors import (
    AudioNotActive,
    AudioRestarted,
    BaresipError,
    CallBusy,
    CallDeclined,
    CallFailed,
    CallTimeout,
    StaleHandleError,
)
from baresip.events import Event
from scipy.signal import resample_poly

from almoner.core.parent import end_with_parent
from almoner.messaging.conversation import Conversation, End, Step

NO_SUCH = frozenset({404, 410, 484, 604})
"""What a telephone network answers where a number is not in use (RFC 3261)."""
NOT_THERE = frozenset({408, 480, 487})
BUSY = frozenset({486, 600})
A_MOMENT = 0.02
USUAL_RATE = 8000
MOSTLY = 0.9
"""What takes less of its own length was not said: the sound of a call that is over is dropped at once."""
A_BREATH = 0.6
"""Whoever picks up says a word first."""


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


@dataclass(frozen=True, slots=True)
class Told:
    """`seconds` is how long somebody, or something, was on the line."""

    how: str
    key: str = ""
    status: int | None = None
    reason: str = ""
    seconds: int = 0
    said: list[str] = field(default_factory=list)


class Caller:
    """A call that was answered: says pieces, and hears keys while it does."""

    def __init__(self, call: Call, order: Order) -> None:
        self._call, self._order = call, order
        self._keys: asyncio.Queue[str] = asyncio.Queue()
        self._lost = False
        self.said: list[str] = []
        call.on_dtmf(lambda event: self._keys.put_nowait(str(event.digit)))

    async def talk(self) -> tuple[End, str]:
        conversation = Conversation(self._order.keys)
        step = conversation.begin()
        until = time.monotonic() + self._order.longest_seconds
        while time.monotonic() < until:
            key = await self._say(step, until)
            if step.end:
                return (End.CUT_OFF if step.end == End.MACHINE and self._gone() else step.end), step.key
            if key is None and not self._gone():
                conversation.said(step.say)
                key = await self._wait_for_key()
            if self._gone():
                break
            step = conversation.silent() if key is None else conversation.pressed(key)
        return conversation.hung_up(), ""

    def _gone(self) -> bool:
        """Sound ends a moment before the end is told."""
        return self._lost or self._call.state is CallState.CLOSED

    async def _say(self, step: Step, until: float) -> str | None:
        """Say a piece. Gives the key that was pressed meanwhile, which stops it; the last words are not stopped."""
        self.said.append(str(step.say))
        audio = self._call.audio
        try:
            rate = audio.info().tx_sample_rate or USUAL_RATE
            sound = samples(Path(self._order.sounds[step.say]), rate)
            rest, begin = memoryview(sound), time.monotonic()
            while (rest or audio.info().tx_buffered) and not self._gone() and time.monotonic() < until:
                with contextlib.suppress(AudioRestarted):
                    rest = rest[audio.write(rest) :] if rest else rest
                if not step.end and not self._keys.empty():
                    await self._be_quiet()
                    return self._keys.get_nowait()
                await asyncio.sleep(A_MOMENT)
            self._lost = time.monotonic() - begin < MOSTLY * len(sound) / 2 / rate
        except AudioNotActive:
            self._lost = True
        return None

    async def _be_quiet(self) -> None:
        """Drop what is still to be heard. It is done a moment later, and would take with it what is said meanwhile."""
        audio = self._call.audio
        audio.flush_tx()
        while audio.info().tx_buffered and not self._gone():
            await asyncio.sleep(A_MOMENT)

    async def _wait_for_key(self) -> str | None:
        until = time.monotonic() + self._order.wait_seconds
        while time.monotonic() < until and not self._gone():
            if not self._keys.empty():
                return self._keys.get_nowait()
            await asyncio.sleep(A_MOMENT)
        return None


def samples(path: Path, rate: int) -> bytes:
    """A sound file as 16-bit samples of one channel at `rate` hertz."""
    with wave.open(str(path), "rb") as file:
        heard = np.frombuffer(file.readframes(file.getnframes()), dtype=np.int16).astype(np.float64)
        own = file.getframerate()
    if own != rate:
        common = gcd(own, rate)
        heard = resample_poly(heard, rate // common, own // common)
    return bytes(np.clip(heard, -32768, 32767).astype(np.int16).tobytes())


async def dial(order: Order) -> Told:
    async with contextlib.AsyncExitStack() as stack:
        runtime = Runtime()
        await runtime.start(Config(net_interface=order.interface, max_concurrent_calls=1))
        stack.push_async_callback(runtime.close)
        agent = await UserAgent.create(runtime, Account(**order.line))
        if Account(**order.line).reg_interval:
            await agent.register()
        call = await agent.dial(order.uri)
        told: list[Event] = []
        call.on(lambda event: told.append(event.event))
        try:
            await call.wait_established(order.ring_seconds)
            await asyncio.sleep(A_BREATH)
            begin = time.monotonic()
            caller = Caller(call, order)
            how, key = await caller.talk()
            return Told(how, key, 200, "", round(time.monotonic() - begin), caller.said)
        except CallFailed as fault:
            return _not_answered(fault, rang=bool({Event.CALL_RINGING, Event.CALL_PROGRESS} & {*told}))
        finally:
            with contextlib.suppress(StaleHandleError):
                await call.hangup()


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
