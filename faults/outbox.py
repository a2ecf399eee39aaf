"""The hospital of a run, in processes of its own: one that has read all programs, and others that it splits off.

    python -m faults.outbox SPEED SINCE

It reads orders, one JSON document on each line, and answers each by one: as {"do": "work"}.
A worker is told of by its number, and works until it is killed. All of them live by one clock, which runs `SPEED` times
as fast as others since the second `SINCE`, at which it was Monday morning; what a worker waits for on the wire is
shortened by as much.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import random
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import django

from almoner.core import clock
from almoner.core.parent import PARENT, end_with_parent
from faults.moving import Clock
from faults.people import MOVED, Somebody, code_of, drawn, subject_of
from faults.reporting import report

SHORTEST_WAIT = 0.5
A_MINUTE = timedelta(minutes=1)
LONGEST_DRAIN = 90.0


def ready(moving: Clock) -> Clock:
    """Read all programs, and let them live by this clock."""
    clock.now, speed = moving.now, moving.speed
    django.setup()
    from django.conf import settings

    from almoner.messaging.channels import rest
    from almoner.messaging.channels.letter import sheet  # noqa: F401 - read once, not by each worker
    from almoner.messaging.channels.text import smpp

    settings.EMAIL_TIMEOUT = max(SHORTEST_WAIT, settings.EMAIL_TIMEOUT / speed)
    rest.SECONDS = max(SHORTEST_WAIT, rest.SECONDS / speed)  # type: ignore[assignment]
    smpp.ANSWER_SECONDS = max(SHORTEST_WAIT, smpp.ANSWER_SECONDS / speed)
    smpp.FIRST_PAUSE, smpp.LONGEST_PAUSE = smpp.FIRST_PAUSE / speed, smpp.LONGEST_PAUSE / speed
    _register()
    return moving


def _register() -> None:
    from almoner.messaging import kinds
    from almoner.people.enums import Purpose
    from almoner.people.models import Person

    def compose(subject_id: Any, person: Person) -> dict[str, Any] | None:
        code = code_of(subject_id)
        return None if person.family_name == MOVED else {"link": f"/m/{code}", "reference": f"V-{code}"}

    kinds.register(kinds.MessageKind("visit.missed", Purpose.CARE, compose, urgent=True))


def prepare(messages: int, seed: int) -> None:
    """An empty hospital, its people, and a visit that each of them missed: the charter promises to ask how they are."""
    from django.core.management import call_command

    from almoner.core.actor import SYSTEM
    from almoner.people.actions import found_hospital

    call_command("migrate", verbosity=0, skip_checks=True)
    found_hospital(
        name="Riverside", manager_name="Grace Bell", manager_email="grace@riverside.example",
        service_desk_number="020 7946 0100", emergency_number="999", by=SYSTEM,
    )  # fmt: skip
    _hire_agent()
    for number, one in enumerate(drawn(messages, random.Random(seed))):
        _take_in(number, one)


def _hire_agent() -> None:
    from almoner.core.actor import SYSTEM
    from almoner.core.permissions import Role
    from almoner.people.actions import hire_staff

    hire_staff(name="Ada Hill", profession="receptionist", roles=[Role.AGENT], by=SYSTEM)


def _take_in(number: int, one: Somebody) -> None:
    from almoner.core.actor import SYSTEM
    from almoner.people.actions import answer_consent, register_person
    from almoner.people.enums import Channel, Purpose

    person = register_person(
        given_name=one.name, family_name=MOVED if one.moved else f"Stone{number}",
        birth_on=date(1940, 1, 1) + number * timedelta(days=97), contacts=one.points, sure=True, by=SYSTEM,
    )  # fmt: skip
    for channel in (Channel.EMAIL, Channel.TEXT, Channel.CALL):
        given = channel != Channel.CALL
        answer_consent(person=person, purpose=Purpose.CARE, channel=channel, given=given, by=SYSTEM)
    for code in one.codes:
        _missed(person, code)


def _missed(person: Any, code: str) -> None:
    from almoner.core.action import action
    from almoner.core.actor import SYSTEM, Actor
    from almoner.timeline.actions import record

    @action
    def note_missed(*, by: Actor) -> None:
        record(kind="appointment.missed", person=person, subject_id=subject_of(code), by=by)

    note_missed(by=SYSTEM)


def begin(messages: int, seed: int) -> int:
    """Make the hospital ready and send the first messages while nothing disturbs, in the process that splits off the
    workers: so they have at hand what is worked out once. Gives how many."""
    from django.db import connections

    from almoner.messaging.channels.text.line import LINE
    from almoner.messaging.work import send_due

    prepare(messages, seed)
    sent = send_due()
    LINE.close()
    connections.close_all()
    gc.collect()
    gc.freeze()
    return sent


def work() -> None:
    """What a worker does for the outbox, until it is killed."""
    from almoner.messaging import texting
    from almoner.messaging.work import send_due

    end_with_parent()
    while True:
        if not send_due() + texting.look():
            time.sleep(0.01)


def drain(moving: Clock) -> float:
    """Go on with nothing that disturbs, from one moment at which anything is due to the next, until no message
    waits, or none ever will. Gives how many seconds the clock has been put forward."""
    from almoner.core import worker
    from almoner.messaging.enums import State
    from almoner.messaging.models import Message
    from almoner.messaging.work import send_due

    until = time.monotonic() + LONGEST_DRAIN
    while time.monotonic() < until:
        if send_due():
            continue
        worker.round_once()
        waiting = Message.objects.filter(state=State.PLANNED).values_list("next_at", "lease_until")
        if not waiting:
            break
        due = min(max(next_at, lease_until or next_at) for next_at, lease_until in waiting)
        moving.ahead += max(due - clock.now(), timedelta(0)) + A_MINUTE
    return moving.ahead.total_seconds()


def main() -> None:
    moving = ready(Clock(float(sys.argv[1]), float(sys.argv[2])))
    os.environ[PARENT] = str(os.getpid())
    for line in sys.stdin:
        told = _carried_out(json.loads(line), moving)
        sys.stdout.write(f"{json.dumps(told)}\n")
        sys.stdout.flush()


def _carried_out(order: dict[str, Any], moving: Clock) -> Any:
    """Do what an order says: in this process where others build on it, else in one of its own."""
    do = order.pop("do")
    here: dict[str, Callable[..., Any]] = {
        "begin": begin,
        "work": lambda: _split_off(work)[0],
        "ended": lambda pid: os.waitpid(pid, 0)[1],
        "forward": moving.put_forward,
    }
    if do in here:
        return here[do](**order)
    apart: dict[str, Callable[[], Any]] = {"drain": partial(drain, moving), "report": report}
    pid, answer = _split_off(apart[do])
    with answer:
        told = answer.read()
    os.waitpid(pid, 0)
    return json.loads(told) if told else {"failed": do}


def _split_off(run: Callable[[], Any]) -> tuple[int, Any]:
    """Run it in a process of its own. Gives its number, and where what it gives can be read."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return pid, os.fdopen(reading)
    status = 1
    try:
        os.close(reading)
        os.close(0)
        told = json.dumps(run())
        with os.fdopen(writing, "w") as answer:
            answer.write(told)
        status = 0
    except Exception:
        logging.exception("it could not be done")
    finally:
        os._exit(status)


if __name__ == "__main__":
    main()
