"""Who will get what on a day, and why: every message planned for it, when it goes and how, what travels together and
what will not go. Looking sends nothing and changes nothing. Addresses are masked."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from almoner.commands.answer import Answer

HELP = "show who will get what on a day, and why"
AT_ONCE = 50


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--day", type=_day, help="the day, as 2026-11-24 (default: tomorrow)")
    parser.add_argument("--json", action="store_true", help="answer as one JSON document")


def run(options: Namespace) -> Answer:
    from almoner.cannot_run import CannotRun
    from almoner.core import clock

    day = options.day or clock.today() + timedelta(days=1)
    if day < clock.today():
        raise CannotRun(f"{day} is over: what became of it is in the outbox")
    rows = list(_rows(day))
    lines = [f"{len(rows)} messages on {day}", *(_line(row) for row in rows)]
    return Answer(document={"day": day, "messages": rows}, text="\n".join(lines))


def _rows(day: date) -> Iterator[dict[str, Any]]:
    from almoner.charter.queries import promises_by_key
    from almoner.console.ahead_rows import ahead_row
    from almoner.core.actor import SYSTEM
    from almoner.messaging import days_ahead

    planned = list(days_ahead.planned_for(day, by=SYSTEM))
    for first in range(0, len(planned), AT_ONCE):
        messages = planned[first : first + AT_ONCE]
        promises = promises_by_key((one.promise_id for one in messages), by=SYSTEM)
        for one in days_ahead.on_day(messages, day):
            promise = promises.get(one.message.promise_id)
            shown = ahead_row(one, promise, day)
            told = ("goes", "at", "who", "kind", "channel", "address", "language", "about", "why", "notes")
            yield {
                "message": one.message.id,
                "standard": promise.standard if promise else "",
                **{name: shown[name] for name in told},
            }


def _line(row: dict[str, Any]) -> str:
    from almoner.core import clock

    when = f"{clock.shown(row['at']):%H:%M}" if row["goes"] else "  –  "
    how = f"{row['channel']} {row['address']}".strip()
    first = f"{when}  {row['who']}: {row['kind']}" + (f", {how}" if how else "") + f", {row['language']}"
    return "\n       ".join([first, *(text for text in (row["about"], row["why"], *row["notes"]) if text)])


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError as fault:
        raise ArgumentTypeError(f"{given} is not a day like 2026-11-24") from fault
