"""What the charter sends can go in time, in the hours of its channels, whatever the clock does."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from almoner.charter.book import charter
from almoner.charter.reading import charter_from
from almoner.charter.standard import Charter
from almoner.charter.timing import timing_faults

TODAY = date(2026, 11, 28)
LONDON = ZoneInfo("Europe/London")


def of_one(**changes: Any) -> Charter:
    standard = {
        "key": "reminded", "stage": "appointment", "name": "Reminded", "promise": {"en": "By $due."},
        "opens_on": "appointment.booked", "due": {"before": "starts_at", "by": "1 day", "at": "20:00"},
        "send_from": "10:00", "owner": "desk", "ladder": [{"to": "desk"}],
        "sends": [{"kind": "appointment.reminder_1d", "ways": ["text", "call"]}],
    }  # fmt: skip
    team = {"name": {"en": "Desk"}, "roles": ["agent"]}
    return charter_from({"team": {"desk": team}, "standard": [{**standard, **changes}]}, ("en",))


@pytest.mark.parametrize(
    "zone", ["Europe/London", "Asia/Riyadh", "Australia/Lord_Howe", "America/New_York", "Africa/Casablanca"]
)
def test_REM_4_all_of_the_house_charter_can_go_in_time(zone: str) -> None:
    assert timing_faults(charter(), ZoneInfo(zone), TODAY) == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"due": {"before": "starts_at", "by": "1 day", "at": "08:30"}, "send_from": "08:00"}, "goes at 2027-"),
        ({"send_from": "19:00", "sends": [{"kind": "appointment.reminder_1d", "ways": ["text", "letter"]}]}, "09:00"),
        ({"due": {"before": "starts_at", "by": "2 hours"}, "send_from": "05:00"}, "due by"),
        ({"send_from": "18:30", "sends": [
            {"kind": "appointment.reminder_1d", "ways": ["call"]}, {"kind": "appointment.reminder_3d", "ways": ["text"]}
        ]}, "appointment.reminder_3d"),
    ],
)  # fmt: skip
def test_REM_4_what_cannot_go_in_time_is_told_with_a_visit(changes: dict[str, Any], told: str) -> None:
    (fault,) = timing_faults(of_one(**changes), LONDON, TODAY)
    assert fault.startswith("reminded: ")
    assert told in fault


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"send_from": "19:00"},
        {"due": {"before": "starts_at", "by": "2 hours"}, "send_from": "05:00", "when": {"starts_hour_over": 12}},
        {"send_from": "22:00", "due": {"before": "starts_at", "by": "1 day", "at": "23:00"},
         "sends": [{"kind": "appointment.reminder_1d", "ways": ["letter"]}]},
    ],
)  # fmt: skip
def test_REM_4_what_can_go_is_no_fault(changes: dict[str, Any]) -> None:
    assert timing_faults(of_one(**changes), LONDON, TODAY) == []
