"""One person more: off by default, never where waiting does harm, one at a time, and with its numbers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.kept import kept
from tests.scheduling.clinic import NOW, SYSTEM, Clinic
from tests.scheduling.test_groups import broken, come, find, make_course

from almoner.catalogue.models import PreparationItem, Room, Service
from almoner.core import clock
from almoner.core.refusal import NotAllowed, Unclear
from almoner.scheduling import actions, memory, refusals
from almoner.scheduling.asking import Asked
from almoner.scheduling.models import Appointment, Attendance, Claim, Demand, Overbooking, Protection
from almoner.scheduling.search import find_times
from almoner.scheduling.times import Time


def known(service: Service, missed: int = 400) -> None:
    """Of a thousand visits on Mondays that were booked within three days, `missed`."""
    for confirmed in (True, False):
        Attendance.objects.create(service=service, weekday=0, lead=0, confirmed=confirmed, seen=500, missed=missed // 2)
    memory.forget()


def fill(clinic: Clinic, service: Service, count: int) -> list[Appointment]:
    """Monday's first times, one after the other."""
    return [clinic.visit(clinic.person(f"P{number}"), service=service) for number in range(count)]


def monday(clinic: Clinic, service: Service, **asked: Any) -> list[Time]:
    return Asked(service, clinic.desk, **asked).times(until=NOW.date(), limit=50)


def allow(clinic: Clinic, service: Service, **said: Any) -> Overbooking:
    return actions.allow_overbooking(
        service=service, on=True, **{"why": "Many stay away on Mondays.", **said}, by=clinic.manager
    )


@pytest.fixture
def full(clinic: Clinic) -> Clinic:
    """Every time of Monday is booked, of people two in five of whom stay away."""
    kept("a full Monday", lambda: all_booked(clinic))
    memory.forget()
    return clinic


def all_booked(clinic: Clinic) -> None:
    fill(clinic, clinic.service, 18)
    known(clinic.service)


def take(clinic: Clinic, found: Time, name: str = "Extra") -> Appointment:
    person = clinic.person(name)
    held = actions.hold(service=clinic.service, time=found, person=person, by=clinic.desk)
    return actions.book(hold=held, person=person, keep_both=True, by=clinic.desk)


def test_nobody_is_booked_in_addition_unless_a_manager_says_so(full: Clinic) -> None:
    assert monday(full, full.service) == []
    allow(full, full.service)
    assert len(monday(full, full.service)) == 1
    actions.allow_overbooking(service=full.service, on=False, by=full.manager)
    assert monday(full, full.service) == []


def test_one_more_comes_at_the_latest_time_at_which_all_that_follow_are_unlikely_to_come(full: Clinic) -> None:
    """0.6 to the fifth is 7.8 per cent, to the fourth 13: the fifth visit from the end, of nine."""
    allow(full, full.service, limit_percent=10)
    [found] = monday(full, full.service)
    assert (found.starts_at.strftime("%H:%M"), found.in_addition, found.places) == ("10:20", True, 1)
    visit = take(full, found)
    assert visit.extra == {"booked": 5, "away": 2.0, "chance": 7.8, "limit": 10}
    beside = Claim.objects.filter(starts_at=visit.starts_at, resource=visit.clinician).order_by("seat")
    assert list(beside.values_list("seat", "places")) == [(0, 2), (1, 2)]
    assert broken() == []


def test_only_one_more_in_a_session_and_so_many_a_day_as_was_said(full: Clinic) -> None:
    allow(full, full.service)
    take(full, monday(full, full.service)[0])
    assert monday(full, full.service) == []
    allow(full, full.service, a_day=4)
    [second] = monday(full, full.service)
    first = Appointment.objects.get(extra__isnull=False)
    assert second.clinician.resource_id != first.clinician_id
    take(full, second)
    assert monday(full, full.service) == []
    assert broken() == []


def test_who_confirmed_counts_as_they_do_once_they_could(full: Clinic) -> None:
    Attendance.objects.filter(confirmed=True).update(missed=5)
    allow(full, full.service)
    assert len(monday(full, full.service)) == 1
    Appointment.objects.update(confirmed_by_call_at=NOW)
    memory.forget()
    assert monday(full, full.service) == []


def test_nothing_is_offered_in_addition_while_anything_else_is_free_that_day(full: Clinic) -> None:
    allow(full, full.service)
    last = Appointment.objects.order_by("-starts_at", "id").first()
    assert last
    actions.cancel(appointment=last, by=full.desk)
    assert [one.in_addition for one in monday(full, full.service)] == [False]


