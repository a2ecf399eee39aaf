"""The times that suit best: those that meet what has to be, ranked by what else they meet and how soon they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from almoner.core import clock
from almoner.scheduling import memory
from almoner.scheduling.asking import Asked
from almoner.scheduling.meeting import Judged, judged
from almoner.scheduling.ranking import horizon, ranked
from almoner.scheduling.times import Time
from almoner.scheduling.wishes import told

LOOKED_AT = 30
"""So many times of each search are weighed against each other."""


@memory.current()
def find_wished(
    asked: Asked,
    *,
    from_at: datetime | None = None,
    from_day: date | None = None,
    until: date | None = None,
    limit: int = 6,
) -> list[Judged]:
    """The best times first, each with what it meets and what not; each start once at a site. Raises NotSuitable.

    One search for what has to be, and one for each of `_together`: of up to three wishes that is every way to meet some
    of them. Nothing is looked for beyond the horizon.
    """
    names = told(asked.wishes.rather)
    plain = asked.times(from_at=from_at, from_day=from_day, until=until, limit=max(limit, LOOKED_AT))
    if not plain or not names:
        return judged(plain[:limit], asked.wishes)
    last = clock.there(horizon(plain[0].starts_at, len(names), asked.level), plain[0].zone).date()
    last = min(last, until) if until else last
    found = {time.key: time for time in plain}
    for chosen in _together(names):
        wish = asked.wishes.and_rather(chosen)
        times = asked.times(from_at=from_at, from_day=from_day, until=last, limit=LOOKED_AT, preferences=wish)
        found |= {time.key: time for time in times}
    return _one_for_each_start(list(found.values()), asked)[:limit]


def _together(names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """All wishes; all but one; each one alone."""
    ways = [tuple(names), *(tuple(one for one in names if one != left) for left in names), *((one,) for one in names)]
    yield from dict.fromkeys(way for way in ways if way)


def _one_for_each_start(times: Sequence[Time], asked: Asked) -> list[Judged]:
    best: dict[tuple[datetime, UUID], Judged] = {}
    for one in ranked(judged(times, asked.wishes), asked.level, asked.near_first):
        best.setdefault((one.time.starts_at, one.time.site_id), one)
    return list(best.values())
