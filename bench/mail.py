"""E-mails a second through the outbox with all its guarantees, against a bare `smtplib` sender on the same sink."""

from __future__ import annotations

import smtplib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench._ground import Figure, arguments, counted, database, free_port, tell  # noqa: E402

MAILS = 150
SINK = """
import sys, time
from aiosmtpd.controller import Controller
class Sink:
    async def handle_DATA(self, server, session, envelope):
        return "250 OK"
Controller(Sink(), hostname="127.0.0.1", port=int(sys.argv[1])).start()
time.sleep(3600)
"""


@contextmanager
def sink() -> Iterator[int]:
    """A mail server in a process of its own, which takes everything and keeps nothing."""
    port = free_port()
    server = subprocess.Popen([sys.executable, "-c", SINK, str(port)])
    try:
        for _ in range(100):
            try:
                smtplib.SMTP("127.0.0.1", port, timeout=5).quit()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=10)


def bare(port: int, letter: bytes, after: Callable[[int], Any] = lambda _number: None) -> float:
    """Letters a second of one connection that does nothing else but `after` each."""
    begin = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as connection:
        for number in range(MAILS):
            connection.sendmail("almoner@localhost", [f"p{number}@example.org"], letter)
            after(number)
    return MAILS / (time.perf_counter() - begin)


def written(number: int) -> None:
    """The least that tells after a kill which letters have left: one row, durably, in a transaction of its own."""
    from almoner.core.models import Setting

    Setting.objects.filter(name="bench").update(value=number)


def planned() -> None:
    """Visits that were booked just now, each to be confirmed by e-mail; nothing else is due."""
    from almoner.core.actor import SYSTEM
    from almoner.messaging.models import Message
    from almoner.people.models import Consent, ContactPoint
    from almoner.scheduling import actions
    from almoner.scheduling.search import find_times
    from bench._hospital import make, people

    service = make(12, 12, 10, busy=False)
    everybody = people(MAILS)
    ContactPoint.objects.bulk_create(
        ContactPoint(
            person=one, kind="email", value=f"{one.given_name}@example.org", key=f"{one.given_name}@example.org"
        )
        for one in everybody
    )
    Consent.objects.bulk_create(
        Consent(person=one, purpose="care", channel="email", given=True, captured_by="bench") for one in everybody
    )
    times = find_times(service, limit=MAILS, by=SYSTEM)
    for person, found in zip(everybody, times, strict=True):
        actions.book(hold=actions.hold(service=service, time=found, person=person, by=SYSTEM), person=person, by=SYSTEM)
    Message.objects.exclude(kind="appointment.confirmed", channel="email").delete()


def figures(port: int) -> list[Figure]:
    from django.conf import settings

    from almoner.core.models import Setting
    from almoner.messaging import work
    from almoner.messaging.models import Attempt

    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.MESSAGES_A_MINUTE = "127.0.0.1", port, 0
    planned()
    letters: list[bytes] = []
    statements = counted(lambda: letters.append(_first()))
    letter = letters[0]
    before = bare(port, letter)
    begin, cpu = time.perf_counter(), time.process_time()
    while work.send_due():
        pass
    sent = Attempt.objects.filter(result="accepted").count() - 1
    rate = sent / (time.perf_counter() - begin)
    cpu = (time.process_time() - cpu) * 1000 / max(sent, 1)
    base = (before + bare(port, letter)) / 2
    Setting.objects.create(name="bench", value=0)
    bound = bare(port, letter, written)
    more: dict[str, Any] = {"a second": round(rate, 1), "sent": sent, "bytes": len(letter)}
    return [
        Figure("bare smtplib, one connection", 1000 / base, 0.0, 0, 1.0, {"a second": round(base, 1)}),
        Figure("bare, and one durable row for each", 1000 / bound, 0.0, 1, bound / base, {"a second": round(bound, 1)}),
        Figure("the outbox: claim, hand over, send, record", 1000 / rate, cpu, statements, rate / base, more),
    ]  # fmt: skip


def _first() -> bytes:
    """Send the first one, step by step; what went out, so that the bare sender sends as many bytes."""
    from almoner.core.actor import SYSTEM
    from almoner.messaging import actions
    from almoner.messaging.channels.email.smtp import SmtpSender, message_for

    claim = actions.claim_due(limit=1, by=SYSTEM)[0]
    handover = actions.hand_over(claim=claim, by=SYSTEM)
    if handover is None:
        raise RuntimeError("the first letter does not go now")
    with SmtpSender() as sender:
        outcome = sender.send(handover.rendered, handover.address, handover.provider_key)
    actions.record_attempt(handover=handover, outcome=outcome, by=SYSTEM)
    letter: Any = message_for(handover.rendered, handover.address, handover.provider_key).message()
    return bytes(letter.as_bytes(linesep="\r\n"))


def main() -> None:
    options = arguments(__doc__)
    with database(options.engine), sink() as port:
        tell("mail", options, figures(port))


if __name__ == "__main__":
    main()
