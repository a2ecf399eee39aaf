"""How dangerous it would be to take two records for one person, with the reasons. Pure.

A wrong join shows one person's illness to another. So whatever differs, and whatever would open, counts; from
`SECOND_PERSON_FROM` on nobody decides alone (law I-34). Nothing here ever decides that two are one.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from almoner.people import names
from almoner.people.enums import Mark, Sex
from almoner.people.likeness import Description, likeness

SECOND_PERSON_FROM = 30
REASONS: dict[str, str | Promise] = {
    "name": _("The names differ"),
    "birth": _("The dates of birth differ"),
    "sex": _("The sexes differ"),
    "twins": _("Same family name and date of birth, another given name: they may be twins"),
    "namesake": _("Nothing in common but name and date of birth"),
    "access": _("Somebody would see more than before"),
    "closed": _("One of the records is closed to most staff"),
    "site": _("They belong to different sites"),
}
_POINTS = {
    "name": 30, "birth": 40, "sex": 30, "twins": 50, "namesake": 30, "access": 15, "closed": 30, "site": 20,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Side:
    """One record, as far as it matters here. `numbers` are those of other systems."""

    described: Description
    given_name: str
    family_name: str
    numbers: frozenset[str] = frozenset()
    closed: bool = False
    site: str = ""


@dataclass(frozen=True, slots=True)
class Risk:
    points: int
    reasons: tuple[str, ...]

    @property
    def needs_second_person(self) -> bool:
        return self.points >= SECOND_PERSON_FROM


def risk(one: Side, other: Side, *, somebody_gains: bool) -> Risk:
    """The points, up to 100, and the keys of `REASONS` that they rest on, heaviest first."""
    marks = likeness(one.described, other.described).marks
    found = {
        "name": Mark.NAME not in marks,
        "birth": one.described.birth_on != other.described.birth_on,
        "sex": len({one.described.sex, other.described.sex} - {Sex.UNKNOWN, Sex.OTHER}) == 2,
        "twins": _may_be_twins(one, other),
        "namesake": Mark.CONTACT not in marks and not one.numbers & other.numbers,
        "access": somebody_gains,
        "closed": one.closed or other.closed,
        "site": one.site != other.site,
    }
    reasons = sorted((key for key, holds in found.items() if holds), key=lambda key: (-_POINTS[key], key))
    return Risk(points=min(100, sum(_POINTS[key] for key in reasons)), reasons=tuple(reasons))


def _may_be_twins(one: Side, other: Side) -> bool:
    same_day = one.described.birth_on == other.described.birth_on
    same_family = names.key(one.family_name) == names.key(other.family_name) != ""
    return same_day and same_family and names.key(one.given_name) != names.key(other.given_name)
