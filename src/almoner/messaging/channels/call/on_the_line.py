"""Somebody on the line: what is said to them, and the keys that they press meanwhile. In the process of the call."""

from __future__ import annotations

import asyncio
import contextlib
import time
import wave
from math import gcd
from pathlib import Path

import numpy as np
from baresip.call import Call, CallState
from baresip.errors import AudioNotActive, AudioRestarted
from scipy.signal import resample_poly

A_MOMENT = 0.02
USUAL_RATE = 8000
MOSTLY = 0.9
"""What takes less of its own length was not said: the sound of a call that is over is dropped at once."""
A_BREATH = 0.6
"""Whoever picks up says a word first."""


class OnTheLine:
    """A call that was answered, by whichever side."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._keys: asyncio.Queue[str] = asyncio.Queue()
        self._lost = False
        call.on_dtmf(lambda event: self._keys.put_nowait(str(event.digit)))

    @property
    def gone(self) -> bool:
        """Sound ends a moment before the end is told."""
        return self._lost or self._call.state is CallState.CLOSED

    @property
    def rate(self) -> int:
        """Samples of one second, as the other side hears them."""
        try:
            return self._call.audio.info().tx_sample_rate or USUAL_RATE
        except AudioNotActive:
            return USUAL_RATE

    async def say(self, sound: bytes, *, whole: bool = False, until: float = float("inf")) -> str | None:
        """Say 16-bit samples at `rate`. Gives the key that was pressed meanwhile, which stops it unless `whole`.
        `until` is a moment of `time.monotonic`."""
        if not whole and not self._keys.empty():
            return self._keys.get_nowait()
        audio = self._call.audio
        rate = self.rate
        try:
            rest, begin = memoryview(sound), time.monotonic()
            while (rest or audio.info().tx_buffered) and not self.gone and time.monotonic() < until:
                with contextlib.suppress(AudioRestarted):
                    rest = rest[audio.write(rest) :] if rest else rest
                if not whole and not self._keys.empty():
                    await self.be_quiet()
                    return self._keys.get_nowait()
                await asyncio.sleep(A_MOMENT)
            now = time.monotonic()
            self._lost = self._lost or (now < until and now - begin < MOSTLY * len(sound) / 2 / rate)
        except AudioNotActive:
            self._lost = True
        return None

    async def be_quiet(self) -> None:
        """Drop what is still to be heard. It is done a moment later, and would take with it what is said meanwhile."""
        with contextlib.suppress(AudioNotActive):
            audio = self._call.audio
            audio.flush_tx()
            while audio.info().tx_buffered and not self.gone:
                await asyncio.sleep(A_MOMENT)

    async def key(self, seconds: float) -> str | None:
        """The next key; None where nobody pressed one for so long, or they are gone."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self.gone:
            if not self._keys.empty():
                return self._keys.get_nowait()
            await asyncio.sleep(A_MOMENT)
        return None


def samples(path: Path, rate: int) -> bytes:
    """A sound file as 16-bit samples of one channel at `rate` hertz."""
    with wave.open(str(path), "rb") as file:
        heard = np.frombuffer(file.readframes(file.getnframes()), dtype=np.int16).astype(np.float64)
        own = file.getframerate()
    if own != rate:
        common = gcd(own, rate)
        heard = resample_poly(heard, rate // common, own // common)
    return bytes(np.clip(heard, -32768, 32767).astype(np.int16).tobytes())
