"""To whom a time goes where wishes differ, and how far down a long line somebody is found."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation
from tests.scheduling.clinic import NOW, Clinic
from tests.scheduling.test_waiting import TEN, offers, waits

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.people.models import Person
from almoner.scheduling import actions, turn_words, whose_turn
from almoner.scheduling.line import candidate
from almoner.scheduling.models import Offer, WaitingEntry
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.search import find_times
from almoner.scheduling.turns import in_turn
from almoner.scheduling.wishes import Wishes

THURSDAY = Wishes(rather=Preferences(weekdays=(3,)))
ON_SATURDAY = Preferences(weekdays=(5,))
"""When nobody works here."""


def named(clinic: Clinic) -> Offer | None:
    """The first time of tomorrow, given to whoever's turn it is."""
    with clock.at(TEN):
        free = find_times(clinic.service, from_at=TEN + timedelta(hours=24), limit=1, by=clinic.desk)[0]
        return actions.offer_next(service=clinic.service, time=free.key, by=SYSTEM)


def test_APT_5_of_several_times_the_one_they_would_rather_have_is_offered(clinic: Clinic) -> None:
    waits(clinic, clinic.person(), preferences=THURSDAY)
    (offer,) = offers(clinic)
    assert clock.local(offer.starts_at).weekday() == 3
    assert turn_words.said(offer.order_reason).endswith("has no visit yet, 1 of 1 further wish is met")
    with translation.override("es"):
        assert "1 de 1" in turn_words.said(offer.order_reason)


def test_APT_5_a_wish_is_not_worth_any_wait(clinic: Clinic) -> None:
    """Who should be seen within two weeks is not offered a time that is a week later for the sake of a wish."""
    actions.open_diaries(
        resources=clinic.clinicians + clinic.rooms, from_day=NOW.date(), until_day=NOW.date() + timedelta(days=12),
        by=clinic.manager,
    )  # fmt: skip
    waits(clinic, clinic.person(), level=4, preferences=Wishes(rather=Preferences(weekdays=(0,))))
    (offer,) = offers(clinic)
    assert clock.local(offer.starts_at).weekday() == 1
    assert (offer.order_reason["wishes"], offer.order_reason["wishes_met"]) == (1, 0)


def test_APT_5_of_people_who_are_alike_a_time_goes_to_whom_it_suits_best(clinic: Clinic) -> None:
    others = [waits(clinic, clinic.person(), preferences=THURSDAY) for _ in range(3)]
    fits = waits(clinic, clinic.person())
    offer = named(clinic)
    assert offer
    assert offer.entry == fits
    passed = sum(str(one.id) < str(fits.id) for one in others)
    assert offer.order_reason.get("suits_better_than", 0) == passed
    assert ("suits them better than" in turn_words.said(offer.order_reason)) is bool(passed)


@pytest.mark.parametrize("before", [{"level": 4}, {"notice_hours": 2}])
def test_WL_3_no_wish_comes_before_urgency_and_readiness(clinic: Clinic, before: dict[str, int]) -> None:
    first = waits(clinic, clinic.person(), preferences=THURSDAY, **before)
    waits(clinic, clinic.person())
    offer = named(clinic)
    assert offer
    assert offer.entry == first
    assert "suits_better_than" not in offer.order_reason


def test_WL_3_no_wish_comes_before_who_waited_longer_or_was_offered_less(clinic: Clinic) -> None:
    longest = waits(clinic, clinic.person(), preferences=THURSDAY)
    had = waits(clinic, clinic.person())
    WaitingEntry.objects.filter(id=had.id).update(last_offered_at=NOW)
    offer = named(clinic)
    assert offer
    assert offer.entry == longest
    WaitingEntry.objects.filter(id=longest.id).update(entered_at=NOW - timedelta(days=9), last_offered_at=NOW)
    assert next(whose_turn.in_line(clinic.service)).entry == had  # the other has an open offer


def line_of(clinic: Clinic, count: int) -> None:
    """So many who could only come on a Saturday, and behind them one who can always."""
    people = [Person(given_name="P", family_name=str(n), birth_on=NOW.date()) for n in range(count)]
    for number, person in enumerate(people):
        person.record_number = f"L{number:06}"
    Person.objects.bulk_create(people)
    WaitingEntry.objects.bulk_create(
        WaitingEntry(
            person=person, service=clinic.service, level=5, notice_hours=24,
            entered_at=NOW - timedelta(days=300 - number),
            preferences=ON_SATURDAY.as_json() if number < count - 1 else {},
        )
        for number, person in enumerate(people)
    )  # fmt: skip


def test_WL_1_the_line_is_looked_through_until_a_time_suits_somebody(clinic: Clinic) -> None:
    line_of(clinic, 250)
    offer = named(clinic)
    assert offer
    assert offer.entry.person.record_number == "L000249"
    assert named(clinic) is None or Offer.objects.count() == 1


def test_WL_1_the_same_where_no_time_is_named(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whose_turn, "AT_A_TIME", 2)
    line_of(clinic, 6)
    assert [offer.entry.person.record_number for offer in offers(clinic)] == ["L000005"]


def test_WL_3_the_line_read_in_parts_is_in_the_order_of_the_whole(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where many have waited as long as each other, and only what is asked later tells who comes first."""
    line_of(clinic, 23)
    for number, entry in enumerate(WaitingEntry.objects.order_by("entered_at", "id")):
        entry.level = 4 if number % 5 == 0 else 5
        entry.entered_at = NOW - timedelta(days=number // 7)
        entry.notice_hours = (number * 37) % 11
        entry.save()
    monkeypatch.setattr(whose_turn, "AT_A_TIME", 4)
    found = [one.turn.candidate.key for one in whose_turn.in_line(clinic.service)]
    whole = [turn.candidate.key for turn in in_turn(candidate(entry) for entry in WaitingEntry.objects.all())]
    assert found == whole
