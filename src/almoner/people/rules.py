"""For whom somebody may act. What they may do at all is in `core.permissions`; both must hold.

Staff see the people of their site. A restricted record opens for roles that may see it, or for somebody who said why it
could not wait. A person sees themselves, and those whom they have live leave to act for.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib.auth.hashers import check_password
from django.db.models import Q, QuerySet

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.people.ages import Ages, ages, last_day_as_child, years_before
from almoner.people.enums import CHILD_SCOPES, CarerBasis, CarerScope
from almoner.people.models import Carer, EmergencyOpening, Person
from almoner.people.names import key


def may_see(person: Person, by: Actor) -> bool:
    """May they know that this person is here, and open their page?

    A carer with any live leave may; what stands on the page asks `may_act_for` for its own scope. A record that was
    joined into another is there for nobody: `people.queries.person_for` gives the one that it was joined into.
    """
    if by.is_system:
        return True
    if person.merged_into_id:
        return False
    if by.is_staff:
        return by.may(Permission.SEE_RECORD) and (_in_reach(person, by) or _opened_in_emergency(person, by))
    return may_act_for(person, by)


def as_it_stands(person: Person) -> Person:
    """The record that holds what this one held: itself, or the one that it was joined into."""
    while person.merged_into_id:
        person = Person.objects.select_related("site").get(id=person.merged_into_id)
    return person


def may_act_for(person: Person, by: Actor, scope: CarerScope | str | None = None) -> bool:
    """May they do things in this person's place? `scope` is what for; None means anything at all.

    The person themself may; so may a carer with that scope, today; so may staff who see the person.
    """
    if by.is_system or by.is_staff:
        return may_see(person, by)
    if by.person_id is None or not by.may(Permission.ACT_FOR_OWN):
        return False
    if person.merged_into_id:
        return False
    if by.person_id == person.id:
        return True
    rules = ages()
    leave = _leave(person, by.person_id, rules)
    return leave is not None and (scope is None or scope in scopes_of(leave, rules))


def may_see_record(person: Person, by: Actor) -> bool:
    """May they read what happened to this person, beyond visits and promises?"""
    return may_see(person, by) if by.is_staff or by.is_system else may_act_for(person, by, CarerScope.RECORD)


def may_speak_for(person: Person, caller: Person, *, code_word: str) -> bool:
    """May somebody on the telephone, who says they are `caller`, speak for `person`? Their code word must fit."""
    rules = ages()
    leave = _leave(person, caller.id, rules)
    if leave is None or CarerScope.PHONE not in scopes_of(leave, rules) or not leave.code_word_hash:
        return False
    return check_password(key(code_word), leave.code_word_hash)


def _leave(person: Person, carer_id: UUID, rules: Ages) -> Carer | None:
    leaves = live_leaves(clock.today(), rules).filter(person=person, carer_id=carer_id)
    return leaves.select_related("person").first()


def may_break_glass(person: Person, by: Actor) -> bool:
    """May they open a record that is closed to them, because it cannot wait? Restricted or of another site alike."""
    return by.is_staff and by.may(Permission.BREAK_GLASS) and person.died_on is None and not person.merged_into_id


def live_leaves(day: date, rules: Ages | None = None) -> QuerySet[Carer]:
    """Leaves to act for another that hold on `day`. A parent's ends with childhood, whatever its dates say (I-26)."""
    of_age = (rules or ages()).of_age
    return Carer.objects.filter(
        ~Q(basis=CarerBasis.PARENT, person__birth_on__lte=years_before(day, of_age)),
        starts_on__lte=day,
        ends_on__gte=day,
        ended_at__isnull=True,
        person__died_on__isnull=True,
    )


def is_narrowed(leave: Carer, rules: Ages) -> bool:
    """Is it a parent's, of a child whose record is their own by now?"""
    return leave.basis == CarerBasis.PARENT and leave.person.age_on(clock.today()) >= rules.own_record


def scopes_of(leave: Carer, rules: Ages) -> list[str]:
    """For what leave holds today: a parent's shrinks to booking and telephone when the record is the child's own."""
    return [scope for scope in leave.scopes if not is_narrowed(leave, rules) or scope in CHILD_SCOPES]


def last_day_of(leave: Carer, rules: Ages) -> date:
    """The last day on which it holds: a parent's ends with childhood, whatever was written."""
    if leave.basis != CarerBasis.PARENT:
        return leave.ends_on
    return min(leave.ends_on, last_day_as_child(leave.person, rules.of_age))


def narrowed_for(by: Actor) -> tuple[QuerySet[Carer], frozenset[str]] | None:
    """The leaves by which `by` acts for young people whose record is their own, and the topics that are then private.
    None for anybody who is no carer: nothing is closed to them in this way."""
    if by.is_staff or by.is_system or by.person_id is None:
        return None
    rules = ages()
    own = Q(basis=CarerBasis.PARENT, person__birth_on__lte=years_before(clock.today(), rules.own_record))
    return live_leaves(clock.today(), rules).filter(own, carer_id=by.person_id), rules.private_topics


def visible_to(by: Actor) -> Q:
    """The people whom `by` may see, as a condition on `Person`: what `may_see` says of one, for a list."""
    if by.is_system:
        return Q()
    return Q(merged_into__isnull=True) & _in_sight(by)


def _in_sight(by: Actor) -> Q:
    if by.is_staff and by.may(Permission.SEE_RECORD):
        reach = Q() if by.may(Permission.SEE_RESTRICTED) else Q(restricted=False)
        if by.site_id:
            reach &= Q(site__isnull=True) | Q(site_id=by.site_id)
        return reach | Q(id__in=_openings(by).values("person_id"))
    if by.person_id and by.may(Permission.ACT_FOR_OWN):
        leaves = live_leaves(clock.today()).filter(carer_id=by.person_id)
        return Q(id=by.person_id) | Q(id__in=leaves.values("person_id"))
    return Q(id__in=())


def _in_reach(person: Person, by: Actor) -> bool:
    if person.restricted and not by.may(Permission.SEE_RESTRICTED):
        return False
    return _same_site(person.site_id, by.site_id)


def _same_site(of_person: UUID | None, of_staff: UUID | None) -> bool:
    return of_person is None or of_staff is None or of_person == of_staff


def _opened_in_emergency(person: Person, by: Actor) -> bool:
    return _openings(by).filter(person=person).exists()


def _openings(by: Actor) -> QuerySet[EmergencyOpening]:
    if by.staff_id is None:
        return EmergencyOpening.objects.none()
    return EmergencyOpening.objects.filter(staff_id=by.staff_id, until_at__gt=clock.now())
