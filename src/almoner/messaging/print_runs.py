"""Print runs: letters are taken, printed, put into envelopes and counted. What does not add up is not over.

Whoever takes a run has those letters to themselves; a second person who takes one at the same moment gets others, or
none. A letter that is spoilt waits again, as the same letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.referring import insert_referred
from almoner.core.refusal import NotAllowed
from almoner.messaging import post_queries
from almoner.messaging.enums import InRun, PostState
from almoner.messaging.models import LetterInRun, Posting, PrintRun
from almoner.messaging.posting import tell_of_cleared, tell_of_waiting
from almoner.messaging.refusals import NothingWaits, NotInRun, RunDoesNotAddUp, RunOver
from almoner.people.models import Staff
from almoner.timeline.actions import record


@action
def take_run(*, day: date | None = None, both_sides: bool = False, by: Actor) -> PrintRun:
    """Take all letters that wait, or those of one day: the oldest ones, as many as a run holds. The pile is sorted by
    how thick the letters are, so that they are folded alike. Raises NothingWaits."""
    by.need(Permission.POST_LETTERS)
    taken = _take(day, by)
    if not taken:
        raise NothingWaits
    run = PrintRun(site_id=by.site_id, by=_staff(by), by_name=by.name, both_sides=both_sides, letters=len(taken))
    taken.sort(key=lambda one: (run.sheets_for(one.pages), one.day, one.created_at, one.id))
    run.pages = sum(one.pages for one in taken)
    run.sheets = sum(run.sheets_for(one.pages) for one in taken)
    insert_referred("B", run)
    LetterInRun.objects.bulk_create(
        LetterInRun(run=run, posting=one, place=place, sheets=run.sheets_for(one.pages))
        for place, one in enumerate(taken, start=1)
    )
    _all(taken).update(state=PostState.IN_RUN)
    tell_of_cleared(taken, by)
    _tell("letters.taken", run, {"letters": run.letters, "sheets": run.sheets}, by)
    return run


def _take(day: date | None, by: Actor) -> list[Posting]:
    """Locked; where the engine can, the rows that somebody else takes at this moment are passed over."""
    found = post_queries.waiting(by).filter(pages__gt=0)
    found = found.filter(day=day) if day else found
    skip = connection.features.has_select_for_update_skip_locked
    return list(found.select_for_update(of=("self",), skip_locked=skip)[: settings.LETTERS_A_RUN])


@action
def note_printed(*, run: PrintRun, by: Actor) -> PrintRun:
    """Its pile is printed, for the first time or again: which does no harm, and is told."""
    by.need(Permission.POST_LETTERS)
    PrintRun.objects.filter(id=run.id).update(printed=F("printed") + 1, printed_at=clock.now())
    run.refresh_from_db()
    _tell("letters.printed", run, {"letters": run.letters, "times": run.printed}, by)
    return run


@action
def close_run(*, run: PrintRun, posted: int, spoilt: Sequence[str], by: Actor) -> PrintRun:
    """So many are in envelopes and on their way, and these, by what stands on them, were spoilt or are missing. Raises
    RunOver, NotInRun, and RunDoesNotAddUp where it is not all of them."""
    by.need(Permission.POST_LETTERS)
    run = PrintRun.objects.select_for_update(of=("self",)).get(id=run.id)
    if run.closed_at:
        raise RunOver(reference=run.reference)
    back = _meant(run, spoilt)
    if posted + len(back) != run.letters:
        raise RunDoesNotAddUp(taken=run.letters, posted=posted, spoilt=len(back), sum=posted + len(back))
    run.closed_at, run.closed_by_name, run.posted, run.spoilt = clock.now(), by.name, posted, len(back)
    run.save(update_fields=["closed_at", "closed_by_name", "posted", "spoilt"])
    run.lines.filter(posting__in=back).update(became=InRun.SPOILT)
    gone = Posting.objects.filter(lines__run=run, lines__became="")
    Posting.objects.filter(id__in=list(gone.values_list("id", flat=True))).update(
        state=PostState.POSTED, posted_at=run.closed_at
    )
    run.lines.filter(became="").update(became=InRun.POSTED)
    tell_of_waiting(back, by)
    _all(back).update(state=PostState.WAITING)
    _tell("letters.closed", run, {"letters": run.letters, "posted": posted, "spoilt": len(back)}, by)
    return run


def _meant(run: PrintRun, said: Sequence[str]) -> list[Posting]:
    """The letters of the run that these codes name, each once. A code that names none of it, or several, is told."""
    found: dict[Any, Posting] = {}
    wrong = []
    for code in said:
        named = list(Posting.objects.filter(post_queries.meant(code), lines__run=run)[:2])
        if len(named) == 1:
            found[named[0].id] = named[0]
        else:
            wrong.append(code)
    if wrong:
        raise NotInRun(codes=", ".join(wrong))
    return list(found.values())


@action
def note_handed_over(*, run: PrintRun, by: Actor) -> None:
    """Its list lies beside its letters in the store of the print house."""
    by.need(Permission.RUN_SYSTEM)
    PrintRun.objects.filter(id=run.id).update(handed_over_at=clock.now())
    _tell("letters.listed", run, {"letters": run.letters}, by)


def _all(postings: Sequence[Posting]) -> Any:
    return Posting.objects.filter(id__in=[one.id for one in postings])


def _staff(by: Actor) -> Staff:
    if by.staff_id is None:
        raise NotAllowed
    return Staff.objects.get(id=by.staff_id)


def _tell(kind: str, run: PrintRun, facts: dict[str, Any], by: Actor) -> None:
    record(kind=kind, person=None, subject_id=run.id, facts={"reference": run.reference, **facts}, by=by)
