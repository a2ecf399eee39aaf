"""The ring: geometry of the sign that a promise wears. Pure; angles in degrees, clockwise, 0 at the top."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

State = Literal["due", "risk", "kept", "broken", "made_good", "withdrawn"]

STATES: Final[tuple[State, ...]] = ("due", "risk", "kept", "broken", "made_good", "withdrawn")
CENTRE: Final = 24.0
RADIUS: Final = 19.0
OPENING: Final = 44.0
CUT_AT: Final = 50.0
CUT: Final = 52.0


@dataclass(frozen=True)
class Ring:
    """What to draw: `track` under it, `arc` over it, and `marks` (the cut, or the stitches of a seam)."""

    state: State
    track: str
    arc: str
    marks: tuple[str, ...] = ()


def point(angle: float, radius: float = RADIUS) -> tuple[float, float]:
    turn = math.radians(angle - 90)
    return round(CENTRE + radius * math.cos(turn), 2), round(CENTRE + radius * math.sin(turn), 2)


def arc(start: float, end: float) -> str:
    """An SVG path clockwise from `start` to `end`; nothing when they meet, two half turns for a whole circle."""
    sweep = end - start
    if sweep <= 0:
        return ""
    x, y = point(start)
    if sweep >= 360:
        half, half_y = point(start + 180)
        return f"M{x} {y}A{RADIUS:g} {RADIUS:g} 0 0 1 {half} {half_y}A{RADIUS:g} {RADIUS:g} 0 0 1 {x} {y}"
    to_x, to_y = point(end)
    return f"M{x} {y}A{RADIUS:g} {RADIUS:g} 0 {int(sweep > 180)} 1 {to_x} {to_y}"


def across(angle: float, *, inner: float = 13.5, outer: float = 24.0) -> str:
    """A short stroke over the ring at `angle`."""
    (x, y), (to_x, to_y) = point(angle, inner), point(angle, outer)
    return f"M{x} {y}L{to_x} {to_y}"


def draw(state: str, share: float = 0.0) -> Ring:
    """The ring of a promise. `share` (0 to 100) is how much of the time has run; it matters only while it is due."""
    if state not in STATES:
        raise ValueError(f"no ring for the state “{state}”")
    if state in {"due", "risk"}:
        return _open(state, min(max(share, 0.0), 100.0))
    if state == "broken":
        return Ring("broken", "", arc(CUT_AT + CUT / 2, CUT_AT - CUT / 2 + 360), (across(CUT_AT, outer=24.5),))
    if state == "made_good":
        stitches = tuple(across(CUT_AT + step) for step in (-CUT / 4, CUT / 4))
        return Ring("made_good", "", arc(0, 360), stitches)
    return Ring(state, "", arc(0, 360))


def _open(state: State, share: float) -> Ring:
    start, end = OPENING / 2, 360 - OPENING / 2
    return Ring(state, arc(start, end), arc(start, start + (end - start) * share / 100))
