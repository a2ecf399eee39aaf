"""The words of a promise, filled from the facts of the event that opened it. Pure but for the language's dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from string import Template
from typing import Any
from zoneinfo import ZoneInfo

from almoner.charter.standard import Standard
from almoner.messaging.moments import say_moment

SENTENCES = 1024
Part = tuple[str, str]
"""The name of what is said there, and what stands in the sentence: that stays where there is no such thing."""


class Told:
    """The facts of one event in words, for all that is promised for it: each that is asked for, once in a language.

    Facts named `…_at` are said as moments on the wall clock, without the ending: `$starts` is the fact `starts_at`.
    Where the facts name a `zone`, it is all about a place and said by the clock there; `zone` is the reader's.
    """

    def __init__(self, facts: dict[str, Any], zone: ZoneInfo) -> None:
        self._facts = facts
        self._zone = zone
        self._place = ZoneInfo(facts["zone"]) if facts.get("zone") else None
        self._words: dict[tuple[str, str], str | None] = {}

    def word(self, name: str, language: str) -> str | None:
        """None where there is no such fact, or none that can be said."""
        if (name, language) not in self._words:
            self._words[name, language] = self._say(name, language)
        return self._words[name, language]

    def moment(self, moment: datetime, language: str) -> str:
        return say_moment(moment.astimezone(self._place) if self._place else moment, language, self._zone)

    def _say(self, name: str, language: str) -> str | None:
        moment = self._facts.get(f"{name}_at")
        if isinstance(moment, str):
            return self.moment(datetime.fromisoformat(moment), language)
        value = self._facts.get(name)
        if isinstance(value, dict) and value.get("en"):
            return str(value.get(language) or value["en"])
        said_as_moment = name.endswith("_at") and isinstance(value, str)
        if isinstance(value, str | int) and not isinstance(value, bool) and not said_as_moment:
            return str(value)
        return None


def said(standard: Standard, told: Told, due: datetime) -> dict[str, str]:
    """The promise in each language of the charter; `$due` is when it falls due, whatever the facts call due."""

    def word(name: str, language: str) -> str | None:
        return told.moment(due, language) if name == "due" else told.word(name, language)

    return {language: _filled(sentence, language, word) for language, sentence in standard.promise.items()}


def _filled(sentence: str, language: str, word: Callable[[str, str], str | None]) -> str:
    parts = []
    for name, stands in _parts(sentence):
        found = word(name, language) if name else None
        parts.append(stands if found is None else found)
    return "".join(parts)


@lru_cache(SENTENCES)
def _parts(sentence: str) -> list[Part]:
    """A sentence taken apart as `Template.safe_substitute` does."""
    parts: list[Part] = []
    end = 0
    for match in Template.pattern.finditer(sentence):
        parts.append(("", sentence[end : match.start()]))
        parts.append((match["named"] or match["braced"] or "", "$" if match["escaped"] is not None else match[0]))
        end = match.end()
    return [*parts, ("", sentence[end:])]
