"""Two second persons agree at the same moment: the records are joined once."""

from __future__ import annotations

from datetime import date

import pytest
from tests.cast import MONDAY_MORNING, acting
from tests.races import in_thread, race, real_database

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.permissions import Role
from almoner.people import actions
from almoner.people.enums import Evidence
from almoner.people.models import Double, Merge, MergeStep, Person, Staff
from almoner.people.refusals import AlreadyEnded

__all__ = ["real_database"]


def prepare() -> tuple[Merge, list[Staff]]:
    with clock.at(MONDAY_MORNING):
        founded = actions.found_hospital(
            name="Riverside", manager_name="Grace Bell", manager_email="grace@riverside.example", by=SYSTEM
        )
        manager = acting(founded.manager)
        staff = [
            actions.hire_staff(name=f"Agent {number}", profession="call agent", roles=[Role.AGENT], by=manager)
            for number in range(3)
        ]
        said = {"given_name": "Maya", "family_name": "Osei", "birth_on": date(1980, 4, 3), "sure": True}
        one, other = (actions.register_person(**said, by=acting(staff[0])) for _ in range(2))  # type: ignore[arg-type]
        Double.objects.all().delete()
        merge = actions.propose_merge(
            kept=one, absorbed=other, evidence=Evidence.PAPER, seen="the same passport, shown twice",
            by=acting(staff[0]),
        )  # fmt: skip
        return merge, staff[1:]


def agree(merge: Merge, staff: Staff) -> Merge:
    with clock.at(MONDAY_MORNING):
        return actions.agree_to_merge(merge=merge, by=acting(staff))


@pytest.mark.race
def test_two_agree_at_once_and_the_records_are_joined_once(real_database: None) -> None:
    merge, staff = in_thread(prepare)
    results = race(lambda number: agree(merge, staff[number]), 2)
    assert {type(result) for result in results} == {AlreadyEnded, Merge}
    steps = in_thread(lambda: MergeStep.objects.filter(label="people.Person").count())
    joined = in_thread(lambda: Person.objects.filter(merged_into__isnull=False).count())
    assert (steps, joined) == (2, 1)
