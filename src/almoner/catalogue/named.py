"""Whether a text names what the hospital does for people: the name of a service or a specialty tells a reader what
somebody is treated for."""

from __future__ import annotations

import re

from almoner.catalogue.models import Service, Specialty


def names_in(language: str) -> list[str]:
    """The names of all services and specialties in a language, the longest first."""
    told = [*Service.objects.values_list("names", flat=True), *Specialty.objects.values_list("names", flat=True)]
    return sorted({str(names[language]) for names in told if names.get(language)}, key=lambda name: (-len(name), name))


def named_in(text: str, names: list[str]) -> list[str]:
    """Those of `names` that stand in the text as whole words. Pure."""
    return [name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)]
