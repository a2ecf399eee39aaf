"""Preparation, messages and scoped reading."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest
from tests.scheduling.clinic import NOW, Clinic

from almoner.catalogue.actions import approve_preparation
from almoner.catalogue.models import PreparationItem
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Role
from almoner.core.refusal import NotThere
from almoner.messaging import kinds
from almoner.scheduling import actions, messages, queries, refusals
from almoner.scheduling.models import Appointment, Diary
from almoner.scheduling.preparation import preparation_for
from almoner.timeline.models import Event

DOCTOR = Actor(name="Dana Okafor", roles=frozenset({Role.DOCTOR}))
NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def fasting_visit(clinic: Clinic) -> Appointment:
    service = clinic.service
    service.fast_food_hours, service.fast_clear_hours, service.needs_readback = 6, 2, True
    service.save()
    items = (
        ("bring", "at", None, {"en": "Your tablets", "es": "Sus pastillas"}, False),
        ("drink", "from", 24, {"en": "No coffee"}, True),
        ("other", "after", None, {"en": "Rest"}, False),
    )
    for position, (kind, timing, hours, texts, hard) in enumerate(items):
        PreparationItem.objects.create(
            service=service, position=position, kind=kind, timing=timing, hours_before=hours, texts=texts, hard=hard
        )
    approve_preparation(service=service, language="en", by=DOCTOR)
    return clinic.visit(clinic.person(), nth=9 * 2)


def test_SEL_7_preparation_runs_backward_in_clock_times(clinic: Clinic) -> None:
    visit = fasting_visit(clinic)
    start = visit.starts_at
    steps = preparation_for(visit, "es").steps
    assert [(step.at and start - step.at, str(step.text), step.hard, step.in_language) for step in steps] == [
        (timedelta(hours=24), "No coffee", True, False),
        (timedelta(hours=6), "Last meal", True, True),
        (timedelta(hours=2), "Last water", True, True),
        (None, "Your tablets", False, False),  # nobody has approved the Spanish words
        (None, "Rest", False, False),
    ]


def test_the_booking_tells_the_charter_what_to_count_from(clinic: Clinic) -> None:
    visit = fasting_visit(clinic)
    facts = Event.objects.get(kind="appointment.booked").facts
    assert {name: facts[name] for name in ("fasting", "fasting_from_at", "needs_readback", "has_preparation")} == {
        "fasting": True, "fasting_from_at": (visit.starts_at - timedelta(hours=6)).isoformat(),
        "needs_readback": True, "has_preparation": True,
    }  # fmt: skip


def test_SEL_7_two_visits_of_one_day_share_the_strictest_fast(clinic: Clinic) -> None:
    visit = fasting_visit(clinic)
    second = clinic.visit(visit.person, nth=18)
    assert clock.local(second.starts_at).date() == clock.local(visit.starts_at).date()
    first = min(visit.starts_at, second.starts_at)
    limits = preparation_for(second).limits
    assert limits
    assert limits.food_until == first - timedelta(hours=6)


def test_preparation_is_understood_only_when_all_of_it_was_said_back(clinic: Clinic) -> None:
    visit = fasting_visit(clinic)
    actions.confirm_understood(appointment=visit, answers={"food": True, "water": False}, by=clinic.desk)
    with clock.at(NOW + timedelta(minutes=1)):
        actions.confirm_understood(appointment=visit, answers={"food": True, "water": True}, by=clinic.desk)
    told = Event.objects.filter(subject_id=visit.id, kind__startswith="preparation.").order_by("created_at")
    assert [(event.kind, event.facts["wrong"]) for event in told] == [
        ("preparation.not_understood", ["water"]), ("preparation.understood", []),
    ]  # fmt: skip


def test_CNF_3_a_confirmation_says_who_what_when_where_and_how_to_prepare(clinic: Clinic) -> None:
    visit = fasting_visit(clinic)
    told = messages.standing(visit.id, visit.person)
    assert told
    calendar = told.pop("calendar")
    assert told.pop("scan").startswith("http://127.0.0.1:8000/here/link/"), "a letter carries it as a code to scan"
    assert told == {
        "when": visit.starts_at,
        "service": {"en": "Clinic visit", "es": "Consulta", "ar": "زيارة"},
        "reference": visit.reference,
        "link": told["link"],
        "where": f"{visit.room}, Riverside",
        "entrance": "Riverside",
        "clinician": visit.clinician.name,
        "prep_headline": told["prep_headline"],
        "preparation": told["preparation"],
        "bring": {"en": ["Your tablets"], "es": ["Your tablets"], "ar": ["Your tablets"]},
    }
    assert (
        told["prep_headline"]["en"] == "no food after Wednesday 25 November at 03:00, "
        "no water after Wednesday 25 November at 07:00"
    )
    assert told["preparation"]["es"][1] == "Última comida: miércoles 25 de noviembre a las 03:00"
    assert (calendar["uid"], calendar["sequence"], calendar["method"]) == (f"{visit.id}@almoner", 0, "REQUEST")


def test_every_kind_gives_the_names_that_its_words_need(clinic: Clinic) -> None:
    visit = fasting_visit(clinic)
    person = visit.person
    found = {name: kinds.kind(name) for name in ("appointment.confirmed", "appointment.reminder_1d", "arrival.details",
                                                 "preparation.last_meal")}  # fmt: skip
    for name, kind in found.items():
        assert kind, name
        values = kind.compose(visit.id, person)
        assert values is not None
        assert kind.names.needs <= set(values), name
        assert set(values) <= kind.names.all | {"calendar", "scan"}, name


@pytest.mark.parametrize("end", ["cancel", "pass"])
def test_CNF_4_nothing_is_said_of_a_visit_that_is_over_or_cancelled(clinic: Clinic, end: str) -> None:
    visit = fasting_visit(clinic)
    if end == "cancel":
        actions.cancel(appointment=visit, by=clinic.desk)
    with clock.at(visit.starts_at if end == "pass" else NOW):
        composed = [compose(visit.id, visit.person) for compose in
                    (messages.standing, messages.moved, messages.fasting_times)]  # fmt: skip
    assert composed == [None, None, None]


def test_I_17_nothing_is_said_of_a_visit_to_anybody_else(clinic: Clinic) -> None:
    visit = fasting_visit(clinic)
    tom = clinic.person("Tom")
    assert [messages.standing(visit.id, tom), messages.standing(None, tom), messages.offered(uuid4(), tom)] == [
        None
    ] * 3


def test_a_moved_visit_raises_the_sequence_of_its_calendar_entry(clinic: Clinic) -> None:
    visit = clinic.visit(clinic.person())
    moved = actions.move(appointment=visit, hold=clinic.hold(visit.person, nth=7), reason="work", by=clinic.desk)
    told = messages.moved(moved.id, moved.person)
    assert told
    assert (told["old_when"], told["reason"], told["calendar"]["sequence"]) == (NINE, "work", 1)
    actions.cancel(appointment=moved, by=clinic.desk)
    cancelled = messages.cancelled_by_patient(moved.id, moved.person)
    assert cancelled
    assert (cancelled["calendar"]["method"], cancelled["calendar"]["sequence"]) == ("CANCEL", 2)


def test_CHG_3_the_message_of_a_cancellation_has_the_reason_and_what_comes_next(clinic: Clinic) -> None:
    visit = clinic.visit(clinic.person())
    actions.cancel_by_hospital(
        appointment=visit, reason="staff-cancel", advice="Rest", promise_on=NOW + timedelta(5), by=clinic.desk
    )
    told = messages.cancelled_by_hospital(visit.id, visit.person)
    assert told
    assert (told["reason"]["en"], told["new_time"], told["interim"]) == (
        "The clinician cannot be there", NOW + timedelta(5), "Rest",
    )  # fmt: skip
    assert messages.cancelled_by_hospital(clinic.visit(clinic.person()).id, visit.person) is None


def test_CHG_5_a_missed_visit_and_an_offer_have_their_words(clinic: Clinic) -> None:
    visit = clinic.visit(clinic.person())
    with clock.at(visit.ends_at):
        actions.mark_missed(appointment=visit, by=clinic.desk)
        missed = messages.missed(visit.id, visit.person)
    assert missed
    assert missed["reference"] == visit.reference
    waiting = clinic.person()
    actions.join_waiting_list(person=waiting, service=clinic.service, by=clinic.desk)
    with clock.at(NOW + timedelta(hours=2)):
        [offer] = actions.make_offers(service=clinic.service, by=clinic.desk)
        told = messages.offered(offer.id, waiting)
        assert told
        assert kinds.kind("offer.made").names.needs <= set(told)  # type: ignore[union-attr]
    with clock.at(offer.answer_by):
        assert messages.offered(offer.id, waiting) is None


def test_CNF_2_pressing_confirm_confirms_and_cannot_come_goes_to_a_person(clinic: Clinic) -> None:
    visit = clinic.visit(clinic.person())
    by = clinic.themself(visit.person).through("phone")
    for minute, key in enumerate(("confirm", "cannot_come", "change"), 1):
        with clock.at(NOW + timedelta(minutes=minute)):
            messages.hear_answer(visit.id, visit.person, key, by)
    told = Event.objects.filter(subject_id=visit.id).exclude(kind__startswith="promise").order_by("created_at")
    assert [event.kind for event in told if event.kind.startswith("appointment.")] == [
        "appointment.booked", "appointment.confirmed", "appointment.cannot_come", "appointment.change_asked",
    ]  # fmt: skip
    visit.refresh_from_db()
    assert (visit.state, visit.confirmed_by_call_at) == ("booked", NOW + timedelta(minutes=1))


def test_I_14_an_answer_about_a_visit_that_is_over_changes_nothing(clinic: Clinic) -> None:
    visit = clinic.visit(clinic.person())
    with clock.at(visit.ends_at), pytest.raises(refusals.AlreadyEnded):
        messages.hear_answer(visit.id, visit.person, "confirm", clinic.desk)


def test_I_23_what_is_another_s_is_not_there(clinic: Clinic) -> None:
    visit, stranger = clinic.visit(clinic.person()), clinic.themself(clinic.person("Tom"))
    hold = clinic.hold(visit.person, nth=3)
    entry = actions.join_waiting_list(person=visit.person, service=clinic.heart, by=clinic.desk)
    reads = [
        lambda: queries.appointment_for(stranger, visit.id),
        lambda: queries.appointment_for(stranger, uuid4()),
        lambda: queries.appointment_by_reference(stranger, visit.reference),
        lambda: queries.appointments_of(visit.person, stranger),
        lambda: queries.hold_for(stranger, hold.id),
        lambda: queries.offers_of(entry, stranger),
        lambda: queries.offer_for(stranger, uuid4()),
    ]
    for read in reads:
        with pytest.raises(NotThere):
            read()
    assert (list(queries.appointments(stranger)), queries.waiting_entries(stranger)) == ([], [])


def test_a_person_and_the_desk_read_the_same_visits(clinic: Clinic, django_assert_num_queries: object) -> None:
    person = clinic.person()
    visits = [clinic.visit(person, nth=nth) for nth in (0, 20)]
    gone = actions.cancel(appointment=clinic.visit(person, nth=40), by=clinic.desk)
    own = clinic.themself(person)
    assert queries.appointments_of(person, own, upcoming=True) == visits
    assert queries.appointments_of(person, own, upcoming=False) == [gone]
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert queries.appointments_on(NOW.date(), clinic.desk) == visits[:1]
    clinic.visit(clinic.person())
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(queries.appointments_on(NOW.date(), clinic.desk)) == 2
    assert queries.appointment_by_reference(clinic.desk, visits[0].reference) == visits[0]
    assert queries.hold_for(clinic.desk, clinic.hold(person, nth=9).id)


def test_I_13_a_visit_that_zone_data_moved_is_found(clinic: Clinic) -> None:
    from almoner.scheduling.laws import moved_by_the_clock

    visit = clinic.visit(clinic.person())
    assert moved_by_the_clock() == []
    Appointment.objects.filter(id=visit.id).update(wall="2026-11-23T10:00")
    assert moved_by_the_clock() == [f"{visit.reference} was told as 2026-11-23T10:00 and now begins at another time"]
    assert (time(9), Diary.objects.exists()) == (clock.local(visit.starts_at).time(), True)


def test_I_21b_a_glance_gives_the_moments_of_the_words_and_none_where_they_give_none(clinic: Clinic) -> None:
    visit = fasting_visit(clinic)
    glanced = [kind for kind in kinds.registered() if kind.glance]
    assert {kind.name for kind in glanced} >= {"appointment.reminder_1d", "arrival.details", "preparation.last_meal"}
    moments = ("when", "last_meal")
    for hours in (0, 16, 20, 24, 28):
        with clock.at(NOW + timedelta(hours=hours)):
            for kind in glanced:
                assert kind.glance
                told, seen = kind.compose(visit.id, visit.person), kind.glance(visit.id, visit.person)
                assert seen == (told and {name: told[name] for name in moments if name in told})
    actions.cancel(appointment=visit, by=clinic.desk)
    assert [kind.glance and kind.glance(visit.id, visit.person) for kind in glanced] == [None] * len(glanced)


def test_I_17_what_is_read_ahead_is_each_persons_own(clinic: Clinic) -> None:
    visits = [fasting_visit(clinic), clinic.visit(clinic.person("Tom"), nth=20)]
    for kind in kinds.registered():
        if kind.ahead and kind.name in {"appointment.reminder_1d", "preparation.last_meal"}:
            alone = [kind.compose(visit.id, visit.person) for visit in visits]
            with kind.ahead([visit.id for visit in visits]):
                assert [kind.compose(visit.id, visit.person) for visit in visits] == alone
                assert kind.compose(visits[0].id, visits[1].person) is None
