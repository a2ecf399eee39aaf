"""What to do when whoever reads our standard output goes away: nothing more is said, and nobody is told off."""

from __future__ import annotations

import os
import sys


def reader_left() -> None:
    """Let everything that is still to be written, also at the very end of the process, go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
