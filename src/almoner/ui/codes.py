"""Codes to scan, as one SVG path."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import segno

QUIET: int = 4
"""The white margin that a reader needs, in modules."""


@dataclass(frozen=True)
class Code:
    size: int
    path: str


def qr(text: str) -> Code:
    """A QR code of `text` that can still be read when a sixth of it is damaged (error correction M, or better)."""
    matrix = segno.make(text, micro=False, error="m").matrix
    return Code(len(matrix) + 2 * QUIET, "".join(_runs(y, row) for y, row in enumerate(matrix)))


def _runs(y: int, row: bytearray) -> str:
    """The dark stretches of one row."""
    drawn, x = "", QUIET
    for dark, group in groupby(row):
        length = len(list(group))
        if dark:
            drawn += f"M{x} {y + QUIET}h{length}v1h-{length}z"
        x += length
    return drawn
