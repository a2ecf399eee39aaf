"""The rehearsal hospital keeps its public holidays."""

from __future__ import annotations

from datetime import date, time

import pytest
from tests.cast import Cast

from almoner.demo.holidays import keep_holidays
from almoner.people import holidays
from almoner.people.enums import HolidayHours


@pytest.mark.django_db
def test_those_that_come_are_kept_and_the_day_after_which_they_count_is_not(cast: Cast) -> None:
    keep_holidays(site=cast.site, after=date(2026, 12, 24), days=60, by=cast.manager)
    cast.site.refresh_from_db()
    kept = holidays.by_day(cast.site.holidays)
    assert {day: one.hours for day, one in kept.items()} == {
        date(2026, 12, 25): HolidayHours.CLOSED,
        date(2026, 12, 26): HolidayHours.SUNDAY,
        date(2027, 1, 1): HolidayHours.CLOSED,
    }
    assert kept[date(2027, 1, 1)].name_in("es") == "Año Nuevo"


@pytest.mark.django_db
def test_a_short_day_has_its_hours(cast: Cast) -> None:
    keep_holidays(site=cast.site, after=date(2026, 12, 23), days=1, by=cast.manager)
    cast.site.refresh_from_db()
    assert holidays.short_days(cast.site.holidays) == {date(2026, 12, 24): (time(8, 30), time(12, 30))}
