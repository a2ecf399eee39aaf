"""What is said in calls that come in, made while they go on, and kept in memory only: it may name somebody."""

from __future__ import annotations

import asyncio
import tempfile
from collections import OrderedDict
from pathlib import Path

from almoner.core.languages import spoken
from almoner.messaging.channels.call.on_the_line import samples
from almoner.messaging.channels.call.sound import speak

KEPT = 300
"""Sentences; each is a few seconds at 16 kB."""
AT_ONCE = 2


class Voice:
    """Sentences as samples, the latest of them kept."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str, int], bytes] = OrderedDict()
        self._busy = asyncio.Semaphore(AT_ONCE)

    async def say(self, words: str, language: str, rate: int) -> bytes:
        """16-bit samples at `rate`. Raises NoVoice."""
        key = (words, language, rate)
        if key not in self._kept:
            async with self._busy:
                self._kept[key] = await asyncio.to_thread(_spoken, *key)
        self._kept.move_to_end(key)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return self._kept[key]


def _spoken(words: str, language: str, rate: int) -> bytes:
    with tempfile.TemporaryDirectory(prefix="almoner-said-") as folder:
        path = Path(folder) / "said.wav"
        speak(spoken(words), language, path)
        return samples(path, rate)
