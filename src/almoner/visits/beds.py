"""Which bed suits: what matches, what does not, and what must not be (BED-2). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

OWN_AIR = "airborne"
HIGH = 2
"""From this care on every room is a single one, and none is spared for others."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request asks of a bed. `sex` is the person's, for bays that are shared."""

    care: int = 1
    isolation: str = ""
    sex: str = "unknown"
    single_room: bool = False
    ward: str = ""
    kit: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class BedFacts:
    """`bay_sex`: of those who lie in the same bay, empty where nobody does. `clean`: can be used at once."""

    id: UUID
    name: str
    ward: str
    care: int = 1
    single_room: bool = False
    own_air: bool = False
    bay_sex: str = ""
    kit: frozenset[str] = frozenset()
    clean: bool = True


@dataclass(frozen=True, slots=True)
class Match:
    """`against` are what a person may accept with a reason; `never` rules the bed out."""

    bed: BedFacts
    fits: tuple[str, ...]
    against: tuple[str, ...]
    never: tuple[str, ...]

    @property
    def possible(self) -> bool:
        return not self.never

    @property
    def good(self) -> bool:
        return self.possible and not self.against


def match(wanted: Wanted, bed: BedFacts) -> Match:
    """Hold a request against a bed, attribute by attribute. The words are codes: care, isolation, sex, single, …"""
    checks: list[tuple[str, bool, bool]] = [("care", bed.care >= wanted.care, True)]
    if wanted.isolation:
        checks.append(("isolation", _isolates(wanted.isolation, bed), True))
    if not bed.single_room and bed.bay_sex:
        checks.append(("sex", bed.bay_sex == wanted.sex, wanted.care < 3))
    if wanted.kit:
        checks.append(("kit", wanted.kit <= bed.kit, True))
    if wanted.single_room:
        checks.append(("single", bed.single_room, False))
    if wanted.ward:
        checks.append(("ward", bed.ward == wanted.ward, False))
    if bed.care > wanted.care:
        checks.append(("more_care_than_needed", False, False))
    if bed.single_room and bed.care < HIGH and not wanted.single_room and not wanted.isolation:
        checks.append(("single_not_needed", False, False))
    if not bed.clean:
        checks.append(("clean", False, False))
    return Match(
        bed,
        tuple(name for name, met, _hard in checks if met),
        tuple(name for name, met, hard in checks if not met and not hard),
        tuple(name for name, met, hard in checks if not met and hard),
    )


COST = {"sex": 8, "ward": 4, "single": 3, "more_care_than_needed": 6, "single_not_needed": 2, "clean": 5}


def suggest(wanted: Wanted, beds: Sequence[BedFacts]) -> list[Match]:
    """Every bed that can be, the best first. Beds that others may need more come last."""
    possible = [found for bed in beds if (found := match(wanted, bed)).possible]
    return sorted(possible, key=lambda found: (_cost(found), found.bed.ward, found.bed.name, str(found.bed.id)))


def _cost(found: Match) -> int:
    return sum(COST[name] for name in found.against)


def _isolates(isolation: str, bed: BedFacts) -> bool:
    return bed.single_room and (bed.own_air or isolation != OWN_AIR)
