"""Scales and paths of the drawings. Pure: numbers in, coordinates out; words and colours are for the templates.

A drawing has its own units: as wide as `width`, text of 13. It is 400 wide for a phone and 720 for a desk. `mirrored`
turns the way of reading, for scripts that run from right to left.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

MARGIN: Final = 8.0
GUTTER: Final = 44.0
ROW: Final = 42.0
DOT: Final = 8.0
HOURS: Final = (1, 2, 3, 4, 6, 12, 24, 48, 96)


@dataclass(frozen=True)
class Scale:
    """From values to places; a scale of no length puts everything in the middle."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        if self.high == self.low:
            return round((self.start + self.end) / 2, 1)
        part = (value - self.low) / (self.high - self.low)
        return round(self.start + min(max(part, 0.0), 1.0) * (self.end - self.start), 1)


@dataclass(frozen=True)
class Tick:
    value: float
    place: float


@dataclass(frozen=True)
class Mark:
    x: float
    y: float
    outside: bool = False


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Trend:
    width: float
    height: float
    line: str
    marks: tuple[Mark, ...]
    last: Mark
    rules: tuple[Tick, ...]
    edges: tuple[float, float]
    gutter: float
    beyond: float
    base: float
    band: Box | None = None
    goal: float | None = None


@dataclass(frozen=True)
class Spark:
    width: float
    height: float
    line: str
    last: Mark | None
    base: float


@dataclass(frozen=True)
class Bar:
    box: Box
    middle: float
    tip: float


@dataclass(frozen=True)
class Bars:
    width: float
    height: float
    start: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Range:
    width: float
    track: Box
    span: Box
    likely: float
    limit: float | None


@dataclass(frozen=True)
class Lane:
    box: Box
    label_at: float


@dataclass(frozen=True)
class Lanes:
    width: float
    height: float
    start: float
    lanes: tuple[Lane, ...]
    hours: tuple[tuple[datetime, float], ...]
    now: float | None
    base: float


@dataclass(frozen=True)
class DayRow:
    boxes: tuple[Box, ...]
    label_at: float


@dataclass(frozen=True)
class Day:
    width: float
    height: float
    start: float
    rows: tuple[DayRow, ...]
    hours: tuple[tuple[datetime, float], ...]
    now: float | None
    base: float


def across(low: float, high: float, start: float, end: float, *, mirrored: bool, width: float) -> Scale:
    """A scale along the line of reading."""
    return Scale(low, high, width - start, width - end) if mirrored else Scale(low, high, start, end)


def box_between(one: float, other: float, y: float, height: float) -> Box:
    return Box(min(one, other), y, round(abs(other - one), 1), height)


def round_steps(low: float, high: float, count: int = 4) -> list[float]:
    """Round numbers from at or below `low` to at or above `high`: some `count` steps of 1, 2 or 5 by a power of ten."""
    span = (high - low) or abs(high) or 1.0
    power = 10 ** math.floor(math.log10(span / count))
    step = next(power * size for size in (1, 2, 5, 10) if power * size * count >= span)
    first = math.floor(low / step)
    last = math.ceil(high / step)
    return [round(number * step, 10) for number in range(first, max(last, first + 1) + 1)]


def path(marks: Sequence[Mark]) -> str:
    return "".join(f"{'L' if place else 'M'}{mark.x:g} {mark.y:g}" for place, mark in enumerate(marks))


def trend(
    points: Sequence[tuple[float, float]],
    *,
    band: tuple[float, float] | None = None,
    goal: float | None = None,
    limits: tuple[float, float] | None = None,
    width: float = 400.0,
    height: float = 190.0,
    mirrored: bool = False,
) -> Trend:
    """Values (`(when, value)`) over time. `band` is where they should lie; a value outside it is marked so.

    `limits` fixes the lowest and highest value shown (0 and 100 for a share). At least one point.
    """
    if not points:
        raise ValueError("a trend needs at least one point")
    values = [value for _, value in points]
    wanted = [*values, *(band or ()), *([goal] if goal is not None else [])]
    steps = round_steps(*(limits or (min(wanted), max(wanted))))
    base = height - 26
    up = Scale(steps[0], steps[-1], base, 12.0)
    along = across(points[0][0], points[-1][0], GUTTER, width - GUTTER, mirrored=mirrored, width=width)
    edges = (along.start, along.end)
    marks = tuple(Mark(along.at(x), up.at(y), _outside(y, band)) for x, y in points)
    return Trend(
        width=width,
        height=height,
        line=path(marks),
        marks=marks,
        last=marks[-1],
        rules=tuple(Tick(step, up.at(step)) for step in steps),
        edges=edges,
        gutter=edges[0] + (MARGIN if mirrored else -MARGIN),
        beyond=edges[1] + (-MARGIN if mirrored else MARGIN),
        base=base,
        band=_shade(band, edges, up) if band else None,
        goal=None if goal is None else up.at(goal),
    )


def spark(values: Sequence[float | None], *, high: float = 0.0, mirrored: bool = False) -> Spark:
    """A line for beside a number, without an axis: from 0 to `high`, or to the highest value. None leaves a gap."""
    width, height = 160.0, 40.0
    known = [value for value in values if value is not None]
    up = Scale(0.0, max([high, *known], default=0.0) or 1.0, height - 4, 4.0)
    along = across(0.0, max(len(values) - 1, 1), 4.0, width - 4.0, mirrored=mirrored, width=width)
    marks = [None if value is None else Mark(along.at(place), up.at(value)) for place, value in enumerate(values)]
    line = ""
    for before, mark in zip([None, *marks], marks, strict=False):
        if mark:
            line += f"{'L' if before else 'M'}{mark.x:g} {mark.y:g}"
    return Spark(width, height, line, next((mark for mark in reversed(marks) if mark), None), height - 2)


