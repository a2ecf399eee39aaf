"""What a change of words comes to: what differs, what is wrong, which languages nobody has looked at."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings

from almoner.messaging import wording
from almoner.messaging.faults import Fault
from almoner.messaging.filling import identifiers
from almoner.messaging.live_words import beside_in_force, faults_in
from almoner.messaging.wording import LANGUAGES, PLACES, Said, places_of, said_in, shipped, with_own
from almoner.messaging.wording_models import WordsChange, WordsVersion

LONGEST = 6000
"""Signs in one place: longer is no message."""
UNSEEN = dict.fromkeys(
    [0, 0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
) | {0xA0: " ", 0x202F: " "}
"""Marks of direction and zero width are dropped; a blank that binds, which would make a text longer, is a blank."""

ByPlace = dict[str, str]


def name_of(language: str) -> str:
    """A language by its own name."""
    return str(dict(settings.LANGUAGES).get(language, language))


def latest_version(kind: str) -> WordsVersion | None:
    return WordsVersion.objects.filter(kind=kind).order_by("-number").first()


def words_in_force(kind: str, version: WordsVersion | None) -> dict[str, ByPlace]:
    """The words of a kind by language and place, as `version` has them; the shipped ones for None."""
    own = version.own if version else {}
    told = {language: with_own(shipped(language, kind), own.get(language, {})) for language in LANGUAGES}
    return {language: cleaned(said_in(one), places_of(kind)) for language, one in told.items()}


def before(change: WordsChange) -> dict[str, ByPlace]:
    """The words in force, which the change would take the place of."""
    return words_in_force(change.kind, latest_version(change.kind))


def cleaned(written: Mapping[str, str], places: Sequence[str] = PLACES) -> ByPlace:
    """What was typed: no blanks at the ends of lines, one sort of line end, never two empty lines, and none of the
    signs that nobody sees and that come along when something is pasted."""
    return {place: _cleaned(str(written.get(place, "")))[:LONGEST] for place in places}


def _cleaned(text: str) -> str:
    seen = text.translate(UNSEEN).replace("\r\n", "\n").replace("\r", "\n")
    rows = [line.rstrip() for line in seen.split("\n")]
    kept = [line for number, line in enumerate(rows) if line or (number and rows[number - 1])]
    return "\n".join(kept).strip()


def differing(change: WordsChange, language: str) -> list[str]:
    """The places in which the words would be others than those in force."""
    return _differing(change.words[language], before(change)[language])


def _differing(after: Mapping[str, str], was: Mapping[str, str]) -> list[str]:
    return [place for place in was if after.get(place, was[place]) != was[place]]


def own_of(change: WordsChange) -> dict[str, ByPlace]:
    """All that would differ from the shipped words, by language and place."""
    found = {}
    for language in LANGUAGES:
        told, was = change.words[language], words_in_force(change.kind, None)[language]
        own = {place: told[place] for place in _differing(told, was)}
        if own:
            found[language] = own
    return found


def whole(change: WordsChange) -> dict[str, Said]:
    return {language: whole_in(change, language) for language in LANGUAGES}


def whole_in(change: WordsChange, language: str) -> Said:
    """The words of a change as they would go out."""
    return with_own(shipped(language, change.kind), change.words[language])


def faults_of_change(change: WordsChange) -> dict[str, tuple[Fault, ...]]:
    return faults_in(change.kind, whole(change), beside_in_force(change.kind))


def languages_left(change: WordsChange) -> list[str]:
    """Languages that are as before, and of which nobody has said that they are still right."""
    return [
        language for language in LANGUAGES if language not in change.still_right and not differing(change, language)
    ]


def no_longer_said(change: WordsChange) -> dict[str, dict[str, list[str]]]:
    """Names that the words in force say and these do not, by language and place: something would no longer be told."""
    was = before(change)
    found: dict[str, dict[str, list[str]]] = {}
    for language in LANGUAGES:
        for place in places_of(change.kind):
            now = change.words[language].get(place, was[language][place])
            gone = identifiers(was[language][place]) - identifiers(now)
            if gone:
                found.setdefault(language, {})[place] = sorted(gone)
    return found


def seal_of_language(change: WordsChange, language: str) -> str:
    return _seal(change.words.get(language))


def seal_of(change: WordsChange) -> str:
    """Of all that a signature is under: the words, those in force, and those that are shipped."""
    last = latest_version(change.kind)
    return _seal([change.words, last.number if last else 0, wording.digest(change.kind)])


def _seal(told: Any) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:32]
