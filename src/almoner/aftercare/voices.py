"""Reading feedback, complaints and thanks, scoped to who asks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from almoner.aftercare.enums import LOW, ComplaintState, EntryKind, FeedbackState
from almoner.aftercare.models import Complaint, ComplaintEntry, Feedback, Thanks
from almoner.aftercare.rules import may_give_for, may_speak, need_to_hear
from almoner.charter.enums import LIVE
from almoner.charter.models import Promise
from almoner.core import audit
from almoner.core.actor import Actor
from almoner.core.permissions import Permission, Role
from almoner.core.refusal import NotThere
from almoner.people.models import Person, Staff
from almoner.people.rules import visible_to

LIMIT = 100


@dataclass(frozen=True, slots=True)
class Ticket:
    """A low score that nobody has seen to yet, or somebody has: with what was promised."""

    feedback: Feedback
    promise: Promise | None


@dataclass(frozen=True, slots=True)
class Case:
    """A complaint with what was said and done, and the promises that still run."""

    complaint: Complaint
    entries: tuple[ComplaintEntry, ...]
    promises: tuple[Promise, ...]

    @property
    def words(self) -> str:
        """What they complained of, first."""
        return next((entry.words for entry in self.entries if entry.kind == EntryKind.ASKED), "")

    @property
    def answer(self) -> ComplaintEntry | None:
        return next((entry for entry in reversed(self.entries) if entry.kind == EntryKind.ANSWER), None)


def low_scores(*, by: Actor) -> list[Ticket]:
    """Low scores that wait to be heard, due first. A constant number of statements."""
    by.need(Permission.HEAR_FEEDBACK)
    waiting = _feedback(by).filter(state=FeedbackState.GIVEN, score__in=LOW, heard_at__isnull=True)
    found = list(waiting.order_by("given_at", "id")[:LIMIT])
    owed = _owed([one.id for one in found])
    return [Ticket(one, next(iter(owed.get(one.id, ())), None)) for one in found]


def latest_feedback(*, by: Actor, since: datetime) -> list[Feedback]:
    """What was said, latest first."""
    by.need(Permission.HEAR_FEEDBACK)
    given = _feedback(by).filter(state=FeedbackState.GIVEN, given_at__gte=since)
    return list(given.order_by("-given_at", "id")[:LIMIT])


def feedback_for(feedback_id: UUID, *, by: Actor) -> Ticket:
    """One answer with what was promised for it. Read by staff, it leaves a trace. Raises NotThere."""
    by.need(Permission.HEAR_FEEDBACK)
    found = _feedback(by).filter(id=feedback_id, state=FeedbackState.GIVEN).first()
    if found is None:
        raise NotThere
    audit.read(what="feedback", person_id=found.person_id, by=by)
    return Ticket(found, next(iter(_owed([found.id]).get(found.id, ())), None))


def feedback_to_give(feedback_id: UUID, *, by: Actor) -> Feedback:
    """One that somebody was asked for, to be answered with them. Raises NotThere."""
    found = Feedback.objects.filter(id=feedback_id).select_related("person").first()
    if found is None or found.state == FeedbackState.NOT_ASKED or not may_give_for(found.person, by):
        raise NotThere
    return found


def _feedback(by: Actor) -> QuerySet[Feedback]:
    seen = Person.objects.filter(visible_to(by)).values("id")
    whole = Feedback.objects.select_related("person", "clinician", "heard_by", "visit__service", "stay", "request")
    return whole.filter(person__in=seen)


def complaints(*, by: Actor, state: str = ComplaintState.OPEN) -> list[Case]:
    """Complaints by what falls due first; answered ones latest first. A constant number of statements."""
    by.need(Permission.HEAR_FEEDBACK)
    found = _complaints(by).filter(state=state).order_by("-answered_at", "created_at", "id")[:LIMIT]
    cases = _cases(list(found))
    if state != ComplaintState.OPEN:
        return cases
    return sorted(cases, key=lambda case: case.promises[0].due_at if case.promises else case.complaint.created_at)


def complaint_for(complaint_id: UUID, *, by: Actor) -> Case:
    """One complaint: for those who look into it, or for who complained, without the notes. Raises NotThere."""
    found = Complaint.objects.select_related("person", "owner", "request").filter(id=complaint_id).first()
    if found is None:
        raise NotThere
    if by.is_staff:
        need_to_hear(found.person, by)
        audit.read(what="complaint", person_id=found.person_id, by=by, facts={"complaint": found.reference})
        return _cases([found])[0]
    if found.person is None or not may_speak(found.person, by):
        raise NotThere
    case = _cases([found])[0]
    private = {EntryKind.NOTE, EntryKind.OWNER, EntryKind.ACKNOWLEDGED}
    return Case(found, tuple(entry for entry in case.entries if entry.kind not in private), case.promises)


def complaints_of(person: Person, *, by: Actor) -> list[Case]:
    """What one person has complained of, latest first, for themselves; nothing for who may not read their record."""
    if by.is_staff or not may_speak(person, by):
        return []
    found = Complaint.objects.filter(person=person).select_related("owner").order_by("-created_at", "id")[:LIMIT]
    return _cases(list(found))


def _complaints(by: Actor) -> QuerySet[Complaint]:
    seen = Q(person__isnull=True) | Q(person__in=Person.objects.filter(visible_to(by)).values("id"))
    return Complaint.objects.filter(seen).select_related("person", "owner", "request")


def _cases(found: list[Complaint]) -> list[Case]:
    ids = [one.id for one in found]
    lines: dict[UUID, list[ComplaintEntry]] = {one: [] for one in ids}
    for entry in ComplaintEntry.objects.filter(complaint_id__in=ids).order_by("number"):
        lines[entry.complaint_id].append(entry)
    owed = _owed(ids)
    return [Case(one, tuple(lines[one.id]), tuple(owed.get(one.id, ()))) for one in found]


def _owed(ids: list[UUID]) -> dict[Any, list[Promise]]:
    owed: dict[Any, list[Promise]] = {}
    live = Promise.objects.filter(subject_id__in=ids, state__in=LIVE).select_related("taken_by", "person")
    for promise in live.order_by("due_at", "id"):
        owed.setdefault(promise.subject_id, []).append(promise)
    return owed


def thanks_to_pass_on(*, by: Actor) -> list[Thanks]:
    by.need(Permission.HEAR_FEEDBACK)
    seen = Q(person__isnull=True) | Q(person__in=Person.objects.filter(visible_to(by)).values("id"))
    waiting = Thanks.objects.filter(seen, passed_on_at__isnull=True).select_related("person")
    return list(waiting.order_by("created_at", "id")[:LIMIT])


def thanks_for(thanks_id: UUID, *, by: Actor) -> Thanks:
    found = Thanks.objects.select_related("person").filter(id=thanks_id).first()
    if found is None:
        raise NotThere
    need_to_hear(found.person, by)
    return found


def may_own(*, by: Actor) -> list[Staff]:
    """Who may look into a complaint: managers of the house."""
    by.need(Permission.HEAR_FEEDBACK)
    held = Staff.objects.filter(roles_held__role=Role.MANAGER, roles_held__ends_on__isnull=True, left_on__isnull=True)
    if by.site_id:
        held = held.filter(site_id=by.site_id)
    return list(held.distinct().order_by("name", "id"))


def themes(*, by: Actor, since: datetime) -> list[tuple[str, int]]:
    """What complaints and low scores are about, most frequent first. Two statements."""
    by.need(Permission.HEAR_FEEDBACK)
    counted: Counter[str] = Counter()
    low = Feedback.objects.filter(state=FeedbackState.GIVEN, score__in=LOW, given_at__gte=since)
    for listed in (low, Complaint.objects.filter(created_at__gte=since)):
        for found in listed.values_list("themes", flat=True):
            counted.update(found)
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
