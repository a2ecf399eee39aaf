"""Scales and paths of the drawings."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.ui import charts

MONDAY = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)


def test_a_scale_puts_values_between_its_ends_and_never_beyond() -> None:
    scale = charts.Scale(0, 10, 100, 200)
    assert [scale.at(value) for value in (-5, 0, 5, 10, 99)] == [100, 100, 150, 200, 200]


def test_a_scale_of_no_length_answers_with_its_middle() -> None:
    assert charts.Scale(7, 7, 0, 100).at(7) == 50


@pytest.mark.parametrize(
    ("low", "high", "steps"),
    [
        (84, 118, [80, 90, 100, 110, 120]),
        (0, 100, [0, 50, 100]),
        (36.4, 39.1, [36, 37, 38, 39, 40]),
        (5, 5, [4, 6]),
        (0, 0, [0, 0.5]),
    ],
)
def test_steps_of_an_axis_are_round(low: float, high: float, steps: list[float]) -> None:
    assert charts.round_steps(low, high) == steps


@given(st.floats(-1000, 1000), st.floats(0.01, 1000))
def test_steps_of_an_axis_hold_every_value(low: float, span: float) -> None:
    steps = charts.round_steps(low, low + span)
    assert steps[0] <= low + 1e-9
    assert steps[-1] >= low + span - 1e-9
    assert 2 <= len(steps) <= 7


def test_a_trend_marks_what_lies_outside_its_band() -> None:
    drawn = charts.trend([(0, 80), (1, 120), (2, 55)], band=(60, 100))
    assert [mark.outside for mark in drawn.marks] == [False, True, True]
    assert drawn.line.startswith("M44 ")
    assert drawn.line.count("L") == 2


def test_a_mirrored_trend_runs_the_other_way() -> None:
    drawn = charts.trend([(0, 80), (1, 120)], mirrored=True)
    assert [mark.x for mark in drawn.marks] == [356.0, 44.0]


def test_a_trend_of_one_point_stands_in_the_middle() -> None:
    drawn = charts.trend([(5, 80)])
    assert drawn.marks == (charts.Mark(200.0, drawn.last.y),)


def test_a_trend_without_points_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one point"):
        charts.trend([])


def test_the_longest_bar_is_full_and_the_others_in_proportion() -> None:
    drawn = charts.bars([50, 100, 0])
    assert [bar.box.width for bar in drawn.bars] == [178.0, 356.0, 0.0]
    assert [bar.box.y for bar in drawn.bars] == [20.0, 64.0, 108.0]


def test_bars_without_values_have_no_height() -> None:
    assert charts.bars([]) == charts.Bars(400.0, 0.0, 0.0, ())


def test_a_waiting_range_reaches_to_what_was_promised() -> None:
    drawn = charts.waiting(20, 40, limit=80)
    assert (drawn.span, drawn.likely, drawn.limit) == (charts.Box(100.0, 24.0, 100.0, 14.0), 150.0, 400.0)


def test_lanes_share_one_scale_of_time() -> None:
    food = (MONDAY, MONDAY + timedelta(hours=4))
    clear = (MONDAY, MONDAY + timedelta(hours=8))
    drawn = charts.lanes([food, clear], now=MONDAY + timedelta(hours=4))
    assert [(lane.box.x, lane.box.width) for lane in drawn.lanes] == [(4.0, 196.0), (4.0, 392.0)]
    assert drawn.now == 200.0


def test_now_is_left_out_when_it_is_not_within_the_lanes() -> None:
    window = (MONDAY, MONDAY + timedelta(hours=4))
    assert charts.lanes([window], now=MONDAY - timedelta(hours=1)).now is None


def test_no_hour_is_written_where_now_stands() -> None:
    window = (MONDAY, MONDAY + timedelta(hours=8))
    hours = [moment.hour for moment, _ in charts.lanes([window]).hours]
    beside = [moment.hour for moment, _ in charts.lanes([window], now=MONDAY + timedelta(hours=4)).hours]
    assert (hours, beside) == ([22, 0, 2], [22, 2])


def test_lanes_without_windows_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one window"):
        charts.lanes([])


def test_a_spark_leaves_a_gap_where_nothing_is_known_and_ends_at_the_last_that_is() -> None:
    drawn = charts.spark([10, 20, None, 40, None], high=100)
    assert drawn.line == "M4 32.8L42 29.6M118 23.2"
    assert drawn.last == charts.Mark(118.0, 23.2)


def test_a_spark_of_nothing_draws_nothing() -> None:
    assert (charts.spark([]).line, charts.spark([None, None]).last) == ("", None)
    assert charts.spark([1, 1], mirrored=True).line.startswith("M156 ")
