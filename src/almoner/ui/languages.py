"""Names of languages as the reader calls them."""

from __future__ import annotations

from django.utils.translation import get_language_info


def name_of(code: str) -> str:
    """“Romanian” for `ro`, in the reader's language; a code that nobody knows stays as it is."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
