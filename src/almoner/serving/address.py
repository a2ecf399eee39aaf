"""Where the web process answers."""

from __future__ import annotations

import os
import socket
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener

from django.core.exceptions import ImproperlyConfigured

from almoner.cannot_run import CannotRun


def address(*, host: str | None = None, port: int | None = None) -> tuple[str, int]:
    """What was asked for, else what ALMONER_HOST and ALMONER_PORT say, else 127.0.0.1 and 8000."""
    given = os.environ.get("ALMONER_PORT", "").strip() or "8000"
    if port is None and not given.isdecimal():
        raise ImproperlyConfigured(f"ALMONER_PORT must be a number, not “{given}”")
    number = int(given) if port is None else port
    if not 0 < number < 65536:
        raise ImproperlyConfigured(f"ALMONER_PORT must be from 1 to 65535, not {number}")
    return host or os.environ.get("ALMONER_HOST", "").strip() or "127.0.0.1", number


def need_free(host: str, port: int) -> None:
    """Raise CannotRun when something listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as trouble:
            raise CannotRun(
                f"{host}:{port} cannot be used ({trouble.strerror}); set ALMONER_PORT or ALMONER_HOST to another"
            ) from trouble


def page(host: str, port: int) -> str:
    """The address of the first page, as somebody on this machine opens it."""
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not listened on
    return f"http://[{near}]:{port}/" if ":" in near else f"http://{near}:{port}/"


def answers(url: str) -> bool:
    """Whether a page comes back that is not a fault of the server."""
    opener = build_opener(ProxyHandler({}))
    try:
        with opener.open(Request(url, headers={"Accept": "text/html"}), timeout=5):  # noqa: S310 - our own http address
            return True
    except HTTPError as refusal:
        with refusal:
            return refusal.code < 500
    except (URLError, OSError):
        return False
