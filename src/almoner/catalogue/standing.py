"""How the preparation of a service stands: what it says now, and what of it no clinician has approved."""

from __future__ import annotations

from datetime import date

from almoner.catalogue.approval import Content, content, digest, languages_of
from almoner.catalogue.models import PreparationItem, Service
from almoner.catalogue.preparing import Wording


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
