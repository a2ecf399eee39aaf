"""Words of the hospital's own, put in force by two people in as few lines as can be."""

from __future__ import annotations

from tests.cast import Cast

from almoner.core.actor import Actor
from almoner.messaging import rewording
from almoner.messaging.wording import LANGUAGES
from almoner.messaging.wording_models import WordsChange, WordsVersion
from almoner.messaging.written_words import seal_of, seal_of_language

KIND = "visit.missed"


def write(change: WordsChange, language: str, by: Actor, *, still_right: bool = False, **places: str) -> WordsChange:
    """Write in one language; what is not named stays."""
    return rewording.write_words(
        change=change,
        language=language,
        words={**change.words[language], **places},
        still_right=still_right,
        seen=seal_of_language(change, language),
        by=by,
    )


def drafted(by: Actor, kind: str = KIND, **places: str) -> WordsChange:
    """English with other words; of the other languages it is said that they are right."""
    change = write(rewording.begin_words(kind=kind, by=by), "en", by, **places)
    for language in LANGUAGES[1:]:
        change = write(change, language, by, still_right=True)
    return change


def proposed(by: Actor, kind: str = KIND, **places: str) -> WordsChange:
    return rewording.propose_words(change=drafted(by, kind, **places), why="People asked.", by=by)


def in_force(cast: Cast, kind: str = KIND, **places: str) -> WordsVersion:
    """Written by the manager, signed by the doctor."""
    change = proposed(cast.manager, kind, **places)
    return rewording.sign_words(change=change, seal=seal_of(change), by=cast.doctor)
