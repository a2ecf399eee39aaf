"""Whom a message to many can be for: people with a visit in a range of days, and people on a waiting list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.catalogue.models import Service
from almoner.core import days
from almoner.core.languages import listed, of_reader
from almoner.messaging import selections
from almoner.messaging.selections import Criteria, Selection
from almoner.people.models import Site
from almoner.scheduling.enums import EntryState, Kind, State
from almoner.scheduling.models import Appointment, Resource, WaitingEntry

VISITS, WAITING = "visits", "waiting"


def register() -> None:
    selections.register(Selection(VISITS, gettext_lazy("People with a visit"), with_a_visit, said_of_visits))
    selections.register(Selection(WAITING, gettext_lazy("People on a waiting list"), who_wait, said_of_waiting))


def with_a_visit(criteria: Criteria) -> QuerySet[Any]:
    """Booked visits from `first` to `last` (days on the wall of the site) at `sites`; of `service` (its code) and with
    `clinician` (the id of the resource), where these are named."""
    days_on_the_wall = Q(wall__gte=f"{criteria['first']}T", wall__lte=f"{criteria['last']}T99")
    found = Appointment.objects.filter(days_on_the_wall, state=State.BOOKED, site_id__in=criteria["sites"])
    if criteria.get("service"):
        found = found.filter(service__code=criteria["service"])
    if criteria.get("clinician"):
        found = found.filter(clinician_id=criteria["clinician"])
    return found


def who_wait(criteria: Criteria) -> QuerySet[Any]:
    """Who waits for a time of `service`, and whose record is with one of `sites` or with none."""
    of_sites = Q(person__site_id__in=criteria["sites"]) | Q(person__site__isnull=True)
    return WaitingEntry.objects.filter(of_sites, state=EntryState.WAITING, service__code=criteria["service"])


def clinicians_at(sites: Iterable[Site]) -> list[tuple[str, str]]:
    """Those whom visits at these sites can be with, by name, to choose from."""
    found = Resource.objects.filter(kind=Kind.CLINICIAN, active=True, site__in=list(sites)).order_by("name", "id")
    return [(str(one.id), one.name) for one in found]


def said_of_visits(criteria: Criteria) -> list[tuple[Any, Any]]:
    first, last = date.fromisoformat(criteria["first"]), date.fromisoformat(criteria["last"])
    said = [(_("Days"), days.day(first) if first == last else f"{days.day(first)} – {days.day(last)}")]
    said.append((_("Place"), _sites(criteria)))
    if criteria.get("service"):
        said.append((_("Service"), _service(criteria)))
    if criteria.get("clinician"):
        found = Resource.objects.filter(id=criteria["clinician"]).first()
        said.append((_("Clinician"), found.name if found else "–"))
    return said


def said_of_waiting(criteria: Criteria) -> list[tuple[Any, Any]]:
    return [(_("Service"), _service(criteria)), (_("Place"), _sites(criteria))]


def _service(criteria: Criteria) -> str:
    found = Service.objects.filter(code=criteria["service"]).first()
    return str(found.name_in(of_reader())) if found else str(criteria["service"])


def _sites(criteria: Criteria) -> str:
    return listed(Site.objects.filter(id__in=criteria["sites"]).order_by("name", "id").values_list("name", flat=True))
