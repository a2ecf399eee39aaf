"""A simulation as a process of its own: `almoner simulate`, which gives way to everything else and ends with whoever
started it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from typing import Any

from almoner.core.parent import PARENT
from almoner.scheduling.models import WhatIf


class Unreadable(ValueError):
    """The process ended well and said nothing that can be read."""


class Child:
    """What it says goes into files without a name: it never waits for a reader, and nothing stays behind."""

    def __init__(self, what_if: WhatIf) -> None:
        self.what_if = what_if
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `end`
        self._complained = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `end`
        self._process = subprocess.Popen(  # noqa: S603 - this program itself
            [sys.executable, "-m", "almoner.cli", *command(what_if)],
            env={**os.environ, PARENT: str(os.getpid())},
            stdin=subprocess.DEVNULL,
            stdout=self._said,
            stderr=self._complained,
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def status(self) -> int | None:
        """None while it works; less than 0 where it was killed."""
        return self._process.poll()

    def result(self) -> dict[str, Any]:
        """What it answered. Raises Unreadable."""
        self._said.seek(0)
        try:
            told = json.loads(self._said.read())
        except ValueError as fault:
            raise Unreadable from fault
        if not isinstance(told, dict) or "policies" not in told:
            raise Unreadable
        return told

    def complaint(self) -> str:
        """The last line of what it complained of."""
        self._complained.seek(0)
        lines = self._complained.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else ""

    def end(self) -> None:
        """Let it be over, also where it still works."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._said.close()
        self._complained.close()


def command(what_if: WhatIf) -> list[str]:
    numbers = {
        "--months": what_if.months,
        "--clinicians": what_if.clinicians,
        "--load": f"{what_if.load_percent / 100:.2f}",
        "--seed": what_if.seed,
    }
    return ["simulate", "--json", "--gently", *(str(word) for pair in numbers.items() for word in pair)]
