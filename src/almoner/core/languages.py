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
