"""The chart of a person: sets of vital signs, what they warn of, and papers, read at once and traced once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from almoner.core import audit
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.models import Person
from almoner.people.rules import may_see, visible_to
from almoner.records import plausibility, units
from almoner.records.enums import DocumentState, Sign
from almoner.records.models import Document, EarlyWarning, VitalSigns
from almoner.records.queries import Point, Trend
from almoner.records.rules import need_to_read
from almoner.records.vitals import age_years

SETS = 60


@dataclass(frozen=True, slots=True)
class Chart:
    """`sets` are newest first, with those that were corrected; `warnings` are open, longest first."""

    sets: list[VitalSigns]
    warnings: list[EarlyWarning]
    papers: list[Document]

    @property
    def current(self) -> list[VitalSigns]:
        return [one for one in self.sets if not hasattr(one, "corrected_by")]

    @property
    def last(self) -> VitalSigns | None:
        """The latest set that says how they are; height or weight alone does not."""
        return next((one for one in self.current if one.news2 is not None or one.level is not None), None) or next(
            iter(self.current), None
        )


def chart_of(person: Person, by: Actor) -> Chart:
    """Three statements. For staff it leaves one trace before anything is returned (law I-25)."""
    need_to_read(person, by)
    if by.is_staff:
        audit.read(what="clinical", person_id=person.id, by=by)
    sets = VitalSigns.objects.filter(person=person).select_related("person", "corrected_by", "corrects")
    papers = Document.objects.filter(person=person).exclude(state=DocumentState.SET_ASIDE).defer("content")
    if not by.is_staff:
        papers = papers.filter(state=DocumentState.RELEASED)
    return Chart(
        sets=list(sets.order_by("-taken_at", "-created_at", "id")[:SETS]),
        warnings=list(
            EarlyWarning.objects.open().filter(person=person).select_related("vitals").order_by("created_at", "id")
        ),
        papers=list(papers.order_by("-received_at", "id")),
    )


def trends_in(chart: Chart, person: Person) -> list[Trend]:
    """A series for each sign that was measured more than once, in the order of the signs. Pure."""
    current = chart.current[::-1]
    return [trend for sign in Sign.values if (trend := _series(sign, current, person))]


def _series(sign: str, sets: Sequence[VitalSigns], person: Person) -> Trend | None:
    points = tuple(Point(one.taken_at, value, one.id) for one in sets if (value := one.value(sign)) is not None)
    if len(points) < 2:
        return None
    return Trend(sign, units.KEPT_IN[sign], plausibility.usual(sign, age_years(person, points[-1].at)), points)


def open_warnings(*, by: Actor) -> list[EarlyWarning]:
    """Warnings that nobody has looked into, of people whom `by` may see: the more urgent first, then longest."""
    by.need(Permission.SEE_CLINICAL)
    seen = Person.objects.filter(visible_to(by), died_on__isnull=True)
    waiting = EarlyWarning.objects.open().filter(person__in=seen).select_related("person", "vitals")
    return list(waiting.order_by("response", "created_at", "id"))


def warning_for(*, by: Actor, id: UUID) -> EarlyWarning:  # noqa: A002 - the name every gate takes
    by.need(Permission.SEE_CLINICAL)
    found = EarlyWarning.objects.select_related("person", "vitals").filter(id=id).first()
    if found is None or not may_see(found.person, by):
        raise NotThere
    return found
