"""What whoever waits hears between the announcements: quiet bells, so that nobody takes the line for dead. Pure."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

NOTES = (392.0, 493.9, 587.3, 493.9)
"""Hertz, one after the other: they lie in the band that every telephone carries."""
EACH = 1.6
"""Seconds from note to note; each dies away before the next."""
LOUDNESS = 1600
"""Of 32,767: much quieter than the voice."""


@lru_cache(maxsize=8)
def hold_sound(rate: int) -> bytes:
    """16-bit samples at `rate`, some six seconds."""
    at = np.arange(int(EACH * rate)) / rate
    dies = np.minimum(at / 0.02, 1) * np.exp(-3.0 * at)
    notes = [dies * (np.sin(2 * np.pi * hertz * at) + 0.3 * np.sin(4 * np.pi * hertz * at)) for hertz in NOTES]
    return bytes((LOUDNESS * np.concatenate(notes)).astype(np.int16).tobytes())
