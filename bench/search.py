"""The earliest time among N clinicians and their rooms together, as a page, against a bare page."""

from __future__ import annotations

import sys
from pathlib import Path

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
    from bench._pages import find

    sizes = [*SIZES, *([BIG] if big else [])]
    services = [(size, make(*size, busy=size[0] > 1)) for size in sizes]
    told = []
    with served() as ask:
        for (clinicians, rooms, days), service in services:
            for limit in (1, 20):
                address = f"/earliest?service={service.code}&limit={limit}"
                ms, base = in_turn(lambda at=address: ask(at), lambda: ask("/bare"), 60)
                cpu = cpu_milliseconds(lambda s=service, n=limit: find(s.code, n), 20)
                statements = counted(lambda s=service, n=limit: find(s.code, n))
                work = f"{limit} earliest of {clinicians} clinicians, {rooms} rooms, {days} days"
                more = {"B": f"{base:.2f} ms", "found": len(find(service.code, limit))}
                told.append(Figure(work, ms, cpu, statements, ms / base, more))
    return told


def main() -> None:
    options = arguments(__doc__)
    with database(options.engine):
        tell("search", options, figures(big=options.big))


if __name__ == "__main__":
    main()
