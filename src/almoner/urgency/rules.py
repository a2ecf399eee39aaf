"""Who may do what with requests, and when the routine path is shut."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.prepared import Prepared
from almoner.people.models import Person
from almoner.people.rules import may_act_for, may_see, visible_to
from almoner.urgency.models import Alarm, Request
from almoner.urgency.refusals import EmergencyFirst

_IN_DANGER = Prepared(
    lambda person: (
        Request.objects.live().filter(person=person, danger_at__isnull=False).values_list("id", flat=True)[:1]
    )
)


def may_ask_for(person: Person | None, by: Actor) -> bool:
    """May they ask for help for this person? Anybody may for somebody whom the hospital does not know yet."""
    return person is None or may_act_for(person, by)


def may_see_request(request: Request, by: Actor) -> bool:
    """Those who triage see the requests of their site, known person or not; people see their own."""
    if by.is_system:
        return True
    if request.person:
        return may_see(request.person, by) and (not by.is_staff or by.may(Permission.SEE_TRIAGE))
    return by.may(Permission.SEE_TRIAGE) and _same_site(request.site_id, by.site_id)


def may_interview(request: Request, by: Actor) -> bool:
    """Who may see a request may ask on; so may those who take contacts, of whom they see, and of the unknown of their
    site. To them it shows the questions and nothing else."""
    if may_see_request(request, by):
        return True
    if not (by.is_staff and by.may(Permission.TAKE_CONTACTS)):
        return False
    return may_see(request.person, by) if request.person else _same_site(request.site_id, by.site_id)


def may_see_alarm(alarm: Alarm, by: Actor) -> bool:
    """Those who triage see what the alarm is about."""
    if by.is_system:
        return True
    if not by.may(Permission.SEE_TRIAGE):
        return False
    return may_see_request(alarm.request, by) if alarm.request else _same_site(alarm.site_id, by.site_id)


def may_decide(by: Actor) -> bool:
    return by.is_staff and by.is_clinician and by.may(Permission.DECIDE_URGENCY)


def may_sign_rules(by: Actor) -> bool:
    """Whoever answers for the rules of the house: a clinician, never the system."""
    return by.is_staff and by.is_clinician and by.may(Permission.SIGN_RULES)


def seen_by(by: Actor) -> Q:
    """What `may_see_request` says of one, as a condition on `Request`, for those who triage."""
    if by.is_system:
        return Q()
    unknown = Q(person__isnull=True)
    if by.site_id:
        unknown &= Q(site__isnull=True) | Q(site_id=by.site_id)
    return unknown | Q(person__in=Person.objects.filter(visible_to(by)).values("id"))


def need_routine_path(person: Person) -> None:
    """Raise EmergencyFirst while a danger sign of this person stands. Rooms that book ask this first (SEL-9)."""
    if _IN_DANGER.one(person=person.id):
        raise EmergencyFirst


def _same_site(of_request: UUID | None, of_staff: UUID | None) -> bool:
    return of_request is None or of_staff is None or of_request == of_staff
