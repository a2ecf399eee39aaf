"""The hours of a week as the templates draw them: a table of one row, a column for each day, a bar and its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from almoner.console.roster_places import place_text
from almoner.core import clock, days, languages
from almoner.core.numbers import counts_as, digits
from almoner.people.holidays import Holiday
from almoner.scheduling.closed_days import holiday_text
from almoner.scheduling.enums import Kind
from almoner.scheduling.group_hours import KeptOf
from almoner.scheduling.models import Block
from almoner.scheduling.sessions import DAY, Session, minutes
from almoner.scheduling.visitors import Visitor
from almoner.scheduling.weeks import Line

HOUR = 60
KeptByDay = Mapping[tuple[UUID, date], Sequence[KeptOf]]
NOTHING_KEPT: KeptByDay = {}
NO_NAMES: Mapping[str, str] = {}
USUAL = (8 * HOUR, 18 * HOUR)
"""What a bar shows at least."""


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week_of(monday: date) -> list[date]:
    return [monday + timedelta(days=number) for number in range(7)]


def frame(weeks: Iterable[Iterable[Session]]) -> tuple[int, int]:
    """From which minute of a day to which the bars of one page run, whole hours: so they can be compared."""
    spans = [session.span for week in weeks for session in week]
    first = min([USUAL[0], *(begin for begin, _end in spans)])
    last = max([USUAL[1], *(min(end, DAY) for _begin, end in spans)])
    return first // HOUR * HOUR, -(-last // HOUR) * HOUR


def cell(
    day: date,
    sessions: Sequence[Session],
    within: tuple[int, int],
    *,
    blocks: Sequence[Block] = (),
    holiday: Holiday | None = None,
    names: Mapping[str, str] = NO_NAMES,
) -> dict[str, Any]:
    """One day: its sessions in words and as parts of a bar, and what takes time out of it."""
    first, last = within
    away = [one for one in (_part_of_day(block, day) for block in blocks) if one]
    return {
        "day": day,
        "weekday": capfirst(WEEKDAYS_ABBR[day.weekday()]),
        "whole_weekday": capfirst(WEEKDAYS[day.weekday()]),
        "today": day == clock.today(clock.of_reader()),
        "holiday": holiday_text(holiday) if holiday else "",
        "sessions": [_span(one, names) for one in sessions if not one.urgent],
        "urgent": [_span(one, names) for one in sessions if one.urgent],
        "bar": [_bar(*one.span, within) | {"urgent": one.urgent} for one in sessions],
        "away_bar": [_bar(begin, end, within) for begin, end, _reason in away],
        "away": [{"text": "" if (begin, end) == (0, DAY) else _clocks(begin, end), "reason": reason}
                 for begin, end, reason in away],
        "width": last - first,
    }  # fmt: skip


def _group(one: KeptOf) -> dict[str, str]:
    """That an hour is kept for a group; or, where several could give it, that they are one of these."""
    name = {"name": one.service.name_in(languages.of_reader())}
    words = _("kept for %(name)s") if one.alone else _("may be needed for %(name)s")
    return {"text": days.clocks(one.starts_there, one.ends_there), "words": words % name}


def _span(one: Session, names: Mapping[str, str]) -> dict[str, str]:
    return {"text": span_text(one), "place": place_text(one, names)}


def span_text(one: Session) -> str:
    return f"{one.begins.isoformat('minutes')}–{one.ends.isoformat('minutes')}"


def _bar(begin: int, end: int, within: tuple[int, int]) -> dict[str, int]:
    first, last = within
    at = min(max(begin, first), last)
    return {"x": at - first, "width": max(0, min(end, last) - at)}


def _part_of_day(block: Block, day: date) -> tuple[int, int, str] | None:
    """From which minute of the wall's day to which, and why; nothing when the block does not touch the day."""
    begin, end = (_minute(moment, day) for moment in (block.starts_there, block.ends_there))
    return (begin, end, block.get_reason_display()) if begin < end else None


def _minute(at: datetime, day: date) -> int:
    if at.date() != day:
        return 0 if at.date() < day else DAY
    return at.hour * HOUR + at.minute


