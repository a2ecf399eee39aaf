"""The parts in which a text travels: 7 bits a sign by GSM 03.38 where its alphabet has them all, else UCS-2. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

ESCAPE = "\x1b"
BASIC = (
    f"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ{ESCAPE}ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""Each sign at the place of its code."""
EXTENDED = {
    "\f": 0x0A, "^": 0x14, "{": 0x28, "}": 0x29, "\\": 0x2F, "[": 0x3C, "~": 0x3D, "]": 0x3E, "|": 0x40, "€": 0x65,
}  # fmt: skip
"""The second table: these follow an escape and so take two places each."""
MOST = 255
"""Parts are counted in one byte."""


class Alphabet(StrEnum):
    GSM = "GSM-7"
    UCS2 = "UCS-2"


@dataclass(frozen=True, slots=True)
class Segments:
    """A text as it is handed over: no sign is cut in two."""

    alphabet: Alphabet
    parts: tuple[str, ...]


def alphabet_of(text: str) -> Alphabet:
    short = all((sign in BASIC and sign != ESCAPE) or sign in EXTENDED for sign in text)
    return Alphabet.GSM if short else Alphabet.UCS2


def segments_of(text: str) -> Segments:
    """160 signs in one part or 153 in each of several; outside the short alphabet 70, or 67."""
    alphabet = alphabet_of(text)
    width, one, each = (_in_gsm, 160, 153) if alphabet == Alphabet.GSM else (_in_ucs2, 70, 67)
    if sum(map(width, text)) <= one:
        return Segments(alphabet, (text,))
    return Segments(alphabet, tuple(_cut(text, width, each)))


def parts_of(text: str) -> int:
    return len(segments_of(text).parts)


def _in_gsm(sign: str) -> int:
    return 2 if sign in EXTENDED else 1


def _in_ucs2(sign: str) -> int:
    return 2 if ord(sign) > 0xFFFF else 1


def _cut(text: str, width: Callable[[str], int], each: int) -> list[str]:
    parts, begin, taken = [], 0, 0
    for place, sign in enumerate(text):
        if taken + width(sign) > each:
            parts.append(text[begin:place])
            begin, taken = place, 0
        taken += width(sign)
    return [*parts, text[begin:]]
