"""Identifiers: random for machines, short and speakable for people."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No 0/O, 1/I/L, U: nothing that is misread on paper or misheard on the telephone."""

_source: ContextVar[random.Random | None] = ContextVar("almoner_identifiers", default=None)


def _bits(count: int) -> int:
    source = _source.get()
    return source.getrandbits(count) if source else secrets.randbits(count)


def new_id() -> UUID:
    """A random UUID (version 4): says nothing of order, time or number (law I-24)."""
    return UUID(int=_bits(128), version=4)


def secret(bits: int = 256) -> str:
    """An unguessable token for a link, as lower-case hex."""
    return f"{_bits(bits):0{bits // 4}x}"


def digits(count: int, *, taken: Callable[[str], bool] = lambda _drawn: False) -> str:
    """So many random digits, for who has only keys to press; the first is no nought. Draws again while one is taken."""
    least = 10 ** (count - 1)
    while True:
        drawn = str(least + _bits(64) % (9 * least))
        if not taken(drawn):
            return drawn


def references(prefix: str, count: int, *, in_use: Callable[[list[str]], set[str]]) -> list[str]:
    """So many different references, none of which is in use: `in_use` is asked once for all that were drawn."""
    drawn: list[str] = []
    while len(drawn) < count:
        fresh = list(dict.fromkeys(reference(prefix, taken=drawn.__contains__) for _ in range(count - len(drawn))))
        used = in_use(fresh)
        drawn += [one for one in fresh if one not in used]
    return drawn


def reference(prefix: str, *, taken: Callable[[str], bool] = lambda _drawn: False) -> str:
    """A reference that a person can read out, such as `P-7KQ4-M2WC`: seven random signs (34 bits) and a check sign.

    With a million of them about, one in twenty thousand new ones meets an old one: `taken` says whether one is in use,
    and another is drawn.
    """
    while True:
        value, signs = _bits(38), ""
        for _ in range(7):
            value, place = divmod(value, len(ALPHABET))
            signs += ALPHABET[place]
        check = check_sign(signs)
        drawn = f"{prefix}-{signs[:4]}-{signs[4:]}{check}"
        if check and not taken(drawn):
            return drawn


def check_sign(signs: str) -> str | None:
    """The sign that makes any one wrong and any two swapped signs of a reference visible.

    Weights 1, 2, 3 … modulo 31: a prime, so that no error cancels out. One in 31 has no sign, and is not given out.
    """
    total = sum(place * ALPHABET.index(sign) for place, sign in enumerate(signs, start=1)) % (len(ALPHABET) + 1)
    return ALPHABET[total] if total < len(ALPHABET) else None


def as_reference(spoken: str) -> str | None:
    """The reference in `spoken`, as it is stored, or None when a sign must be wrong.

    Takes it as people say and type it: lower case, no dashes, spaces anywhere.
    """
    signs = "".join(sign for sign in spoken.upper() if sign.isalnum())
    if len(signs) < 9:
        return None
    prefix, body = signs[:-8], signs[-8:]
    if any(sign not in ALPHABET for sign in body) or check_sign(body[:7]) != body[7]:
        return None
    return f"{prefix}-{body[:4]}-{body[4:]}"


@contextmanager
def drawn_from(source: random.Random) -> Iterator[None]:
    """Draw identifiers from `source` until the block ends, so that a rehearsal leaves the same trace each time.

    For rehearsals only: what comes from a seed can be guessed.
    """
    token = _source.set(source)
    try:
        yield
    finally:
        _source.reset(token)
