"""What depends on who reads, and what is kept now for somebody who may read another language."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import pgettext


def of_reader() -> str:
    """The two letters of the language in force."""
    return (translation.get_language() or "en").split("-")[0]


MARKS = "\u2066\u2069"
"""Around what is read from the left in any line. They are seen by nobody, and must not be spoken."""


def from_left(number: str, language: str) -> str:
    """A telephone number that stays in its order in a line of a language that runs from the right. One of digits alone
    does by itself; of groups with blanks between, the last would come first."""
    in_order = not number or number.isdigit() or number.startswith(MARKS[0])
    if in_order or not translation.get_language_info(language)["bidi"]:
        return number
    return f"{MARKS[0]}{number}{MARKS[1]}"


def spoken(text: str) -> str:
    """The same without marks for the eye."""
    return text.translate(dict.fromkeys(map(ord, MARKS)))


def listed(parts: Iterable[object]) -> str:
    """“milk, eggs”, “الحليب، البيض”."""
    return pgettext("between the parts of a list", ", ").join(str(part) for part in parts)


def in_all(text: str | Promise) -> dict[str, str]:
    """A marked text by the code of each language that ships, as the timeline keeps names."""
    said = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said[code] = str(text)
    return said
