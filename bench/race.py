"""A hundred clients race for one time, again and again: exactly one winner each, everybody else told politely."""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench._ground import Figure, arguments, database, tell  # noqa: E402

CLIENTS = 100
RACES = 20


def figures() -> list[Figure]:
    from django.db import connection

    from almoner.core.actor import SYSTEM
    from almoner.scheduling import actions
    from almoner.scheduling.refusals import SlotTaken
    from almoner.scheduling.search import find_times
    from bench._hospital import make, people

    service = make(1, 1, 10, busy=False)
    times = find_times(service, limit=RACES, by=SYSTEM)
    everybody = people(CLIENTS * RACES)

    def client(number: int, round_: int, start: Barrier) -> str:
        person = everybody[round_ * CLIENTS + number]
        start.wait()
        try:
            hold = actions.hold(service=service, time=times[round_], person=person, by=SYSTEM)
            actions.book(hold=hold, person=person, by=SYSTEM)
        except SlotTaken:
            return "told politely"
        except Exception as fault:  # noqa: BLE001 - what the race is about
            return type(fault).__name__
        finally:
            connection.close()
        return "booked"

    outcomes: list[dict[str, int]] = []
    begin = time.perf_counter()
    for round_ in range(RACES):
        start = Barrier(CLIENTS)
        with ThreadPoolExecutor(CLIENTS) as pool:
            said = list(pool.map(lambda n, r=round_, s=start: client(n, r, s), range(CLIENTS)))
        outcomes.append({word: said.count(word) for word in set(said)})
    ms = (time.perf_counter() - begin) * 1000 / RACES
    return [_figure(outcomes, ms)]


def _figure(outcomes: list[dict[str, int]], ms: float) -> Figure:
    right = {"booked": 1, "told politely": CLIENTS - 1}
    more: dict[str, Any] = {
        "exactly one winner": f"{sum(outcome.get('booked') == 1 for outcome in outcomes)} of {len(outcomes)}",
        "other outcomes": sum(sum(outcome.values()) - outcome.get("booked", 0) - outcome.get("told politely", 0)
                              for outcome in outcomes),
    }  # fmt: skip
    share = sum(outcome == right for outcome in outcomes) / len(outcomes)
    return Figure(f"{CLIENTS} clients for one time, {len(outcomes)} races", ms, 0.0, 0, share, more)


def main() -> None:
    options = arguments(__doc__)
    with database(options.engine):
        tell("race", options, figures())


if __name__ == "__main__":
    main()
