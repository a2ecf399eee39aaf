"""A worker in a process of its own, for tests that kill it.

python outbox_process.py prepare 40 [text] | work | finish | report
"""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from almoner.core import clock  # noqa: E402
from almoner.core.actor import SYSTEM  # noqa: E402
from almoner.core.identifiers import new_id  # noqa: E402
from almoner.messaging import actions, kinds, retry, texting  # noqa: E402
from almoner.messaging.laws import past_deadline, taken_twice  # noqa: E402
from almoner.messaging.models import Message, Text  # noqa: E402
from almoner.messaging.work import send_due  # noqa: E402
from almoner.people.actions import found_hospital  # noqa: E402
from almoner.people.enums import Channel, ContactKind, Purpose  # noqa: E402
from almoner.people.models import Consent, ContactPoint, Person  # noqa: E402
from almoner.replies.models import Received  # noqa: E402

actions.LEASE = timedelta(seconds=0.4)
actions.CRASHES = 50
SOON = timedelta(seconds=0.1)
retry.WAITS["text"] = (SOON,) * 50
kinds.register(kinds.MessageKind("visit.missed", Purpose.CARE, lambda _subject, _person: {}, urgent=True))


def prepare(count: int, channel: str = "email") -> None:
    call_command("migrate", verbosity=0, skip_checks=True)
    found_hospital(
        name="Riverside", manager_name="Grace Bell", manager_email="grace@riverside.example",
        service_desk_number="020 7946 0100", emergency_number="999", by=SYSTEM,
    )  # fmt: skip
    kind = ContactKind.EMAIL if channel == Channel.EMAIL else ContactKind.MOBILE
    for number in range(count):
        person = Person.objects.create(record_number=f"K-{number}", given_name="Kim", birth_on=date(1990, 1, 1))
        address = f"kim{number}@example.org" if kind == ContactKind.EMAIL else f"+4477009{number:05d}"
        ContactPoint.objects.create(person=person, kind=kind, value=address, key=address)
        Consent.objects.create(person=person, purpose=Purpose.CARE, channel=channel, given=True, captured_by="t")
        now = clock.now()
        actions.plan(
            kind="visit.missed", person=person, subject_id=new_id(), ways=[channel], not_before=now,
            deadline=now + timedelta(hours=2), by=SYSTEM,
        )  # fmt: skip


def work(*, until_done: bool) -> None:
    sys.stdout.write("working\n")
    sys.stdout.flush()
    while Message.objects.filter(state="planned").exists() or not until_done:
        send_due(limit=4)
        texting.look()


def report() -> None:
    states = sorted(set(Message.objects.values_list("state", flat=True)))
    keys = [(number, parts) for number, parts in Text.objects.values_list("number", "parts") if parts]
    broken = taken_twice() + past_deadline()
    heard = sorted(Received.objects.values_list("words", flat=True))
    sys.stdout.write(json.dumps({"states": states, "broken": broken, "keys": keys, "heard": heard}))


if __name__ == "__main__":
    command = sys.argv[1]
    if command == "prepare":
        prepare(int(sys.argv[2]), *sys.argv[3:])
    elif command == "report":
        report()
    else:
        work(until_done=command == "finish")
