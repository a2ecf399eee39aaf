"""What the reader found, marked in the words as written: so that one sees what was understood, and what not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from almoner.urgency.reading import Finding, read

Span = tuple["Mark", int, int]
LONGEST = 5000
"""Of a longer text only so much is read again for the page; the level rests on all of it."""


class Mark(StrEnum):
    """How a stretch of words was taken. The first that fits a word is shown: what counts goes before what does not."""

    COUNTS = "counts"
    DENIED = "denied"
    PAST = "past"
    FAMILY = "family"
    ASKED = "asked"


WORDS: dict[Mark, str | Promise] = {
    Mark.COUNTS: _("understood"),
    Mark.DENIED: _("understood as denied"),
    Mark.PAST: _("understood as long ago"),
    Mark.FAMILY: _("understood as in the family"),
    Mark.ASKED: _("understood as a question"),
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words as written; `mark` is empty where nothing was understood."""

    text: str
    mark: str = ""
    said: str | Promise = ""


def marked(text: str, language: str) -> list[Stretch]:
    """`text` in stretches, whole and unchanged when they are joined."""
    marks: list[Mark | None] = [None] * len(text)
    spans = [span for finding in read(text[:LONGEST], language).findings for span in _spans(text, finding)]
    for span in spans:
        if not _is_only_around(span, spans):
            _lay(marks, *span)
    stretches: list[Stretch] = []
    begin = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or marks[place] != marks[begin]:
            mark = marks[begin]
            stretches.append(Stretch(text[begin:place], mark or "", WORDS[mark] if mark else ""))
            begin = place
    return stretches


def cut(stretches: list[Stretch], most: int) -> list[Stretch]:
    """The beginning of it, with an ellipsis where anything is left out."""
    kept: list[Stretch] = []
    left = most
    for one in stretches:
        if left <= 0:
            kept.append(Stretch("…"))
            break
        kept.append(Stretch(one.text[:left], one.mark, one.said))
        left -= len(one.text)
        if left < 0:
            kept.append(Stretch("…"))
            break
    return kept


def legend(stretches: list[Stretch]) -> list[Stretch]:
    """Each kind of mark that is there, once, in the order in which they go before one another."""
    there = {one.mark for one in stretches}
    return [Stretch("", mark, WORDS[mark]) for mark in Mark if mark in there]


def _spans(text: str, finding: Finding) -> Iterator[Span]:
    """Every place of its words, from the first to the last."""
    mark, begin = _mark(finding), 0
    while finding.words and (found := text.find(finding.words, begin)) >= 0:
        begin = found + len(finding.words)
        yield mark, found, begin


def _is_only_around(span: Span, spans: list[Span]) -> bool:
    """Whether it was put together from words far apart, and shorter ones within it say the same more exactly."""
    mark, begin, end = span
    within = {one for one in spans if one != span and one[0] == mark and begin <= one[1] and one[2] <= end}
    return len(within) > 1


def _lay(marks: list[Mark | None], mark: Mark, begin: int, end: int) -> None:
    order = list(Mark)
    for place in range(begin, end):
        known = marks[place]
        if known is None or order.index(mark) < order.index(known):
            marks[place] = mark


def _mark(finding: Finding) -> Mark:
    if finding.denied:
        return Mark.DENIED
    if finding.family:
        return Mark.FAMILY
    if finding.asked:
        return Mark.ASKED
    return Mark.PAST if finding.past else Mark.COUNTS
