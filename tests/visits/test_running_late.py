"""A clinic runs late: those who are still to come hear it once, and may come later without losing their turn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection
from tests.visits.hospital import Hospital, later

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.models import Setting
from almoner.core.refusal import NotThere
from almoner.messaging.channels import answering
from almoner.messaging.channels.answering import How as Answered
from almoner.messaging.channels.answering import Reply
from almoner.messaging.models import Message
from almoner.messaging.work import send_due
from almoner.scheduling import actions as scheduling
from almoner.scheduling.models import Appointment
from almoner.timeline.models import Event
from almoner.visits import actions, refusals
from almoner.visits.enums import How
from almoner.visits.models import DelayNotice
from almoner.visits.queries import arrivals_of_day, coming_by_clinician, delay_of, door_of


def announce(hospital: Hospital, minutes: int = 40, clinician: Any = None) -> None:
    actions.announce_delay(
        clinician=clinician or hospital.dana, minutes=minutes, why="an emergency on the ward",
        by=hospital.cast.receptionist,
    )  # fmt: skip


def told(visit: Appointment) -> int:
    return Event.objects.filter(kind="appointment.delayed", subject_id=visit.id).count()


@pytest.fixture
def coming(hospital: Hospital) -> Appointment:
    """Maya comes to Dana at eleven; it is nine."""
    visit = hospital.appointment(hospital.cast.maya, "11:00")
    assert visit.clinician.staff == hospital.dana
    return visit


def test_ARR_5_who_is_still_to_come_is_told_when_to_expect(hospital: Hospital, coming: Appointment) -> None:
    announce(hospital, 38)
    notice = delay_of(appointment=coming, by=hospital.cast.maya_herself)
    assert notice
    assert (notice.expected_at - coming.starts_at, notice.comes_at) == (timedelta(minutes=40), None)
    facts = Event.objects.get(kind="appointment.delayed").facts
    assert (facts["minutes"], facts["reason"]) == (38, "an emergency on the ward")
    assert Promise.objects.get(standard="delay_told").person == hospital.cast.maya


def test_ARR_5_they_are_told_once_and_again_only_if_it_becomes_much_longer(
    hospital: Hospital, coming: Appointment
) -> None:
    seen = []
    for minutes in (10, 30, 30, 45, 20, 60, 65):
        announce(hospital, minutes)
        seen.append(told(coming))
    assert seen == [0, 1, 1, 1, 1, 2, 2]
    assert Promise.objects.live().filter(standard="delay_told").count() == 2


def test_ARR_5_nobody_else_is_told(hospital: Hospital, coming: Appointment) -> None:
    here = hospital.here(hospital.cast.tom, "09:20")
    cancelled = hospital.appointment(hospital.person("Ann"), "11:40")
    scheduling.cancel(appointment=cancelled, by=hospital.cast.agent)
    tomorrow = hospital.appointment(hospital.person("Eve"), "12:20")
    Appointment.objects.filter(id=tomorrow.id).update(
        starts_at=tomorrow.starts_at + timedelta(days=1), ends_at=tomorrow.ends_at + timedelta(days=1)
    )
    announce(hospital, 40, hospital.evan)
    assert told(coming) == 0
    announce(hospital)
    assert here.appointment
    assert [told(one) for one in (coming, here.appointment, cancelled, tomorrow)] == [1, 0, 0, 0]


def test_ARR_5_message_goes_by_their_channel_and_says_nothing_private(hospital: Hospital, coming: Appointment) -> None:
    Setting.objects.create(name="rehearsal", value=True)
    announce(hospital)
    send_due(limit=50)
    message = Message.objects.get(kind="appointment.delayed")
    attempt = message.tried.get()
    assert (message.channel, message.person) == ("text", hospital.cast.maya)
    assert "11:40" in attempt.body
    assert "emergency on the ward" not in attempt.body
    assert Promise.objects.get(standard="delay_told").state == "kept"


def test_REM_5_one_key_says_that_they_come_later(
    hospital: Hospital, coming: Appointment, at: Callable[[Any], None]
) -> None:
    at(later(45))
    Setting.objects.create(name="rehearsal", value=True)
    announce(hospital)
    Message.objects.filter(kind="appointment.delayed").update(ways=["call"])
    with answering.suppose(lambda _question: Reply(Answered.HUMAN, "2")):
        send_due(limit=50)
    assert DelayNotice.objects.get().comes_at == coming.starts_at + timedelta(minutes=40)
    assert Event.objects.filter(kind="appointment.comes_later", person=hospital.cast.maya).count() == 1


def test_who_comes_later_is_not_late_and_is_shown_so(
    hospital: Hospital, coming: Appointment, at: Callable[[Any], None]
) -> None:
    announce(hospital)
    for _twice in range(2):
        actions.come_later(appointment=coming, by=hospital.cast.maya_herself)
    assert Event.objects.filter(kind="appointment.comes_later").count() == 1
    at(coming.starts_at + timedelta(minutes=35))
    fresh = Appointment.objects.get(id=coming.id)
    assert door_of(appointment=fresh, by=hospital.cast.maya_herself).stands == "open"
    (line,) = arrivals_of_day(site=hospital.cast.site, by=hospital.cast.receptionist)
    assert (line.stands, line.comes_at) == ("expected", coming.starts_at + timedelta(minutes=40))
    visit = actions.check_in(appointment=fresh, how=How.DESK, by=hospital.cast.receptionist)
    assert visit.late is False


def test_who_said_nothing_is_awaited_at_their_time(
    hospital: Hospital, coming: Appointment, at: Callable[[Any], None]
) -> None:
    announce(hospital)
    at(coming.starts_at + timedelta(minutes=35))
    assert door_of(appointment=coming, by=hospital.cast.maya_herself).stands == "late"


def test_moved_visit_knows_nothing_of_the_delay_of_its_old_time(hospital: Hospital, coming: Appointment) -> None:
    announce(hospital)
    hold = hospital.hold(hospital.cast.maya, "12:20")
    moved = scheduling.move(appointment=coming, hold=hold, by=hospital.cast.agent)
    assert delay_of(appointment=moved, by=hospital.cast.maya_herself) is None
    with pytest.raises(refusals.NoDelay):
        actions.come_later(appointment=moved, by=hospital.cast.maya_herself)
    assert Promise.objects.get(standard="delay_told").state == "withdrawn"


def test_there_is_nothing_to_come_later_for_without_a_delay_or_after_it(
    hospital: Hospital, coming: Appointment, at: Callable[[Any], None]
) -> None:
    with pytest.raises(refusals.NoDelay):
        actions.come_later(appointment=coming, by=hospital.cast.maya_herself)
    announce(hospital)
    at(coming.starts_at + timedelta(minutes=41))
    with pytest.raises(refusals.NoDelay):
        actions.come_later(appointment=coming, by=hospital.cast.maya_herself)


def test_I_22_nobody_else_comes_later_for_them_or_reads_of_it(hospital: Hospital, coming: Appointment) -> None:
    announce(hospital)
    for stranger in (hospital.cast.tom_himself, hospital.cast.from_elsewhere):
        with pytest.raises(NotThere):
            delay_of(appointment=coming, by=stranger)
        with pytest.raises(NotThere):
            actions.come_later(appointment=coming, by=stranger)
    assert DelayNotice.objects.get().comes_at is None
    assert actions.come_later(appointment=coming, by=SYSTEM).comes_at


def test_how_many_are_still_to_come(hospital: Hospital, coming: Appointment, at: Callable[[Any], None]) -> None:
    site, by = hospital.cast.site, hospital.cast.receptionist
    assert coming_by_clinician(site=site, by=by) == {hospital.dana.id: 1}
    at(later(180))
    assert clock.now() > coming.starts_at
    assert coming_by_clinician(site=site, by=by) == {}


def test_announcement_that_fails_at_its_last_write_tells_nobody(hospital: Hospital, coming: Appointment) -> None:
    def fail_at_the_event(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "timeline_event" in sql and sql.startswith("INSERT"):
            raise IntegrityError("planted")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail_at_the_event), pytest.raises(IntegrityError):
        announce(hospital)
    assert not DelayNotice.objects.exists()
