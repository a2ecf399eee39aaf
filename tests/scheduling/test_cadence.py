"""When somebody is reminded of a visit, and when they have said yes and are left alone (REM-1, REM-5, REM-7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from tests.portal.clinic import TODAY, Clinic
from tests.portal.clinic import clinic as clinic  # noqa: PLC0414 - the fixture is used by name

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.messaging.models import Message
from almoner.people.enums import Channel
from almoner.scheduling import actions
from almoner.scheduling.models import Appointment, Resource
from almoner.scheduling.search import find_times

At = Callable[[datetime], None]
REMINDERS = ("reminded_7_days", "reminded_3_days", "reminded_1_day")


def booked(clinic: Clinic, days: int) -> Appointment:
    """The first visit that can be had so many days from today."""
    actions.open_diaries(
        resources=list(Resource.objects.all()),
        from_day=TODAY,
        until_day=TODAY + timedelta(days=30),
        by=clinic.cast.manager,
    )
    times = find_times(clinic.service, limit=200, by=clinic.cast.agent)
    found = next(one for one in times if (one.starts_at.date() - TODAY).days >= days)
    hold = actions.hold(service=clinic.service, time=found, person=clinic.cast.maya, by=clinic.cast.agent)
    return actions.book(hold=hold, person=clinic.cast.maya, by=clinic.cast.agent)


def reminders(visit: Appointment) -> dict[str, str]:
    promised = Promise.objects.filter(subject_id=visit.id, standard__in=REMINDERS)
    return {one.standard: one.state for one in promised.order_by("-due_at")}


@pytest.mark.parametrize(("days", "promised"), [(20, 3), (10, 2), (2, 1)])
def test_REM_1_a_week_before_is_for_who_booked_long_before(clinic: Clinic, days: int, promised: int) -> None:
    visit = booked(clinic, days)
    assert set(reminders(visit)) == set(REMINDERS[-promised:])
    week = Message.objects.filter(subject_id=visit.id, kind="appointment.reminder_7d")
    assert week.count() == (promised == 3)
    for one in week:
        local = clock.local(one.not_before)
        assert (visit.starts_there.date() - local.date(), local.hour) == (timedelta(days=7), 10)


@pytest.mark.parametrize(
    ("before", "left"),
    [
        (timedelta(days=19), {"reminded_7_days": "open", "reminded_3_days": "open", "reminded_1_day": "open"}),
        (timedelta(days=7), {"reminded_7_days": "withdrawn", "reminded_3_days": "withdrawn", "reminded_1_day": "open"}),
        (timedelta(days=3), dict.fromkeys(REMINDERS, "withdrawn")),
    ],
)
def test_REM_5_a_yes_ends_the_next_reminder_and_not_all_that_are_weeks_away(
    clinic: Clinic, at: At, before: timedelta, left: dict[str, str]
) -> None:
    visit = booked(clinic, 20)
    at(visit.starts_at - before)
    actions.confirm(appointment=visit, channel=Channel.CALL, by=SYSTEM)
    assert reminders(visit) == left
    gone = [
        kind
        for kind, state in Message.objects.filter(subject_id=visit.id).values_list("kind", "state")
        if state == "withdrawn"
    ]
    assert sum("reminder" in kind for kind in gone) == list(left.values()).count("withdrawn")
    asked = Promise.objects.filter(subject_id=visit.id, standard__startswith="way_to_us")
    assert {one.state for one in asked} == {"open"}, "where to come is told all the same"


def test_REM_5_a_yes_by_a_second_reminder_counts_as_the_first_did(clinic: Clinic, at: At) -> None:
    """They confirmed by text weeks ago, and answer the reminder by text as well."""
    visit = booked(clinic, 20)
    actions.confirm(appointment=visit, channel=Channel.TEXT, by=SYSTEM)
    at(visit.starts_at - timedelta(days=3))
    actions.confirm(appointment=visit, channel=Channel.TEXT, by=SYSTEM)
    assert reminders(visit)["reminded_1_day"] == "withdrawn"
