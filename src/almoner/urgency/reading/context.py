"""How something is said: denied, past, of somebody else, or only asked about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from almoner.urgency.reading.lexicon import Lexicon
from almoner.urgency.reading.phrases import find
from almoner.urgency.reading.words import Word

NEW_SENTENCE = frozenset(".;!?…\n؛؟")
REACH = 6
"""How many meaningful words a “no” reaches."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of words that tells one thing, and how it tells it."""

    start: int
    end: int
    past: bool
    family: bool
    asked: bool
    other: str


def denials(lex: Lexicon, line: Sequence[Word]) -> dict[int, frozenset[int]]:
    """For each word within reach of a denial: the places of the denying words."""
    plain = _places(lex, "not_negations", line)
    deniers = _places(lex, "deniers", line)
    reached: dict[int, frozenset[int]] = {}
    for cue in _found(lex, "negations", line):
        if cue <= plain:
            continue
        for place in _reach(lex, line, max(cue) + 1, through_commas=bool(cue & deniers)):
            reached[place] = reached.get(place, frozenset()) | cue
    return reached


def idioms(lex: Lexicon, line: Sequence[Word]) -> list[frozenset[int]]:
    """The places of turns of speech, whose words mean nothing by themselves: a chest of drawers, dying for a nap."""
    return list(_found(lex, "idioms", line))


def _reach(lex: Lexicon, line: Sequence[Word], start: int, *, through_commas: bool) -> list[int]:
    ends = lex.sets["ends_negation"] | lex.sets["clause_words"] | lex.sets["stops_negation"]
    reached: list[int] = []
    left = REACH
    for place in range(start, len(line)):
        word = line[place]
        joins = through_commas and word.form in lex.sets["and_words"]
        if word.stops or left == 0 or (word.form in ends and place > start and not joins):
            break
        if word.comma:
            if not (through_commas or _is_list(lex, line, place)):
                break
            left = REACH
            continue
        reached.append(place)
        left -= word.form not in lex.small
    return reached


def _is_list(lex: Lexicon, line: Sequence[Word], comma: int) -> bool:
    """Whether the commas from here make a short list that “or” closes: no fever, cough or rash."""
    length = 0
    for word in line[comma + 1 :]:
        if word.stops or length > 3 or word.form in lex.sets["ends_negation"]:
            return False
        if word.form in lex.sets["or_words"]:
            return True
        length = 0 if word.comma else length + 1
    return False


def denied_after(lex: Lexicon, line: Sequence[Word], last: int) -> bool:
    """Whether “: no” follows and ends the clause."""
    at = last + 1
    while at < len(line) and line[at].sign in {":", "?", "-", "؟"}:
        at += 1
    if at >= len(line) or line[at].form not in lex.sets["denied_words"]:
        return False
    return at + 1 >= len(line) or line[at + 1].stops or line[at + 1].comma


def clauses(lex: Lexicon, line: Sequence[Word]) -> list[Clause]:
    """The clauses in order; who is spoken of carries over until the speaker speaks of themselves.

    What is only asked about goes on through a list: an essay on sepsis (fever, confusion).
    """
    found: list[Clause] = []
    other, asked = "", False
    for start, end in _bounds(lex, line):
        part = line[start:end]
        other = _who(lex, part, other)
        past = _told(lex, "past", part) and not _told(lex, "not_past", part)
        family = _told(lex, "family_history", part) or (past and _names(lex, part))
        asked = _told(lex, "hypothetical", part) or (asked and _goes_on(lex, part))
        found.append(Clause(start, end, past, family, asked, other))
    return found


def _goes_on(lex: Lexicon, part: Sequence[Word]) -> bool:
    """Whether a clause only adds to a list: no new sentence, and nobody in it who does or has something."""
    people = lex.sets["self_words"] | lex.sets["third_words"]
    return part[0].sign not in NEW_SENTENCE and not any(form in people for word in part for form in word.forms)


def _bounds(lex: Lexicon, line: Sequence[Word]) -> list[tuple[int, int]]:
    cuts = {0, len(line)}
    for place, word in enumerate(line):
        if word.stops or word.comma or word.form in lex.sets["clause_words"] | lex.sets["and_words"]:
            cuts.add(place)
    marks = sorted(cuts)
    return [(low, high) for low, high in pairwise(marks)]


def _who(lex: Lexicon, part: Sequence[Word], before: str) -> str:
    """The word for the other person that this clause is about, or empty for the speaker."""
    forms = [word.form for word in part]
    named = next((form for word in part for form in word.forms if form in lex.sets["others"]), "")
    if named:
        return named
    if before and any(form in lex.sets["third_words"] for form in forms):
        return before
    return "" if any(form in lex.sets["self_words"] for form in forms) else before


def _names(lex: Lexicon, part: Sequence[Word]) -> bool:
    """Whether somebody else is named here: father had a heart attack years ago. “She had” tells of the sick."""
    return any(form in lex.sets["others"] for word in part for form in word.forms)


def _told(lex: Lexicon, cue: str, part: Sequence[Word]) -> bool:
    return any(True for _ in _found(lex, cue, part))


def _places(lex: Lexicon, cue: str, line: Sequence[Word]) -> frozenset[int]:
    return frozenset().union(*_found(lex, cue, line))


def _found(lex: Lexicon, cue: str, line: Sequence[Word]) -> Iterator[frozenset[int]]:
    return (places for name, phrase in lex.cues if name == cue for places in find(phrase, line, lex.small))
