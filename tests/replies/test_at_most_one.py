"""An answer changes at most one visit, whoever shares a number and whatever is open (law I-14); and whichever write of
hearing fails, nothing of it remains."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.faults import leaves_nothing
from tests.replies.conftest import Line, write
from tests.scheduling.clinic import NOW

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.models import AuditEntry
from almoner.people.models import Person
from almoner.replies.actions import receive
from almoner.replies.enums import Outcome, Why
from almoner.replies.incoming import Incoming
from almoner.replies.meaning import LONGEST, meaning_of, offered, plain
from almoner.scheduling import actions as scheduling
from almoner.scheduling.confirming import FIELDS, ways_of
from almoner.scheduling.models import Appointment
from almoner.timeline.models import Event

NUMBERS = ("07700 900123", "07700 900124")
ANSWERS = ("1", "2", "3", "9", "yes", "no", "ok", "👍", "I can't come", "7", "thanks", "Can I bring my daughter?")
_ids = itertools.count(1)

VISITS = st.lists(
    st.tuples(
        st.integers(0, 2),  # whose
        st.sampled_from(["appointment.reminder_1d", "appointment.confirmed", "arrival.details", ""]),
        st.sampled_from(["stands", "stands", "stands", "moved", "cancelled"]),
    ),
    max_size=4,
)
SHARING = st.tuples(*[st.integers(0, 1)] * 3)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(visits=VISITS, sharing=SHARING, said=st.lists(st.sampled_from(ANSWERS), min_size=1, max_size=2))
def test_I_14_an_answer_changes_at_most_one_visit(line: Line, visits: Any, sharing: Any, said: list[str]) -> None:
    with transaction.atomic():
        _play(line, visits, sharing, said)
        transaction.set_rollback(True)


def _play(line: Line, visits: Any, sharing: tuple[int, ...], said: list[str]) -> None:
    people = [line.person(f"P{n}", mobile=NUMBERS[at]) for n, at in enumerate(sharing)]
    open_now = dict.fromkeys(range(2), 0)
    made: list[Appointment] = []
    for nth, (who, kind, becomes) in enumerate(visits):
        visit = line.visit(people[who], nth)
        made.append(visit)
        if kind:
            line.text(visit, kind)
        _become(line, visit, becomes)
        open_now[sharing[who]] += kind.startswith("appointment.") and becomes != "cancelled"
    for minute, words in enumerate(said, 1):
        with clock.at(NOW + timedelta(minutes=minute)):
            before, events = _states(made), _about_visits()
            heard = write(words, number=NUMBERS[0])
            changed = [one for one, two in zip(before, _states(made), strict=True) if one != two]
            new = _about_visits() - events
        assert len(changed) <= 1
        assert len(new) <= 1
        if open_now[0] != 1:
            assert (changed, new) == ([], set())
        if changed or new:
            assert heard.outcome == Outcome.ANSWERED
            assert heard.message
            assert {heard.message.subject_id} >= {subject for subject, _event in new}
            assert heard.person_id in {one.id for one, at in zip(people, sharing, strict=True) if at == 0}


def _become(line: Line, visit: Appointment, what: str) -> None:
    if what == "moved":
        hold = line.clinic.hold(visit.person, 12)
        scheduling.move(appointment=visit, hold=hold, reason="", by=line.clinic.desk)
    elif what == "cancelled":
        scheduling.cancel(appointment=visit, by=line.clinic.themself(visit.person))


def _states(visits: list[Appointment]) -> list[tuple[Any, ...]]:
    for visit in visits:
        visit.refresh_from_db()
    return [(one.state, one.starts_at, *(getattr(one, field) for field in FIELDS.values())) for one in visits]


def _about_visits() -> set[tuple[Any, Any]]:
    kinds = ("appointment.confirmed", "appointment.cannot_come", "appointment.change_asked", "appointment.cancelled")
    return set(Event.objects.filter(kind__in=kinds).values_list("subject_id", "id"))


# ── Words ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@settings(max_examples=500, deadline=None)
@given(words=st.text(max_size=80))
def test_whatever_words_come_they_mean_one_thing_or_none(words: str) -> None:
    found = meaning_of(words)
    if found:
        assert bool(found.key) != bool(found.word)
        assert len(plain(words)) <= LONGEST
    assert plain(plain(words)) == plain(words)


@given(digit=st.sampled_from("123456789"), before=st.sampled_from(["", " ", "  \n", "(", "Hi, ", "please "]),
       after=st.sampled_from(["", ".", "!", " 🙂", ")", " thanks", ", gracias"]))  # fmt: skip
def test_a_key_is_a_key_whatever_stands_around_it(digit: str, before: str, after: str) -> None:
    arabic = "٠١٢٣٤٥٦٧٨٩"[int(digit)]
    for said in (digit, arabic):
        found = meaning_of(f"{before}{said}{after}")
        assert found
        assert found.key == digit


@pytest.mark.parametrize("said", ["11", "1 or 2", "1 but later", "12:30", "yes no", "1 2", "-1-3", "I am 1 of 3"])
def test_what_is_more_than_one_key_is_no_key(said: str) -> None:
    assert meaning_of(said) is None


@settings(max_examples=200, deadline=None)
@given(words=st.text(max_size=40), keys=st.dictionaries(st.sampled_from("1239"), st.sampled_from(
    ["confirm", "change", "cannot_come", "person", "accept", "decline", "heard", "better", "worse"]), max_size=4
))  # fmt: skip
def test_only_what_was_offered_is_ever_meant(words: str, keys: dict[str, str]) -> None:
    found = meaning_of(words)
    if found:
        assert offered(found, keys) in {"", *keys.values()}


# ── Nothing by halves ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("said", ["1", "3", "STOP", "not me", "Can I bring my daughter?", "crushing chest pain"])
def test_failed_hearing_leaves_nothing(line: Line, said: str) -> None:
    line.offered(line.person())

    def come() -> None:
        receive(incoming=Incoming("text", f"fault-{next(_ids)}", NUMBERS[0], said), by=SYSTEM)

    leaves_nothing(come, writes=5)


def test_what_fails_by_a_fault_of_ours_is_read_by_a_person(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    from almoner.replies.actions import texts

    line.offered(line.person())

    def broken(*_: Any, **__: Any) -> None:
        raise KeyError("a fault of ours")

    monkeypatch.setattr(texts, "answer", broken)
    heard = write("1")
    assert (heard.outcome, heard.why) == (Outcome.CONTACT, Why.FAILED)
    assert Person.objects.count() == 1


def test_what_is_undone_leaves_no_trace_that_says_it_was_done(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    from almoner.replies.actions import answering

    visit = line.offered(line.person())

    def broken(*_: Any, **__: Any) -> None:
        raise KeyError("a fault of ours")

    monkeypatch.setattr(answering, "plan", broken)
    assert write("1").outcome == Outcome.CONTACT
    visit.refresh_from_db()
    assert ways_of(visit) == []
    assert not AuditEntry.objects.filter(act__in=("messaging.hear_answer", "scheduling.confirm")).exists()