def _clocks(begin: int, end: int) -> str:
    clocks = (time(at // HOUR % 24, at % HOUR).isoformat("minutes") for at in (begin, end))
    return "–".join(clocks)


def hours_text(of_minutes: int) -> str:
    """“37.5 hours”, to a tenth."""
    hours = round(of_minutes / HOUR, 1)
    return ngettext("%s hour", "%s hours", counts_as(hours)) % digits(hours)


def line_row(
    line: Line, of_days: Sequence[date], within: tuple[int, int], kept: KeptByDay = NOTHING_KEPT
) -> dict[str, Any]:
    """One resource in the roster: its week, and what is still to come. `kept`: the hours kept for groups, of it or of
    others too."""
    of_week = [line.arranged.on_day(day) for day in of_days]
    groups = {day: kept.get((line.resource.id, day), ()) for day in of_days}
    return {
        "resource": line.resource,
        "href": reverse("console:week", args=[line.resource.id]),
        "what": what_it_is(line),
        "cells": [
            cell(day, of_day, within, blocks=line.away, holiday=line.arranged.closings.get(("", day)), names=line.names)
            | {"groups": [_group(one) for one in groups[day]]}
            for day, of_day in zip(of_days, of_week, strict=True)
        ],
        "hours": hours_text(minutes(one for of_day in of_week for one in of_day)),
        "away": [away_row(block) for block in line.away[:2]],
        "more_away": max(0, len(line.away) - 2),
        "others": line.others,
        "displaced": displaced_text(line.displaced),
    }


def visitor_row(one: Visitor, within: tuple[int, int], kept: KeptByDay = NOTHING_KEPT) -> dict[str, Any]:
    """Somebody of another site: their hours at this one, without what of it is arranged elsewhere."""
    cells = []
    for day, here in one.days.items():
        shown = cell(day, here.sessions, within, holiday=here.holiday, names=one.names)
        spans = [(_minute(begin, day), _minute(end, day)) for begin, end in here.away]
        shown["away_bar"] = [_bar(begin, end, within) for begin, end in spans]
        shown["away"] = [{"text": _clocks(begin, end), "reason": _("away")} for begin, end in spans]
        shown["groups"] = [_group(each) for each in kept.get((one.resource.id, day), ())]
        cells.append(shown)
    here_for = minutes(session for here in one.days.values() for session in here.sessions)
    staff = one.resource.staff
    return {
        "resource": one.resource,
        "what": capfirst(staff.profession_name) if staff else str(Kind(one.resource.kind).label),
        "hours": hours_text(here_for),
        "cells": cells,
    }


def away_row(block: Block) -> dict[str, Any]:
    """Time away, in days where it is of whole days: “27 November to 11 December”, the last one too."""
    begin, end = block.starts_there, block.ends_there
    if begin.time() == end.time() == time():
        first, last = begin.date(), end.date() - timedelta(days=1)
        when = days.day(first) if first == last else f"{days.day(first)} – {days.day(last)}"
    else:
        when = f"{days.day(begin)}, {days.clock(begin)} – {days.day(end)}, {days.clock(end)}"
        if begin.date() == end.date():
            when = f"{days.day(begin)}, {days.clocks(begin, end)}"
    return {"block": block, "reason": block.get_reason_display(), "when": when}


def displaced_text(count: int) -> str:
    if not count:
        return ""
    return ngettext("%d visit needs a new time", "%d visits need a new time", count) % count


def what_it_is(line: Line) -> str:
    """The profession of a clinician, what kind of thing anything else is."""
    staff = line.resource.staff
    return capfirst(staff.profession_name) if staff else str(Kind(line.resource.kind).label)


def other_text(sessions: Sequence[Session], names: Mapping[str, str] = NO_NAMES) -> str:
    spans = (" ".join(filter(None, (span_text(one), place_text(one, names)))) for one in sessions)
    return languages.listed(spans) if sessions else pgettext("why nobody is there", "Closed")


def weekdays() -> list[tuple[int, str]]:
    return [(number, capfirst(name)) for number, name in WEEKDAYS.items()]
