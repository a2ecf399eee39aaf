"""A clinic runs late: whoever waits is told a new range, and whoever is still to come hears it before they set out."""

from __future__ import annotations

from datetime import time, timedelta

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.people.models import Staff
from almoner.scheduling.enums import State
from almoner.scheduling.models import Appointment
from almoner.timeline.actions import record
from almoner.visits.actions.waiting_room import told
from almoner.visits.awaiting import notice_of
from almoner.visits.models import ClinicDelay, DelayNotice, Visit
from almoner.visits.queues import Queues
from almoner.visits.refusals import NoDelay, ReasonNeeded
from almoner.visits.rules import need_to_check_in
from almoner.visits.waiting import NARROWEST, STEP

WORTH_TELLING = 15
"""A visit that begins fewer minutes late than this is what people expect of any clinic."""
MUCH_MORE = 30
"""So many minutes more than somebody was told, and they are told once more."""


@action
def announce_delay(*, clinician: Staff, minutes: int, why: str, by: Actor) -> ClinicDelay:
    """A clinic runs late: everybody who waits for it is told a new range, everybody still to come when to expect."""
    by.need(Permission.RECEIVE_ARRIVALS)
    if not why.strip():
        raise ReasonNeeded
    delay = ClinicDelay.objects.create(
        clinician=clinician,
        day=clock.today(clinician.site.zone),
        minutes=minutes,
        why=why.strip()[:200],
        told_by=by.name,
    )
    _tell_who_waits(delay, by)
    _tell_who_comes(delay, by)
    return delay


def _tell_who_waits(delay: ClinicDelay, by: Actor) -> None:
    waiting = Visit.objects.waiting().filter(clinician=delay.clinician, day=delay.day).order_by("id")
    queues = None
    for visit in waiting.select_for_update(of=("self",)).select_related("person", "service", "appointment"):
        queues = queues or Queues(visit.site_id, visit.day)
        expected = queues.wait_of(visit)
        told(visit, expected.low, max(expected.high, _up(delay.minutes) + NARROWEST), delay.why, by)


def _tell_who_comes(delay: ClinicDelay, by: Actor) -> None:
    """Each once; again only where it has become much longer than they were told."""
    if delay.minutes < WORTH_TELLING:
        return
    coming = Appointment.objects.filter(
        clinician__staff=delay.clinician,
        state=State.BOOKED,
        starts_at__gt=clock.now(),
        starts_at__lt=clock.on_the_wall(delay.day + timedelta(days=1), time.min, delay.clinician.site.zone),
        visit__isnull=True,
    ).select_related("person", "service__specialty", "clinician", "site")
    for appointment in coming.select_for_update(of=("self",)).order_by("id"):
        known = notice_of(appointment)
        if known and delay.minutes < known.minutes + MUCH_MORE:
            continue
        expected_at = appointment.starts_at + timedelta(minutes=_up(delay.minutes))
        said = {
            "sequence": appointment.sequence,
            "minutes": delay.minutes,
            "why": delay.why,
            "expected_at": expected_at,
            "comes_at": None,
        }
        DelayNotice.objects.update_or_create(appointment=appointment, defaults=said)
        facts = {
            "starts_at": appointment.starts_at.isoformat(),
            "zone": appointment.zone.key,
            "expected_at": expected_at.isoformat(),
            "minutes": delay.minutes,
            "reason": delay.why,
            "specialty": appointment.service.specialty.code,
        }
        record(kind="appointment.delayed", person=appointment.person, subject_id=appointment.id, facts=facts, by=by)


@action
def come_later(*, appointment: Appointment, by: Actor) -> DelayNotice:
    """They come when they can expect to be seen, and keep their turn. Said twice, it is said once. Raises NoDelay."""
    need_to_check_in(appointment.person, by)
    appointment = Appointment.objects.select_for_update(of=("self",)).select_related("person").get(id=appointment.id)
    notice = notice_of(appointment)
    here = Visit.objects.filter(appointment=appointment).exists()
    if notice is None or here or appointment.state != State.BOOKED or notice.expected_at <= clock.now():
        raise NoDelay
    if notice.comes_at is None:
        notice.comes_at = notice.expected_at
        notice.save(update_fields=["comes_at"])
        facts = {"comes_at": notice.comes_at.isoformat(), "zone": appointment.zone.key}
        record(kind="appointment.comes_later", person=appointment.person, subject_id=appointment.id, facts=facts, by=by)
    return notice


def _up(minutes: int) -> int:
    return -(-minutes // STEP) * STEP
