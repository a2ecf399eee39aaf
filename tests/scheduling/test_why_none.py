"""Why there is no time: each single need that lacks is named, with the day from which on it is there."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from tests.scheduling.clinic import MONDAY, NOW, Clinic, open_every_day

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.scheduling import actions
from almoner.scheduling.models import Diary, Resource
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.why_none import WhyNone, why_none

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
DAY = timedelta(days=1)


def away(clinic: Clinic, *resources: Resource, begin: datetime = NINE, lasts: timedelta = 2 * DAY) -> None:
    for resource in resources:
        actions.add_block(
            resource=resource, starts_at=begin, ends_at=begin + lasts, reason="closure", by=clinic.manager
        )


def heart(clinic: Clinic, wish: Preferences | None = None) -> WhyNone:
    """Nobody finds a time of the heart clinic until Tuesday: why."""
    wish = wish or Preferences()
    assert clinic.starts(service=clinic.heart, until=TUESDAY, preferences=wish) == []
    return why_none(clinic.heart, until=TUESDAY, preferences=wish, by=clinic.desk)


def rows(told: WhyNone) -> list[tuple[str, int, int]]:
    return [(row.what, row.known, row.free) for row in told.needs]


def test_no_clinician_until_the_day_on_which_one_is_back(clinic: Clinic) -> None:
    away(clinic, *clinic.clinicians)
    told = heart(clinic)
    assert told.reasons == ("What is lacking: physician. It is there from Wednesday 25 November on.",)
    assert rows(told) == [("physician", 2, 0), ("consulting room", 2, 2), ("ECG room", 1, 1)]
    assert [(one.name, one.times[0].starts_at) for one in told.instead] == [("later", NINE + 2 * DAY)]


def test_no_room_of_one_kind_while_the_others_are_free(clinic: Clinic) -> None:
    away(clinic, clinic.rooms[2])
    told = heart(clinic)
    assert told.reasons == ("What is lacking: ECG room. It is there from Wednesday 25 November on.",)
    assert rows(told) == [("physician", 2, 2), ("consulting room", 2, 2), ("ECG room", 1, 0)]


def test_what_is_taken_lacks_as_much_as_what_is_closed(clinic: Clinic) -> None:
    for _visit in range(8):
        clinic.visit(clinic.person(), service=clinic.heart)
    told = heart(clinic)
    assert told.reasons == ("What is lacking: ECG room. It is there from Wednesday 25 November on.",)
    assert told.instead[0].times[0].starts_at == NINE + 2 * DAY


def test_a_held_time_that_lapsed_is_free_again(clinic: Clinic) -> None:
    for _visit in range(7):
        clinic.visit(clinic.person(), service=clinic.heart)
    clinic.hold(clinic.person(), service=clinic.heart)
    heart(clinic)
    with clock.at(NOW + timedelta(minutes=11)):
        told = why_none(clinic.heart, until=TUESDAY, by=clinic.desk)
        assert rows(told)[2] == ("ECG room", 1, 1)


def test_no_interpreter_until_the_day_on_which_one_is_here(clinic: Clinic) -> None:
    sami = actions.add_resource(kind="interpreter", name="Sami", site=clinic.site, languages=["ar"], by=clinic.manager)
    open_every_day(sami, ((time(9), time(12)),), clinic.manager)
    actions.open_diaries(resources=[sami], from_day=MONDAY, until_day=MONDAY + 4 * DAY, by=clinic.manager)
    away(clinic, sami)
    told = heart(clinic, Preferences(interpreter="ar"))
    assert told.reasons == ("What is lacking: an interpreter. It is there from Wednesday 25 November on.",)
    assert [(one.name, str(one.without)) for one in told.instead] == [
        ("later", "later"),
        ("interpreter", "without an interpreter"),
    ]


def test_nobody_at_all_who_could_is_said_as_that(clinic: Clinic) -> None:
    told = heart(clinic, Preferences(interpreter="ro"))
    assert told.reasons == ("Nobody and nothing fits for: an interpreter.",)
    assert [one.name for one in told.instead] == ["interpreter"]


def test_what_is_on_no_open_day_says_so(clinic: Clinic) -> None:
    away(clinic, clinic.rooms[2], lasts=7 * DAY)
    told = heart(clinic)
    assert told.reasons == ("What is lacking: ECG room. None is free on any day that is open so far.",)
    assert told.instead == ()


def test_all_are_free_but_never_together(clinic: Clinic) -> None:
    for day in range(2):
        away(clinic, *clinic.clinicians, begin=NINE + day * DAY, lasts=timedelta(minutes=90))
        away(clinic, clinic.rooms[2], begin=NINE + day * DAY + timedelta(minutes=90), lasts=timedelta(minutes=90))
    told = heart(clinic)
    assert told.reasons == (
        "All is free in these days, but never at the same time. Not free when the rest is: physician, ECG room.",
        "It all comes together first on Wednesday 25 November.",
    )
    assert rows(told) == [("physician", 2, 2), ("consulting room", 2, 2), ("ECG room", 1, 1)]


def test_hours_at_which_nothing_is_open_are_said_as_that(clinic: Clinic) -> None:
    told = heart(clinic, Preferences(parts_of_day=("evening",)))
    assert told.reasons == (
        "Nothing of what is needed is free on the days and at the times of day that were asked for.",
    )
    assert [(one.name, one.times[0].starts_at) for one in told.instead] == [("parts_of_day", NINE)]


def test_hours_at_which_one_need_alone_is_not_there_say_so_of_these_hours(clinic: Clinic) -> None:
    for room in clinic.rooms:
        open_every_day(room, ((time(18), time(20)),), clinic.manager)
    Diary.objects.filter(resource__kind="room").delete()
    actions.open_diaries(resources=clinic.rooms, from_day=MONDAY, until_day=TUESDAY, by=clinic.manager)
    told = heart(clinic, Preferences(parts_of_day=("evening",)))
    assert told.reasons == ("What is lacking: physician. None is free at such times, as far as days are open.",)


def test_APT_6_time_kept_for_the_urgent_lacks_for_routine_visits_only(clinic: Clinic) -> None:
    Diary.objects.all().delete()
    for resource in clinic.clinicians:
        resource.patterns.update(urgent_reserved=True)
        resource.release_hours = 0
        resource.save()
    everything = [*clinic.clinicians, *clinic.rooms]
    actions.open_diaries(resources=everything, from_day=MONDAY, until_day=TUESDAY, by=SYSTEM)
    assert rows(heart(clinic))[0] == ("physician", 2, 0)
    assert rows(why_none(clinic.heart, until=TUESDAY, level=3, by=clinic.desk))[0] == ("physician", 2, 2)


def test_who_has_to_be_brought_home_is_not_told_to_come_alone(clinic: Clinic) -> None:
    wish = Preferences(carer_parts=("evening",))
    assert [one.name for one in heart(clinic, wish).instead] == ["carer"]
    clinic.heart.escort = True
    clinic.heart.save()
    assert heart(clinic, wish).instead == ()


def test_APT_5_a_site_without_any_lacks_and_another_is_offered(clinic: Clinic) -> None:
    told = heart(clinic, Preferences(sites=("00000000-0000-0000-0000-000000000000",)))
    assert [(one.name, str(one.without)) for one in told.instead] == [("sites", "at another site")]
    assert {row.known for row in told.needs} == {0}
