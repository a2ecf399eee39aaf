"""Reaching the clinician who covers a person: asked, the next asked, acknowledged. The charter says by when."""

from __future__ import annotations

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotAllowed, NotThere
from almoner.desk.chain import Covering, next_in_line, who_covers
from almoner.desk.models import Reach, Turn
from almoner.desk.refusals import AboutNeeded, AnswerNeeded, NobodyElse, ReachEnded
from almoner.people.models import Person, Staff
from almoner.people.rules import may_see
from almoner.timeline.actions import record


@action
def ask_clinician(*, person: Person, about: str, staff: Staff | None = None, by: Actor) -> Reach:
    """Ask for the clinician who covers a person: the nearest, or `staff` where one of the chain is named.

    Where nobody is on call it is asked all the same: the promise then comes before the team that owns it.
    """
    by.need(Permission.SEE_RECORD)
    if by.staff_id is None or not may_see(person, by):
        raise NotThere
    if not about.strip():
        raise AboutNeeded
    chain = who_covers(person, by).chain
    first = next((one for one in chain if staff is None or one.staff.id == staff.id), None)
    if staff and first is None:
        raise NotThere
    reach = Reach.objects.create(
        person=person, about=about.strip()[:300], asked_by_id=by.staff_id, asked_at=clock.now()
    )
    if first:
        _turn(reach, 1, first)
    facts = {"clinician": first.staff.name if first else "", "why": str(first.why) if first else ""}
    record(kind="clinician.asked", person=person, subject_id=reach.id, facts=facts, by=by)
    return reach


@action
def ask_next(*, reach: Reach, by: Actor) -> Reach:
    """Nobody answered: ask the next who is on call. Raises NobodyElse where the chain ends."""
    standing = _open(reach, by)
    following = next_in_line(standing, by)
    if following is None:
        raise NobodyElse
    _turn(standing, standing.turns.count() + 1, following)
    facts = {"clinician": following.staff.name, "why": str(following.why)}
    record(kind="clinician.asked_next", person=standing.person, subject_id=standing.id, facts=facts, by=by)
    return standing


@action
def acknowledge(*, reach: Reach, answer: str, by: Actor) -> Reach:
    """A clinician has heard of it and says what they do now; whoever asked sees it. Raises ReachEnded."""
    if not by.is_clinician or by.staff_id is None:
        raise NotAllowed
    standing = _open(reach, by)
    if not answer.strip():
        raise AnswerNeeded
    standing.acknowledged_at, standing.acknowledged_by_id = clock.now(), by.staff_id
    standing.answer = answer.strip()[:300]
    standing.save(update_fields=["acknowledged_at", "acknowledged_by", "answer"])
    facts = {"clinician": by.name}
    record(kind="clinician.acknowledged", person=standing.person, subject_id=standing.id, facts=facts, by=by)
    return standing


@action
def withdraw_ask(*, reach: Reach, reason: str, by: Actor) -> Reach:
    """It is no longer needed; whoever was asked need not answer."""
    by.need(Permission.SEE_RECORD)
    standing = _open(reach, by)
    if not reason.strip():
        raise AboutNeeded
    standing.withdrawn_at, standing.withdrawn_because = clock.now(), reason.strip()[:300]
    standing.save(update_fields=["withdrawn_at", "withdrawn_because"])
    facts = {"reason": standing.withdrawn_because}
    record(kind="clinician.ask_withdrawn", person=standing.person, subject_id=standing.id, facts=facts, by=by)
    return standing


def _turn(reach: Reach, number: int, covering: Covering) -> None:
    Turn.objects.create(
        reach=reach,
        number=number,
        staff=covering.staff,
        why=covering.why,
        how=covering.how,
        asked_at=clock.now(),
    )


def _open(reach: Reach, by: Actor) -> Reach:
    standing = Reach.objects.select_for_update(of=("self",)).select_related("person").filter(id=reach.id).first()
    if standing is None or not may_see(standing.person, by):
        raise NotThere
    if not standing.is_open:
        raise ReachEnded
    return standing
