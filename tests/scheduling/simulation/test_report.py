"""Hindsight is the best there is, and the report says why the best policy stays behind."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import permutations

import pytest

from almoner import cli
from almoner.scheduling.simulation import hindsight
from almoner.scheduling.simulation.measures import is_late
from almoner.scheduling.simulation.play import POLICIES, play
from almoner.scheduling.simulation.report import NEAR_ENOUGH, Report, simulate
from almoner.scheduling.simulation.world import Person, Scale, Slot, World, make

SMALL = Scale(months=1, clinicians=1, times_a_day=8, backlog_days=2)


def cost(world: World, seen: dict[int, float]) -> float:
    people = {person.number: person for person in world.people}
    return sum(hindsight._cost(people[number], at, world) for number, at in seen.items())


def tiny(asked: list[tuple[int, float]], starts: list[float]) -> World:
    people = [
        Person(number, level, at, 0.5, None, misses=False, takes=0.5, counted=True)
        for number, (level, at) in enumerate(asked)
    ]
    slots = [Slot(number, at, 0, 0) for number, at in enumerate(sorted(starts))]
    return World(SMALL, tuple(slots), tuple(people), (), {})


@pytest.mark.parametrize(
    ("asked", "starts"),
    [
        ([(5, 8.0), (2, 8.5)], [9.0, 33.0]),
        ([(5, 8.0), (4, 8.1), (3, 8.2), (2, 8.3)], [9.0, 9.5, 33.0, 57.0, 58.0]),
        ([(5, 0.0), (5, 10.0), (2, 10.0), (3, 34.0)], [11.0, 12.0, 35.0, 36.0]),
    ],
)
def test_hindsight_is_the_best_of_all_ways(asked: list[tuple[int, float]], starts: list[float]) -> None:
    world = tiny(asked, starts)
    found = hindsight.best(world)
    assert len(set(found.values())) == len(asked)
    ways = (dict(enumerate(way)) for way in permutations(starts, len(asked)))
    possible = [way for way in ways if all(way[n] >= one.asked_at + one.notice for n, one in enumerate(world.people))]
    assert cost(world, found) == pytest.approx(min(cost(world, way) for way in possible))


def test_hindsight_gives_no_time_twice_none_too_early_and_none_of_those_who_are_away() -> None:
    world = make(SMALL, 3)
    found = hindsight.best(world)
    away = {number for _, numbers in world.away for number in numbers}
    times = [slot.starts_at for slot in world.slots if slot.number not in away]
    assert all(list(found.values()).count(at) <= times.count(at) for at in set(found.values()))
    people = {person.number: person for person in world.people}
    assert set(found) == {number for number, one in people.items() if one.cancels is None}
    assert all(at >= people[number].asked_at + people[number].notice for number, at in found.items())
    late = [number for number, at in found.items() if is_late(people[number], at, world.scale)]
    for policy in POLICIES:
        seen = play(world, policy).seen_at
        theirs = [n for n, at in seen.items() if n in people and is_late(people[n], at, world.scale)]
        assert len(late) <= len(theirs)


def test_more_people_than_times_have_no_best() -> None:
    with pytest.raises(hindsight.TooFull):
        hindsight.best(tiny([(5, 8.0), (5, 8.0)], [9.0]))


@pytest.fixture(scope="module")
def report() -> Report:
    return simulate(SMALL, 4)


def test_the_report_holds_every_policy_and_says_why_it_stays_behind(report: Report) -> None:
    assert [one.policy for one in report.policies] == [*(one.name for one in POLICIES), "hindsight"]
    assert report.gap is not None
    assert (report.gap > NEAR_ENOUGH) == bool(report.reasons)
    text = report.as_text()
    assert all(one.policy in text for one in report.policies)


def test_a_report_without_hindsight_says_so() -> None:
    told = simulate(replace(SMALL, times_a_day=2, backlog_days=35), 4)
    assert told.gap is None
    assert told.reasons[0].startswith("There is no best in hindsight")
    assert len(told.policies) == len(POLICIES)


def test_simulate_answers_in_one_document(
    report: Report, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = []
    monkeypatch.setattr("almoner.scheduling.simulation.report.simulate", lambda *given: asked.append(given) or report)
    assert cli.main(["simulate", "--months", "1", "--clinicians", "2", "--load", "0.8", "--seed", "4", "--json"]) == 0
    assert asked == [(Scale(months=1, clinicians=2, load=0.8), 4)]
    told = json.loads(capsys.readouterr().out)
    assert told["seed"] == 4
    assert [one["policy"] for one in told["policies"]][-1] == "hindsight"
    for policy in told["policies"]:
        assert set(policy["by_level"]) == {"2", "3", "4", "5"}
        assert {"mean_days", "p90_days", "utilisation", "refilled", "third_next_days"} <= set(policy)
        for level in policy["by_level"].values():
            assert 0 <= level["within_target"] <= 1
            assert level["mean_days"] >= 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--months", "0"], "0 is not a whole number from 1 to 3"),
        (["--clinicians", "two"], "two is not a whole number from 1 to 6"),
        (["--load", "3"], "3 is not a share between 0.1 and 0.95"),
        (["--load", "much"], "much is not a share between 0.1 and 0.95"),
    ],
)
def test_a_wrong_question_is_answered(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["simulate", *arguments])
    assert said in capsys.readouterr().err
