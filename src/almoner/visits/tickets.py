"""What a waiting person is called by where others see and hear it: a letter and a number, new each day. Pure."""

from __future__ import annotations

import re

BOOKED, WALKED_IN = "A", "B"
_TICKET = re.compile(r"^([A-Z])\s*-?\s*0*([1-9][0-9]{0,4})$")


def ticket(letter: str, number: int) -> str:
    """`ticket("A", 42)` is A042; from the thousandth on it grows longer."""
    if number < 1 or len(letter) != 1 or not letter.isascii() or not letter.isupper():
        raise ValueError(f"no ticket: {letter} {number}")
    return f"{letter}{number:03}"


def as_ticket(said: str) -> str | None:
    """The ticket in what somebody typed or said, such as “a 42”; None where it is none."""
    found = _TICKET.match(said.strip().upper())
    return ticket(found[1], int(found[2])) if found else None
