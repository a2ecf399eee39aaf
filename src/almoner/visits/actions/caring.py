"""Who cares for somebody in a bed, when they are expected home, and each new day that begins there."""

from __future__ import annotations

from datetime import date, time

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.refusal import NotAllowed
from almoner.people.models import Staff
from almoner.timeline.actions import record
from almoner.timeline.models import Event
from almoner.visits.enums import StayState
from almoner.visits.locking import locked_stay
from almoner.visits.models import Stay
from almoner.visits.refusals import NotNow, TimePassed
from almoner.visits.rules import need_to_care

BEGUN = "stay.day_began"


@action
def name_carers(*, stay: Stay, named_nurse: Staff | None, doctor: Staff | None, by: Actor) -> Stay:
    """The nurse and the doctor whose patient they are; they read both names."""
    need_to_care(stay.person, by)
    stay = locked_stay(stay, StayState.ADMITTED)
    stay.named_nurse, stay.doctor = named_nurse, doctor
    stay.save(update_fields=["named_nurse", "doctor"])
    facts = {"nurse": named_nurse.name if named_nurse else "", "doctor": doctor.name if doctor else ""}
    record(kind="stay.carers_named", person=stay.person, subject_id=stay.id, facts=facts, by=by)
    return stay


@action
def expect_home(*, stay: Stay, on: date | None, by: Actor) -> Stay:
    """The day on which they are expected to go home; None: nobody can say yet."""
    need_to_care(stay.person, by)
    stay = locked_stay(stay, StayState.ADMITTED)
    if on and on < clock.today(stay.site.zone):
        raise TimePassed
    stay.expected_home_on = on
    stay.save(update_fields=["expected_home_on"])
    facts = {"home_on": on.isoformat() if on else ""}
    record(kind="stay.home_expected", person=stay.person, subject_id=stay.id, facts=facts, by=by)
    return stay


@action
def begin_day(*, stay: Stay, by: Actor) -> Stay:
    """A new day in the bed: the plan of it is promised anew. Once a day, and not on the day of admission (STAY-7)."""
    if not by.is_system:
        raise NotAllowed
    stay = locked_stay(stay, StayState.ADMITTED)
    midnight = clock.on_the_wall(clock.today(stay.site.zone), time.min, stay.site.zone)
    if stay.admitted_at is None or stay.admitted_at >= midnight:
        raise NotNow
    if Event.objects.filter(kind=BEGUN, subject_id=stay.id, at__gte=midnight).exists():
        raise NotNow
    record(kind="stay.day_began", person=stay.person, subject_id=stay.id, facts={}, by=by)
    return stay
