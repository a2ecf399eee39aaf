"""The one thing that is done with measures: they are taken out of the house, and it is kept who did."""

from __future__ import annotations

from collections.abc import Iterator

from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.insight import queries
from almoner.insight.figure import Figure
from almoner.insight.period import Period
from almoner.insight.queries import Reading
from almoner.insight.splits import Split

Line = dict[str, str | int | float | None]
COLUMNS = ("measure", "name", "first_day", "last_day", "by", "group", "n", "share", "median_seconds", "p90_seconds")


@action
def export_measures(*, period: Period, split: Split | None, by: Actor) -> list[Line]:
    """All figures of a period, their weeks, and their groups where a split is asked for. Numbers only: nobody's name,
    and small groups without a number."""
    by.need(Permission.SEE_MEASURES)
    chapters = queries.readings(by=by, period=period, split=split)
    return [line for _chapter, readings in chapters for reading in readings for line in _lines(reading, period, split)]


def _lines(reading: Reading, period: Period, split: Split | None) -> Iterator[Line]:
    yield _line(reading, period, "", "", reading.figure)
    for week, figure in reading.weeks:
        yield _line(reading, week, "week", week.first.isoformat(), figure)
    for group in reading.groups:
        yield _line(reading, period, str(split or ""), group.name, group.figure)


def _line(reading: Reading, period: Period, by: str, group: str, figure: Figure) -> Line:
    values: tuple[str | int | float | None, ...] = (
        reading.measure.key,
        str(reading.measure.name),
        period.first.isoformat(),
        period.last.isoformat(),
        by,
        group,
        None if figure.hidden else figure.n,
        None if figure.share is None else round(figure.share, 2),
        figure.median,
        figure.p90,
    )
    return dict(zip(COLUMNS, values, strict=True))
