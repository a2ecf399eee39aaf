"""Birth dates as people say and type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.people.births import birth_dates

TODAY = date(2026, 11, 23)
APRIL, MARCH = date(1980, 4, 3), date(1980, 3, 4)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("1980-04-03", [APRIL]),
        ("3/4/1980", [APRIL, MARCH]),
        ("03.04.1980", [APRIL, MARCH]),
        ("3-4-80", [APRIL, MARCH]),
        ("3 April 1980", [APRIL]),
        ("3rd of April, 1980", [APRIL]),
        ("April 3rd 1980", [APRIL]),
        ("1980 Apr 3", [APRIL]),
        ("3 de abril de 1980", [APRIL]),
        ("٣/٤/١٩٨٠", [APRIL, MARCH]),
        ("3 أبريل 1980", [APRIL]),
        ("03041980", [APRIL]),
        ("19800403", [APRIL]),
        ("13/02/1990", [date(1990, 2, 13)]),
        ("02/13/1990", [date(1990, 2, 13)]),
        ("29/2/2000", [date(2000, 2, 29)]),
        ("3/4/25", [date(2025, 4, 3), date(2025, 3, 4)]),
        ("3/4/27", [date(1927, 4, 3), date(1927, 3, 4)]),
        ("Maya Osei born 3/4/1980", [APRIL, MARCH]),
    ],
)
def test_date_of_birth_is_read(said: str, meant: list[date]) -> None:
    found = birth_dates(said, today=TODAY)
    assert found[: len(meant)] == meant
    assert set(found) - set(meant) <= {MARCH}


@pytest.mark.parametrize("said", ["", "Maya Osei", "31/2/1980", "3/4/2030", "1/1/1700", "020 7946 0999", "99999999"])
def test_what_is_no_date_of_birth_gives_none(said: str) -> None:
    assert birth_dates(said, today=TODAY) == []


@given(st.dates(date(1900, 1, 1), TODAY), st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%d%m%Y"]))
def test_a_date_in_any_usual_form_is_found_first(born: date, form: str) -> None:
    assert birth_dates(born.strftime(form), today=TODAY)[0] == born


@given(st.text(max_size=60))
def test_no_text_is_too_odd(text: str) -> None:
    assert all(found <= TODAY for found in birth_dates(text, today=TODAY))
