"""How many parts a text message takes. Pure."""

from __future__ import annotations

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("^{}\\[~]|€\f")
"""The alphabet of GSM 03.38; the second set takes two places each."""


def parts_of(text: str) -> int:
    """160 signs in one part or 153 in each of several; outside the short alphabet 70, or 67."""
    if all(sign in BASIC or sign in EXTENDED for sign in text):
        size, one, each = sum(2 if sign in EXTENDED else 1 for sign in text), 160, 153
    else:
        size, one, each = len(text.encode("utf-16-be")) // 2, 70, 67
    return 1 if size <= one else -(-size // each)
