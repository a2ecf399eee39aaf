"""In which language somebody wrote, as far as their words show it. Pure but for the site's own."""

from __future__ import annotations

from django.conf import settings

from almoner.messaging.wording import LANGUAGES, language_for
from almoner.replies.meaning import plain
from almoner.urgency.reading.lexicon import lexicon
from almoner.urgency.reading.words import is_arabic


def language_of(words: str, known: str = "") -> str:
    """By script and by the small words of each language; else the one that is `known` of them, else the site's."""
    said = plain(words).split()
    if sum(is_arabic(word) for word in said) * 2 > len(said):
        return "ar"
    scores = {name: sum(word in lexicon(name).own for word in said) for name in LANGUAGES if name != "ar"}
    best = max(scores, key=lambda name: scores[name])
    if sum(score == scores[best] for score in scores.values()) == 1:
        return best
    return language_for(known, settings.LANGUAGE_CODE)
