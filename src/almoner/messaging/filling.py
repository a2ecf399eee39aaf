"""Values put into words: formatted for the reader, cleaned of what could break a message. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from string import Template
from typing import Any
from zoneinfo import ZoneInfo

from almoner.messaging.moments import say_day, say_moment

_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
LEFT_TO_RIGHT = frozenset({"service_desk", "emergency", "reference"})


class ValueMissing(ValueError):
    """The room that fills this kind left out something that its words cannot do without."""


def clean(text: str) -> str:
    """One line without control signs and without signs that turn the direction of what follows."""
    kept = (" " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign for sign in text)
    return " ".join("".join(sign for sign in kept if sign not in _DIRECTIONS).split())


def said(value: Any, language: str, zone: ZoneInfo) -> str:
    """A value as the reader is told it. A list becomes one line for each of its parts."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime):
        return say_moment(value, language, zone)
    if isinstance(value, date):
        return say_day(value, language)
    if isinstance(value, Mapping):
        return said(value.get(language) or value.get("en"), language, zone)
    if isinstance(value, Sequence) and not isinstance(value, str):
        lines = (said(part, language, zone) for part in value)
        return "\n".join(f"- {line}" for line in lines if line)
    return clean(str(value))


def strings(values: Mapping[str, Any], names: frozenset[str], language: str, zone: ZoneInfo) -> dict[str, str]:
    """The values of `names`, as text. In a language written from the right, numbers are held together."""
    told = {name: said(values.get(name), language, zone) for name in names}
    if language == "ar":
        for name in LEFT_TO_RIGHT & told.keys():
            told[name] = f"\u2066{told[name]}\u2069" if told[name] else ""
    return told


def identifiers(template: str) -> frozenset[str]:
    return frozenset(Template(template).get_identifiers())


def line(template: str, values: Mapping[str, str]) -> str:
    """The line filled, or nothing when one of its names is empty."""
    names = identifiers(template)
    if any(not values.get(name) for name in names):
        return ""
    return Template(template).substitute(values)


def lines(templates: Sequence[str], values: Mapping[str, str]) -> list[str]:
    return [filled for filled in (line(template, values) for template in templates) if filled]


def body(template: str, values: Mapping[str, str]) -> str:
    """Paragraphs, filled. A paragraph whose names are all empty goes with its heading."""
    paragraphs = (_paragraph(part.splitlines(), values) for part in template.split("\n\n"))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _paragraph(templates: list[str], values: Mapping[str, str]) -> str:
    kept = [(template, line(template, values)) for template in templates]
    named = [filled for template, filled in kept if identifiers(template)]
    if named and not any(named):
        return ""
    return "\n".join(filled for template, filled in kept if filled or not identifiers(template)).strip()
