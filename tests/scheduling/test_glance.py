"""Weeks and months at a glance: the same times as the search gives, counted by day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.scheduling.clinic import MONDAY, NOW, Clinic, open_every_day

from almoner.catalogue.models import Offering
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.people.models import Staff
from almoner.scheduling import actions
from almoner.scheduling.actions import offer_next
from almoner.scheduling.asking import Asked
from almoner.scheduling.browsing import Browsing, browse
from almoner.scheduling.glance import first_day, month_after, month_before, month_of, week_of
from almoner.scheduling.models import Claim, Diary, Hold
from almoner.scheduling.nearest import nearest
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.proposing import SeriesWish, propose_series
from almoner.scheduling.why_none import why_none
from almoner.scheduling.wished import find_wished
from almoner.scheduling.wishes import Wishes

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
A_DAY_HOLDS = 9
"""Three hours of twenty minutes."""


def asked(clinic: Clinic, wish: Preferences | None = None) -> Asked:
    return Asked(clinic.service, clinic.desk, wishes=Wishes(must=wish or Preferences()))


def test_a_month_says_on_which_days_there_are_times_how_many_and_from_when(clinic: Clinic) -> None:
    for _visit in range(2):
        clinic.visit(clinic.person())
    weeks = month_of(asked(clinic), MONDAY)
    days = [day for week in weeks for day in week if day]
    assert [len(week) for week in weeks] == [7] * 6
    assert [day.on for day in days] == [date(2026, 11, 1) + timedelta(days=ahead) for ahead in range(30)]
    assert {day.on.day: (day.count, day.first) for day in days if day.count} == {
        23: (A_DAY_HOLDS - 1, NINE + timedelta(minutes=20)),
        **{23 + ahead: (A_DAY_HOLDS, NINE + timedelta(days=ahead)) for ahead in range(1, 5)},
    }


def test_a_month_stands_in_weeks_from_monday(clinic: Clinic) -> None:
    weeks = month_of(asked(clinic), date(2026, 12, 9))
    assert [day.on.day if day else None for day in weeks[0]] == [None, 1, 2, 3, 4, 5, 6]
    assert [day.on.day if day else None for day in weeks[-1]] == [28, 29, 30, 31, None, None, None]


def test_a_week_gives_the_times_of_its_days_as_the_search_does(clinic: Clinic) -> None:
    week = week_of(asked(clinic), MONDAY + timedelta(days=3))
    assert [day.on for day in week] == [MONDAY + timedelta(days=ahead) for ahead in range(7)]
    assert [time.starts_at for day in week for time in day.times] == clinic.starts()


def test_APT_5_a_month_shows_what_meets_what_has_to_be(clinic: Clinic) -> None:
    days = [day for week in month_of(asked(clinic, Preferences(weekdays=(2,))), MONDAY) for day in week if day]
    assert [day.on.day for day in days if day.count] == [25]


def test_days_that_are_over_have_no_times(clinic: Clinic) -> None:
    with clock.at(NOW + timedelta(days=2)):
        assert [day.count for day in week_of(asked(clinic), MONDAY)] == [
            0,
            0,
            A_DAY_HOLDS,
            A_DAY_HOLDS,
            A_DAY_HOLDS,
            0,
            0,
        ]
        assert not any(day.count for day in week_of(asked(clinic), MONDAY - timedelta(days=7)))


def test_the_first_day_that_has_a_time(clinic: Clinic) -> None:
    assert first_day(asked(clinic)) == MONDAY
    assert first_day(asked(clinic, Preferences(weekdays=(3,)))) == MONDAY + timedelta(days=3)
    assert first_day(asked(clinic), MONDAY + timedelta(days=30)) is None
    room = clinic.rooms[:2]
    for one in room:
        actions.add_block(
            resource=one, starts_at=NINE, ends_at=NINE + timedelta(days=1), reason="closure", by=clinic.manager
        )
    assert first_day(asked(clinic)) == MONDAY + timedelta(days=1)


def test_months_follow_each_other() -> None:
    assert month_after(date(2026, 12, 31)) == date(2027, 1, 1)
    assert month_after(date(2027, 1, 31)) == date(2027, 2, 1)
    assert month_before(date(2027, 3, 31)) == date(2027, 2, 1)


def test_looking_never_writes(clinic: Clinic) -> None:
    clinic.hold(clinic.person())
    with clock.at(NOW + timedelta(minutes=11)):
        before = list(Diary.objects.order_by("id").values_list("version", flat=True))
        day = month_of(asked(clinic), MONDAY)[4][0]
        assert day and (day.on, day.count) == (MONDAY, A_DAY_HOLDS)
        assert (Hold.objects.count(), Claim.objects.count()) == (1, 2)
        assert list(Diary.objects.order_by("id").values_list("version", flat=True)) == before


def test_the_number_of_statements_does_not_grow_with_clinicians_or_days(clinic: Clinic) -> None:
    """Of a month, of what suits best, and of why there is none."""
    before = [_statements(look) for look in _looks(clinic)]
    for number in range(3):
        staff = Staff.objects.create(name=f"Locum {number}", profession="physician", site=clinic.site)
        Offering.objects.create(service=clinic.service, staff=staff)
        locum = actions.add_resource(
            kind="clinician", name=staff.name, site=clinic.site, staff=staff, by=clinic.manager
        )
        open_every_day(locum, ((time(9), time(12)),), clinic.manager)
        actions.open_diaries(resources=[locum], from_day=MONDAY, until_day=MONDAY + timedelta(4), by=clinic.manager)
    assert [_statements(look) for look in _looks(clinic)] == before


def _looks(clinic: Clinic) -> list[Callable[[], object]]:
    rather = Asked(clinic.service, clinic.desk, wishes=Wishes(rather=Preferences(sex="male", weekdays=(1,))))
    return [
        lambda: month_of(asked(clinic), MONDAY),
        lambda: find_wished(rather),
        lambda: why_none(clinic.service, until=MONDAY, preferences=Preferences(weekdays=(6,)), by=clinic.desk),
    ]


def test_a_page_looks_into_memory_once_whatever_it_shows(clinic: Clinic) -> None:
    """Nothing free and why; the best, and the soonest beside it; the nearest to a time; the dates of a series."""
    saturday, tuesday = Preferences(weekdays=(5,)), Wishes(rather=Preferences(sex="male", weekdays=(1,)))
    taken = clinic.starts()[5]
    pages: list[Callable[[], object]] = [
        lambda: browse(_browsing(clinic, Wishes(must=saturday)), "", ""),
        lambda: browse(_browsing(clinic, tuesday), "", ""),
        lambda: browse(_browsing(clinic, tuesday), "week", "2026-12-05"),
        lambda: nearest(asked(clinic), taken, clinic.clinicians[0].id),
        lambda: propose_series(clinic.service, clinic.person(), SeriesWish(3, 1, 0, MONDAY), by=clinic.desk),
        lambda: offer_next(service=clinic.service, by=SYSTEM),
    ]
    for number in range(3):
        actions.join_waiting_list(
            person=clinic.person(), service=clinic.service, preferences=saturday, level=number + 3, by=clinic.desk
        )
    with clock.at(NOW + timedelta(hours=2)):
        assert [_looks_of(page) for page in pages] == [1, 1, 1, 1, 1, 2]


def _browsing(clinic: Clinic, wishes: Wishes) -> Browsing:
    return Browsing(Asked(clinic.service, clinic.desk, wishes=wishes), lambda view, on: f"?{view}{on or ''}")


def _looks_of(page: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        page()
    return sum("SELECT claim.resource_id" in one["sql"] for one in captured)


def _statements(look: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        look()
    return len(captured)
