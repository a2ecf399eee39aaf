"""A letter before it is on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Letter:
    language: str
    hospital: str
    to: str
    address: str
    subject: str
    body: str
    reference: str
    day: date
    large_print: bool = False
    scan: str = ""
    """What a code at the end of the letter opens; none where empty."""
    number: str = ""
    """The reference of this letter itself: in the window, so that it is read without opening what came back."""


def lay_out(letter: Letter) -> tuple[bytes, int]:
    """The PDF, and its number of pages. What draws it is read with the first letter: it is a third of every start."""
    from almoner.messaging.channels.letter import sheet

    return sheet.lay_out(letter)
