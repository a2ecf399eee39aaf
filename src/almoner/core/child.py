"""A program of ours that works beside the one that started it, and ends with it (`almoner.core.parent`)."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence

from almoner.core.parent import PARENT


class Child:
    """What it is given and what it says go through files without a name: it never waits for a reader, nothing of it
    stands in a command line that others can see, and nothing stays behind."""

    def __init__(self, module: str, arguments: Sequence[str] = (), *, given: bytes = b"") -> None:
        self._given = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `end`
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `end`
        self._complained = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `end`
        self._given.write(given)
        self._given.seek(0)
        self._process = subprocess.Popen(  # noqa: S603 - a module of this program
            [sys.executable, "-m", module, *arguments],
            env={**os.environ, PARENT: str(os.getpid())},
            stdin=self._given,
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

    def said(self) -> bytes:
        self._said.seek(0)
        return self._said.read()

    def complaint(self) -> str:
        """The last line of what it complained of."""
        self._complained.seek(0)
        lines = self._complained.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else ""

    def end(self, *, kindly: bool = False) -> None:
        """Let it be over, also where it still works; `kindly` lets it put its things in order first."""
        if self._process.poll() is None:
            if kindly:
                self._process.terminate()
            else:
                self._process.kill()
        self._process.wait()
        for file in (self._given, self._said, self._complained):
            file.close()
