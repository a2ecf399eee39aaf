"""The roster as a manager sees it: who and what can be booked, in which hours of the week, and when not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from almoner.catalogue.models import Room
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import CLINICIAN_ROLES, Permission
from almoner.core.refusal import NotThere
from almoner.people.models import Staff
from almoner.scheduling.actions.roster import displaced
from almoner.scheduling.enums import Kind
from almoner.scheduling.models import Appointment, Block, Resource, WeeklyPattern


@dataclass(frozen=True, slots=True)
class Line:
    """One resource with the sessions of its week, by weekday and hour; `away` are blocks that are not over."""

    resource: Resource
    week: tuple[WeeklyPattern, ...]
    away: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """Those with a diary, and those without: nobody can be booked with them."""

    lines: tuple[Line, ...]
    staff_without: tuple[Staff, ...]
    rooms_without: tuple[Room, ...]


def roster(*, by: Actor, kind: str = Kind.CLINICIAN) -> Roster:
    """Every resource of one kind at the site of `by`. A number of statements that does not grow."""
    by.need(Permission.MANAGE_ROSTER)
    resources = Resource.objects.filter(_at(by), kind=kind, active=True).filter(staff__left_on__isnull=True)
    lines = _lines(list(resources.select_related("staff", "room", "site").order_by("name", "id")))
    gives = Q(offerings__isnull=False) | Q(roles_held__role__in=[role.value for role in CLINICIAN_ROLES])
    staff = Staff.objects.filter(_at(by), gives, resource__isnull=True, left_on__isnull=True)
    rooms = Room.objects.filter(_at(by), resource__isnull=True, active=True)
    return Roster(tuple(lines), tuple(staff.distinct().order_by("name", "id")), tuple(rooms.order_by("code")))


def line_for(*, by: Actor, id: UUID) -> Line:  # noqa: A002 - the name every gate takes
    by.need(Permission.MANAGE_ROSTER)
    resource = Resource.objects.filter(_at(by), id=id).select_related("staff", "room", "site").first()
    if resource is None:
        raise NotThere
    return _lines([resource])[0]


def block_for(*, by: Actor, id: UUID) -> Block:  # noqa: A002 - as `line_for`
    by.need(Permission.MANAGE_ROSTER)
    block = Block.objects.select_related("resource").filter(id=id, lifted_at__isnull=True).first()
    if block is None or (by.site_id and block.resource.site_id != by.site_id):
        raise NotThere
    return block


def without_diary(*, by: Actor, kind: str, id: UUID) -> Staff | Room:  # noqa: A002 - as `line_for`
    """A member of staff or a room that has no diary yet."""
    by.need(Permission.MANAGE_ROSTER)
    model: type[Staff | Room] = Staff if kind == Kind.CLINICIAN else Room
    found = model.objects.filter(_at(by), id=id, resource__isnull=True).select_related("site").first()
    if found is None:
        raise NotThere
    return found


def displaced_from(line: Line, *, by: Actor) -> list[Appointment]:
    """Visits that stand in hours that were taken away, by a block or a changed week, earliest first."""
    by.need(Permission.MANAGE_ROSTER)
    found = {visit.id: visit for block in line.away for visit in displaced(block)}
    return sorted(found.values(), key=lambda visit: (visit.starts_at, visit.reference))


def _at(by: Actor) -> Q:
    return Q(site_id=by.site_id) if by.site_id else Q()


def _lines(resources: list[Resource]) -> list[Line]:
    ids, today = [resource.id for resource in resources], clock.today()
    weeks: dict[UUID, list[WeeklyPattern]] = {}
    patterns = WeeklyPattern.objects.filter(_not_over(today), resource_id__in=ids)
    for pattern in patterns.order_by("weekday", "begins", "valid_from", "id"):
        weeks.setdefault(pattern.resource_id, []).append(pattern)
    away: dict[UUID, list[Block]] = {}
    for block in Block.objects.filter(resource_id__in=ids, lifted_at=None, ends_at__gt=clock.now()).order_by(
        "starts_at", "id"
    ):
        away.setdefault(block.resource_id, []).append(block)
    return [Line(one, tuple(weeks.get(one.id, ())), tuple(away.get(one.id, ()))) for one in resources]


def _not_over(day: date) -> Q:
    return Q(valid_until__isnull=True) | Q(valid_until__gte=day)
