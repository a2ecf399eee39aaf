"""The laws of the diaries hold, and each is told where somebody breaks what it says behind the actions' back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from tests.scheduling.clinic import NOW, Clinic

from almoner.charter.enums import State as PromiseState
from almoner.charter.models import Promise
from almoner.core import clock
from almoner.scheduling import actions, diaries
from almoner.scheduling.enums import State
from almoner.scheduling.laws import LAWS
from almoner.scheduling.models import Appointment, Claim, Diary


def broken() -> set[str]:
    return {law.id for law in LAWS if law.broken()}


def no_time_claimed(_clinic: Clinic, visit: Appointment) -> None:
    Claim.objects.filter(appointment=visit).delete()


def ended_untold(_clinic: Clinic, visit: Appointment) -> None:
    Claim.objects.filter(appointment=visit).delete()
    Appointment.objects.filter(id=visit.id).update(state=State.MISSED, ended_at=visit.starts_at)


def overlapping(clinic: Clinic, visit: Appointment) -> None:
    """As it would be without the guard of the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER scheduling_claim_clash_insert")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE scheduling_claim DROP CONSTRAINT scheduling_claim_clash")
    claim = Claim.objects.filter(appointment=visit, resource=visit.clinician).get()
    hold = clinic.hold(clinic.person(), nth=5)
    Claim.objects.create(
        diary=claim.diary, resource=claim.resource, starts_at=claim.starts_at, ends_at=claim.ends_at, hold=hold,
        lapses_at=hold.lapses_at,
    )  # fmt: skip


def time_lost(_clinic: Clinic, visit: Appointment) -> None:
    """In a diary in which something is booked."""
    Diary.objects.filter(claims__appointment=visit).update(free=diaries.pack(0))


def time_hidden(_clinic: Clinic, _visit: Appointment) -> None:
    """Written by no act, so that no process reads it again."""
    last = Diary.objects.order_by("-day", "id")[0]
    Diary.objects.filter(id=last.id).update(stamp=None)


def not_blocked(clinic: Clinic, visit: Appointment) -> None:
    """A block that the diary does not know of."""
    day = visit.starts_at + timedelta(days=2)
    actions.add_block(
        resource=visit.clinician, starts_at=day, ends_at=day + timedelta(hours=1), reason="leave", by=clinic.manager
    )
    blocked = Diary.objects.filter(resource=visit.clinician, day=day.date())
    blocked.update(blocked=diaries.pack(0))


def lapses_apart(clinic: Clinic, _visit: Appointment) -> None:
    hold = clinic.hold(clinic.person())
    Claim.objects.filter(hold=hold).update(lapses_at=hold.lapses_at + timedelta(hours=1))


def told_otherwise(_clinic: Clinic, visit: Appointment) -> None:
    Appointment.objects.filter(id=visit.id).update(wall="2026-11-23T07:00")


def moved_by_half(_clinic: Clinic, visit: Appointment) -> None:
    later = timedelta(hours=1)
    room = Claim.objects.filter(appointment=visit).exclude(resource=visit.clinician).get()
    Claim.objects.filter(id=room.id).update(starts_at=room.starts_at + later, ends_at=room.ends_at + later)


def not_promised(clinic: Clinic, visit: Appointment) -> None:
    actions.cancel_by_hospital(
        appointment=visit, reason="staff-cancel", advice="Rest", promise_on=NOW + timedelta(days=7), by=clinic.desk
    )
    Promise.objects.filter(subject_id=visit.id).update(subject_id=None)


BREACHES: list[tuple[str, Callable[[Clinic, Appointment], None]]] = [
    ("I-7", not_promised),
    ("I-9", no_time_claimed),
    ("I-9", ended_untold),
    ("I-10", overlapping),
    ("I-11", time_lost),
    ("I-11", time_hidden),
    ("I-11", not_blocked),
    ("I-12", lapses_apart),
    ("I-13", told_otherwise),
    ("I-15", moved_by_half),
]


@pytest.mark.parametrize(("law", "spoil"), BREACHES, ids=[spoil.__name__ for _, spoil in BREACHES])
def test_I_7_I_9_to_I_15_a_breach_shows(clinic: Clinic, law: str, spoil: Callable[[Clinic, Appointment], None]) -> None:
    visit = clinic.visit(clinic.person())
    assert broken() == set()
    spoil(clinic, visit)
    assert law in broken()


def test_I_11_what_is_wrong_is_told_with_its_diary(clinic: Clinic) -> None:
    last = Diary.objects.order_by("-day", "id").select_related("resource")[0]
    Diary.objects.filter(id=last.id).update(free=diaries.pack(1))
    (law,) = [law for law in LAWS if law.id == "I-11"]
    told = f"the diary of {last.resource.name} on {last.day}: free, held, booked and blocked are not the whole"
    assert law.broken() == [told]


def test_I_7_a_visit_that_we_cancelled_is_promised_until_there_is_a_new_one(clinic: Clinic) -> None:
    person = clinic.person()
    visit = actions.cancel_by_hospital(
        appointment=clinic.visit(person), reason="staff-cancel", advice="Rest", promise_on=NOW + timedelta(days=7),
        by=clinic.desk,
    )  # fmt: skip
    promise = Promise.objects.live().get(subject_id=visit.id, standard="new_date_after_we_cancelled")
    assert promise.due_at == NOW + timedelta(days=7)
    actions.book(
        hold=clinic.hold(person, nth=3), person=person, keep_both=True, replaces=visit, also_about=[visit.id],
        by=clinic.desk,
    )  # fmt: skip
    promise.refresh_from_db()
    assert (promise.state, broken()) == (PromiseState.KEPT, set())


def test_I_7_whoever_did_not_come_is_asked_after(clinic: Clinic) -> None:
    visit = clinic.visit(clinic.person())
    with clock.at(visit.starts_at + timedelta(hours=1)):
        actions.mark_missed(appointment=visit, by=clinic.desk)
        assert Promise.objects.live().filter(subject_id=visit.id, standard="missed_visit").exists()
        assert broken() == set()
