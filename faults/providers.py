"""Providers on the loopback, each behind a wire: they take what comes through, and count it."""

from __future__ import annotations

import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from random import Random
from typing import Any

from tests.messaging.smsc import NO_SUCH, OK, centre
from tests.messaging.smtp_sink import sink
from tests.messaging.text_provider import ACCOUNT, OWN, TOKEN, text_provider

from faults.course import Course, Taken
from faults.moving import Clock
from faults.people import NO_TELEPHONE, NOBODY
from faults.proxy import Wire
from faults.speech import Centre as CentreSpeech
from faults.speech import Mail, Speech, Web, key_in

CODE = re.compile(r"(?:/m/|V-)([0-9a-f]{10})")
NAME = re.compile(r"\bKim\d+\b")
NO_NUMBER = 21211
"""What a provider of texts says by HTTP where nobody has the number."""
TOLD_ONCE = 0.9
"""So many receipts are told once; the others again."""


@dataclass(frozen=True, slots=True)
class Providers:
    """The wires to them, the settings by which they are found, and what they took so far."""

    wires: list[Wire]
    settings: dict[str, str]
    taken: Callable[[], list[Taken]]


@contextmanager
def providers(course: Course, moving: Clock) -> Iterator[Providers]:
    """All that a run needs; they live by its clock where they tell of time."""
    with _mail(course) as mail, _texts(course, moving) as texts:
        yield Providers(mail.wires + texts.wires, mail.settings | texts.settings, lambda: mail.taken() + texts.taken())


def _texts(course: Course, moving: Clock) -> AbstractContextManager[Providers]:
    return _centre(course) if course.texts == "smpp" else _web(course, moving)


def _wire(course: Course, name: str, port: int, speech: Callable[[], Speech]) -> Wire:
    return Wire(name, port, speech, Random(f"{course.seed} {name}"), course.chances)


@contextmanager
def _mail(course: Course) -> Iterator[Providers]:
    with sink() as relay:
        relay.refuses = lambda address: address.startswith(NOBODY)
        wire = _wire(course, "email", relay.port, Mail)

        def taken() -> list[Taken]:
            return [_letter_taken(*one) for one in zip(relay.rcpts, relay.letters, strict=True)]

        yield Providers([wire], {"ALMONER_SMTP_HOST": "127.0.0.1", "ALMONER_SMTP_PORT": str(wire.port)}, taken)


def _letter_taken(recipients: list[str], letter: EmailMessage) -> Taken:
    body = letter.get_body(("plain",))
    key = str(letter["Message-ID"]).strip("<>").partition("@")[0]
    return _taken("email", key, ", ".join(recipients), body.get_content() if body else "")


def _taken(channel: str, key: str, address: str, words: str) -> Taken:
    codes, names = CODE.findall(words), NAME.findall(words)
    return Taken(channel, key, address, " ".join(dict.fromkeys(codes)), " ".join(dict.fromkeys(names)))


@contextmanager
def _web(course: Course, moving: Clock) -> Iterator[Providers]:
    with text_provider() as provider:
        provider.says = lambda form: (400, NO_NUMBER) if form["To"].startswith(NO_TELEPHONE) else (201, 0)
        wire = _wire(course, "text", int(provider.url.rpartition(":")[2]), Web)

        def taken() -> list[Taken]:
            return [_taken("text", key_in(one["callback"]), one["to"], one["body"]) for one in provider.taken]

        provider.now = moving.now
        settings = {
            "ALMONER_TEXT_URL": f"http://127.0.0.1:{wire.port}", "ALMONER_TEXT_ACCOUNT": ACCOUNT,
            "ALMONER_TEXT_TOKEN": TOKEN, "ALMONER_TEXT_FROM": OWN,
        }  # fmt: skip
        yield Providers([wire], settings, taken)


@contextmanager
def _centre(course: Course) -> Iterator[Providers]:
    with centre() as smsc:
        smsc.says = lambda event: NO_SUCH if f"+{event.destination_addr}".startswith(NO_TELEPHONE) else OK
        wire = _wire(course, "text", smsc.port, CentreSpeech)

        def taken() -> list[Taken]:
            return [_taken("text", "", f"+{one.number}", one.octets.decode("latin-1")) for one in smsc.taken]

        settings = {
            "ALMONER_SMPP_HOST": "127.0.0.1", "ALMONER_SMPP_PORT": str(wire.port),
            "ALMONER_SMPP_SYSTEM_ID": "hospital", "ALMONER_SMPP_SOURCE": "447700900000",
        }  # fmt: skip
        with _receipts(smsc, Random(f"{course.seed} receipts")):
            yield Providers([wire], settings, taken)


@contextmanager
def _receipts(smsc: Any, luck: Random) -> Iterator[None]:
    """Let the centre tell later what became of each text: in any order, and now and then once more (F9)."""
    over = threading.Event()
    thread = threading.Thread(target=_tell_receipts, args=(smsc, luck, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=10)


def _tell_receipts(smsc: Any, luck: Random, over: threading.Event) -> None:
    """What is not heard, as by a worker that was killed meanwhile, is told again."""
    told: set[str] = set()
    while not over.wait(0.02):
        waiting = [part for part in list(smsc.taken) if part.id not in told]
        if not waiting or not smsc.bound:
            continue
        part = luck.choice(waiting)
        with suppress(Exception):
            heard = smsc.receipt(part, "DELIVRD").result(timeout=2) == 0
            if heard and luck.random() < TOLD_ONCE:
                told.add(part.id)


def letters_in(home: Path) -> list[Taken]:
    """What lies in the folder to be printed; each file has its key as a name."""
    return [_taken("letter", path.stem, "", _words_in(path)) for path in sorted(home.glob("letters/*/*.pdf"))]


def _words_in(path: Path) -> str:
    return subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
