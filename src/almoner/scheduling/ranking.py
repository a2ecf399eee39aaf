"""How much a met wish is worth against waiting (APT-5). Pure.

One wish more is worth so many days of waiting more: five where nothing presses, and less the more urgent it is, as a
share of the days in which somebody should be seen. A time that comes later than that never stands before an earlier one
for the sake of that wish.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from almoner.scheduling.meeting import Judged
from almoner.scheduling.turns import TARGET_DAYS

MOST_DAYS = 5.0
SHARE = 0.25
"""Of the days in which they should be seen."""


def worth(level: int) -> timedelta:
    """The waiting that one wish is worth, at most."""
    return timedelta(days=min(MOST_DAYS, SHARE * TARGET_DAYS[level]))


def horizon(earliest: datetime, wished: int, level: int) -> datetime:
    """Nothing that begins later than this comes before the earliest time, whatever it meets."""
    return earliest + wished * worth(level)


def ranked(found: Iterable[Judged], level: int, near_first: Sequence[UUID] = ()) -> list[Judged]:
    """Best first: by what is met, less what is waited for it. Alike, the earlier one comes first; of two at one moment
    that at the site which comes first in `near_first`."""
    near = {site_id: number for number, site_id in enumerate(near_first)}

    def rank(one: Judged) -> tuple[object, ...]:
        site = (near.get(one.time.site_id, len(near)), one.time.site)
        return _cost(one, level), one.time.starts_at, site, one.time.key

    return sorted(found, key=rank)


def _cost(one: Judged, level: int) -> datetime:
    """When it would begin if each wish that it meets brought it nearer by what the wish is worth."""
    return one.time.starts_at - len(one.met) * worth(level)
