"""A child process that is started, watched, restarted with patience, and stopped."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress

from almoner.core.parent import PARENT

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
STEADY_AFTER = 60.0
"""Seconds; a child that ran this long starts again with the first pause."""


class Child:
    """`almoner COMMAND` as a process of its own, in its own process group: Ctrl-C reaches only whoever started it.

    One that `waits` loads, and begins when it is told.
    """

    def __init__(self, command: str, *, waits: bool = False) -> None:
        self.command = command
        self.waits = waits
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._pause = FIRST_PAUSE
        self._again_at: float | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - this program itself
            [sys.executable, "-m", "almoner.cli", self.command, *(["--when-told"] if self.waits else [])],
            env={**os.environ, PARENT: str(os.getpid())},
            stdin=subprocess.PIPE if self.waits else subprocess.DEVNULL,
            start_new_session=True,
        )
        self._started = time.monotonic()
        self._again_at = None

    def tell(self) -> None:
        """Let it begin. Nothing where it has ended meanwhile."""
        if self._process and self._process.stdin:
            with suppress(OSError), self._process.stdin as line:
                line.write(b"go\n")

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def status(self) -> int | None:
        return self._process.poll() if self._process else None

    @property
    def pid(self) -> int:
        return self._process.pid if self._process else 0

    def restart_when_due(self) -> float | None:
        """Start a child that died once its pause is over; the pause doubles each time. The pause, when one begins."""
        now = time.monotonic()
        if self.runs:
            return None
        if self._again_at is None:
            self._pause = FIRST_PAUSE if now - self._started >= STEADY_AFTER else self._pause
            pause, self._again_at = self._pause, now + self._pause
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
            return pause
        if now >= self._again_at:
            self.start()
        return None

    def ask_to_stop(self) -> None:
        if self._process and self.runs:
            self._process.terminate()

    def make_stop(self, within: float) -> None:
        """Wait until it has ended; kill it when `within` seconds were not enough."""
        if self._process is None:
            return
        if self._process.stdin:
            self._process.stdin.close()
        try:
            self._process.wait(timeout=within)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
