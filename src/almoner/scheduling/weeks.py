"""The roster as a manager sees it: who and what can be booked, in which hours of which week, and when not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from almoner.catalogue.models import Room, Service, Specialty
from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import CLINICIAN_ROLES, Permission
from almoner.core.refusal import NotThere
from almoner.people.models import Person, Site, Staff
from almoner.people.rules import visible_to
from almoner.scheduling.arranged import Arranged, arranged
from almoner.scheduling.effects import DISPLACED, AnyPlan, Effect, effect_of
from almoner.scheduling.enums import Changed, Kind
from almoner.scheduling.models import Block, EveryDay, HoursChange, OtherHours, Resource
from almoner.scheduling.plans import need_roster_of
from almoner.scheduling.sessions import Session


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for in the roster; what is empty does not matter."""

    kind: str = ""
    text: str = ""
    specialty: str = ""
    profession: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One resource: what is arranged, what is still to come of it, and how many of its visits have no new time yet."""

    resource: Resource
    arranged: Arranged
    away: tuple[Block, ...]
    others: tuple[OtherHours, ...]
    displaced: int
    names: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Of the other sites and the rooms of their own that occur in it, by their ids."""


@dataclass(frozen=True, slots=True)
class PlaceToBe:
    """A site at which somebody's session may be, with its rooms."""

    site: str
    name: str
    rooms: tuple[tuple[str, str], ...]
    """Id and name of each that may be their own."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The effect of a change as somebody may see it."""

    effect: Effect
    people: frozenset[UUID]
    """Of the people concerned, those whom they may see."""


def resources(*, by: Actor, wanted: Wanted) -> QuerySet[Resource]:
    """Everything with a diary at the site of `by` that fits, by name."""
    by.need(Permission.MANAGE_ROSTER)
    found = fitting(Resource.objects.filter(_at(by), active=True, staff__left_on__isnull=True), wanted)
    return found.select_related("staff", "room", "site").order_by("name", "id")


def fitting(found: QuerySet[Resource], wanted: Wanted) -> QuerySet[Resource]:
    """Of these, what is looked for."""
    if wanted.kind in Kind.values:
        found = found.filter(kind=wanted.kind)
    if wanted.text.strip():
        found = found.filter(name__icontains=wanted.text.strip())
    if wanted.profession:
        found = found.filter(staff__profession=wanted.profession)
    if wanted.specialty:
        found = found.filter(id__in=_serving(wanted.specialty))
    return found


def _serving(specialty: str) -> QuerySet[Resource, Any]:
    """Those who give a service of this specialty, and the rooms in which one may be given."""
    services = Service.objects.filter(specialty__code=specialty)
    kinds = {kind for kinds in services.values_list("room_kinds", flat=True) for kind in kinds}
    gives = Q(staff__offerings__service__in=services) | Q(room__kind__in=kinds)
    return Resource.objects.filter(gives).values("id")


def specialties(*, by: Actor) -> list[Specialty]:
    """Those by which the roster may be narrowed."""
    by.need(Permission.MANAGE_ROSTER)
    return list(Specialty.objects.filter(services__isnull=False).distinct().order_by("code"))


def professions(*, by: Actor) -> list[str]:
    by.need(Permission.MANAGE_ROSTER)
    at = _at(by) | Q(also_at__site_id=by.site_id) if by.site_id else Q()
    there = Resource.objects.filter(at, active=True, staff__isnull=False, staff__left_on__isnull=True)
    return sorted(set(there.values_list("staff__profession", flat=True)) - {""})


def every_day(site: Site, *, by: Actor) -> frozenset[str]:
    """The professions that work on the holidays of a site. Raises NotThere."""
    by.need(Permission.MANAGE_ROSTER)
    if by.site_id and site.id != by.site_id:
        raise NotThere
    return frozenset(EveryDay.objects.filter(site=site).values_list("profession", flat=True))


def staff_without(*, by: Actor) -> list[Staff]:
    """Who gives services and has no diary: nobody can be booked with them."""
    by.need(Permission.MANAGE_ROSTER)
    gives = Q(offerings__isnull=False) | Q(roles_held__role__in=[role.value for role in CLINICIAN_ROLES])
    staff = Staff.objects.filter(_at(by), gives, resource__isnull=True, left_on__isnull=True)
    return list(staff.distinct().order_by("name", "id"))


def rooms_without(*, by: Actor) -> list[Room]:
    by.need(Permission.MANAGE_ROSTER)
    return list(Room.objects.filter(_at(by), resource__isnull=True, active=True).order_by("code"))


def without_diary(*, by: Actor, kind: str, id: UUID) -> Staff | Room:  # noqa: A002 - the name every gate takes
    """A member of staff or a room that has no diary yet."""
    by.need(Permission.MANAGE_ROSTER)
    model: type[Staff | Room] = Staff if kind == Kind.CLINICIAN else Room
    found = model.objects.filter(_at(by), id=id, resource__isnull=True).select_related("site").first()
    if found is None:
        raise NotThere
    return found


