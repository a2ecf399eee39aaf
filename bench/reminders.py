"""A hundred thousand messages that are due at one moment: planned, claimed, sent; and what a second worker adds.

Planning is held against bare inserts of the very same rows, in one run. What is sent goes to a stand-in: nothing
leaves, and what is measured is the outbox itself, with all its guarantees."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

if TYPE_CHECKING:
    from almoner.messaging.planning import Wanted

from bench._ground import Figure, arguments, counted, database, tell  # noqa: E402

REMINDERS, AT_ONCE = 100_000, 1_000
CLAIMS = 25
SECONDS = 12
WORKER = """
import sys, time
import django; django.setup()
from django.conf import settings
from almoner.messaging import kinds
from almoner.messaging.work import send_due
from almoner.people.enums import Purpose
settings.MESSAGES_A_MINUTE = 0
kinds.register(kinds.MessageKind("question.received", Purpose.CARE, lambda _subject, _person: {}))
send_due(limit=4)
print("ready", flush=True)
sys.stdin.readline()
end, done = time.monotonic() + float(sys.argv[1]), 0
while time.monotonic() < end:
    done += send_due()
print(done, flush=True)
"""


def figures() -> list[Figure]:
    from django.conf import settings

    settings.MESSAGES_A_MINUTE = 0
    wanted = _wanted(REMINDERS)
    planned = _planned(wanted)
    bare = _bare()
    one, two = _sent_by(1), _sent_by(2)
    return [
        Figure("bare inserts of the same rows", bare, 0.0, 0, 1.0, {"rows": 2 * AT_ONCE}),
        planned(bare),
        _claimed(),
        Figure("one worker", 1000 / one, 0.0, 0, 1.0, {"a second": round(one, 1)}),
        Figure("two workers", 1000 / two, 0.0, 0, two / one, {"a second": round(two, 1)}),
    ]


def _wanted(count: int) -> list[Wanted]:
    """To a hundred people, by e-mail, of a kind that may go at any hour; a stand-in takes it."""
    from almoner.core import clock
    from almoner.core.identifiers import new_id
    from almoner.messaging.planning import Wanted
    from almoner.people.models import Consent, ContactPoint
    from bench._hospital import make, people

    make(1, 1, 1, busy=False)
    everybody = people(100)
    ContactPoint.objects.bulk_create(
        ContactPoint(person=one, kind="email", value=f"p{n}@example.org", key=f"p{n}@example.org")
        for n, one in enumerate(everybody)
    )
    Consent.objects.bulk_create(
        Consent(person=one, purpose="care", channel="email", given=True, captured_by="bench") for one in everybody
    )
    now = clock.now()
    return [
        Wanted(
            "visit.missed",
            everybody[n % 100],
            new_id(),
            ("email",),
            now,
            now + timedelta(days=1),
            new_id(),
            urgent=n < 50,
        )
        for n in range(count)
    ]


def _planned(wanted: list[Wanted]) -> Any:
    """Plan all, a thousand in a transaction."""
    from almoner.core.actor import SYSTEM
    from almoner.messaging import actions

    batches = [wanted[first : first + AT_ONCE] for first in range(0, len(wanted), AT_ONCE)]
    statements = counted(lambda: actions.plan_for_promises(wanted=batches[0], by=SYSTEM))
    again = counted(lambda: actions.plan_for_promises(wanted=batches[1], by=SYSTEM))
    begin, cpu = time.perf_counter(), time.process_time()
    for batch in batches[2:]:
        actions.plan_for_promises(wanted=batch, by=SYSTEM)
    wall, cpu = time.perf_counter() - begin, time.process_time() - cpu
    count = len(batches) - 2
    whole = wall / count * len(batches)
    more = {"all, in seconds": round(whole, 1), "statements of two batches": [statements, again]}

    def told(bare: float) -> Figure:
        return Figure(
            f"planned, {AT_ONCE} in a transaction",
            wall * 1000 / count,
            cpu * 1000 / count,
            statements,
            wall * 1000 / count / bare,
            more,
        )

    return told


def _bare() -> float:
    """Milliseconds to insert as many rows of what was planned, with the driver's own means and nothing around."""
    from django.db import connection, transaction

    tables = ("messaging_message", "messaging_made")
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"CREATE TABLE bare_{table} AS SELECT * FROM {table} WHERE 1 = 0")  # noqa: S608
        rows = {table: _rows(cursor, table) for table in tables}
        begin = time.perf_counter()
        for _ in range(5):
            with transaction.atomic():
                for table in tables:
                    marks = ", ".join(["%s"] * len(rows[table][0]))
                    cursor.executemany(f"INSERT INTO bare_{table} VALUES ({marks})", rows[table])  # noqa: S608
        return (time.perf_counter() - begin) * 1000 / 5


def _rows(cursor: Any, table: str) -> list[Any]:
    cursor.execute(f"SELECT * FROM {table} LIMIT {AT_ONCE}")  # noqa: S608 - names of ours
    found = cursor.fetchall()
    return [tuple(json.dumps(value) if isinstance(value, list | dict) else value for value in row) for row in found]


def _claimed() -> Figure:
    """Claims of twenty, among all that are due at one moment; given back afterwards."""
    from almoner.core.actor import SYSTEM
    from almoner.messaging import actions
    from almoner.messaging.models import Message

    statements = counted(lambda: actions.claim_due(limit=20, by=SYSTEM))
    begin, cpu = time.perf_counter(), time.process_time()
    for _ in range(CLAIMS):
        actions.claim_due(limit=20, by=SYSTEM)
    wall, cpu = time.perf_counter() - begin, time.process_time() - cpu
    Message.objects.update(lease_token=None, lease_until=None, claims=0)
    more = {"a second": round(20 * CLAIMS / wall)}
    return Figure(
        "claimed, 20 of 100,000 that are due", wall * 1000 / CLAIMS, cpu * 1000 / CLAIMS, statements, 0.0, more
    )


def _sent_by(workers: int) -> float:
    """Messages a second that so many processes send together."""
    paths = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    command = [sys.executable, "-c", WORKER, str(SECONDS)]
    running = [
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": paths}
        )
        for _ in range(workers)
    ]
    streams = [(one, cast("IO[str]", one.stdin), cast("IO[str]", one.stdout)) for one in running]
    for _one, _to, told in streams:
        told.readline()
    for _one, to, _told in streams:
        to.write("go\n")
        to.flush()
    return sum(int(one.communicate(timeout=SECONDS * 10)[0]) for one, _to, _told in streams) / SECONDS


def main() -> None:
    options = arguments(__doc__)
    with database(options.engine):
        tell("reminders", options, figures())


if __name__ == "__main__":
    main()
