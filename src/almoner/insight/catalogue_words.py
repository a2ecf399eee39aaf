"""Services and specialties in the reader's language, all at once: a table of groups names them in one statement."""

from __future__ import annotations

from almoner.catalogue.models import Service, Specialty
from almoner.core.languages import of_reader


def service_names() -> dict[str, str]:
    return {one.code: one.name_in(of_reader()) for one in Service.objects.only("code", "names")}


def specialty_names() -> dict[str, str]:
    return {one.code: str(one.names.get(of_reader()) or one) for one in Specialty.objects.only("code", "names")}
