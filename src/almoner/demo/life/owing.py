"""The desk does what is owed, each thing where it belongs; what is forgotten comes before the managers."""

from __future__ import annotations

from datetime import timedelta

from almoner.charter import actions as charter
from almoner.charter.enums import State as PromiseState
from almoner.charter.models import Promise
from almoner.core import clock
from almoner.demo.booking import hold_from
from almoner.demo.life.hospital import Hospital, forgotten, subject_of
from almoner.demo.post_desk import post_what_waits
from almoner.demo.seeing_to import by_hand
from almoner.desk.actions import call_back_done
from almoner.desk.models import Contact
from almoner.people.actions import add_contact
from almoner.people.enums import ContactKind
from almoner.scheduling import actions as scheduling
from almoner.scheduling.enums import CancelReason, MoveReason
from almoner.scheduling.models import Appointment
from almoner.visits import actions as visits
from almoner.visits.enums import FollowUpState
from almoner.visits.models import FollowUpPlan

AT_ONCE = 60
"""So many promises does a desk see to in one tick."""
SORRY = 0.3
"""How likely it is that a broken one is seen to in a tick."""


def desk_works(hospital: Hospital) -> None:
    """Staff do what is due within the hour."""
    soon = clock.now() + timedelta(hours=1)
    due = Promise.objects.live().filter(due_at__lte=soon).select_related("person").order_by("due_at", "id")
    for promise in due[:AT_ONCE]:
        if not by_hand(promise) or (promise.state == PromiseState.OPEN and forgotten(promise.id)):
            continue
        if promise.state == PromiseState.BROKEN and not hospital.lot(SORRY):
            continue
        _see_to(hospital, promise)
    if any(promise.standard == "letters_posted" for promise in due):
        hospital.try_to(post_what_waits, by=hospital.by("receptionist"))
    _follow_ups_are_booked(hospital)


def _see_to(hospital: Hospital, promise: Promise) -> None:
    if promise.standard in {"call_back", "question_at_the_desk", "abandoned_call"}:
        contact = Contact.objects.get(id=subject_of(promise))
        hospital.try_to(call_back_done, contact=contact, note="Rang them and answered", by=hospital.by("agent"))
    elif promise.standard == "new_date_after_we_cancelled":
        _books_again(hospital, promise)
    elif promise.standard == "displaced":
        _finds_new_time(hospital, promise)
    elif promise.standard == "wrong_details":
        _asks_for_number(hospital, promise)
    elif promise.standard in {"preparation_understood", "preparation_explained_again"}:
        visit = Appointment.objects.select_related("person").get(id=subject_of(promise))
        answers = {"last meal": hospital.lot(0.9), "last water": True}
        hospital.try_to(scheduling.confirm_understood, appointment=visit, answers=answers, by=hospital.by("agent"))
    else:
        who = "manager" if promise.state == PromiseState.BROKEN else "agent"
        hospital.try_to(charter.keep, promise=promise, how="rang them", by=hospital.by(who))


def _books_again(hospital: Hospital, promise: Promise) -> None:
    lost = Appointment.objects.select_related("person", "service").get(id=subject_of(promise))
    begin = clock.now() + timedelta(days=1)
    held = hold_from(lost.service, lost.person, begin, hospital.by("agent"), level=lost.level)
    if held:
        hospital.try_to(
            scheduling.book, hold=held, person=lost.person, keep_both=True, replaces=lost, also_about=[lost.id],
            by=hospital.by("agent"),
        )  # fmt: skip


def _finds_new_time(hospital: Hospital, promise: Promise) -> None:
    """For a visit whose time is not open any more; where there is none, it is cancelled with a promise of a new one."""
    visit = Appointment.objects.select_related("person", "service").get(id=subject_of(promise))
    hospital.begins("displaced")
    desk, begin = hospital.by("agent"), clock.now() + timedelta(days=1)
    held = hold_from(visit.service, visit.person, begin, desk, level=visit.level)
    if held:
        hospital.try_to(scheduling.move, appointment=visit, hold=held, reason=MoveReason.OTHER, by=desk)
    else:
        hospital.try_to(
            scheduling.cancel_by_hospital, appointment=visit, reason=CancelReason.STAFF,
            advice="Ring us if it is worse", promise_on=begin, by=desk,
        )  # fmt: skip


def _asks_for_number(hospital: Hospital, promise: Promise) -> None:
    number = f"07700 90{promise.id.int % 10000:04d}"
    if promise.person:
        hospital.try_to(
            add_contact, person=promise.person, kind=ContactKind.MOBILE, value=number, by=hospital.by("agent")
        )


def _follow_ups_are_booked(hospital: Hospital) -> None:
    """What clinicians planned gets its date; a few are forgotten until it is late."""
    plans = FollowUpPlan.objects.filter(state=FollowUpState.PLANNED).select_related("person", "service")
    for plan in plans.order_by("book_by_at", "id")[:3]:
        if forgotten(plan.id) and plan.book_by_at > clock.now():
            continue
        begin = clock.now() + timedelta(days=hospital.source.randint(1, 9))
        held = hold_from(plan.service, plan.person, begin, hospital.by("agent"))
        if held:
            hospital.try_to(visits.book_planned, plan=plan, hold=held, keep_both=True, by=hospital.by("agent"))
        else:
            hospital.try_to(visits.drop_follow_up, plan=plan, reason="They go elsewhere", by=hospital.by("agent"))
