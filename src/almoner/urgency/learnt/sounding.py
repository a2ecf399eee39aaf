"""Whether a text sounds like an emergency, or urgent, and by which of its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from almoner.urgency.learnt.features import Telling, forms, line, loudness, runs, tellings, who
from almoner.urgency.learnt.weights import Question, questions
from almoner.urgency.reading.words import Word

SHOWN_WORDS = 5
SOUNDS = ("SOUNDS-EMERGENCY", "SOUNDS-URGENT", "SOUNDS-TODAY")
"""The rows of the rules that say what follows, in the order of the stored weights."""


@dataclass(frozen=True, slots=True)
class Sound:
    """`row` is the rule that speaks of it, `words` are those of the text that weigh most."""

    row: str
    words: str


def sounds(text: str, language: str, age_years: float | None, *, pregnant: bool) -> tuple[Sound, ...]:
    """All that the text sounds like, the most urgent first; age in years. What is said before or after it in a sentence
    of its own takes nothing away."""
    known, told, found = who(age_years, pregnant=pregnant), tellings(text), []
    if not told:
        return ()
    for row, question in zip(SOUNDS, questions(), strict=True):
        limit = question.limits.get(language.partition("-")[0], max(question.limits.values()))
        weighed = [weigh(telling, known, question) for telling in told]
        if max(weighed) > limit:
            found.append(Sound(row, _heaviest(text, told[weighed.index(max(weighed))].words, question)))
    return tuple(found)


def weigh(telling: Telling, known: list[int], question: Question) -> float:
    """The logarithm of the odds that the answer is yes, as far as the weights know."""
    weights = question.weights
    said = loudness(len(telling.places)) * sum(weights[place] for place in telling.places)
    return question.base + question.scale * (said + sum(weights[place] for place in known))


def _heaviest(text: str, words: Sequence[Word], question: Question) -> str:
    """The few words in a row whose runs weigh most together, as they were written."""
    said = line(words)
    shares = [0.0] * len(said)
    for place, start, end in runs(said):
        for at in range(start, end):
            shares[at] += question.weights[place] / (end - start)
    weights, at = [], 1
    for form in forms(words):
        weights.append(sum(shares[at : at + len(form)]))
        at += len(form) + 1
    few = min(SHOWN_WORDS, len(words))
    first = max(range(len(words) - few + 1), key=lambda place: sum(weights[place : place + few]))
    return text[words[first].start : words[first + few - 1].end]