def test_the_urgent_the_waiting_list_and_a_series_are_never_offered_it(full: Clinic) -> None:
    allow(full, full.service)
    assert monday(full, full.service, level=2) == []
    assert find_times(full.service, until=NOW.date(), by=SYSTEM) == []
    [found] = monday(full, full.service)
    with pytest.raises(refusals.SlotTaken):
        actions.hold(service=full.service, time=found, person=full.person(), level=3, by=full.desk)


def test_with_too_little_known_or_people_who_come_nobody_is_added(full: Clinic) -> None:
    allow(full, full.service)
    Attendance.objects.update(missed=50)
    memory.forget()
    assert monday(full, full.service) == []
    Attendance.objects.update(seen=40, missed=39)
    memory.forget()
    assert monday(full, full.service) == []


def test_a_time_that_nobody_offered_is_refused_and_so_is_ones_own(full: Clinic) -> None:
    allow(full, full.service)
    [found] = monday(full, full.service)
    visit = Appointment.objects.get(starts_at=found.starts_at, clinician=found.clinician.resource_id)
    with pytest.raises(refusals.SlotTaken):
        actions.hold(service=full.service, time=found, person=visit.person, by=full.desk)
    other = Appointment.objects.filter(starts_at__gt=found.starts_at, clinician=visit.clinician).first()
    assert other and other.room
    key = f"{other.starts_at:%Y%m%dT%H%MZ}.{other.clinician_id.hex}.{other.room_id.hex}"
    with pytest.raises(refusals.SlotTaken):
        actions.hold(service=full.service, time=key, person=full.person(), by=full.desk)


def test_when_either_of_the_two_cancels_the_other_keeps_the_time(full: Clinic) -> None:
    allow(full, full.service)
    [found] = monday(full, full.service)
    base = Appointment.objects.get(starts_at=found.starts_at, clinician=found.clinician.resource_id)
    extra = take(full, found)
    actions.cancel(appointment=base, by=full.desk)
    assert find_times(full.service, until=NOW.date(), by=SYSTEM) == []
    actions.cancel(appointment=extra, by=full.desk)
    assert [one.starts_at for one in find_times(full.service, until=NOW.date(), by=SYSTEM)] == [found.starts_at]
    assert broken() == []


def test_a_hold_in_addition_lapses_and_leaves_the_visit_as_it_was(full: Clinic) -> None:
    allow(full, full.service)
    [found] = monday(full, full.service)
    actions.hold(service=full.service, time=found, person=full.person(), by=full.desk)
    assert monday(full, full.service) == []
    with clock.at(NOW + timedelta(minutes=11)):
        for _ in range(2):
            assert find_times(full.service, until=NOW.date(), by=SYSTEM) == []
            memory.forget()
        assert [one.in_addition for one in monday(full, full.service)] == [True]
        actions.sweep_holds(by=SYSTEM)
        assert broken() == []


def test_in_a_group_it_is_a_chair_that_the_room_must_have(clinic: Clinic) -> None:
    course = make_course(clinic, places=6)
    first = find(clinic, course)[0]
    for number in range(6):
        come(clinic, course, first, f"G{number}")
    with clock.at(first.starts_at - timedelta(minutes=30)):
        Room.objects.update(capacity=6)
        known(course)
        allow(clinic, course)
        on_time = [one for one in monday(clinic, course) if one.in_addition]
        assert on_time == []
        Room.objects.update(capacity=7)
        for later in Appointment.objects.filter(service=course):
            assert later.starts_at == first.starts_at
        actions.add_block(
            resource=clinic.clinicians[0], starts_at=first.ends_at, ends_at=first.ends_at + timedelta(hours=2),
            reason="meeting", by=clinic.manager,
        )  # fmt: skip
        memory.forget()
        [found] = monday(clinic, course)
        assert (found.starts_at, found.in_addition) == (first.starts_at, True)
        person = clinic.person("Seventh")
        held = actions.hold(service=course, time=found, person=person, by=clinic.desk)
        visit = actions.book(hold=held, person=person, by=clinic.desk)
        assert visit.extra == {"booked": 6, "away": 2.4, "chance": 4.7, "limit": 10}
        assert monday(clinic, course) == []
        with pytest.raises(refusals.SlotTaken):
            come(clinic, course, found)
        assert broken() == []


