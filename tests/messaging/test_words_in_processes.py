"""Words that one process puts in force are seen by the next message of another, without a restart."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.messaging.smtp_sink import Sink, sink
from tests.messaging.test_killed import PROGRAM, _wait_for_a_letter, environment, run


def _after(relay: Sink, count: int) -> str:
    """The subject of the letter number `count`, once it is there."""
    for _patience in range(10):
        if len(relay.letters) < count:
            _wait_for_a_letter(relay)
    return str(relay.letters[count - 1]["Subject"])


@pytest.mark.faults
def test_words_signed_in_one_process_are_in_the_next_message_of_another(tmp_path: Path) -> None:
    with sink() as relay:
        env = environment(tmp_path, relay)
        run("prepare", "1", env=env)
        with subprocess.Popen([sys.executable, str(PROGRAM), "work"], env=env, stdout=subprocess.PIPE) as worker:
            try:
                assert worker.stdout
                assert worker.stdout.readline() == b"working\n"
                subjects = [_after(relay, 1)]
                for subject in ("We missed you", "Are you well?"):
                    run("reword", subject, env=env)
                    run("plan", env=env)
                    subjects.append(_after(relay, len(subjects) + 1))
            finally:
                worker.kill()
    assert subjects == ["Are you all right?", "We missed you", "Are you well?"]
