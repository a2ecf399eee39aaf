"""What every benchmark stands on: a fresh database of either engine, and the bare base B.

B is a page that only says `SELECT 1`, asked over HTTP of the same server. Each page is asked in turn with B, so that
other work on the machine weighs on both alike. Milliseconds of pages are as the asker sees them, on one connection; CPU
milliseconds and statements are counted in this process.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Figure:
    """One line of a result. `ratio` is to the base of the run: B, or a one-row write where it says so."""

    work: str
    ms: float
    cpu_ms: float
    statements: int
    ratio: float
    more: dict[str, Any] = field(default_factory=dict)


def arguments(about: str | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--json", action="store_true", help="answer as one JSON document")
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--big", action="store_true", help="also the largest size; takes a minute to fill")
    return parser.parse_args()


@contextmanager
def database(engine: str) -> Iterator[None]:
    """A migrated database that is gone afterwards. PostgreSQL commits durably, as in production."""
    with tempfile.TemporaryDirectory(prefix="almoner-bench-") as home:
        os.environ.update(ALMONER_HOME=home, DJANGO_SETTINGS_MODULE="almoner.settings", ALMONER_DATABASE_URL="")
        if engine == "sqlite":
            _ready()
            yield
            return
        from tests import engines

        engines.FAST_AND_FORGETFUL.update(fsync="on", synchronous_commit="on", full_page_writes="on")
        with engines.postgresql() as url:
            os.environ["ALMONER_DATABASE_URL"] = url
            _ready()
            yield
            _close()


def _ready() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _close() -> None:
    from django.db import connections

    connections.close_all()


@contextmanager
def served() -> Iterator[Callable[..., bytes]]:
    """Serve `bench._pages`, and give what asks it for a page on a kept connection: `ask(address, headers, body)`, by
    POST where it has a body."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "bench._pages:application", "--port", str(port), "--no-access-log"]
    paths = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    server = subprocess.Popen(
        [*command, "--log-level", "error", "--timeout-keep-alive", "3600"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": paths},
    )
    try:
        asker = _connected(port)

        def ask(address: str, headers: dict[str, str] | None = None, body: str | None = None) -> bytes:
            asker.request("GET" if body is None else "POST", address, body=body, headers=headers or {})
            answer = asker.getresponse()
            page = answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{address} answered {answer.status}")
            return page

        yield ask
    finally:
        server.terminate()
        server.wait(timeout=20)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _connected(port: int) -> http.client.HTTPConnection:
    for _ in range(300):
        try:
            asker = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
            asker.connect()
        except OSError:
            time.sleep(0.1)
        else:
            return asker
    raise RuntimeError("the server did not start")


class Counter:
    """Counts the statements that go to the database."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        self.count += 1
        return execute(sql, params, many, context)


def counted(run: Callable[[], Any]) -> int:
    from django.db import connection

    counter = Counter()
    with connection.execute_wrapper(counter):
        run()
    return counter.count


def in_turn(
    run: Callable[[], Any], base: Callable[[], Any], times: int, before: Callable[[], Any] = lambda: None
) -> tuple[float, float]:
    """Median milliseconds of `run` and of `base`, asked alternately, after one of each to warm up. `before` each turn
    something else may happen that is not timed."""
    walls: tuple[list[float], list[float]] = ([], [])
    for number in range(times + 1):
        before()
        for each, kept in zip((run, base), walls, strict=True):
            begin = time.perf_counter()
            each()
            if number:
                kept.append((time.perf_counter() - begin) * 1000)
    return statistics.median(walls[0]), statistics.median(walls[1])


def cpu_milliseconds(run: Callable[[], Any], times: int) -> float:
    begin = time.process_time()
    for _ in range(times):
        run()
    return (time.process_time() - begin) * 1000 / times


def tell(title: str, options: argparse.Namespace, figures: list[Figure]) -> None:
    if options.json:
        told = {"bench": title, "engine": options.engine, "figures": [asdict(figure) for figure in figures]}
        print(json.dumps(told, indent=2))
        return
    print(f"{title} on {options.engine}")
    for figure in figures:
        more = "  ".join(f"{name} {value}" for name, value in figure.more.items())
        print(
            f"  {figure.work:<58}{figure.ms:>9.2f} ms {figure.ratio:>7.2f} x {figure.statements:>4} statements "
            f"{figure.cpu_ms:>8.2f} CPU ms  {more}"
        )
