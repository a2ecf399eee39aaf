"""A standard whose event no code records would be an empty promise."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

from almoner.charter.book import charter_path
from almoner.charter.checks import charter_is_sound
from almoner.charter.reading import read_charter

SOURCE = Path(__file__).parents[2] / "src" / "almoner"
STANDARDS = read_charter(charter_path(), [code for code, _ in settings.LANGUAGES]).standards.values()


def told_by_code() -> set[str]:
    """Every dotted word that stands in quotes in the rooms' code, apart from the charter's own."""
    words: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        if "charter" not in path.parts and path.name != "words.py":
            words.update(re.findall(r"[\"']([a-z_]+\.[a-z_]+)[\"']", path.read_text(encoding="utf-8")))
    return words


def test_every_event_that_opens_or_keeps_a_promise_is_recorded_somewhere() -> None:
    told = told_by_code()
    wanted = {event for one in STANDARDS for event in (*one.opens_on, *one.kept_by, *one.withdrawn_by)}
    assert sorted(wanted - told) == []


def test_every_message_that_a_standard_sends_is_written_by_somebody() -> None:
    assert charter_is_sound(None) == []
