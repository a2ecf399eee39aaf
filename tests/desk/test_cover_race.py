"""Two who take over the same cover at the same moment: one has it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.cast import MONDAY_MORNING, make_cast
from tests.races import in_thread, race, real_database

from almoner.core import clock
from almoner.desk import actions
from almoner.desk.models import Cover

__all__ = ["real_database"]


@pytest.mark.race
def test_two_take_over_one_cover_and_one_has_it(real_database: None) -> None:
    def prepare() -> Any:
        with clock.at(MONDAY_MORNING):
            cast = make_cast()
            return cast, actions.put_on_call(
                staff=cast.doctor_staff, scope="hospital", ends_at=MONDAY_MORNING + timedelta(hours=9), how="1",
                by=cast.manager,
            )  # fmt: skip

    cast, cover = in_thread(prepare)
    who = [cast.triage_nurse, cast.ward_nurse]

    def take(number: int) -> Cover:
        with clock.at(MONDAY_MORNING):
            return actions.take_over(cover=cover, how="2", by=who[number])

    results = race(take, 2)
    assert sorted(type(one).__name__ for one in results) == ["Cover", "CoverEnded"]
    standing = in_thread(lambda: list(Cover.objects.standing().values_list("rank", flat=True)))
    assert standing == [1]
