"""To whom a time is offered: the first in turn of those whom it suits, however far down the line. Reads only.

What would be good (APT-5) never comes before urgency, waiting, or who was offered something longest ago. It decides
which of several times somebody is offered, and between people who are alike in all else: the time goes to whoever of
them it leaves the fewest wishes unmet. So nobody comes earlier in turn by wishing more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet

from almoner.catalogue.models import Service
from almoner.scheduling import memory
from almoner.scheduling.enums import EntryState, OfferState
from almoner.scheduling.line import candidate
from almoner.scheduling.meeting import Judged
from almoner.scheduling.models import WaitingEntry
from almoner.scheduling.offering import AT_A_TIME
from almoner.scheduling.pausing import running
from almoner.scheduling.turns import Candidate, Turn, as_much_in_turn, in_turn, share_waited

FoundFor = Callable[[WaitingEntry], Judged | None]
"""Gives what can be offered to somebody, and what is good of it."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody in the line, and why they stand where they do."""

    entry: WaitingEntry
    turn: Turn


@dataclass(frozen=True, slots=True)
class Chosen:
    """To whom a time goes; `before` so many others who are as much in turn, and whom it suits less."""

    entry: WaitingEntry
    found: Judged
    turn: Turn
    before: int = 0

    @property
    def reason(self) -> dict[str, Any]:
        """Why it is theirs, as facts, for `turn_words` to say."""
        better = {"suits_better_than": self.before} if self.before else {}
        return {**self.turn.reason, **wishes_of(self.found), **better}


def wishes_of(found: Judged) -> dict[str, Any]:
    """How many of the wishes that would be good a time meets; nothing where none was told."""
    told = len(found.met) + len(found.unmet)
    return {"wishes": told, "wishes_met": len(found.met)} if told else {}


@memory.current()
def first_in_turn(service: Service, found_for: FoundFor) -> Chosen | None:
    """The first whom something suits."""
    return next((one for alike in _alike(in_line(service)) if (one := _best(alike, found_for))), None)


def _best(alike: Iterable[Waiting], found_for: FoundFor) -> Chosen | None:
    """Of those who are as much in turn; nobody is looked at behind one whose wishes are all met."""
    suited: list[Chosen] = []
    for one in alike:
        if found := found_for(one.entry):
            suited.append(Chosen(one.entry, found, one.turn))
            if found.meets_all:
                break
    if not suited:
        return None
    best = min(suited, key=lambda one: len(one.found.unmet))
    return Chosen(best.entry, best.found, best.turn, before=suited.index(best))


def _alike(line: Iterable[Waiting]) -> Iterator[Iterable[Waiting]]:
    for _same, alike in groupby(line, key=lambda one: as_much_in_turn(one.turn.candidate)):
        yield alike


def in_line(service: Service) -> Iterator[Waiting]:
    """Those to whom something may be offered now, in turn, read `AT_A_TIME`. Who has waited as long as the last one
    that was read is kept back until more are, so that the order is that of all of them."""
    kept_back: list[tuple[Candidate, WaitingEntry]] = []
    last: WaitingEntry | None = None
    while True:
        read = list(_after(service, last))
        known = [*kept_back, *((candidate(entry), entry) for entry in read)]
        is_all = len(read) < AT_A_TIME
        sure = known if is_all else [one for one in known if _stands(one[0]) != _stands(known[-1][0])]
        entries: dict[str, WaitingEntry] = {each.key: entry for each, entry in sure}
        yield from (Waiting(entries[turn.candidate.key], turn) for turn in in_turn(each for each, _entry in sure))
        if is_all:
            return
        kept_back, last = known[len(sure) :], read[-1]


def _stands(one: Candidate) -> tuple[int, float]:
    """By what the order begins, and by what the database can read the line."""
    return one.level, round(share_waited(one), 2)


def _after(service: Service, last: WaitingEntry | None) -> QuerySet[WaitingEntry]:
    entries = WaitingEntry.objects.filter(service=service, state=EntryState.WAITING, person__died_on=None)
    if last:
        later = Q(entered_at__gt=last.entered_at) | Q(entered_at=last.entered_at, id__gt=last.id)
        entries = entries.filter(Q(level__gt=last.level) | Q(later, level=last.level))
    return (
        entries.exclude(offers__state=OfferState.OPEN)
        .exclude(person__in=running().filter(person__isnull=False).values("person_id"))
        .select_related("person", "service", "appointment__clinician", "appointment__site", "appointment__room")
        .order_by("level", "entered_at", "id")[:AT_A_TIME]
    )
