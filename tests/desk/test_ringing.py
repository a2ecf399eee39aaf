"""Calls that ring: whom the number may mean, and that one answers it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import MONDAY_MORNING, Cast
from tests.races import in_thread, race, real_database

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.refusal import NotAllowed, NotThere
from almoner.core.worker import tasks
from almoner.desk import actions, refusals
from almoner.desk.laws import LAWS
from almoner.desk.models import Contact, Ringing
from almoner.desk.ringing import ringing_for, ringing_now, ringing_pulse
from almoner.people.actions import add_contact, confirm_contact, note_death, restrict_record
from almoner.people.models import ContactPoint
from almoner.timeline.models import Event

__all__ = ["real_database"]
MOBILE = "07700 900123"
At = Callable[[datetime], None]


def rings(number: str = MOBILE, **more: object) -> Ringing:
    return actions.call_rings(number=number, by=SYSTEM, **more)  # type: ignore[arg-type]


def test_TEL_3_call_shows_whom_its_number_may_mean(cast: Cast) -> None:
    call = rings()
    [shown] = ringing_now(by=cast.agent)
    assert shown.ringing == call
    assert [(who.person, who.verified, who.next_visit) for who in shown.callers] == [(cast.maya, False, None)]


def test_TEL_3_number_of_two_people_shows_the_confirmed_one_first(cast: Cast) -> None:
    add_contact(person=cast.tom, kind="mobile", value=MOBILE, by=cast.agent)
    confirm_contact(contact_point=ContactPoint.objects.get(person=cast.tom, kind="mobile"), by=cast.agent)
    rings()
    [shown] = ringing_now(by=cast.agent)
    assert [(who.person, who.verified) for who in shown.callers] == [(cast.tom, True), (cast.maya, False)]


@pytest.mark.parametrize("number", ["", "withheld", "07700 900999"])
def test_TEL_3_number_that_is_not_known_shows_nobody(cast: Cast, number: str) -> None:
    rings(number)
    [shown] = ringing_now(by=cast.agent)
    assert (shown.ringing.number, shown.callers) == (number, ())


def test_TEL_4_closed_record_is_shown_to_nobody_who_may_not_open_it(cast: Cast) -> None:
    restrict_record(person=cast.maya, restricted=True, reason="threatened", by=cast.doctor)
    rings()
    assert ringing_now(by=cast.agent)[0].callers == ()
    assert ringing_now(by=cast.triage_nurse)[0].callers[0].person == cast.maya


def test_dead_are_not_shown(cast: Cast) -> None:
    note_death(person=cast.maya, died_on=MONDAY_MORNING.date(), by=cast.agent)
    rings()
    assert ringing_now(by=cast.agent)[0].callers == ()


def test_TEL_5_emergency_stands_before_calls_that_ring_longer(cast: Cast, at: At) -> None:
    first = rings()
    at(MONDAY_MORNING + timedelta(seconds=40))
    emergency = rings("07700 900777", urgent=True, language="ar")
    shown = ringing_now(by=cast.agent)
    assert [(one.ringing, one.seconds) for one in shown] == [(emergency, 0), (first, 40)]


def test_I_23_call_of_another_site_is_not_there(cast: Cast) -> None:
    here = rings(site=cast.site)
    assert ringing_now(by=cast.from_elsewhere) == []
    with pytest.raises(NotThere):
        ringing_for(by=cast.from_elsewhere, id=here.id)
    with pytest.raises(NotThere):
        actions.take_ringing(ringing=here, by=cast.from_elsewhere)
    assert len(ringing_now(by=cast.receptionist)) == 1


def test_answered_call_is_a_contact_and_gone_for_the_others(cast: Cast, at: At) -> None:
    call = rings()
    pulse = ringing_pulse(by=cast.agent)
    at(MONDAY_MORNING + timedelta(seconds=25))
    contact = actions.take_ringing(ringing=call, by=cast.agent)
    assert (contact.number_key, contact.agent, contact.person) == ("+447700900123", cast.agent_staff, None)
    call.refresh_from_db()
    assert (call.taken_by, call.contact, call.ended_at) == (cast.agent_staff, contact, clock.now())
    assert ringing_now(by=cast.receptionist) == []
    assert ringing_pulse(by=cast.receptionist) != pulse
    assert Event.objects.get(kind="call.answered").facts == {"waited_seconds": 25}
    with pytest.raises(refusals.RingTaken):
        actions.take_ringing(ringing=call, by=cast.receptionist)


def test_TEL_7_call_that_was_given_up_is_promised_to_be_rung_back(cast: Cast) -> None:
    call = actions.give_up_ringing(ringing=rings(), by=SYSTEM)
    assert call.contact
    assert (call.contact.outcome, Promise.objects.get(subject_id=call.contact.id).standard) == (
        "ABANDONED", "abandoned_call",
    )  # fmt: skip
    with pytest.raises(refusals.RingGivenUp):
        actions.take_ringing(ringing=call, by=cast.agent)
    assert [law.id for law in LAWS if law.broken()] == []


def test_call_without_a_number_that_was_given_up_just_ends(cast: Cast) -> None:
    call = actions.give_up_ringing(ringing=rings(""), by=SYSTEM)
    assert (call.contact, call.ended_at, Contact.objects.count()) == (None, clock.now(), 0)


def test_call_of_which_nothing_more_was_told_is_given_up_by_the_worker(cast: Cast, at: At) -> None:
    rings()
    work = next(task for task in tasks() if task.name == "desk.ringing")
    assert work.run() == 0
    at(MONDAY_MORNING + timedelta(minutes=16))
    assert (work.run(), work.run()) == (1, 0)
    assert Contact.objects.get().outcome == "ABANDONED"


def test_only_the_telephone_lets_calls_ring_and_only_the_desk_takes_them(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.call_rings(number=MOBILE, by=cast.agent)
    call = rings()
    for who in (cast.bed_manager, cast.maya_herself):
        with pytest.raises(NotAllowed):
            actions.take_ringing(ringing=call, by=who)
        with pytest.raises(NotAllowed):
            actions.give_up_ringing(ringing=call, by=who)
        with pytest.raises(NotAllowed):
            ringing_now(by=who)


def test_statements_do_not_grow_with_the_calls(cast: Cast) -> None:
    counts = []
    for more in (1, 3):
        for _one in range(more):
            rings()
        with CaptureQueriesContext(connection) as caught:
            ringing_now(by=cast.agent)
        counts.append(len(caught))
    assert counts == [3, 3]


@pytest.mark.race
@pytest.mark.usefixtures("real_database")
def test_two_reach_for_one_call_and_one_has_it() -> None:
    from tests.cast import make_cast

    def begin() -> tuple[Cast, Ringing]:
        with clock.at(MONDAY_MORNING):
            return make_cast(), rings()

    cast, call = in_thread(begin)
    staff = [cast.agent, cast.receptionist, cast.triage_nurse, cast.manager]

    def take(number: int) -> Contact:
        with clock.at(MONDAY_MORNING):
            return actions.take_ringing(ringing=call, by=staff[number])

    results = race(take, 4)
    assert sorted(type(one).__name__ for one in results) == ["Contact", "RingTaken", "RingTaken", "RingTaken"]
    assert in_thread(Contact.objects.count) == 1


def test_TEL_7_call_that_nobody_was_told_of_breaks_the_law(cast: Cast, at: At) -> None:
    rings()
    at(MONDAY_MORNING + timedelta(hours=13))
    Ringing.objects.filter(id=rings("07700 900555").id).update(ended_at=clock.now())
    assert [law.id for law in LAWS if law.broken()] == ["TEL-7"]
