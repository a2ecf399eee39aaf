"""Reading allergies: as a clinician and the person see them, and as a kitchen must heed them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from almoner.core.actor import Actor
from almoner.core.refusal import NotThere
from almoner.people.models import Person
from almoner.records.enums import AllergyKind
from almoner.records.models import Allergy
from almoner.records.rules import need_to_read


@dataclass(frozen=True, slots=True)
class Forbidden:
    """What a kitchen must leave out: the words that it knows, and foods for which it has none."""

    allergens: frozenset[str] = frozenset()
    others: tuple[str, ...] = ()


def allergies_of(person: Person, by: Actor) -> list[Allergy]:
    """Those that stand, as they were written down. Who asks for them has traced the reading."""
    need_to_read(person, by)
    return list(
        Allergy.objects.live().filter(person=person).select_related("verified_by").order_by("kind", "substance", "id")
    )


def ended_allergies_of(person: Person, by: Actor) -> list[Allergy]:
    """What was written down wrongly or ruled out, latest first."""
    need_to_read(person, by)
    return list(Allergy.objects.filter(person=person, ended_at__isnull=False).order_by("-ended_at", "id"))


def allergy_for(*, by: Actor, id: UUID) -> Allergy:  # noqa: A002 - the name every gate takes
    found = Allergy.objects.select_related("person").filter(id=id).first()
    if found is None:
        raise NotThere
    need_to_read(found.person, by)
    return found


def forbidden_to(people: Iterable[UUID]) -> defaultdict[UUID, Forbidden]:
    """What each of `people` must not eat, in one statement. For lists and actions that have made sure who asks."""
    of_each: defaultdict[UUID, list[Allergy]] = defaultdict(list)
    of_food = Allergy.objects.live().filter(person_id__in=list(people), kind=AllergyKind.FOOD)
    for one in of_food.order_by("substance", "id"):
        of_each[one.person_id].append(one)
    return defaultdict(Forbidden, {person_id: forbidden_by(those) for person_id, those in of_each.items()})


def forbidden_by(allergies: Iterable[Allergy]) -> Forbidden:
    """What these allergies of one person forbid a kitchen."""
    food = [one for one in allergies if one.kind == AllergyKind.FOOD and one.ended_at is None]
    codes = frozenset(one.allergen for one in food if one.allergen)
    return Forbidden(codes, tuple(one.substance for one in food if not one.allergen))
