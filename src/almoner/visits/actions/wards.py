"""The wards and beds that there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import Unclear
from almoner.people.models import Site
from almoner.visits.changing import change
from almoner.visits.enums import BedState, Care
from almoner.visits.models import Bed, Ward

Hours = Sequence[tuple[str, str]]


@action
def add_ward(  # noqa: PLR0913 - the hours by which a ward lives
    *,
    site: Site,
    code: str,
    name: str,
    care: int = Care.WARD,
    telephone: str = "",
    rounds: Hours = (),
    visiting: Hours = (),
    visiting_note: Mapping[str, str] | None = None,
    visitors_at_once: int = 2,
    meals: Mapping[str, str] | None = None,
    by: Actor,
) -> Ward:
    """Add a ward, or change the one with this code. Hours are wall-clock times such as 08:30.

    `name` is what the sign at its door says, in whatever language; `visiting_note` is words by language."""
    by.need(Permission.MANAGE_BEDS)
    for begin, end in (*rounds, *visiting):
        if time.fromisoformat(begin) >= time.fromisoformat(end):
            raise Unclear
    fields: dict[str, Any] = {
        "name": name,
        "care": care,
        "telephone": telephone,
        "rounds": [list(hours) for hours in rounds],
        "visiting": [list(hours) for hours in visiting],
        "visiting_note": dict(visiting_note or {}),
        "visitors_at_once": visitors_at_once,
        "meals": dict(meals or {}),
    }
    ward, _new = Ward.objects.update_or_create(site=site, code=code, defaults=fields)
    return ward


@action
def add_bed(
    *,
    ward: Ward,
    code: str,
    bay: str = "",
    single_room: bool = False,
    own_air: bool = False,
    care: int | None = None,
    kit: Sequence[str] = (),
    by: Actor,
) -> Bed:
    """Add a bed. It begins clean, and its history with it."""
    by.need(Permission.MANAGE_BEDS)
    bed = Bed.objects.create(
        ward=ward,
        code=code,
        bay=bay,
        single_room=single_room,
        own_air=own_air,
        care=care or ward.care,
        kit=list(kit),
        since=clock.now(),
    )
    return change(bed, BedState.CLEAN, by, why="new")
