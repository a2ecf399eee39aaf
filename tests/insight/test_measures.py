"""What each measure counts, and leaves out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import MONDAY_MORNING, Cast
from tests.insight.conftest import TODAY, Owe
from tests.scheduling.clinic import make_clinic

from almoner.aftercare.models import Feedback
from almoner.charter.actions import withdraw
from almoner.charter.models import Promise
from almoner.charter.tasks import watch_promises
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.refusal import NotAllowed, NotThere
from almoner.desk import actions as desk
from almoner.desk.models import Contact
from almoner.insight import queries, reckoning
from almoner.insight.figure import Figure
from almoner.insight.measures import MEASURES, afterwards, appointments, contacts, measure_for, promises
from almoner.insight.period import Period
from almoner.insight.splits import Split
from almoner.insight.third_next import most_booked, third_next
from almoner.people.actions import note_need
from almoner.people.enums import Need
from almoner.people.models import Person, Site
from almoner.scheduling import diaries, memory
from almoner.scheduling.models import Diary
from almoner.visits.models import Visit

At = Callable[[datetime], None]
NOON = MONDAY_MORNING + timedelta(hours=3)


def ledger(cast: Cast, owe: Owe, at: At) -> None:
    """Four call backs: in time, late, owed, taken back; one of nobody known, in time."""
    owe(cast.maya, 10)
    owe(cast.tom, 75)
    owe(cast.leila)
    withdraw(promise=owe(cast.tom), reason="asked by mistake", by=cast.agent)
    owe(None, 5)
    at(NOON)


def test_promises_are_kept_in_time_or_not_and_those_taken_back_do_not_count(cast: Cast, owe: Owe, at: At) -> None:
    ledger(cast, owe, at)
    assert reckoning.whole(promises.KEPT, TODAY) == Figure(4, 2)
    assert reckoning.whole(promises.CALL_BACKS_KEPT, TODAY) == Figure(4, 2)
    assert reckoning.whole(promises.LATENESS, TODAY) == Figure(1, median=45 * 60, p90=45 * 60)


def test_a_promise_counts_when_it_falls_due_and_not_before(cast: Cast, owe: Owe, at: At) -> None:
    owe(cast.maya, 10)
    at(MONDAY_MORNING + timedelta(minutes=29))
    assert reckoning.whole(promises.KEPT, TODAY) == Figure(0, 0)
    yesterday = Period(TODAY.first - timedelta(days=1), TODAY.first - timedelta(days=1))
    at(NOON)
    assert reckoning.whole(promises.KEPT, yesterday) == Figure(0, 0)


def test_I_6_a_promise_is_silent_until_the_watch_has_told_of_it(cast: Cast, owe: Owe, at: At) -> None:
    owe(cast.maya)
    at(MONDAY_MORNING + timedelta(minutes=31))
    assert reckoning.whole(promises.SILENT, TODAY).n == 0
    at(NOON)
    assert reckoning.whole(promises.SILENT, TODAY).n == 1
    watch_promises()
    assert reckoning.whole(promises.SILENT, TODAY).n == 0


def test_TEL_7_waits_are_told_by_median_and_nine_in_ten_of_real_waits(cast: Cast) -> None:
    for minutes in (1, 2, 3, 4, 5, 6, 7, 8, 9, 100):
        Contact.objects.create(
            channel="call", started_at=MONDAY_MORNING, ended_at=MONDAY_MORNING, outcome="CALL_BACK",
            called_back_at=MONDAY_MORNING + timedelta(minutes=minutes),
        )  # fmt: skip
    with clock.at(NOON):
        assert reckoning.whole(contacts.CALL_BACK_WAIT, TODAY) == Figure(10, median=5 * 60, p90=9 * 60)


@pytest.mark.parametrize("lengths", [[7], [7, 9], [1, 1, 1], [5, 4, 3, 2, 1], list(range(1, 22))])
def test_nearest_rank_is_that_of_the_definition(cast: Cast, lengths: list[int]) -> None:
    Contact.objects.bulk_create(
        Contact(
            channel="call", started_at=MONDAY_MORNING, ended_at=MONDAY_MORNING, outcome="X",
            called_back_at=MONDAY_MORNING + timedelta(seconds=length),
        )
        for length in lengths
    )  # fmt: skip
    ordered = sorted(lengths)
    median, ninety = (ordered[-(-len(ordered) * part // 100) - 1] for part in (50, 90))
    with clock.at(NOON):
        assert reckoning.whole(contacts.CALL_BACK_WAIT, TODAY) == Figure(len(lengths), median=median, p90=ninety)


def test_X_6_the_same_measure_by_language_age_channel_and_need(cast: Cast, owe: Owe, at: At) -> None:
    note_need(person=cast.maya, kind=Need.DEAF, by=cast.agent)
    note_need(person=cast.maya, kind=Need.WHEELCHAIR, by=cast.agent)
    ledger(cast, owe, at)
    split = {one: reckoning.by_split(promises.KEPT, TODAY, one) for one in Split}
    assert split[Split.LANGUAGE] == {"en": Figure(2, 1), "ar": Figure(1, 0), None: Figure(1, 1)}
    assert split[Split.AGE] == {"65": Figure(2, 1), "80": Figure(1, 0), "": Figure(1, 1)}
    assert split[Split.CHANNEL] == {"call": Figure(4, 2)}
    assert split[Split.NEED] == {"deaf": Figure(1, 1), "wheelchair": Figure(1, 1), "none": Figure(3, 1)}


def test_X_6_what_is_shown_of_small_groups_is_nothing(cast: Cast, owe: Owe, at: At) -> None:
    ledger(cast, owe, at)
    groups = queries.groups_of(by=cast.manager, measure=promises.KEPT, period=TODAY, split=Split.LANGUAGE)
    assert [group.figure.hidden for group in groups] == [True, True, True]


def test_parts_say_what_was_promised_and_by_whom(cast: Cast, owe: Owe, at: At) -> None:
    ledger(cast, owe, at)
    asked: dict[str, Any] = {"by": cast.manager, "measure": promises.KEPT, "period": TODAY}
    assert [(one.name, one.figure) for one in queries.parts_of(**asked, part="standard")] == [
        ("We ring you back by the time we say.", Figure(4, 2))
    ]
    assert [one.name for one in queries.parts_of(**asked, part="team")] == ["Service desk"]


def test_weeks_follow_one_another(cast: Cast, owe: Owe, at: At) -> None:
    ledger(cast, owe, at)
    later = Period(TODAY.first, TODAY.first + timedelta(days=8))
    at(MONDAY_MORNING + timedelta(days=9))
    assert reckoning.by_week(promises.KEPT, later.weeks(3)) == [Figure(0, 0), Figure(4, 2), Figure(0, 0)]


def test_every_measure_reads_with_a_constant_number_of_statements(cast: Cast, owe: Owe, at: At) -> None:
    at(NOON)
    counts = []
    for more in (1, 2):
        for _one in range(more):
            owe(cast.maya, 10)
        with CaptureQueriesContext(connection) as caught:
            queries.readings(by=cast.manager, period=TODAY, split=Split.NEED)
        counts.append(len(caught))
    assert counts[0] == counts[1] <= 3 * len(MEASURES)


def test_the_list_begins_with_what_went_wrong_and_names_whom_one_may_see(cast: Cast, owe: Owe, at: At) -> None:
    ledger(cast, owe, at)
    Person.objects.filter(id=cast.tom.id).update(restricted=True)
    rows = queries.rows_behind(by=cast.manager, measure=promises.KEPT, period=TODAY)
    shown = queries.shown(rows, measure=promises.KEPT, by=cast.manager)
    assert [row.good for row in shown] == [False, False, True, True]
    assert {row.person.name for row in shown if row.person} == {"Maya Osei", "Leila Haddad"}
    closed = [row for row in shown if row.closed]
    assert [(row.person, row.what, row.about) for row in closed] == [(None, "", None)]
    assert [row.closed for row in shown if row.person is None and row.about] == [False]


def test_who_gave_feedback_is_named_to_those_who_hear_it(cast: Cast, at: At) -> None:
    visit = Visit.objects.create(
        person=cast.maya, site=cast.site, day=TODAY.first, ticket="A1", how="desk", arrived_at=MONDAY_MORNING,
        seen_by_at=NOON,
    )  # fmt: skip
    Feedback.objects.create(
        person=cast.maya, subject_id=visit.id, visit=visit, was_at=MONDAY_MORNING, closes_at=NOON,
        state="given", score="poor", given_at=MONDAY_MORNING,
    )  # fmt: skip
    at(NOON)
    assert reckoning.whole(afterwards.NEGATIVE, TODAY) == Figure(1, 1)
    assert reckoning.whole(afterwards.POSITIVE, TODAY) == Figure(1, 0)
    rows = queries.rows_behind(by=cast.manager, measure=afterwards.NEGATIVE, period=TODAY)
    told = [queries.shown(rows, measure=afterwards.NEGATIVE, by=by)[0] for by in (cast.manager, cast.bed_manager)]
    assert [(row.closed, row.what) for row in told] == [(False, "Poor"), (True, "")]


def test_the_list_takes_two_statements_for_one_and_for_three(cast: Cast, owe: Owe, at: At) -> None:
    at(NOON)
    counts = []
    for more in (1, 2):
        for _one in range(more):
            owe(cast.maya, 10)
        rows = queries.rows_behind(by=cast.manager, measure=promises.KEPT, period=TODAY)
        with CaptureQueriesContext(connection) as caught:
            assert len(queries.shown(rows, measure=promises.KEPT, by=cast.manager)) == len(counts) * 2 + 1
        counts.append(len(caught))
    assert counts == [2, 2]


def test_every_list_and_every_part_can_be_read_when_nothing_is_there(cast: Cast) -> None:
    for measure in MEASURES:
        rows = queries.rows_behind(by=cast.manager, measure=measure, period=TODAY)
        assert queries.shown(rows, measure=measure, by=cast.manager) == []
        for part in measure.parts:
            assert queries.parts_of(by=cast.manager, measure=measure, period=TODAY, part=part) == []


def test_measures_are_for_those_who_may_see_them(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        queries.readings(by=cast.agent, period=TODAY)
    with pytest.raises(NotAllowed):
        queries.rows_behind(by=cast.doctor, measure=promises.KEPT, period=TODAY)
    with pytest.raises(NotThere):
        measure_for("promises-forgotten")


def test_in_public_a_promise_is_told_from_five_on_and_rounded_down(cast: Cast, owe: Owe, at: At) -> None:
    for minutes in (10, 10, 75):
        owe(cast.maya, minutes)
    owe(cast.tom)
    at(NOON)
    assert queries.kept_in_public() == []
    for _ in range(2):
        owe(cast.tom, 5)
    assert [(one.standard, one.came_due, one.of_hundred) for one in queries.kept_in_public()] == [("call_back", 6, 66)]
    assert Promise.objects.count() == 6


def test_third_next_is_the_third_free_time_in_calendar_days(cast: Cast) -> None:
    Site.objects.filter(id=cast.site.id).update(code="riverside")
    clinic = make_clinic()
    assert {wait.days for wait in third_next(by=SYSTEM, service=clinic.service).waits} == {0}
    monday = Diary.objects.filter(day=TODAY.first, resource=clinic.clinicians[0])
    monday.update(free=diaries.pack(diaries.session(TODAY.first, time(11, 20), time(12), clock.zone())))
    memory.forget()
    found = third_next(by=SYSTEM, service=clinic.service)
    assert [(wait.clinician, wait.days) for wait in found.waits] == [("Dana Okafor", 1), ("Evan Reed", 0)]
    assert found.average == 0.5
    assert most_booked(by=SYSTEM) is None
    with CaptureQueriesContext(connection) as caught:
        third_next(by=SYSTEM, service=clinic.service)
    assert len(caught) <= 12


def test_nothing_was_booked_so_nothing_is_measured(cast: Cast) -> None:
    assert reckoning.whole(appointments.LEAD, TODAY) == Figure()
    assert reckoning.whole(appointments.MISSED, TODAY) == Figure(0, 0)


def test_TEL_7_speed_of_answer_is_told_by_median_and_nine_in_ten(cast: Cast) -> None:
    rang = MONDAY_MORNING
    for seconds in (5, 10, 15, 20, 25, 30, 35, 40, 45, 600):
        with clock.at(rang):
            call = desk.call_rings(number="07700 900123", language="es", by=SYSTEM)
        with clock.at(rang + timedelta(seconds=seconds)):
            desk.take_ringing(ringing=call, by=cast.agent)
    for seconds in (30, 90):
        with clock.at(rang):
            call = desk.call_rings(by=SYSTEM)
        with clock.at(rang + timedelta(seconds=seconds)):
            desk.give_up_ringing(ringing=call, by=SYSTEM)
    with clock.at(rang):
        desk.call_rings(by=SYSTEM)
    with clock.at(NOON):
        assert reckoning.whole(contacts.ANSWER_WAIT, TODAY) == Figure(10, median=25, p90=45)
        assert reckoning.whole(contacts.GIVE_UP_WAIT, TODAY) == Figure(2, median=30, p90=90)
        listed = queries.rows_behind(by=cast.manager, measure=contacts.ANSWER_WAIT, period=TODAY)
    assert len(listed) == 10
