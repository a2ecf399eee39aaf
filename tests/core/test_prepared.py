"""Statements that the ORM writes once: the same rows as from the ORM itself, each time as they are now."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F, Field, Model, QuerySet
from django.db.models.signals import post_init, pre_init
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext_lazy

from almoner.core import clock
from almoner.core.identifiers import drawn_from, new_id
from almoner.core.models import AuditHead, Setting
from almoner.core.prepared import Change, Prepared, Removal, insert, new_row, update
from almoner.core.prepared.storing import stored, stored_value
from almoner.people.enums import Channel, Purpose
from almoner.people.models import Consent, Person, Site
from almoner.timeline.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db: None) -> list[Person]:
    site = Site.objects.create(
        code="r", name="Riverside", time_zone="Europe/London", service_desk_number="1", emergency_number="999",
        opens_at="08:00", closes_at="18:00", working_days=[0, 1],
    )  # fmt: skip
    made = [
        Person(record_number=f"R{n}", given_name=name, birth_on=date(1980 + n, 2, 28), site=site if n else None)
        for n, name in enumerate(("Ana", "Bo", "Cy"))
    ]
    insert(*made)
    return made


BORN = Prepared(
    lambda names, since: (
        Person.objects.filter(given_name__in=names, birth_on__gte=since).select_related("site").order_by("given_name")
    )
)


def test_what_is_found_is_what_the_orm_finds(people: list[Person]) -> None:
    asked: dict[str, Any] = {"names": ["Cy", "Ana", "Nobody"], "since": date(1980, 1, 1)}
    found = BORN.all(**asked)
    plain = list(BORN._about(**asked))
    assert [one.__dict__ | {"_state": None} for one in found] == [one.__dict__ | {"_state": None} for one in plain]
    assert (found[0].site, found[1].site) == (None, people[1].site)
    assert found[1].site is not None
    assert found[1].site.working_days == [0, 1]


def test_the_same_statement_is_answered_as_things_are_now_for_the_values_of_now(people: list[Person]) -> None:
    asked: dict[str, Any] = {"names": ["Bo", "Cy"], "since": date(1980, 1, 1)}
    assert len(BORN.all(**asked)) == 2
    Person.objects.filter(given_name="Bo").update(birth_on=date(1970, 1, 1))
    assert [one.given_name for one in BORN.all(**asked)] == ["Cy"]
    assert BORN.all(names=["Bo", "Ana"], since=date(1999, 1, 1)) == []
    assert [one.given_name for one in BORN.all(names={"Bo"}, since=date(1960, 1, 1))] == ["Bo"]


def test_tuples_single_values_and_moments_come_back_as_from_the_orm(people: list[Person]) -> None:
    pairs = Prepared(lambda until: Person.objects.filter(created_at__lte=until).values_list("id", "created_at"))
    keys = Prepared(lambda until: Person.objects.filter(created_at__lte=until).values_list("id", flat=True))
    assert set(pairs.all(until=clock.now())) == {(one.id, one.created_at) for one in people}
    assert set(keys.all(until=clock.now())) == {one.id for one in people}
    assert keys.all(until=clock.now() - timedelta(days=1)) == []


def test_nothing_is_asked_for_an_empty_list_and_none_is_refused(people: list[Person]) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert BORN.all(names=[], since=date(1980, 1, 1)) == []
    assert len(asked) == 0
    with pytest.raises(ValueError, match="since is None"):
        BORN.all(names=["Ana"], since=None)


def test_one_where_there_can_be_one_and_a_refusal_where_it_must_be(people: list[Person]) -> None:
    by_key = Prepared(lambda key: Person.objects.filter(id=key))
    assert by_key.get(key=people[0].id) == by_key.one(key=people[0].id) == people[0]
    assert by_key.one(key=new_id()) is None
    with pytest.raises(ObjectDoesNotExist):
        by_key.get(key=new_id())


def test_members_of_closed_lists_are_taken_by_what_they_stand_for(people: list[Person]) -> None:
    consents = Prepared(lambda channel, purposes: Consent.objects.filter(channel=channel, purpose__in=purposes))
    said = Consent(person=people[0], purpose=Purpose.CARE, channel=Channel.EMAIL, given=True, captured_by="them")
    insert(said)
    assert consents.all(channel=Channel.EMAIL, purposes=list(Purpose)) == [said]


@pytest.mark.django_db(transaction=True)
def test_rows_are_locked_within_a_transaction_only() -> None:
    locking = Prepared(lambda: AuditHead.objects.filter(id=1).select_for_update())
    with transaction.atomic():
        locking.all()
    if connection.features.has_select_for_update:
        with pytest.raises(transaction.TransactionManagementError):
            locking.all()


def test_many_new_rows_are_stored_in_as_many_statements_as_the_engine_wants() -> None:
    rows = [Setting(name=f"n{n}", value={"n": [n, "é", None]}) for n in range(1200)]
    insert(*rows)
    insert()
    assert {one.name: one.value for one in Setting.objects.all()} == {one.name: one.value for one in rows}
    assert not rows[7]._state.adding


def test_what_the_database_refuses_of_new_rows_is_refused(people: list[Person]) -> None:
    twice = Person(record_number="R1", given_name="Di", birth_on=date(1990, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(twice)


def test_named_fields_are_written_and_no_others(people: list[Person]) -> None:
    one = people[1]
    one.given_name, one.family_name, one.died_on = "Bob", "Bell", date(2026, 1, 2)
    update(one, "given_name", "died_on")
    stored = Person.objects.get(id=one.id)
    assert (stored.given_name, stored.family_name, stored.died_on) == ("Bob", "", date(2026, 1, 2))
    one.died_on = None
    update(one)
    stored = Person.objects.get(id=one.id)
    assert (stored.family_name, stored.died_on, stored.site) == ("Bell", None, people[1].site)
    with pytest.raises(DatabaseError):
        update(Person(record_number="R9", given_name="Ed", birth_on=date(1990, 1, 1)), "given_name")


def test_a_change_says_how_many_and_reckons_in_the_database(people: list[Person]) -> None:
    def about(*, key: Any, digest: Any) -> tuple[QuerySet[AuditHead], dict[str, Any]]:
        return AuditHead.objects.filter(id=key), {"number": F("number") + 1, "digest": digest}

    insert(AuditHead(id=1, number=4))
    on = Change(about)
    assert (on.make(key=1, digest="a"), on.make(key=1, digest="b"), on.make(key=2, digest="c")) == (1, 1, 0)
    assert AuditHead.objects.values_list("number", "digest").get() == (6, "b")


def test_a_removal_takes_away_what_is_found_and_nothing_else(people: list[Person]) -> None:
    gone = Removal(lambda keys: Person.objects.filter(id__in=keys))
    keys: list[UUID] = [people[0].id, new_id()]
    assert (gone.make(keys=keys), gone.make(keys=[]), gone.make(keys=keys)) == (1, 0, 0)
    assert Person.objects.count() == 2


def models_of_the_house() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("almoner.")]


def test_models_do_nothing_when_they_are_made_of_a_row() -> None:
    """Then it is enough to give them their values."""
    for model in models_of_the_house():
        assert model.__init__ is Model.__init__
        assert model.from_db.__func__ is Model.from_db.__func__  # type: ignore[attr-defined]
        assert not model._meta.parents
        assert not pre_init.has_listeners(model)
        assert not post_init.has_listeners(model)


VALUES = (
    None, "", "é", str(Channel.EMAIL), Channel.EMAIL, True, False, 0, 7, UUID(int=5), {"n": [1, "é", None]}, [],
    [Channel.EMAIL], date(2026, 2, 28), datetime(2026, 2, 28, 23, 59, 1, 5, UTC), gettext_lazy("Yes"),
    datetime(2026, 7, 1, 0, 30, tzinfo=ZoneInfo("Asia/Kathmandu")),
)  # fmt: skip


def test_each_value_of_each_field_is_stored_as_the_field_says() -> None:
    for model in models_of_the_house():
        for field in model._meta.concrete_fields:
            for value in VALUES:
                row = model()
                row.__dict__[field.attname] = value
                try:
                    expected = field.get_db_prep_save(field.pre_save(row, False), connection)
                except (TypeError, ValueError, AttributeError, ValidationError, RuntimeWarning):
                    continue
                expected = as_said(expected)
                for given in (stored_value(row, field.name, connection), one_stored(row, field)):
                    assert (type(as_said(given)), as_said(given)) == (type(expected), expected), (field, value)


def one_stored(row: Model, field: Field[Any, Any]) -> Any:
    return stored(row, connection)[row._meta.concrete_fields.index(field)]


def as_said(given: Any) -> Any:
    """JSON on PostgreSQL is wrapped anew each time; a member of a closed list is stored as what it stands for."""
    given = getattr(given, "obj", given)
    return given.value if isinstance(given, Enum) else given


def test_a_moment_of_no_zone_is_not_stored() -> None:
    with pytest.raises(ValueError, match="of no zone"):
        stored(Person(created_at=datetime(2026, 1, 1)), connection)  # noqa: DTZ001


def test_a_new_row_is_as_the_model_makes_it(people: list[Person]) -> None:
    with drawn_from(random.Random(4)):
        made = new_row(Person, record_number="R7", given_name="Di", birth_on=date(1990, 1, 1), site=people[1].site)
    with drawn_from(random.Random(4)):
        plain = Person(record_number="R7", given_name="Di", birth_on=date(1990, 1, 1), site=people[1].site)
    same = {"_state": None, "created_at": None}
    assert made.__dict__ | same == plain.__dict__ | same
    assert (made._state.adding, made.site, made.created_at.tzinfo) == (True, plain.site, plain.created_at.tzinfo)
    with pytest.raises(TypeError, match="no field colour"):
        new_row(Person, colour="blue")


def test_new_rows_share_nothing_that_can_change() -> None:
    assert new_row(Event, kind="a").facts is not new_row(Event, kind="b").facts


def test_rows_of_every_model_begin_as_the_model_says() -> None:
    for model in models_of_the_house():
        with drawn_from(random.Random(4)):
            made = new_row(model).__dict__
        with drawn_from(random.Random(4)):
            plain = model().__dict__
        moments = {name: None for name, value in plain.items() if isinstance(value, datetime)} | {"_state": None}
        assert made | moments == plain | moments, model
