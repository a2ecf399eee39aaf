"""What we said in a call is kept as proof for some days, and nobody who answers is recorded."""

from __future__ import annotations

import wave
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.cast import Cast
from tests.messaging.sip_peer import tone

from almoner.core import clock
from almoner.messaging import recordings
from almoner.messaging.channels.call.track import RATE, Track
from almoner.messaging.work import forget_recordings


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Path:
    settings.ALMONER_HOME = tmp_path
    return tmp_path


def test_pieces_stand_where_they_were_said_and_end_where_a_key_cut_them(tmp_path: Path) -> None:
    tone(tmp_path / "a.wav", 400, 2, rate=22050)
    track = Track()
    track.add(0.0, tmp_path / "a.wav", 0.5)
    track.add(2.0, tmp_path / "a.wav", 9.0)
    sound = np.frombuffer(track.sound(), dtype=np.int16)
    loud = [bool(np.abs(sound[place : place + RATE // 4]).max() > 1000) for place in range(0, len(sound), RATE // 4)]
    assert loud == [True] * 2 + [False] * 6 + [True] * 8


def test_it_is_whole_or_not_there_and_for_nobody_else(tmp_path: Path) -> None:
    nothing, kept = tmp_path / "day" / "nothing.wav", tmp_path / "day" / "kept.wav"
    Track().write(nothing)
    assert not nothing.exists()
    tone(tmp_path / "a.wav", 400, 1)
    track = Track()
    track.add(0.0, tmp_path / "a.wav", 1.0)
    track.write(kept)
    assert [path.name for path in kept.parent.iterdir()] == ["kept.wav"]
    assert kept.stat().st_mode & 0o077 == 0
    with wave.open(str(kept)) as sound:
        assert sound.getnframes() == RATE


def test_days_are_forgotten_after_their_time_and_nothing_else(
    home: Path, settings: Any, cast: Cast, at: Callable[[datetime], None]
) -> None:
    settings.CALL_RECORDINGS_DAYS = 30
    now = clock.now()
    for back in (31, 30, 0):
        at(now - timedelta(days=back))
        place = recordings.place_for(f"key-{back}")
        assert place
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"sound")
    (home / "recordings" / "other").mkdir()
    assert forget_recordings() == 0
    left = sorted(path.name for path in (home / "recordings").iterdir())
    assert left == [str((now - timedelta(days=30)).date()), str(now.date()), "other"]
    settings.CALL_RECORDINGS_DAYS = 0
    assert recordings.place_for("key") is None


@pytest.mark.parametrize("name", ["", "../secret.wav", "/etc/passwd", "2026-11-23/none.wav", ".."])
def test_T10_only_what_was_kept_can_be_read(home: Path, name: str) -> None:
    (home / "secret.wav").write_bytes(b"secret")
    (home / "recordings").mkdir()
    assert recordings.read(name) is None
