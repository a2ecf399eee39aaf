"""Periods and figures: pure."""

from __future__ import annotations

from datetime import UTC, date, datetime
from random import Random

import pytest

from almoner.core import clock
from almoner.insight.figure import FEW, HIDDEN, Figure, without_small
from almoner.insight.period import Period, last_days


def test_a_period_is_whole_days_on_the_wall() -> None:
    summer = Period(date(2026, 7, 1), date(2026, 7, 2))
    assert summer.begins_at == datetime(2026, 6, 30, 23, tzinfo=UTC)
    assert summer.ends_at == datetime(2026, 7, 2, 23, tzinfo=UTC)
    assert summer.days == 2


def test_weeks_run_up_to_the_last_day_without_a_gap_also_where_the_clocks_change() -> None:
    weeks = Period(date(2026, 10, 28), date(2026, 10, 28)).weeks(3)
    assert [(week.first.day, week.last.day) for week in weeks] == [(8, 14), (15, 21), (22, 28)]
    assert [weeks[0].ends_at, weeks[1].ends_at] == [weeks[1].begins_at, weeks[2].begins_at]
    assert (weeks[2].ends_at - weeks[2].begins_at).total_seconds() == (7 * 24 + 1) * 3600


@pytest.mark.parametrize("last", [date(2026, 1, 1), date(2029, 1, 1)])
def test_a_period_goes_forward_and_is_no_longer_than_two_years(last: date) -> None:
    with pytest.raises(ValueError, match="goes forward"):
        Period(date(2026, 1, 2), last)


def test_the_last_seven_days_end_today() -> None:
    with clock.at(datetime(2026, 11, 23, 9, tzinfo=UTC)):
        assert last_days(7) == Period(date(2026, 11, 17), date(2026, 11, 23))


def test_a_share_of_nothing_is_no_number() -> None:
    assert (Figure(0, 0).share, Figure(4, 3).share, Figure(3, median=7).value, HIDDEN.value) == (None, 75.0, 7, None)


def test_X_6_small_groups_are_hidden_and_so_is_the_next_where_the_sum_would_tell() -> None:
    groups = {"en": Figure(90, 80), "es": Figure(20, 10), "pl": Figure(4, 1)}
    assert without_small(groups) == {"en": Figure(90, 80), "es": HIDDEN, "pl": HIDDEN}
    groups["ro"] = Figure(2, 0)
    assert without_small(groups)["es"] == Figure(20, 10)


def test_X_6_no_number_below_the_limit_is_told_nor_follows_from_the_sum() -> None:
    source = Random(7)
    for _ in range(300):
        counts = [source.randint(0, 40 if source.random() < 0.5 else 6) for _ in range(source.randint(0, 8))]
        told = without_small({group: Figure(n, n) for group, n in enumerate(counts)})
        assert all(figure.n >= FEW or not counts[group] for group, figure in told.items() if not figure.hidden)
        hidden = [group for group, figure in told.items() if figure.hidden]
        assert len(hidden) != 1 or not any(figure.n for figure in told.values() if not figure.hidden)
