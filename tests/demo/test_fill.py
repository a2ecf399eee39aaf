"""The rehearsal hospital's first day: whatever hour it is, somebody is expected, waits, is seen and has been seen."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random

import pytest
from tests.demo.days import MONDAY, NIGHT_TO_SUNDAY

from almoner import invariants
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.refusal import Refused
from almoner.demo import afterwards
from almoner.demo.agenda import Agenda
from almoner.demo.cast import is_rehearsal, members
from almoner.demo.fill import Scale, fill, fill_if_empty
from almoner.demo.house import House
from almoner.demo.lying import Occupancy
from almoner.demo.today import extra_session
from almoner.demo.urgent_weeks import WEEKS, asking
from almoner.demo.wards import read_wards
from almoner.people.models import Person
from almoner.scheduling.models import Appointment, Claim, Offer, Protection, Series, WaitingEntry
from almoner.urgency.models import Request
from almoner.visits.models import Bed, Stay, Visit

SMALL = Scale(people=95, ahead=1, beds=Occupancy(of_ten=1, gone_home=60, days=1), past_days=3, days_ahead=45)


@pytest.mark.parametrize("hours", range(0, 24 * 7, 5))
def test_an_extra_session_covers_the_hour_and_never_leaves_the_day(hours: int) -> None:
    moment = MONDAY.replace(hour=0, minute=10) + timedelta(hours=hours)
    session = extra_session(moment)
    wall = clock.local(moment)
    if session is None:
        assert wall.weekday() < 5
        assert time(10, 30) <= wall.time() <= time(16)
        return
    assert session.day == wall.date()
    assert session.begins <= wall.time()
    assert session.ends == time(0) or wall.time() < session.ends


def test_the_agenda_does_what_is_past_in_order_and_leaves_the_rest() -> None:
    done: list[tuple[str, datetime]] = []
    agenda = Agenda()

    def note(what: str) -> None:
        done.append((what, clock.now()))
        if what == "first":
            agenda.at(MONDAY + timedelta(minutes=5), note, what="put in between")

    def refuse() -> None:
        raise Refused("not now")

    agenda.at(MONDAY + timedelta(minutes=9), note, what="last")
    agenda.at(MONDAY, note, what="first")
    agenda.at(MONDAY + timedelta(minutes=7), refuse)
    agenda.at(MONDAY + timedelta(minutes=11), note, what="not yet")
    agenda.play(until=MONDAY + timedelta(minutes=10))
    assert [what for what, _ in done] == ["first", "put in between", "last"]
    assert [moment for _, moment in done] == [MONDAY + timedelta(minutes=count) for count in (0, 5, 9)]
    assert [line.split(" ", 2)[2] for line in agenda.refused] == ["Refused: not now"]


def test_the_wards_are_those_of_the_files_with_all_their_beds() -> None:
    wards, rounds, meals = read_wards()
    assert (len(wards), sum(one["beds"] for one in wards)) == (8, 120)
    assert rounds["SURG"] == [("07:45", "09:00")]
    assert meals["lunch"] == "12:30"


@pytest.mark.django_db
def test_the_day_is_under_way_in_the_night_to_a_sunday() -> None:
    moment = NIGHT_TO_SUNDAY
    with clock.at(moment):
        house: House = fill(scale=SMALL, source=Random(1), by=SYSTEM)
        today = Visit.objects.filter(day=clock.today())
        states = set(today.values_list("state", flat=True))
        assert {"arrived", "greeted", "waiting", "called", "with_clinician", "finished", "left"} <= states
        assert Appointment.objects.filter(
            state="booked", starts_at__gt=moment, starts_at__lt=moment + timedelta(hours=3)
        )
        assert today.filter(clinician=house.cast["doctor"], state__in=["arrived", "greeted", "waiting", "called"])
        assert Bed.objects.count() == 120
        assert {"occupied", "dirty", "cleaning", "blocked", "clean"} == set(Bed.objects.values_list("state", flat=True))
        assert Stay.objects.filter(person=house.people["mariam"], named_nurse=house.cast["ward_nurse"]).exists()
        assert set(Request.objects.filter(state="waiting").values_list("level", flat=True)) >= {1, 2, 3, 4, 5}
        learned = Protection.objects.filter(weeks=WEEKS, demand__level__in=[2, 3])
        assert set(learned.values_list("service__code", flat=True)) == {row["service"] for row in asking()}
        assert list(Series.objects.order_by("kind").values_list("kind", "size")) == [("again", 6), ("day", 3)]
        assert WaitingEntry.objects.filter(service__code="NEU-NEW", state="waiting").exists()
        assert set(Offer.objects.values_list("state", flat=True)) >= {"accepted", "declined"}
        assert Claim.objects.filter(resource__kind="interpreter", appointment__person=house.people["ana"]).exists()
        assert [f"{one.law}: {one.where}" for one in invariants.broken_laws()] == []
        assert is_rehearsal()
        assert len(members()) >= 13
        people = Person.objects.count()
        assert not fill_if_empty(), "what is there is left alone"
        assert Person.objects.count() == people


def test_voices_of_the_last_days_have_their_words() -> None:
    told = {kind: place for kind, place, _, _ in afterwards.VOICES}
    voices = afterwards.stories()["voices"]
    assert all(len(voices[kind]) > place for kind, place in told.items())
