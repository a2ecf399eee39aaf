"""How the clock of a place is called: “Canary Islands time”, “hora de Canarias”, “بتوقيت جزر الكناري”.

Said beside a time only where the wall there shows something else than the reader's: where all clocks agree, a hospital
reads and writes times as if there were one zone in the world.
"""

from __future__ import annotations

import tomllib
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

_SHAPES = {"en": "{place} time", "es": "hora de {place}", "ar": "بتوقيت {place}"}
_BY = {"ar": "ب"}
"""What is joined to a clock that has a name of its own: بتوقيت, بالتوقيت."""
Names = dict[str, dict[str, dict[str, str]]]


def exists(key: str) -> bool:
    return key in available_timezones()


@lru_cache(maxsize=1)
def of_places() -> tuple[str, ...]:
    """The zones that a site can be in, by name: those of places (`Etc/GMT+3` and `posixrules` are none), and UTC."""
    return (*sorted(key for key in available_timezones() if "/" in key and not key.startswith("Etc/")), "UTC")


def said(zone: ZoneInfo, language: str) -> str:
    """The clock of a zone in words."""
    language = language.split("-", maxsplit=1)[0]
    if language not in _SHAPES:
        language = "en"
    whole = _names()[language]["whole"].get(zone.key)
    if whole:
        return _BY.get(language, "") + whole
    return _SHAPES[language].format(place=_place(zone.key, language))


def _place(key: str, language: str) -> str:
    return _names()[language]["places"].get(key) or key.rsplit("/", 1)[-1].replace("_", " ")


def beside(moment: datetime, reader: ZoneInfo, language: str) -> str:
    """Whose clock a time is told by, for a reader in `reader`; nothing where theirs shows the same just then.

    `moment` is on the wall of a place: it carries its zone.
    """
    if not isinstance(moment.tzinfo, ZoneInfo) or moment.utcoffset() == moment.astimezone(reader).utcoffset():
        return ""
    return said(moment.tzinfo, language)


@lru_cache(maxsize=1)
def _names() -> Names:
    return tomllib.loads((Path(__file__).parent / "zones.toml").read_text(encoding="utf-8"))
