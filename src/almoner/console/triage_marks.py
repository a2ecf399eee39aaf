"""What the reader found, marked in the words as written: so that one sees what was understood, and what not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from almoner.urgency.reading import Finding, read

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
    for finding in read(text[:LONGEST], language).findings:
        _lay(marks, text, finding)
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


def _lay(marks: list[Mark | None], text: str, finding: Finding) -> None:
    order = list(Mark)
    mark, begin = _mark(finding), 0
    while finding.words and (found := text.find(finding.words, begin)) >= 0:
        for place in range(found, found + len(finding.words)):
            known = marks[place]
            if known is None or order.index(mark) < order.index(known):
                marks[place] = mark
        begin = found + len(finding.words)


def _mark(finding: Finding) -> Mark:
    if finding.denied:
        return Mark.DENIED
    if finding.family:
        return Mark.FAMILY
    if finding.asked:
        return Mark.ASKED
    return Mark.PAST if finding.past else Mark.COUNTS
