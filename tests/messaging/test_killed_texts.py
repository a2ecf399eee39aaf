"""Texts with a worker that is killed, a line that is cut and a centre that is busy, against a centre that counts."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.messaging.smsc import OK, TOO_FAST, Centre, centre
from tests.messaging.test_killed import PROGRAM, environment, run

MESSAGES, KILLS = 60, 5
LUCK = 7


def by_text(home: Path, smsc: Centre) -> dict[str, str]:
    kept = {name: value for name, value in environment(home, smsc).items() if "SMTP" not in name}  # type: ignore[arg-type]
    return kept | {
        "ALMONER_SMPP_HOST": "127.0.0.1", "ALMONER_SMPP_PORT": str(smsc.port), "ALMONER_SMPP_SYSTEM_ID": "hospital",
        "ALMONER_SMPP_SOURCE": "447700900000",
    }  # fmt: skip


def _wait_for_a_text(smsc: Centre) -> None:
    before, patience = len(smsc.taken), 400
    while len(smsc.taken) == before and patience:
        time.sleep(0.01)
        patience -= 1


@pytest.mark.faults
def test_F6_F7_I_18_no_text_is_lost_and_none_is_taken_twice_under_one_key(tmp_path: Path) -> None:
    luck = random.Random(LUCK)
    with centre() as smsc:
        smsc.says = lambda _event: TOO_FAST if luck.random() < 0.15 else OK
        smsc.wire.cut_at = {place for place in range(1, 400) if luck.random() < 0.1}
        env = by_text(tmp_path, smsc)
        run("prepare", str(MESSAGES), "text", env=env)
        for _ in range(KILLS):
            with subprocess.Popen([sys.executable, str(PROGRAM), "work"], env=env, stdout=subprocess.PIPE) as worker:
                assert worker.stdout
                assert worker.stdout.readline() == b"working\n"
                _wait_for_a_text(smsc)
                time.sleep(luck.uniform(0, 0.2))
                worker.kill()
        before_the_end = len(smsc.taken)
        run("finish", env=env)
        told = json.loads(run("report", env=env))
        _judge(told, smsc, before_the_end)


def _judge(told: dict[str, Any], smsc: Centre, before_the_end: int) -> None:
    """Each text that was begun has one key; the centre took at most one under each, and one for everybody."""
    taken = Counter(part.number for part in smsc.taken)
    keys = Counter(number for number, _parts in told["keys"])
    assert (told["states"], told["broken"]) == (["sent"], [])
    assert KILLS <= before_the_end < len(smsc.taken)
    assert len(taken) == MESSAGES
    assert {number for number, times in taken.items() if times > keys[f"+{number}"]} == set()
    unclear = len([place for place in smsc.wire.cut_at if place <= smsc.wire.submits]) + KILLS
    assert sum(taken.values()) - MESSAGES <= unclear
    assert smsc.wire.submits == len(smsc.taken) + smsc.refused


WRITTEN = 40


@pytest.mark.faults
def test_F6_I_37_what_people_write_is_heard_once_whenever_the_worker_dies(tmp_path: Path) -> None:
    """The centre hands each text over until it is told that we have it, as centres do."""
    luck = random.Random(LUCK)
    words = [f"Text number {number}" for number in range(WRITTEN)]
    with centre() as smsc:
        env = by_text(tmp_path, smsc)
        run("prepare", "1", "text", env=env)
        while words:
            with subprocess.Popen([sys.executable, str(PROGRAM), "work"], env=env, stdout=subprocess.PIPE) as worker:
                assert worker.stdout
                assert worker.stdout.readline() == b"working\n"
                try:
                    handed = _hand_over(smsc, words[: luck.randrange(4, 12)])
                finally:
                    worker.kill()
            time.sleep(0.3)
            words = [text for text in words if text not in handed or not _has(handed[text])]
            smsc.bound.clear()
        told = json.loads(run("report", env=env))
    assert told["heard"] == sorted(f"Text number {number}" for number in range(WRITTEN))


def _hand_over(smsc: Centre, words: list[str]) -> dict[str, Any]:
    """Hand some over, and leave the last on their way when the worker dies. What the centre knows of them is known a
    moment after that."""
    _wait(lambda: bool(smsc.bound))
    handed = {text: smsc.begin_deliver("447700900123", text.encode()) for text in words}
    _wait(lambda: sum(one.done() for one in handed.values()) >= max(1, len(words) - 2))
    return handed


def _has(handed: Any) -> bool:
    return handed.done() and handed.exception() is None and handed.result() == OK


def _wait(until: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end
        time.sleep(0.005)
