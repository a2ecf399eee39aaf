"""A child's record becomes their own: what a parent sees no longer, and what both are told (law I-26, threat T5)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.cast import MONDAY_MORNING, Cast, themself

from almoner.charter.models import Promise
from almoner.charter.queries import promise_for, promises_for_person
from almoner.core.actor import SYSTEM, Actor
from almoner.core.permissions import Role
from almoner.core.refusal import NotAllowed, NotThere
from almoner.messaging.kinds import kind
from almoner.messaging.models import Message
from almoner.people import actions, refusals
from almoner.people.enums import CarerBasis, CarerScope, ContactKind
from almoner.people.models import Carer, Person, Site
from almoner.people.queries import cared_for_by, leaves_of
from almoner.people.rules import may_act_for, may_see, may_see_record, may_speak_for
from almoner.people.tasks import tell_of_endings
from almoner.timeline.actions import record
from almoner.timeline.models import Event

TODAY = MONDAY_MORNING.date()


def child(cast: Cast, years: int, *, days: int = 0) -> Person:
    """Somebody who has their birthday `days` from today and is then `years` old; Tom is the parent."""
    born = TODAY.replace(year=TODAY.year - years) + timedelta(days=days)
    kofi = actions.register_person(
        given_name="Kofi", birth_on=born, contacts=[(ContactKind.MOBILE, "07700 900555")], by=cast.agent
    )
    actions.appoint_carer(
        person=kofi, carer=cast.tom, relationship="father", scopes=list(CarerScope), basis=CarerBasis.PARENT,
        code_word="sunflower", by=cast.agent,
    )  # fmt: skip
    return kofi


def parent(cast: Cast) -> Actor:
    return themself(cast.tom, Role.PATIENT, Role.CARER)


@pytest.mark.parametrize(
    ("years", "days", "sees", "record_too"),
    [(13, 1, True, True), (13, 0, True, False), (16, 1, True, False)],
)
def test_I_26_a_parents_sight_narrows_on_the_birthday(
    cast: Cast, years: int, days: int, *, sees: bool, record_too: bool
) -> None:
    kofi = child(cast, years, days=days)
    by = parent(cast)
    assert (may_see(kofi, by), may_see_record(kofi, by)) == (sees, record_too)
    assert may_act_for(kofi, by, CarerScope.MESSAGES) is record_too
    assert may_act_for(kofi, by, CarerScope.BOOK)
    assert may_speak_for(kofi, cast.tom, code_word="sunflower")
    assert cared_for_by(by)[0].narrowed is not record_too


def test_I_26_what_the_hospital_sets_holds_at_once(cast: Cast) -> None:
    kofi, by = child(cast, 12), parent(cast)
    assert may_see_record(kofi, by)
    actions.describe_site(site=cast.site, changes={"own_record_age": 12, "of_age": 14}, by=cast.manager)
    assert not may_see_record(kofi, by)
    assert leaves_of(person=kofi, by=cast.agent)[0].ends_on == date(2028, 11, 22)


def test_I_26_a_carer_whom_they_chose_is_not_narrowed(cast: Cast) -> None:
    assert may_see_record(cast.maya, cast.leila_herself)


def test_T_5_promises_about_private_visits_are_hidden_from_parents(cast: Cast) -> None:
    Site.objects.filter(id=cast.site.id).update(private_topics=["MH"])
    kofi, by = child(cast, 14), parent(cast)
    for specialty in ("MH", "CAR"):
        facts = {"specialty": specialty, "service": specialty, "starts_at": "2026-12-01T09:00:00+00:00"}
        record(kind="appointment.missed", person=kofi, facts=facts, by=SYSTEM)
    record(kind="contact.stopped", person=kofi, by=SYSTEM)
    own = promises_for_person(person=kofi, by=themself(kofi, Role.PATIENT))
    assert {promise.facts.get("specialty") for promise in own} == {"MH", "CAR", None}
    assert {promise.facts.get("specialty") for promise in promises_for_person(person=kofi, by=by)} == {"CAR"}
    private = next(promise for promise in own if promise.facts.get("specialty") == "MH")
    with pytest.raises(NotThere):
        promise_for(by=by, reference=private.reference)


def test_I_26_both_are_told_when_the_record_becomes_their_own(cast: Cast) -> None:
    kofi = child(cast, 13)
    assert tell_of_endings() == 1
    assert tell_of_endings() == 0
    told = {event.kind: event.person for event in Event.objects.filter(kind__endswith=".narrowed")}
    assert told == {"carer.narrowed": kofi, "caring.narrowed": cast.tom}
    assert {message.kind for message in Message.objects.all()} >= {"carer.narrowed", "caring.narrowed"}


def test_notice_is_given_thirty_days_before_leave_ends(cast: Cast, at: Any) -> None:
    leave = Carer.objects.get()
    at(MONDAY_MORNING + timedelta(days=365 - 31))
    assert tell_of_endings() == 0
    at(MONDAY_MORNING + timedelta(days=365 - 30))
    assert tell_of_endings() == 1
    assert tell_of_endings() == 0
    promised = Promise.objects.filter(subject_id=leave.id).values_list("person", "standard")
    assert set(promised) == {(cast.maya.id, "carer_leave_ends"), (cast.leila.id, "caring_leave_ends")}
    for name, person in (("carer.ending", cast.maya), ("caring.ending", cast.leila)):
        found = kind(name)
        assert found
        values = found.compose(leave.id, person)
        assert values
        assert values["ends_on"] == leave.ends_on


def test_notice_of_a_leave_that_was_ended_is_taken_back(cast: Cast, at: Any) -> None:
    leave = Carer.objects.get()
    at(MONDAY_MORNING + timedelta(days=350))
    tell_of_endings()
    actions.end_carer(leave=leave, reason="moved away", by=cast.maya_herself)
    assert set(Promise.objects.filter(subject_id=leave.id).values_list("state", flat=True)) == {"withdrawn"}
    found = kind("carer.ending")
    assert found
    assert found.compose(leave.id, cast.maya) is None


def test_a_parents_leave_is_told_to_end_with_childhood_whatever_its_dates_say(cast: Cast) -> None:
    kofi = child(cast, 16, days=10)
    Carer.objects.filter(person=kofi).update(ends_on=date(2040, 1, 1))
    tell_of_endings()
    event = Event.objects.get(kind="carer.ending_soon", person=kofi)
    assert event.facts["ends_on"] == (TODAY + timedelta(days=9)).isoformat()


def test_a_child_does_not_end_a_parents_leave(cast: Cast) -> None:
    kofi = child(cast, 10)
    with pytest.raises(NotThere):
        actions.end_carer(leave=kofi.carers.get(), reason="no", by=themself(kofi, Role.PATIENT))


@pytest.mark.parametrize("changes", [{"own_record_age": 7}, {"of_age": 19}, {"own_record_age": 17, "of_age": 16}])
def test_ages_are_in_order(cast: Cast, changes: dict[str, int]) -> None:
    with pytest.raises(refusals.AgesUnclear):
        actions.describe_site(site=cast.site, changes=changes, by=cast.manager)


@pytest.mark.parametrize("changes", [{"time_zone": "Atlantis/City"}, {"working_days": []}])
def test_facts_of_a_site_make_sense(cast: Cast, changes: dict[str, Any]) -> None:
    with pytest.raises(refusals.SiteUnclear):
        actions.describe_site(site=cast.site, changes=changes, by=cast.manager)


def test_facts_of_a_site_are_for_who_manages_it(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.describe_site(site=cast.site, changes={"name": "Mine"}, by=cast.agent)
    with pytest.raises(NotThere):
        actions.describe_site(site=cast.other_site, changes={"name": "Mine"}, by=cast.manager)
