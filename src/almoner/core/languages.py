"""What is kept now and read later by somebody who may read another language."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise


def in_all(text: str | Promise) -> dict[str, str]:
    """A marked text by the code of each language that ships, as the timeline keeps names."""
    said = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said[code] = str(text)
    return said
