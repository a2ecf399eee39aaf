"""Who cares, when they go home, each new day in the bed, and “nothing to eat” that is looked at again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.cast import MONDAY_MORNING
from tests.visits.hospital import SYSTEM, TODAY, Hospital, later

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.refusal import NotAllowed, NotThere
from almoner.messaging.models import Message
from almoner.people.models import Carer
from almoner.timeline.models import Event
from almoner.timeline.words import say
from almoner.visits import actions, queries, refusals
from almoner.visits.messages import news
from almoner.visits.models import Stay
from almoner.visits.tasks import begin_days

TOMORROW_AT_SEVEN = MONDAY_MORNING + timedelta(hours=22)


def live(standard: str) -> int:
    return Promise.objects.live().filter(standard=standard).count()


def test_STAY_1_carers_are_named_and_the_day_of_going_home_is_told(hospital: Hospital) -> None:
    stay = hospital.admitted()
    actions.name_carers(stay=stay, named_nurse=None, doctor=hospital.evan, by=hospital.cast.ward_nurse)
    actions.expect_home(stay=stay, on=TODAY + timedelta(days=2), by=hospital.cast.doctor)
    stay.refresh_from_db()
    assert (stay.named_nurse, stay.doctor, stay.expected_home_on) == (None, hospital.evan, TODAY + timedelta(days=2))
    told = {event.kind: event.facts for event in Event.objects.filter(subject_id=stay.id)}
    assert told["stay.carers_named"] == {"nurse": "", "doctor": "Evan Reed"}
    assert say("stay.home_expected", told["stay.home_expected"]).sentence == "Expected to go home on 25 November 2026"
    assert actions.expect_home(stay=stay, on=None, by=hospital.cast.doctor).expected_home_on is None


def test_carers_and_the_day_are_settled_by_those_who_care_there(hospital: Hospital) -> None:
    stay = hospital.admitted()
    for by, refusal in ((hospital.cast.receptionist, NotAllowed), (hospital.cast.maya_herself, NotAllowed)):
        with pytest.raises(refusal):
            actions.name_carers(stay=stay, named_nurse=None, doctor=None, by=by)
        with pytest.raises(refusal):
            actions.expect_home(stay=stay, on=None, by=by)
    with pytest.raises(refusals.TimePassed):
        actions.expect_home(stay=stay, on=TODAY - timedelta(days=1), by=hospital.cast.doctor)
    waiting = hospital.asked(hospital.cast.tom)
    with pytest.raises(refusals.NotNow):
        actions.expect_home(stay=waiting, on=TODAY, by=hospital.cast.doctor)


def test_STAY_7_the_plan_is_promised_anew_each_day_once(hospital: Hospital) -> None:
    stay = hospital.admitted()
    actions.publish_plan(stay=stay, by=hospital.cast.ward_nurse)
    assert (begin_days(), live("plan_of_the_day")) == (0, 0)
    with clock.at(TOMORROW_AT_SEVEN - timedelta(minutes=1)):
        assert begin_days() == 0
    with clock.at(TOMORROW_AT_SEVEN):
        assert (begin_days(), begin_days(), live("plan_of_the_day")) == (1, 0, 1)
        with pytest.raises(refusals.NotNow):
            actions.begin_day(stay=stay, by=SYSTEM)
        actions.publish_plan(stay=stay, by=hospital.cast.ward_nurse)
        assert live("plan_of_the_day") == 0
    with clock.at(TOMORROW_AT_SEVEN + timedelta(days=1)):
        assert begin_days() == 1


def test_a_day_begins_by_the_clock_and_for_those_who_lie_there(hospital: Hospital) -> None:
    stay = hospital.admitted()
    with pytest.raises(refusals.NotNow):
        actions.begin_day(stay=stay, by=SYSTEM)
    with pytest.raises(NotAllowed):
        actions.begin_day(stay=stay, by=hospital.cast.ward_nurse)
    Stay.objects.filter(id=stay.id).update(admitted_at=later(-60 * 24))
    assert begin_days() == 1


def test_STAY_6_nothing_by_mouth_is_promised_to_be_looked_at_again(hospital: Hospital) -> None:
    stay, by = hospital.admitted(), hospital.cast.ward_nurse
    review = later(300)
    actions.order_diet(stay=stay, diet="nil_by_mouth", reason="scan", review_at=review, by=by)
    promise = Promise.objects.get(standard="nil_by_mouth")
    assert promise.due_at == review
    actions.order_diet(stay=stay, diet="nil_by_mouth", reason="scan late", review_at=later(400), by=by)
    assert live("nil_by_mouth") == 1
    actions.order_diet(stay=stay, diet="soft", by=by)
    assert live("nil_by_mouth") == 0
    promise.refresh_from_db()
    assert promise.state == "kept"


def test_planned_follow_up_is_booked_with_its_plan_or_not_at_all(hospital: Hospital) -> None:
    plan = hospital.planned(hospital.admitted())
    wrong = hospital.hold(hospital.cast.maya, "11:00", hospital.scan)
    with pytest.raises(refusals.NotTheirs):
        actions.book_planned(plan=plan, hold=wrong, by=hospital.cast.agent)
    assert not hospital.cast.maya.appointments.exists()
    appointment = actions.book_planned(
        plan=plan, hold=hospital.hold(hospital.cast.maya, "14:00"), by=hospital.cast.agent
    )
    plan.refresh_from_db()
    assert (plan.appointment, plan.state, live("follow_up_booked")) == (appointment, "booked", 0)
    with pytest.raises(NotThere):
        actions.book_planned(plan=plan, hold=wrong, by=hospital.cast.tom_himself)


def test_STAY_9_one_word_reaches_all_who_may_read_the_record(hospital: Hospital) -> None:
    stay, leila = hospital.admitted(), hospital.cast.leila
    actions.tell_family(stay=stay, words=" She slept well. ", by=hospital.cast.ward_nurse)
    [message] = Message.objects.filter(kind="stay.news")
    assert (message.person, message.ways, live("family_news")) == (leila, ["email", "text"], 1)
    said = news(message.subject_id, leila)
    assert said is not None
    assert (said["news"], said["patient"]) == ("She slept well.", "Maya Osei")
    told = Event.objects.get(kind="stay.news_told")
    assert say(told.kind, told.facts).sentence == "Told to Leila Haddad: She slept well."
    [shown] = queries.bedside(hospital.cast.maya, hospital.cast.maya_herself).news
    assert shown == told
    Carer.objects.update(scopes=["messages"])
    assert news(message.subject_id, leila) is None
    assert news(None, leila) is None
    with pytest.raises(refusals.NobodyToTell):
        actions.tell_family(stay=stay, words="x", by=hospital.cast.ward_nurse)


def test_family_is_told_by_those_who_care_and_with_words(hospital: Hospital) -> None:
    stay = hospital.admitted()
    with pytest.raises(NotAllowed):
        actions.tell_family(stay=stay, words="x", by=hospital.cast.receptionist)
    with pytest.raises(refusals.ReasonNeeded):
        actions.tell_family(stay=stay, words=" ", by=hospital.cast.ward_nurse)
