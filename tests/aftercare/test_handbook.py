"""The hospital's own aftercare: read, checked, loaded once, and kept as it was for those who began with it."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.aftercare.home import Home, handbook_data

from almoner.aftercare.actions import load_handbook
from almoner.aftercare.enums import StepKind
from almoner.aftercare.handbook import StepPlan, handbook_from, plain
from almoner.aftercare.models import HandbookVersion
from almoner.aftercare.refusals import FaultyHandbook
from almoner.aftercare.windows import asked_by, window
from almoner.charter.hours import OpenHours
from almoner.core.refusal import NotAllowed

LONDON = ZoneInfo("Europe/London")
CONTACT = OpenHours(LONDON, time(9, 30), time(20), frozenset(range(7)))
WORKING = OpenHours(LONDON, time(8), time(18), frozenset(range(5)))


def step(from_day: int, to_day: int, *, working: bool = False, book_within: int = 5) -> StepPlan:
    return StepPlan("call", StepKind.CALL, {"en": "x"}, from_day, to_day, working, False, (), book_within)


def test_a_pathway_takes_the_steps_of_the_one_it_includes_but_for_its_own() -> None:
    book = handbook_from(handbook_data())
    hip = book.pathways["joint replacement"]
    assert {"call", "check_14", "check_30", "stitches", "physio"} <= {one.code for one in hip.steps}
    assert [one.to_day for one in hip.steps if one.code == "call"] == [2]
    assert [one.code for one in book.pathways["heart failure"].steps if one.code.startswith("weekly")] == [
        "weekly_1", "weekly_2", "weekly_3", "weekly_4",
    ]  # fmt: skip
    assert book.for_stay("a pathway nobody wrote").name == "any inpatient"  # type: ignore[union-attr]
    assert book.for_service("SUR-DAY").name == "day surgery"  # type: ignore[union-attr]
    assert book.for_service("GEN-NEW") is None
    assert book.for_walk_in().name == "emergency visit sent home"  # type: ignore[union-attr]


def test_every_fault_is_told_with_its_place() -> None:
    data = deepcopy(handbook_data())
    data["pathway"][0]["title"] = {"en": "x", "es": "x"}
    data["pathway"][1]["steps"][0]["from_day"] = 9
    data["pathway"][2]["includes"] = "nothing"
    data["red_flag"][0]["signs"][0].pop("danger_sign")
    data["red_flag"][1]["level"] = 7
    data["question"].append(data["question"][0])
    data["pathway"][1]["steps"][1]["services"] = []
    data["pathway"][3]["default"] = True
    with pytest.raises(FaultyHandbook) as told:
        handbook_from(data)
    assert sorted(told.value.faults) == sorted([
        "red flag RF1: each sign needs the danger_sign that it is",
        "red flag RF2: level 7 is none of 1 to 5",
        "pathway any inpatient: not said in ar",
        "pathway day surgery, step call: from_day comes after to_day",
        "pathway day surgery, step wound: a visit names its services, and nothing else does",
        "pathway heart failure: it includes “nothing”, which is not above it",
        "question condition stands twice",
        "exactly one pathway must be for every stay (default = true)",
    ])  # fmt: skip


@pytest.mark.parametrize("lost", ["handbook", "calls", "question", "pathway"])
def test_a_table_that_is_missing_is_a_fault_and_no_breakdown(lost: str) -> None:
    data = {name: rows for name, rows in handbook_data().items() if name != lost}
    with pytest.raises(FaultyHandbook):
        handbook_from(data)


def test_plain_data_reads_as_the_file_does() -> None:
    assert handbook_from(plain(handbook_data())) == handbook_from(handbook_data())


def test_loaded_twice_is_loaded_once_and_other_words_need_a_new_version(home: Home) -> None:
    first = HandbookVersion.objects.get()
    assert load_handbook(data=handbook_data(), by=home.cast.manager) == first
    assert (first.owner, str(first.review_on)) == ("Matron for discharge, Riverside General (rehearsal)", "2027-09-01")
    other = deepcopy(handbook_data())
    other["calls"]["tries"] = 2
    with pytest.raises(FaultyHandbook):
        load_handbook(data=other, by=home.cast.manager)
    other["handbook"]["version"] = "2026-2"
    second = load_handbook(data=other, by=home.cast.manager)
    assert list(HandbookVersion.objects.filter(in_force=True)) == [second]
    assert load_handbook(data=handbook_data(), by=home.cast.manager) == first
    assert list(HandbookVersion.objects.filter(in_force=True)) == [first]


def test_only_who_keeps_the_catalogue_loads_it(home: Home) -> None:
    with pytest.raises(NotAllowed):
        load_handbook(data=handbook_data(), by=home.cast.doctor)


def test_FUP_2_the_call_is_on_the_second_to_third_day_weekend_or_not() -> None:
    friday = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)
    when = window(step(2, 3), friday, CONTACT, WORKING)
    assert (when.opens_at, when.due_at) == (
        datetime(2026, 11, 29, 9, 30, tzinfo=UTC),
        datetime(2026, 11, 30, 20, 0, tzinfo=UTC),
    )


def test_next_working_day_after_a_friday_is_monday() -> None:
    friday = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)
    assert window(step(1, 1, working=True), friday, CONTACT, WORKING).opens_at.day == 30


def test_somebody_who_goes_home_late_at_night_is_due_the_next_evening() -> None:
    night = datetime(2026, 11, 27, 22, 30, tzinfo=UTC)
    when = window(step(0, 0), night, CONTACT, WORKING)
    assert when.due_at == datetime(2026, 11, 28, 20, 0, tzinfo=UTC)
    assert asked_by(when.due_at, CONTACT) == datetime(2026, 11, 28, 18, 0, tzinfo=UTC)


@given(
    home_at=st.integers(1767225600, 1830297600).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    from_day=st.integers(0, 60),
    more=st.integers(0, 30),
    working=st.booleans(),
)
def test_a_window_is_never_empty_and_never_before_they_went_home(
    home_at: datetime, from_day: int, more: int, *, working: bool
) -> None:
    when = window(step(from_day, from_day + more, working=working), home_at, CONTACT, WORKING)
    assert home_at <= when.opens_at < when.due_at
    assert when.book_by_at > home_at
    assert when.due_at.astimezone(LONDON).time() == time(20)
