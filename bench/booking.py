"""Bookings a second: eight clients with connections and times of their own, against durable one-row writes (W1)."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench._ground import Figure, arguments, counted, cpu_milliseconds, database, tell  # noqa: E402

CLIENTS = 8
EACH = 20


def rate(run: Callable[[int, int], Any], clients: int, each: int) -> tuple[float, int]:
    """How many a second all clients do together, and how many of them were refused."""
    from django.db import connection

    from almoner.core.refusal import Refused

    start = Barrier(clients + 1)

    def client(number: int) -> int:
        refused = 0
        start.wait()
        for step in range(each):
            try:
                run(number, step)
            except Refused:
                refused += 1
        connection.close()
        return refused

    with ThreadPoolExecutor(clients) as pool:
        waiting = [pool.submit(client, number) for number in range(clients)]
        start.wait()
        begin = time.perf_counter()
        refused = sum(one.result() for one in waiting)
        return clients * each / (time.perf_counter() - begin), refused


def figures() -> list[Figure]:
    from almoner.core.actor import SYSTEM
    from almoner.core.models import Setting
    from almoner.scheduling import actions
    from almoner.scheduling.preferences import Preferences
    from almoner.scheduling.search import find_times
    from bench._hospital import make, people

    service = make(CLIENTS + 1, CLIENTS + 1, 10, busy=False)
    staff = [str(offering.staff_id) for offering in service.offerings.all()]
    rooms = sorted(_rooms(), key=lambda room: room.name)
    everybody = people((CLIENTS + 1) * (EACH + 12))
    times = [
        find_times(service, limit=EACH + 12, preferences=Preferences(clinician_id=one), by=SYSTEM) for one in staff
    ]

    def book(client: int, step: int) -> None:
        found = times[client][step]
        key = ".".join([*found.key.split(".")[:2], rooms[client].id.hex])
        person = everybody[client * (EACH + 12) + step]
        hold = actions.hold(service=service, time=key, person=person, by=SYSTEM)
        actions.book(hold=hold, person=person, by=SYSTEM)

    def write(client: int, step: int) -> None:
        Setting.objects.create(name=f"w{client}.{step}", value=1)

    w1, _none = rate(write, CLIENTS, EACH * 5)
    booked, refused = rate(book, CLIENTS, EACH)
    fresh = iter(range(EACH + 12))
    statements = counted(lambda: book(CLIENTS, next(fresh)))
    cpu = cpu_milliseconds(lambda: book(CLIENTS, next(fresh)), 10)
    return [
        Figure("W1: one-row durable writes, 8 clients", 1000 / w1, 0.0, 1, 1.0, {"a second": round(w1)}),
        Figure(
            "hold and book: two transactions, 8 clients, distinct times", 1000 / booked, cpu, statements, booked / w1,
            {"a second": round(booked, 1), "false refusals": refused},
        ),
    ]  # fmt: skip


def _rooms() -> list[Any]:
    from almoner.scheduling.models import Resource

    return list(Resource.objects.filter(kind="room"))


def main() -> None:
    options = arguments(__doc__)
    with database(options.engine):
        tell("booking", options, figures())


if __name__ == "__main__":
    main()
