"""Alarms as every page of who triages shows them, and who is on call to hear them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.desk.covering import directory
from almoner.desk.enums import Scope
from almoner.desk.models import Cover
from almoner.ui.templatetags.ui import LEVELS
from almoner.urgency.enums import Level
from almoner.urgency.models import Alarm
from almoner.urgency.queries import alarms

SHOWN = 8
"""So many alarms make up what a page knows; a hospital with more has worse troubles."""
LOUD = Level.SAME_DAY
"""Up to this level an alarm cannot wait until the hospital opens."""


def alarm_rows(by: Actor) -> list[dict[str, Any]]:
    """For who triages; nothing for anybody else. Two statements at most."""
    return [_row(one) for one in alarms(by=by)] if by.may(Permission.SEE_TRIAGE) else []


def strip_shown(by: Actor) -> dict[str, Any]:
    """The strip on every page: the alarm that is most urgent, how many more, whether any cannot wait; `known` changes
    whenever the strip does, so that an open page is not told the same twice."""
    rows = alarm_rows(by)
    known = "-".join(f"{row['alarm'].id.hex[-6:]}{row['letter']}" for row in rows[:SHOWN])
    return {
        "first": rows[0] if rows else None,
        "more": max(0, len(rows) - 1),
        "loud": any(row["loud"] for row in rows),
        "known": f"{len(rows)}-{known}",
    }


def on_call(by: Actor) -> list[Cover]:
    """Who is on call for the whole hospital now, first one first."""
    if not by.may(Permission.SEE_RECORD):
        return []
    return [cover for place in directory(by=by) if place.scope == Scope.HOSPITAL for cover in place.now]


def _row(alarm: Alarm) -> dict[str, Any]:
    request = alarm.request
    return {
        "alarm": alarm,
        "action": reverse("console:hear_alarm", args=[alarm.id]),
        "who": request.who if request else "",
        "href": reverse("console:request", args=[request.id]) if request else reverse("console:triage"),
        "letter": LEVELS[alarm.level - 1],
        "level_word": str(Level(alarm.level).label),
        "loud": alarm.level <= LOUD,
    }
