"""Who works here and in which roles. Ending takes hold at the next request (law I-26)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Q

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import STAFF_ROLES, Permission, Role
from almoner.core.refusal import NotThere
from almoner.people import names
from almoner.people.enums import Sex
from almoner.people.models import Account, Site, Staff, StaffRole
from almoner.people.refusals import AlreadyEnded, AlreadyKnown, LastManager, NameNeeded, RoleDatesUnclear, RoleUnknown
from almoner.people.sites import site_of
from almoner.people.telling import tell


@action
def hire_staff(  # noqa: PLR0913 - each is a thing that is asked
    *,
    name: str,
    profession: str,
    roles: Collection[Role | str] = (),
    site: Site | None = None,
    specialty_code: str = "",
    team: str = "",
    sex: str = Sex.UNKNOWN,
    languages: Sequence[str] = (),
    by: Actor,
) -> Staff:
    """Add a member of staff, with the roles that they hold from today. Without `site`, at the site of who adds them."""
    by.need(Permission.MANAGE_STAFF)
    if not names.key(name):
        raise NameNeeded
    where = site or site_of(by)
    if by.site_id and where.id != by.site_id:
        raise NotThere
    staff = Staff.objects.create(
        name=name.strip(),
        profession=profession.strip(),
        specialty_code=specialty_code,
        team=team,
        sex=sex,
        languages=list(languages),
        site=where,
    )
    tell(kind="staff.hired", person=None, subject_id=staff.id, facts={"name": staff.name}, by=by)
    for role in roles:
        give_role(staff=staff, role=role, by=by)
    return staff


@action
def give_role(
    *, staff: Staff, role: Role | str, starts_on: date | None = None, ends_on: date | None = None, by: Actor
) -> StaffRole:
    """Give a role from today, or from a later day; `ends_on`, where given, is the first day without it."""
    _manages(staff, by)
    wanted, begins = _role(role), starts_on or clock.today()
    if begins < clock.today() or (ends_on is not None and ends_on <= begins):
        raise RoleDatesUnclear
    if staff.left_on:
        raise AlreadyEnded
    same = StaffRole.objects.filter(_runs_on(begins), staff=staff, role=wanted)
    if (same if ends_on is None else same.filter(starts_on__lt=ends_on)).exists():
        raise AlreadyKnown
    held = StaffRole.objects.create(staff=staff, role=wanted, starts_on=begins, ends_on=ends_on)
    facts = {"name": staff.name, "role": held.role, "ends_on": ends_on.isoformat() if ends_on else ""}
    tell(kind="staff.role_given", person=None, subject_id=staff.id, facts=facts, by=by)
    return held


@action
def end_role(*, staff: Staff, role: Role | str, by: Actor) -> StaffRole:
    """End a role now. The last manager of staff keeps theirs until another has it."""
    _manages(staff, by)
    current = StaffRole.objects.select_for_update().filter(_runs_on(clock.today()))
    held = current.filter(staff=staff, role=_role(role)).first()
    if held is None:
        raise AlreadyEnded
    if held.role == Role.MANAGER:
        _another_manages(staff)
    held.starts_on, held.ends_on = min(held.starts_on, clock.today()), clock.today()
    held.save(update_fields=["starts_on", "ends_on"])
    facts = {"name": staff.name, "role": held.role}
    tell(kind="staff.role_ended", person=None, subject_id=staff.id, facts=facts, by=by)
    return held


@action
def staff_left(*, staff: Staff, by: Actor) -> Staff:
    """They work here no longer, from now on: every role ends and their account closes."""
    _manages(staff, by)
    current = StaffRole.objects.select_for_update().filter(_runs_on(clock.today()), staff=staff)
    if any(held.role == Role.MANAGER for held in current):
        _another_manages(staff)
    stored = Staff.objects.select_for_update().get(id=staff.id)
    if stored.left_on:
        raise AlreadyEnded
    stored.left_on = staff.left_on = clock.today()
    stored.save(update_fields=["left_on"])
    current.update(ends_on=clock.today())
    Account.objects.filter(staff=stored).update(is_active=False)
    tell(kind="staff.left", person=None, subject_id=stored.id, facts={"name": stored.name}, by=by)
    return stored


def _manages(staff: Staff, by: Actor) -> None:
    by.need(Permission.MANAGE_STAFF)
    if by.site_id and staff.site_id != by.site_id:
        raise NotThere


def _role(role: Role | str) -> str:
    if role not in {one.value for one in STAFF_ROLES}:
        raise RoleUnknown
    return str(Role(role).value)


def _runs_on(day: date) -> Q:
    """Roles that have not ended by `day`, whether they have begun or not."""
    return Q(ends_on__isnull=True) | Q(ends_on__gt=day)


def _another_manages(staff: Staff) -> None:
    others = StaffRole.objects.filter(role=Role.MANAGER, ends_on__isnull=True, staff__left_on__isnull=True)
    if not others.exclude(staff=staff).exists():
        raise LastManager