def lines(some: Sequence[Resource], *, by: Actor, since: date | None = None) -> list[Line]:
    """What is arranged for these, and what is still to come. A number of statements that does not grow."""
    by.need(Permission.MANAGE_ROSTER)
    ids = [resource.id for resource in some]
    hours = arranged(ids, since or clock.today())
    away: dict[UUID, list[Block]] = {}
    blocks = Block.objects.filter(resource_id__in=ids, lifted_at=None, ends_at__gt=clock.now())
    for block in blocks.select_related("resource__site").order_by("starts_at", "id"):
        away.setdefault(block.resource_id, []).append(block)
    others: dict[UUID, list[OtherHours]] = {}
    for other in OtherHours.objects.filter(resource_id__in=ids, day__gte=clock.today()).order_by("day", "id"):
        others.setdefault(other.resource_id, []).append(other)
    owed = _owed_new_times(ids)
    names = place_names(one for known in hours.values() for one in known.sessions())
    return [
        Line(one, hours[one.id], tuple(away.get(one.id, ())), tuple(others.get(one.id, ())), owed.get(one.id, 0), names)
        for one in some
    ]


def place_names(some: Iterable[Session]) -> dict[str, str]:
    """The names of sites and rooms that sessions name, by their ids. Two statements at most."""
    known = list(some)
    sites, rooms = {one.site for one in known} - {""}, {one.room for one in known} - {""}
    found: list[tuple[UUID, str]] = []
    if sites:
        found += Site.objects.filter(id__in=list(map(UUID, sites))).values_list("id", "name")
    if rooms:
        found += Resource.objects.filter(id__in=list(map(UUID, rooms))).values_list("id", "name")
    return {str(key): name for key, name in found}


def places_to_be(resource: Resource, *, by: Actor) -> list[PlaceToBe]:
    """Where sessions of a resource may be, its own site first: rooms in which its services are given, and those that
    are its own already. A room stays where it is."""
    need_roster_of(resource, by)
    if resource.kind == Kind.ROOM:
        return []
    rooms: dict[UUID, list[tuple[str, str]]] = {}
    if resource.kind == Kind.CLINICIAN:
        given = Service.objects.filter(offerings__staff=resource.staff).values_list("room_kinds", flat=True)
        known = arranged([resource.id], clock.today())[resource.id]
        own = {UUID(one.room) for one in known.sessions() if one.room}
        fits = Q(room__kind__in={kind for kinds in given for kind in kinds}) | Q(id__in=own)
        there = Resource.objects.filter(fits, kind=Kind.ROOM, active=True, room__active=True).order_by("name", "id")
        for key, name, site in there.values_list("id", "name", "site_id"):
            rooms.setdefault(site, []).append((str(key), name))
    sites = sorted(Site.objects.order_by("name", "id"), key=lambda one: one.id != resource.site_id)
    return [PlaceToBe(str(one.id), one.name, tuple(rooms.get(one.id, ()))) for one in sites]


def _owed_new_times(ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many visits of each resource were displaced and have no new time yet."""
    live = Promise.objects.live().filter(standard=DISPLACED, facts__resource__in=[str(one) for one in ids])
    counted = live.order_by().values_list("facts__resource").annotate(Count("id"))
    return {UUID(resource): count for resource, count in counted}


def line_for(*, by: Actor, id: UUID) -> Line:  # noqa: A002 - as `without_diary`
    by.need(Permission.MANAGE_ROSTER)
    resource = Resource.objects.filter(_at(by), id=id).select_related("staff", "room", "site").first()
    if resource is None:
        raise NotThere
    return lines([resource], by=by)[0]


def block_for(*, by: Actor, id: UUID) -> Block:  # noqa: A002 - as `without_diary`
    """Live, or lifted: asking for it a second time is answered by what came of the first."""
    by.need(Permission.MANAGE_ROSTER)
    block = Block.objects.select_related("resource__site").filter(id=id).first()
    if block is None or (by.site_id and block.resource.site_id != by.site_id):
        raise NotThere
    return block


def change_that_made(block: Block, *, by: Actor) -> HoursChange:
    by.need(Permission.MANAGE_ROSTER)
    return block.changes.get(what=Changed.BLOCK)


def changes_of(resource: Resource, *, by: Actor, limit: int = 10) -> list[HoursChange]:
    """What was changed in its hours, latest first."""
    by.need(Permission.MANAGE_ROSTER)
    return list(resource.changes.order_by("-created_at", "id")[:limit])


def displaced_by(change: HoursChange, *, by: Actor) -> int:
    """How many visits are owed a new time by this change."""
    by.need(Permission.MANAGE_ROSTER)
    return Promise.objects.live().filter(standard=DISPLACED, facts__change=str(change.id)).count()


def look_at(plan: AnyPlan, *, by: Actor) -> Seen:
    """What a change would do, by the same reckoning as the change itself. Nothing is written."""
    by.need(Permission.MANAGE_ROSTER)
    effect = effect_of(plan)
    ids = {visit.person_id for visit in (*effect.displaced, *effect.standing_again)}
    ids |= {offer.entry.person_id for offer in effect.offers} | {hold.person_id for hold in effect.holds}
    seen = Person.objects.filter(visible_to(by), id__in=ids).values_list("id", flat=True)
    return Seen(effect, frozenset(seen))


def _at(by: Actor) -> Q:
    return Q(site_id=by.site_id) if by.site_id else Q()
