"""Every action whole or not at all: its n-th write fails once, for every n, and nothing of it remains."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from tests.scheduling.clinic import NOW, Clinic

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.people.holidays import Holiday
from almoner.scheduling import actions
from almoner.scheduling.enums import SeriesKind
from almoner.scheduling.models import Appointment, Hold
from almoner.scheduling.search import find_times

WRITES = ("INSERT", "UPDATE", "DELETE")
LATER = NOW + timedelta(hours=2)


class Faulty:
    """Lets so many writes through and fails the next."""

    def __init__(self, let_through: int) -> None:
        self.left = let_through
        self.failed = False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITES):
            if self.left == 0:
                self.failed = True
                raise DatabaseError("planted")
            self.left -= 1
        return execute(sql, params, many, context)


def everything() -> dict[str, list[Any]]:
    rooms = ("scheduling", "timeline", "charter", "core", "messaging")
    return {
        model._meta.label: sorted(map(repr, model.objects.values_list()))
        for room in rooms
        for model in apps.get_app_config(room).get_models()
    }


@contextmanager
def undone() -> Iterator[None]:
    """Run in a transaction that is taken back, so that each try begins from the same rows."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


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


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["hold", "book", "book_together", "move", "cancel", "cancel_rest",
                                  "cancel_by_hospital", "release_hold", "join", "accept", "decline", "add_block",
                                  "change_day", "keep_holiday", "understood", "push", "pause",
                                  "stop_and_pause"])  # fmt: skip
def test_I_9_I_15_a_fault_at_any_write_leaves_nothing(clinic: Clinic, name: str) -> None:
    act = scenes(clinic)[name]
    with clock.at(LATER if name in {"accept", "decline", "push", "pause", "stop_and_pause"} else NOW):
        before = everything()
        for let_through in range(200):
            fault = Faulty(let_through)
            with undone(), connection.execute_wrapper(fault):
                if not _fails(act):
                    break
            assert fault.failed
            assert everything() == before
        assert let_through >= 3


def _fails(act: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            act()
    except DatabaseError:
        return True
    return False


def test_the_fault_reaches_the_act(clinic: Clinic) -> None:
    person = clinic.person()
    hold = clinic.hold(person)
    with pytest.raises(DatabaseError), connection.execute_wrapper(Faulty(0)):
        actions.book(hold=hold, person=person, by=clinic.desk)
    assert (Appointment.objects.count(), Hold.objects.count()) == (0, 1)
