"""A program of its own: speaks what it reads into a sound file, with the voice that came as a library.

    python -m almoner.messaging.channels.call.voice VOICE WORDS_PER_MINUTE FILE < words

In its own process because a fault in the library must not take the worker with it.
"""

from __future__ import annotations

import ctypes
import sys
import wave
from pathlib import Path

import espeakng_loader

RETRIEVE, UTF8, RATE, SENTENCES_AT_ONCE = 1, 1, 1, 0


def speak(words: str, voice: str, rate: int, path: Path) -> None:
    """Write `words`, spoken, to `path`."""
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    data = str(Path(espeakng_loader.get_data_path()).parent).encode()
    hertz = library.espeak_Initialize(RETRIEVE, SENTENCES_AT_ONCE, data, 0)
    if hertz <= 0:
        raise RuntimeError("the voice library did not start")
    pieces: list[bytes] = []
    kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)

    def take(samples: ctypes._Pointer[ctypes.c_short], count: int, _events: int | None) -> int:
        if samples and count:
            pieces.append(ctypes.string_at(samples, count * 2))
        return 0

    heard = kind(take)
    library.espeak_SetSynthCallback(heard)
    if library.espeak_SetVoiceByName(voice.encode()) != 0:
        raise RuntimeError(f"no voice {voice}")
    library.espeak_SetParameter(RATE, rate, 0)
    said = words.encode() + b"\0"
    library.espeak_Synth(said, len(said), 0, 0, 0, UTF8, None, None)
    library.espeak_Synchronize()
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(hertz)
        file.writeframes(b"".join(pieces))


if __name__ == "__main__":
    speak(sys.stdin.read(), sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
