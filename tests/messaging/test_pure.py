"""The calculations: moments, hours, retries, segments, addresses."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.core.identifiers import new_id
from almoner.messaging import addresses, hours, moments, retry
from almoner.messaging.addresses import Point, Reach
from almoner.messaging.segments import parts_of
from almoner.people.enums import Channel, ContactKind, Need, Purpose

LONDON = ZoneInfo("Europe/London")
SUMMER = datetime(2026, 7, 2, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Thursday 2 July at 09:30"),
        ("es", "jueves 2 de julio a las 09:30"),
        ("ar", "الخميس 2 يوليو الساعة 09:30"),
        ("es-MX", "jueves 2 de julio a las 09:30"),
        ("tlh", "Thursday 2 July at 09:30"),
    ],
)
def test_moment_is_said_on_the_wall_of_the_site(language: str, said: str) -> None:
    assert moments.say_moment(SUMMER, language, LONDON) == said


def test_CNF_5_times_of_one_day_are_said_together_in_order() -> None:
    times = [SUMMER + timedelta(hours=2), SUMMER]
    assert moments.say_times(times, "en", LONDON) == "Thursday 2 July at 09:30 and at 11:30"
    assert moments.say_times(times, "es", LONDON) == "jueves 2 de julio a las 09:30 y a las 11:30"
    assert moments.say_times(times, "ar", LONDON) == "الخميس 2 يوليو الساعة 09:30 والساعة 11:30"


def test_APT_8_times_of_several_days_are_said_day_by_day() -> None:
    times = [SUMMER + timedelta(days=7), SUMMER + timedelta(hours=2), SUMMER]
    english = "Thursday 2 July at 09:30 and at 11:30; Thursday 9 July at 09:30"
    assert moments.say_times(times, "en", LONDON) == english
    assert (
        moments.say_times(times[:1] + times[2:], "ar", LONDON)
        == "الخميس 2 يوليو الساعة 09:30؛ الخميس 9 يوليو الساعة 09:30"
    )


def test_one_o_clock_is_singular_in_spanish() -> None:
    assert moments.say_moment(datetime(2026, 12, 3, 1, 5, tzinfo=UTC), "es", LONDON).endswith("a la 01:05")


def test_day_is_said_without_a_time() -> None:
    assert moments.say_day(date(2026, 12, 3), "es") == "jueves 3 de diciembre"


@given(
    moment=st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: SUMMER + timedelta(minutes=minutes)),
    channel=st.sampled_from(list(Channel.values)),
    zone=st.sampled_from(["Europe/London", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]),
)
def test_REM_4_next_allowed_is_in_the_hours_and_never_earlier(moment: datetime, channel: str, zone: str) -> None:
    allowed = hours.next_allowed(channel, moment, ZoneInfo(zone))
    assert moment <= allowed <= moment + timedelta(days=1, hours=2)
    if channel in hours.OPEN:
        begin, end = hours.OPEN[channel]
        assert begin <= allowed.astimezone(ZoneInfo(zone)).time() < end


def test_REM_4_urgent_goes_at_any_hour() -> None:
    night = datetime(2026, 11, 23, 2, tzinfo=UTC)
    assert hours.next_allowed("text", night, LONDON, any_hour=True) == night


@pytest.mark.parametrize("channel", list(Channel.values))
def test_CNF_7_a_way_ends_after_its_attempts(channel: str) -> None:
    now, far = SUMMER, SUMMER + timedelta(days=30)
    tries = [retry.try_again_at(channel, attempt, now, far) for attempt in range(1, retry.attempts_on(channel) + 1)]
    assert tries[-1] is None
    assert all(moment and moment > now for moment in tries[:-1])


def test_a_wait_past_the_deadline_gives_place_to_the_next_way() -> None:
    assert retry.try_again_at("call", 1, SUMMER, SUMMER + timedelta(hours=1)) is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("م" * 70, 1),
        ("م" * 71, 2),
        ("á", 1),
        ("😀" * 36, 2),
    ],
)
def test_parts_of_a_text(text: str, parts: int) -> None:
    assert parts_of(text) == parts


def reach(
    *kinds: str, needs: frozenset[str] = frozenset(), answers: dict[tuple[str, str], bool] | None = None
) -> Reach:
    points = tuple(Point(new_id(), kind, f"{kind} of hers") for kind in kinds)
    said = {(Purpose.CARE.value, channel): True for channel in Channel.values} if answers is None else answers
    return Reach(new_id(), "Maya Osei", "Maya", "en", False, points, needs, said)


ALL = tuple(ContactKind.values)
CARE = Purpose.CARE.value


def test_without_an_answer_care_comes_by_call_and_letter_only() -> None:
    there = reach(*ALL, answers={})
    assert [channel for channel in Channel.values if addresses.usable(channel, CARE, there)] == ["call", "letter"]
    assert not any(addresses.usable(channel, "feedback", there) for channel in Channel.values)


def test_latest_no_closes_a_channel() -> None:
    assert not addresses.usable("call", CARE, reach(*ALL, answers={(CARE, "call"): False}))


@pytest.mark.parametrize(
    ("needs", "planned", "ways"),
    [
        ({Need.DEAF}, ["call", "email"], ["email"]),
        ({Need.DEAF}, ["call"], ["text", "email", "letter"]),
        ({Need.BLIND}, ["letter", "email"], ["email"]),
        ({Need.BLIND}, ["letter"], ["text", "email", "call"]),
        ({Need.PHONE_AND_POST}, ["email"], ["letter", "call"]),
        ({Need.PHONE_AND_POST}, ["email", "call"], ["call"]),
        (set(), ["email", "call"], ["email", "call"]),
    ],
)
def test_X_5_needs_decide_the_ways(needs: set[str], planned: list[str], ways: list[str]) -> None:
    assert addresses.ways_for(planned, CARE, reach(*ALL, needs=frozenset(needs))) == ways


def test_blind_with_post_only_gets_a_letter_after_all() -> None:
    there = reach(ContactKind.POST, needs=frozenset({Need.BLIND}))
    assert addresses.ways_for(["letter"], CARE, there) == ["letter"]


def test_REM_3_what_is_told_by_another_way_is_not_taken_instead() -> None:
    there = reach(*ALL, needs=frozenset({Need.DEAF}))
    assert addresses.ways_for(["call"], CARE, there, frozenset({"email"})) == ["text", "letter"]


def test_CNF_7_telephones_take_turns() -> None:
    there = reach(ContactKind.LANDLINE, ContactKind.MOBILE)
    tried = [addresses.point_for("call", there, attempt) for attempt in range(3)]
    assert [point.kind for point in tried if point] == ["mobile", "landline", "mobile"]
    assert addresses.point_for("email", there, 0) is None


def test_hours_of_each_channel_are_those_of_the_house() -> None:
    assert hours.OPEN["text"] == (time(9), time(18))
    assert hours.OPEN["call"] == (time(9, 30), time(20, 30))
