"""What a service asks of a person, in the best language that a clinician has approved. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    """The items in `language`, which is the one that was asked for where `translated`."""

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


def prepared(wordings: Sequence[Wording], approvers: Mapping[str, str], language: str) -> Preparation:
    """The preparation in `language` when approved in it; else in English, approved or not, which the flags say.

    `approvers` names who approved which language, for the wording as it stands. A translation that nobody approved is
    never shown, for people act on these texts.
    """
    chosen = language if language in approvers else "en"
    items = tuple(
        Item(one.kind, one.texts.get(chosen) or one.texts["en"], one.timing, one.hours_before, one.hard)
        for one in wordings
    )
    return Preparation(
        items=items,
        language=chosen,
        translated=chosen == language,
        approved=chosen in approvers,
        approved_by=approvers.get(chosen, ""),
    )
