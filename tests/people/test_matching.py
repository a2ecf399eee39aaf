"""Finding who is meant, and asking before somebody is registered twice (TEL-3, X-3)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import Cast

from almoner.core.refusal import NotAllowed
from almoner.people.actions import add_identifier, correct_person, register_person, restrict_record, stop_contact
from almoner.people.enums import ContactKind, Mark
from almoner.people.likeness import Description, likeness, name_similarity
from almoner.people.models import ContactPoint, Person
from almoner.people.queries import duplicates_of, people_matching, verified_by
from almoner.people.refusals import MayBeKnown


@pytest.mark.parametrize(
    "said",
    [
        "Maya Osei",
        "osei maya",
        "MAYA OSEI",
        "Maja Osey",
        "Maya Ossei",
        "Mya Osei",
        "مايا أوسي",
        "Maya",
        "may os",
        "3/4/1980",
        "3 April 1980",
        "Maya 03.04.1980",
        "07700 900123",
        "+44 7700 900 123",
        "maya@example.org",
        "born 3rd of April 1980, Osei",
        "Mrs Osei",
    ],
)
def test_TEL_3_caller_is_found_first(cast: Cast, said: str) -> None:
    assert [match.person for match in people_matching(said, by=cast.agent)][:1] == [cast.maya]


@pytest.mark.parametrize("said", ["", "   ", "zzzz", "07700 900999", "1/1/1901", "nobody@example.org", "Fitzgerald"])
def test_who_is_not_on_record_is_not_found(cast: Cast, said: str) -> None:
    assert people_matching(said, by=cast.agent) == []


def test_caller_is_found_by_record_number_and_by_the_number_of_another_system(cast: Cast) -> None:
    add_identifier(person=cast.maya, system="national", value="943 476 5919", by=cast.agent)
    spoken = cast.maya.record_number.lower().replace("-", " ")
    for said in (cast.maya.record_number, spoken, "943 476 5919", "9434765919"):
        (found,) = people_matching(said, by=cast.agent)
        assert (found.person, found.marks) == (cast.maya, (Mark.NUMBER,))


def test_more_that_fits_ranks_higher_and_says_why(cast: Cast) -> None:
    register_person(given_name="Maya", family_name="Oseille", birth_on=date(1991, 5, 6), by=cast.agent)
    first, second = people_matching("Maya Osei 3/4/1980", by=cast.agent)
    assert (first.person, first.marks) == (cast.maya, (Mark.NAME, Mark.BIRTH))
    assert first.reasons == ["Name", "Date of birth"]
    assert first.score > second.score


def test_family_that_shares_a_telephone_is_found_together(cast: Cast) -> None:
    child = register_person(
        given_name="Kofi",
        family_name="Osei",
        birth_on=date(2015, 2, 1),
        contacts=[(ContactKind.MOBILE, "07700900123")],
        by=cast.agent,
    )
    assert {match.person for match in people_matching("07700 900123", by=cast.agent)} == {cast.maya, child}


def test_a_stopped_telephone_finds_nobody(cast: Cast) -> None:
    point = ContactPoint.objects.get(person=cast.maya, kind=ContactKind.MOBILE)
    stop_contact(contact_point=point, reason="wrong number", by=cast.agent)
    assert people_matching("07700 900123", by=cast.agent) == []


def test_a_corrected_name_is_found_under_the_old_and_the_new(cast: Cast) -> None:
    correct_person(person=cast.maya, changes={"family_name": "Brandt"}, reason="married", by=cast.agent)
    assert people_matching("Maya Brandt", by=cast.agent)[0].person == cast.maya
    assert people_matching("Brandt 3/4/1980", by=cast.agent)[0].person == cast.maya


def test_TEL_4_restricted_record_is_found_by_those_only_who_may_see_it(cast: Cast) -> None:
    restrict_record(person=cast.maya, restricted=True, reason="asked for", by=cast.doctor)
    assert people_matching("Maya Osei", by=cast.agent) == []
    assert people_matching("Maya Osei", by=cast.doctor)[0].person == cast.maya


def test_I_22_staff_of_another_site_find_nobody_of_this_one(cast: Cast) -> None:
    assert people_matching("Maya Osei", by=cast.from_elsewhere) == []


@pytest.mark.parametrize("name", ["maya_herself", "leila_herself", "tom_himself"])
def test_patients_cannot_search(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        people_matching("Maya", by=cast.actor(name))


def test_search_takes_the_same_number_of_statements_for_one_and_for_many(cast: Cast) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            people_matching("Maya Osei 3/4/1980 07700 900123", by=cast.agent)
        return len(captured)

    one = statements()
    for number in range(12):
        register_person(
            given_name="Maya", family_name="Osei", birth_on=date(1950 + number, 1, 1), sure=True, by=cast.agent
        )
    assert statements() == one == 9


def test_X_3_somebody_like_one_on_record_is_asked_about(cast: Cast) -> None:
    with pytest.raises(MayBeKnown) as asked:
        register_person(given_name="Maia", family_name="Osei", birth_on=date(1980, 4, 3), by=cast.agent)
    (candidate,) = asked.value.candidates
    assert (candidate.person, candidate.marks) == (cast.maya, (Mark.NAME_ALIKE, Mark.BIRTH))
    assert Person.objects.count() == 3


def test_X_3_who_is_sure_registers_another(cast: Cast) -> None:
    twin = register_person(given_name="Maia", family_name="Osei", birth_on=date(1980, 4, 3), sure=True, by=cast.agent)
    assert twin.record_number != cast.maya.record_number


@pytest.mark.parametrize(
    ("newcomer", "asked"),
    [
        (Description("Maya Osei", date(1980, 4, 3)), True),
        (Description("Osei Maya", date(1980, 3, 4)), True),
        (Description("Maya Ossei", date(1980, 4, 3)), True),
        (Description("مايا اوسي", date(1980, 4, 3)), True),
        (Description("Maya Osei", date(1980, 4, 8)), True),
        (Description("Maya Osei", None, contacts=frozenset({"+447700900123"})), True),
        (Description("Kwame Boateng", date(1980, 4, 3)), False),
        (Description("Maya Osei", date(1995, 12, 25)), False),
        (Description("Kofi Osei", date(2015, 2, 1), contacts=frozenset({"+447700900123"})), False),
    ],
)
def test_X_3_who_is_worth_asking_about(cast: Cast, newcomer: Description, *, asked: bool) -> None:
    assert bool(duplicates_of(newcomer)) is asked


def test_I_34_name_alone_or_telephone_alone_is_never_enough() -> None:
    maya = Description("Maya Osei", date(1980, 4, 3), "female", frozenset({"+447700900123"}))
    assert likeness(maya, Description("Maya Osei", date(1955, 9, 9))).score < 60
    assert likeness(maya, Description("Tom Brown", date(1955, 9, 9), contacts=maya.contacts)).score < 60


def test_likeness_is_the_same_both_ways() -> None:
    one, other = Description("Maya Osei", date(1980, 4, 3)), Description("Maia Ossei", date(1980, 3, 4))
    assert likeness(one, other) == likeness(other, one)


@pytest.mark.parametrize(
    ("said", "written"), [("Mohammed Haddad", "محمد حداد"), ("haddad, muhammad", "Mohamed Haddad")]
)
def test_name_similarity_across_scripts_and_spellings(said: str, written: str) -> None:
    assert name_similarity(said, written) >= 0.84


def test_hidden_double_is_told_to_those_who_may_see_it_not_to_who_registers(cast: Cast) -> None:
    from almoner.charter.models import Promise
    from almoner.people.doubles import likely_doubles
    from almoner.timeline.models import Event

    restrict_record(person=cast.maya, restricted=True, reason="asked for", by=cast.doctor)
    again = register_person(given_name="Maya", family_name="Osei", birth_on=date(1980, 4, 3), by=cast.agent)
    told = Event.objects.get(kind="person.may_be_double")
    assert (told.person, told.facts["closed"]) == (None, True)
    assert {told.facts["first"], told.facts["second"]} == {str(again.id), str(cast.maya.id)}
    assert likely_doubles(by=cast.agent) == []
    assert [double.score for double in likely_doubles(by=cast.triage_nurse)] == [80]
    assert Promise.objects.get(subject_id=told.subject_id).team == "triage"


VERIFY: list[tuple[dict[str, Any], set[Mark], bool]] = [
    ({"birth_on": date(1980, 4, 3), "postcode": "rv1 1ab"}, {Mark.BIRTH, Mark.POSTCODE}, True),
    ({"birth_on": date(1980, 4, 3), "telephone": "07700900123"}, {Mark.BIRTH, Mark.TELEPHONE}, True),
    ({"birth_on": date(1980, 4, 3), "email": "MAYA@example.org"}, {Mark.BIRTH, Mark.EMAIL}, True),
    ({"birth_on": date(1980, 4, 3), "name": "Maya Osei"}, {Mark.BIRTH, Mark.NAME}, False),
    ({"birth_on": date(1980, 4, 3)}, {Mark.BIRTH}, False),
    ({"birth_on": date(1980, 4, 4), "postcode": "RV1 1AB"}, {Mark.POSTCODE}, False),
    ({"birth_on": date(1980, 4, 3), "postcode": "RV2 2CD"}, {Mark.BIRTH}, False),
    ({"birth_on": date(1980, 4, 3), "postcode": "1AB"}, {Mark.BIRTH}, False),
    ({"birth_on": date(1980, 4, 3), "postcode": "12"}, {Mark.BIRTH}, False),
    ({}, set(), False),
    ({"telephone": "nonsense", "email": "nonsense", "postcode": " ", "record_number": " "}, set(), False),
]


@pytest.mark.parametrize(("answers", "fitted", "enough"), VERIFY)
def test_record_opens_after_two_identifiers(
    cast: Cast, answers: dict[str, Any], fitted: set[Mark], *, enough: bool
) -> None:
    found = verified_by(cast.maya, **answers)
    assert (found.fitted, found.enough) == (fitted, enough)
