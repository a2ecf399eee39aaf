"""The same line in every language of the site, together: nobody waits for their language to come round."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import get_language_info


class Line(NamedTuple):
    code: str
    direction: str
    text: str


def everywhere(text: Promise) -> list[Line]:
    """`text` in each language; one that has no words of its own for it is not said twice."""
    lines: list[Line] = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said = str(text)
        if said not in {line.text for line in lines}:
            lines.append(Line(code, "rtl" if get_language_info(code)["bidi"] else "ltr", said))
    return lines
