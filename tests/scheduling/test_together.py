"""Several visits in one act: all or none, tied together, told of once, and each for itself afterwards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import time, timedelta

import pytest
from tests.scheduling.clinic import MONDAY, Clinic
from tests.scheduling.test_joined import blood_test
from tests.scheduling.test_private import GROWN, family
from tests.scheduling.test_told import DOCTOR

from almoner.catalogue.actions import approve_preparation
from almoner.catalogue.models import PreparationItem
from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.refusal import NotThere
from almoner.messaging.models import Message
from almoner.messaging.reading_out import read_out
from almoner.messaging.rendering import Setting, render
from almoner.people.models import Person, Site
from almoner.scheduling import actions, queries, refusals, together_messages
from almoner.scheduling.actions import Picked
from almoner.scheduling.enums import SeriesKind, State
from almoner.scheduling.laws import LAWS
from almoner.scheduling.models import Appointment, Claim, Hold, Series
from almoner.scheduling.preparation import sheet_of
from almoner.scheduling.search import find_times
from almoner.scheduling.series_words import named, place_words
from almoner.timeline.models import Event

HOSPITAL = {"hospital": "Riverside", "service_desk": "020 7946 0100", "emergency": "999"}
AGAIN, DAY = SeriesKind.AGAIN, SeriesKind.DAY


def daily(clinic: Clinic, days: int = 3) -> list[Picked]:
    """Half past nine on each day from Tuesday on."""
    picked = []
    for nth in range(1, days + 1):
        day = MONDAY + timedelta(days=nth)
        at = clock.on_the_wall(day, time(9, 30))
        [found] = find_times(clinic.service, from_at=at, until=day, limit=1, by=clinic.desk)
        picked.append(Picked(clinic.service, found.key))
    return picked


def booked(clinic: Clinic, person: Person, picked: Sequence[Picked] | None = None) -> list[Appointment]:
    series = actions.book_together(picked=picked or daily(clinic), kind=AGAIN, person=person, by=clinic.desk)
    return list(series.visits.order_by("series_place"))


def broken() -> list[str]:
    return [where for law in LAWS for where in law.broken()]


def test_APT_8_all_are_booked_in_one_act_and_each_knows_its_place(clinic: Clinic) -> None:
    person = clinic.person()
    visits = booked(clinic, person)
    assert [(visit.series_place, visit.wall[8:], visit.state) for visit in visits] == [
        (1, "24T09:30", "booked"), (2, "25T09:30", "booked"), (3, "26T09:30", "booked"),
    ]  # fmt: skip
    series = Series.objects.get()
    assert (series.kind, series.size, series.person) == (AGAIN, 3, person)
    assert (Hold.objects.count(), Claim.objects.count(), broken()) == (0, 6, [])
    assert place_words(visits[1]).split() == ["2", "of", "3"]
    assert named(visits[1])["es"] == "Consulta (2 de 3)"


def test_APT_8_a_time_that_is_held_meanwhile_is_kept_while_a_series_is_booked(clinic: Clinic) -> None:
    person = clinic.person()
    kept = clinic.hold(person)
    booked(clinic, person)
    assert list(Hold.objects.all()) == [kept]


def test_APT_8_one_taken_in_between_and_nothing_is_booked(clinic: Clinic) -> None:
    person, picked = clinic.person(), daily(clinic)
    actions.hold(service=clinic.service, time=picked[1].key, person=clinic.person("Faster"), by=clinic.desk)
    events = Event.objects.count()
    with pytest.raises(refusals.TimesTaken) as told:
        booked(clinic, person, picked)
    assert told.value.facts["keys"] == [picked[1].key]
    assert (Appointment.objects.count(), Series.objects.count(), Hold.objects.count()) == (0, 0, 1)
    assert (Event.objects.count(), broken()) == (events, [])


def test_APT_4_is_not_asked_among_the_visits_of_one_series_but_of_others(clinic: Clinic) -> None:
    person = clinic.person()
    clinic.visit(person, service=clinic.service)
    with pytest.raises(refusals.SameSpecialtySoon):
        booked(clinic, person)
    made = actions.book_together(picked=daily(clinic), kind=AGAIN, person=person, keep_both=True, by=clinic.desk)
    assert made.size == 3


def test_APT_4_a_visit_at_the_same_time_is_refused_whatever_is_kept(clinic: Clinic) -> None:
    person, picked = clinic.person(), daily(clinic)
    day = MONDAY + timedelta(days=2)
    at = clock.on_the_wall(day, time(9, 20))
    [other] = find_times(clinic.heart, from_at=at, until=day, limit=1, by=clinic.desk)
    hold = actions.hold(service=clinic.heart, time=other, person=person, ordered=True, by=clinic.desk)
    actions.book(hold=hold, person=person, keep_both=True, by=clinic.desk)
    [free] = find_times(clinic.service, from_at=at, until=day, limit=1, by=clinic.desk)
    picked[1] = Picked(clinic.service, free.key)
    with pytest.raises(refusals.VisitsClash):
        actions.book_together(picked=picked, kind=AGAIN, person=person, keep_both=True, by=clinic.desk)
    assert Series.objects.count() == 0


def test_APT_8_two_at_once_or_one_alone_are_no_series(clinic: Clinic) -> None:
    person, picked = clinic.person(), daily(clinic)
    for wrong in ([picked[0], picked[0]], picked[:1], []):
        with pytest.raises(refusals.NotTogether):
            actions.book_together(picked=wrong, kind=AGAIN, person=person, by=clinic.desk)


def test_a_day_is_one_day(clinic: Clinic) -> None:
    with pytest.raises(refusals.NotOneDay):
        actions.book_together(picked=daily(clinic), kind=DAY, person=clinic.person(), by=clinic.desk)


def test_I_40_sent_twice_it_is_booked_once(clinic: Clinic) -> None:
    person, picked = clinic.person(), daily(clinic)
    asked = {"picked": picked, "kind": AGAIN, "person": person, "by": clinic.desk, "key": "k" * 32}
    first = actions.book_together(**asked)  # type: ignore[arg-type]
    assert actions.book_together(**asked) == first  # type: ignore[arg-type]
    assert Appointment.objects.count() == 3


def test_I_23_somebody_else_books_cancels_and_sees_nothing(clinic: Clinic) -> None:
    person, stranger = clinic.person(), clinic.themself(clinic.person("Stranger"))
    visits = booked(clinic, person)
    with pytest.raises(NotThere):
        actions.book_together(picked=daily(clinic), kind=AGAIN, person=person, by=stranger)
    with pytest.raises(NotThere):
        actions.cancel_rest(series=Series.objects.get(), by=stranger)
    with pytest.raises(NotThere):
        queries.series_for(stranger, visits[0].series_id)
    assert queries.together_with(visits[0], stranger) == []
    assert queries.together_with(visits[0], clinic.themself(person)) == visits


def test_I_26_a_parent_books_no_series_of_a_private_topic_and_sees_none(clinic: Clinic) -> None:
    young, parent = family(clinic, GROWN)
    with pytest.raises(refusals.TheirsToBook):
        actions.book_together(picked=daily(clinic), kind=AGAIN, person=young, by=parent)
    visits = booked(clinic, young)
    assert queries.together_with(visits[0], parent) == []
    with pytest.raises(NotThere):
        queries.series_for(parent, visits[0].series_id)


def test_I_26_of_a_day_a_parent_sees_and_cancels_what_is_not_private(clinic: Clinic) -> None:
    young, parent = family(clinic, GROWN)
    series = actions.book_together(picked=one_day(clinic), kind=DAY, person=young, by=clinic.desk)
    private, open_to_all = (series.visits.get(service__code=code) for code in ("GEN", "LAB"))
    assert Site.objects.get().private_topics == [private.service.specialty.code]
    assert queries.together_with(open_to_all, parent) == [open_to_all]
    assert place_words(open_to_all) == ""
    actions.cancel_rest(series=series, by=parent)
    assert list(series.visits.filter(state=State.CANCELLED)) == [open_to_all]


def one_day(clinic: Clinic) -> list[Picked]:
    """The blood test on Tuesday at nine, the clinic at ten."""
    day = MONDAY + timedelta(days=1)
    picked = []
    for service, hour in ((blood_test(clinic), 9), (clinic.service, 10)):
        at = clock.on_the_wall(day, time(hour))
        [found] = find_times(service, from_at=at, until=day, limit=1, by=clinic.desk)
        picked.append(Picked(service, found.key))
    return picked


def test_APT_8_moving_one_leaves_the_rest_and_its_place(clinic: Clinic) -> None:
    person = clinic.person()
    visits = booked(clinic, person)
    hold = clinic.hold(person, nth=20)
    moved = actions.move(appointment=visits[1], hold=hold, by=clinic.desk)
    assert (moved.series, moved.series_place) == (visits[0].series, 2)
    left = Appointment.objects.filter(series=moved.series).exclude(id=moved.id).order_by("series_place")
    assert [visit.starts_at for visit in left] == [visits[0].starts_at, visits[2].starts_at]


def test_APT_8_cancelling_one_leaves_the_rest(clinic: Clinic) -> None:
    visits = booked(clinic, clinic.person())
    actions.cancel(appointment=visits[1], by=clinic.desk)
    states = [visit.state for visit in Series.objects.get().visits.order_by("series_place")]
    assert states == ["booked", "cancelled", "booked"]
    assert not Event.objects.filter(kind="series.ended").exists()


def test_APT_8_what_comes_instead_of_one_that_we_cancel_has_its_place(clinic: Clinic) -> None:
    person = clinic.person()
    visits = booked(clinic, person)
    actions.cancel_by_hospital(
        appointment=visits[1],
        reason="staff-cancel",
        advice="Rest.",
        new_hold=clinic.hold(person, nth=20),
        by=clinic.desk,
    )
    new = Appointment.objects.get(replaces=visits[1])
    assert (new.series, new.series_place) == (visits[0].series, 2)
    assert Promise.objects.filter(standard="confirmed_in_writing", subject_id=new.id).count() == 1


def test_APT_8_the_rest_is_cancelled_in_one_act(clinic: Clinic) -> None:
    person = clinic.person()
    visits = booked(clinic, person)
    with clock.at(visits[0].ends_at + timedelta(minutes=5)):
        actions.cancel_rest(series=Series.objects.get(), by=clinic.themself(person))
        states = [visit.state for visit in Series.objects.get().visits.order_by("series_place")]
        assert (states, broken()) == (["booked", "cancelled", "cancelled"], [])
        with pytest.raises(refusals.NothingLeft):
            actions.cancel_rest(series=Series.objects.get(), by=clinic.desk)
    told = Event.objects.filter(kind__in=("series.cancelled", "series.ended")).values_list("kind", "facts__count")
    assert sorted(told) == [("series.cancelled", 2), ("series.ended", None)]


def test_CNF_1_each_visit_is_confirmed_by_one_standard_and_reminded_of_by_its_own(clinic: Clinic) -> None:
    person = clinic.person()
    visits = booked(clinic, person)
    made = Promise.objects.filter(person=person)
    assert sorted(made.filter(subject_id=visits[0].series_id).values_list("standard", flat=True)) == [
        "together_confirmed_by_call", "together_confirmed_in_writing",
    ]  # fmt: skip
    own = made.filter(subject_id=visits[2].id).values_list("standard", flat=True)
    assert not {"confirmed_in_writing", "confirmed_by_call"} & set(own)
    assert {"reminded_1_day", "way_to_us_the_day_before"} <= set(own)


def test_CNF_1_one_call_and_one_mail_go_out_for_all_of_them(clinic: Clinic) -> None:
    person = clinic.person()
    booked(clinic, person)
    now = Message.objects.filter(person=person, not_before__lte=clock.now())
    assert sorted(now.values_list("kind", "channel")) == [("series.confirmed", "call"), ("series.confirmed", "email")]
    assert not Message.objects.filter(kind="appointment.confirmed").exists()


def test_CNF_1_nothing_is_confirmed_any_more_when_all_are_cancelled(clinic: Clinic) -> None:
    booked(clinic, clinic.person())
    series = Series.objects.get()
    actions.cancel_rest(series=series, by=clinic.desk)
    states = dict(Promise.objects.filter(subject_id=series.id).values_list("standard", "state"))
    assert states == {
        "together_confirmed_in_writing": "withdrawn", "together_confirmed_by_call": "withdrawn",
        "together_cancellation_confirmed": "open",
    }  # fmt: skip
    assert not Promise.objects.filter(standard="cancellation_confirmed").exists()


def as_usual(clinic: Clinic) -> list[Picked]:
    """A day of a fasting blood test and a clinic that says to eat as usual, both read by a clinician."""
    picked = one_day(clinic)
    for service, kind, text in ((picked[0].service, "bring", "Your list"), (clinic.service, "food", "Eat as usual")):
        PreparationItem.objects.create(service=service, position=0, kind=kind, timing="at", texts={"en": text})
        approve_preparation(service=service, language="en", by=DOCTOR)
    return picked


def test_SEL_7_one_sheet_for_the_day_and_nobody_is_told_to_eat_before_a_fast(clinic: Clinic) -> None:
    person = clinic.person()
    series = actions.book_together(picked=as_usual(clinic), kind=DAY, person=person, by=clinic.desk)
    visits = list(series.visits.order_by("series_place"))
    sheet = sheet_of(visits, "en")
    nine = clock.on_the_wall(MONDAY + timedelta(days=1), time(9))
    assert [(step.at, str(step.text)) for step in sheet.steps] == [(nine - timedelta(hours=6), "Last meal")]
    assert (sheet.bring, sheet.eat_from, sheet.own[visits[1].id]) == (("Your list",), nine + timedelta(minutes=10), ())


def test_CNF_5_a_day_is_told_in_one_message_with_the_fast_and_its_end(clinic: Clinic) -> None:
    person = clinic.person()
    series = actions.book_together(picked=as_usual(clinic), kind=DAY, person=person, by=clinic.desk)
    told = together_messages.confirmed(series.id, person)
    assert told
    nine = clock.on_the_wall(MONDAY + timedelta(days=1), time(9))
    assert (told["eat_from"], len(told["each"])) == (nine + timedelta(minutes=10), 2)
    assert told["preparation"]["en"] == ["Last meal: Tuesday 24 November at 03:00"]
    sentences = read_out(kind="series.confirmed", subject_id=series.id, person=person, language="en", by=clinic.desk)
    assert "Tuesday 24 November at 09:00 and at 10:00." in sentences
    assert "You may eat and drink again from Tuesday 24 November at 09:10." in sentences


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_CNF_1_APT_8_one_message_lists_every_date_and_carries_every_invitation(clinic: Clinic, language: str) -> None:
    person = clinic.person()
    visits = booked(clinic, person)
    told = together_messages.confirmed(visits[0].series_id, person)
    assert told
    setting = Setting(language, clock.zone(), "https://care.example", HOSPITAL, "Maya", "Maya Osei")
    for channel in ("email", "letter", "text", "call"):
        sent = render("series.confirmed", channel, [told], setting)
        named = [re.findall(rf"(?<![A-Za-z0-9-]){day}(?![A-Z0-9-])", sent.body) for day in ("24", "25", "26")]
        assert [len(each) for each in named] == [1, 1, 1], sent.body
    mail = render("series.confirmed", "email", [told], setting)
    assert [one["uid"] for one in mail.calendars] == [f"{visit.id}@almoner" for visit in visits]


def test_CNF_4_what_was_cancelled_before_it_goes_is_not_confirmed(clinic: Clinic) -> None:
    person = clinic.person()
    visits = booked(clinic, person)
    actions.cancel(appointment=visits[0], by=clinic.desk)
    told = together_messages.confirmed(visits[0].series_id, person)
    assert told
    assert [one["when"] for one in told["each"]] == [visits[1].starts_at, visits[2].starts_at]
    actions.cancel_rest(series=Series.objects.get(), by=clinic.desk)
    assert together_messages.confirmed(visits[0].series_id, person) is None
    gone = together_messages.cancelled(visits[0].series_id, person)
    assert gone
    assert len(gone["each"]) == 3
    assert together_messages.confirmed(visits[0].series_id, clinic.person("Stranger")) is None


def test_I_14_an_answer_to_all_dates_changes_no_visit_and_a_change_is_rung_about(clinic: Clinic) -> None:
    person = clinic.person()
    visits = booked(clinic, person)
    series = Series.objects.get()
    together_messages.hear_answer(series.id, person, "confirm", clinic.desk)
    assert Promise.objects.get(standard="together_confirmed_by_call").state == "kept"
    assert not series.visits.exclude(confirmed_by_call_at=None).exists()
    together_messages.hear_answer(series.id, person, "change", clinic.desk)
    asked = Promise.objects.get(standard="change_asked", subject_id=series.id)
    actions.move(appointment=visits[1], hold=clinic.hold(person, nth=20), by=clinic.desk)
    asked.refresh_from_db()
    assert asked.state == "kept"
    actions.cancel_rest(series=series, by=clinic.desk)
    with pytest.raises(refusals.AlreadyEnded):
        together_messages.hear_answer(series.id, person, "confirm", clinic.desk)
