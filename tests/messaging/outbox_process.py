"""A worker in a process of its own, for tests that kill it.

python outbox_process.py prepare 40 [text] | work | finish | report | reword "Hello, Kim." | plan | notice
"""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from tests.messaging.many import those_named, written  # noqa: E402
from tests.messaging.words_of_ours import proposed  # noqa: E402

from almoner.core import clock  # noqa: E402
from almoner.core.actor import SYSTEM, Actor  # noqa: E402
from almoner.core.identifiers import new_id  # noqa: E402
from almoner.core.permissions import Role  # noqa: E402
from almoner.messaging import (  # noqa: E402
    actions,
    kinds,
    notice_sending,
    noticing,
    retry,
    rewording,
    selections,
    texting,
)
from almoner.messaging.laws import notices_do_not_add_up, past_deadline, taken_twice  # noqa: E402
from almoner.messaging.models import Message, Notice, Text  # noqa: E402
from almoner.messaging.notice_queries import counted_for  # noqa: E402
from almoner.messaging.work import send_due  # noqa: E402
from almoner.messaging.written_words import seal_of  # noqa: E402
from almoner.people.actions import found_hospital, hire_staff  # noqa: E402
from almoner.people.enums import Channel, ContactKind, Purpose  # noqa: E402
from almoner.people.models import Consent, ContactPoint, Person, Staff  # noqa: E402
from almoner.replies.models import Received  # noqa: E402

actions.LEASE = timedelta(seconds=0.4)
actions.CRASHES = 50
SOON = timedelta(seconds=0.1)
retry.WAITS["text"] = (SOON,) * 50
notice_sending.BATCH = 3
selections.register(selections.Selection("named", "Named", those_named, lambda _criteria: []))
kinds.register(
    kinds.MessageKind("notice.sent", Purpose.CARE, notice_sending.compose, urgent=True, words=notice_sending.words_of)
)
kinds.register(kinds.MessageKind("visit.missed", Purpose.CARE, lambda _subject, _person: {}, urgent=True))


def prepare(count: int, channel: str = "email") -> None:
    people(count, channel)
    for person in Person.objects.order_by("record_number"):
        plan_for(person, channel)


def people(count: int, channel: str = "email") -> None:
    call_command("migrate", verbosity=0, skip_checks=True)
    two_managers()
    kind = ContactKind.EMAIL if channel == Channel.EMAIL else ContactKind.MOBILE
    for number in range(count):
        person = Person.objects.create(record_number=f"K-{number}", given_name="Kim", birth_on=date(1990, 1, 1))
        address = f"kim{number}@example.org" if kind == ContactKind.EMAIL else f"+4477009{number:05d}"
        ContactPoint.objects.create(person=person, kind=kind, value=address, key=address)
        Consent.objects.create(person=person, purpose=Purpose.CARE, channel=channel, given=True, captured_by="t")


def plan_for(person: Person, channel: str = "email") -> None:
    now = clock.now()
    actions.plan(
        kind="visit.missed", person=person, subject_id=new_id(), ways=[channel], not_before=now,
        deadline=now + timedelta(hours=2), by=SYSTEM,
    )  # fmt: skip


def plan_one() -> None:
    """One more message, to the first of them."""
    plan_for(Person.objects.order_by("record_number")[0])


def notice() -> None:
    """A message to everybody, written by one and approved by another, that begins at once."""
    writer, signer = two_managers()
    told = written(writer, criteria={"named": ""})
    told = noticing.propose_notice(notice=told, seal=counted_for(told, writer)[1], by=writer)
    noticing.approve_notice(notice=told, seal=counted_for(told, signer)[1], by=signer)


def two_managers() -> tuple[Actor, Actor]:
    if not Staff.objects.exists():
        founded = found_hospital(
            name="Riverside", manager_name="Grace Bell", manager_email="grace@riverside.example",
            service_desk_number="020 7946 0100", emergency_number="999", by=SYSTEM,
        )  # fmt: skip
        hire_staff(name="Mona Rae", profession="manager", roles=[Role.MANAGER], site=founded.site, by=SYSTEM)
    first, second = (
        Actor(name=staff.name, roles=frozenset({Role.MANAGER}), staff_id=staff.id)
        for staff in Staff.objects.order_by("name")
    )
    return first, second


def reword(subject: str) -> None:
    """Other words for the subject, written by one and signed by another."""
    writer, signer = two_managers()
    change = proposed(writer, subject=subject)
    rewording.sign_words(change=change, seal=seal_of(change), by=signer)


def work(*, until_done: bool) -> None:
    sys.stdout.write("working\n")
    sys.stdout.flush()
    while is_under_way() or not until_done:
        notice_sending.see_to_notices()
        send_due(limit=4)
        texting.look()


def is_under_way() -> bool:
    return Message.objects.filter(state="planned").exists() or Notice.objects.filter(ended_at=None).exists()


def report() -> None:
    states = sorted(set(Message.objects.values_list("state", flat=True)))
    keys = [(number, parts) for number, parts in Text.objects.values_list("number", "parts") if parts]
    broken = taken_twice() + past_deadline() + notices_do_not_add_up()
    heard = sorted(Received.objects.values_list("words", flat=True))
    sys.stdout.write(json.dumps({"states": states, "broken": broken, "keys": keys, "heard": heard}))


if __name__ == "__main__":
    command = sys.argv[1]
    if command == "prepare":
        prepare(int(sys.argv[2]), *sys.argv[3:])
    elif command == "report":
        report()
    elif command == "reword":
        reword(sys.argv[2])
    elif command == "people":
        people(int(sys.argv[2]))
    elif command == "notice":
        notice()
    elif command == "plan":
        plan_one()
    else:
        work(until_done=command == "finish")
