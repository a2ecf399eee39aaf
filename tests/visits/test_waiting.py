"""Honest ranges of waiting: they must hold at least four times in five, and not by being endless."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.visits.waiting import NARROWEST, STEP, Done, Queue, pace, wait
from almoner.visits.waiting_words import minutes, why

minutes_planned = st.lists(st.floats(min_value=5, max_value=60), max_size=10)


def real_minutes(planned: float, speed: float, chance: random.Random) -> float:
    """A visit as it happens: around its planned length times the clinician's speed today, with a long tail."""
    spread = 0.42
    return planned * speed * chance.lognormvariate(-(spread**2) / 2, spread)


def one_morning(chance: random.Random) -> tuple[Queue, float]:
    """A queue at some point of a morning, and how long the wait then really was."""
    speed = chance.uniform(0.85, 1.4)
    lengths = [15.0, 20.0, 30.0, 40.0]
    past = [chance.choice(lengths) for _ in range(chance.randint(0, 8))]
    done = [Done(planned, real_minutes(planned, speed, chance)) for planned in past]
    planned = chance.choice(lengths)
    whole = real_minutes(planned, speed, chance)
    so_far = chance.uniform(0, whole)
    ahead = [chance.choice(lengths) for _ in range(chance.randint(0, 6))]
    truth = whole - so_far + sum(real_minutes(each, speed, chance) for each in ahead)
    return Queue(ahead=ahead, under_way=[(planned, so_far)], done=done), truth


def test_ARR_5_range_holds_at_least_four_times_in_five_and_stays_useful() -> None:
    chance = random.Random(20261123)
    held, widths, waits = 0, [], []
    for _ in range(3000):
        queue, truth = one_morning(chance)
        told = wait(queue)
        held += told.low <= truth <= told.high
        widths.append(told.high - told.low)
        waits.append(truth)
    assert held / 3000 >= 0.80
    assert sum(widths) / 3000 <= sum(waits) / 3000


@pytest.mark.parametrize("length", [1, 3, 6])
def test_ARR_5_range_holds_for_short_and_long_queues_alike(length: int) -> None:
    chance, held = random.Random(length), 0
    for _ in range(1000):
        speed = chance.uniform(0.85, 1.4)
        done = [Done(20, real_minutes(20, speed, chance)) for _ in range(3)]
        truth = sum(real_minutes(20, speed, chance) for _ in range(length))
        told = wait(Queue(ahead=[20] * length, done=done))
        held += told.low <= truth <= told.high
    assert held / 1000 >= 0.80


@given(minutes_planned, minutes_planned, st.integers(1, 4), st.floats(0, 120), st.floats(0, 60))
def test_range_is_in_steps_and_never_narrower_than_can_be_known(
    ahead: list[float], done: list[float], clinicians: int, not_before: float, away: float
) -> None:
    queue = Queue(ahead, [], [Done(20, real + 1) for real in done], clinicians, not_before, 0, away)
    told = wait(queue)
    assert 0 <= told.low <= told.high - NARROWEST
    assert told.low % STEP == told.high % STEP == 0
    assert told.high >= not_before
    assert told.reasons


@given(minutes_planned, st.floats(min_value=5, max_value=60))
def test_one_more_before_somebody_never_shortens_the_wait(ahead: list[float], another: float) -> None:
    assert wait(Queue([*ahead, another])).high >= wait(Queue(ahead)).high


def test_clinician_who_is_slow_today_makes_it_longer_and_says_so() -> None:
    slow, usual = [Done(20, 40)] * 6, [Done(20, 20)] * 6
    ahead = [20.0] * 4
    assert wait(Queue(ahead, done=slow)).low > wait(Queue(ahead, done=usual)).low
    assert "slow" in dict(wait(Queue(ahead, done=slow)).reasons)
    assert "slow" not in dict(wait(Queue(ahead, done=usual)).reasons)


def test_pace_of_one_odd_visit_is_not_believed() -> None:
    mean, _spread = pace([Done(20, 80)])
    assert mean < 1.6


def test_visit_that_is_over_its_time_still_has_some_before_it() -> None:
    assert wait(Queue(under_way=[(20, 90)])).high >= 10


def test_nobody_is_called_before_their_time() -> None:
    assert wait(Queue(not_before=25)).low == 25


@pytest.mark.parametrize(
    ("queue", "words"),
    [
        (Queue(), "You are next."),
        (Queue(not_before=25), "It is not your time yet."),
        (Queue([20]), "There is 1 person before you."),
        (
            Queue([20, 20, 20], urgent=1),
            "1 person goes first because it is more urgent. There are 2 people before you.",
        ),
        (Queue(away=12), "The person you will see is back in about 15 minutes."),
    ],
)
def test_ARR_5_reason_is_said_in_words(queue: Queue, words: str) -> None:
    assert why(wait(queue).reasons) == words


def test_range_in_words() -> None:
    assert (minutes(10, 25), minutes(60, 150)) == ("10 to 25 minutes", "1 to 2.5 hours")
