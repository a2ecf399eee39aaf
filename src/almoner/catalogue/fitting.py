"""Which needs a text meets, and who it is about. Pure."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from almoner.catalogue.hearing import Heard, Hearing
from almoner.catalogue.lexicon import Pattern, patterns

ADULT = 16
MORE = 0.4
"""What each further word of a pattern adds to how strongly it is met."""
INSIDE = 0.3
"""What is left of a need whose words are part of a clearer one (the knee of a new knee)."""
FAR = 6
ACROSS = 0.6
"""What is left of a need whose words stand more than so many others apart."""
HINT = 0.6
FAINT_HINT = 0.15


@dataclass(frozen=True, slots=True)
class Met:
    """A need that the words meet: how strongly, and where they stand."""

    need: str
    strength: float
    places: frozenset[int]
    hint: bool


@dataclass(frozen=True, slots=True)
class About:
    """Who the text is about, as far as it says."""

    child: bool
    pregnant: bool
    man: bool
    age: float | None

    def suits(self, min_age: int | None, max_age: int | None, sex: str) -> bool:
        """Whether somebody like this may come, by what was said; what was not said does not exclude."""
        if self.child and min_age is not None and min_age >= ADULT:
            return False
        if self.age is not None and not self.child:
            if max_age is not None and self.age > max_age:
                return False
            if min_age is not None and self.age < min_age:
                return False
        return not (self.man and not self.pregnant and sex == "female")


def needs_met(hearing: Hearing, answered: Container[str]) -> list[Met]:
    """The needs that the text meets, of those that are answered at all, each by its strongest pattern."""
    best: dict[str, Met] = {}
    keys = hearing.keys
    for pattern in patterns():
        if pattern.keys <= keys and pattern.need in answered:
            one = _met(pattern, hearing.heard)
            if one.need not in best or _rank(one) > _rank(best[one.need]):
                best[one.need] = one
    found = list(best.values())
    clear = [one for one in found if not one.hint]
    return [_settled(one, clear) for one in found]


def _rank(one: Met) -> tuple[bool, float, int]:
    return (not one.hint, one.strength, -min(one.places))


def _met(pattern: Pattern, heard: list[Heard]) -> Met:
    chosen = [max((one for one in heard if key in one.keys), key=lambda one: (one.sure, -min(one.places)))
              for key in sorted(pattern.keys)]  # fmt: skip
    places = frozenset(place for one in chosen for place in one.places)
    apart = len({one.places for one in chosen})
    strength = (1 + MORE * (apart - 1)) * min(one.sure for one in chosen)
    if max(places) - min(places) > len(places) + FAR:
        strength *= ACROSS
    return Met(pattern.need, strength, places, pattern.hint)


def _settled(one: Met, clear: list[Met]) -> Met:
    if one.hint:
        return Met(one.need, one.strength * (FAINT_HINT if clear else HINT), one.places, hint=True)
    inside = any(one.places < other.places for other in clear)
    return Met(one.need, one.strength * (INSIDE if inside else 1), one.places, hint=False)


def about(hearing: Hearing, met: list[Met]) -> About:
    """Who it is about. A baby that is scanned, wished for or just born does not make it a child's matter."""
    keys = hearing.keys
    spoken_for = {
        place for one in met if not one.hint and not one.need.startswith("child") and len(one.places) > 1
        for place in one.places if one.need in _OF_THE_MOTHER
    }  # fmt: skip
    children = [
        one for one in hearing.heard if one.keys & {"child", "baby", "child_vaccination", "childrens_doctor", "growth"}
    ]
    child = any(not one.places & spoken_for for one in children)
    if hearing.age is not None:
        child = hearing.age < ADULT
    pregnant = "pregnant" in keys
    return About(child=child and not pregnant, pregnant=pregnant, man="man" in keys, age=hearing.age)


_OF_THE_MOTHER = {"pregnancy_scan", "birth_mood", "fertility", "ultrasound_abdomen", "pregnancy", "birth"}
