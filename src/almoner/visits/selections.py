"""Whom a message to many can be for: people who are in a bed of a ward."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.messaging import selections
from almoner.messaging.selections import Criteria, Selection
from almoner.people.models import Site
from almoner.visits.enums import StayState
from almoner.visits.models import Stay, Ward

IN_WARD = "ward"


def register() -> None:
    selections.register(Selection(IN_WARD, gettext_lazy("People in a ward"), who_lie_in, said))


def who_lie_in(criteria: Criteria) -> QuerySet[Any]:
    """Who is in a bed of `ward` (its id) at one of `sites`."""
    return Stay.objects.filter(state=StayState.ADMITTED, bed__ward_id=criteria["ward"], site_id__in=criteria["sites"])


def wards_at(sites: Iterable[Site]) -> list[tuple[str, str]]:
    """The wards of these sites, to choose from."""
    return [(str(one.id), one.name) for one in Ward.objects.filter(site__in=list(sites)).order_by("code")]


def said(criteria: Criteria) -> list[tuple[Any, Any]]:
    found = Ward.objects.filter(id=criteria["ward"]).first()
    return [(_("Ward"), found.name if found else "–")]
