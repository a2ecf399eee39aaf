"""Where a session is, as it is chosen and as it is read: a site, and a room when it is one only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from almoner.core.languages import listed
from almoner.scheduling.sessions import Session
from almoner.scheduling.weeks import PlaceToBe

Places = Sequence[tuple[str, Any]]
"""Choices of a field, those of a site under its name."""
BETWEEN = "|"


def choices(found: Iterable[PlaceToBe]) -> Places:
    """Nothing to choose where there is one site and no room."""
    known = list(found)
    if len(known) <= 1 and not any(one.rooms for one in known):
        return ()
    return [(one.name, _at_site(one, home=number == 0)) for number, one in enumerate(known)]


def _at_site(one: PlaceToBe, *, home: bool) -> list[tuple[str, str]]:
    site = "" if home else one.site
    return [
        (f"{site}{BETWEEN}" if site else "", _("Any room")),
        *((f"{site}{BETWEEN}{room}", name) for room, name in one.rooms),
    ]


def place_value(one: Session) -> str:
    return f"{one.site}{BETWEEN}{one.room}" if one.site or one.room else ""


def place_of(value: str) -> tuple[str, str]:
    site, _between, room = value.partition(BETWEEN)
    return site, room


def place_text(one: Session, names: Mapping[str, str]) -> str:
    """“Room 4, Harbour Clinic”; nothing for any room where they belong."""
    return listed(name for name in (names.get(one.room, ""), names.get(one.site, "")) if name)
