"""The door and the waiting room: people come, are greeted, wait, are called and seen, or go away unseen."""

from __future__ import annotations

from datetime import datetime, timedelta

from almoner.core import clock
from almoner.core.actor import SYSTEM, Actor
from almoner.core.refusal import Refused
from almoner.demo.life.hospital import Hospital, forgotten
from almoner.demo.life.urgent import told_of
from almoner.demo.stories import stories
from almoner.people.models import Person
from almoner.scheduling import actions as scheduling
from almoner.scheduling.door_link import token_for
from almoner.scheduling.enums import State
from almoner.scheduling.models import Appointment
from almoner.visits import actions as visits
from almoner.visits.enums import HERE, How, VisitState
from almoner.visits.models import TestOrder, Visit
from almoner.visits.queries import suggestions_for
from almoner.visits.queues import order_of

SOON = timedelta(minutes=10)
MISSED_AFTER = timedelta(minutes=30)
GIVES_UP_AFTER = timedelta(minutes=50)
IMPATIENT_OF = 9
"""One in so many who wait does not wait for long."""
NEWS_AFTER = timedelta(minutes=30)
GREETED_LATE = timedelta(minutes=9)
WALKS_IN = 0.12


def people_arrive(hospital: Hospital) -> None:
    now = clock.now()
    due = Appointment.objects.filter(starts_at__lte=now + SOON, state=State.BOOKED)
    for visit in due.select_related("person", "service", "site", "clinician").order_by("starts_at", "id"):
        if now > visit.starts_at + MISSED_AFTER:
            hospital.try_to(scheduling.mark_missed, appointment=visit, by=hospital.by("agent"))
        elif visit.person_id not in hospital.missing:
            _checks_in(hospital, visit)
    if 7 <= clock.local(now).hour < 21 and hospital.lot(WALKS_IN):
        _walks_in(hospital, hospital.one_of(hospital.people))


def _checks_in(hospital: Hospital, appointment: Appointment) -> None:
    """By the link on their telephone, at the poster or the kiosk, or at the desk: all are equal."""
    hospital.begins("arrival")
    person, lot = appointment.person, appointment.id.int % 5
    try:
        if lot == 0:
            token = token_for(appointment.id)
            visit = visits.check_in_by_link(token=token, name=person.name, birth_on=person.birth_on, by=SYSTEM)
        elif lot == 1:
            visit = visits.check_in_by_name(
                site=hospital.house.site, name=person.name, birth_on=person.birth_on, how=How.KIOSK, by=SYSTEM
            )
        else:
            visit = visits.check_in(
                appointment=appointment, how=How.DESK, will_wait=True, by=hospital.by("receptionist")
            )
    except Refused as refusal:
        hospital.refused[type(refusal).__name__] += 1
        known = hospital.try_to(
            visits.check_in, appointment=appointment, how=How.DESK, will_wait=True, by=hospital.by("receptionist")
        )
        if known is None:
            return
        visit = known
    _is_greeted(hospital, visit)


def _walks_in(hospital: Hospital, person: Person) -> None:
    hospital.begins("walk_in")
    visit = hospital.try_to(
        visits.walk_in, person=person, site=hospital.house.site, told=told_of(hospital),
        service=hospital.house.services["GEN-URG"], by=hospital.by("receptionist"),
    )  # fmt: skip
    if visit:
        _is_greeted(hospital, visit)


def _is_greeted(hospital: Hospital, visit: Visit) -> None:
    """At once; a few stand there until somebody sees the alarm."""
    if forgotten(visit.id) and clock.now() - visit.arrived_at < GREETED_LATE:
        return
    desk = hospital.by("receptionist")
    if hospital.try_to(visits.greet, visit=visit, by=desk):
        hospital.try_to(visits.tell_wait, visit=visit, by=desk)


def visits_go_on(hospital: Hospital) -> None:
    """Each visit takes its next step, the most urgent first."""
    here = Visit.objects.filter(state__in=HERE)
    here = here.select_related("person", "service", "appointment", "clinician", "request")
    now = clock.now()
    for visit in sorted(here.order_by("arrived_at", "id"), key=order_of):
        if visit.state == VisitState.ARRIVED:
            _is_greeted(hospital, visit)
        elif visit.state == VisitState.WITH_CLINICIAN:
            _goes_on_with_clinician(hospital, visit, now)
        elif visit.state == VisitState.CALLED:
            hospital.try_to(visits.start_visit, visit=visit, by=hospital.house.acting(visit.clinician))
        else:
            _waits(hospital, visit, now)


