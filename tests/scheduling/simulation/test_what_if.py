"""A simulation that a manager asks for is worked out once, beside everything else, and outlives who works it out."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from tests.cast import MONDAY_MORNING, Cast
from tests.races import in_thread, race

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.refusal import NotAllowed, NotThere
from almoner.scheduling import actions
from almoner.scheduling.actions.what_if import KEPT_FOR, LEASE, MOST_ASKED, TRIES
from almoner.scheduling.models import WhatIf
from almoner.scheduling.refusals import NumbersUnclear, TooManyAsked
from almoner.scheduling.simulation import work
from almoner.scheduling.simulation.queries import before_it, what_if_for, what_ifs
from almoner.scheduling.simulation.report import simulate
from almoner.scheduling.simulation.work import Bench
from almoner.scheduling.simulation.world import Scale

SMALL = {"months": 1, "clinicians": 1, "load_percent": 50, "seed": 7}


@pytest.fixture
def asked(cast: Cast) -> WhatIf:
    return actions.ask_what_if(**SMALL, by=cast.manager)


@pytest.fixture
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    made.clear()


def until(bench: Bench, true: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        bench.round()
        time.sleep(0.02)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


# ── Asking ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["agent", "doctor", "bed_manager", "maya_herself"])
def test_only_who_could_act_on_it_asks_and_reads(cast: Cast, asked: WhatIf, name: str) -> None:
    by = cast.actor(name)
    with pytest.raises(NotAllowed):
        actions.ask_what_if(**SMALL, by=by)
    with pytest.raises(NotAllowed):
        what_ifs(by=by)
    with pytest.raises(NotAllowed):
        what_if_for(by=by, id=asked.id)


@pytest.mark.parametrize(
    "wrong", [{"months": 0}, {"months": 4}, {"clinicians": 7}, {"load_percent": 96}, {"load_percent": 9}, {"seed": -1}]
)
def test_numbers_out_of_bounds_are_refused(cast: Cast, wrong: dict[str, int]) -> None:
    with pytest.raises(NumbersUnclear):
        actions.ask_what_if(**SMALL | wrong, by=cast.manager)
    assert not WhatIf.objects.exists()


def test_same_numbers_are_asked_once_and_not_too_many_at_a_time(cast: Cast, asked: WhatIf) -> None:
    assert actions.ask_what_if(**SMALL, by=cast.manager) == asked
    for seed in range(1, MOST_ASKED):
        with clock.at(clock.now() + timedelta(seconds=seed)):
            last = actions.ask_what_if(**SMALL | {"seed": seed}, by=cast.manager)
    assert before_it(last, by=cast.manager) == MOST_ASKED - 1
    with pytest.raises(TooManyAsked):
        actions.ask_what_if(**SMALL | {"seed": 99}, by=cast.manager)


def test_what_failed_may_be_asked_again(cast: Cast, asked: WhatIf) -> None:
    held = actions.start_what_if(by=SYSTEM)
    assert held
    assert actions.fail_what_if(what_if=held, fault="planted", by=SYSTEM)
    assert actions.ask_what_if(**SMALL, by=cast.manager).id != asked.id


# ── Working it out ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_process_of_its_own_works_it_out_and_the_numbers_are_those_of_the_seed(asked: WhatIf, bench: Bench) -> None:
    began = time.monotonic()
    assert bench.round() == 1
    assert time.monotonic() - began < 2
    assert bench.child
    assert bench.child.pid != os.getpid()
    until(bench, lambda: bench.child is None)
    asked.refresh_from_db()
    assert (asked.state, asked.tries, asked.fence, asked.fault) == ("done", 1, None, "")
    wanted = simulate(Scale(months=1, clinicians=1, load=0.5), 7).as_dict()
    assert asked.result == json.loads(json.dumps(wanted))
    assert bench.round() == 0


def test_a_round_waits_for_nothing_while_it_is_worked_out(asked: WhatIf, bench: Bench) -> None:
    bench.round()
    began = time.monotonic()
    for _ in range(20):
        bench.round()
    assert time.monotonic() - began < 1


def test_what_a_dead_worker_left_is_begun_again_and_its_late_word_is_not_written(asked: WhatIf, bench: Bench) -> None:
    dead = actions.start_what_if(by=SYSTEM)
    assert dead
    assert bench.round() == 0
    with clock.at(clock.now() + LEASE):
        assert bench.round() == 1
    assert bench.child
    assert not actions.renew_what_if(what_if=dead, by=SYSTEM)
    assert not actions.finish_what_if(what_if=dead, result={"policies": []}, by=SYSTEM)
    assert not actions.fail_what_if(what_if=dead, fault="late", by=SYSTEM)
    asked.refresh_from_db()
    assert (asked.state, asked.tries, asked.fence) == ("running", 2, bench.child.what_if.fence)


def test_who_lost_the_fence_stops_its_process(asked: WhatIf, bench: Bench) -> None:
    bench.round()
    assert bench.child
    pid = bench.child.pid
    with clock.at(clock.now() + LEASE):
        assert actions.start_what_if(by=SYSTEM)
        bench.round()
    assert bench.child is None
    assert not alive(pid)


def test_a_lease_is_renewed_while_it_works(asked: WhatIf, bench: Bench) -> None:
    bench.round()
    asked.refresh_from_db()
    first = asked.lease_until
    with clock.at(clock.now() + LEASE / 2):
        bench.round()
        asked.refresh_from_db()
    assert first
    assert asked.lease_until
    assert asked.lease_until > first


def test_a_process_that_was_killed_is_begun_again_when_the_lease_is_over(asked: WhatIf, bench: Bench) -> None:
    bench.round()
    assert bench.child
    os.kill(bench.child.pid, signal.SIGKILL)
    until(bench, lambda: bench.child is None)
    asked.refresh_from_db()
    assert asked.state == "running"
    assert bench.round() == 0
    with clock.at(clock.now() + LEASE):
        bench.round()
    assert bench.child
    until(bench, lambda: bench.child is None)
    asked.refresh_from_db()
    assert (asked.state, asked.tries) == ("done", 2)


def test_one_that_takes_too_long_is_stopped_and_said_to_have_failed(
    asked: WhatIf, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "LIMIT", timedelta(0))
    bench.round()
    assert bench.child
    pid = bench.child.pid
    with clock.at(clock.now() + timedelta(seconds=1)):
        bench.round()
    asked.refresh_from_db()
    assert (asked.state, asked.fault, alive(pid)) == ("failed", "stopped after 0 seconds", False)


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (["simulate", "--json", "--months", "9"], "9 is not a whole number from 1 to 3"),
        (["check", "--help"], "it ended without a result"),
    ],
)
def test_one_that_does_not_work_out_says_why(
    asked: WhatIf, bench: Bench, monkeypatch: pytest.MonkeyPatch, words: list[str], fault: str
) -> None:
    monkeypatch.setattr("almoner.scheduling.simulation.child.command", lambda _what_if: words)
    bench.round()
    until(bench, lambda: bench.child is None)
    asked.refresh_from_db()
    assert asked.state == "failed"
    assert fault in asked.fault


def test_one_that_never_comes_to_an_end_is_given_up(asked: WhatIf) -> None:
    now = MONDAY_MORNING
    for number in range(TRIES):
        with clock.at(now + number * LEASE):
            assert actions.start_what_if(by=SYSTEM)
            assert actions.start_what_if(by=SYSTEM) is None
    with clock.at(now + TRIES * LEASE):
        assert actions.start_what_if(by=SYSTEM) is None
    asked.refresh_from_db()
    assert (asked.state, asked.fence) == ("failed", None)


def test_results_are_dropped_when_they_were_kept_long_enough(cast: Cast, asked: WhatIf) -> None:
    held = actions.start_what_if(by=SYSTEM)
    assert held
    actions.finish_what_if(what_if=held, result={"policies": []}, by=SYSTEM)
    assert work.tidy() == 0
    with clock.at(clock.now() + KEPT_FOR):
        assert work.tidy() == 1
    with pytest.raises(NotThere):
        what_if_for(by=cast.manager, id=asked.id)
    for by in (cast.manager, cast.agent):
        with pytest.raises(NotAllowed):
            actions.start_what_if(by=by)


@pytest.mark.race
@pytest.mark.usefixtures("real_database")
def test_of_several_workers_one_begins() -> None:
    def make() -> None:
        for seed in (1, 2):
            WhatIf.objects.create(**SMALL | {"seed": seed}, asked_by="Grace")

    in_thread(make)
    begun = race(lambda _number: actions.start_what_if(by=SYSTEM), 4)
    assert sorted(type(one).__name__ for one in begun) == ["NoneType", "NoneType", "NoneType", "WhatIf"]
