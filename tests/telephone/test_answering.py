"""The hospital's telephone is answered for real, by SIP: rung on the loopback by a telephone that presses keys."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.engines import free_sip_port
from tests.messaging.sip_peer import RATE, Peer, likeness, peer

from almoner.messaging.channels.call.on_the_line import samples
from almoner.messaging.channels.call.sound import speak
from almoner.serving.fitness import _telephone_faults
from almoner.telephone.answering import IN_LINE, number_of
from almoner.telephone.hold import hold_sound

ROOT = Path(__file__).parents[2]
PROCESS = Path(__file__).with_name("house_process.py")
THANKS = {
    "1": ("en", "Thank you. Your visit is confirmed."),
    "2": ("es", "Gracias. Su cita está confirmada."),
    "3": ("ar", "شكرًا لك. تم تأكيد زيارتك."),
}


@dataclass
class Hospital:
    """`uri` is what callers dial; `desk` rings where they are put through."""

    home: Path
    desk: Peer
    listens: int = field(default_factory=free_sip_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def uri(self) -> str:
        return f"sip:almoner@127.0.0.1:{self.listens}"

    def surroundings(self) -> dict[str, str]:
        return {
            **os.environ, "ALMONER_HOME": str(self.home), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "almoner.settings", "ALMONER_SIP_DOMAIN": self.desk.domain,
            "ALMONER_SIP_INTERFACE": "127.0.0.1", "ALMONER_SIP_ANSWER": "yes", "ALMONER_CALL_DESK": "200",
            "ALMONER_SIP_LISTEN": f"127.0.0.1:{self.listens}", "ALMONER_DATABASE_URL": "",
        }  # fmt: skip

    def ask(self, what: str) -> dict[str, Any]:
        ran = subprocess.run(
            [sys.executable, str(PROCESS), what], env=self.surroundings(), capture_output=True, check=False
        )
        assert ran.returncode == 0, ran.stderr.decode()
        told: dict[str, Any] = json.loads(ran.stdout)
        return told

    def open(self) -> None:
        self.process = subprocess.Popen([sys.executable, "-m", "almoner.cli", "telephone"], env=self.surroundings())
        until(lambda: listening(self.listens), "the telephone is answered")

    def close(self) -> None:
        assert self.process
        self.process.terminate()
        assert self.process.wait(timeout=20) == 0


def listening(port: int) -> bool:
    """Whether something is bound to that port for datagrams."""
    return any(f":{port:04X} " in line for line in Path("/proc/net/udp").read_text().splitlines())


def until(holds: Callable[[], object], what: str, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"never came true: {what}"
        time.sleep(0.2)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a hospital where Maya has a visit."""
    home = tmp_path_factory.mktemp("hospital")
    Hospital(home, Peer(home, 1, 1)).ask("prepare")
    return home


@pytest.fixture
def hospital(prepared: Path, tmp_path: Path) -> Iterator[Hospital]:
    home = tmp_path / "home"
    subprocess.run(["cp", "-r", str(prepared), str(home)], check=True)
    with peer(tmp_path / "desk", "200") as desk:
        one = Hospital(home, desk)
        try:
            one.open()
            yield one
        finally:
            if one.process and one.process.poll() is None:
                one.close()


@pytest.fixture
def caller(tmp_path: Path) -> Iterator[Peer]:
    """Maya's telephone."""
    with peer(tmp_path / "caller") as one:
        yield one


def press(telephone: Peer, keys: str) -> None:
    for key in keys:
        telephone.press(key)
        time.sleep(0.35)


@pytest.mark.parametrize("key", THANKS)
def test_CNF_1_TEL_6_a_visit_is_confirmed_by_who_rings_in_their_language(
    hospital: Hospital, caller: Peer, key: str, tmp_path: Path
) -> None:
    caller.dial(hospital.uri)
    time.sleep(1.5)
    press(caller, key)
    time.sleep(0.5)
    press(caller, "2")
    time.sleep(0.5)
    press(caller, "03041980")
    time.sleep(1.5)
    press(caller, "1")
    until(lambda: hospital.ask("report")["confirmed"] == 1, "the visit is confirmed")
    language, words = THANKS[key]
    time.sleep(4)
    caller.hang_up()
    speak(words, language, tmp_path / "expected.wav")
    assert likeness(caller.heard(), samples(tmp_path / "expected.wav", RATE), 1.5) > 0.8
    until(lambda: hospital.ask("report")["going_on"] == 0, "the end of the call is written")
    assert hospital.ask("report")["contacts"] == []


