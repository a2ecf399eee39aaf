"""Allergies: said by whom, written by whom, checked by a second look; a hard stop wherever food is chosen."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from tests.cast import Cast

from almoner.charter.models import Promise
from almoner.core.refusal import NotAllowed, NotThere, Unclear
from almoner.records import refusals
from almoner.records.actions import end_allergy, note_allergy, verify_allergy
from almoner.records.allergies import Forbidden, allergies_of, allergy_for, ended_allergies_of, forbidden_to
from almoner.records.laws import allergies_unchecked
from almoner.records.models import Allergy
from almoner.timeline.models import Event


def noted(cast: Cast, **other: Any) -> Allergy:
    said = {
        "person": cast.maya, "kind": "food", "substance": "Walnuts", "allergen": "nuts", "reaction": "swollen lips",
        "source": "person", "by": cast.ward_nurse,
    }  # fmt: skip
    return note_allergy(**(said | other))


def test_X_2_an_allergy_says_what_happened_who_said_so_and_who_wrote_it(cast: Cast) -> None:
    allergy = noted(cast)
    assert (allergy.substance, allergy.reaction, allergy.source, allergy.noted_by, allergy.verified_at) == (
        "Walnuts", "swollen lips", "person", cast.ward_nurse_staff, None,
    )  # fmt: skip
    facts = Event.objects.get(kind="allergy.noted", person=cast.maya).facts
    assert facts == {"substance": "Walnuts", "reaction": "swollen lips", "source": "person"}


def test_X_3_it_is_promised_a_second_look_by_another_clinician(cast: Cast) -> None:
    allergy = noted(cast)
    promise = Promise.objects.get(subject_id=allergy.id)
    assert (promise.standard, promise.team, allergies_unchecked()) == ("allergy_checked", "answers", [])
    with pytest.raises(refusals.AllergyNeedsSecondLook):
        verify_allergy(allergy=allergy, by=cast.ward_nurse)
    for _twice in range(2):
        checked = verify_allergy(allergy=allergy, by=cast.doctor)
    promise.refresh_from_db()
    assert (checked.verified_by, promise.state) == (cast.doctor_staff, "kept")
    assert Event.objects.filter(kind="allergy.verified").count() == 1


def test_I_1_what_nobody_owes_is_seen(cast: Cast) -> None:
    allergy = noted(cast)
    Promise.objects.filter(subject_id=allergy.id).delete()
    assert allergies_unchecked() == [f"allergy {allergy.id} is not checked and nobody owes it"]


def test_it_ends_with_a_reason_and_stays_to_be_read(cast: Cast) -> None:
    allergy = noted(cast)
    with pytest.raises(refusals.WhyCorrected):
        end_allergy(allergy=allergy, why=" ", by=cast.doctor)
    end_allergy(allergy=allergy, why="ruled out by a test", by=cast.doctor)
    assert allergies_of(cast.maya, cast.doctor) == []
    assert [one.ended_because for one in ended_allergies_of(cast.maya, cast.doctor)] == ["ruled out by a test"]
    assert Promise.objects.get(subject_id=allergy.id).state == "withdrawn"
    for act in (lambda: end_allergy(allergy=allergy, why="again", by=cast.doctor),
                lambda: verify_allergy(allergy=allergy, by=cast.doctor)):  # fmt: skip
        with pytest.raises(refusals.AllergyEnded):
            act()
    assert noted(cast).substance == "Walnuts"


def test_a_kitchen_hears_of_food_alone_and_of_what_it_has_no_word_for(cast: Cast) -> None:
    noted(cast)
    noted(cast, substance="Strawberries", allergen="")
    noted(cast, kind="medicine", substance="Penicillin", allergen="")
    noted(cast, person=cast.tom, substance="", allergen="milk")
    found = forbidden_to([cast.maya.id, cast.tom.id, cast.leila.id])
    assert [found[one.id] for one in (cast.maya, cast.tom, cast.leila)] == [
        Forbidden(frozenset({"nuts"}), ("Strawberries",)), Forbidden(frozenset({"milk"})), Forbidden(),
    ]  # fmt: skip
    assert Allergy.objects.get(person=cast.tom).substance == "Milk"


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ({"substance": " ", "allergen": ""}, refusals.SubstanceNeeded),
        ({"substance": "WALNUTS", "allergen": ""}, refusals.AllergyKnown),
        ({"substance": "Hazelnuts"}, refusals.AllergyKnown),
        ({"kind": "medicine", "substance": "Aspirin"}, Unclear),
        ({"kind": "hat", "substance": "Felt"}, Unclear),
        ({"source": "rumour", "substance": "Felt"}, Unclear),
        ({"allergen": "felt", "substance": "Felt"}, Unclear),
    ],
)
def test_what_makes_no_sense_is_refused(cast: Cast, other: dict[str, Any], refusal: type[Exception]) -> None:
    noted(cast)
    with pytest.raises(refusal):
        noted(cast, **other)
    assert Allergy.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("receptionist", NotAllowed), ("maya_herself", NotAllowed), ("from_elsewhere", NotThere)],
)
def test_I_22_clinical_staff_who_see_them_write_it_down(cast: Cast, who: str, refusal: type[Exception]) -> None:
    type(cast.maya).objects.filter(id=cast.maya.id).update(site=cast.site)
    cast.maya.refresh_from_db()
    with pytest.raises(refusal):
        noted(cast, by=cast.actor(who))


def test_I_22_the_person_and_their_carer_read_it_and_nobody_else(cast: Cast) -> None:
    allergy = noted(cast)
    for reader in (cast.maya_herself, cast.leila_herself, cast.doctor):
        assert allergies_of(cast.maya, reader) == [allergy]
    for stranger in (cast.tom_himself, cast.receptionist):
        with pytest.raises(NotThere):
            allergies_of(cast.maya, stranger)
        with pytest.raises(NotThere):
            allergy_for(by=stranger, id=allergy.id)
    with pytest.raises(NotAllowed):
        end_allergy(allergy=allergy, why="mine", by=cast.maya_herself)


@pytest.mark.parametrize(
    "change", [{"substance": ""}, {"kind": "medicine"}, {"source": "rumour"}, {"verified_at": "2026-11-23T09:00Z"}]
)
def test_database_refuses_an_allergy_that_makes_no_sense(cast: Cast, change: dict[str, Any]) -> None:
    noted(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Allergy.objects.update(**change)


def test_writing_that_fails_at_its_last_write_leaves_nothing(cast: Cast) -> None:
    def fail_at_the_event(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "timeline_event" in sql and sql.startswith("INSERT"):
            raise IntegrityError("planted")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail_at_the_event), pytest.raises(IntegrityError):
        noted(cast)
    assert not Allergy.objects.exists()
