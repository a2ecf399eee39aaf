"""What a rule does: the stored cases that it decides, and the phrases by which what it asks for is heard."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from almoner.urgency import rehearsal
from almoner.urgency.assessment import reasons_for
from almoner.urgency.reading.lexicon import LANGUAGES
from almoner.urgency.rehearsal import Heard
from almoner.urgency.rulebook import groups
from almoner.urgency.rulebook.book import Rulebook
from almoner.urgency.rulebook.changing import DENIED


def decided_by(rule_id: str, book: Rulebook) -> list[Heard]:
    """Of the cases on which rules are developed, those whose level this rule gives, alone or with others."""
    return [one for one in rehearsal.stored("development") if rule_id in _deciding(one, book)]


def _deciding(heard: Heard, book: Rulebook) -> set[str]:
    _concern, reasons = reasons_for(heard.people, heard.case, book)
    return {reason.rule_id for reason in reasons if reason.level == reasons[0].level}


def phrases_of(concept: str) -> dict[str, list[str]]:
    """By language. A wider idea is heard by the names of the narrower ones."""
    concept = concept.removeprefix(DENIED)
    if concept in groups():
        return {"en": [name.replace("_", " ") for name in groups()[concept]]}
    return {language: found for language in LANGUAGES if (found := _written(language).get(concept))}


@cache
def _written(language: str) -> dict[str, list[str]]:
    text = files("almoner.urgency.rulebook").joinpath(f"lexicon_{language}.toml").read_text("utf-8")
    concepts: dict[str, Any] = tomllib.loads(text)["concepts"]
    return {name: list(phrases) for name, phrases in concepts.items()}
