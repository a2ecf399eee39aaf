"""Making sure on the telephone that somebody is who they say: two things must fit before the record opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from almoner.core.refusal import Refused
from almoner.people import contact, names
from almoner.people.enums import ContactKind, Mark
from almoner.people.likeness import name_similarity
from almoner.people.models import Person

NEEDED = 2
NAME_IS_WELL_KNOWN = frozenset({Mark.NAME})
"""A name opens nothing by itself and is no second proof: everybody knows it."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What of the answers fitted. Never say to the caller which one did not."""

    fitted: frozenset[Mark]

    @property
    def enough(self) -> bool:
        return len(self.fitted - NAME_IS_WELL_KNOWN) >= NEEDED


def verified_by(
    person: Person,
    *,
    birth_on: date | None = None,
    telephone: str = "",
    email: str = "",
    postcode: str = "",
    record_number: str = "",
    name: str = "",
) -> Verification:
    """Hold what the caller said against the record. Empty answers fit nothing; one telephone is one proof."""
    points = [point for point in person.contact_points.all() if point.stopped_at is None]
    keys = {point.key for point in points}
    fits = {
        Mark.BIRTH: birth_on == person.birth_on,
        Mark.TELEPHONE: _key(ContactKind.MOBILE, telephone) in keys,
        Mark.EMAIL: _key(ContactKind.EMAIL, email) in keys,
        Mark.POSTCODE: any(_has_postcode(p.value, postcode) for p in points if p.kind == ContactKind.POST),
        Mark.NUMBER: _squeezed(record_number) == _squeezed(person.record_number),
        Mark.NAME: bool(name) and name_similarity(name, person.name) >= 0.97,
    }
    return Verification(frozenset(mark for mark, fit in fits.items() if fit))


def is_named(person: Person, *, name: str, birth_on: date) -> bool:
    """Whether somebody who already holds a link of ours says this person's birth date and a name of theirs: the whole
    or a part of it, as people write their own."""
    if birth_on != person.birth_on:
        return False
    said = names.key(name).split()
    own = {*names.key(person.given_name, person.family_name).split(), *names.key(person.called).split()}
    return bool(set(said) & own) or (bool(said) and name_similarity(name, person.name) >= 0.85)


def _key(kind: str, value: str) -> str | None:
    try:
        return contact.key(kind, value) if value.strip() else None
    except Refused:
        return None


def _has_postcode(address: str, said: str) -> bool:
    """The postcode must end a part of the address and have at least four signs, a figure among them."""
    code = _squeezed(said)
    if len(code) < 4 or not any(sign.isdigit() for sign in code):
        return False
    words = names.key(address).split()
    joined = {"".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, start + 4)}
    return code in joined


def _squeezed(text: str) -> str:
    return names.key(text).replace(" ", "")
