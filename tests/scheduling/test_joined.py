"""Several visits on one day: properties of the order and the gaps, and what the diaries answer."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from tests.scheduling.clinic import MONDAY, NOW, Clinic

from almoner.catalogue.models import Offering, Service
from almoner.core import clock
from almoner.scheduling import fasting, joined
from almoner.scheduling.joined import Gaps, Joined, Wanted
from almoner.scheduling.joining import DayWish, Piece, propose_days
from almoner.scheduling.times import Part, Time

DAWN = datetime(2026, 11, 24, 8, tzinfo=UTC)


def time_at(tick: int, length: int, site: str) -> Time:
    starts_at = DAWN + timedelta(minutes=5 * tick)
    ends_at = starts_at + timedelta(minutes=5 * length)
    return Time("GEN", starts_at, ends_at, (Part(UUID(int=1), "clinician", "Somebody"),), site)


times = st.builds(time_at, st.integers(0, 60), st.integers(1, 8), st.sampled_from(["Riverside", "Hillside"]))
options = st.lists(st.lists(times, max_size=6), min_size=1, max_size=4)
minutes = st.integers(0, 24).map(lambda n: timedelta(minutes=5 * n))
all_gaps = st.tuples(minutes, minutes).map(lambda two: Gaps(min(two), max(two)))


@given(options, all_gaps, st.lists(minutes, min_size=4, max_size=4))
def test_one_after_the_other_within_the_gaps_at_one_site_and_no_earlier_than_the_results(
    drawn: list[list[Time]], gaps: Gaps, results: list[timedelta]
) -> None:
    ways = joined.chains(drawn, gaps, results)
    for way in ways:
        assert [time in each for time, each in zip(way.times, drawn, strict=True)] == [True] * len(drawn)
        assert len({time.site for time in way.times}) == 1
        assert all(after.starts_at - before.ends_at >= gaps.least for before, after in pairwise(way.times))
        for before, wait in zip(way.times[:-1], results, strict=False):
            assert way.times[-1].starts_at >= before.ends_at + wait
        assert joined.fits(way, gaps, results)
    found = joined.best(ways)
    assert (found is None) == (not ways)
    assert found is None or found.waiting == min(way.waiting for way in ways)


@given(options, all_gaps)
def test_without_results_to_wait_for_no_gap_is_longer_than_the_most(drawn: list[list[Time]], gaps: Gaps) -> None:
    for way in joined.chains(drawn, gaps, [timedelta()] * len(drawn)):
        assert all(after.starts_at - before.ends_at <= gaps.most for before, after in pairwise(way.times))


def test_a_long_day_of_many_visits_is_gone_through_without_end_of_waiting() -> None:
    many = [[time_at(tick, 1, "Riverside") for tick in range(100)] for _visit in range(joined.MOST)]
    gaps = Gaps(timedelta(), timedelta(hours=8))
    found = joined.best(joined.chains(many, gaps, [timedelta()] * joined.MOST))
    assert found
    assert (found.starts_at, found.waiting) == (DAWN, timedelta())


rules = st.none() | st.builds(fasting.Rule, st.integers(1, 24), st.none() | st.integers(1, 2))
wanted = st.lists(
    st.builds(Wanted, st.just("GEN"), rules, st.none(), st.integers(0, 240), st.booleans()), min_size=1, max_size=5
)


@given(wanted)
def test_what_is_done_fasting_comes_first_and_talks_last_after_what_they_wait_for(asked: list[Wanted]) -> None:
    order = joined.in_order(asked)
    assert sorted(order) == list(range(len(asked)))
    fasts = [asked[nth].rule.food_hours if asked[nth].rule else 0 for nth in order]  # type: ignore[union-attr]
    assert fasts == sorted(fasts, reverse=True)
    rest = [asked[nth] for nth in order if asked[nth].rule is None]
    assert [one.talk for one in rest] == sorted(one.talk for one in rest)
    waits = [one.result_minutes for one in rest if not one.talk]
    assert waits == sorted(waits, reverse=True)


def test_the_waiting_is_all_that_lies_between() -> None:
    way = Joined((time_at(0, 2, "Riverside"), time_at(5, 3, "Riverside"), time_at(9, 4, "Riverside")))
    assert way.waiting == timedelta(minutes=20)


def blood_test(clinic: Clinic) -> Service:
    """Fasting, ten minutes, its own specialty: nobody else's question of APT-4."""
    made = Service.objects.create(
        code="LAB", specialty=clinic.heart.specialty, names={"en": "Fasting blood test"}, minutes=10, visit_minutes=10,
        performers=["physician"], room_kinds=["consulting"], self_book=True, fast_food_hours=6,
    )  # fmt: skip
    for clinician in clinic.clinicians:
        Offering.objects.create(service=made, staff=clinician.staff)
    return made


def test_blood_before_the_clinic_though_it_was_asked_for_last(clinic: Clinic) -> None:
    asked = DayWish((Piece(clinic.service), Piece(blood_test(clinic), 60)), MONDAY, least_minutes=10, most_minutes=120)
    first, *_more = propose_days(clinic.person(), asked, by=clinic.desk)
    starts = [f"{clock.local(one.starts_at):%H:%M}" for one in first.way.times]
    assert ([one.code for one in first.services], starts) == (["LAB", "GEN"], ["09:00", "10:10"])
    assert first.asked.limits
    assert first.asked.limits.food_until == clock.on_the_wall(MONDAY, time(3))
    assert first.asked.may_eat_from == clock.on_the_wall(MONDAY, time(9, 10))


def test_the_days_come_earliest_first_and_pass_over_those_on_which_one_is_lacking(clinic: Clinic) -> None:
    asked = DayWish((Piece(clinic.service), Piece(blood_test(clinic), 0)), MONDAY, least_minutes=10, most_minutes=30)
    with clock.at(NOW + timedelta(hours=3, minutes=35)):
        found = propose_days(clinic.person(), asked, by=clinic.desk)
    assert [one.day for one in found] == [MONDAY + timedelta(days=n) for n in (1, 2, 3)]
    assert {one.way.waiting for one in found} == {timedelta(minutes=10)}


def test_the_order_as_given_is_kept_where_that_is_asked_for(clinic: Clinic) -> None:
    pieces = (Piece(clinic.service), Piece(blood_test(clinic)))
    [first, *_more] = propose_days(clinic.person(), DayWish(pieces, MONDAY, as_given=True), by=clinic.desk)
    assert [one.code for one in first.services] == ["GEN", "LAB"]


def test_no_day_holds_what_cannot_be_had_together(clinic: Clinic) -> None:
    asked = DayWish((Piece(clinic.service), Piece(blood_test(clinic), 600)), MONDAY)
    assert propose_days(clinic.person(), asked, by=clinic.desk) == []
