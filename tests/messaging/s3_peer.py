"""A store that speaks S3, on the loopback and of another make than our client; and a wire to it that can be cut."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.request import Request, urlopen

import boto3
import pytest
from moto.server import ThreadedMotoServer

BUCKET = "print-house"
HOST = "127.0.0.1"


class Peer:
    """What lies in the bucket."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._asks = boto3.client(
            "s3", endpoint_url=self.address, region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b"
        )
        self._asks.create_bucket(Bucket=BUCKET)

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    def names(self) -> list[str]:
        listed = self._asks.list_objects_v2(Bucket=BUCKET)
        return sorted(one["Key"] for one in listed.get("Contents", ()))

    def head(self, name: str) -> Any:
        return self._asks.head_object(Bucket=BUCKET, Key=name)

    def read(self, name: str) -> bytes:
        body: bytes = self._asks.get_object(Bucket=BUCKET, Key=name)["Body"].read()
        return body


@contextmanager
def peer() -> Iterator[Peer]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address=HOST, port=0, verbose=False)
    server.start()
    try:
        port = server.get_host_and_port()[1]
        with urlopen(Request(f"http://{HOST}:{port}/moto-api/reset", method="POST")):
            yield Peer(port)
    finally:
        server.stop()


@pytest.fixture
def s3(settings: Any) -> Iterator[Peer]:
    """A store that is set up for letters."""
    with peer() as store:
        settings.LETTER_S3_BUCKET, settings.LETTER_S3_ENDPOINT = BUCKET, store.address
        settings.LETTER_S3_KEY_ID, settings.LETTER_S3_SECRET = "a", "b"
        yield store


class Wire:
    """Stands between us and the store. Where it `swallows`, what we say arrives and what is answered does not; where it
    `halves`, only the first half of what we say arrives."""

    def __init__(self, to_port: int) -> None:
        self._to = to_port
        self._door = socket.create_server((HOST, 0))
        self.swallows = self.halves = False
        self.address = f"http://{HOST}:{self._door.getsockname()[1]}"
        threading.Thread(target=self._welcome, daemon=True).start()

    def _welcome(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._door.accept()
                threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        with client, socket.create_connection((HOST, self._to)) as store:
            threading.Thread(target=self._back, args=(store, client), daemon=True).start()
            with suppress(OSError):
                while octets := client.recv(65536):
                    if self.halves and b"%PDF-" in octets:
                        store.sendall(octets[: len(octets) // 2])
                        return
                    store.sendall(octets)

    def _back(self, store: socket.socket, client: socket.socket) -> None:
        """That the rest may come is told in any case; without it, the letter itself is not sent."""
        with suppress(OSError):
            while octets := store.recv(65536):
                if self.swallows and b"100 Continue" not in octets:
                    client.shutdown(socket.SHUT_RDWR)
                    return
                client.sendall(octets)

    def close(self) -> None:
        self._door.close()


@contextmanager
def wire(store: Peer) -> Iterator[Wire]:
    between = Wire(store.port)
    try:
        yield between
    finally:
        between.close()
