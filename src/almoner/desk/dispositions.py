"""How a contact can end: read from `dispositions.toml`, checked, and kept."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from almoner.charter.durations import duration
from almoner.desk.enums import Leaves, Needed

LANGUAGES = ("en", "es", "ar")
_KNOWN = {"label", "leaves", "needs", "suggest", "outgoing"}


class DispositionFault(ValueError):
    """The file says what cannot be; the text names the code."""


@dataclass(frozen=True, slots=True)
class Disposition:
    """One way to end. `suggest` is the time that is proposed for what is left open."""

    code: str
    label: Mapping[str, str]
    leaves: Leaves
    needs: frozenset[Needed]
    suggest: timedelta | None
    outgoing: bool

    def label_in(self, language: str) -> str:
        return self.label.get(language) or self.label["en"]


def dispositions_from(data: Mapping[str, Any]) -> dict[str, Disposition]:
    """Read the parsed file. Raises DispositionFault."""
    return {code: _one(code, entry) for code, entry in data.items()}


def _one(code: str, entry: Mapping[str, Any]) -> Disposition:
    unknown = set(entry) - _KNOWN
    if unknown:
        raise DispositionFault(f"{code}: unknown {', '.join(sorted(unknown))}")
    label = entry.get("label", {})
    if set(label) != set(LANGUAGES):
        raise DispositionFault(f"{code}: needs a label in {', '.join(LANGUAGES)}")
    try:
        leaves = Leaves(entry.get("leaves", ""))
        needs = frozenset(Needed(need) for need in entry.get("needs", []))
        suggest = duration(entry["suggest"]) if "suggest" in entry else None
    except ValueError as fault:
        raise DispositionFault(f"{code}: {fault}") from fault
    if (leaves == Leaves.NOTHING) != (suggest is None):
        raise DispositionFault(f"{code}: what is left open has a time that is suggested, and nothing else has")
    return Disposition(code, label, leaves, needs, suggest, bool(entry.get("outgoing", False)))


@cache
def dispositions() -> dict[str, Disposition]:
    """All ways to end a contact, by code, in the order of the file."""
    path = Path(__file__).with_name("dispositions.toml")
    return dispositions_from(tomllib.loads(path.read_text(encoding="utf-8")))
