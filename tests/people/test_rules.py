"""For whom somebody may act (laws I-22, I-23, I-26)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.cast import MONDAY_MORNING, Cast

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.refusal import NotAllowed, NotThere
from almoner.people.actions import appoint_carer, break_glass, end_carer, move_to_site, register_person, restrict_record
from almoner.people.enums import CarerBasis, CarerScope
from almoner.people.models import Carer, Person
from almoner.people.queries import (
    acting_for,
    cared_for_by,
    carers_of,
    consents_of,
    contact_points_of,
    needs_of,
    people_seen,
    person_behind_glass,
    person_for,
)
from almoner.people.rules import may_act_for, may_see, may_see_record, may_speak_for

SEES_MAYA = {
    "agent": True,
    "receptionist": True,
    "triage_nurse": True,
    "ward_nurse": True,
    "doctor": True,
    "bed_manager": True,
    "manager": True,
    "from_elsewhere": False,
    "maya_herself": True,
    "leila_herself": True,
    "tom_himself": False,
}
SEES_MAYA_RESTRICTED = SEES_MAYA | {"agent": False, "receptionist": False, "bed_manager": False, "manager": False}
At = Callable[[datetime], None]


def leave(cast: Cast) -> Carer:
    return Carer.objects.get(person=cast.maya, carer=cast.leila)


def child(cast: Cast, born: date = date(2011, 6, 15)) -> Person:
    return register_person(given_name="Kofi", family_name="Osei", birth_on=born, by=cast.agent)


@pytest.mark.parametrize(("name", "sees"), SEES_MAYA.items())
def test_I_22_who_sees_whom(cast: Cast, name: str, *, sees: bool) -> None:
    assert may_see(cast.maya, cast.actor(name)) is sees


@pytest.mark.parametrize(("name", "sees"), SEES_MAYA_RESTRICTED.items())
def test_TEL_4_who_sees_a_restricted_record(cast: Cast, name: str, *, sees: bool) -> None:
    restrict_record(person=cast.maya, restricted=True, reason="asked for", by=cast.doctor)
    assert may_see(cast.maya, cast.actor(name)) is sees


@pytest.mark.parametrize("name", SEES_MAYA)
@pytest.mark.parametrize("restricted", [False, True])
def test_I_22_lists_agree_with_single_reads(cast: Cast, name: str, *, restricted: bool) -> None:
    if restricted:
        restrict_record(person=cast.maya, restricted=True, reason="asked for", by=cast.doctor)
    by = cast.actor(name)
    everybody = Person.objects.all()
    everybody = [*everybody]
    assert {person.id for person in everybody if may_see(person, by)} == set(
        people_seen(by=by).values_list("id", flat=True)
    )


def test_the_system_sees_all(cast: Cast) -> None:
    assert all(may_see(person, SYSTEM) for person in Person.objects.all())
    assert people_seen(by=SYSTEM).count() == 3


READS: dict[str, Callable[[Person, Any], Any]] = {
    "needs": lambda person, by: needs_of(person=person, by=by),
    "contact_points": lambda person, by: contact_points_of(person=person, by=by),
    "consents": lambda person, by: consents_of(person=person, by=by),
    "carers": lambda person, by: carers_of(person=person, by=by),
    "person": lambda person, by: person_for(by=by, id=person.id),
}


@pytest.mark.parametrize("read", READS)
@pytest.mark.parametrize(("name", "sees"), SEES_MAYA.items())
def test_I_23_every_read_of_another_is_refused_as_absent(cast: Cast, name: str, read: str, *, sees: bool) -> None:
    if sees:
        assert READS[read](cast.maya, cast.actor(name)) is not None
        return
    with pytest.raises(NotThere) as refused:
        READS[read](cast.maya, cast.actor(name))
    with pytest.raises(NotThere) as absent:
        person_for(by=cast.actor(name), id=uuid4())
    assert (str(refused.value), refused.value.facts) == (str(absent.value), absent.value.facts)


def test_a_record_shared_by_all_sites_is_seen_by_all_staff(cast: Cast) -> None:
    move_to_site(person=cast.maya, site=None, by=cast.agent)
    assert may_see(cast.maya, cast.from_elsewhere)


def test_a_record_moved_to_another_site_leaves_this_one(cast: Cast) -> None:
    move_to_site(person=cast.maya, site=cast.other_site, by=cast.agent)
    assert may_see(cast.maya, cast.from_elsewhere)
    assert not may_see(cast.maya, cast.doctor)


@pytest.mark.parametrize("scope", list(CarerScope))
def test_a_carer_may_what_their_leave_names(cast: Cast, scope: CarerScope) -> None:
    Carer.objects.update(scopes=[scope])
    allowed = {other for other in CarerScope if may_act_for(cast.maya, cast.leila_herself, other)}
    assert allowed == {scope}
    assert may_see(cast.maya, cast.leila_herself)
    assert may_see_record(cast.maya, cast.leila_herself) is (scope is CarerScope.RECORD)


def test_leave_goes_one_way(cast: Cast) -> None:
    assert not may_see(cast.leila, cast.maya_herself)


def test_I_26_leave_holds_from_its_first_day_to_its_last(cast: Cast, at: At) -> None:
    ends = leave(cast).ends_on
    for day, holds in ((-1, False), (0, True), (364, True), (365, True), (366, False)):
        at(MONDAY_MORNING + timedelta(days=day))
        assert may_see(cast.maya, cast.leila_herself) is holds, (day, ends)


def test_I_26_leave_ends_at_once(cast: Cast) -> None:
    end_carer(leave=leave(cast), reason="we fell out", by=cast.maya_herself)
    assert not may_see(cast.maya, cast.leila_herself)
    assert cared_for_by(cast.leila_herself) == []
    assert carers_of(person=cast.maya, by=cast.maya_herself) == []


def test_I_26_a_parents_leave_ends_on_the_sixteenth_birthday(cast: Cast, at: At) -> None:
    kofi = child(cast)
    appoint_carer(
        person=kofi,
        carer=cast.leila,
        relationship="mother",
        scopes=list(CarerScope),
        basis=CarerBasis.PARENT,
        code_word="bluebell",
        by=cast.agent,
    )
    at(datetime(2027, 6, 14, 12, tzinfo=clock.zone()))
    assert may_see(kofi, cast.leila_herself)
    at(datetime(2027, 6, 15, 12, tzinfo=clock.zone()))
    assert not may_see(kofi, cast.leila_herself)


def test_I_26_a_parents_leave_ends_with_childhood_whatever_its_dates_say(cast: Cast, at: At) -> None:
    kofi = child(cast)
    Carer.objects.create(
        person=kofi,
        carer=cast.leila,
        relationship="mother",
        scopes=["record"],
        basis=CarerBasis.PARENT,
        starts_on=date(2026, 1, 1),
        ends_on=date(2040, 1, 1),
    )
    assert may_see(kofi, cast.leila_herself)
    at(datetime(2027, 6, 15, 12, tzinfo=clock.zone()))
    assert not may_see(kofi, cast.leila_herself)


def test_cared_for_by_names_everybody_and_for_what(cast: Cast) -> None:
    (maya,) = cared_for_by(cast.leila_herself)
    assert (maya.person, set(maya.scopes), maya.ends_on) == (cast.maya, set(CarerScope), date(2027, 11, 23))
    assert cared_for_by(cast.tom_himself) == []


def test_acting_for_another_is_said_in_every_trace(cast: Cast) -> None:
    assert acting_for(person=cast.maya, by=cast.leila_herself).for_person_id == cast.maya.id
    assert acting_for(person=cast.maya, by=cast.maya_herself).for_person_id is None
    for name in ("tom_himself", "agent"):
        with pytest.raises(NotThere):
            acting_for(person=cast.maya, by=cast.actor(name))


@pytest.mark.parametrize(
    ("word", "fits"), [("bluebell", True), ("Blue Bell", False), (" BLUEBELL ", True), ("", False)]
)
def test_carer_speaks_on_the_telephone_with_the_code_word(cast: Cast, word: str, *, fits: bool) -> None:
    assert may_speak_for(cast.maya, cast.leila, code_word=word) is fits


def test_nobody_speaks_without_leave_or_scope(cast: Cast) -> None:
    assert not may_speak_for(cast.maya, cast.tom, code_word="bluebell")
    Carer.objects.update(scopes=["book"])
    assert not may_speak_for(cast.maya, cast.leila, code_word="bluebell")


def test_the_code_word_is_not_kept(cast: Cast) -> None:
    assert "bluebell" not in leave(cast).code_word_hash


@pytest.mark.parametrize("name", ["agent", "receptionist", "from_elsewhere"])
def test_I_29_glass_breaks_for_four_hours_for_one_person(cast: Cast, at: At, name: str) -> None:
    restrict_record(person=cast.maya, restricted=True, reason="asked for", by=cast.doctor)
    by = cast.actor(name)
    break_glass(person=cast.maya, reason="collapsed in the hall", by=by)
    assert may_see(cast.maya, by)
    assert person_for(by=by, id=cast.maya.id) == cast.maya
    assert not may_see(cast.maya, cast.manager)
    at(MONDAY_MORNING + timedelta(hours=4))
    assert not may_see(cast.maya, by)


def test_record_behind_glass_is_named_exactly_or_not_there(cast: Cast) -> None:
    restrict_record(person=cast.maya, restricted=True, reason="asked for", by=cast.doctor)
    number, born = cast.maya.record_number, date(1980, 4, 3)
    assert person_behind_glass(record_number=number, birth_on=born, by=cast.agent) == cast.maya
    for wrong in ((number, date(1980, 4, 4)), ("R-2222-2222", born)):
        with pytest.raises(NotThere):
            person_behind_glass(record_number=wrong[0], birth_on=wrong[1], by=cast.agent)
    with pytest.raises(NotThere):
        person_behind_glass(record_number=number, birth_on=born, by=cast.bed_manager)


def test_people_seen_by_nobody_is_nobody(cast: Cast) -> None:
    from almoner.core.actor import Actor

    assert not people_seen(by=Actor(name="x", roles=frozenset())).exists()
    assert not may_act_for(cast.maya, Actor(name="x", roles=frozenset(), person_id=UUID(int=1)))


def test_staff_without_a_role_see_nobody(cast: Cast) -> None:
    from dataclasses import replace

    by = replace(cast.doctor, roles=frozenset())
    assert not may_see(cast.maya, by)
    with pytest.raises(NotAllowed):
        register_person(given_name="A", birth_on=date(2000, 1, 1), by=by)
