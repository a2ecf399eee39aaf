"""Opening days, blocking time, and who may."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from tests.scheduling.clinic import MONDAY, NOW, Clinic, open_every_day

from almoner.core import clock
from almoner.core.refusal import NotAllowed, Unclear
from almoner.scheduling import actions, diaries, refusals
from almoner.scheduling.laws import LAWS
from almoner.scheduling.models import Diary, Resource
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.queries import day_of
from almoner.scheduling.search import find_times
from almoner.scheduling.tasks import open_ahead
from almoner.timeline.models import Event

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def block(clinic: Clinic, resource: Resource, starts_at: datetime, ends_at: datetime) -> object:
    return actions.add_block(resource=resource, starts_at=starts_at, ends_at=ends_at, reason="leave", by=clinic.manager)


def test_I_11_blocked_time_is_not_offered_and_comes_back(clinic: Clinic) -> None:
    before = clinic.starts()
    blocks = [block(clinic, clinician, NINE, NINE + timedelta(hours=2)) for clinician in clinic.clinicians]
    assert clinic.starts(limit=1) == [NINE + timedelta(hours=2)]
    assert [law.id for law in LAWS if law.broken()] == []
    for one in blocks:
        actions.lift_block(block=one, by=clinic.manager)
    assert (clinic.starts(), [law.id for law in LAWS if law.broken()]) == (before, [])


def test_a_block_tells_of_each_visit_that_it_displaces(clinic: Clinic) -> None:
    visit, other = clinic.visit(clinic.person()), clinic.visit(clinic.person(), nth=8)
    block(clinic, visit.clinician, NINE, NINE + timedelta(hours=1))
    assert [event.subject_id for event in Event.objects.filter(kind="appointment.displaced")] == [visit.id]
    moved = actions.move(appointment=visit, hold=clinic.hold(visit.person, nth=9), by=clinic.desk)
    assert (moved.starts_at >= NINE + timedelta(hours=1), other.state) == (True, "booked")
    assert [law.id for law in LAWS if law.broken()] == []


def test_I_11_a_cancelled_visit_in_blocked_time_does_not_come_free(clinic: Clinic) -> None:
    visit = clinic.visit(clinic.person())
    block(clinic, visit.clinician, NINE, NINE + timedelta(hours=1))
    actions.cancel(appointment=visit, by=clinic.desk)
    diary = Diary.objects.get(resource=visit.clinician, day=MONDAY)
    assert diaries.unpack(diary.free) & diaries.span(108, 120) == 0


def test_days_that_are_open_stay_as_they_are(clinic: Clinic) -> None:
    clinic.visit(clinic.person())
    before = list(Diary.objects.order_by("id").values())
    opened = actions.open_diaries(
        resources=clinic.clinicians, from_day=MONDAY, until_day=MONDAY + timedelta(4), by=clinic.manager
    )
    assert (opened, list(Diary.objects.order_by("id").values())) == (0, before)


def test_no_day_is_opened_without_a_session(clinic: Clinic) -> None:
    opened = actions.open_diaries(
        resources=clinic.clinicians, from_day=date(2026, 11, 28), until_day=date(2026, 11, 29), by=clinic.manager
    )
    assert opened == 0


def test_a_pattern_holds_from_and_until_its_days(clinic: Clinic) -> None:
    clinic.clinicians[0].patterns.update(valid_until=date(2026, 12, 1))
    actions.open_diaries(
        resources=clinic.clinicians[:1], from_day=date(2026, 11, 30), until_day=date(2026, 12, 4), by=clinic.manager
    )
    days = Diary.objects.filter(resource=clinic.clinicians[0], day__gte=date(2026, 11, 30)).order_by("day")
    assert [diary.day for diary in days] == [date(2026, 11, 30), date(2026, 12, 1)]


def test_I_13_a_visit_keeps_its_hour_on_the_wall_when_the_clocks_change(clinic: Clinic) -> None:
    actions.open_diaries(
        resources=[*clinic.clinicians, *clinic.rooms], from_day=date(2027, 3, 26), until_day=date(2027, 3, 29),
        by=clinic.manager,
    )  # fmt: skip
    summer = datetime(2027, 3, 28, tzinfo=UTC)
    with clock.at(summer):
        found = clinic.starts(limit=1)[0]
    assert (found, clock.local(found).time()) == (datetime(2027, 3, 29, 8, 0, tzinfo=UTC), time(9))


def test_I_10_a_night_session_is_one_diary_and_the_day_after_begins_behind_it(clinic: Clinic) -> None:
    room = clinic.rooms[2]
    open_every_day(room, ((time(21), time(10)),), clinic.manager)
    days = {"from_day": date(2026, 11, 30), "until_day": date(2026, 12, 1)}
    actions.open_diaries(resources=[room], **days, by=clinic.manager)
    first, second = Diary.objects.filter(resource=room, day__gte=date(2026, 11, 30)).order_by("day")
    assert list(diaries.runs(diaries.unpack(first.open))) == [(108, 36), (252, 156)]
    assert list(diaries.runs(diaries.unpack(second.open))) == [(120, 24), (252, 156)]
    assert diaries.moment_of(252 + 156, first.midnight) == diaries.moment_of(120, second.midnight)


def test_the_board_shows_every_stretch_of_a_day_in_two_statements(
    clinic: Clinic, django_assert_num_queries: object
) -> None:
    visit = clinic.visit(clinic.person())
    own = visit.clinician
    wish = Preferences(clinician_id=str(own.staff_id))
    held = find_times(clinic.service, limit=2, preferences=wish, by=clinic.desk)[1]
    actions.hold(service=clinic.service, time=held, person=clinic.person(), by=clinic.desk)
    block(clinic, own, NINE + timedelta(hours=2), NINE + timedelta(hours=3))
    with django_assert_num_queries(2):  # type: ignore[operator]
        board = day_of([own, *clinic.rooms, *clinic.clinicians], MONDAY, clinic.desk)
    shown = [(s.kind, s.starts_at - NINE, s.ends_at - NINE) for s in board[0].stretches]
    m = [timedelta(minutes=each) for each in (0, 20, 40, 60, 120, 180)]
    assert shown == [
        ("booked", m[0], m[1]),
        ("free", m[1], m[2]),
        ("held", m[2], m[3]),
        ("free", m[3], m[4]),
        ("blocked", m[4], m[5]),
    ]
    assert len(board) == 6


def test_the_worker_keeps_days_open_ahead(clinic: Clinic) -> None:
    assert open_ahead() > 0
    assert Diary.objects.filter(day=date(2027, 3, 23)).count() == 5
    assert open_ahead() == 0


def test_only_who_manages_the_roster_arranges_it(clinic: Clinic) -> None:
    resource, day = clinic.rooms[0], {"starts_at": NOW, "ends_at": NOW + timedelta(hours=1)}
    attempts = [
        lambda: actions.add_resource(kind="machine", name="Scanner", site=clinic.site, by=clinic.desk),
        lambda: open_every_day(resource, ((time(9), time(10)),), clinic.desk),
        lambda: actions.open_diaries(resources=[resource], from_day=MONDAY, until_day=MONDAY, by=clinic.desk),
        lambda: actions.add_block(resource=resource, **day, reason="leave", by=clinic.desk),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()


def test_what_makes_no_sense_is_refused(clinic: Clinic) -> None:
    resource = clinic.rooms[0]
    with pytest.raises(Unclear):
        actions.add_resource(kind="room", name="Nowhere", site=clinic.site, by=clinic.manager)
    with pytest.raises(Unclear):
        block(clinic, resource, NOW, NOW)
    with pytest.raises(refusals.NotOpen):
        actions.open_diaries(resources=[resource], from_day=MONDAY, until_day=MONDAY - timedelta(1), by=clinic.manager)