def _waits(hospital: Hospital, visit: Visit, now: datetime) -> None:
    desk = hospital.by("receptionist")
    waited = now - visit.arrived_at
    impatient = visit.id.int % IMPATIENT_OF == 0
    if (waited > GIVES_UP_AFTER and visit.id.int % 4 == 0) or (impatient and visit.told_at):
        reason = hospital.one_of(stories()["finished"]["left"])
        if hospital.try_to(visits.leave_unseen, visit=visit, reason=reason, by=desk):
            hospital.begins("left_unseen")
    elif (visit.appointment is None or visit.appointment.starts_at <= now) and not _is_busy(visit):
        if visit.clinician_id is None:
            _is_allotted(hospital, visit)
        hospital.try_to(visits.call_in, visit=visit, by=desk)
    elif visit.told_at is None or now - visit.told_at >= NEWS_AFTER:
        hospital.try_to(visits.tell_wait, visit=visit, by=desk)


def _is_busy(visit: Visit) -> bool:
    if visit.clinician_id is None:
        return False
    return Visit.objects.filter(clinician_id=visit.clinician_id, state=VisitState.WITH_CLINICIAN).exists()


def _is_allotted(hospital: Hospital, visit: Visit) -> None:
    """The best of those suggested; now and then another, with a reason."""
    desk = hospital.by("receptionist")
    found = suggestions_for(visit=visit, by=desk)
    if not found:
        return
    place = 1 if len(found) > 1 and hospital.lot(0.1) else 0
    clinician = next(one for one in hospital.house.clinicians if one.id == found[place].clinician.id)
    reason = "They know each other" if place else ""
    hospital.try_to(visits.allot, visit=visit, clinician=clinician, override_reason=reason, by=desk)


def _goes_on_with_clinician(hospital: Hospital, visit: Visit, now: datetime) -> None:
    length = timedelta(minutes=visit.service.minutes if visit.service else 20)
    if visit.started_at is None or now < visit.started_at + length:
        return
    by = hospital.house.acting(visit.clinician)
    lot = hospital.source.random()
    intended = [_intended(hospital, visit.person)] if lot < 0.25 else []
    outcome = hospital.one_of(stories()["finished"]["outcomes"])
    done = hospital.try_to(visits.finish_visit, visit=visit, outcome=outcome, follow_ups=intended, by=by)
    if done and lot > 0.85:
        _is_tested(hospital, done, by)


def _intended(hospital: Hospital, person: Person) -> visits.Intended:
    adult = person.age_on(clock.today()) >= 16
    return visits.Intended(
        service=hospital.house.services["GEN-FUP" if adult else "PED-NEW"],
        why="See how the treatment works",
        see_by_on=clock.today() + timedelta(days=21),
        book_by_at=clock.now() + timedelta(hours=hospital.one_of((3, 24, 48))),
    )


def _is_tested(hospital: Hospital, visit: Visit, by: Actor) -> None:
    service = hospital.house.services["LAB-BLD"]
    hospital.try_to(visits.order_test, service=service, planned_at=clock.now() + SOON, visit=visit, by=by)


def tests_are_done(hospital: Hospital) -> None:
    """Samples are taken when their time is there, and results told; a few are told late."""
    by = hospital.by("doctor")
    now = clock.now()
    tests = TestOrder.objects.select_related("person", "service")
    for test in tests.filter(state="ordered", planned_at__lte=now).order_by("planned_at", "id")[:10]:
        hospital.try_to(visits.test_done, test=test, result_by_at=now + timedelta(hours=4), by=by)
    for test in tests.filter(state="done", done_at__lte=now - timedelta(hours=2)).order_by("done_at", "id")[:10]:
        if not forgotten(test.id) or (test.result_by_at and now > test.result_by_at + timedelta(hours=1)):
            hospital.try_to(visits.tell_result, test=test, result="All as it should be.", by=by)
