"""Sets of vital signs: kept, confirmed, corrected, scored, read."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.db.models import F
from tests.cast import MONDAY_MORNING, Cast

from almoner.core import clock
from almoner.core.models import AuditEntry
from almoner.core.refusal import NotAllowed, NotThere
from almoner.records import refusals
from almoner.records.actions import correct_vitals, record_vitals
from almoner.records.enums import Source
from almoner.records.laws import LAWS
from almoner.records.models import VitalSigns
from almoner.records.queries import last_vitals, trend, vitals_of, vitals_set
from almoner.timeline.models import Event

WELL = {
    "respiratory_rate": 16, "spo2": 98, "systolic": 124, "diastolic": 78, "pulse": 72, "temperature": ("98.6", "°F"),
}  # fmt: skip
ILL = {**WELL, "respiratory_rate": 26, "spo2": 90, "pulse": 118, "systolic": 98, "temperature": "39,2"}


def taken(cast: Cast, values: dict[str, Any] = WELL, **more: Any) -> VitalSigns:
    said = {"person": cast.maya, "on_oxygen": False, "consciousness": "alert", "by": cast.ward_nurse} | more
    return record_vitals(values=values, **said)


def test_set_is_kept_with_what_was_typed_and_scored(cast: Cast) -> None:
    kept = taken(cast)
    assert (kept.temperature, kept.news2, kept.missing, kept.level) == (Decimal("37.00"), 0, [], None)
    assert kept.as_entered["temperature"] == {"value": "98.6", "unit": "°F"}
    assert (kept.taken_by, kept.source) == (cast.ward_nurse_staff, Source.MEASURED)


def test_event_carries_score_and_level_of_somebody_ill(cast: Cast) -> None:
    kept = taken(cast, ILL, confirmed_unusual=True)
    facts = Event.objects.get(kind="vitals.recorded", subject_id=kept.id).facts
    assert (facts["news2"], facts["missing"]) == (3 + 3 + 2 + 2 + 2, [])
    assert facts["level"] == kept.level is not None and kept.level <= 2


def test_what_was_not_measured_is_named_and_not_taken_for_normal(cast: Cast) -> None:
    kept = record_vitals(person=cast.maya, values={"pulse": 135}, by=cast.ward_nurse)
    assert kept.news2 == 3
    assert set(kept.missing) == {"respiratory_rate", "spo2", "on_oxygen", "systolic", "consciousness", "temperature_c"}


def test_weight_alone_has_no_score(cast: Cast) -> None:
    kept = record_vitals(person=cast.maya, values={"weight": ("154", "lb")}, by=cast.ward_nurse)
    assert (kept.weight, kept.news2, kept.level) == (Decimal("69.85"), None, None)


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({}, refusals.NothingMeasured),
        ({"pulse": "fast"}, refusals.ValueUnreadable),
        ({"mood": 3}, refusals.ValueUnreadable),
        ({"pulse": (70, "kg")}, refusals.ValueUnreadable),
        ({"temperature": 98.6}, refusals.ValueImpossible),
        ({"systolic": 80, "diastolic": 120}, refusals.PressuresSwapped),
        ({"spo2": 48}, refusals.ValueUnusual),
    ],
)
def test_what_cannot_be_kept_is_said_and_leaves_nothing(cast: Cast, values: Any, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        record_vitals(person=cast.maya, values=values, by=cast.ward_nurse)
    assert not VitalSigns.objects.exists()
    assert not Event.objects.filter(kind="vitals.recorded").exists()


def test_unusual_value_is_kept_once_it_is_confirmed(cast: Cast) -> None:
    kept = record_vitals(person=cast.maya, values={"spo2": 48}, confirmed_unusual=True, by=cast.ward_nurse)
    assert (kept.spo2, [one["why"] for one in kept.confirmed]) == (Decimal(48), ["unusual"])


def test_jump_from_the_last_value_is_asked_about(cast: Cast) -> None:
    with clock.at(MONDAY_MORNING):
        record_vitals(person=cast.maya, values={"weight": 70}, by=cast.ward_nurse)
    with clock.at(MONDAY_MORNING + timedelta(days=1)), pytest.raises(refusals.ValueUnusual) as refused:
        record_vitals(person=cast.maya, values={"weight": 154}, by=cast.ward_nurse)
    assert [one["why"] for one in refused.value.facts["oddities"]] == ["jump"]


def test_time_to_come_is_refused(cast: Cast) -> None:
    with pytest.raises(refusals.TakenInFuture):
        taken(cast, taken_at=clock.now() + timedelta(minutes=1))


def test_correction_stands_beside_what_it_corrects(cast: Cast) -> None:
    wrong = taken(cast)
    right = correct_vitals(vitals=wrong, values={**WELL, "pulse": 80}, why="misread", by=cast.ward_nurse)
    assert [one.id for one in vitals_of(cast.maya, cast.ward_nurse)] == [right.id]
    both = vitals_of(cast.maya, cast.ward_nurse, with_corrected=True)
    assert {one.id: one.pulse for one in both} == {wrong.id: Decimal(72), right.id: Decimal(80)}


def test_set_is_corrected_once_and_with_a_reason(cast: Cast) -> None:
    wrong = taken(cast)
    with pytest.raises(refusals.WhyCorrected):
        correct_vitals(vitals=wrong, values=WELL, why=" ", by=cast.ward_nurse)
    correct_vitals(vitals=wrong, values=WELL, why="misread", by=cast.ward_nurse)
    with pytest.raises(refusals.CorrectedBefore):
        correct_vitals(vitals=wrong, values=WELL, why="again", by=cast.ward_nurse)


def test_database_refuses_to_overwrite_or_delete(cast: Cast) -> None:
    kept = taken(cast)
    with pytest.raises(DatabaseError), transaction.atomic():
        VitalSigns.objects.filter(id=kept.id).update(pulse=F("pulse") + 1)
    with pytest.raises(DatabaseError), transaction.atomic():
        VitalSigns.objects.filter(id=kept.id).delete()


def test_person_tells_and_never_measures(cast: Cast) -> None:
    told = record_vitals(person=cast.maya, values={"weight": 70}, source=Source.TOLD, by=cast.maya_herself)
    assert (told.source, told.taken_by, told.taken_by_name) == (Source.TOLD, None, "Maya Osei")
    with pytest.raises(NotAllowed):
        record_vitals(person=cast.maya, values={"weight": 70}, by=cast.maya_herself)


def test_I_22_wrong_person_neither_writes_nor_reads(cast: Cast) -> None:
    kept = taken(cast)
    with pytest.raises(NotThere):
        record_vitals(person=cast.maya, values=WELL, source=Source.TOLD, by=cast.tom_himself)
    with pytest.raises(NotAllowed):
        record_vitals(person=cast.maya, values=WELL, by=cast.receptionist)
    for by in (cast.tom_himself, cast.receptionist):
        for read in (lambda by=by: vitals_of(cast.maya, by), lambda by=by: trend(cast.maya, "pulse", by),
                     lambda by=by: vitals_set(by=by, id=kept.id)):  # fmt: skip
            with pytest.raises(NotThere):
                read()


def test_I_25_reading_by_staff_leaves_a_trace_and_own_reading_none(cast: Cast) -> None:
    taken(cast)
    vitals_of(cast.maya, cast.maya_herself)
    assert not AuditEntry.objects.filter(act="read.vitals").exists()
    vitals_of(cast.maya, cast.doctor)
    entry = AuditEntry.objects.get(act="read.vitals")
    assert (entry.person_id, entry.actor_id) == (cast.maya.id, cast.doctor_staff.id)


def test_trend_is_in_order_of_time_without_what_was_corrected(cast: Cast) -> None:
    for hours, pulse in ((0, 70), (2, 90), (1, 80)):
        taken(cast, {**WELL, "pulse": pulse}, taken_at=clock.now() - timedelta(hours=9 - hours))
    wrong = VitalSigns.objects.get(pulse=90)
    correct_vitals(vitals=wrong, values={**WELL, "pulse": 84}, why="misread", by=cast.ward_nurse)
    series = trend(cast.maya, "pulse", cast.maya_herself)
    assert [int(point.value) for point in series.points] == [70, 80, 84]
    assert (series.unit, series.usual) == ("/min", (40, 150))


@pytest.mark.parametrize("sets", [1, 3])
def test_reading_takes_the_same_statements_for_one_and_for_many(
    cast: Cast, sets: int, django_assert_num_queries: Any
) -> None:
    for _ in range(sets):
        taken(cast)
    with django_assert_num_queries(1):
        vitals_of(cast.maya, cast.maya_herself)
    with django_assert_num_queries(1):
        assert list(last_vitals([cast.maya.id, cast.tom.id])) == [cast.maya.id]


def test_laws_hold_and_see_a_breach(cast: Cast) -> None:
    taken(cast)
    assert [law.id for law in LAWS if law.broken()] == []
    VitalSigns.objects.create(person=cast.maya, taken_at=clock.now(), taken_by_name="import", spo2=140)
    assert [law.id for law in LAWS if law.broken()] == ["X-2"]
