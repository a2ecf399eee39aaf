"""Time that a visit needs before it begins and after it ends is nobody else's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.scheduling.clinic import NOW, Clinic

from almoner.scheduling import actions
from almoner.scheduling.laws import LAWS
from almoner.scheduling.models import Claim
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.queries import day_of
from almoner.timeline.models import Event

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def cleaned(clinic: Clinic) -> Clinic:
    """Ten minutes to set up before a heart visit of forty, twenty to clean after it; there is one room for ECGs."""
    clinic.heart.minutes_before, clinic.heart.minutes_after = 10, 20
    clinic.heart.save()
    return clinic


def test_visits_follow_each_other_with_what_each_needs_around_it(cleaned: Clinic) -> None:
    on_monday = [at for at in cleaned.starts(service=cleaned.heart, limit=6) if at.date() == NINE.date()]
    assert on_monday == [NINE + timedelta(minutes=minutes) for minutes in (10, 80)]
    visit = cleaned.visit(cleaned.person(), service=cleaned.heart)
    claims = set(Claim.objects.filter(appointment=visit).values_list("starts_at", "ends_at"))
    assert claims == {(NINE, NINE + timedelta(minutes=70))}
    assert (visit.starts_at, visit.ends_at) == (NINE + timedelta(minutes=10), NINE + timedelta(minutes=50))
    again = [at for at in cleaned.starts(service=cleaned.heart, limit=6) if at.date() == NINE.date()]
    assert again == [NINE + timedelta(minutes=80)]


def test_nobody_else_is_booked_into_it_and_it_comes_free_with_the_visit(cleaned: Clinic) -> None:
    before = cleaned.starts()
    visit = cleaned.visit(cleaned.person(), service=cleaned.heart)
    own = Preferences(clinician_id=str(visit.clinician.staff_id))
    assert cleaned.starts(limit=1, preferences=own) == [NINE + timedelta(minutes=70)]
    actions.move(appointment=visit, hold=cleaned.hold(visit.person, nth=1, service=cleaned.heart), by=cleaned.desk)
    assert [law.id for law in LAWS if law.broken()] == []
    actions.cancel(appointment=visit, by=cleaned.desk)
    assert cleaned.starts() == before


def test_a_block_in_what_is_around_it_displaces_the_visit(cleaned: Clinic) -> None:
    visit = cleaned.visit(cleaned.person(), service=cleaned.heart)
    actions.add_block(
        resource=visit.clinician, starts_at=visit.ends_at, ends_at=visit.ends_at + timedelta(hours=1), reason="meeting",
        by=cleaned.manager,
    )  # fmt: skip
    assert Event.objects.get(kind="appointment.displaced").subject_id == visit.id


def test_a_day_shows_the_visit_and_what_is_around_it(cleaned: Clinic) -> None:
    visit = cleaned.visit(cleaned.person(), service=cleaned.heart)
    (day,) = day_of([visit.clinician], NOW.date(), cleaned.desk)
    kinds = [(one.kind, one.starts_at, one.ends_at) for one in day.stretches[:3]]
    assert kinds == [
        ("around", NINE, visit.starts_at),
        ("booked", visit.starts_at, visit.ends_at),
        ("around", visit.ends_at, NINE + timedelta(minutes=70)),
    ]
