"""Pages with a list, as staff see them, with 20 and with 200 rows: against a bare page, and how many statements."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench._ground import Figure, arguments, counted, cpu_milliseconds, database, in_turn, served, tell  # noqa: E402

PAGES: tuple[tuple[str, str, dict[str, str] | None], ...] = (
    ("promise board", "/desk/promises/", None),
    ("arrivals", "/desk/arrivals/", None),
    ("people found by a name", "/desk/people/", {"text": "Anna"}),
    ("measures", "/desk/measures/", None),
)
"""What it is, its address, and what is sent."""
ROWS = (20, 200)


def fill(site: Any, begin: int, end: int) -> None:
    """People called Anna, each owed a call back and here since just now."""
    from almoner.core import clock
    from almoner.core.actor import SYSTEM
    from almoner.people.actions import register_person
    from almoner.timeline.actions import record
    from almoner.visits.models import Visit

    now, today = clock.now(), clock.today()
    due = (clock.now() + timedelta(hours=1)).isoformat()
    facts = {"outcome": "CALL_BACK", "promised_at": due, "channel": "call"}
    for number in range(begin, end):
        born = date(1950, 1, 1) + timedelta(days=number)
        person = register_person(given_name="Anna", family_name=f"Number {number}", birth_on=born, sure=True, by=SYSTEM)
        record(kind="contact.ended", person=person, subject_id=person.id, facts=facts, by=SYSTEM)
        Visit.objects.create(
            person=person, site=site, day=today, ticket=f"A{number:03}", how="desk", words="my knee hurts",
            state="waiting", arrived_at=now, seen_by_at=now + timedelta(hours=1), greeted_at=now,
        )  # fmt: skip


def figures() -> list[Figure]:
    from django.db import transaction
    from tests.cast import make_cast, signed_in

    cast = make_cast()
    manager = signed_in(cast.manager_staff)
    told: list[Figure] = []
    with served() as ask:
        filled = 0
        for rows in ROWS:
            with transaction.atomic():
                fill(cast.site, filled, rows)
            filled = rows
            for name, address, sent in PAGES:
                told.append(_figure(f"{name}, {rows} rows", address, sent, manager, ask))
    return told


def _figure(work: str, address: str, sent: dict[str, str] | None, browser: Any, ask: Any) -> Figure:
    from django.conf import settings

    token = "t" * 32
    kept = {name: one.value for name, one in browser.cookies.items()} | {settings.CSRF_COOKIE_NAME: token}
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in kept.items()), "Host": "127.0.0.1"}
    if sent:
        headers |= {"X-CSRFToken": token, "Content-Type": "application/x-www-form-urlencoded"}
    body = urlencode(sent) if sent else None
    ms, base = in_turn(lambda: ask(address, headers, body), lambda: ask("/bare"), 20)

    def here() -> None:
        local = {"host": "127.0.0.1"}
        answer = browser.post(address, sent, headers=local) if sent else browser.get(address, headers=local)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")

    statements = counted(here)
    size = f"{len(ask(address, headers, body)) // 1024} kB"
    return Figure(work, ms, cpu_milliseconds(here, 5), statements, ms / base, {"B": f"{base:.2f} ms", "page": size})


def main() -> None:
    options = arguments(__doc__)
    with database(options.engine):
        tell("lists", options, figures())


if __name__ == "__main__":
    main()
