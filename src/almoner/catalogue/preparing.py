"""What a service asks of a person, in the best language that a clinician has approved. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do, bring or know; `hours_before` and `timing` (from, by, at, after) tell when."""

    kind: str
    text: str
    timing: str
    hours_before: int | None
    hard: bool


@dataclass(frozen=True, slots=True)
class Preparation:
    """The items in `language`, which is the one that was asked for where `translated`; none unless `approved`."""

    items: tuple[Item, ...]
    language: str
    translated: bool
    approved: bool
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """An item as it is stored, with its texts by language."""

    kind: str
    texts: Mapping[str, str]
    timing: str
    hours_before: int | None
    hard: bool


@dataclass(frozen=True, slots=True)
class Approved:
    """What was approved in one language, as it was read: of which version, and by whom."""

    version: int
    by: str
    items: tuple[Item, ...]


def prepared(approved: Mapping[str, Approved], language: str) -> Preparation:
    """The preparation in `language` where its approval is as new as the English one; else in English.

    Only what a clinician approved is told, for people act on these texts: an edit counts from its own approval on, and
    until then what was approved before it.
    """
    english, own = approved.get("en"), approved.get(language)
    if own and (english is None or own.version >= english.version):
        return Preparation(own.items, language, translated=True, approved=True, approved_by=own.by)
    if english is None:
        return Preparation((), "en", translated=language == "en", approved=False)
    return Preparation(english.items, "en", translated=language == "en", approved=True, approved_by=english.by)
