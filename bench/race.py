"""Many clients race for one time, again and again, and a dozen for each of many times: exactly one winner each, and
everybody else told of other times."""

from __future__ import annotations

import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

if TYPE_CHECKING:
    from almoner.catalogue.models import Service
    from almoner.people.models import Person
    from almoner.scheduling.times import Time

from bench._ground import Figure, arguments, database, tell  # noqa: E402

CLIENTS = 100
RACES = 20
FEW, MANY = 12, 150


Outcome = tuple[str, int]
"""What became of a client, and how many other times it was told of."""


def figures() -> list[Figure]:
    from almoner.core.actor import SYSTEM
    from almoner.scheduling.search import find_times
    from bench._hospital import make, people

    service = make(1, 1, 15, busy=False)
    times = find_times(service, limit=RACES + MANY, by=SYSTEM)
    everybody = people(CLIENTS * RACES + FEW * MANY)

    def one_time(number: int, round_: int, start: Barrier) -> Outcome:
        start.wait()
        return _try(service, times[round_], everybody[round_ * CLIENTS + number])

    outcomes: list[list[Outcome]] = []
    begin = time.perf_counter()
    for round_ in range(RACES):
        start = Barrier(CLIENTS)
        with ThreadPoolExecutor(CLIENTS) as pool:
            outcomes.append(list(pool.map(lambda n, r=round_, s=start: one_time(n, r, s), range(CLIENTS))))
    ms = (time.perf_counter() - begin) * 1000 / RACES
    found = [_figure(f"{CLIENTS} clients for one time, {RACES} races", outcomes, ms)]

    def all_times(number: int) -> list[Outcome]:
        mine = everybody[CLIENTS * RACES + number * MANY :]
        return [_try(service, times[RACES + nth], mine[nth]) for nth in range(MANY)]

    begin = time.perf_counter()
    with ThreadPoolExecutor(FEW) as pool:
        by_client = list(pool.map(all_times, range(FEW)))
    ms = (time.perf_counter() - begin) * 1000 / MANY
    by_time = [list(one) for one in zip(*by_client, strict=True)]
    return [*found, _figure(f"{FEW} clients for each of {MANY} times", by_time, ms)]


def _try(service: Service, found: Time, person: Person) -> Outcome:
    """Hold and book, or be refused politely; anything else is named."""
    from django.db import connection

    from almoner.core.actor import SYSTEM
    from almoner.scheduling import actions
    from almoner.scheduling.refusals import SlotTaken

    try:
        hold = actions.hold(service=service, time=found, person=person, by=SYSTEM)
        actions.book(hold=hold, person=person, by=SYSTEM)
    except SlotTaken as refused:
        return "told politely", len(refused.alternatives)
    except Exception as fault:  # noqa: BLE001 - what the race is about
        return type(fault).__name__, 0
    finally:
        connection.close()
    return "booked", 0


def _figure(work: str, outcomes: list[list[Outcome]], ms: float) -> Figure:
    """The ratio: in which share of the races one had the time and all others were told of other times."""
    right = [
        sorted(said for said, _ in race) == ["booked", *["told politely"] * (len(race) - 1)]
        and all(others for said, others in race if said == "told politely")
        for race in outcomes
    ]
    said = Counter(word for race in outcomes for word, _ in race)
    winners = [sum(word == "booked" for word, _ in race) for race in outcomes]
    more: dict[str, Any] = {
        "exactly one winner": f"{winners.count(1)} of {len(outcomes)}",
        "other outcomes": {word: count for word, count in said.items() if word not in {"booked", "told politely"}},
    }
    return Figure(work, ms, 0.0, 0, sum(right) / len(right), more)


def main() -> None:
    options = arguments(__doc__)
    with database(options.engine):
        tell("race", options, figures())


if __name__ == "__main__":
    main()
