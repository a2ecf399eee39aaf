"""Reading measurements and papers, scoped to who asks. Staff who read leave a trace before anything is returned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from almoner.core import audit
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.models import Person
from almoner.people.rules import may_see, visible_to
from almoner.records import plausibility, units
from almoner.records.enums import DocumentState, Sign
from almoner.records.models import Document, VitalSigns
from almoner.records.rules import need_to_read
from almoner.records.vitals import age_years


@dataclass(frozen=True, slots=True)
class Point:
    at: datetime
    value: Decimal
    set_id: UUID


@dataclass(frozen=True, slots=True)
class Trend:
    """One sign over time, oldest first, with its unit and the usual bounds at the person's age."""

    sign: str
    unit: str
    usual: tuple[float, float]
    points: tuple[Point, ...]


def vitals_of(person: Person, by: Actor, *, limit: int = 50, with_corrected: bool = False) -> list[VitalSigns]:
    """The sets of a person, newest first; those that were corrected only where asked for."""
    need_to_read(person, by)
    _trace("vitals", person, by)
    sets = VitalSigns.objects.filter(person=person) if with_corrected else _current(person)
    return list(sets.select_related("corrected_by").order_by("-taken_at", "-created_at", "id")[:limit])


def vitals_set(*, by: Actor, id: UUID) -> VitalSigns:  # noqa: A002 - the name every gate takes
    found = VitalSigns.objects.select_related("person").filter(id=id).first()
    if found is None:
        raise NotThere
    need_to_read(found.person, by)
    return found


def last_vitals(people: list[UUID]) -> dict[UUID, VitalSigns]:
    """The latest set of each of `people`, in one statement. For lists that have made sure who asks."""
    latest: dict[UUID, VitalSigns] = {}
    for one in VitalSigns.objects.current().filter(person_id__in=people).order_by("taken_at", "created_at", "id"):
        latest[one.person_id] = one
    return latest


def trend(person: Person, kind: str, by: Actor, *, since: datetime | None = None, limit: int = 200) -> Trend:
    """The series of one sign, for its chart and the table behind it."""
    need_to_read(person, by)
    if kind not in Sign.values:
        raise NotThere
    _trace("vitals", person, by)
    sets = _current(person).exclude(**{f"{kind}__isnull": True})
    if since:
        sets = sets.filter(taken_at__gte=since)
    rows = list(sets.order_by("-taken_at", "-created_at", "id").values_list("taken_at", kind, "id")[:limit])[::-1]
    bounds = plausibility.usual(kind, age_years(person, rows[-1][0])) if rows else plausibility.USUAL[kind]
    return Trend(kind, units.KEPT_IN[kind], bounds, tuple(Point(*row) for row in rows))


def documents_of(person: Person, by: Actor) -> list[Document]:
    """The papers of a person, newest first. The person reads only what was released; content is not loaded."""
    need_to_read(person, by)
    _trace("documents", person, by)
    papers = Document.objects.filter(person=person).exclude(state=DocumentState.SET_ASIDE)
    if not by.is_staff:
        papers = papers.filter(state=DocumentState.RELEASED)
    return list(papers.defer("content").order_by("-received_at", "id"))


def document_for(*, by: Actor, id: UUID) -> Document:  # noqa: A002 - the name every gate takes
    """One paper with its content. A paper that is nobody's yet is for staff who take papers in."""
    paper = Document.objects.select_related("person").filter(id=id).first()
    if paper is None:
        raise NotThere
    if paper.person is None:
        if not by.may(Permission.RECEIVE_ARRIVALS):
            raise NotThere
        return paper
    need_to_read(paper.person, by)
    if not by.is_staff and paper.state != DocumentState.RELEASED:
        raise NotThere
    _trace("document", paper.person, by)
    return paper


def document_known(*, by: Actor, id: UUID) -> Document:  # noqa: A002 - the name every gate takes
    """What is known of one paper, without its content, for staff who take papers in and see whose it is."""
    by.need(Permission.RECEIVE_ARRIVALS)
    paper = (
        Document.objects.defer("content").select_related("person", "verified_by", "released_by").filter(id=id).first()
    )
    if paper is None or (paper.person and not may_see(paper.person, by)):
        raise NotThere
    return paper


def papers_to_check(*, by: Actor) -> QuerySet[Document]:
    """What came in and nobody has held against the paper yet, oldest first."""
    by.need(Permission.RECEIVE_ARRIVALS)
    seen = Person.objects.filter(visible_to(by))
    waiting = Document.objects.filter(state=DocumentState.RECEIVED).defer("content").select_related("person")
    return (waiting.filter(person__isnull=True) | waiting.filter(person__in=seen)).order_by("received_at", "id")


def papers_to_release(*, by: Actor) -> QuerySet[Document]:
    """What was checked and the person cannot read yet, oldest first; for clinicians, who can explain it."""
    by.need(Permission.SEE_CLINICAL)
    seen = Person.objects.filter(visible_to(by))
    checked = Document.objects.filter(state=DocumentState.VERIFIED, person__in=seen).defer("content")
    return checked.select_related("person").order_by("verified_at", "id")


def _current(person: Person) -> QuerySet[VitalSigns]:
    return VitalSigns.objects.current().filter(person=person)


def _trace(what: str, person: Person, by: Actor) -> None:
    if by.is_staff:
        audit.read(what=what, person_id=person.id, by=by)
