"""A bad line: stands between a worker and a provider, and does to messages what networks do, by a drawn chance.

It writes down what it did to each, so that whoever counts at the provider knows what may have come twice.
"""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

from tests.engines import free_port

from faults.speech import Speech, Unit

HOST = "127.0.0.1"
A_PAGE = 64
"""Of a shorter answer two bytes come through at the most: less than says what it is."""
RESET = struct.pack("ii", 1, 0)


class Fault(StrEnum):
    NONE = "none"
    REFUSED = "refused"
    REQUEST_CUT = "request cut"
    ANSWER_CUT = "answer cut"
    SLOW = "slow"
    TOO_SLOW = "too slow"
    CLOSED = "closed afterwards"


@dataclass(frozen=True, slots=True)
class Chances:
    """Of each connection to be refused, and then nobody is at the door for `away_seconds`; of each message to meet one
    of the others. A slow answer takes `slow_seconds` or `too_slow_seconds`: less and more than a client waits."""

    refused: float = 0.15
    request_cut: float = 0.15
    answer_cut: float = 0.20
    slow: float = 0.10
    closed: float = 0.05
    slow_seconds: float = 0.15
    too_slow_seconds: float = 1.5
    away_seconds: float = 0.03

    def drawn(self, luck: Random) -> Fault:
        slow = luck.choice((Fault.SLOW, Fault.TOO_SLOW))
        place = luck.random()
        kinds = (Fault.REQUEST_CUT, self.request_cut), (Fault.ANSWER_CUT, self.answer_cut), (slow, self.slow)
        for fault, share in (*kinds, (Fault.CLOSED, self.closed)):
            if place < share:
                return fault
            place -= share
        return Fault.NONE


@dataclass(slots=True)
class Passage:
    """The way of one message through the line. `heard`: the provider was given all of it. `answered`: the answer was
    handed on. `went_on`: the client spoke again on the same connection, so it has read the answer. `calm`: the wire was
    not troubled, and no fault could meet it."""

    wire: str
    about: str
    fault: Fault
    asks: bool = False
    heard: bool = False
    answered: bool = False
    went_on: bool = False
    calm: bool = False


@dataclass(slots=True)
class Wire:
    """One line to one provider. `troubled` turns the faults on and off."""

    name: str
    to_port: int
    speech: Callable[[], Speech]
    luck: Random
    chances: Chances = Chances()
    troubled: bool = False
    log: list[Passage] = field(default_factory=list)
    port: int = field(default_factory=free_port)
    door: socket.socket = field(init=False)
    _lines: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.door = socket.create_server((HOST, self.port), backlog=64)
        self.door.settimeout(0)

    async def serve(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            client, _ = await loop.sock_accept(self.door)
            if self.troubled and self.luck.random() < self.chances.refused:
                await self._refuse(client)
                continue
            line = loop.create_task(_Line(self).carry(client))
            self._lines.add(line)
            line.add_done_callback(self._lines.discard)

    async def _refuse(self, client: socket.socket) -> None:
        """Reset this one; whoever comes in the next moments finds the door shut."""
        self.log.append(Passage(self.name, "", Fault.REFUSED))
        self.door.shutdown(socket.SHUT_RDWR)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        client.close()
        await asyncio.sleep(self.chances.away_seconds)
        self.door.listen(64)


class _Line:
    """One connection through the wire."""

    def __init__(self, wire: Wire) -> None:
        self._wire, self._speech = wire, wire.speech()
        self._passage: Passage | None = None
        """That of the last message, while its answer is awaited and after it."""
        self._waits = False

    async def carry(self, client: socket.socket) -> None:
        ours, back = await asyncio.open_connection(sock=client)
        with closing_at_once(back):
            try:
                theirs, out = await asyncio.open_connection(HOST, self._wire.to_port)
            except OSError:
                return
            with closing_at_once(out):
                await _first_of(self._out(ours, out), self._back(theirs, back))

    async def _out(self, client: asyncio.StreamReader, provider: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while octets := await client.read(65536):
                for unit in self._speech.feed(octets):
                    whole = self._begin(unit)
                    provider.write(unit.octets if whole else unit.octets[: len(unit.octets) // 2])
                    await provider.drain()
                    if not whole:
                        return
                    if unit.about and self._passage:
                        self._passage.heard = True

    def _begin(self, unit: Unit) -> bool:
        """Gives whether all of the unit goes through."""
        if self._passage and self._passage.answered:
            self._passage.went_on = True
        if not unit.about:
            return True
        wire = self._wire
        fault = wire.chances.drawn(wire.luck) if wire.troubled else Fault.NONE
        self._passage = Passage(wire.name, unit.about, fault, asks=unit.asks, calm=not wire.troubled)
        wire.log.append(self._passage)
        self._waits = True
        return fault != Fault.REQUEST_CUT

    async def _back(self, provider: asyncio.StreamReader, client: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while octets := await provider.read(65536):
                passage = self._passage if self._waits else None
                if passage and not await self._answer(passage, octets, client):
                    return
                if not passage:
                    client.write(octets)
                    await client.drain()

    async def _answer(self, passage: Passage, octets: bytes, client: asyncio.StreamWriter) -> bool:
        """Hand on an answer, or what is left of it. Gives whether the connection goes on."""
        chances, luck = self._wire.chances, self._wire.luck
        if passage.fault == Fault.ANSWER_CUT:
            client.write(octets[: luck.randrange(3 if len(octets) < A_PAGE else len(octets))])
            await client.drain()
            return False
        if passage.fault in {Fault.SLOW, Fault.TOO_SLOW}:
            await asyncio.sleep(chances.slow_seconds if passage.fault == Fault.SLOW else chances.too_slow_seconds)
        self._waits = False
        client.write(octets)
        await client.drain()
        passage.answered = True
        if passage.fault == Fault.CLOSED:
            await asyncio.sleep(chances.slow_seconds)
        return passage.fault != Fault.CLOSED


@contextmanager
def closing_at_once(end: asyncio.StreamWriter) -> Iterator[None]:
    try:
        yield
    finally:
        end.transport.abort()


async def _first_of(*ways: Coroutine[None, None, None]) -> None:
    """Go all ways until one of them ends."""
    going = [asyncio.ensure_future(way) for way in ways]
    try:
        await asyncio.wait(going, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for one in going:
            one.cancel()
        await asyncio.gather(*going, return_exceptions=True)


@contextmanager
def lines(*wires: Wire) -> Iterator[None]:
    """Let the wires carry, in a thread of their own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    serving = [asyncio.run_coroutine_threadsafe(wire.serve(), loop) for wire in wires]
    try:
        yield
    finally:
        for one in serving:
            one.cancel()
        asyncio.run_coroutine_threadsafe(_end_all(), loop).result(timeout=10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)
        loop.close()
        for wire in wires:
            wire.door.close()


async def _end_all() -> None:
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.sleep(0)
