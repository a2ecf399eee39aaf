"""What was said: the words of the lexicon in a text, slips mended and negations left out. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from almoner.catalogue.lexicon import LANGUAGES, Tongue, danger_patterns, tongue
from almoner.catalogue.words import Word, stem, words_in

ARABIC = re.compile(r"[\u0600-\u06ff]")
AGE = re.compile(r"\b(\d{1,3})[ -]?(years?|yrs?|yo|y/o|months?|weeks?|años?|meses|سن\w+|عام\w*|شهر\w*|اشهر)\b(?: old)?")
REACH = 3
"""Words after a negation that it takes away, at most, within its clause."""
_JOINED = "لبوفك"
"""Small Arabic words that are written as one with the next."""
_HIDE_NOTHING = {"danger_sign", "poison"}
GAP = 2
WIDE = 5
"""Words that may stand between those of one saying: so many that carry meaning, and so many with all the small ones."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A saying that was found: its keys, where it stands, and how sure the reading is (1 unless slips were mended)."""

    keys: frozenset[str]
    places: frozenset[int]
    sure: float = 1.0


@dataclass(slots=True)
class Hearing:
    """All that was understood of one text."""

    text: str
    language: str
    words: list[Word]
    heard: list[Heard] = field(default_factory=list)
    read_as: dict[int, str] = field(default_factory=dict)
    """Places of words that were taken for another, with that other."""
    stems: list[str] = field(default_factory=list)
    negated: frozenset[int] = frozenset()
    """Places of words that were said not to be so."""
    danger: bool = False
    age: float | None = None

    @property
    def said(self) -> frozenset[str]:
        """The stems of the words that carry meaning and were not negated."""
        stop = tongue(self.language).stop
        pairs = enumerate(zip(self.words, self.stems, strict=True))
        return frozenset(one for place, (word, one) in pairs if word.folded not in stop and place not in self.negated)

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(key for one in self.heard for key in one.keys)

    def quoted(self, places: frozenset[int]) -> str:
        """The person's own words at these places, with what stands between where that is short."""
        order = sorted(places)
        if order[-1] - order[0] <= len(order) + GAP:
            return self.text[self.words[order[0]].start : self.words[order[-1]].end]
        return " … ".join(self.words[place].text for place in order)


def language_of(text: str, preferred: str | None = None) -> str:
    """The language of `text`, among those that the lexicon has. Where two fit alike, the preferred one, or English."""
    if ARABIC.search(text):
        return "ar"
    words = [word.folded for word in words_in(text)]
    order = sorted((code for code in LANGUAGES if code != "ar"), key=lambda code: (code != preferred, code != "en"))
    return max(order, key=lambda code: sum(_at_home(word, tongue(code)) for word in words), default="en")


def _at_home(word: str, lexicon: Tongue) -> float:
    if word in lexicon.vocabulary or word in lexicon.negate:
        return 1.0
    return 0.8 if word in lexicon.stop else 0.5 * lexicon.knows(word)


def hear(text: str, preferred: str | None = None, also_known: frozenset[str] = frozenset()) -> Hearing:
    """Read `text`. Words in `also_known` (folded: names of services and people) are taken as they stand."""
    code = language_of(text, preferred)
    lexicon = tongue(code)
    hearing = Hearing(text=text, language=code, words=words_in(text))
    places = _meaningful(hearing, lexicon, also_known)
    found = _found(places, lexicon, hearing)
    meant = [one for one in found if not _negated(one.places, hearing, lexicon)]
    hearing.danger = _is_danger(meant)
    hearing.heard = _longest(meant)
    owned = {place for one in meant for place in one.places}
    hearing.negated = frozenset(
        place
        for place in range(len(hearing.words))
        if place not in owned and _negated(frozenset({place}), hearing, lexicon)
    )
    hearing.age = _age(hearing)
    return hearing


def _meaningful(hearing: Hearing, lexicon: Tongue, also_known: frozenset[str]) -> list[tuple[int, str, float]]:
    """The places of words that carry meaning, with their stems and how sure each is."""
    places: list[tuple[int, str, float]] = []
    for place, word in enumerate(hearing.words):
        hearing.stems.append(stem(word.folded, lexicon.code))
        if place and _together(hearing.words[place - 1], word, lexicon):
            joined = hearing.words[place - 1].folded + word.folded
            places.append((place, lexicon.vocabulary[joined], 1.0))
            continue
        if word.folded in lexicon.stop or word.folded in lexicon.breaks:
            continue
        read, sure = _read(word.folded, lexicon, also_known)
        if sure < 1:
            hearing.read_as[place] = read
        places.append((place, lexicon.vocabulary.get(read) or stem(read, lexicon.code), sure))
    return places


