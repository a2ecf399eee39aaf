"""A worker that hands letters to a store, in a process of its own, for tests that kill it.

python letters_process.py prepare 20 | work | finish
"""

from __future__ import annotations

import json
import sys
import time
from datetime import date, timedelta

from tests.messaging import outbox_process as outbox

from almoner.messaging import actions, retry
from almoner.messaging.laws import letters_do_not_add_up, taken_twice
from almoner.messaging.models import Attempt, Message, Posting
from almoner.messaging.work import send_due
from almoner.people.models import ContactPoint, Person

retry.WAITS["letter"] = (outbox.SOON,) * 50


def prepare(count: int) -> None:
    outbox.people(0)
    for number in range(count):
        person = Person.objects.create(record_number=f"K-{number}", given_name="Kim", birth_on=date(1990, 1, 1))
        where = f"{number + 1} Long Road, Riverside"
        ContactPoint.objects.create(person=person, kind="post", value=where, key=where)
        outbox.plan_for(person, "letter")


def work() -> None:
    print("working", flush=True)  # noqa: T201
    while True:
        send_due()
        time.sleep(0.01)


def finish() -> None:
    for _ in range(400):
        if not Message.objects.filter(state="planned").exists():
            break
        send_due()
        time.sleep(0.05)
    told = {
        "states": sorted(Message.objects.values_list("state", flat=True)),
        "objects": sorted(Attempt.objects.filter(fenced=False).values_list("evidence__object", flat=True)),
        "references": sorted(Posting.objects.values_list("reference", flat=True)),
        "waiting": Posting.objects.filter(state="waiting").count(),
        "broken": letters_do_not_add_up() + taken_twice(),
    }
    print(json.dumps(told))  # noqa: T201


if __name__ == "__main__":
    actions.LEASE = timedelta(seconds=0.4)
    {"prepare": lambda: prepare(int(sys.argv[2])), "work": work, "finish": finish}[sys.argv[1]]()
