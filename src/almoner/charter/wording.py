"""The words of a promise, filled from the facts of the event that opened it. Pure but for the language's dates."""

from __future__ import annotations

from datetime import datetime
from string import Template
from typing import Any
from zoneinfo import ZoneInfo

from almoner.charter.standard import Standard
from almoner.messaging.moments import say_moment


def said(standard: Standard, facts: dict[str, Any], due: datetime, zone: ZoneInfo) -> dict[str, str]:
    """The promise in each language of the charter.

    Facts named `…_at` are said as moments on the wall clock, without the ending: `$starts` is the fact `starts_at`;
    `$due` is when the promise falls due, whatever the facts call due. Where the facts name a `zone`, it is all about a
    place and said by the clock there; `zone` is the reader's.
    """
    return {
        language: Template(sentence).safe_substitute(_words(facts, due, zone, language))
        for language, sentence in standard.promise.items()
    }


def _words(facts: dict[str, Any], due: datetime, zone: ZoneInfo, language: str) -> dict[str, str]:
    words: dict[str, str] = {}
    place = ZoneInfo(facts["zone"]) if facts.get("zone") else None
    for name, value in facts.items():
        if name.endswith("_at") and isinstance(value, str):
            words[name.removesuffix("_at")] = say_moment(_there(datetime.fromisoformat(value), place), language, zone)
        elif isinstance(value, dict) and value.get("en"):
            words[name] = str(value.get(language) or value["en"])
        elif isinstance(value, str | int) and not isinstance(value, bool):
            words[name] = str(value)
    return words | {"due": say_moment(_there(due, place), language, zone)}


def _there(moment: datetime, place: ZoneInfo | None) -> datetime:
    return moment.astimezone(place) if place else moment
