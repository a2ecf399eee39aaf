"""Allergies: written down with who said so, checked by a second look, ended with a reason; never overwritten."""

from __future__ import annotations

from typing import Any

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Unclear
from almoner.people.models import Person
from almoner.people.rules import may_see
from almoner.records.enums import Allergen, AllergyKind, AllergySource
from almoner.records.models import Allergy
from almoner.records.refusals import AllergyEnded, AllergyKnown, AllergyNeedsSecondLook, SubstanceNeeded, WhyCorrected
from almoner.records.rules import need_clinician
from almoner.timeline.actions import record


@action
def note_allergy(
    *,
    person: Person,
    kind: str,
    source: str,
    substance: str = "",
    allergen: str = "",
    reaction: str = "",
    by: Actor,
) -> Allergy:
    """Write down what somebody must not be given. `allergen` is the kitchen's word for it, where it has one.

    Raises SubstanceNeeded, AllergyKnown.
    """
    by.need(Permission.RECORD_VITALS)
    if not may_see(person, by):
        raise NotThere
    if kind not in AllergyKind.values or source not in AllergySource.values:
        raise Unclear
    if allergen and (allergen not in Allergen.values or kind != AllergyKind.FOOD):
        raise Unclear
    said = substance.strip()[:120] or (str(Allergen(allergen).label) if allergen else "")
    if not said:
        raise SubstanceNeeded
    Person.objects.select_for_update(of=("self",)).get(id=person.id)
    live = Allergy.objects.live().filter(person=person)
    if live.filter(substance__iexact=said).exists() or (allergen and live.filter(allergen=allergen).exists()):
        raise AllergyKnown(substance=said)
    made = Allergy.objects.create(
        person=person,
        kind=kind,
        substance=said,
        allergen=allergen,
        reaction=reaction.strip()[:200],
        source=source,
        noted_by_name=by.name,
        noted_by_id=by.staff_id,
    )
    _tell("allergy.noted", made, {}, by)
    return made


@action
def verify_allergy(*, allergy: Allergy, by: Actor) -> Allergy:
    """A clinician other than who wrote it down has checked it with the person or the paper."""
    need_clinician(by)
    fresh = _live(allergy, by)
    if fresh.verified_at:
        return fresh
    if by.staff_id is None or fresh.noted_by_id == by.staff_id:
        raise AllergyNeedsSecondLook
    fresh.verified_at, fresh.verified_by_id = clock.now(), by.staff_id
    fresh.save(update_fields=["verified_at", "verified_by"])
    _tell("allergy.verified", fresh, {}, by)
    return fresh


@action
def end_allergy(*, allergy: Allergy, why: str, by: Actor) -> Allergy:
    """It was written down wrongly, or a test ruled it out. It stays to be read; nothing is forbidden by it any more."""
    need_clinician(by)
    if not why.strip():
        raise WhyCorrected
    fresh = _live(allergy, by)
    fresh.ended_at, fresh.ended_because, fresh.ended_by_name = clock.now(), why.strip()[:300], by.name
    fresh.save(update_fields=["ended_at", "ended_because", "ended_by_name"])
    _tell("allergy.ended", fresh, {"reason": fresh.ended_because}, by)
    return fresh


def _live(allergy: Allergy, by: Actor) -> Allergy:
    fresh = Allergy.objects.select_for_update(of=("self",)).select_related("person").get(id=allergy.id)
    if not may_see(fresh.person, by):
        raise NotThere
    if fresh.ended_at:
        raise AllergyEnded
    return fresh


def _tell(kind: str, allergy: Allergy, more: dict[str, Any], by: Actor) -> None:
    facts = {"substance": allergy.substance, "reaction": allergy.reaction, "source": allergy.source, **more}
    record(kind=kind, person=allergy.person, subject_id=allergy.id, facts=facts, by=by)
