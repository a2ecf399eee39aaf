"""What the address of the page on which staff choose a time asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from almoner.catalogue.models import Service
from almoner.catalogue.queries import clinicians_for
from almoner.console.gates import StaffRequest
from almoner.console.wish_form import NAMES, WishForm
from almoner.core import clock
from almoner.people.models import Person
from almoner.scheduling.asking import Asked
from almoner.scheduling.browsing import Browsing, browse
from almoner.scheduling.known_wishes import interpreted, known_wishes
from almoner.scheduling.sites_near import sites_giving
from almoner.scheduling.wish_words import said
from almoner.ui.languages import name_of

FEW = 24
DAYS_ON = 90
WHY = ("moving", "follow_up", "request")
"""Why a time is chosen, where it is not for a new visit."""


@dataclass(frozen=True, slots=True)
class Seeking:
    """`kept` is what every link of the page carries on: the wishes, and why a time is chosen."""

    looking: Browsing
    form: WishForm
    kept: str

    def shown(self, view: str, day: str) -> dict[str, Any]:
        """The view, and the wishes that it goes by. Raises NotSuitable."""
        return browse(self.looking, view, day) | {"wishes": said(self.looking.asked.wishes, name_of)}


def seek(request: StaffRequest, person: Person, service: Service) -> Seeking:
    """Read the address. Wishes that make no sense are passed over; until one is said, those that are known stand."""
    known = known_wishes(person, request.actor)
    sites = sites_giving(service, person)
    form = WishForm(
        request.GET if not NAMES.isdisjoint(request.GET) else None,
        clinicians=clinicians_for(service),
        sites=sites,
        interpreted=interpreted(),
        known=known,
    )
    wishes = form.wishes() if form.is_valid() else known
    asked = Asked(
        service, request.actor, person=person, wishes=wishes, level=form.level_asked(),
        near_first=tuple(one.id for one in sites),
    )  # fmt: skip
    begin, until = form.days()
    kept = _kept(request)
    looking = Browsing(
        asked,
        partial(_href, person.id, service.code, kept),
        from_day=begin,
        until=until or (begin or clock.today()) + timedelta(days=DAYS_ON),
        few=FEW,
    )
    return Seeking(looking, form, kept)


def _href(person_id: UUID, code: str, kept: str, view: str, on: object) -> str:
    shown = urlencode({name: value for name, value in (("view", view), ("day", on)) if value})
    query = "&".join(part for part in (kept, shown) if part)
    address = reverse("console:choose_time", args=[person_id, code])
    return f"{address}?{query}" if query else address


def _kept(request: StaffRequest) -> str:
    query = QueryDict(mutable=True)
    for name in request.GET:
        values = [value for value in request.GET.getlist(name) if value]
        if values and name in NAMES:
            query.setlist(name, values)
    for name in WHY:
        asked = request.GET.get(name) or request.POST.get(name)
        if asked:
            query[name] = asked
    return query.urlencode()
