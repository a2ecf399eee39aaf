"""Drawings by the server, each with a table of the same facts behind it: `{% load charts %}`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import template
from django.template import Context
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from almoner.core import clock, days
from almoner.ui import charts, moments

register = template.Library()
Facts = Sequence[Mapping[str, Any]]


def _mirrored(context: Context) -> bool:
    return bool(context.get("direction") == "rtl")


def _when(moment: datetime) -> str:
    wall = clock.shown(moment)
    return moments.day_and_clock(wall, now=clock.now().astimezone(wall.tzinfo))


@register.inclusion_tag("ui/charts/trend.html", takes_context=True)
def trend(
    context: Context,
    points: Facts,
    title: str,
    *,
    unit: str = "",
    band: tuple[float, float] | None = None,
    goal: float | None = None,
    limits: tuple[float, float] | None = None,
    wide: bool = False,
) -> dict[str, Any]:
    """Values over time. `points`: {at (a moment) and value, perhaps `said` (the value in words) and `label` (the moment
    in words)}; at least one."""
    ordered = sorted(points, key=lambda point: point["at"])
    drawing = charts.trend(
        [(point["at"].timestamp(), float(point["value"])) for point in ordered],
        band=band,
        goal=goal,
        limits=limits,
        width=720.0 if wide else 400.0,
        mirrored=_mirrored(context),
    )
    rows = [(point.get("label") or _when(point["at"]), point.get("said") or point["value"]) for point in ordered]
    first, last = (clock.shown(ordered[place]["at"]) for place in (0, -1))
    near = last - first < timedelta(days=4)
    return {
        "chart": drawing,
        "title": title,
        "unit": unit,
        "rows": rows,
        "last": rows[-1],
        "goal": goal,
        "edges": [moments.short(moment, clock_too=near) for moment in (first, last)],
        "wide": wide,
    }


@register.inclusion_tag("ui/charts/trend.html", takes_context=True)
def share_over_time(
    context: Context, points: Facts, title: str, *, goal: float | None = None, wide: bool = False
) -> dict[str, Any]:
    """A share in per cent over time, always drawn from 0 to 100. `points` as for `trend`."""
    return trend(context, points, title, unit="%", goal=goal, limits=(0.0, 100.0), wide=wide)


@register.inclusion_tag("ui/charts/spark.html", takes_context=True)
def spark(context: Context, points: Facts, title: str, *, high: float = 0.0) -> dict[str, Any]:
    """A small line beside a number. `points`: {label, value (or None), said}; the table behind it says all of them."""
    drawing = charts.spark([point["value"] for point in points], high=high, mirrored=_mirrored(context))
    return {"chart": drawing, "title": title, "rows": [(point["label"], point["said"]) for point in points]}


@register.inclusion_tag("ui/charts/bars.html", takes_context=True)
def bars(
    context: Context,
    facts: Facts,
    title: str,
    *,
    unit: str = "",
    high: float = 0.0,
    wide: bool = False,
    table: bool = True,
) -> dict[str, Any]:
    """Sizes side by side. `facts`: {label, value, kind: nothing, red, saffron, green}; `high` fixes the length. Without
    `table` the page itself has the table, next to the drawing."""
    drawing = charts.bars(
        [float(fact["value"]) for fact in facts],
        high=high,
        width=720.0 if wide else 400.0,
        mirrored=_mirrored(context),
    )
    return {
        "chart": drawing,
        "pairs": list(zip(drawing.bars, facts, strict=True)),
        "title": title,
        "unit": unit,
        "mirrored": _mirrored(context),
        "wide": wide,
        "table": table,
    }


@register.inclusion_tag("ui/charts/waiting.html", takes_context=True)
def waiting_range(
    context: Context, low: float, high: float, title: str, *, likely: float | None = None, limit: float | None = None
) -> dict[str, Any]:
    """How long it may take, in minutes; `limit` is the most that was promised."""
    drawing = charts.waiting(low, high, likely=likely, limit=limit, mirrored=_mirrored(context))
    said = ngettext("%(low)d to %(high)d minute", "%(low)d to %(high)d minutes", int(high)) % {"low": low, "high": high}
    rows = [(_("Shortest"), low), (_("Longest"), high)]
    if likely is not None:
        rows.insert(1, (_("Most often"), likely))
    if limit is not None:
        rows.append((_("Promised at most"), limit))
    return {"chart": drawing, "title": title, "said": said, "rows": rows, "limit": limit}


@register.inclusion_tag("ui/charts/lanes.html", takes_context=True)
def fasting_timeline(
    context: Context, windows: Facts, title: str, *, now: datetime | None = None, wide: bool = False
) -> dict[str, Any]:
    """What may be eaten until when. `windows`: {label, kind (food, clear, nothing, event), start, end, said}."""
    local = [(clock.shown(window["start"]), clock.shown(window["end"])) for window in windows]
    drawing = charts.lanes(
        local,
        now=None if now is None else now.astimezone(local[0][0].tzinfo if local else None),
        width=720.0 if wide else 400.0,
        mirrored=_mirrored(context),
    )
    rows = [(window["label"], _when(window["start"]), _when(window["end"])) for window in windows]
    hours = [(days.bare_clock(moment), place) for moment, place in drawing.hours]
    return {
        "chart": drawing,
        "pairs": list(zip(drawing.lanes, windows, strict=True)),
        "title": title,
        "rows": rows,
        "hours": hours,
        "wide": wide,
    }


@register.inclusion_tag("ui/charts/day.html", takes_context=True)
def day_lanes(
    context: Context,
    lanes: Facts,
    title: str,
    begin: datetime,
    end: datetime,
    *,
    now: datetime | None = None,
    wide: bool = False,
) -> dict[str, Any]:
    """A day in lanes, on the wall of `begin`.

    `lanes`: {label, kind (food, clear, nothing, event, test), spans: [{label, start, end}]}."""
    spans = [
        [(max(_at(one["start"], begin), begin), min(_at(one["end"], begin), end)) for one in lane["spans"]]
        for lane in lanes
    ]
    drawing = charts.day(
        spans,
        begin,
        end,
        now=None if now is None else _at(now, begin),
        width=720.0 if wide else 400.0,
        mirrored=_mirrored(context),
    )
    rows = [(one["label"], one["start"], _when(one["start"]), _until(one)) for lane in lanes for one in lane["spans"]]
    return {
        "chart": drawing,
        "pairs": [(row, lane, _times(lane)) for row, lane in zip(drawing.rows, lanes, strict=True)],
        "title": title,
        "rows": [(what, start, until) for what, _at, start, until in sorted(rows, key=lambda row: row[1])],
        "hours": [(days.bare_clock(moment), place) for moment, place in drawing.hours],
        "wide": wide,
    }


def _at(moment: datetime, begin: datetime) -> datetime:
    return moment.astimezone(begin.tzinfo)


def _times(lane: Mapping[str, Any], most: int = 3) -> str:
    """When the stretches of a lane are, on the clock; the rest is in the table."""
    spans = [(clock.shown(one["start"]), clock.shown(one["end"])) for one in lane["spans"]]
    said = (days.clock(start) if start == end else days.clocks(start, end) for start, end in spans[:most])
    return ", ".join(said)


def _until(span: Mapping[str, Any]) -> str:
    return "" if span["end"] == span["start"] else _when(span["end"])
