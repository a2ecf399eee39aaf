"""Leave for one person to act for another: for named things, until a date (law I-26)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, time, timedelta

from django.contrib.auth.hashers import make_password

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people import names
from almoner.people.ages import ages, last_day_as_child
from almoner.people.enums import CarerBasis, CarerScope
from almoner.people.models import Carer, Person
from almoner.people.refusals import (
    AlreadyEnded,
    AlreadyKnown,
    CodeWordNeeded,
    HasDied,
    NotOfAge,
    OfAge,
    PeriodUnclear,
    ReasonNeeded,
    ScopeUnclear,
)
from almoner.people.rules import last_day_of, may_see
from almoner.people.telling import tell

LONGEST = timedelta(days=550)
"""Leave that somebody chose is asked about again after a year and a half; a parent's lasts as long as childhood."""


@action
def appoint_carer(  # noqa: PLR0913 - each is a thing that is asked
    *,
    person: Person,
    carer: Person,
    relationship: str,
    scopes: Collection[CarerScope | str],
    ends_on: date | None = None,
    starts_on: date | None = None,
    basis: CarerBasis | str = CarerBasis.CHOSEN,
    code_word: str = "",
    by: Actor,
) -> Carer:
    """Give leave. A person gives it for themselves; staff for whoever told them so, for a child, or by a court.

    Without `ends_on` it lasts a year, a parent's until the eve of the day on which the child is of age.
    """
    _may_give(person, basis, by)
    if person.died_on or carer.died_on:
        raise HasDied
    begins = starts_on or clock.today()
    ends = ends_on or _longest(person, basis, begins)
    _check(person, basis, begins, ends)
    wanted = sorted({CarerScope(scope).value for scope in scopes})
    if not wanted:
        raise ScopeUnclear
    if CarerScope.PHONE in wanted and len(names.key(code_word)) < 6:
        raise CodeWordNeeded
    _end_overdue(person, carer)
    if Carer.objects.filter(person=person, carer=carer, ended_at__isnull=True).exists():
        raise AlreadyKnown
    leave = Carer.objects.create(
        person=person,
        carer=carer,
        relationship=relationship.strip(),
        basis=CarerBasis(basis),
        scopes=wanted,
        starts_on=begins,
        ends_on=ends,
        code_word_hash=make_password(names.key(code_word)) if code_word else "",
    )
    facts = {"carer": carer.name, "scopes": wanted, "ends_on": ends.isoformat()}
    tell(kind="carer.appointed", person=person, subject_id=leave.id, facts=facts, by=by)
    return leave


def _may_give(person: Person, basis: str, by: Actor) -> None:
    if by.is_staff or by.is_system:
        by.need(Permission.EDIT_PEOPLE)
        if not may_see(person, by):
            raise NotThere
        return
    if by.person_id != person.id or basis != CarerBasis.CHOSEN:
        raise NotThere


def _longest(person: Person, basis: str, begins: date) -> date:
    if basis == CarerBasis.PARENT:
        return last_day_as_child(person, ages().of_age)
    return begins + timedelta(days=365)


def _check(person: Person, basis: str, begins: date, ends: date) -> None:
    if basis == CarerBasis.PARENT:
        of_age = ages().of_age
        if person.age_on(begins) >= of_age:
            raise OfAge
        if ends > last_day_as_child(person, of_age):
            raise NotOfAge
    elif basis == CarerBasis.CHOSEN and ends - begins > LONGEST:
        raise PeriodUnclear
    if ends < begins:
        raise PeriodUnclear


def _end_overdue(person: Person, carer: Person) -> None:
    """Leave whose last day has passed holds no more; say so, that a new one may stand beside it."""
    past = Carer.objects.filter(person=person, carer=carer, ended_at__isnull=True, ends_on__lt=clock.today())
    past.update(ended_at=clock.now(), ended_because="its last day passed")


@action
def end_carer(*, leave: Carer, reason: str, by: Actor) -> Carer:
    """End leave at once: the person takes back what they gave, the carer gives it up, or staff end it with cause."""
    if not reason.strip():
        raise ReasonNeeded
    stored = Carer.objects.select_related("person", "carer").select_for_update(of=("self",)).filter(id=leave.id).first()
    if stored is None or not _may_end(stored, by):
        raise NotThere
    if stored.ended_at is not None:
        raise AlreadyEnded
    stored.ended_at = clock.now()
    stored.ended_because = reason.strip()
    stored.save(update_fields=["ended_at", "ended_because"])
    facts = {"carer": stored.carer.name, "reason": stored.ended_because}
    tell(kind="carer.ended", person=stored.person, subject_id=stored.id, facts=facts, by=by)
    return stored


def _may_end(leave: Carer, by: Actor) -> bool:
    if by.is_staff or by.is_system:
        return by.may(Permission.EDIT_PEOPLE) and may_see(leave.person, by)
    if leave.basis != CarerBasis.CHOSEN and by.person_id == leave.person_id:
        return False
    return by.person_id in {leave.person_id, leave.carer_id}


@action
def tell_leave_ends(*, leave: Carer, by: Actor) -> Carer | None:
    """Give both notice that leave ends, while there is time to renew it. None where they were told before."""
    by.need(Permission.RUN_SYSTEM)
    stored = _live(leave)
    if stored is None or stored.ending_told_at is not None:
        return None
    stored.ending_told_at = clock.now()
    stored.save(update_fields=["ending_told_at"])
    ends_on = last_day_of(stored, ages()).isoformat()
    facts = {"carer": stored.carer.name, "ends_on": ends_on, "ends_at": _midnight_after(ends_on)}
    tell(kind="carer.ending_soon", person=stored.person, subject_id=stored.id, facts=facts, by=by)
    tell(kind="caring.ending_soon", person=stored.carer, subject_id=stored.id, facts={**facts, "carer": ""}, by=by)
    return stored


@action
def tell_leave_narrows(*, leave: Carer, by: Actor) -> Carer | None:
    """Tell a young person and their parent that the record is the young person's own now (law I-26)."""
    by.need(Permission.RUN_SYSTEM)
    stored = _live(leave)
    if stored is None or stored.narrowing_told_at is not None:
        return None
    stored.narrowing_told_at = clock.now()
    stored.save(update_fields=["narrowing_told_at"])
    tell(kind="carer.narrowed", person=stored.person, subject_id=stored.id, facts={"carer": stored.carer.name}, by=by)
    tell(kind="caring.narrowed", person=stored.carer, subject_id=stored.id, facts={}, by=by)
    return stored


def _live(leave: Carer) -> Carer | None:
    leaves = Carer.objects.select_related("person", "carer").select_for_update(of=("self",))
    stored = leaves.filter(id=leave.id, ended_at__isnull=True).first()
    return stored if stored and not (stored.person.died_on or stored.carer.died_on) else None


def _midnight_after(day: str) -> str:
    """The moment at which leave that ends on `day` holds no more."""
    return clock.on_the_wall(date.fromisoformat(day) + timedelta(days=1), time()).isoformat()
