"""Kill -9 of the worker and of the web process in the middle of a rehearsal: nothing that was acknowledged is lost, and
nothing is sent twice under a new key (F1, laws I-18, I-39, I-40).

It happens to a copy of the rehearsal's own data on the same engine, so that the rehearsal itself stays the same each
time. The processes are the program's own; only their clock stands at the moment of the rehearsal.
"""

from __future__ import annotations

import http.cookiejar
import os
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from almoner import invariants
from almoner.core import clock, identifiers
from almoner.demo.agenda import worker_works
from almoner.demo.asking import all_denied
from almoner.demo.house import House
from almoner.demo.throwaway import Copy, copied_data, on
from almoner.desk.models import Contact
from almoner.messaging.actions import LEASE
from almoner.messaging.enums import TAKEN, State
from almoner.messaging.models import Attempt, Message
from almoner.urgency.actions import submit_request
from almoner.urgency.asked import Told

SENT = "urgency.received"
TO_SEND, ACTS, KILLED_AT = 30, 20, 9
PATIENCE = 100.0
TRIES = 3


class NotInTheMiddle(Exception):
    """What was to be killed in the middle of its work was killed after it."""


@dataclass(frozen=True, slots=True)
class Killed:
    """What became of `acts` at the web process and of `messages` at the worker, when both were killed meanwhile."""

    acts: int
    messages: int
    lost: int
    twice: int
    laws_broken: int


def kill_in_the_middle(house: House) -> Killed:
    """At the moment at which the clock stands. Where one of them had done its work before, as on a machine that stood
    still meanwhile, it is tried again on a new copy; the third time NotInTheMiddle is raised."""
    for _ in range(TRIES - 1):
        try:
            return _killed(house)
        except NotInTheMiddle:
            continue
    return _killed(house)


def _killed(house: House) -> Killed:
    with copied_data() as copy:
        with on(copy), identifiers.drawn_from(Random("before the kill")):
            for _ in range(TO_SEND):
                told = Told(words="I need a letter for work", danger_answers=all_denied())
                submit_request(told=told, channel="phone", person=house.people["maya"], by=house.by("agent"))
        _work_and_die(copy)
        later = clock.now() + LEASE + timedelta(seconds=1)
        with on(copy), identifiers.drawn_from(Random("after the kill")), clock.at(later):
            worker_works()
            return _counted()


def _work_and_die(copy: Copy) -> None:
    """The desk works at the web process while the worker sends; both are killed, and the page sends again what was not
    answered, with the same key, to the process that comes after."""
    port = _free_port()
    browser = _Browser(f"http://127.0.0.1:{port}")
    done = 0
    with _process(copy, "web", port) as web:
        browser.until_it_answers()
        browser.post("/rehearsal/step-in/", {"key": "agent"})
        while done < KILLED_AT:
            browser.take_contact(done)
            done += 1
        with _process(copy, "work", port) as worker:
            _until_it_sends(copy)
            worker.kill()
            worker.wait()
        threading.Timer(0.01, web.kill).start()
        while done < ACTS:
            try:
                browser.take_contact(done)
            except (URLError, ConnectionError):
                break
            done += 1
    with on(copy):
        if done == ACTS or _sent() >= TO_SEND:
            raise NotInTheMiddle(f"{done} of {ACTS} acts were done, {_sent()} of {TO_SEND} messages sent")
    with _process(copy, "web", port):
        browser.until_it_answers()
        for number in range(done, ACTS):
            browser.take_contact(number)


def _until_it_sends(copy: Copy) -> None:
    deadline = time.monotonic() + PATIENCE
    with on(copy):
        while not _sent() and time.monotonic() < deadline:
            time.sleep(0.005)


def _sent() -> int:
    return Attempt.objects.filter(message__kind=SENT, at__gte=clock.now()).count()


def _counted() -> Killed:
    """An act is kept once, and so is a message: it was sent, by one key, or is no longer right to send."""
    since = clock.now() - 2 * LEASE
    acts = Counter(Contact.objects.filter(asked__startswith="act ").values_list("asked", flat=True))
    unsent = Message.objects.filter(kind=SENT, created_at__gte=since, state=State.PLANNED, tried__isnull=True)
    keys: dict[object, set[str]] = {}
    taken = Attempt.objects.filter(message__kind=SENT, at__gte=since, result__in=TAKEN)
    for message, key in taken.values_list("message_id", "provider_key"):
        keys.setdefault(message, set()).add(key)
    return Killed(
        acts=ACTS,
        messages=TO_SEND,
        lost=ACTS - len(acts) + unsent.count(),
        twice=sum(count > 1 for count in acts.values()) + sum(len(each) > 1 for each in keys.values()),
        laws_broken=len(invariants.broken_laws()),
    )


class _Browser:
    """Somebody at the desk, whose page sends the same key again when no answer came."""

    def __init__(self, address: str) -> None:
        self.address, self.jar = address, http.cookiejar.CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.jar))

    def post(self, path: str, fields: dict[str, str]) -> None:
        token = next((cookie.value or "" for cookie in self.jar if cookie.name == "csrftoken"), "")
        body = urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
        self.opener.open(self.address + path, body, timeout=PATIENCE).close()

    def take_contact(self, number: int) -> None:
        told = {"channel": "call", "direction": "in", "asked": f"act {number}", "key": f"killed-{number}"}
        self.post("/desk/contacts/take/", told)

    def until_it_answers(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                self.opener.open(self.address + "/rehearsal/", timeout=PATIENCE).close()
            except URLError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
            else:
                return


@contextmanager
def _process(copy: Copy, command: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    started = subprocess.Popen(  # noqa: S603 - this program itself
        [sys.executable, "-m", "almoner.demo.at_moment", clock.now().isoformat(), command],
        env={**os.environ, **copy.surroundings, "ALMONER_PORT": str(port), "ALMONER_HOST": "127.0.0.1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield started
    finally:
        started.kill()
        started.wait()


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port
