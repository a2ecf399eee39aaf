"""Measures as the console shows them: figures in words, drawings, tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.insight.figure import FEW, Figure
from almoner.insight.measure import About, Kind, Measure
from almoner.insight.period import Period
from almoner.insight.queries import Group, Reading, Row
from almoner.ui import moments

MINUTE, HOUR, DAY = 60, 3600, 86400
MOST = 15
"""So many groups are shown of what a measure is taken apart by; they come largest first."""
ROUTES = {
    "promise": ("console:promise", Permission.SEE_PROMISES),
    "appointment": ("console:appointment", Permission.BOOK),
    "contact": ("console:contact", Permission.TAKE_CONTACTS),
    "request": ("console:request", Permission.SEE_TRIAGE),
    "feedback": ("console:feedback_one", Permission.HEAR_FEEDBACK),
    "message": ("console:message", Permission.SEE_OUTBOX),
}
"""Where what was counted is shown, and who may go there."""


def length(seconds: int | None) -> str:
    """How long, as exactly as it matters."""
    if seconds is None:
        return "–"
    if seconds < 2 * MINUTE:
        return ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    if seconds < 2 * HOUR:
        return _("%(count)d min") % {"count": round(seconds / MINUTE)}
    if seconds < 2 * DAY:
        return _("%(count)s h") % {"count": number_format(round(seconds / HOUR, 1), 1)}
    return moments.days_in_words(round(seconds / DAY, 1))


def percent(share: float | None) -> str:
    """Whole per cents; a share that is not whole is never called 0 or 100."""
    if share is None:
        return "–"
    whole = round(share)
    if whole in {0, 100} and share != whole:
        return _("%(share)s %%") % {"share": number_format(min(max(share, 0.1), 99.9), 1)}
    return _("%(share)s %%") % {"share": whole}


def value(measure: Measure, figure: Figure) -> str:
    """The one number of a figure, in words."""
    if figure.hidden:
        return _("fewer than %(few)d, or next to it") % {"few": FEW}
    if measure.kind == Kind.SHARE:
        return percent(figure.share)
    if measure.kind == Kind.WAIT:
        return length(figure.median)
    return number_format(figure.n)


def counted(measure: Measure, figure: Figure) -> str:
    """What stands beside it: of how many; for waits also nine in ten."""
    if figure.hidden or measure.kind == Kind.COUNT:
        return ""
    if not figure.n:
        return _("nothing was counted")
    if measure.kind == Kind.WAIT:
        return _("half within this, 9 in 10 within %(ninety)s · n %(n)s") % {
            "ninety": length(figure.p90),
            "n": number_format(figure.n),
        }
    return _("%(good)s of %(n)s") % {"good": number_format(figure.good or 0), "n": number_format(figure.n)}


def tile(reading: Reading, query: str) -> dict[str, Any]:
    """One measure on the page of all."""
    measure, figure = reading.measure, reading.figure
    return {
        "value": value(measure, figure),
        "label": measure.name,
        "note": counted(measure, figure),
        "kind": _tone(measure, figure),
        "href": reverse("console:measure", args=[measure.key]) + query,
        "week": _week_on_week(reading),
        "points": [_point(measure, week, one) for week, one in reading.weeks] if figure.n or _any(reading) else [],
        "high": 100.0 if measure.kind == Kind.SHARE else 0.0,
        "groups": [_group(measure, group) for group in reading.groups],
    }


def _any(reading: Reading) -> bool:
    return any(figure.n for _week, figure in reading.weeks)


def _tone(measure: Measure, figure: Figure) -> str:
    if measure.kind != Kind.COUNT:
        return ""
    return "red" if figure.n else "green"


def _week_on_week(reading: Reading) -> str:
    """The last seven days against the seven before, where both can be told."""
    if not reading.weeks:
        return ""
    measure, last, before = reading.measure, reading.last_week, reading.week_before
    if last.value is None or before.value is None:
        return ""
    shown = {"last": value(measure, last), "before": value(measure, before)}
    if last.value == before.value:
        return _("Last 7 days %(last)s, as the 7 before") % shown
    if (last.value > before.value) == measure.more_is_better:
        return _("▲ Better: last 7 days %(last)s, the 7 before %(before)s") % shown
    return _("▼ Worse: last 7 days %(last)s, the 7 before %(before)s") % shown


def _point(measure: Measure, week: Period, figure: Figure) -> dict[str, Any]:
    return {
        "at": week.begins_at,
        "label": _days(week),
        "value": figure.value,
        "said": f"{value(measure, figure)} · n {number_format(figure.n)}" if figure.n else "–",
    }


def _days(week: Period) -> str:
    first, last = clock.local(week.begins_at), clock.on_the_wall(week.last, clock.local(week.begins_at).time())
    return f"{moments.short(first, clock_too=False)} – {moments.short(clock.local(last), clock_too=False)}"


def _group(measure: Measure, group: Group) -> dict[str, Any]:
    return {
        "name": group.name,
        "value": value(measure, group.figure),
        "n": "" if group.figure.hidden else number_format(group.figure.n),
        "hidden": group.figure.hidden,
    }


def trend(reading: Reading) -> dict[str, Any]:
    """The weeks as a drawing: shares in per cent, lengths in the unit that fits the longest."""
    measure = reading.measure
    weeks = [(week, figure) for week, figure in reading.weeks if figure.value is not None]
    longest = max((figure.value or 0.0 for _week, figure in weeks), default=0.0)
    size, unit = _unit(measure, longest)
    points = [
        {**_point(measure, week, figure), "value": round((figure.value or 0.0) / size, 1)} for week, figure in weeks
    ]
    return {"points": points, "unit": unit, "is_share": measure.kind == Kind.SHARE, "name": measure.name}


def _unit(measure: Measure, longest: float) -> tuple[int, str]:
    if measure.kind == Kind.SHARE:
        return 1, "%"
    if longest >= 2 * DAY:
        return DAY, _("days, median")
    if longest >= 2 * HOUR:
        return HOUR, _("hours, median")
    return MINUTE, _("minutes, median")


def groups(measure: Measure, name: Any, found: Iterable[Group]) -> dict[str, Any]:
    """Groups as bars, and as a table that says all that is known of them."""
    told = list(found)
    shown = [group for group in told if group.figure.value is not None]
    longest = max((group.figure.value or 0.0 for group in shown), default=0.0)
    size, unit = _unit(measure, longest)
    return {
        "name": name,
        "bars": [{"label": one.name, "value": _size(measure, one.figure, size)} for one in shown],
        "unit": f" {unit.split(',')[0]}" if unit != "%" else "%",
        "high": 100.0 if measure.kind == Kind.SHARE else 0.0,
        "headings": _headings(measure),
        "rows": [_cells(measure, group) for group in told[:MOST]],
        "more": max(0, len(told) - MOST),
    }


def _size(measure: Measure, figure: Figure, unit: int) -> float:
    """How long its bar is: whole per cents, lengths to a tenth."""
    size = (figure.value or 0.0) / unit
    return int(size) if measure.kind == Kind.SHARE else round(size, 1)


def _headings(measure: Measure) -> list[str]:
    if measure.kind == Kind.WAIT:
        return [_("Group"), _("Counted"), _("Half within"), _("9 in 10 within")]
    if measure.kind == Kind.SHARE:
        return [_("Group"), _("Counted"), str(measure.yes)]
    return [_("Group"), _("Counted")]


def _cells(measure: Measure, group: Group) -> list[Any]:
    figure = group.figure
    name = {"text": group.name, "kind": "head"}
    if figure.hidden:
        return [name, {"text": _("too few to tell"), "kind": "number"}, *([""] * (len(_headings(measure)) - 2))]
    cells: list[Any] = [name, {"text": number_format(figure.n), "kind": "number"}]
    if measure.kind == Kind.WAIT:
        cells += [{"text": length(seconds), "kind": "number"} for seconds in (figure.median, figure.p90)]
    elif measure.kind == Kind.SHARE:
        cells.append({"text": percent(figure.share), "kind": "number"})
    return cells


def list_headings(measure: Measure) -> list[str]:
    last = [_("How long")] if measure.kind == Kind.WAIT else [_("How it was")] if measure.kind == Kind.SHARE else []
    return [_("Who"), _("What"), _("When"), *last]


def list_row(measure: Measure, row: Row, by: Actor) -> list[Any]:
    """One of those who were counted, leading to the person and to what it was about."""
    cells = [_who(row, by), _what(row, by), moments.day_and_clock(clock.shown(row.at), now=clock.shown(clock.now()))]
    if measure.kind == Kind.WAIT:
        return [*cells, {"text": length(row.seconds), "kind": "number"}]
    if measure.kind == Kind.SHARE:
        return [*cells, str(measure.yes if row.good else measure.no)]
    return cells


def _who(row: Row, by: Actor) -> Any:
    if row.person is None:
        return _("somebody whom you may not see") if row.closed else _("not known yet")
    href = reverse("console:person", args=[row.person.id]) if by.may(Permission.FIND_PEOPLE) else ""
    return {"text": row.person.name, "href": href, "kind": "head"}


def _what(row: Row, by: Actor) -> Any:
    href = _href(row.about, by)
    return {"text": row.what or _("Look"), "href": href, "kind": "text"} if href else row.what


def _href(about: About | None, by: Actor) -> str:
    if about is None or about.kind not in ROUTES:
        return ""
    route, permission = ROUTES[about.kind]
    return reverse(route, args=[about.key]) if by.may(permission) else ""
