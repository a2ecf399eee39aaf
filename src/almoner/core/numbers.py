"""Numbers that may be halves, as people read them. Pure."""

from __future__ import annotations

from typing import Final

from django.utils.formats import number_format

MANY: Final = 100


def digits(number: float) -> str:
    """“2”, “2.5”, with the sign that the reader's language parts them by."""
    return number_format(number, 1 if number % 1 else 0)


def counts_as(number: float) -> int:
    """The number by which a noun is chosen for `number`; what is not whole counts as many in every language we have."""
    return MANY if number % 1 else int(number)
