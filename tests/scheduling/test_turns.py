"""Whose turn it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from almoner.scheduling import turn_words
from almoner.scheduling.turns import Candidate, in_turn

THEN = datetime(2026, 11, 1, tzinfo=UTC)
PLAIN = Candidate("m", 4, 7.0, 24, THEN, THEN + timedelta(days=60))
candidates = st.builds(
    Candidate,
    key=st.uuids().map(str),
    level=st.integers(1, 5),
    waited_days=st.floats(0, 400),
    notice_hours=st.integers(0, 200),
    last_offered_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    has_visit_at=st.none() | st.datetimes(timezones=st.just(UTC)),
)


def first(*given_: Candidate) -> Candidate:
    return in_turn(given_)[0].candidate


def test_WL_3_each_rule_decides_when_those_before_it_do_not() -> None:
    better = [
        replace(PLAIN, key="z", level=3),
        replace(PLAIN, key="z", waited_days=20.0),
        replace(PLAIN, key="z", notice_hours=2),
        replace(PLAIN, key="z", last_offered_at=THEN - timedelta(days=1)),
        replace(PLAIN, key="z", last_offered_at=None),
        replace(PLAIN, key="z", has_visit_at=THEN + timedelta(days=90)),
    ]
    assert [first(PLAIN, other) for other in better] == better


def test_WL_3_waiting_is_measured_against_the_target_of_the_level() -> None:
    one, other = replace(PLAIN, key="a", waited_days=3.0), replace(PLAIN, key="b", waited_days=13.0)
    assert [turn.candidate.key for turn in in_turn([one, other])] == ["b", "a"]


@given(st.lists(candidates, max_size=8, unique_by=lambda c: c.key), st.randoms())
def test_WL_3_the_order_does_not_depend_on_the_order_given(given_: list[Candidate], random: object) -> None:
    shuffled = list(given_)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert in_turn(given_) == in_turn(shuffled)


@given(st.lists(candidates, min_size=2, max_size=8))
def test_WL_3_nobody_less_urgent_goes_first(given_: list[Candidate]) -> None:
    levels = [turn.candidate.level for turn in in_turn(given_)]
    assert levels == sorted(levels)


def test_WL_3_the_reason_says_every_fact_that_was_weighed() -> None:
    assert turn_words.said(in_turn([PLAIN])[0].reason) == (
        "level 4, waited 7.0 days, 50% of the target, needs 24 hours' notice, last offered something on 1 Nov, "
        "has a visit on 31 Dec"
    )
    new = replace(PLAIN, waited_days=1.0, notice_hours=1, last_offered_at=None, has_visit_at=None)
    assert turn_words.said(in_turn([new])[0].reason) == (
        "level 4, waited 1.0 day, 7% of the target, needs 1 hour's notice, never offered anything, has no visit yet"
    )


def test_WL_3_the_reason_is_read_in_the_readers_language() -> None:
    with translation.override("ar"):
        assert "لم يُعرض" in turn_words.said(in_turn([replace(PLAIN, last_offered_at=None)])[0].reason)


def test_words_that_were_kept_before_stay_as_they_were() -> None:
    assert turn_words.said({"words": "level 4; never offered"}) == "level 4; never offered"
