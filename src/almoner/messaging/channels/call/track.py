"""What we said in a call, as it was heard on the line: with its pauses, and cut where a key cut it.

The voice of whoever answered is not in it: it never comes to this file.
"""

from __future__ import annotations

import os
import wave
from pathlib import Path

from almoner.messaging.channels.call.on_the_line import samples

RATE = 8000
"""Hertz: a telephone carries no more."""
WIDTH = 2


class Track:
    """Pieces that were said, by the seconds since somebody answered."""

    def __init__(self) -> None:
        self._pieces: list[tuple[float, Path, float]] = []

    def add(self, at: float, sound: Path, seconds: float) -> None:
        """`seconds` is how long it went on."""
        self._pieces.append((at, sound, seconds))

    def write(self, path: Path) -> None:
        """Whole or not at all, and for the owner alone."""
        if not self._pieces:
            return
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        half = path.with_name(f"{path.stem}.{os.getpid()}.part")
        with half.open("wb") as file, wave.open(file, "wb") as sound:
            half.chmod(0o600)
            sound.setnchannels(1)
            sound.setsampwidth(WIDTH)
            sound.setframerate(RATE)
            sound.writeframes(self.sound())
        half.replace(path)

    def sound(self) -> bytes:
        """16-bit samples at `RATE`."""
        track = bytearray()
        for at, path, seconds in self._pieces:
            track += bytes(max(0, int(at * RATE) * WIDTH - len(track)))
            track += samples(path, RATE)[: int(seconds * RATE) * WIDTH]
        return bytes(track)
