"""Numbers by which centres know a text: in decimals in the answer, it may be, and in hexadecimals later. Pure."""

from __future__ import annotations

import re

_DECIMAL, _HEXADECIMAL = re.compile(r"[0-9]{1,20}"), re.compile(r"[0-9A-Fa-f]{1,16}")


def other_forms(number: str) -> list[str]:
    """The other ways in which the same number may have been written. They may be of another text as well, so whoever
    uses them compares something else besides."""
    values = set()
    if _DECIMAL.fullmatch(number):
        values.add(int(number))
    if _HEXADECIMAL.fullmatch(number):
        values.add(int(number, 16))
    forms = {form for value in values for form in _written(value)} | {number.upper(), number.lower()}
    return sorted(forms - {number})


def _written(value: int) -> set[str]:
    plain = {f"{value}", f"{value:x}", f"{value:X}"}
    return plain | {form.zfill(size) for form in plain for size in (8, 10)}