def _shade(band: tuple[float, float], edges: tuple[float, float], up: Scale) -> Box:
    top = up.at(band[1])
    return box_between(*edges, top, round(up.at(band[0]) - top, 1))


def _outside(value: float, band: tuple[float, float] | None) -> bool:
    return band is not None and not band[0] <= value <= band[1]


def bars(values: Sequence[float], *, high: float = 0.0, width: float = 400.0, mirrored: bool = False) -> Bars:
    """Lying bars, one below the other, each with its label above it; the longest leaves room for its number."""
    most = max([high, *values], default=0.0) or 1.0
    along = across(0.0, most, 0.0, width - GUTTER, mirrored=mirrored, width=width)
    drawn = []
    for place, value in enumerate(values):
        y = place * 44 + 20.0
        tip = along.at(value)
        drawn.append(Bar(box_between(along.start, tip, y, 14.0), y + 11.5, tip + (-MARGIN if mirrored else MARGIN)))
    return Bars(width, len(values) * 44.0, along.start, tuple(drawn))


def waiting(
    low: float, high: float, *, likely: float | None = None, limit: float | None = None, mirrored: bool = False
) -> Range:
    """How long it may take: from `low` to `high`, most often `likely`; `limit` is the most that was promised."""
    width = 400.0
    most = max(high * 1.25, limit or 0.0, 1.0)
    along = across(0.0, most, 0.0, width, mirrored=mirrored, width=width)
    return Range(
        width=width,
        track=Box(0.0, 24.0, width, 14.0),
        span=box_between(along.at(low), along.at(high), 24.0, 14.0),
        likely=along.at((low + high) / 2 if likely is None else likely),
        limit=None if limit is None else along.at(limit),
    )


def lanes(
    windows: Sequence[tuple[datetime, datetime]],
    *,
    now: datetime | None = None,
    width: float = 400.0,
    mirrored: bool = False,
) -> Lanes:
    """Stretches of time, each in a lane of its own, over one scale of hours. All moments aware, in the site's zone."""
    if not windows:
        raise ValueError("lanes need at least one window")
    first = min(start for start, _ in windows)
    last = max(end for _, end in windows)
    along = across(first.timestamp(), last.timestamp(), 4.0, width - 4.0, mirrored=mirrored, width=width)
    drawn = []
    for place, (start, end) in enumerate(windows):
        y = place * 48 + 22.0
        box = box_between(along.at(start.timestamp()), along.at(end.timestamp()), y, 16.0)
        drawn.append(Lane(box, y - 7))
    base = len(windows) * 48 + 4.0
    here = along.at(now.timestamp()) if now is not None and first <= now <= last else None
    hours = ((moment, along.at(moment.timestamp())) for moment in hours_between(first, last))
    return Lanes(
        width=width,
        height=base + 26,
        start=along.start,
        lanes=tuple(drawn),
        hours=tuple(hour for hour in hours if here is None or abs(hour[1] - here) > GUTTER),
        now=here,
        base=base,
    )


def day(
    rows: Sequence[Sequence[tuple[datetime, datetime]]],
    first: datetime,
    last: datetime,
    *,
    now: datetime | None = None,
    width: float = 400.0,
    mirrored: bool = False,
) -> Day:
    """Rows of stretches over one scale of hours; what has no length is a dot that can be seen. All moments aware."""
    along = across(first.timestamp(), last.timestamp(), 4.0, width - 4.0, mirrored=mirrored, width=width)
    drawn = []
    for place, spans in enumerate(rows):
        y = place * ROW + 20.0
        boxes = (box_between(along.at(start.timestamp()), along.at(end.timestamp()), y, 14.0) for start, end in spans)
        drawn.append(DayRow(tuple(_seen(box) for box in boxes), y - 6))
    base = len(rows) * ROW + 4.0
    here = along.at(now.timestamp()) if now is not None and first <= now <= last else None
    hours = ((moment, along.at(moment.timestamp())) for moment in hours_between(first, last))
    return Day(
        width=width,
        height=base + 26,
        start=along.start,
        rows=tuple(drawn),
        hours=tuple(hour for hour in hours if here is None or abs(hour[1] - here) > GUTTER),
        now=here,
        base=base,
    )


def _seen(box: Box) -> Box:
    return box if box.width >= DOT else Box(round(box.x + box.width / 2 - DOT / 2, 1), box.y, DOT, box.height)


def hours_between(first: datetime, last: datetime, most: int = 5) -> list[datetime]:
    """Whole hours on the wall between two moments, at most `most`, away from the very ends."""
    length = (last - first).total_seconds() / 3600
    step = next((hours for hours in HOURS if length / hours <= most), HOURS[-1])
    moment = first.replace(minute=0, second=0, microsecond=0)
    moment -= timedelta(hours=moment.hour % step)
    edge = timedelta(hours=length / 20)
    found = []
    while moment <= last - edge:
        if moment >= first + edge:
            found.append(moment)
        moment += timedelta(hours=step)
    return found
