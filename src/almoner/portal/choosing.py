"""Choosing a time: what was asked for, and the free times as one of the views shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from almoner.catalogue.models import Service
from almoner.catalogue.queries import clinicians_for
from almoner.portal.gates import PatientRequest
from almoner.portal.wish_form import NAMES, WishForm
from almoner.scheduling.asking import Asked
from almoner.scheduling.browsing import Browsing, browse
from almoner.scheduling.enums import MoveReason
from almoner.scheduling.known_wishes import interpreted, known_wishes
from almoner.scheduling.models import Appointment
from almoner.scheduling.sites_near import sites_giving
from almoner.scheduling.wish_words import said
from almoner.ui.choices import RadioCards
from almoner.ui.languages import name_of

FEW = 8
"""So many of the soonest times are shown first."""
SAID = "said"
"""In the address when somebody has said what suits them, be it nothing."""


class WhyMovedForm(forms.Form):
    """Why another time is needed, from a short list (CHG-2). Nobody has to say."""

    reason = forms.ChoiceField(
        label=_("Why do you need another time?"),
        required=False,
        widget=RadioCards,
        choices=[
            (MoveReason.SUITS.value, _("The time does not suit me")),
            (MoveReason.TRANSPORT.value, _("I cannot get there at that time")),
            (MoveReason.PREPARE.value, _("I need more time to prepare")),
            (MoveReason.COMPANY.value, _("Somebody has to come with me")),
            (MoveReason.UNWELL.value, _("I am not well enough")),
            (MoveReason.OTHER.value, _("Another reason")),
        ],
    )


@dataclass(frozen=True, slots=True)
class Seeking:
    """What the address of the page asks for."""

    looking: Browsing
    form: WishForm
    kept: str
    """What every link of the page carries on: the wishes, and the visit that is to be moved."""
    said: bool
    """Whether the wishes are the person's own words; otherwise they are what is known of them."""

    def shown(self, view: str, day: str) -> dict[str, Any]:
        """The view, and the wishes that it goes by. Raises NotSuitable."""
        bare = reverse("portal:choose_time", args=[self.looking.asked.service.code])
        return browse(self.looking, view, day) | {
            "wishes": said(self.looking.asked.wishes, name_of),
            "wishes_said": self.said,
            "wishes_href": self.looking.link("wishes", None),
            "soonest_href": self.looking.link("", None),
            "freed_href": f"{bare}?{urlencode({SAID: 1, **self.moved})}",
            "kept": self.kept,
        }

    @property
    def moved(self) -> dict[str, str]:
        visit = QueryDict(self.kept).get("moving")
        return {"moving": str(visit)} if visit else {}


def seek(request: PatientRequest, service: Service, moving: Appointment | None) -> Seeking:
    """Read the address. Wishes that make no sense are passed over."""
    was_said = SAID in request.GET or not NAMES.isdisjoint(request.GET)
    known = known_wishes(request.person, request.actor)
    sites = sites_giving(service, request.person)
    form = WishForm(
        request.GET if was_said else None,
        clinicians=clinicians_for(service),
        sites=sites,
        interpreted=interpreted(),
        known=known,
    )
    wishes = form.wishes() if form.is_valid() else known
    ordered = bool(moving and moving.service_id == service.id)
    asked = Asked(
        service, request.actor, person=request.person, wishes=wishes, ordered=ordered,
        near_first=tuple(one.id for one in sites),
    )  # fmt: skip
    kept = _kept(request, moving)
    looking = Browsing(asked, partial(_href, service.code, kept), from_day=form.begin(), few=FEW)
    return Seeking(looking, form, kept, was_said)


def _href(code: str, kept: str, view: str, on: date | None) -> str:
    shown = urlencode({name: value for name, value in (("view", view), ("day", on)) if value})
    query = "&".join(part for part in (kept, shown) if part)
    address = reverse("portal:choose_time", args=[code])
    return f"{address}?{query}" if query else address


def _kept(request: PatientRequest, moving: Appointment | None) -> str:
    query = QueryDict(mutable=True)
    for name in request.GET:
        values = [value for value in request.GET.getlist(name) if value]
        if values and (name in NAMES or name == SAID):
            query.setlist(name, values)
    if moving:
        query["moving"] = str(moving.id)
    return query.urlencode()
