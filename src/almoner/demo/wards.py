"""The wards and beds of the rehearsal hospital."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from almoner.core.actor import Actor
from almoner.people.models import Site
from almoner.visits.actions import add_bed, add_ward
from almoner.visits.enums import Care
from almoner.visits.models import Ward

HOSPITAL = Path(__file__).parent / "hospital"
CARE = {"CCU": Care.HIGH, "ICU": Care.INTENSIVE}
KIT = {"CCU": ["monitor"], "ICU": ["monitor", "ventilator"]}
OWN_AIR = 2
"""So many of a ward's single rooms have their own air, where the ward has single rooms at all."""
SINGLE = 4


def read_wards() -> tuple[list[dict[str, Any]], dict[str, list[tuple[str, str]]], dict[str, str]]:
    """The wards, the rounds by ward, and the meal times, as the files of the hospital say them."""
    told = tomllib.loads((HOSPITAL / "wards.toml").read_text(encoding="utf-8"))
    meals = tomllib.loads((HOSPITAL / "stay.toml").read_text(encoding="utf-8"))["meal_times"]
    rounds = {one["ward"]: [(span["from"], span["to"]) for span in one["daily"]] for one in told["rounds"]}
    return told["ward"], rounds, meals


def open_wards(*, site: Site, by: Actor) -> dict[str, Ward]:
    """Add the wards with all their beds, by code."""
    wards, rounds, meals = read_wards()
    opened = {}
    for place, one in enumerate(wards):
        code = one["code"]
        opened[code] = add_ward(
            site=site,
            code=code,
            name=one["name"]["en"],
            care=CARE.get(code, Care.WARD),
            telephone=f"020 7946 02{place + 1:02d}",
            rounds=rounds.get(code, [("09:00", "11:00")]),
            visiting=[(span["from"], span["to"]) for span in one.get("visiting", [])],
            visiting_note=one.get("visiting_note", {}),
            visitors_at_once=one.get("visitors_at_once", 2),
            meals=meals,
            by=by,
        )
        _add_beds(opened[code], one, by)
    return opened


def _add_beds(ward: Ward, told: dict[str, Any], by: Actor) -> None:
    """Single rooms first, then bays of four; a ward of high care has only rooms of one's own."""
    beds = told["beds"]
    single = beds if ward.care > Care.WARD else told.get("single_rooms", min(SINGLE, beds))
    for number in range(1, beds + 1):
        alone = number <= single
        add_bed(
            ward=ward,
            code=f"{ward.code}-{number:02d}",
            bay="" if alone else "ABCDEF"[(number - single - 1) // 4],
            single_room=alone,
            own_air=alone and number <= OWN_AIR,
            kit=KIT.get(ward.code, []),
            by=by,
        )
