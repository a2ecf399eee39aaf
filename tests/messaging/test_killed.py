"""A worker killed around the send, against an SMTP server that counts (F6)."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.messaging.smtp_sink import Sink, sink

PROGRAM = Path(__file__).with_name("outbox_process.py")
MESSAGES, KILLS = 30, 5


def environment(home: Path, relay: Sink) -> dict[str, str]:
    root = Path(__file__).parents[2]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ALMONER_")}
    return kept | {
        "ALMONER_HOME": str(home), "ALMONER_SMTP_HOST": "127.0.0.1", "ALMONER_SMTP_PORT": str(relay.port),
        "DJANGO_SETTINGS_MODULE": "almoner.settings", "PYTHONPATH": f"{root / 'src'}:{root}",
    }  # fmt: skip


def run(command: str, *more: str, env: dict[str, str]) -> str:
    made = subprocess.run(
        [sys.executable, str(PROGRAM), command, *more], env=env, capture_output=True, text=True, check=True, timeout=90
    )
    return made.stdout


def _wait_for_a_letter(relay: Sink) -> None:
    before, patience = len(relay.letters), 400
    while len(relay.letters) == before and patience:
        time.sleep(0.01)
        patience -= 1


@pytest.mark.faults
def test_F6_killed_around_the_send_nothing_is_lost_and_repeats_carry_the_same_key(tmp_path: Path) -> None:
    luck = random.Random(6)
    with sink() as relay:
        env = environment(tmp_path, relay)
        run("prepare", str(MESSAGES), env=env)
        for _ in range(KILLS):
            with subprocess.Popen([sys.executable, str(PROGRAM), "work"], env=env, stdout=subprocess.PIPE) as worker:
                assert worker.stdout
                assert worker.stdout.readline() == b"working\n"
                _wait_for_a_letter(relay)
                time.sleep(luck.uniform(0, 0.08))
                worker.kill()
        before_the_end = len(relay.letters)
        run("finish", env=env)
        told = json.loads(run("report", env=env))
    assert told == {"states": ["sent"], "broken": [], "keys": [], "heard": []}
    assert KILLS <= before_the_end < MESSAGES + KILLS
    _each_was_told_by_one_key(relay, MESSAGES)


def _each_was_told_by_one_key(relay: Sink, people: int) -> None:
    """Everybody was told; whoever was told more than once, by the same key: a mail program shows it once."""
    keys: dict[str, set[str]] = {}
    for rcpts, letter in zip(relay.rcpts, relay.letters, strict=True):
        keys.setdefault(rcpts[0], set()).add(letter["Message-ID"])
    assert len(keys) == people
    assert {len(found) for found in keys.values()} == {1}


@pytest.mark.faults
def test_F6_killed_while_a_message_to_many_is_planned_nobody_is_told_twice_and_nobody_forgotten(tmp_path: Path) -> None:
    luck = random.Random(16)
    with sink() as relay:
        env = environment(tmp_path, relay) | {"ALMONER_NOTICE_HOLD_MINUTES": "0"}
        run("people", str(MESSAGES), env=env)
        run("notice", env=env)
        for _ in range(KILLS):
            with subprocess.Popen([sys.executable, str(PROGRAM), "work"], env=env, stdout=subprocess.PIPE) as worker:
                assert worker.stdout
                assert worker.stdout.readline() == b"working\n"
                time.sleep(luck.uniform(0.02, 0.3))
                worker.kill()
        run("finish", env=env)
        told = json.loads(run("report", env=env))
    assert told == {"states": ["sent"], "broken": [], "keys": [], "heard": []}
    _each_was_told_by_one_key(relay, MESSAGES)
