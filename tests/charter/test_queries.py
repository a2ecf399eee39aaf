"""What was promised about one thing, to whom may see it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from almoner.charter import actions, queries
from almoner.charter.models import Promise
from almoner.core.actor import SYSTEM, Actor
from almoner.core.identifiers import new_id
from almoner.core.permissions import Role
from almoner.people.models import Person
from almoner.timeline.actions import record

pytestmark = pytest.mark.django_db


def end_contact(person: Person | None, subject: UUID) -> None:
    record(kind="contact.ended", person=person, subject_id=subject, facts={"outcome": "CALL_BACK"}, by=SYSTEM)


def herself(person: Person) -> Actor:
    return Actor(name=person.name, roles=frozenset({Role.PATIENT}), person_id=person.id)


def test_promises_about_a_thing_are_its_own_and_what_runs_stands_first(
    go_to: object, maya: Person, priya: Actor, subject: UUID
) -> None:
    end_contact(maya, subject)
    ended = Promise.objects.get()
    actions.keep(promise=ended, how="rung", by=priya)
    end_contact(maya, subject)
    end_contact(maya, new_id())
    found = queries.promises_about(subject_id=subject, by=priya)
    assert [one.ended_at is None for one in found] == [True, False]
    assert found[1] == ended
    assert queries.promises_about(subject_id=subject, by=herself(maya)) == found


def test_I_23_promises_about_another_persons_thing_are_not_there(
    go_to: object, maya: Person, priya: Actor, subject: UUID
) -> None:
    end_contact(maya, subject)
    other = Person.objects.create(record_number="R-2", given_name="Tom", family_name="W", birth_on=date(1950, 1, 1))
    assert queries.promises_about(subject_id=subject, by=herself(other)) == []


def test_URG_10_promises_to_nobody_known_are_for_those_who_see_promises(
    go_to: object, maya: Person, priya: Actor, subject: UUID
) -> None:
    end_contact(None, subject)
    assert len(queries.promises_about(subject_id=subject, by=priya)) == 1
    assert len(queries.promises_about(subject_id=subject, by=SYSTEM)) == 1
    assert queries.promises_about(subject_id=subject, by=herself(maya)) == []


def test_promises_about_takes_the_same_statements_for_one_and_for_three(
    go_to: object, maya: Person, priya: Actor, subject: UUID
) -> None:
    counts = []
    for more in (1, 2):
        for _one in range(more):
            end_contact(maya, subject)
        with CaptureQueriesContext(connection) as caught:
            found = queries.promises_about(subject_id=subject, by=priya)
            assert {one.person for one in found} == {maya}
        counts.append(len(caught))
    assert counts == [1, 1]