def _together(first: Word, second: Word, lexicon: Tongue) -> bool:
    """Two words that the lexicon writes as one (heart burn)."""
    return len(first.folded) > 1 < len(second.folded) and first.folded + second.folded in lexicon.vocabulary


def _read(word: str, lexicon: Tongue, also_known: frozenset[str]) -> tuple[str, float]:
    """The word, or the nearest of the lexicon when it is none that we know, and how sure that is."""
    if len(word) < 4 or word.isdigit() or lexicon.knows(word) or word in also_known or word in lexicon.negate:
        return word, 1.0
    if lexicon.code == "ar" and word[0] in _JOINED and lexicon.knows(word[1:]):
        return word[1:], 1.0
    slips = 1 if len(word) < 7 else 2 if len(word) < 11 else 3
    best: tuple[str, float] | None = None
    for spelling, distance, _ in process.extract(
        word, lexicon.spellings, scorer=OSA.distance, score_cutoff=slips, limit=8
    ):
        if (spelling[0] != word[0] and len(word) < 9) or abs(len(spelling) - len(word)) > 2:
            continue
        if best is None or (distance, spelling) < (best[1], best[0]):
            best = (spelling, distance)
    return (best[0], 1 - 0.1 * best[1]) if best else (word, 1.0)


def _found(places: list[tuple[int, str, float]], lexicon: Tongue, hearing: Hearing) -> list[Heard]:
    """Every saying of the lexicon that the text holds, its words in any order but close together."""
    at: dict[str, list[int]] = {}
    for index, (_, word, _) in enumerate(places):
        at.setdefault(word, []).append(index)
    found = []
    for word in at:
        for saying in lexicon.by_stem.get(word, ()):
            for indexes in [] if saying.exact else _spots(saying.stems, at):
                if places[max(indexes)][0] - places[min(indexes)][0] > len(saying.stems) + WIDE:
                    continue
                sure = min(places[index][2] for index in indexes)
                found.append(Heard(saying.keys, frozenset(places[index][0] for index in indexes), sure))
    return found + _exact(lexicon, hearing)


def _exact(lexicon: Tongue, hearing: Hearing) -> list[Heard]:
    """The sayings that have to be said exactly so."""
    found = []
    for place, word in enumerate(hearing.stems):
        for saying in lexicon.by_stem.get(word, ()):
            end = place + len(saying.stems)
            if saying.exact and tuple(hearing.stems[place:end]) == saying.stems:
                found.append(Heard(saying.keys, frozenset(range(place, end))))
    return found


def _spots(stems: tuple[str, ...], at: dict[str, list[int]]) -> list[tuple[int, ...]]:
    """Where the stems stand together, once for each place of the first."""
    spots = []
    for start in at[stems[0]]:
        chosen = [start]
        for other in stems[1:]:
            near = [index for index in at.get(other, ()) if index not in chosen]
            if not near:
                return []
            chosen.append(min(near, key=lambda index: (abs(index - start), index)))
        if max(chosen) - min(chosen) < len(stems) + GAP:
            spots.append(tuple(chosen))
    return spots


def _longest(found: list[Heard]) -> list[Heard]:
    """Without those that stand wholly inside a longer one; a word of danger hides nothing."""
    hiding = [one for one in found if not one.keys & _HIDE_NOTHING]
    return [one for one in found if not any(one.places < other.places for other in hiding)]


def _negated(places: frozenset[int], hearing: Hearing, lexicon: Tongue) -> bool:
    """Said not to be so. A saying that holds its own negation (cannot hear) is not negated by it."""
    first = min(places)
    reach = REACH
    for place in range(first - 1, -1, -1):
        word = hearing.words[place]
        if word.clause != hearing.words[first].clause or word.folded in lexicon.breaks:
            return False
        if word.folded in lexicon.negate:
            return place not in places
        if word.folded not in lexicon.stop:
            reach -= 1
        if reach == 0:
            return False
    return False


def _is_danger(found: list[Heard]) -> bool:
    keys = {key for one in found for key in one.keys}
    return any(pattern <= keys for pattern in danger_patterns())


def _age(hearing: Hearing) -> float | None:
    match = AGE.search(" ".join(word.folded for word in hearing.words))
    if not match:
        return None
    number, unit = float(match.group(1)), match.group(2)
    if unit.startswith(("week", "month", "mes", "شهر", "اشهر")):
        return None if unit.startswith("week") else number / 12
    return number
