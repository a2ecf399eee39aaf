"""A member of staff leaves, and nothing waits for them any more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection
from tests.cast import acting
from tests.visits.hospital import Hospital, hospital

from almoner.charter.actions import take
from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.refusal import NotAllowed
from almoner.desk import actions, refusals
from almoner.desk.laws import work_of_who_left
from almoner.desk.models import Cover
from almoner.people.actions import hire_staff, staff_left
from almoner.people.models import Staff
from almoner.scheduling.actions import add_block, cancel
from almoner.scheduling.models import Claim, Hold, Resource
from almoner.timeline.models import Event

__all__ = ["hospital"]


@pytest.fixture
def second(hospital: Hospital) -> Staff:
    """Another doctor, so that Dana may go."""
    cast = hospital.cast
    return hire_staff(name="Ida Berg", profession="physician", roles=["doctor"], by=cast.manager)


def displaced() -> list[Any]:
    return list(Event.objects.filter(kind="appointment.displaced").values_list("subject_id", flat=True))


def test_CHG_3_coming_visits_are_displaced_each_with_its_promise(hospital: Hospital, second: Staff) -> None:
    cast = hospital.cast
    coming = [hospital.appointment(cast.maya, "09:20"), hospital.appointment(cast.tom, "11:00")]
    gone = hospital.appointment(hospital.person("Ann"), "12:20")
    cancel(appointment=gone, by=cast.agent)
    assert {visit.clinician.staff for visit in coming} == {hospital.dana}
    actions.part_with(staff=hospital.dana, by=cast.manager)
    assert sorted(displaced()) == sorted(visit.id for visit in coming)
    owed = Promise.objects.live().filter(standard="displaced")
    assert {one.person for one in owed} == {cast.maya, cast.tom}
    assert work_of_who_left() == []


def test_what_leave_has_displaced_already_is_not_told_twice(hospital: Hospital, second: Staff) -> None:
    visit = hospital.appointment(hospital.cast.maya, "11:00")
    resource = Resource.objects.get(staff=hospital.dana)
    add_block(
        resource=resource, starts_at=visit.starts_at - timedelta(hours=1), ends_at=visit.ends_at + timedelta(hours=1),
        reason="leave", by=hospital.cast.manager,
    )  # fmt: skip
    actions.part_with(staff=hospital.dana, by=hospital.cast.manager)
    assert displaced() == [visit.id]


def test_I_12_a_time_that_somebody_holds_with_them_is_let_go(hospital: Hospital, second: Staff) -> None:
    hospital.hold(hospital.cast.maya, "11:00")
    actions.part_with(staff=hospital.dana, by=hospital.cast.manager)
    assert not Hold.objects.exists()
    assert not Claim.objects.filter(resource__staff=hospital.dana).exists()


def test_I_1_what_they_had_taken_on_is_their_teams_again(hospital: Hospital, second: Staff) -> None:
    cast = hospital.cast
    actions.note_abandoned_call(number="07700 900999", by=cast.agent)
    promise = Promise.objects.get(standard="abandoned_call")
    take(promise=promise, by=acting(hospital.dana))
    now = clock.now()
    Cover.objects.create(
        site=cast.site,
        staff=hospital.dana,
        scope="hospital",
        starts_at=now,
        ends_at=now + timedelta(hours=8),
        how="bleep",
    )
    actions.part_with(staff=hospital.dana, by=cast.manager)
    promise.refresh_from_db()
    assert (promise.taken_by, Cover.objects.standing().count()) == (None, 0)


def test_I_1_the_last_of_a_team_that_owes_something_cannot_leave(hospital: Hospital) -> None:
    cast = hospital.cast
    hospital.here()
    assert Promise.objects.live().filter(team="doctors").exists()
    with pytest.raises(refusals.TeamWithoutStaff, match="Doctors"):
        actions.part_with(staff=hospital.dana, by=cast.manager)
    assert Staff.objects.get(id=hospital.dana.id).left_on is None
    hire_staff(name="Ida Berg", profession="physician", roles=["doctor"], by=cast.manager)
    assert actions.part_with(staff=hospital.dana, by=cast.manager).left_on == clock.today()


def test_the_law_sees_who_left_by_another_door(hospital: Hospital, second: Staff) -> None:
    visit = hospital.appointment(hospital.cast.maya, "11:00")
    staff_left(staff=hospital.dana, by=hospital.cast.manager)
    assert work_of_who_left() == [f"visit {visit.reference} is with somebody who has left, and nobody owes a new time"]


def test_I_22_only_who_keeps_the_staff_parts_with_somebody(hospital: Hospital, second: Staff) -> None:
    with pytest.raises(NotAllowed):
        actions.part_with(staff=hospital.dana, by=hospital.cast.agent)


def test_parting_that_fails_at_its_last_write_leaves_everything(hospital: Hospital, second: Staff) -> None:
    visit = hospital.appointment(hospital.cast.maya, "11:00")

    def fail_at_the_cover(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "desk_cover" in sql and sql.startswith("UPDATE"):
            raise IntegrityError("planted")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail_at_the_cover), pytest.raises(IntegrityError):
        actions.part_with(staff=hospital.dana, by=hospital.cast.manager)
    assert Staff.objects.get(id=hospital.dana.id).left_on is None
    assert displaced() == []
    assert visit.clinician.staff == hospital.dana
