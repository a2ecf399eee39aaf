"""Reading what a person says in their own words: which complaints, of whom, when, and what is denied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from almoner.urgency.reading.ages import age_in
from almoner.urgency.reading.context import Clause, clauses, denials, denied_after
from almoner.urgency.reading.lexicon import LANGUAGES, Lexicon, hopeful, lexicon, spelt
from almoner.urgency.reading.phrases import Phrase, find
from almoner.urgency.reading.words import Word, is_arabic, words_of


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
    for lex in _lexicons(line, language):
        known = spelt(lex, line)
        told = clauses(lex, known)
        child = child or any(clause.other in lex.sets["child_words"] for clause in told if not clause.family)
        for finding in _findings(lex, known, told, text):
            key = (finding.concept, finding.denied, finding.past, finding.family, finding.asked)
            findings.setdefault(key, finding)
    kept = tuple(findings.values())
    others = [finding.other for finding in kept if finding.other and not finding.family and not finding.denied]
    age = age_in([word.form for word in line]) if child else None
    return Reading(kept, age, child, others[0] if others else "")


def _lexicons(line: Sequence[Word], language: str) -> list[Lexicon]:
    """The lexicons to read with: by script, then by which language's small words are there, then the one named."""
    chosen: list[str] = []
    if any(is_arabic(word.form) for word in line):
        chosen.append("ar")
    latin = [word.form for word in line if word.form and not is_arabic(word.form) and not word.form[0].isdigit()]
    if latin or not chosen:
        scores = {name: _score(name, latin) for name in ("en", "es")}
        best = max(scores.values())
        chosen += [name for name, score in scores.items() if score == best or name == language and score * 2 >= best]
    return [lexicon(name) for name in LANGUAGES if name in chosen]


def _score(language: str, forms: Sequence[str]) -> int:
    sets = lexicon(language).sets
    own = sets["small_words"] | sets["self_words"] | sets["third_words"] | sets["others"]
    return sum(form in own for form in forms)


def _findings(lex: Lexicon, line: Sequence[Word], told: list[Clause], text: str) -> list[Finding]:
    forms = frozenset(form for word in line for form in word.forms)
    denied = denials(lex, line)
    found: list[Finding] = []
    for concept, phrase in lex.concepts:
        if hopeful(phrase, forms):
            found += [_finding(lex, concept, places, line, told, denied, text) for places in _all(lex, phrase, line)]
    return found


def _all(lex: Lexicon, phrase: Phrase, line: Sequence[Word]) -> list[frozenset[int]]:
    return list(find(phrase, line, lex.small))


def _finding(
    lex: Lexicon,
    concept: str,
    places: frozenset[int],
    line: Sequence[Word],
    told: list[Clause],
    denied: dict[int, frozenset[int]],
    text: str,
) -> Finding:
    first, last = min(places), max(places)
    clause = next((clause for clause in told if clause.start <= last < clause.end), None)
    cues: frozenset[int] = frozenset().union(*(denied.get(place, frozenset()) for place in places))
    return Finding(
        concept=concept,
        words=text[line[first].start : line[last].end],
        other=clause.other if clause else "",
        denied=bool(cues - places) and not cues & places or denied_after(lex, line, last),
        past=bool(clause and clause.past),
        family=bool(clause and clause.family),
        asked=bool(clause and clause.asked),
    )
