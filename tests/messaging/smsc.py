"""A message centre on the loopback, of another make than our client: takes texts, hands over texts and receipts, and
answers as it is told. Before it stands a wire that can be cut, also between a text and its answer."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import smpp34
from tests.engines import free_port

SUBMIT = 0x00000004
OK, TOO_FAST, NO_SUCH = 0, smpp34.ESME_RTHROTTLED, smpp34.ESME_RINVDSTADR


class Wire:
    """Carries bytes between a client and the centre. `cut_submits` counts the texts that pass before it is cut: each
    such text reaches the centre, and its answer does not come back."""

    def __init__(self, port: int, to_port: int) -> None:
        self._to = to_port
        self._door = socket.create_server(("127.0.0.1", port))
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self.cut_at: set[int] = set()
        self.submits = 0
        threading.Thread(target=self._welcome, daemon=True).start()

    def _welcome(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._door.accept()
                try:
                    centre = socket.create_connection(("127.0.0.1", self._to))
                except OSError:
                    client.close()
                    continue
                deaf = threading.Event()
                self._pairs.append((client, centre))
                threading.Thread(target=self._out, args=(client, centre, deaf), daemon=True).start()
                threading.Thread(target=self._back, args=(client, centre, deaf), daemon=True).start()

    def _out(self, client: socket.socket, centre: socket.socket, deaf: threading.Event) -> None:
        with suppress(OSError):
            while head := _exactly(client, 4):
                rest = _exactly(client, int.from_bytes(head, "big") - 4)
                if int.from_bytes(rest[:4], "big") == SUBMIT:
                    self.submits += 1
                    if self.submits in self.cut_at:
                        deaf.set()
                centre.sendall(head + rest)
                if deaf.is_set():
                    time.sleep(0.15)
                    break
        self._end(client, centre)

    def _back(self, client: socket.socket, centre: socket.socket, deaf: threading.Event) -> None:
        with suppress(OSError):
            while octets := centre.recv(65536):
                if not deaf.is_set():
                    client.sendall(octets)
        self._end(client, centre)

    def _end(self, *ends: socket.socket) -> None:
        for one in ends:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def cut(self) -> None:
        """Cut all that is connected now."""
        for pair in self._pairs:
            self._end(*pair)
        self._pairs.clear()

    def close(self) -> None:
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self.cut()


def _exactly(end: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        octets = end.recv(size - len(found))
        if not octets:
            return b""
        found += octets
    return found


@dataclass
class Taken:
    """A part that the centre took."""

    number: str
    source: str
    octets: bytes
    coding: int
    kind: int
    asks_receipt: bool
    id: str


@dataclass
class Centre:
    """`says` gives the status with which a submitted part is answered; OK where it says nothing."""

    port: int = 0
    says: Callable[[Any], int] = lambda _event: OK
    name: Callable[[int], str] = lambda count: f"{count:08X}"
    slow: float = 0.0
    taken: list[Taken] = field(default_factory=list)
    refused: int = 0
    bound: dict[str, Any] = field(default_factory=dict)
    wire: Any = None
    _loop: Any = None
    _server: Any = None

    def deliver(self, sender: str, octets: bytes, *, recipient: str = "447700900000", **more: Any) -> int:
        """Hand something over to whoever is bound. Gives the status with which it was answered."""
        return int(self.begin_deliver(sender, octets, recipient=recipient, **more).result(timeout=20))

    def begin_deliver(self, sender: str, octets: bytes, *, recipient: str = "447700900000", **more: Any) -> Any:
        esme = next(one for one in reversed(self.bound.values()) if one.can_receive)

        async def hand() -> int:
            told = {"source_addr": sender, "source_addr_ton": 1, "source_addr_npi": 1, **more}
            answer = await esme.deliver_sm(recipient, octets, **told)
            return int(answer.command_status)

        return asyncio.run_coroutine_threadsafe(hand(), self._loop)

    def receipt(self, about: Taken, stat: str, *, as_id: str = "", error: str = "000") -> Any:
        words = f"id:{as_id or about.id} sub:001 dlvrd:001 submit date:2611231000 done date:2611231001 stat:{stat} "
        words += f"err:{error} text:Riverside"
        return self.begin_deliver(about.number, words.encode(), esm_class=0x04)

    async def _serve(self, port: int) -> None:
        self._server = smpp34.Server("127.0.0.1", port)
        await self._server.start()

    async def _stop(self) -> None:
        await self._server.stop()

    async def _run(self) -> None:
        while True:
            event = await self._server.next()
            if isinstance(event, smpp34.Esme):
                self.bound[event.session_id] = event
            elif isinstance(event, smpp34.Unbound):
                self.bound.pop(event.session_id, None)
            elif isinstance(event, smpp34.SubmitSmEvent):
                await self._answer(event)

    async def _answer(self, event: Any) -> None:
        if self.slow:
            await asyncio.sleep(self.slow)
        status = self.says(event)
        if status != OK:
            self.refused += 1
            event.reject(status)
            return
        part = Taken(
            event.destination_addr, event.source_addr, bytes(event.short_message), event.data_coding,
            event.esm_class, bool(event.registered_delivery), self.name(len(self.taken) + 1),
        )  # fmt: skip
        self.taken.append(part)
        event.accept(part.id)


@contextmanager
def centre() -> Iterator[Centre]:
    behind, made = free_port(), Centre(port=free_port())
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    made._loop = loop
    asyncio.run_coroutine_threadsafe(made._serve(behind), loop).result(timeout=10)
    running = asyncio.run_coroutine_threadsafe(made._run(), loop)
    made.wire = Wire(made.port, behind)
    try:
        yield made
    finally:
        made.wire.close()
        running.cancel()
        asyncio.run_coroutine_threadsafe(made._stop(), loop).result(timeout=10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)
        loop.close()
