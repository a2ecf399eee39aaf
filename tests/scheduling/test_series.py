"""The dates that are proposed for a series: properties of the pure proposal, and what the diaries answer (APT-8)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.scheduling.clinic import MONDAY, NOW, Clinic
from tests.scheduling.test_private import GROWN, family

from almoner.core import clock
from almoner.people.models import Person
from almoner.scheduling import actions, series
from almoner.scheduling.enums import NotAsUsual
from almoner.scheduling.models import Resource
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.proposing import SeriesProposal, SeriesWish, as_chosen, propose_series
from almoner.scheduling.refusals import TheirsToBook
from almoner.scheduling.search import find_times
from almoner.scheduling.times import Part, Time

LONDON = ZoneInfo("Europe/London")
ANN, BEN = UUID(int=1), UUID(int=2)
WEEKS = 12


def time_of(day: date, tick: int, who: UUID) -> Time:
    starts_at = datetime.combine(day, time(), LONDON).astimezone(UTC) + timedelta(minutes=5 * tick)
    return Time("GEN", starts_at, starts_at + timedelta(minutes=20), (Part(who, "clinician", "Somebody"),), "Riverside")


days = st.integers(-20, 20).map(lambda n: MONDAY + timedelta(days=n))
times = st.builds(time_of, days, st.integers(84, 240), st.sampled_from([ANN, BEN]))
usual_times = st.lists(st.tuples(days, st.integers(84, 240)), min_size=1, max_size=8).map(
    lambda drawn: sorted(time_of(day, tick, ANN).starts_at for day, tick in drawn)
)


@given(usual_times, st.data())
def test_APT_8_proposed_dates_come_one_after_the_other_and_each_is_the_nearest(
    usual: list[datetime], data: st.DataObject
) -> None:
    candidates = [data.draw(st.lists(times, max_size=6)) for _moment in usual]
    found = series.propose(usual, candidates, ANN, LONDON)
    assert [one.place for one in found] == list(range(1, len(usual) + 1))
    last: date | None = None
    for one, drawn in zip(found, candidates, strict=True):
        allowed = [each for each in drawn if last is None or each.starts_at.astimezone(LONDON).date() > last]
        assert set(one.others) <= set(allowed)
        if one.chosen is None:
            assert not allowed
            continue
        far = [series.apart(each, one.usual_at, ANN, LONDON) for each in allowed]
        assert series.apart(one.chosen, one.usual_at, ANN, LONDON) == min(far)
        assert one.chosen in one.others
        last = one.chosen.starts_at.astimezone(LONDON).date()


@given(st.lists(times, max_size=8), st.lists(st.tuples(days, st.integers(84, 240), st.integers(1, 30)), max_size=3))
def test_APT_8_nothing_is_proposed_while_the_person_is_elsewhere(
    free: list[Time], drawn: list[tuple[date, int, int]]
) -> None:
    busy = [
        series.Span(at, at + timedelta(minutes=5 * length))
        for at, length in ((time_of(day, tick, ANN).starts_at, length) for day, tick, length in drawn)
    ]
    clear = series.clear_of(free, busy)
    assert clear == [one for one in free if all(one.ends_at <= b.starts_at or b.ends_at <= one.starts_at for b in busy)]


def test_APT_8_the_same_day_is_nearer_than_another_and_who_they_know_nearer_than_both() -> None:
    usual = time_of(MONDAY, 120, ANN).starts_at
    an_hour_later, next_day = time_of(MONDAY, 132, ANN), time_of(MONDAY + timedelta(days=1), 120, ANN)
    with_another = time_of(MONDAY, 120, BEN)
    near = sorted([next_day, with_another, an_hour_later], key=lambda one: series.apart(one, usual, ANN, LONDON))
    assert near == [an_hour_later, next_day, with_another]


@pytest.fixture
def open_far(clinic: Clinic) -> Iterator[Clinic]:
    """The clinic with its diaries open for fourteen weeks."""
    until = MONDAY + timedelta(weeks=14)
    everything = clinic.clinicians + clinic.rooms
    actions.open_diaries(resources=everything, from_day=MONDAY, until_day=until, by=clinic.manager)
    yield clinic


def wish(**more: object) -> SeriesWish:
    asked = {"count": WEEKS, "every_days": 7, "within_days": 3, "from_day": MONDAY, "at": time(9, 30), "weekday": 1}
    return SeriesWish(**(asked | more))  # type: ignore[arg-type]


def proposed(clinic: Clinic, person: Person, **more: object) -> SeriesProposal:
    return propose_series(clinic.service, person, wish(**more), by=clinic.desk)


def walls(found: SeriesProposal) -> list[str]:
    return [f"{clock.local(one.chosen.starts_at):%a %H:%M}" if one.chosen else "-" for one in found.occurrences]


def test_APT_8_twelve_are_proposed_at_one_hour_with_one_clinician(open_far: Clinic) -> None:
    found = proposed(open_far, open_far.person())
    assert walls(found) == ["Tue 09:30"] * WEEKS
    assert {one.chosen.clinician.name for one in found.occurrences if one.chosen} == {found.clinician}
    assert [one.why for one in found.occurrences] == [None] * WEEKS


def test_APT_8_as_the_first_that_is_free(open_far: Clinic) -> None:
    first = find_times(open_far.service, limit=1, by=open_far.desk)[0]
    found = proposed(open_far, open_far.person(), at=None, weekday=None, count=3)
    chosen = found.occurrences[0].chosen
    assert chosen
    assert chosen.key == first.key
    assert walls(found) == ["Mon 09:00"] * 3


def test_APT_8_where_the_usual_time_is_taken_the_nearest_of_the_week_is_said_with_why(open_far: Clinic) -> None:
    other = open_far.person("Other")
    for clinician in open_far.clinicians:
        at = clock.on_the_wall(MONDAY + timedelta(days=8), time(9, 20))
        take_at(open_far, other, at, clinician)
    found = proposed(open_far, open_far.person(), count=3)
    assert walls(found) == ["Tue 09:30", "Tue 09:40", "Tue 09:30"]
    assert [one.why for one in found.occurrences] == [None, NotAsUsual.TAKEN, None]


def take_at(clinic: Clinic, person: Person, at: datetime, clinician: Resource) -> None:
    wished = Preferences(clinician_id=str(clinician.staff_id))
    until = clock.local(at).date()
    [free] = find_times(clinic.service, from_at=at, until=until, limit=1, preferences=wished, by=clinic.desk)
    assert free.starts_at == at
    hold = actions.hold(service=clinic.service, time=free, person=person, by=clinic.desk)
    actions.book(hold=hold, person=person, keep_both=True, by=clinic.desk)


def test_APT_8_leave_and_closure_are_told_apart_and_nobody_hears_who_is_ill(open_far: Clinic) -> None:
    person = open_far.person()
    usual = proposed(open_far, person).clinician
    away = next(one for one in open_far.clinicians if one.name == usual)
    for week, reason in ((1, "sickness"), (2, "closure")):
        begin = clock.on_the_wall(MONDAY + timedelta(weeks=week), time(0))
        actions.add_block(
            resource=away, starts_at=begin, ends_at=begin + timedelta(days=7), reason=reason, by=open_far.manager
        )
    found = proposed(open_far, person, clinician_id=str(away.staff_id), count=4)
    assert [one.why for one in found.occurrences] == [None, NotAsUsual.AWAY, NotAsUsual.CLOSED, None]
    assert walls(found) == ["Tue 09:30"] * 4
    others = {one.chosen.clinician.name for one in found.occurrences[1:3] if one.chosen}
    assert others == {one.name for one in open_far.clinicians} - {usual}


def test_APT_8_their_own_visits_are_left_alone(open_far: Clinic) -> None:
    person = open_far.person()
    at = clock.on_the_wall(MONDAY + timedelta(days=8), time(9, 20))
    take_at(open_far, person, at, open_far.clinicians[0])
    found = proposed(open_far, person, count=2)
    assert found.occurrences[1].why == NotAsUsual.OWN_VISIT
    assert walls(found)[1] == "Tue 09:40"


def test_APT_8_what_lies_beyond_the_open_diaries_is_said_and_not_invented(clinic: Clinic) -> None:
    found = proposed(clinic, clinic.person(), count=2)
    assert walls(found) == ["Tue 09:30", "-"]
    assert [one.why for one in found.occurrences] == [None, NotAsUsual.NOT_OPEN]


def test_APT_8_I_13_the_hour_on_the_wall_stays_when_the_clocks_change(open_far: Clinic) -> None:
    spring = datetime(2027, 3, 22, 8, 0, tzinfo=UTC)
    with clock.at(spring):
        actions.open_diaries(
            resources=open_far.clinicians + open_far.rooms, from_day=spring.date(),
            until_day=spring.date() + timedelta(days=20), by=open_far.manager,
        )  # fmt: skip
        found = proposed(open_far, open_far.person(), count=3, from_day=spring.date())
    assert walls(found) == ["Tue 09:30"] * 3
    moments = [one.chosen.starts_at for one in found.occurrences if one.chosen]
    assert [moment.astimezone(UTC).hour for moment in moments] == [9, 8, 8]


def test_APT_8_a_form_says_what_was_chosen_and_nothing_else_counts() -> None:
    said = {"time_1": "skip", "time_2": "a key", "time_25": "beyond", "time_x": "no place", "key": "k"}
    assert series.chosen_in(said) == {1: "", 2: "a key"}


def test_APT_8_what_was_chosen_stays_and_what_is_gone_is_marked(open_far: Clinic) -> None:
    person = open_far.person()
    found = proposed(open_far, person, count=3)
    other = found.occurrences[1].others[0]
    keys = {1: "", 2: other.key, 3: "20270101T0900Z." + "0" * 32}
    again = as_chosen(found, keys)
    assert [one.skipped for one in again.occurrences] == [True, False, False]
    assert [one.as_usual for one in again.occurrences] == [False, False, False]
    assert (again.occurrences[1].chosen, again.occurrences[1].why) == (other, NotAsUsual.CHOSEN)
    assert (again.occurrences[2].why, again.occurrences[2].changed) == (NotAsUsual.TAKEN_NOW, True)


def test_APT_8_I_26_a_parent_is_proposed_nothing_for_a_private_topic(open_far: Clinic) -> None:
    young, parent = family(open_far, GROWN)
    with pytest.raises(TheirsToBook):
        propose_series(open_far.service, young, wish(), by=parent)


def test_the_usual_hour_that_is_over_today_begins_next_week(open_far: Clinic) -> None:
    with clock.at(NOW + timedelta(hours=4)):
        found = proposed(open_far, open_far.person(), count=2, weekday=0)
    first = found.occurrences[0].chosen
    assert first and clock.local(first.starts_at).date() == MONDAY + timedelta(days=7)
