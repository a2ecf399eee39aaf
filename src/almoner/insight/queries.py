"""Reading measures: figures for who may see them, lists of people as far as they may be seen, and what is public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, F, IntegerField, QuerySet, Value, When

from almoner.charter.book import charter
from almoner.charter.standard import STAGES
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.insight import reckoning, splits
from almoner.insight.figure import FEW, Figure, without_small
from almoner.insight.measure import About, Kind, Measure, Text
from almoner.insight.measures import CHAPTERS, promises
from almoner.insight.period import Period, last_days
from almoner.insight.splits import Split
from almoner.people.models import Person
from almoner.people.rules import visible_to

PUBLIC_DAYS = 90


@dataclass(frozen=True, slots=True)
class Group:
    """Part of what was counted: its words, and its figure, which is hidden where it is small."""

    name: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Reading:
    """A measure over a period, by weeks (with the period of each), and by the split that was asked for."""

    measure: Measure
    figure: Figure
    weeks: list[tuple[Period, Figure]]
    groups: list[Group]

    @property
    def last_week(self) -> Figure:
        return self.weeks[-1][1]

    @property
    def week_before(self) -> Figure:
        return self.weeks[-2][1]


def readings(
    *, by: Actor, period: Period, split: Split | None = None, weeks: int = 8
) -> list[tuple[Text, list[Reading]]]:
    """Every measure, by chapter. A constant number of statements: for each its figure, its weeks and its split."""
    by.need(Permission.SEE_MEASURES)
    return [(name, [_read(one, period, split, weeks) for one in measures]) for name, measures in CHAPTERS]


def reading_of(*, by: Actor, measure: Measure, period: Period, weeks: int = 12) -> Reading:
    by.need(Permission.SEE_MEASURES)
    return _read(measure, period, None, weeks)


def _read(measure: Measure, period: Period, split: Split | None, weeks: int) -> Reading:
    stretches = period.weeks(weeks)
    over_time = [] if measure.kind == Kind.COUNT else reckoning.by_week(measure, stretches)
    return Reading(
        measure=measure,
        figure=reckoning.whole(measure, period),
        weeks=list(zip(stretches, over_time, strict=False)),
        groups=_groups(measure, period, split) if split else [],
    )


def groups_of(*, by: Actor, measure: Measure, period: Period, split: Split) -> list[Group]:
    """A measure by language, age, channel or need, with small groups hidden (X-6)."""
    by.need(Permission.SEE_MEASURES)
    return _groups(measure, period, split)


def _groups(measure: Measure, period: Period, split: Split) -> list[Group]:
    if not splits.applies_to(split, measure):
        return []
    found = without_small(reckoning.by_split(measure, period, split))
    ordered = sorted(found, key=lambda group: splits.order_of(split, group))
    return [Group(splits.said(split, group), found[group]) for group in ordered]


def parts_of(*, by: Actor, measure: Measure, period: Period, part: str) -> list[Group]:
    """A measure by what the hospital did, such as by standard or team, the largest part first. Nobody is told apart by
    it, and so nothing is hidden."""
    by.need(Permission.SEE_MEASURES)
    found = reckoning.by_part(measure, period, part)
    words = measure.parts[part].in_words(found)
    return [Group(words[key], found[key]) for key in sorted(found, key=lambda key: (-found[key].n, words[key]))]


@dataclass(frozen=True, slots=True)
class Row:
    """One of those who were counted. `person` is None where it is not known who it is, and `closed` where whoever asks
    may not see them."""

    person: Person | None
    closed: bool
    at: datetime
    good: bool | None
    seconds: int | None
    what: str
    about: About | None


def rows_behind(*, by: Actor, measure: Measure, period: Period) -> QuerySet[Any]:
    """Whom a measure counted: those first who were not as they should be, or waited longest; then the latest."""
    by.need(Permission.SEE_MEASURES)
    rows = reckoning.within(measure, period)
    if measure.length is not None:
        ordered: QuerySet[Any] = rows.annotate(seconds=measure.length).order_by("-seconds", "id")
    elif measure.good is not None:
        fine = Case(When(measure.good, then=Value(1)), default=Value(0), output_field=IntegerField())
        first = "fine" if measure.more_is_better else "-fine"
        ordered = rows.annotate(fine=fine).order_by(first, F(measure.at).desc(), "id")
    else:
        ordered = rows.order_by(measure.at, "id")
    return ordered


def shown(rows: QuerySet[Any], *, measure: Measure, by: Actor) -> list[Row]:
    """A page of `rows_behind`, with the names of those people only whom `by` may see. Two statements."""
    by.need(Permission.SEE_MEASURES)
    found = list(rows.select_related(measure.person, *measure.with_them))
    people = {person.id for one in found if (person := measure.person_of(one))}
    known = Person.objects.filter(visible_to(by), id__in=people).values_list("id", flat=True)
    seen = set(known) if measure.names_need is None or by.may(measure.names_need) else set()
    return [_row(one, measure, seen, by) for one in found]


def _row(row: Any, measure: Measure, seen: set[Any], by: Actor) -> Row:
    person = measure.person_of(row)
    closed = (person is not None and person.id not in seen) or measure.apart(row, by)
    fine = getattr(row, "fine", None)
    return Row(
        person=None if closed else person,
        closed=closed,
        at=measure.moment_of(row),
        good=None if fine is None else bool(fine),
        seconds=getattr(row, "seconds", None),
        what="" if closed else measure.what(row),
        about=None if closed else measure.about(row),
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """What is public of a standard: how many promises fell due, and how many of a hundred were kept in time.

    Rounded down: 100 is said of none that was ever late.
    """

    standard: str
    stage: str
    came_due: int
    of_hundred: int


def kept_in_public(days: int = PUBLIC_DAYS) -> list[Kept]:
    """The share kept of each standard, for everybody to see: counts only, by stage of the journey, and no standard that
    came due for fewer than five promises. What has not been kept and is still open counts as not kept."""
    period = last_days(days)
    found = reckoning.by_part(promises.KEPT, period, "standard")
    book = charter().standards
    kept = [
        Kept(key, book[key].stage, figure.n, 100 * (figure.good or 0) // figure.n)
        for key, figure in found.items()
        if figure.n >= FEW and key in book
    ]
    return sorted(kept, key=lambda one: (STAGES.index(one.stage), -one.came_due, one.standard))