def test_where_waiting_does_harm_it_is_refused(clinic: Clinic) -> None:
    service = clinic.service
    for fields in ({"fast_food_hours": 8}, {"needs_readback": True}):
        Service.objects.filter(id=service.id).update(**fields)
        service.refresh_from_db()
        with pytest.raises(refusals.NeverInAddition):
            allow(clinic, service)
        Service.objects.filter(id=service.id).update(fast_food_hours=None, needs_readback=False)
        service.refresh_from_db()
    item = PreparationItem.objects.create(
        service=service, position=1, kind="other", timing="by", hours_before=4, hard=True
    )
    with pytest.raises(refusals.NeverInAddition):
        allow(clinic, service)
    item.delete()
    protection = Protection.objects.create(service=service, weeks=4)
    Demand.objects.create(protection=protection, site=clinic.site, weekday=0, level=2, seen=3)
    with pytest.raises(refusals.NeverInAddition):
        allow(clinic, service)


def test_what_was_allowed_ends_when_people_must_fast_from_now_on(full: Clinic) -> None:
    allow(full, full.service)
    [found] = monday(full, full.service)
    Service.objects.filter(id=full.service.id).update(fast_food_hours=8)
    full.service.refresh_from_db()
    with pytest.raises(refusals.SlotTaken):
        actions.hold(service=full.service, time=found, person=full.person(), by=full.desk)


def test_only_a_manager_with_a_reason_and_within_bounds_allows_it(clinic: Clinic) -> None:
    for wrong in ({"why": " "}, {"limit_percent": 21}, {"limit_percent": 0}, {"a_day": 5}):
        with pytest.raises(Unclear):
            allow(clinic, clinic.service, **wrong)
    with pytest.raises(NotAllowed):
        actions.allow_overbooking(service=clinic.service, on=True, why="I like it", by=clinic.desk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Overbooking.objects.create(service=clinic.service, on=True, limit_percent=50, why="x")


def test_who_people_are_and_whether_they_stayed_away_before_changes_nothing(full: Clinic) -> None:
    """Two days alike but for the people: others in language, age and how they came before."""
    allow(full, full.service)
    before = [(one.starts_at, one.key) for one in monday(full, full.service)]
    for visit in Appointment.objects.select_related("person"):
        person = visit.person
        type(person).objects.filter(id=person.id).update(
            language="ar", birth_on="1931-05-05", interpreter_language="ar"
        )
        Appointment.objects.create(
            reference=f"X{visit.reference}"[:12], person=person, service=full.heart, state="missed", wall="",
            clinician=visit.clinician, site=visit.site, booked_via="desk", ended_at=NOW,
            starts_at=NOW - timedelta(days=9), ends_at=NOW - timedelta(days=8),
        )  # fmt: skip
    memory.forget()
    assert [(one.starts_at, one.key) for one in monday(full, full.service)] == before


def test_how_often_people_stay_away_is_learned_from_visits_and_never_from_whom(clinic: Clinic) -> None:
    person = clinic.person()
    for number, (state, ahead, confirmed) in enumerate(
        [
            ("missed", 1, False),
            ("fulfilled", 1, False),
            ("fulfilled", 20, True),
            ("cancelled", 1, False),
            ("booked", 1, False),
        ]
    ):
        at = NOW - timedelta(days=7)
        Appointment.objects.create(
            reference=f"L{number}", person=person, service=clinic.service, state=state, wall="",
            clinician=clinic.clinicians[0], site=clinic.site, starts_at=at, ends_at=at + timedelta(hours=1),
            booked_via="desk", created_at=at - timedelta(days=ahead), ended_at=at,
            confirmed_by_call_at=at if confirmed else None,
            **({"cancelled_by": "patient", "cancel_reason": "pat"} if state == "cancelled" else {}),
        )  # fmt: skip
    assert actions.learn_attendance(by=SYSTEM) == 1
    rows = Attendance.objects.order_by("lead", "id").values_list("weekday", "lead", "confirmed", "seen", "missed")
    assert list(rows) == [(0, 0, False, 2, 1), (0, 2, True, 1, 0)]
    with pytest.raises(NotAllowed):
        actions.learn_attendance(by=clinic.manager)


def test_I_10_the_law_names_whoever_is_in_addition_without_numbers_or_beside_another(full: Clinic) -> None:
    allow(full, full.service)
    visit = take(full, monday(full, full.service)[0])
    beside = Appointment.objects.exclude(id=visit.id).get(starts_at=visit.starts_at, clinician=visit.clinician)
    Appointment.objects.filter(id=beside.id).update(extra={"chance": 30.0, "limit": 10})
    assert broken() == [
        ("I-10b", [f"{beside.reference} was booked in addition and should not have been",
                   f"2 are in addition with {visit.clinician.name} at {visit.starts_at}"]),
    ]  # fmt: skip
