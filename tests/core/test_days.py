"""Days and clocks as each language writes them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.utils import translation

from almoner.core import days
from almoner.core.clock import zone
from almoner.core.numbers import counts_as, digits

MOMENT = datetime(2026, 11, 23, 10, 40, 7, tzinfo=zone())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Monday 23 November, 10:40", "23 November 2026", "23 November", "23 Nov", "Mon 23 Nov"]),
        ("es", ["lunes 23 de noviembre, 10:40", "23 de noviembre de 2026", "23 de noviembre", "23 nov", "lun 23 nov"]),
        ("ar", ["الاثنين 23 نوفمبر، 10:40", "23 نوفمبر 2026", "23 نوفمبر", "23 نوفمبر", "الاثنين 23 نوفمبر"]),
    ],
)
def test_a_day_is_written_in_the_order_of_the_language(language: str, said: list[str]) -> None:
    with translation.override(language):
        assert [
            days.weekday_and_clock(MOMENT, today=MOMENT.date()),
            days.day(MOMENT),
            days.month_day(MOMENT),
            days.short(MOMENT),
            days.short_weekday(MOMENT),
        ] == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Monday 23 November 2026"),
        ("es", "lunes 23 de noviembre de 2026"),
        ("ar", "الاثنين 23 نوفمبر 2026"),
    ],
)
def test_another_year_is_said(language: str, said: str) -> None:
    with translation.override(language):
        assert days.weekday(MOMENT, today=date(2027, 1, 2)) == said


def test_what_is_proved_by_a_moment_is_said_to_the_second() -> None:
    with translation.override("es"):
        assert days.to_the_second(MOMENT) == "23 de noviembre de 2026, 10:40:07"


@pytest.mark.parametrize(("number", "said", "counts"), [(1.0, "1", 1), (2.0, "2", 2), (2.5, "2,5", 100)])
def test_half_a_thing_more_counts_as_many(number: float, said: str, counts: int) -> None:
    with translation.override("es"):
        assert (digits(number), counts_as(number)) == (said, counts)
