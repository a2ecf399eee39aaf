"""Reading what a person says in their own words: which complaints, of whom, when, and what is denied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from almoner.urgency.reading.ages import age_in
from almoner.urgency.reading.context import Clause, clauses, denials, denied_after, idioms
from almoner.urgency.reading.lexicon import LANGUAGES, Lexicon, lexicon, standing
from almoner.urgency.reading.phrases import find
from almoner.urgency.reading.spelling import spelt
from almoner.urgency.reading.words import Word, is_arabic, words_of
from almoner.urgency.rulebook import covers

SMALL_CHILD_YEARS = 12.0
"""Somebody told to be younger than this is a child, though no word says so: a 4 month old with a cold."""

NOTE_WORDS = 5
GASPS = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was said. `words` are the person's own; `other` names the other person it is about."""

    concept: str
    words: str
    other: str = ""
    denied: bool = False
    past: bool = False
    family: bool = False
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was understood of a text. `age_years` is the age told of the person spoken about."""

    findings: tuple[Finding, ...] = ()
    age_years: float | None = None
    child: bool = False
    other: str = ""


def read(text: str, language: str = "en") -> Reading:
    """Understand `text`. `language` helps where the words alone do not show it; a text may mix languages."""
    line = words_of(text)
    findings: dict[tuple[str, bool, bool, bool, bool], Finding] = {}
    child = False
    for whole in _lexicons(line, language):
        known = spelt(whole, line)
        lex = standing(whole, known)
        for flow in (known, *run_on(known)):
            told = clauses(lex, flow)
            child = child or any(clause.other in lex.sets["child_words"] for clause in told if not clause.family)
            for finding in _findings(lex, flow, told, text):
                key = (finding.concept, finding.denied, finding.past, finding.family, finding.asked)
                findings.setdefault(key, finding)
    kept = tuple(findings.values())
    others = [finding.other for finding in kept if finding.other and not finding.family and not finding.denied]
    age = age_in([word.form for word in line], child=child)
    child = child or (age is not None and age < SMALL_CHILD_YEARS)
    return Reading(kept, age, child, others[0] if others else "")


def run_on(line: list[Word]) -> list[list[Word]]:
    """A line whose stops are none, read through as well: a turned note, “pain, chest”, or gasps, “cannot. breathe.”."""
    words = [word for word in line if not word.sign]
    if len(words) <= NOTE_WORDS:
        read_through = [word for word in line if not (word.stops or word.comma)]
    else:
        read_through = [word for word in line if not word.stops]
        starts = sum(not word.stops and (at == 0 or line[at - 1].stops) for at, word in enumerate(line))
        if starts < GASPS or len(words) >= GASPS * starts:
            return []
    return [read_through] if len(read_through) < len(line) else []


def _lexicons(line: Sequence[Word], language: str) -> list[Lexicon]:
    """The lexicons to read with: by script, then by which language's small words are there, then the one named."""
    chosen: list[str] = []
    if any(is_arabic(word.form) for word in line):
        chosen.append("ar")
    latin = [word.form for word in line if word.form and not is_arabic(word.form) and not word.form[0].isdigit()]
    if latin or not chosen:
        scores = {name: _score(name, latin) for name in ("en", "es")}
        best = max(scores.values())
        spoken = [name for name, score in scores.items() if score == best > 0]
        named = [name for name, score in scores.items() if name == language and 2 * score + 2 >= best]
        chosen += spoken + named or list(scores)
    return [lexicon(name) for name in LANGUAGES if name in chosen]


def _score(language: str, forms: Sequence[str]) -> int:
    own = lexicon(language).own
    return sum(form in own for form in forms)


@dataclass(frozen=True, slots=True)
class _Heard:
    """A text as one lexicon hears it: its words, its clauses, and what each denial reaches."""

    lex: Lexicon
    text: str
    line: Sequence[Word]
    told: list[Clause]
    denied: dict[int, frozenset[int]]

    def finding(self, concept: str, places: frozenset[int]) -> Finding:
        first, last = min(places), max(places)
        clause = next(clause for clause in self.told if clause.start <= last < clause.end)
        return Finding(
            concept=concept,
            words=self.text[self.line[first].start : self.line[last].end],
            other=clause.other,
            denied=self._is_denied(places) or denied_after(self.lex, self.line, last),
            past=clause.past,
            family=clause.family,
            asked=clause.asked,
        )

    def _is_denied(self, places: frozenset[int]) -> bool:
        """A denying word counts unless it is itself part of what was found, as in “not breathing”."""
        cues = frozenset().union(*(self.denied.get(place, frozenset()) for place in places))
        return bool(cues) and not cues & places


def _findings(lex: Lexicon, line: Sequence[Word], told: list[Clause], text: str) -> list[Finding]:
    heard = _Heard(lex, text, line, told, denials(lex, line))
    turns = idioms(lex, line)
    found = [
        (concept, places)
        for concept, phrase in lex.concepts
        for places in find(phrase, line, lex.small)
        if not any(places & turn and not places >= turn for turn in turns)
    ]
    return [heard.finding(concept, places) for concept, places in found if not _covered(concept, places, found)]


def _covered(concept: str, places: frozenset[int], found: list[tuple[str, frozenset[int]]]) -> bool:
    """Whether a longer phrase has these very words and means something else by them: hay fever is no fever."""
    return any(concept in covers().get(other, ()) and places < wider for other, wider in found)
