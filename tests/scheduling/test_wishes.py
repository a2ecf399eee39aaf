"""Wishes that have to be and wishes that would be good: kept apart, ranked, and said in words (APT-5)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.scheduling.clinic import MONDAY, Clinic, open_every_day

from almoner.people.models import Person
from almoner.scheduling import actions
from almoner.scheduling.asking import Asked
from almoner.scheduling.meeting import Judged
from almoner.scheduling.models import Diary
from almoner.scheduling.preferences import Preferences, from_json
from almoner.scheduling.ranking import ranked, worth
from almoner.scheduling.search import find_times
from almoner.scheduling.times import Part, Time
from almoner.scheduling.wished import find_wished
from almoner.scheduling.wishes import WISHES, Wishes, told, wishes, wishes_from_json, without

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)

PREFERENCES = st.builds(
    Preferences,
    clinician_id=st.sampled_from(["", "a"]),
    sex=st.sampled_from(["", "female"]),
    language=st.sampled_from(["", "es"]),
    weekdays=st.sampled_from([(), (1, 2)]),
    parts_of_day=st.sampled_from([(), ("evening",)]),
    step_free=st.booleans(),
    sites=st.sampled_from([(), ("s",)]),
    carer_weekdays=st.sampled_from([(), (0,)]),
    carer_parts=st.sampled_from([(), ("morning",)]),
)


@given(said=PREFERENCES, must=st.sets(st.sampled_from(list(WISHES))))
def test_wishes_are_told_apart_and_come_back_as_they_were_stored(said: Preferences, must: set[str]) -> None:
    apart = wishes(said, must)
    assert set(told(apart.must)) == set(told(said)) & must
    assert set(told(apart.rather)) == set(told(said)) - must
    assert apart.and_rather(told(apart.rather)) == said
    assert wishes_from_json(apart.as_json()) == apart


@given(said=PREFERENCES)
def test_what_was_stored_before_there_was_a_difference_all_has_to_be(said: Preferences) -> None:
    assert wishes_from_json(said.as_json()) == Wishes(must=said)


def test_who_knows_of_no_difference_reads_what_has_to_be() -> None:
    both = Wishes(must=Preferences(sex="female"), rather=Preferences(parts_of_day=("morning",)))
    assert from_json(both.as_json()) == both.must
    assert without(both.must, "sex") == Preferences()


def test_a_waiting_entry_keeps_both_and_is_offered_what_has_to_be(clinic: Clinic) -> None:
    both = Wishes(must=Preferences(sex="male"), rather=Preferences(weekdays=(4,)))
    entry = actions.join_waiting_list(person=clinic.person(), service=clinic.service, preferences=both, by=clinic.desk)
    entry.refresh_from_db()
    assert wishes_from_json(entry.preferences) == both
    assert from_json(entry.preferences) == both.must


def when(days: float, met: int = 0) -> Judged:
    starts_at = NINE + timedelta(days=days)
    time = Time("GEN", starts_at, starts_at, (Part(Person().id, "clinician", f"{days}"),), "Riverside")
    return Judged(time, met=("met",) * met)


@pytest.mark.parametrize(
    ("level", "order"),
    [(5, [4, 0, 11, 6]), (4, [0, 4, 6, 11])],
)
def test_a_wish_is_worth_waiting_five_days_where_nothing_presses_and_less_where_it_does(
    level: int, order: list[int]
) -> None:
    found = [when(0), when(4, 1), when(6, 1) if level == 4 else when(6), when(11, 2)]
    assert [(one.time.starts_at - NINE).days for one in ranked(found, level)] == order


@given(days=st.lists(st.floats(0, 60), min_size=1, max_size=8), level=st.sampled_from([1, 2, 3, 4, 5]))
def test_times_that_meet_as_much_come_in_the_order_of_time(days: list[float], level: int) -> None:
    found = [one.time.starts_at for one in ranked([when(each, 1) for each in days], level)]
    assert found == sorted(found)


def test_nobody_who_is_urgent_waits_hours_for_a_wish() -> None:
    assert [worth(level) for level in (1, 2, 3)] < [timedelta(hours=1), timedelta(hours=2), timedelta(hours=7)]


def asked(clinic: Clinic, **said: Preferences) -> Asked:
    return Asked(clinic.service, clinic.desk, wishes=Wishes(**said))


def phrases(one: Judged) -> tuple[list[str], list[str]]:
    return [str(each) for each in one.met], [str(each) for each in one.unmet]


def test_without_wishes_the_earliest_come_first(clinic: Clinic) -> None:
    found = find_wished(asked(clinic), limit=4)
    assert [one.time.starts_at for one in found] == clinic.starts(limit=4)
    assert phrases(found[0]) == ([], [])


def test_a_wish_that_is_met_days_later_comes_first_and_the_earliest_is_still_there(clinic: Clinic) -> None:
    found = find_wished(asked(clinic, rather=Preferences(weekdays=(2,))), limit=20)
    assert found[0].time.starts_at == NINE + 2 * DAY
    assert phrases(found[0]) == (["on a day that suits you"], [])
    early = next(one for one in found if one.time.starts_at == NINE)
    assert phrases(early) == ([], ["not on a day that suits you"])


def test_what_has_to_be_is_met_by_all_of_them(clinic: Clinic) -> None:
    both = {"must": Preferences(sex="male"), "rather": Preferences(language="es", weekdays=(4,))}
    found = find_wished(asked(clinic, **both), limit=20)
    assert {one.time.clinician.name for one in found} == {"Evan Reed"}
    assert phrases(found[0]) == (
        ["with a man, as you wished", "on a day that suits you"],
        ["Evan Reed does not speak the language you wish"],
    )


def test_each_time_says_what_it_meets_and_whom_it_is_not_with(clinic: Clinic) -> None:
    evan = str(clinic.clinicians[1].staff_id)
    wish = Preferences(clinician_id=evan, parts_of_day=("morning",))
    for _visit in range(4):
        hold = actions.hold(
            service=clinic.service,
            time=find_times(clinic.service, limit=1, preferences=Preferences(clinician_id=evan), by=clinic.desk)[0],
            person=(person := clinic.person()),
            by=clinic.desk,
        )
        actions.book(hold=hold, person=person, by=clinic.desk)
    found = find_wished(asked(clinic, rather=wish), until=MONDAY, limit=20)
    assert (found[0].time.clinician.name, found[0].meets_all) == ("Evan Reed", True)
    first = next(one for one in found if one.time.starts_at == NINE)
    assert phrases(first) == (["in the morning, as you wished"], ["not with Evan Reed"])


def test_APT_5_whoever_comes_along_decides_on_days_and_hours(clinic: Clinic) -> None:
    for resource in (*clinic.clinicians, *clinic.rooms):
        open_every_day(resource, ((time(13), time(15)),), clinic.manager)
    Diary.objects.all().delete()
    everything = [*clinic.clinicians, *clinic.rooms]
    actions.open_diaries(resources=everything, from_day=MONDAY, until_day=MONDAY + 4 * DAY, by=clinic.manager)
    wish = Preferences(parts_of_day=("morning", "afternoon"), carer_weekdays=(1, 3), carer_parts=("afternoon",))
    found = clinic.starts(preferences=wish)
    assert {(starts.weekday(), starts.hour >= 12) for starts in found} == {(1, True), (3, True)}


def test_APT_5_only_the_sites_that_will_do(clinic: Clinic) -> None:
    assert clinic.starts(limit=1, preferences=Preferences(sites=(str(clinic.site.id),))) == [NINE]
    other = Preferences(sites=("00000000-0000-0000-0000-000000000000",))
    assert clinic.starts(preferences=other) == []
    found = find_wished(asked(clinic, rather=Preferences(sites=(str(clinic.site.id),))), limit=1)
    assert phrases(found[0]) == (["at Riverside, as you wished"], [])
