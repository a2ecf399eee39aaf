"""Ending visits that will not take place. No end without a reason, and none by the hospital without what comes next."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from almoner.core import clock, languages
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import Unclear
from almoner.scheduling import claiming
from almoner.scheduling.actions.booking import book, need_booked, series_of
from almoner.scheduling.actions.waiting import end_offers
from almoner.scheduling.enums import BY_HOSPITAL, CancelReason, EntryState, Level, State
from almoner.scheduling.facts import facts_of
from almoner.scheduling.models import Appointment, Claim, Hold, Series, WaitingEntry
from almoner.scheduling.refusals import NewDateNeeded, NothingLeft, ReasonNeeded, TooLate
from almoner.scheduling.rules import need_to_book_for, not_private_from
from almoner.timeline.actions import record


@action
def cancel(*, appointment: Appointment, reason: str = CancelReason.PATIENT, note: str = "", by: Actor) -> Appointment:
    """The patient cancels, themselves or through staff. The time is free at once. Raises AlreadyEnded, TooLate."""
    need_to_book_for(appointment.person, by)
    if reason not in CancelReason.values:
        raise ReasonNeeded
    claiming.lock_person(appointment.person_id)
    visit = need_booked(appointment)
    if visit.starts_at <= clock.now():
        raise TooLate
    _cancel(visit, reason, note, together=False, by=by)
    return visit


@action
def cancel_rest(*, series: Series, reason: str = CancelReason.PATIENT, note: str = "", by: Actor) -> Series:
    """The patient cancels every visit of a series that is still to come, in one act and with one confirmation.

    Raises NothingLeft, ReasonNeeded.
    """
    need_to_book_for(series.person, by)
    if reason not in CancelReason.values:
        raise ReasonNeeded
    person = claiming.locked_person(series.person_id)
    coming = Appointment.objects.filter(not_private_from(by), series=series)
    left = list(coming.upcoming(clock.now()).select_related("service__specialty").order_by("starts_at", "id"))
    if not left:
        raise NothingLeft
    claiming.lock(Claim.objects.filter(appointment__in=left).values_list("diary_id", flat=True))
    for visit in left:
        _cancel(need_booked(visit), reason, note, together=True, by=by)
    specialties = {visit.service.specialty.code for visit in left}
    facts = {
        "by": "patient",
        "series": series.kind,
        "count": len(left),
        "starts_at": left[0].starts_at.isoformat(),
        "zone": left[0].zone.key,
        **({"specialty": specialties.pop()} if len(specialties) == 1 else {}),
    }
    record(kind="series.cancelled", person=person, subject_id=series.id, facts=facts, by=by)
    return series


def _cancel(visit: Appointment, reason: str, note: str, *, together: bool, by: Actor) -> None:
    """By the patient. `together`: one of several, which are told of in one message."""
    _end(visit, reason, note, "patient", by)
    record(
        kind="appointment.cancelled",
        person=visit.person,
        subject_id=visit.id,
        facts=facts_of(
            visit,
            by="patient",
            reason=languages.in_all(CancelReason(reason).label),
            rebooked=False,
            together=together,
            also_about=[str(subject) for subject in series_of(visit)],
        ),
        by=by,
    )
    _end_series(visit, by)


def _end_series(visit: Appointment, by: Actor) -> None:
    """Tell that nothing of its series is left to come, so that nothing is confirmed any more."""
    if visit.series and not visit.series.visits.upcoming(clock.now()).exists():
        facts = {"series": visit.series.kind}
        record(kind="series.ended", person=visit.person, subject_id=visit.series_id, facts=facts, by=by)


@action
def cancel_by_hospital(
    *,
    appointment: Appointment,
    reason: str,
    note: str = "",
    advice: str,
    new_hold: Hold | None = None,
    promise_on: datetime | None = None,
    by: Actor,
) -> Appointment:
    """The hospital cancels: with the reason, advice until then, and a new date or when there will be one (CHG-3).

    A second time raises the priority and is told to the manager (CHG-4). With `new_hold` the new visit is booked in the
    same act. Raises ReasonNeeded, NewDateNeeded, AlreadyEnded, TooLate.
    """
    by.need(Permission.BOOK)
    need_to_book_for(appointment.person, by)
    if reason not in BY_HOSPITAL:
        raise ReasonNeeded
    if new_hold is None and (promise_on is None or promise_on <= clock.now()):
        raise NewDateNeeded
    if not advice.strip():
        raise Unclear
    person = claiming.locked_person(appointment.person_id)
    visit = need_booked(appointment)
    visit.advice, visit.new_date_by = advice.strip()[:300], promise_on
    visit.times_cancelled_by_hospital = F("times_cancelled_by_hospital") + 1
    _end(visit, reason, note, "hospital", by)
    visit.refresh_from_db(fields=["times_cancelled_by_hospital"])
    level = raised(visit.level, visit.times_cancelled_by_hospital)
    Appointment.objects.filter(id=visit.id).update(level=level)
    visit.level = level
    record(
        kind="appointment.cancelled",
        person=person,
        subject_id=visit.id,
        facts=facts_of(
            visit,
            by="hospital",
            reason=languages.in_all(CancelReason(reason).label),
            rebooked=new_hold is not None,
            new_date_by_at=promise_on,
            new_starts_at=new_hold.starts_at if new_hold else None,
            times_cancelled_by_hospital=visit.times_cancelled_by_hospital,
            repeated=visit.times_cancelled_by_hospital > 1,
            also_about=[str(subject) for subject in series_of(visit)],
        ),
        by=by,
    )
    if new_hold:
        Hold.objects.filter(id=new_hold.id).update(level=level)
        book(hold=new_hold, person=person, keep_both=True, replaces=visit, also_about=[visit.id], by=by)
    _end_series(visit, by)
    return visit


def raised(level: int, times: int) -> int:
    """The level of somebody whom the hospital cancels again: one step up, but never into an emergency (CHG-4)."""
    return level if times < 2 else max(min(level, Level.ROUTINE) - 1, min(level, Level.SAME_DAY))


def _end(visit: Appointment, reason: str, note: str, who: str, by: Actor) -> None:
    claims = list(Claim.objects.filter(appointment=visit))
    locked = claiming.lock(claim.diary_id for claim in claims)
    claiming.give_back(locked, claims)
    visit.state, visit.cancelled_by, visit.cancel_reason = State.CANCELLED, who, reason
    visit.cancel_note, visit.ended_at = note[:300], clock.now()
    visit.sequence += 1
    visit.save()
    _end_waiting(visit, who, by)


def _end_waiting(visit: Appointment, who: str, by: Actor) -> None:
    """Who gives a visit up no longer waits for an earlier one; whom the hospital cancels waits on, for any."""
    entries = WaitingEntry.objects.filter(appointment=visit, state=EntryState.WAITING)
    if who == "hospital":
        entries.update(appointment=None)
        return
    for entry in entries.select_related("person", "service"):
        end_offers([entry.id], by)
        WaitingEntry.objects.filter(id=entry.id).update(state=EntryState.LEFT, left_because="visit cancelled")
        facts = {
            "service": entry.service.code,
            "service_name": entry.service.names,
            "reason": "visit cancelled",
        }
        record(kind="waiting.left", person=entry.person, subject_id=entry.id, facts=facts, by=by)


@action
def mark_missed(*, appointment: Appointment, by: Actor) -> Appointment:
    """They did not come. Somebody asks whether they are all right; nobody is discharged for it (CHG-5)."""
    if not by.is_system:
        by.need(Permission.BOOK)
    need_to_book_for(appointment.person, by)
    person = claiming.locked_person(appointment.person_id)
    visit = need_booked(appointment)
    if visit.starts_at > clock.now():
        raise Unclear
    claims = list(Claim.objects.filter(appointment=visit))
    locked = claiming.lock(claim.diary_id for claim in claims)
    claiming.give_back(locked, claims)
    visit.state, visit.ended_at = State.MISSED, clock.now()
    visit.save(update_fields=["state", "ended_at"])
    record(kind="appointment.missed", person=person, subject_id=visit.id, facts=facts_of(visit), by=by)
    return visit
