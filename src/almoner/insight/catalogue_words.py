"""Services and specialties in the reader's language, all at once: a table of groups names them in one statement."""

from __future__ import annotations

from django.utils.translation import get_language

from almoner.catalogue.models import Service, Specialty


def language() -> str:
    """The reader's language, without its country."""
    return (get_language() or "en").split("-")[0]


def service_names() -> dict[str, str]:
    return {one.code: one.name_in(language()) for one in Service.objects.only("code", "names")}


def specialty_names() -> dict[str, str]:
    return {one.code: str(one.names.get(language()) or one) for one in Specialty.objects.only("code", "names")}
