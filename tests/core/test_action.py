"""Actions: one transaction, one trace, refusals that leave nothing, keys that do a thing once."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest
from django.db.transaction import TransactionManagementError
from tests.races import in_thread, race

from almoner.core.action import about, action, joins
from almoner.core.actor import SYSTEM, Actor
from almoner.core.command import KeyUsedOtherwise, _told
from almoner.core.models import AuditEntry, CommandKey, Setting
from almoner.core.refusal import Refused

pytestmark = pytest.mark.django_db


class NotToday(Refused):
    text = "Not today, %(name)s."


@action
def keep(*, name: str, value: Any = 1, refuse: bool = False, by: Actor) -> Setting:
    setting = Setting.objects.create(name=name, value=value)
    if refuse:
        raise NotToday(name=name)
    return setting


@action
def keep_two(*, first: str, second: str, refuse_second: bool = False, go_on: bool = False, by: Actor) -> list[str]:
    kept = [keep(name=first, by=by).name]
    try:
        kept.append(keep(name=second, refuse=refuse_second, by=by).name)
    except NotToday:
        if not go_on:
            raise
    return kept


def traces() -> list[tuple[str, str]]:
    return list(AuditEntry.objects.order_by("number").values_list("act", "outcome"))


def test_I_25_an_action_leaves_one_trace() -> None:
    keep(name="a", by=SYSTEM)
    assert traces() == [("tests.keep", "done")]


def test_refusal_undoes_everything_and_leaves_one_trace_of_itself() -> None:
    with pytest.raises(NotToday, match="Not today, a"):
        keep(name="a", refuse=True, by=SYSTEM)
    assert not Setting.objects.exists()
    assert traces() == [("tests.keep", "refused")]
    assert AuditEntry.objects.get().facts == {"why": "NotToday"}


def test_inner_actions_join_the_outer_one_and_each_leaves_its_trace() -> None:
    keep_two(first="a", second="b", by=SYSTEM)
    assert traces() == [("tests.keep", "done"), ("tests.keep", "done"), ("tests.keep_two", "done")]


def test_refusal_of_an_inner_action_undoes_the_outer_one() -> None:
    with pytest.raises(NotToday):
        keep_two(first="a", second="b", refuse_second=True, by=SYSTEM)
    assert not Setting.objects.exists()
    assert traces() == [("tests.keep_two", "refused")]


def test_inner_refusal_that_is_borne_leaves_nothing_of_the_inner_action() -> None:
    assert keep_two(first="a", second="b", refuse_second=True, go_on=True, by=SYSTEM) == ["a"]
    assert list(Setting.objects.values_list("name", flat=True)) == ["a"]
    assert traces() == [("tests.keep", "done"), ("tests.keep_two", "done")]


def test_refusal_of_an_action_that_joins_cannot_be_borne_and_undoes_everything() -> None:
    @action
    @joins
    def note(*, by: Actor) -> None:
        Setting.objects.create(name="noted", value=1)
        raise NotToday(name="note")

    @action
    def keep_and_note(*, by: Actor) -> None:
        keep(name="a", by=by)
        with suppress(NotToday):
            note(by=by)

    with pytest.raises(TransactionManagementError):
        keep_and_note(by=SYSTEM)
    assert (Setting.objects.count(), traces()) == (0, [])


def test_refusal_of_an_action_that_joins_is_undone_with_the_one_that_it_is_part_of() -> None:
    @action
    @joins
    def note(*, by: Actor) -> None:
        Setting.objects.create(name="noted", value=1)
        raise NotToday(name="note")

    @action
    def keep_with_note(*, by: Actor) -> None:
        keep(name="b", by=by)
        note(by=by)

    @action
    def keep_and_bear(*, by: Actor) -> None:
        keep(name="a", by=by)
        with suppress(NotToday):
            keep_with_note(by=by)

    keep_and_bear(by=SYSTEM)
    assert list(Setting.objects.values_list("name", flat=True)) == ["a"]
    assert traces() == [("tests.keep", "done"), ("tests.keep_and_bear", "done")]


def test_fault_of_the_program_undoes_everything() -> None:
    @action
    def break_down(*, by: Actor) -> None:
        keep(name="a", by=by)
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError):
        break_down(by=SYSTEM)
    assert not Setting.objects.exists()
    assert traces() == []


def test_I_25_what_cannot_be_traced_is_not_done(monkeypatch: pytest.MonkeyPatch) -> None:
    from almoner.core import audit

    def fail(_traces: Any) -> None:
        raise OSError("the audit cannot be written")

    monkeypatch.setattr(audit, "seal", fail)
    with pytest.raises(OSError, match="audit"):
        keep(name="a", by=SYSTEM)
    assert not Setting.objects.exists()


def test_I_30_trace_says_who_for_whom_what_and_from_where(cast: Any) -> None:
    @action
    def look(*, by: Actor) -> None:
        about(cast.maya.id)

    from dataclasses import replace

    by = replace(cast.leila_herself, for_person_id=cast.maya.id, origin="192.0.2.7", via="phone")
    look(by=by)
    entry = AuditEntry.objects.latest("number")
    assert (entry.act, entry.outcome, entry.actor_kind) == ("tests.look", "done", "person")
    assert (entry.actor_id, entry.actor_name) == (cast.leila.id, "Leila Haddad")
    assert (entry.for_person_id, entry.person_id) == (cast.maya.id, cast.maya.id)
    assert (entry.via, entry.origin) == ("phone", "192.0.2.7")


def test_an_action_takes_keyword_arguments_only() -> None:
    with pytest.raises(TypeError, match="keyword"):
        keep("a", by=SYSTEM)  # type: ignore[misc]


def test_I_40_same_key_and_body_gives_the_same_answer_and_does_it_once() -> None:
    first = keep(name="a", value=[1], key="k1", by=SYSTEM)  # type: ignore[call-arg]
    again = keep(name="a", value=[1], key="k1", by=SYSTEM)  # type: ignore[call-arg]
    assert again == first
    assert Setting.objects.count() == 1
    assert traces() == [("tests.keep", "done")]


def test_I_40_same_key_and_other_body_is_refused() -> None:
    keep(name="a", key="k1", by=SYSTEM)  # type: ignore[call-arg]
    with pytest.raises(KeyUsedOtherwise):
        keep(name="b", key="k1", by=SYSTEM)  # type: ignore[call-arg]
    assert Setting.objects.count() == 1


def test_I_40_a_key_of_a_refused_act_may_be_used_again() -> None:
    with pytest.raises(NotToday):
        keep(name="a", refuse=True, key="k1", by=SYSTEM)  # type: ignore[call-arg]
    assert not CommandKey.objects.exists()
    keep(name="a", key="k1", by=SYSTEM)  # type: ignore[call-arg]
    assert Setting.objects.count() == 1


def test_I_40_an_answer_that_cannot_be_found_again_takes_no_key() -> None:
    @action
    def count(*, by: Actor) -> int:
        return 7

    with pytest.raises(TypeError, match="cannot be found again"):
        count(key="k1", by=SYSTEM)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [({"b", "a"}, {"a", "b"}, True), ({"x": [1]}, {"x": [1]}, True), ([1, 2], [2, 1], False), ({"a"}, {"b"}, False)],
)
def test_I_40_the_same_thing_asked_is_told_the_same(one: Any, other: Any, *, same: bool) -> None:
    assert (_told(one) == _told(other)) is same


@dataclass(frozen=True)
class Sheet:
    lines: tuple[str, ...]
    back: frozenset[str]
    about: Any = None


def test_I_40_a_thing_of_several_parts_is_told_by_its_parts(cast: Any) -> None:
    one, other = Sheet(("a",), frozenset({"x", "y"}), cast.maya), Sheet(("a",), frozenset({"y", "x"}), cast.maya)
    assert _told(one) == _told(other)
    assert f"people.Person:{cast.maya.id}" in _told(one)
    assert _told(one) != _told(Sheet(("a",), frozenset({"x"}), cast.maya))


def test_I_40_things_are_told_by_their_key(cast: Any) -> None:
    assert _told([cast.maya]) == repr([f"people.Person:{cast.maya.id}"])


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_I_40_one_form_sent_by_many_at_once_is_done_once(real_database: None) -> None:
    answers = race(lambda _: keep(name="a", key="k1", by=SYSTEM).name, 6)  # type: ignore[call-arg]
    assert answers == ["a"] * 6
    assert in_thread(Setting.objects.count) == 1
