"""A child process ends when the process that started it is gone, even if that was killed outright."""

from __future__ import annotations

import os
import signal
import threading

PARENT = "ALMONER_PARENT"


def end_with_parent(every_seconds: float = 1.0) -> None:
    """Watch the parent that the environment names, if it names one; end this process once it is gone."""
    parent = os.environ.get(PARENT, "")
    if parent.isdecimal():
        threading.Thread(target=_watch, args=(int(parent), every_seconds), daemon=True, name="parent").start()


def _watch(parent: int, every_seconds: float) -> None:
    pause = threading.Event()
    while os.getppid() == parent:
        pause.wait(every_seconds)
    os.kill(os.getpid(), signal.SIGTERM)