def test_TEL_3_a_person_is_asked_for_and_puts_them_through(hospital: Hospital, caller: Peer) -> None:
    caller.dial(hospital.uri)
    time.sleep(1.5)
    press(caller, "1")
    time.sleep(0.5)
    press(caller, "9")
    until(lambda: hospital.ask("report")["ringing"], "it rings at the desk")
    hospital.ask("take")
    hospital.desk.answer()
    until(lambda: hospital.ask("report")["going_on"] == 0, "the machine has left the call")
    assert hospital.ask("report")["contacts"] == [""], "whoever took it has an open contact"


def test_TEL_1_whoever_waits_hears_that_the_line_lives_and_keeps_their_place(
    hospital: Hospital, caller: Peer, tmp_path: Path
) -> None:
    """Bells between the announcements, which come again; a key stops them."""
    caller.dial(hospital.uri)
    time.sleep(1.5)
    press(caller, "1")
    time.sleep(0.5)
    press(caller, "9")
    until(lambda: hospital.ask("report")["ringing"], "it rings at the desk")
    time.sleep(IN_LINE + 24)
    press(caller, "3")
    until(lambda: hospital.ask("report")["kept"] == 1, "the place is kept")
    caller.hang_up()
    assert likeness(caller.heard(), hold_sound(RATE), 4) > 0.8
    speak("You are the next caller.", "en", tmp_path / "expected.wav")
    heard, words = caller.heard(), samples(tmp_path / "expected.wav", RATE)
    assert likeness(heard[: len(heard) // 2], words, 1.2) > 0.8
    assert likeness(heard[len(heard) // 2 :], words, 1.2) > 0.8
    assert likeness(heard, tone_of(700), 1.2) < 0.5


def tone_of(hertz: float) -> bytes:
    return bytes((9000 * np.sin(2 * np.pi * hertz * np.arange(2 * RATE) / RATE)).astype(np.int16).tobytes())


def test_the_bells_are_quieter_than_a_voice_and_never_clip() -> None:
    sound = np.frombuffer(hold_sound(RATE), dtype=np.int16).astype(np.int64)
    assert 500 < np.abs(sound).max() < 32767 / 8
    assert abs(int(sound[0])) < 10
    assert len(hold_sound(2 * RATE)) == 2 * len(hold_sound(RATE))


def test_TEL_7_who_hangs_up_is_rung_back(hospital: Hospital, caller: Peer) -> None:
    caller.dial(hospital.uri)
    time.sleep(1.5)
    caller.hang_up()
    until(lambda: hospital.ask("report")["contacts"] == ["ABANDONED"], "a call back is owed")


def test_F1_a_telephone_that_dies_forgets_nobody(hospital: Hospital, caller: Peer) -> None:
    caller.dial(hospital.uri)
    time.sleep(1.5)
    press(caller, "1")
    until(lambda: hospital.ask("report")["talks"] == ["main"], "the key was heard")
    assert hospital.process
    hospital.process.send_signal(signal.SIGKILL)
    hospital.process.wait(timeout=20)
    assert hospital.ask("report")["going_on"] == 1
    assert hospital.ask("silence")["ended"] == 1
    assert hospital.ask("report")["contacts"] == ["ABANDONED"]


@pytest.mark.parametrize(
    ("peer_uri", "number"),
    [
        ("sip:+447700900123@example.org", "+447700900123"),
        ("sip:07700900123;phone-context=x@example.org", "07700900123"),
        ("sip:%2B447700900123@example.org:5060", "+447700900123"),
        ("sip:anonymous@anonymous.invalid", ""),
        ("", ""),
    ],
)
def test_number_of_a_caller(peer_uri: str, number: str) -> None:
    assert number_of(peer_uri) == number


@pytest.mark.parametrize(
    ("line", "desk", "fit"), [("", "200", False), ("sip.example.org", "", False), ("sip.example.org", "200", True)]
)
def test_an_answered_telephone_needs_a_line_and_a_desk(settings: Any, line: str, desk: str, *, fit: bool) -> None:
    settings.SIP_ANSWER, settings.SIP_DOMAIN, settings.CALL_DESK = True, line, desk
    assert (list(_telephone_faults()) == []) is fit


@pytest.mark.parametrize(
    ("provider", "public", "fit"),
    [("", "https://h.example", False), ("https://p.example", "http://h.example", False),
     ("https://p.example", "https://h.example", True)],
)  # fmt: skip
def test_calls_by_a_provider_need_one_that_reaches_us(settings: Any, provider: str, public: str, *, fit: bool) -> None:
    settings.CALL_FROM, settings.TEXT_URL, settings.ALMONER_PUBLIC_URL = "+442079460100", provider, public
    assert (list(_telephone_faults()) == []) is fit
