"""The words of a promise, filled from the facts of the event that opened it. Pure but for the language's dates."""

from __future__ import annotations

from datetime import datetime
from string import Template
from typing import Any
from zoneinfo import ZoneInfo

from almoner.charter.standard import Standard
from almoner.messaging.moments import say_moment


class Told:
    """The facts of one event in words, for all that is promised for it: of each language once.

    Facts named `…_at` are said as moments on the wall clock, without the ending: `$starts` is the fact `starts_at`.
    Where the facts name a `zone`, it is all about a place and said by the clock there; `zone` is the reader's.
    """

    def __init__(self, facts: dict[str, Any], zone: ZoneInfo) -> None:
        self._facts = facts
        self._zone = zone
        self._place = ZoneInfo(facts["zone"]) if facts.get("zone") else None
        self._words: dict[str, dict[str, str]] = {}

    def words(self, language: str) -> dict[str, str]:
        if language not in self._words:
            self._words[language] = self._in(language)
        return self._words[language]

    def moment(self, moment: datetime, language: str) -> str:
        return say_moment(moment.astimezone(self._place) if self._place else moment, language, self._zone)

    def _in(self, language: str) -> dict[str, str]:
        words: dict[str, str] = {}
        for name, value in self._facts.items():
            if name.endswith("_at") and isinstance(value, str):
                words[name.removesuffix("_at")] = self.moment(datetime.fromisoformat(value), language)
            elif isinstance(value, dict) and value.get("en"):
                words[name] = str(value.get(language) or value["en"])
            elif isinstance(value, str | int) and not isinstance(value, bool):
                words[name] = str(value)
        return words


def said(standard: Standard, told: Told, due: datetime) -> dict[str, str]:
    """The promise in each language of the charter; `$due` is when it falls due, whatever the facts call due."""
    return {
        language: Template(sentence).safe_substitute(told.words(language) | {"due": told.moment(due, language)})
        for language, sentence in standard.promise.items()
    }
