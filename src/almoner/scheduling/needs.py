"""What a service needs together, as groups of resources: one of each group, all at once (APT-1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from almoner.catalogue.models import Service
from almoner.scheduling import diaries
from almoner.scheduling.enums import Kind
from almoner.scheduling.models import Resource
from almoner.scheduling.preferences import Preferences

LEAST = 2
"""A group of fewer is none. What a room holds beyond that says how many places the group has in it."""


@dataclass(frozen=True, slots=True)
class Need:
    """One group: any resource of `kind` will do of which all that is said here is true. `label` is that in words.

    `meets` asks the database and `register.Register.who` asks memory; a test holds them to the same answer.
    """

    kind: str
    label: str | Promise = field(compare=False)
    service_id: UUID | None = None
    """Who gives it."""
    staff_id: UUID | None = None
    sex: str = ""
    language: str = ""
    profession: str = ""
    room_kind: str = ""
    step_free: bool = False
    people: int = 1
    """So many come together at least: a room that holds only one is none for a group."""
    interprets: str = ""
    sites: tuple[str, ...] = ()
    """Ids; none: any."""

    @property
    def what(self) -> str:
        """The hospital's own word for it, a profession or a kind of room; none for whoever gives the service."""
        return self.profession or self.room_kind

    @property
    def meets(self) -> Q:
        found = Q(kind=self.kind)
        if self.kind == Kind.CLINICIAN:
            found &= Q(staff__left_on=None)
        if self.kind == Kind.ROOM:
            found &= Q(room__active=True)
        for asked, condition in (
            (self.service_id, Q(staff__offerings__service=self.service_id)),
            (self.staff_id, Q(staff_id=self.staff_id)),
            (self.sex, Q(staff__sex=self.sex)),
            (self.language, Q(spoken__contains=f'"{self.language}"')),
            (self.profession, Q(staff__profession=self.profession)),
            (self.room_kind, Q(room__kind=self.room_kind)),
            (self.step_free, Q(room__step_free=True)),
            (self.people > 1, Q(room__capacity=None) | Q(room__capacity__gte=self.people)),
            (self.interprets, Q(interpreted__contains=f'"{self.interprets}"')),
            (self.sites, Q(site_id__in=self.sites) | Q(also_at__site_id__in=self.sites)),
        ):
            if asked:
                found &= condition
        return found

    def resources(self) -> QuerySet[Resource]:
        return with_languages().filter(self.meets)


def with_languages() -> QuerySet[Resource]:
    """Resources that can be booked, their languages as text: the one form that both engines can look into."""
    return Resource.objects.filter(active=True).annotate(
        spoken=Cast("staff__languages", TextField()), interpreted=Cast("languages", TextField())
    )


def needs_of(service: Service, wish: Preferences) -> list[Need]:
    """The groups that a visit of `service` needs, the clinician first."""
    sites = wish.sites
    found = [_clinician(service, wish)]
    found += [Need(Kind.CLINICIAN, one, profession=one, sites=sites) for one in service.assistants]
    people = min(service.capacity, LEAST)
    found += [
        Need(Kind.ROOM, kind, room_kind=kind, step_free=wish.step_free, people=people, sites=sites)
        for kind in service.room_kinds
    ]
    if wish.interpreter:
        found.append(Need(Kind.INTERPRETER, _("an interpreter"), interprets=wish.interpreter, sites=sites))
    return found


def _clinician(service: Service, wish: Preferences) -> Need:
    return Need(
        Kind.CLINICIAN,
        _("a clinician"),
        service_id=service.id,
        staff_id=UUID(wish.clinician_id) if wish.clinician_id else None,
        sex=wish.sex or service.performer_sex,
        language=wish.language,
        sites=wish.sites,
    )


def ticks_of(service: Service) -> tuple[int, int]:
    """How many ticks a visit needs before it begins, and altogether: with those before and after."""
    before = diaries.ticks_for(service.minutes_before)
    return before, before + diaries.ticks_for(service.minutes + service.minutes_after)


def unbookable(service: Service) -> list[str]:
    """Groups of a service in which nothing can be booked at all: a fault of the roster, in words."""
    return [str(need.label) for need in needs_of(service, Preferences()) if not need.resources().exists()]
