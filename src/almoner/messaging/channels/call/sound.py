"""The sound of a call, spoken by a voice program in its own process, made when somebody wants to hear it."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings

VOICES = {"en": "en", "es": "es", "ar": "ar"}
WORDS_PER_MINUTE = 140
SECONDS = 60


class NoVoice(RuntimeError):
    """This machine has no voice, or it failed; the script can still be read."""


def sound_of(script: str, language: str) -> Path:
    """The file with `script` spoken in `language`; made once, then kept. Raises NoVoice."""
    folder = Path(settings.ALMONER_HOME) / "sound"
    path = folder / f"{hashlib.sha256(f'{language}|{script}'.encode()).hexdigest()[:32]}.wav"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        half = path.with_name(f"{path.stem}.{os.getpid()}.part")
        speak(script, language, half)
        half.replace(path)
    return path


def speak(script: str, language: str, path: Path) -> None:
    """Speak `script` into a file. Raises NoVoice.

    The words go in by standard input: nothing of a message stands in a command line that others can see.
    """
    try:
        subprocess.run(  # noqa: S603 - a program of ours or the voice program, with no shell between
            _program(VOICES.get(language, VOICES["en"]), path),
            input=script.encode(),
            check=True,
            timeout=SECONDS,
            capture_output=True,
        )
    except (OSError, subprocess.SubprocessError) as fault:
        path.unlink(missing_ok=True)
        raise NoVoice(type(fault).__name__) from fault


def _program(voice: str, path: Path) -> list[str]:
    own = shutil.which("espeak-ng")
    if own:
        return [own, "-v", voice, "-s", str(WORDS_PER_MINUTE), "-w", str(path), "--stdin"]
    return [sys.executable, "-m", "almoner.messaging.channels.call.voice", voice, str(WORDS_PER_MINUTE), str(path)]
