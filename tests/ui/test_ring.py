"""Geometry of the ring."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.ui import ring


def ends(path: str) -> list[tuple[float, float]]:
    """The first and the last point of a path of arcs or lines."""
    numbers = [float(number) for number in re.findall(r"-?\d+\.?\d*", path)]
    return [(numbers[0], numbers[1]), (numbers[-2], numbers[-1])]


def test_a_promise_that_was_kept_is_a_closed_ring() -> None:
    drawn = ring.draw("kept", 30)
    assert (drawn.track, drawn.marks) == ("", ())
    assert ends(drawn.arc)[0] == ends(drawn.arc)[1] == (24.0, 5.0)


@pytest.mark.parametrize(("share", "fills"), [(0, False), (1, True), (100, True)])
def test_a_promise_that_is_due_fills_its_ring_as_time_runs(share: int, *, fills: bool) -> None:
    drawn = ring.draw("due", share)
    assert bool(drawn.arc) is fills
    assert (drawn.arc == drawn.track) is (share == 100)


def test_a_ring_that_is_due_is_open_at_the_top() -> None:
    (start_x, start_y), (end_x, end_y) = ends(ring.draw("due", 100).arc)
    assert start_x > ring.CENTRE > end_x
    assert start_y == end_y < ring.CENTRE


def test_a_broken_ring_has_a_gap_and_a_cut_through_it() -> None:
    drawn = ring.draw("broken")
    one, other = ends(drawn.arc)
    assert math.dist(one, other) > 15
    assert len(drawn.marks) == 1


def test_a_mended_ring_is_closed_and_shows_its_seam() -> None:
    drawn = ring.draw("made_good")
    one, other = ends(drawn.arc)
    assert one == other
    assert len(drawn.marks) == 2


def test_each_state_looks_different() -> None:
    drawings = {(drawn.state, drawn.arc, drawn.track, drawn.marks) for drawn in map(ring.draw, ring.STATES)}
    assert len(drawings) == len(ring.STATES)


def test_an_unknown_state_is_refused() -> None:
    with pytest.raises(ValueError, match="no ring"):
        ring.draw("forgotten")


@given(st.floats(min_value=-50, max_value=150))
def test_every_arc_of_a_due_ring_lies_on_the_circle(share: float) -> None:
    drawn = ring.draw("due", share)
    for point in ends(drawn.arc) if drawn.arc else []:
        assert math.dist(point, (ring.CENTRE, ring.CENTRE)) == pytest.approx(ring.RADIUS, abs=0.02)
