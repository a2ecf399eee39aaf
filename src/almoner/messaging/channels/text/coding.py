"""Signs as bytes and back, as a message centre takes and gives them: one byte a sign in the short alphabet. Pure."""

from __future__ import annotations

from almoner.messaging.segments import BASIC, ESCAPE, EXTENDED, Alphabet

GSM, ASCII, LATIN, UCS2 = 0x00, 0x01, 0x03, 0x08
"""Values of `data_coding` that texts of people have (SMPP 3.4, 5.2.19)."""
CODINGS = {Alphabet.GSM: GSM, Alphabet.UCS2: UCS2}
_SECOND = {code: sign for sign, code in EXTENDED.items()}
_ESCAPE = BASIC.index(ESCAPE)


def encoded(text: str, alphabet: Alphabet) -> bytes:
    if alphabet == Alphabet.UCS2:
        return text.encode("utf-16-be")
    return b"".join(
        bytes((_ESCAPE, EXTENDED[sign])) if sign in EXTENDED else bytes((BASIC.index(sign),)) for sign in text
    )


def decoded(octets: bytes, coding: int) -> str:
    """What somebody wrote. Whatever cannot be read is a sign that says so: nothing of it is lost."""
    if coding == UCS2:
        return octets.decode("utf-16-be", "replace")
    if coding == ASCII:
        return octets.decode("ascii", "replace")
    if coding == GSM or coding & 0xF4 == 0xF0:
        return _from_gsm(octets)
    return octets.decode("latin-1")


def _from_gsm(octets: bytes) -> str:
    """An escape before a code that the second table lacks is read as the sign of the first (GSM 03.38, 6.2.1)."""
    signs, second = [], False
    for code in octets:
        if code == _ESCAPE and not second:
            second = True
            continue
        plain = BASIC[code] if code < len(BASIC) else "\ufffd"
        signs.append(_SECOND.get(code, plain) if second else plain)
        second = False
    return "".join(signs).replace(ESCAPE, " ")
