"""How the preparation of a service stands: what it says now, and what of it no clinician has approved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from almoner.catalogue.approval import Content, content, digest, languages_of
from almoner.catalogue.enums import PreparationKind, Timing
from almoner.catalogue.models import PreparationApproval, PreparationItem, Service
from almoner.catalogue.preparing import Wording
from almoner.core.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours before the start without food and without clear drinks, and by when to have drunk. None: nothing asked."""

    food: int | None
    clear: int | None
    drink_by: int | None


@dataclass(frozen=True, slots=True)
class Briefly:
    """As much of the preparation as is told with a visit: hours as in `Hours`, and whether it says anything at all."""

    food: int | None
    clear: int | None
    has_items: bool


TOLD_HOURS = ("preparation", "approvals")
"""What to fetch with services ahead of `told_hours`, so that it takes no statement of its own."""


def told_hours(service: Service) -> Hours:
    """The hours that people are told: those that a clinician approved last, in English, which every language follows.

    An edit counts from its approval on. Before the first approval the hours are as the catalogue says: to fast in vain
    harms less than to eat before a sedation.
    """
    approved = next((one.content for one in service.approvals.all() if one.language == "en"), None)
    if approved:
        return _of_content(approved)
    items = [
        {"kind": one.kind, "timing": one.timing, "hours_before": one.hours_before} for one in service.preparation.all()
    ]
    return _of_catalogue(service, items)


_BRIEFLY = Prepared(
    lambda service: Service.objects.filter(id=service).values_list(
        Subquery(PreparationApproval.objects.filter(service=OuterRef("id"), language="en").values("content")),
        Exists(PreparationItem.objects.filter(service=OuterRef("id"))),
    )
)


def told_briefly(service: Service) -> Briefly:
    """The same hours as `told_hours`, where nothing was fetched ahead. One statement."""
    approved, has_items = _BRIEFLY.get(service=service.id)
    food, clear = approved["hours"] if approved else (service.fast_food_hours, service.fast_clear_hours)
    return Briefly(food, clear, has_items)


_APPROVED = Prepared(
    lambda services: PreparationApproval.objects.filter(service__in=services, language="en").values_list(
        "service_id", "content"
    )
)
_ITEMS = Prepared(
    lambda services: PreparationItem.objects.filter(service__in=services).values_list(
        "service_id", "kind", "timing", "hours_before"
    )
)


def told_hours_of(services: Iterable[Service]) -> dict[UUID, Hours]:
    """The same of several, by their ids, where nothing was fetched ahead. Two statements at most."""
    several = {service.id: service for service in services}
    approved = {key: content for key, content in _APPROVED.all(services=several) if content}
    items: dict[UUID, list[dict[str, Any]]] = {key: [] for key in several.keys() - approved.keys()}
    for key, kind, timing, hours_before in _ITEMS.all(services=items):
        items[key].append({"kind": kind, "timing": timing, "hours_before": hours_before})
    found = {key: _of_content(content) for key, content in approved.items()}
    return found | {key: _of_catalogue(several[key], listed) for key, listed in items.items()}


def _of_content(approved: dict[str, Any]) -> Hours:
    food, clear = approved["hours"]
    return Hours(food, clear, _drink_by(approved["items"]))


def _of_catalogue(service: Service, items: Iterable[dict[str, Any]]) -> Hours:
    return Hours(service.fast_food_hours, service.fast_clear_hours, _drink_by(items))


def _drink_by(items: Iterable[dict[str, Any]]) -> int | None:
    drinks = (one for one in items if one["kind"] == PreparationKind.DRINK and one["timing"] == Timing.BY)
    return max((one["hours_before"] for one in drinks if one["hours_before"] is not None), default=None)


def wording(item: PreparationItem) -> Wording:
    return Wording(item.kind, item.texts, item.timing, item.hours_before, item.hard)


def contents_of(service: Service) -> dict[str, Content | None]:
    """By language, what it says as it stands now; None where a text of that language is missing."""
    wordings = [wording(item) for item in service.preparation.all()]
    hours = (service.fast_food_hours, service.fast_clear_hours)
    return {language: content(wordings, hours, language) for language in languages_of(wordings)}


def unapproved(service: Service) -> list[str]:
    """The languages that are whole and not approved as they stand now."""
    approved = {one.language: one.digest for one in service.approvals.all()}
    return [
        language for language, said in contents_of(service).items() if said and digest(said) != approved.get(language)
    ]


def overdue(service: Service, today: date) -> list[str]:
    """The languages whose approval should have been looked at again."""
    return [one.language for one in service.approvals.all() if one.review_on < today]
