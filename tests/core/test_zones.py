"""Whose clock a time is by, in words, and where that is said."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from almoner.core import clock, days, zones
from almoner.messaging.moments import say_moment, say_times

MADRID, CANARY, LONDON = ZoneInfo("Europe/Madrid"), ZoneInfo("Atlantic/Canary"), ZoneInfo("Europe/London")
TEN = datetime(2026, 11, 24, 10, tzinfo=UTC)
ZONES = sorted(available_timezones())


@pytest.fixture(autouse=True)
def madrid(settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Madrid"


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("Atlantic/Canary", ("Canary Islands time", "hora de Canarias", "بتوقيت جزر الكناري")),
        ("America/Denver", ("Mountain Time", "hora de las Montañas Rocosas", "بالتوقيت الجبلي لأمريكا الشمالية")),
        ("America/Phoenix", ("Phoenix time", "hora de Phoenix", "بتوقيت فينكس")),
        ("America/Argentina/Cordoba", ("Córdoba time", "hora de Córdoba", "بتوقيت كوردوبا")),
    ],
)
def test_a_clock_is_called_as_people_there_call_it(key: str, words: tuple[str, str, str]) -> None:
    assert tuple(zones.said(ZoneInfo(key), language) for language in ("en", "es", "ar")) == words


def test_every_zone_can_be_said_in_every_language() -> None:
    for key in ZONES:
        for language in ("en", "es", "ar", "de"):
            words = zones.said(ZoneInfo(key), language)
            assert len(words) > 3, key
            assert not {"_", "/"} & set(words.replace("n/a", "")), key


def test_a_site_can_be_in_any_place_and_in_utc() -> None:
    assert {"America/El_Salvador", "Atlantic/Canary", "UTC"} <= set(zones.of_places())
    assert not {"Etc/GMT+3", "posixrules", "EST"} & set(zones.of_places())
    assert zones.exists("Atlantic/Canary")
    assert not zones.exists("Atlantis/City")


@given(st.sampled_from(ZONES), st.sampled_from(ZONES), st.integers(0, 10**8))
def test_whose_clock_it_is_is_said_exactly_where_the_clocks_show_different_times(
    place: str, reader: str, later: int
) -> None:
    moment = datetime.fromtimestamp(1_770_000_000 + later, UTC)
    there, here = moment.astimezone(ZoneInfo(place)), moment.astimezone(ZoneInfo(reader))
    assert bool(zones.beside(there, ZoneInfo(reader), "en")) == (
        there.replace(tzinfo=None) != here.replace(tzinfo=None)
    )


def test_a_time_is_written_with_its_clock_only_for_a_reader_elsewhere() -> None:
    there = clock.there(TEN, CANARY)
    with translation.override("en"):
        assert days.clock(there) == "10:00, Canary Islands time"
        assert days.weekday_and_clock(there, today=there.date()) == "Tuesday 24 November, 10:00, Canary Islands time"
        assert days.clocks(there, clock.there(TEN, CANARY)) == "10:00–10:00, Canary Islands time"
        assert days.bare_clock(there) == "10:00"
        with clock.read_in(LONDON):  # whose clock shows the same
            assert days.clock(there) == "10:00"
            assert days.clock(clock.local(TEN)) == "11:00, Madrid time"
    with translation.override("ar"):
        assert days.clock(there) == "10:00، بتوقيت جزر الكناري"


def test_what_belongs_to_no_place_is_read_and_typed_by_the_readers_clock() -> None:
    assert clock.shown(TEN).hour == 11
    with clock.read_in(CANARY):
        assert clock.shown(TEN).hour == 10
        assert clock.shown(clock.there(TEN, MADRID)).hour == 11
        assert clock.as_typed(TEN.date(), TEN.time()) == TEN
        assert clock.local(TEN).hour == 11  # what is reckoned by the hospital's wall does not depend on who looks
    assert clock.as_typed(TEN.date(), TEN.time()).hour == 9
    assert clock.of_reader() == MADRID


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Tuesday 24 November at 10:00 (Canary Islands time)"),
        ("es", "martes 24 de noviembre a las 10:00 (hora de Canarias)"),
        ("ar", "الثلاثاء 24 نوفمبر الساعة 10:00 (بتوقيت جزر الكناري)"),
    ],
)
def test_a_message_says_it_in_its_readers_language(language: str, words: str) -> None:
    assert say_moment(clock.there(TEN, CANARY), language, MADRID) == words
    assert "(" not in say_moment(clock.there(TEN, CANARY), language, CANARY)
    assert "(" not in say_moment(TEN, language, CANARY)


def test_times_of_two_clocks_are_told_apart_in_the_order_in_which_they_come() -> None:
    here, far = clock.there(TEN, MADRID), clock.there(TEN.replace(hour=9), CANARY)
    assert say_times([here, far], "en", MADRID) == ("Tuesday 24 November at 09:00 (Canary Islands time) and at 11:00")
