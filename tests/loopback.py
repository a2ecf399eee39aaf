"""No way out of this machine: connections of tests end on the loopback."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest


class WayOutRefused(Exception):
    """A test tried to reach a machine other than this one."""


@contextmanager
def only_loopback() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        yield


def _guarded(connect: Any) -> Any:
    def staying_here(this: socket.socket, address: Any) -> Any:
        if this.family != socket.AF_UNIX and not is_here(str(address[0])):
            raise WayOutRefused(f"tests talk to this machine only, not to {address[0]}")
        return connect(this, address)

    return staying_here


def is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
