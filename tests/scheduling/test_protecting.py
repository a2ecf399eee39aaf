"""Times that are kept for the urgent in the hospital's own diaries (APT-6)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.scheduling.clinic import MONDAY, NOW, SYSTEM, Clinic

from almoner.core import clock
from almoner.core.refusal import NotAllowed, Unclear
from almoner.scheduling import actions, memory, protecting, tasks
from almoner.scheduling.models import Appointment, Claim, Demand, Hold, Protection
from almoner.scheduling.protecting import Stretch, stretches
from almoner.scheduling.refusals import KeptForUrgent
from almoner.scheduling.search import find_times

TUESDAY = MONDAY + timedelta(days=1)
NINE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
"""On Tuesday, of which each clinician has nine times until noon. The site is open from eight to six."""


def asked(clinic: Clinic, weekday: int, level: int, each_week: int, weeks: int = 5) -> None:
    """So many asked on that weekday in each of the last weeks; what is learned from is the whole weeks of them."""
    for week in range(1, weeks + 1):
        day = MONDAY - timedelta(weeks=week) + timedelta(days=weekday)
        for nth in range(each_week):
            moment = datetime.combine(day, time(10, nth), UTC)
            Appointment.objects.create(
                reference=f"X{week}{weekday}{level}{nth}", person=clinic.person(), service=clinic.service, level=level,
                clinician=clinic.clinicians[0], site=clinic.site, created_at=moment,
                starts_at=moment + timedelta(hours=2), ends_at=moment + timedelta(hours=3),
                wall="", booked_via="desk", state="fulfilled",
            )  # fmt: skip


def learn(clinic: Clinic, weekday: int = 1, level: int = 3, each_week: int = 6, weeks: int = 5) -> None:
    asked(clinic, weekday, level, each_week, weeks)
    actions.learn_demand(by=SYSTEM)


def on(clinic: Clinic, day: date, level: int) -> list[datetime]:
    """Starts on a day for somebody of this level."""
    begin = datetime.combine(day, time(), UTC)
    return clinic.starts(from_at=begin, until=day, level=level)


def told(clinic: Clinic, day: date) -> list[Stretch]:
    with memory.current() as known:
        (site,) = known.register.sites.values()
        known.ready([site.key], [day])
        sheet = known.sheet(site.key, day)
        assert sheet is not None
        return [one for each in known.register.kept for one in stretches(each, sheet, site, day, known)]


def test_APT_6_what_is_learned_is_how_many_asked_by_service_weekday_and_level(clinic: Clinic) -> None:
    asked(clinic, weekday=1, level=3, each_week=6)
    asked(clinic, weekday=5, level=2, each_week=1)
    asked(clinic, weekday=2, level=5, each_week=3)
    assert actions.learn_demand(by=SYSTEM) == 1
    protection = Protection.objects.get()
    rows = set(protection.demand.values_list("weekday", "level", "seen"))
    assert (protection.service, protection.weeks, rows) == (clinic.service, 4, {(1, 3, 24), (0, 2, 4)})


def test_APT_6_nothing_is_kept_before_there_are_weeks_enough_to_learn_from(clinic: Clinic) -> None:
    learn(clinic, weeks=4)
    assert Demand.objects.count() == 0
    assert on(clinic, TUESDAY, level=5) == on(clinic, TUESDAY, level=2)


def test_APT_6_what_has_been_learned_is_learned_anew_each_day(clinic: Clinic) -> None:
    asked(clinic, weekday=1, level=3, each_week=6)
    assert tasks.learn_demand() == 0
    learned = Protection.objects.get().learned_at
    tasks.learn_demand()
    assert Protection.objects.get().learned_at == learned
    with clock.at(NOW + timedelta(days=1)):
        tasks.learn_demand()
        assert Protection.objects.get().learned_at == NOW + timedelta(days=1)
    with clock.at(NOW + timedelta(days=2, hours=-5)):
        tasks.learn_demand()
        assert Protection.objects.get().learned_at == NOW + timedelta(days=1)


def test_APT_6_the_last_times_of_a_day_are_for_the_urgent(clinic: Clinic) -> None:
    """Of eighteen times nine are kept, enough on 85 of 100 days for those who ask before the last of them begins."""
    learn(clinic, each_week=18)
    (whole_day,) = told(clinic, TUESDAY)
    assert (whole_day.free, whole_day.kept, whole_day.is_closed) == (18, 9, False)
    for _ in range(9):
        assert on(clinic, TUESDAY, level=5)
        found = find_times(clinic.service, from_at=NINE, limit=1, by=clinic.desk)[0]
        hold = actions.hold(service=clinic.service, time=found, person=(who := clinic.person()), by=clinic.desk)
        actions.book(hold=hold, person=who, by=clinic.desk)
    assert on(clinic, TUESDAY, level=5) == on(clinic, TUESDAY, level=4) == []
    assert len(on(clinic, TUESDAY, level=3)) == 5
    assert clinic.starts(from_at=NINE, limit=1) == [NINE + timedelta(days=1)]


def test_APT_6_a_time_that_is_kept_cannot_be_held_by_its_key(clinic: Clinic) -> None:
    learn(clinic, each_week=60)
    found = find_times(clinic.service, from_at=NINE, limit=1, level=3, by=clinic.desk)[0]
    with pytest.raises(KeptForUrgent) as refused:
        actions.hold(service=clinic.service, time=found, person=clinic.person(), by=clinic.desk)
    assert refused.value.nearest.same_time == ()
    assert all(each.starts_at.date() != TUESDAY for each in refused.value.alternatives)
    assert actions.hold(service=clinic.service, time=found, person=clinic.person(), level=3, by=clinic.desk)


def test_APT_6_who_asks_for_another_service_of_the_same_people_leaves_them_too(clinic: Clinic) -> None:
    learn(clinic, each_week=60)
    assert clinic.starts(from_at=NINE, until=TUESDAY, service=clinic.heart) == []
    assert clinic.starts(from_at=NINE, until=TUESDAY, service=clinic.heart, level=2)


def test_APT_6_the_less_is_left_of_the_day_the_less_is_kept(clinic: Clinic) -> None:
    """Who comes after the last time of the day is not expected, and what is not needed is given to whoever wants it."""
    learn(clinic, each_week=30)
    kept = []
    for minutes in (-120, 0, 90, 150, 170):
        with clock.at(NINE + timedelta(minutes=minutes)):
            kept += [one.kept for one in told(clinic, TUESDAY)]
    assert kept == sorted(kept, reverse=True)
    assert (kept[0], kept[-1]) == (14, 0)
    for _ in range(4):
        found = find_times(clinic.service, from_at=NINE, limit=1, by=clinic.desk)[0]
        hold = actions.hold(service=clinic.service, time=found, person=(who := clinic.person()), by=clinic.desk)
        actions.book(hold=hold, person=who, by=clinic.desk)
    assert on(clinic, TUESDAY, level=5) == []
    with clock.at(NINE + timedelta(minutes=120)):
        assert on(clinic, TUESDAY, level=5) != []
    with clock.at(datetime(2026, 11, 24, 18, 0, tzinfo=UTC)):
        assert [one.is_over for one in told(clinic, TUESDAY)] == [True]


def test_APT_6_those_who_must_be_seen_within_hours_come_before_those_of_the_day(clinic: Clinic) -> None:
    learn(clinic, level=2, each_week=14)
    first, second = told(clinic, TUESDAY)
    assert (first.level, first.begin, first.end, second.end) == (2, 96, 156, 216)
    assert (first.is_closed, second.free, second.is_closed) == (False, 0, True)
    with clock.at(NINE - timedelta(minutes=30)):
        while len(free := on(clinic, TUESDAY, level=3)):
            found = find_times(clinic.service, from_at=free[0], limit=1, level=3, by=clinic.desk)[0]
            actions.hold(service=clinic.service, time=found, person=clinic.person(), level=3, by=clinic.desk)
        (left, _afternoon) = told(clinic, TUESDAY)
        assert (left.free, left.kept) == (4, 4)
        assert len(on(clinic, TUESDAY, level=2)) == 2


def test_APT_6_nothing_is_kept_on_a_holiday_or_where_it_was_turned_off(clinic: Clinic) -> None:
    learn(clinic, each_week=60)
    assert on(clinic, TUESDAY, level=5) == []
    actions.protect(service=clinic.service, on=False, why="Too few of us", by=clinic.manager)
    assert on(clinic, TUESDAY, level=5)
    assert told(clinic, TUESDAY) == []
    actions.protect(service=clinic.service, on=True, by=clinic.manager)
    assert on(clinic, TUESDAY, level=5) == []
    clinic.site.holidays = [TUESDAY.isoformat()]
    clinic.site.save()
    memory.forget()
    assert told(clinic, TUESDAY) == []


def test_APT_6_only_a_manager_turns_it_off_and_says_why(clinic: Clinic) -> None:
    with pytest.raises(NotAllowed):
        actions.protect(service=clinic.service, on=False, why="Because", by=clinic.desk)
    with pytest.raises(Unclear):
        actions.protect(service=clinic.service, on=False, why="  ", by=clinic.manager)
    assert not Protection.objects.exists()


def test_APT_6_no_trait_of_a_person_is_in_what_is_learned() -> None:
    names = {field.name for field in Demand._meta.get_fields()}
    assert names == {"id", "created_at", "protection", "site", "weekday", "level", "seen"}


def test_hold_looks_for_kept_times_only_where_somebody_more_urgent_is_expected_of_them(clinic: Clinic) -> None:
    """Nothing learned, nothing for those as urgent, nothing that this clinician gives: one statement finds that out."""
    found = find_times(clinic.service, from_at=NINE, limit=1, level=5, by=clinic.desk)[0]
    before = _tables(clinic, found.key, level=5)
    assert ("scheduling_demand" in before, "core_auditentry" in before) == (True, False)
    learn(clinic, each_week=1)
    assert "core_auditentry" not in _tables(clinic, found.key, level=3)
    assert "core_auditentry" in _tables(clinic, found.key, level=4)
    clinic.clinicians[0].staff.offerings.all().delete()
    clinic.clinicians[1].staff.offerings.all().delete()
    assert protecting.kept_from(4, [(one, NINE) for one in clinic.clinicians]) == []


def _tables(clinic: Clinic, key: str, level: int) -> set[str]:
    """What a hold reads."""
    with CaptureQueriesContext(connection) as captured:
        actions.hold(service=clinic.service, time=key, person=clinic.person(), level=level, by=clinic.desk)
    Hold.objects.update(lapses_at=NOW)
    Claim.objects.update(lapses_at=NOW)
    read = [one["sql"] for one in captured if one["sql"].startswith("SELECT")]
    return {table for sql in read for table in ("scheduling_demand", "core_auditentry") if table in sql}
