"""From rows to figures: one statement each, whatever the number of rows or groups."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, Value, When, Window
from django.db.models.functions import RowNumber

from almoner.core import clock
from almoner.insight.figure import NOTHING, Figure
from almoner.insight.measure import Kind, Measure, Rows
from almoner.insight.period import Period
from almoner.insight.splits import Split, split_rows


def within(measure: Measure, period: Period) -> Rows:
    """The rows that fall into the period. What is counted now has none, and nothing is counted ahead of its time."""
    if measure.kind == Kind.COUNT:
        return measure.rows()
    end = min(period.ends_at, clock.now())
    return measure.rows().filter(**{f"{measure.at}__gte": period.begins_at, f"{measure.at}__lt": end})


def whole(measure: Measure, period: Period) -> Figure:
    """The measure over all rows of the period."""
    return _grouped(measure, within(measure, period).annotate(of=Value(0))).get(0, _none(measure))


def by_split(measure: Measure, period: Period, split: Split) -> dict[Any, Figure]:
    return _grouped(measure, split_rows(within(measure, period), split, measure))


def by_part(measure: Measure, period: Period, part: str) -> dict[Any, Figure]:
    return _grouped(measure, within(measure, period).annotate(of=measure.parts[part].by))


def by_week(measure: Measure, weeks: list[Period]) -> list[Figure]:
    """One figure for each of the weeks, which follow one another without a gap."""
    spanned = within(measure, Period(weeks[0].first, weeks[-1].last))
    steps = [When(**{f"{measure.at}__lt": week.ends_at}, then=Value(place)) for place, week in enumerate(weeks[:-1])]
    place = Case(*steps, default=Value(len(weeks) - 1), output_field=IntegerField())
    found = _grouped(measure, spanned.annotate(of=place))
    return [found.get(place, _none(measure)) for place in range(len(weeks))]


def _none(measure: Measure) -> Figure:
    return Figure(good=0) if measure.kind == Kind.SHARE else NOTHING


def _grouped(measure: Measure, rows: Rows) -> dict[Any, Figure]:
    """Figures by the column `of`."""
    if measure.kind == Kind.WAIT:
        return _lengths(measure, rows)
    counted = rows.order_by().values("of").annotate(n=Count("pk"), fine=Count("pk", filter=measure.good or Q()))
    good = measure.kind == Kind.SHARE
    return {row["of"]: Figure(row["n"], row["fine"] if good else None) for row in counted}


def _lengths(measure: Measure, rows: Rows) -> dict[Any, Figure]:
    """Median and nine in ten by nearest rank: the rows at those two places of each group, and no others, are read."""
    ranked = rows.order_by().annotate(
        length=measure.length,
        place=Window(RowNumber(), partition_by="of", order_by="length"),
        n=Window(Count("pk"), partition_by="of"),
    )
    at_half = Q(doubled__gte=0, doubled__lt=2)
    at_ninety = Q(tenfold__gte=0, tenfold__lt=10)
    ranked = ranked.annotate(doubled=_over("place", "n", 2, 1), tenfold=_over("place", "n", 10, 9))
    found: dict[Any, Figure] = {}
    for group, n, length, doubled in (
        ranked.filter(at_half | at_ninety).order_by("of", "place").values_list("of", "n", "length", "doubled")
    ):
        before = found.get(group)
        median = before.median if before else length
        assert before or doubled < 2  # noqa: S101 - the half comes first
        found[group] = Figure(n, median=median, p90=length)
    return found


def _over(place: str, count: str, times: int, of: int) -> Any:
    """`times` · place − `of` · n: from 0 up to `times` at the row that has that part of all rows up to it."""
    return F(place) * times - F(count) * of
