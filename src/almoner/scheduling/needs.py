"""What a service needs together, as groups of resources: one of each group, all at once (APT-1)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from almoner.catalogue.models import Service
from almoner.scheduling.enums import Kind
from almoner.scheduling.models import Resource
from almoner.scheduling.preferences import Preferences


@dataclass(frozen=True, slots=True)
class Need:
    """One group: any resource that `meets` will do. `label` says in words what is needed; `what` is the word of the
    hospital's own for it: a profession or a kind of room."""

    kind: str
    label: str | Promise
    meets: Q
    what: str = ""

    def resources(self) -> QuerySet[Resource]:
        return with_languages().filter(self.meets)


def with_languages() -> QuerySet[Resource]:
    """Resources that can be booked, their languages as text: the one form that both engines can look into."""
    return Resource.objects.filter(active=True).annotate(
        spoken=Cast("staff__languages", TextField()), interpreted=Cast("languages", TextField())
    )


def needs_of(service: Service, wish: Preferences) -> list[Need]:
    """The groups that a visit of `service` needs, the clinician first."""
    found = [_clinician(service, wish)]
    found += [
        Need(
            Kind.CLINICIAN,
            profession,
            Q(kind=Kind.CLINICIAN, staff__profession=profession, staff__left_on=None) & _at(wish),
            profession,
        )
        for profession in service.assistants
    ]
    for kind in service.room_kinds:
        free = Q(room__step_free=True) if wish.step_free else Q()
        meets = Q(kind=Kind.ROOM, room__kind=kind, room__active=True) & free & _at(wish)
        found.append(Need(Kind.ROOM, kind, meets, kind))
    if wish.interpreter:
        spoken = Q(kind=Kind.INTERPRETER, interpreted__contains=f'"{wish.interpreter}"')
        found.append(Need(Kind.INTERPRETER, _("an interpreter"), spoken & _at(wish)))
    return found


def _at(wish: Preferences) -> Q:
    return Q(site_id__in=wish.sites) if wish.sites else Q()


def _clinician(service: Service, wish: Preferences) -> Need:
    meets = Q(kind=Kind.CLINICIAN, staff__offerings__service=service, staff__left_on=None) & _at(wish)
    if wish.clinician_id:
        meets &= Q(staff_id=wish.clinician_id)
    sex = wish.sex or service.performer_sex
    if sex:
        meets &= Q(staff__sex=sex)
    if wish.language:
        meets &= Q(spoken__contains=f'"{wish.language}"')
    return Need(Kind.CLINICIAN, _("a clinician"), meets)


def unbookable(service: Service) -> list[str]:
    """Groups of a service in which nothing can be booked at all: a fault of the roster, in words."""
    return [str(need.label) for need in needs_of(service, Preferences()) if not need.resources().exists()]
