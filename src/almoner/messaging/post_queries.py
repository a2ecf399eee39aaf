"""Reading letters on paper: those that wait, the print runs, and which letter somebody holds in their hand.

Staff see the letters of their site. Whose letter it is, is named to those who may see the person; the paper itself says
it to whoever puts it into an envelope.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from almoner.core import audit, clock
from almoner.core.actor import Actor
from almoner.core.identifiers import as_reference
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.messaging.enums import InRun, PostState
from almoner.messaging.models import LetterInRun, Posting, PrintRun
from almoner.people.models import ContactPoint
from almoner.people.queries import people_seen

WITH_ALL = "attempt__message__person"
FEW = 20


@dataclass(frozen=True, slots=True)
class Pile:
    """The letters of a day that wait. `unmeasured` of them nobody has laid out yet: their pages are not counted."""

    day: date
    letters: int
    pages: int
    unmeasured: int


@dataclass(frozen=True, slots=True)
class PostTally:
    """Letters by the day on which they were laid (law I-4): what was accepted, and where each is."""

    day: date
    accepted: int
    waiting: int
    in_run: int
    posted: int
    returned: int
    kept_back: int

    @property
    def adds_up(self) -> bool:
        return self.accepted == self.waiting + self.in_run + self.posted + self.returned + self.kept_back


def open_to(by: Actor) -> Q:
    """The letters and runs of the site of `by`, as a condition on either."""
    by.need(Permission.POST_LETTERS)
    return Q(site_id=by.site_id) | Q(site__isnull=True) if by.site_id else Q()


def waiting(by: Actor) -> QuerySet[Posting]:
    """Letters that wait, oldest first, for a list to cut into pages."""
    found = Posting.objects.filter(open_to(by), ~no_longer_right(), state=PostState.WAITING)
    return found.select_related(WITH_ALL).order_by("day", "created_at", "id")


def no_longer_right() -> Q:
    """As a condition on letters: they have died since, or the address is used no more."""
    stopped = ContactPoint.objects.filter(id=OuterRef("attempt__contact_point_id"), stopped_at__isnull=False)
    return Q(attempt__message__person__died_on__isnull=False) | Q(Exists(stopped))


def piles(by: Actor) -> list[Pile]:
    """What waits, by day, oldest first."""
    counts = {"letters": Count("id"), "sum": Sum("pages"), "unmeasured": Count("id", filter=Q(pages=0))}
    rows: Any = waiting(by).order_by().values("day")
    return [
        Pile(row["day"], row["letters"], row["sum"] or 0, row["unmeasured"])
        for row in rows.annotate(**counts).order_by("day")
    ]


def open_runs(by: Actor) -> list[PrintRun]:
    """Runs that nobody closed, oldest first."""
    return list(PrintRun.objects.filter(open_to(by), closed_at__isnull=True).order_by("created_at", "id"))


def latest_runs(by: Actor) -> list[PrintRun]:
    """The latest that are over."""
    return list(PrintRun.objects.filter(open_to(by), closed_at__isnull=False).order_by("-created_at", "id")[:FEW])


def run_for(reference: str, by: Actor) -> PrintRun:
    run = PrintRun.objects.filter(open_to(by), reference=as_reference(reference)).first()
    if run is None:
        raise NotThere
    return run


def lines_of(run: PrintRun, by: Actor) -> list[LetterInRun]:
    """Its letters in the order of the pile, with whom they are for."""
    by.need(Permission.POST_LETTERS)
    return list(run.lines.select_related(f"posting__{WITH_ALL}").order_by("place"))


def to_take_out(run: PrintRun, by: Actor) -> list[Posting]:
    """Letters of an open run that have stopped being right since it was taken."""
    by.need(Permission.POST_LETTERS)
    found = Posting.objects.filter(no_longer_right(), lines__run=run, lines__became="")
    return list(found.select_related(WITH_ALL).order_by("reference"))


def letters_named(said: str, by: Actor) -> list[Posting]:
    """The letters that somebody means who types or scans: the reference of a letter, or what else stands on it, which
    may be on several. Latest first; none where nothing fits."""
    found = Posting.objects.filter(open_to(by), meant(said)).exclude(state=PostState.LAID)
    return list(found.select_related(WITH_ALL).order_by("-day", "-created_at", "id")[:FEW])


def letters_to(person_id: str, by: Actor) -> list[Posting]:
    """The letters to somebody whom `by` may see that were posted, latest first. None where nobody is meant."""
    try:
        meant_one = UUID(person_id)
    except ValueError:
        return []
    posted = (PostState.POSTED, PostState.RETURNED)
    found = Posting.objects.filter(open_to(by), state__in=posted, attempt__message__person_id=meant_one)
    found = found.filter(attempt__message__person__in=people_seen(by=by)).select_related(WITH_ALL)
    return list(found.order_by("-day", "-created_at", "id")[:FEW])


def meant(said: str) -> Q:
    """As a condition on letters. A code may be read as an address or as the reference alone."""
    code = said.strip()
    named = as_reference(code.rstrip("/").rpartition("/")[2])
    either = Q(reference=named) | Q(about=named) if named else Q(pk__in=())
    return either | Q(scan=code) if code.startswith(("https://", "http://")) else either


def posting_for(posting_id: UUID, by: Actor) -> Posting:
    found = Posting.objects.filter(open_to(by), id=posting_id).exclude(state=PostState.LAID)
    posting = found.select_related(WITH_ALL).first()
    if posting is None:
        raise NotThere
    return posting


def post_tallies() -> list[PostTally]:
    """By the day on which the attempt was recorded. What is in a run is counted where the run says so."""
    day = TruncDate("attempt__at", tzinfo=clock.zone())
    in_run = Exists(LetterInRun.objects.filter(posting=OuterRef("pk"), became="", run__closed_at__isnull=True))
    rows = Posting.objects.filter(attempt__isnull=False).annotate(on=day, taken=in_run)
    counted: Any = rows.values("on").annotate(
        accepted=Count("attempt_id"),
        in_run=Count("id", filter=Q(state=PostState.IN_RUN, taken=True)),
        **{
            state.value: Count("id", filter=Q(state=state, taken=False))
            for state in (PostState.WAITING, PostState.POSTED, PostState.RETURNED, PostState.KEPT_BACK)
        },
    )
    return [PostTally(day=row.pop("on"), **row) for row in counted.order_by("on")]


def runs_that_do_not_add_up() -> Sequence[dict[str, Any]]:
    """Runs with more or fewer letters than were taken; over, with others than were posted and spoilt."""
    rows: Any = PrintRun.objects.annotate(
        there=Count("lines"),
        left=Count("lines", filter=Q(lines__became="")),
        went=Count("lines", filter=Q(lines__became=InRun.POSTED)),
        lost=Count("lines", filter=Q(lines__became=InRun.SPOILT)),
    ).values("reference", "letters", "posted", "spoilt", "there", "left", "went", "lost", "closed_at")
    return [row for row in rows if not _run_adds_up(row)]


def _run_adds_up(row: dict[str, Any]) -> bool:
    if row["letters"] != row["there"]:
        return False
    if row["closed_at"] is None:
        return bool(row["left"] == row["there"])
    return bool((row["left"], row["went"], row["lost"]) == (0, row["posted"], row["spoilt"]))


def open_pile(run: PrintRun, by: Actor) -> list[LetterInRun]:
    """The letters of a run, about to be printed. That they were read is noted for each person, at once."""
    lines = lines_of(run, by)
    for_whom = [(one.posting.recorded.message.person_id, one.posting.reference) for one in lines]
    audit.read_each(what="letter", people=for_whom, by=by, facts={"run": run.reference})
    return lines
