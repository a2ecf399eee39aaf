"""Every action whole or not at all: its n-th write fails once, for every n, and nothing of it remains."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from tests.faults import Planted, leaves_nothing
from tests.scheduling.clinic import NOW, Clinic

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.people.holidays import Holiday
from almoner.scheduling import actions
from almoner.scheduling.enums import SeriesKind
from almoner.scheduling.models import Appointment, Hold
from almoner.scheduling.search import find_times

LATER = NOW + timedelta(hours=2)


def picked(clinic: Clinic, *places: int) -> list[actions.Picked]:
    found = find_times(clinic.service, limit=max(places) + 1, by=clinic.desk)
    return [actions.Picked(clinic.service, found[place].key) for place in places]


def scenes(clinic: Clinic) -> dict[str, Callable[[], object]]:
    person, other = clinic.person(), clinic.person("Waits")
    visit = clinic.visit(person)
    actions.join_waiting_list(person=other, service=clinic.service, by=clinic.desk)
    hold = clinic.hold(person, nth=8, minutes=120)
    found = clinic.hold(clinic.person(), nth=11)
    again = clinic.person("Again")
    series = actions.book_together(picked=picked(clinic, 14, 16), kind=SeriesKind.AGAIN, person=again, by=clinic.desk)
    several = picked(clinic, 18, 20)
    told = {"reason": "staff-cancel", "advice": "rest", "by": clinic.desk}
    with clock.at(LATER):
        [offer] = actions.make_offers(service=clinic.service, by=SYSTEM)
        pushed = actions.join_waiting_list(person=clinic.person("Rings"), service=clinic.service, by=clinic.desk)
    return {
        "hold": lambda: clinic.hold(person, nth=14),
        "book": lambda: actions.book(hold=hold, person=person, keep_both=True, by=clinic.desk),
        "move": lambda: actions.move(appointment=visit, hold=hold, by=clinic.desk),
        "cancel": lambda: actions.cancel(appointment=visit, by=clinic.desk),
        "cancel_by_hospital": lambda: actions.cancel_by_hospital(appointment=visit, new_hold=hold, **told),
        "book_together": lambda: actions.book_together(
            picked=several, kind=SeriesKind.AGAIN, person=found.person, by=clinic.desk
        ),
        "cancel_rest": lambda: actions.cancel_rest(series=series, by=clinic.desk),
        "release_hold": lambda: actions.release_hold(hold=found, by=clinic.desk),
        "join": lambda: actions.join_waiting_list(person=person, service=clinic.heart, by=clinic.desk),
        "accept": lambda: actions.accept_offer(offer=offer, by=clinic.desk),
        "push": lambda: actions.offer_to(entry=pushed, reason="rang", by=clinic.desk),
        "pause": lambda: actions.pause_offers(
            person=other, until=NOW + timedelta(days=3), reason="away", by=clinic.desk
        ),
        "stop_and_pause": lambda: actions.stop_offers(
            service=clinic.service, reason="ill", pause_until=NOW + timedelta(days=3), by=clinic.desk
        ),
        "decline": lambda: actions.decline_offer(offer=offer, by=clinic.desk),
        "add_block": lambda: actions.add_block(
            resource=visit.clinician,
            starts_at=visit.starts_at,
            ends_at=visit.ends_at,
            reason="leave",
            by=clinic.manager,
        ),
        "change_day": lambda: actions.change_day(
            resource=visit.clinician, day=clock.local(visit.starts_at).date(), sessions=[], by=clinic.manager
        ),
        "keep_holiday": lambda: actions.keep_holiday(
            site=clinic.site,
            holiday=Holiday(clock.local(visit.starts_at).date(), {"en": "Three Kings"}),
            by=clinic.manager,
        ),
        "understood": lambda: actions.confirm_understood(appointment=visit, answers={"food": True}, by=clinic.desk),
    }


AFTERWARDS = {"accept", "decline", "push", "pause", "stop_and_pause"}
"""What is done about the offers, which were made at that time."""
PARTS = {
    "visits": {"hold", "book", "move", "cancel", "cancel_by_hospital", "release_hold", "understood"},
    "several": {"book_together", "cancel_rest"},
    "waiting": {"join", *AFTERWARDS},
    "diaries": {"add_block", "change_day", "keep_holiday"},
}


@pytest.mark.parametrize("part", PARTS)
def test_I_9_I_15_a_fault_at_any_write_leaves_nothing(clinic: Clinic, part: str) -> None:
    acts = scenes(clinic)
    assert set().union(*PARTS.values()) == set(acts)
    for name in sorted(PARTS[part]):
        with clock.at(LATER if name in AFTERWARDS else NOW):
            leaves_nothing(acts[name], writes=3)


def test_the_fault_reaches_the_act(clinic: Clinic) -> None:
    person = clinic.person()
    hold = clinic.hold(person)
    with pytest.raises(DatabaseError), connection.execute_wrapper(Planted(0)):
        actions.book(hold=hold, person=person, by=clinic.desk)
    assert (Appointment.objects.count(), Hold.objects.count()) == (0, 1)
