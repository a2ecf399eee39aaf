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
from almoner.people.enums import OF_AGE, CarerBasis, CarerScope
from almoner.people.models import Carer, EmergencyOpening, Person
from almoner.people.names import key


def may_see(person: Person, by: Actor) -> bool:
    """May they know that this person is here, and open their page?

    A carer with any live leave may; what stands on the page asks `may_act_for` for its own scope.
    """
    if by.is_system:
        return True
    if by.is_staff:
        return by.may(Permission.SEE_RECORD) and (_in_reach(person, by) or _opened_in_emergency(person, by))
    return may_act_for(person, by)


def may_act_for(person: Person, by: Actor, scope: CarerScope | str | None = None) -> bool:
    """May they do things in this person's place? `scope` is what for; None means anything at all.

    The person themself may; so may a carer with that scope, today; so may staff who see the person.
    """
    if by.is_system or by.is_staff:
        return may_see(person, by)
    if by.person_id is None or not by.may(Permission.ACT_FOR_OWN):
        return False
    if by.person_id == person.id:
        return True
    leave = live_leaves(clock.today()).filter(person=person, carer_id=by.person_id).first()
    return leave is not None and (scope is None or scope in leave.scopes)


def may_see_record(person: Person, by: Actor) -> bool:
    """May they read what happened to this person, beyond visits and promises?"""
    return may_see(person, by) if by.is_staff or by.is_system else may_act_for(person, by, CarerScope.RECORD)


def may_speak_for(person: Person, caller: Person, *, code_word: str) -> bool:
    """May somebody on the telephone, who says they are `caller`, speak for `person`? Their code word must fit."""
    leave = live_leaves(clock.today()).filter(person=person, carer=caller).first()
    if leave is None or CarerScope.PHONE not in leave.scopes or not leave.code_word_hash:
        return False
    return check_password(key(code_word), leave.code_word_hash)


def may_break_glass(person: Person, by: Actor) -> bool:
    """May they open a record that is closed to them, because it cannot wait? Restricted or of another site alike."""
    return by.is_staff and by.may(Permission.BREAK_GLASS) and person.died_on is None


def live_leaves(day: date) -> QuerySet[Carer]:
    """Leaves to act for another that hold on `day`. A parent's ends with childhood, whatever its dates say (I-26)."""
    return Carer.objects.filter(
        ~Q(basis=CarerBasis.PARENT, person__birth_on__lte=_years_before(day, OF_AGE)),
        starts_on__lte=day,
        ends_on__gte=day,
        ended_at__isnull=True,
        person__died_on__isnull=True,
    )


def visible_to(by: Actor) -> Q:
    """The people whom `by` may see, as a condition on `Person`: what `may_see` says of one, for a list."""
    if by.is_system:
        return Q()
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


def _years_before(day: date, years: int) -> date:
    """The latest birth date of somebody who is `years` old on `day`."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
