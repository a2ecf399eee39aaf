"""What a word may be meant for: other spellings, stretched letters, words run together, slips of the fingers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.process import extractOne

from almoner.urgency.reading.lexicon import Lexicon, heard, lexicon
from almoner.urgency.reading.numerals import in_digits
from almoner.urgency.reading.words import Word, is_arabic

LIKELY = 3
"""How many forms of a word are mended; the later ones of an Arabic word are guesses already."""
SOUNDS_ALIKE = 5
LONG_WORD = 10
"""Letters from which a word may have two slips; in shorter ones two slips make another word."""
_STRETCHED = re.compile(r"(.)\1{2,}")


def spelt(lex: Lexicon, line: list[Word]) -> list[Word]:
    """The line with what each word may stand for added to its forms; a word of contrast parts it as a comma does."""
    return [_meant(lex, part) for word in line for part in _apart(lex, word)]


def knows(lex: Lexicon, form: str) -> bool:
    return form in lex.known or form in lex.also or form in lex.whole or _begins(lex, form, 1)


def _begins(lex: Lexicon, form: str, shortest: int) -> bool:
    return any(form[:length] in lex.starts for length in range(shortest, len(form) + 1))


@lru_cache(maxsize=100_000)
def mended(language: str, form: str) -> str | None:
    """The word of the lexicon that a misspelt `form` most likely is, or None when it is no near miss.

    Remembered, but not every word that anybody ever mistypes: the process may live for months.
    """
    lex = lexicon(language)
    if len(form) < 4 or not form.isalpha() or knows(lex, form):
        return None
    swapped = lex.letters.get("".join(sorted(form)))
    if swapped and swapped[0] == form[0]:
        return swapped
    return _alike(lex, form) or min(_near_misses(lex, form), default=(0, None))[1]


def _alike(lex: Lexicon, form: str) -> str | None:
    """A word that sounds like this one, in a language whose lexicon tells which letters do: bomito, vómito."""
    if not lex.sounds:
        return None
    sound = heard(form, lex.sounds)
    begun = (lex.by_sound.get((sound[:length], True)) for length in range(len(sound), SOUNDS_ALIKE - 1, -1))
    return lex.by_sound.get((sound, False)) or next((word for word in begun if word), None)


def _near_misses(lex: Lexicon, form: str) -> Iterator[tuple[int, str]]:
    """The nearest word of each length, and how many slips away it is: one, or two in a long word.

    The beginning of a word says less than a whole one, so it must be longer to be taken for misspelt.
    """
    arabic = is_arabic(form)
    for begins in (False, True):
        shortest = 6 if arabic or begins else 5
        for length in range(shortest, len(form) + 3 if len(form) >= 5 else 0):
            allowed = 1 if length < LONG_WORD or arabic or begins else 2
            words = lex.shelves.get((form[0], length, begins), ())
            compared = form[:length] if begins else form
            found = extractOne(compared, words, scorer=DamerauLevenshtein.distance, score_cutoff=allowed)
            if found:
                yield int(found[1]), found[0]


def _meant(lex: Lexicon, word: Word) -> Word:
    if word.sign:
        return word
    forms = dict.fromkeys(word.forms)
    for form in word.forms:
        forms |= dict.fromkeys(_stretched(form))
        digits = in_digits(form)
        if digits:
            forms[digits] = None
    if not any(knows(lex, form) for form in forms):
        likely = list(forms)[:LIKELY]
        better = next((better for form in likely if (better := mended(lex.language, form))), None)
        forms |= {better: None} if better else {}
    forms |= dict.fromkeys(other for form in list(forms) for other in lex.also.get(form, ()))
    sign = "," if word.form in lex.sets.get("contrast_words", ()) else ""
    return Word(tuple(forms), word.start, word.end, sign)


def _stretched(form: str) -> Iterator[str]:
    """“soooo” as “soo” and “so”."""
    if form.isalpha() and _STRETCHED.search(form):
        yield _STRETCHED.sub(r"\1\1", form)
        yield _STRETCHED.sub(r"\1", form)


def _apart(lex: Lexicon, word: Word) -> list[Word]:
    """Words run together as words of their own: “chestpain”, “mychest”."""
    form = word.form
    if len(form) < 7 or word.end - word.start != len(form) or any(knows(lex, one) for one in word.forms):
        return [word]
    if mended(lex.language, form):
        return [word]
    for cut in range(2, len(form) - 3):
        first, second = form[:cut], form[cut:]
        if _whole(lex, first) and len(second) >= 4 and _whole(lex, second):
            return [Word((first,), word.start, word.start + cut), Word((second,), word.start + cut, word.end)]
    return [word]


def _whole(lex: Lexicon, form: str) -> bool:
    """A small word, or a word of four letters and more that a phrase has."""
    return form in lex.small or (len(form) >= 4 and (form in lex.whole or _begins(lex, form, 5)))
