"""The earliest time among N clinicians and their rooms together, as a page, against a bare page."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from almoner.catalogue.models import Service

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench._ground import (  # noqa: E402
    Figure,
    arguments,
    counted,
    cpu_milliseconds,
    database,
    in_turn,
    served,
    tell,
)

SIZES = ((1, 1, 1), (50, 20, 30), (500, 200, 30))
BIG = (10_000, 2_000, 90)


def figures(*, big: bool) -> list[Figure]:
    from bench._hospital import make

    sizes = [*SIZES, *([BIG] if big else [])]
    services = [(_told(size), make(*size, busy=size[0] > 1)) for size in sizes]
    with served() as ask:
        ask("/bare")
        at_first = int(ask("/peak"))
        found = [figure for told, service in services for figure in _of_size(ask, told, service)]
        found[-1].more |= {"MB of the server": int(ask("/peak")), "without any search": at_first}
        return found


def _told(size: tuple[int, int, int]) -> str:
    return "{} clinicians, {} rooms, {} days".format(*size)


def _of_size(ask: Callable[..., bytes], told: str, service: Service) -> Iterator[Figure]:
    """Each page against B: as it mostly is; with the whole range looked at; after somebody else took a time; and the
    first of all after a start, in this process."""
    from almoner.scheduling import memory
    from bench._pages import find, find_none

    code = service.code
    pages: list[tuple[str, str, Callable[[], Any]]] = [
        (f"{limit} earliest of {told}", f"/earliest?service={code}&limit={limit}", partial(find, code, limit))
        for limit in (1, 20)
    ]
    pages.append((f"none free, all looked at: {told}", f"/scanned?service={code}", lambda: find_none(code)))
    for work, address, run in pages:
        run()
        ms, base = in_turn(partial(ask, address), lambda: ask("/bare"), 60)
        more = {"B": f"{base:.2f} ms", "found": len(run())}
        yield Figure(work, ms, cpu_milliseconds(run, 20), counted(run), ms / base, more)
    taken = take_times(service)
    ms, base = in_turn(lambda: ask(pages[0][1]), lambda: ask("/bare"), 10, before=taken)
    taken()
    statements = counted(lambda: find(code, 1))
    yield Figure(f"after a time was taken elsewhere: {told}", ms, ms, statements, ms / base)
    memory.forget()
    begin = time.perf_counter()
    statements = counted(lambda: find(code, 1))
    first = (time.perf_counter() - begin) * 1000
    yield Figure(f"the first search after a start: {told}", first, first, statements, first / base)


def take_times(service: Service) -> Callable[[], Any]:
    """Have somebody hold the earliest time, in another process than the one that is asked."""
    from almoner.core.actor import SYSTEM
    from almoner.scheduling import actions
    from almoner.scheduling.search import find_times
    from bench._hospital import people

    waiting = iter(people(12))

    def take() -> None:
        found = find_times(service, limit=1, by=SYSTEM)
        actions.hold(service=service, time=found[0], person=next(waiting), by=SYSTEM)

    return take


def main() -> None:
    options = arguments(__doc__)
    with database(options.engine):
        tell("search", options, figures(big=options.big))


if __name__ == "__main__":
    main()
