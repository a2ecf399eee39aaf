"""The roster's screens: found, seen, looked at before it is done, and nobody left without a new time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import Cast
from tests.console.reading import words
from tests.scheduling.clinic import MONDAY, Clinic

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.people.models import Person
from almoner.scheduling import actions
from almoner.scheduling.models import Appointment, Diary, HoursChange, OtherHours, Resource, WeeklyPattern

As = Callable[[str], Client]
TUESDAY = MONDAY + timedelta(1)
HALF_PAST_EIGHT = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _of_the_cast(cast: Cast, clinic: Clinic) -> Any:
    """The manager of the cast manages the clinic; it is half an hour before it opens."""
    cast.manager_staff.site = clinic.site
    cast.manager_staff.save()
    cast.agent_staff.site = clinic.site
    cast.agent_staff.save()
    Person.objects.filter(id__in=[cast.maya.id, cast.tom.id]).update(site=clinic.site)
    with clock.at(HALF_PAST_EIGHT):
        yield


@pytest.fixture
def visit(cast: Cast, clinic: Clinic) -> Appointment:
    """Maya's, today at nine."""
    return clinic.visit(Person.objects.get(id=cast.maya.id))


def url(name: str, *args: Any) -> str:
    return reverse(f"console:{name}", args=args)


def week_said(**days: str) -> dict[str, str]:
    """A week as the form says it: `mon="09:00-12:00 13:00-17:00"`."""
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    said = {"from_day": "2026-11-23", "until_day": "", "why": ""}
    for weekday, name in enumerate(names):
        spans = days.get(name, "").split()
        said[f"rows-{weekday}"] = str(len(spans))
        for row, span in enumerate(spans):
            begins, _dash, ends = span.partition("-")
            said |= {f"d{weekday}s{row}-begins": begins, f"d{weekday}s{row}-ends": ends}
    return said


def look(client: Client, where: str, said: dict[str, str]) -> Any:
    return client.post(where, {**said, "act": "look"})


def make(client: Client, where: str, said: dict[str, str], seen: Any, key: str = "once") -> Any:
    return client.post(where, {**said, "act": "make", "seen": seen.context["digest"], "key": key})


def open_days(resource: Resource) -> list[date]:
    days = Diary.objects.filter(resource=resource, day__lt=MONDAY + timedelta(7)).exclude(open=b"")
    return list(days.order_by("day").values_list("day", flat=True))


# ── Finding ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_roster_is_found_by_kind_name_specialty_and_profession(as_: As, clinic: Clinic) -> None:
    def found(**asked: str) -> list[str]:
        answer = as_("manager").get(url("roster"), asked)
        return [row["resource"].name for row in answer.context["rows"]]

    assert found() == ["Dana Okafor", "Evan Reed"]
    assert found(kind="room") == ["Room C1", "Room C2", "Room E1"]
    assert found(kind="", q="an") == ["Dana Okafor", "Evan Reed"]
    assert found(kind="", q="E1") == ["Room E1"]
    assert found(kind="room", specialty="heart") == ["Room C1", "Room C2", "Room E1"]
    assert found(kind="room", specialty="general") == ["Room C1", "Room C2"]
    assert found(profession="physician") == ["Dana Okafor", "Evan Reed"]
    assert found(q="nobody") == []


def test_roster_shows_the_week_with_leave_other_days_and_who_needs_a_new_time(
    as_: As, clinic: Clinic, visit: Appointment
) -> None:
    own = visit.clinician
    actions.change_day(resource=own, day=TUESDAY, sessions=[], by=clinic.manager)
    actions.add_block(
        resource=own, starts_at=HALF_PAST_EIGHT, ends_at=HALF_PAST_EIGHT + timedelta(hours=8), reason="leave",
        by=clinic.manager,
    )  # fmt: skip
    page = as_("manager").get(url("roster"), {"q": own.name})
    [row] = page.context["rows"]
    hours = [[one["text"] for one in cell["sessions"]] for cell in row["cells"]]
    assert hours == [["09:00–12:00"], [], *[["09:00–12:00"]] * 3, [], []]
    assert row["cells"][0]["away"] == [{"text": "08:30–16:30", "reason": "Leave"}]
    assert "1 visit needs a new time" in words(page)
    later = as_("manager").get(url("roster"), {"q": own.name, "week": "2026-12-09"}).context["rows"][0]
    assert later["cells"][0]["day"] == date(2026, 12, 7)
    assert [one["text"] for one in later["cells"][1]["sessions"]] == ["09:00–12:00"]


def test_roster_takes_as_many_statements_for_one_as_for_five(as_: As, clinic: Clinic) -> None:
    client = as_("manager")

    def statements(**asked: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(url("roster"), asked)
        return len(captured)

    statements()
    assert statements(kind="", q="Evan") == statements(kind="", q="")


def test_roster_and_worklist_are_not_there_for_others(as_: As, cast: Cast, clinic: Clinic, visit: Appointment) -> None:
    change = actions.change_week(resource=visit.clinician, sessions=[], from_day=MONDAY, by=clinic.manager)
    for who, names in (("agent", ["roster", "change_week", "away"]), ("bed_manager", ["displaced"])):
        for name in names:
            args = [] if name in {"roster", "displaced"} else [visit.clinician_id]
            assert as_(who).get(url(name, *args)).status_code == 404
    cast.manager_staff.site = cast.other_site
    cast.manager_staff.save()
    manager = as_("manager")
    for name in ("week", "change_week", "change_day", "away"):
        assert manager.get(url(name, visit.clinician_id)).status_code == 404
        assert manager.post(url(name, visit.clinician_id), {"act": "make"}).status_code in {404, 405}
    assert manager.get(url("displaced_by", change.id)).status_code == 404
    assert "Maya" not in words(manager.get(url("displaced")))


# ── Looking before it is done ────────────────────────────────────────────────────────────────────────────────────────


def test_week_is_looked_at_gone_back_from_and_then_made(as_: As, visit: Appointment) -> None:
    client, own = as_("manager"), visit.clinician
    where, said = url("change_week", own.id), week_said(tue="9-12:30", sat="830-1000")
    seen = look(client, where, said)
    shown = words(seen)
    assert ("Maya Osei" in shown, "Clinic visit" in shown, "Now 15 hours a week, then 5 hours." in shown) == (True,) * 3
    assert (HoursChange.objects.count(), Promise.objects.filter(standard="displaced").count()) == (0, 0)
    back = client.post(where, {**said, "act": "back"})
    assert 'value="830"' in back.content.decode()
    assert WeeklyPattern.objects.filter(resource=own).count() == 5
    answer = make(client, where, said, seen)
    change = HoursChange.objects.get()
    assert answer["Location"] == url("displaced_by", change.id)
    assert open_days(own) == [MONDAY, TUESDAY, MONDAY + timedelta(5)] or open_days(own) == [
        TUESDAY,
        MONDAY + timedelta(5),
    ]
    assert [one.subject_id for one in Promise.objects.live().filter(standard="displaced")] == [visit.id]


def test_confirmation_shows_again_what_has_changed_meanwhile(as_: As, clinic: Clinic, visit: Appointment) -> None:
    client, own = as_("manager"), visit.clinician
    where, said = url("change_week", own.id), week_said()
    seen = look(client, where, said)
    actions.cancel(appointment=visit, by=clinic.desk)
    answer = make(client, where, said, seen)
    assert (answer.status_code, HoursChange.objects.count()) == (409, 0)
    assert "Something has changed since you looked" in words(answer)
    assert "No visit stands in these hours." in words(answer)
    assert make(client, where, said, answer, key="again").status_code == 302


@pytest.mark.parametrize("seen", ["", "made up"])
def test_nothing_is_confirmed_that_was_not_looked_at(as_: As, visit: Appointment, seen: str) -> None:
    said = {**week_said(), "act": "make", "seen": seen, "key": "k"}
    assert as_("manager").post(url("change_week", visit.clinician_id), said).status_code == 409
    assert HoursChange.objects.count() == 0


def test_confirmation_sent_twice_is_done_once(as_: As, visit: Appointment) -> None:
    client, where = as_("manager"), url("change_week", visit.clinician_id)
    seen = look(client, where, week_said())
    first, second = (make(client, where, week_said(), seen) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert (HoursChange.objects.count(), Promise.objects.filter(standard="displaced").count()) == (1, 1)


def test_sessions_are_added_and_taken_away_without_a_script(as_: As, clinic: Clinic) -> None:
    client, where = as_("manager"), url("change_week", clinic.clinicians[0].id)
    begun = client.get(where).context["days"]
    assert [len(day["rows"]) for day in begun] == [1, 1, 1, 1, 1, 0, 0]
    said = week_said(mon="09:00-12:00 13:00-x", tue="8-9")
    added = client.post(where, {**said, "add": "6"}).content.decode()
    assert ('name="d6s0-begins"' in added, 'value="x"' in added) == (True, True)
    less = client.post(where, {**said, "remove": "0-0"}).content.decode()
    assert ('value="09:00"' in less, 'value="13:00"' in less) == (False, True)
    copied = client.post(where, {**said, "copy": "0"}).context["days"]
    assert [len(day["rows"]) for day in copied] == [2, 2, 2, 2, 2, 0, 0]
    for odd in ({"add": "9"}, {"add": "x"}, {"remove": "0-7"}, {"remove": "-"}, {"rows-0": "-3"}):
        assert client.post(where, {**said, **odd}).status_code == 200


@pytest.mark.parametrize(
    "said",
    [
        week_said(mon="nine-five"),
        week_said(mon="09:00-"),
        week_said(mon="25:00-26:00"),
        week_said(mon="09:00-12:00 11:00-13:00"),
        week_said(mon="09:00-09:00"),
        week_said(sun="22:00-06:00", mon="05:00-09:00"),
        week_said() | {"from_day": "2026-11-20"},
        week_said() | {"until_day": "2026-11-20"},
        week_said() | {"from_day": ""},
    ],
)
def test_hours_that_make_no_sense_are_refused_in_words(as_: As, clinic: Clinic, said: dict[str, str]) -> None:
    answer = look(as_("manager"), url("change_week", clinic.clinicians[0].id), said)
    assert (answer.status_code, HoursChange.objects.count()) == (422, 0)
    assert "notice-danger" in answer.content.decode() or "error-summary" in answer.content.decode()


def test_season_is_shown_one_week_after_the_other(as_: As, clinic: Clinic) -> None:
    client, own = as_("manager"), clinic.clinicians[0]
    where, said = url("change_week", own.id), week_said(mon="22:00-06:00") | {"until_day": "2026-12-06"}
    make(client, where, said, look(client, where, said))
    page = words(client.get(url("week", own.id)))
    assert "23 November 2026 to 6 December 2026: 8 hours a week" in page
    assert "From 7 December 2026 on: 15 hours a week" in page


# ── One day, and time away ───────────────────────────────────────────────────────────────────────────────────────────


def test_day_is_closed_and_has_its_usual_hours_again(as_: As, visit: Appointment) -> None:
    client, own = as_("manager"), visit.clinician
    where, said = url("change_day", own.id), {"day": "2026-11-23", "why": "Training", "rows-0": "0"}
    seen = look(client, where, said)
    assert ("Maya Osei" in words(seen), "Can no longer be booked: 3 hours." in words(seen)) == (True, True)
    make(client, where, said, seen)
    page = client.get(url("week", own.id)).content.decode()
    assert ("Training" in page, "1 visit needs a new time" in page) == (True, True)
    usual = url("day_as_usual", own.id, "2026-11-23")
    again = client.get(usual)
    assert "Visits that keep their time after all" in words(again)
    for _time in range(2):
        assert make(client, usual, {}, again, key="usual")["Location"] == url("week", own.id)
    assert (OtherHours.objects.count(), Promise.objects.live().filter(standard="displaced").count()) == (0, 0)
    assert make(client, usual, {}, again, key="later").status_code == 404


def test_saturday_is_opened(as_: As, clinic: Clinic) -> None:
    client, own = as_("manager"), clinic.clinicians[0]
    said = {"day": "2026-11-28", "rows-0": "1", "d0s0-begins": "10", "d0s0-ends": "12"}
    seen = look(client, url("change_day", own.id), said)
    assert "Can be booked in addition: 2 hours." in words(seen)
    make(client, url("change_day", own.id), said, seen)
    assert MONDAY + timedelta(5) in open_days(own)


def test_leave_is_of_whole_days_and_given_back(as_: As, clinic: Clinic, visit: Appointment) -> None:
    client, own = as_("manager"), visit.clinician
    where = url("away", own.id)
    said = {"from_day": "2026-11-23", "until_day": "2026-11-24", "from_time": "", "until_time": "", "reason": "leave"}
    seen = look(client, where, said)
    assert "Can no longer be booked: 6 hours." in words(seen)
    for _time in range(2):
        answer = make(client, where, said, seen)
        assert answer["Location"] == url("displaced_by", HoursChange.objects.get().id)
    block = own.blocks.get()
    assert (block.starts_at, block.ends_at) == (
        datetime(2026, 11, 23, tzinfo=UTC), datetime(2026, 11, 25, tzinfo=UTC),
    )  # fmt: skip
    lift = url("back_again", block.id)
    again = client.get(lift)
    for _time in range(2):
        assert make(client, lift, {}, again, key="lift")["Location"] == url("week", own.id)
    assert Promise.objects.live().filter(standard="displaced").count() == 0
    assert client.get(lift).status_code == 404


@pytest.mark.parametrize(
    "said",
    [
        {"from_day": "2026-11-24", "until_day": "2026-11-23"},
        {"from_day": "2026-11-24", "from_time": "12:00", "until_time": "11:00"},
        {"from_day": "2026-11-20"},
        {"from_day": ""},
    ],
)
def test_leave_that_makes_no_sense_is_refused(as_: As, clinic: Clinic, said: dict[str, str]) -> None:
    answer = look(as_("manager"), url("away", clinic.clinicians[0].id), {"reason": "leave", **said})
    assert answer.status_code == 422


def test_closed_record_is_counted_and_not_named(as_: As, visit: Appointment) -> None:
    Person.objects.filter(id=visit.person_id).update(restricted=True)
    shown = words(look(as_("manager"), url("change_week", visit.clinician_id), week_said()))
    assert ("Maya" in shown, "closed record" in shown) == (False, True)


# ── New times owed ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_worklist_shows_near_times_and_progress_and_ends(as_: As, cast: Cast, clinic: Clinic) -> None:
    people = [Person.objects.get(id=one.id) for one in (cast.maya, cast.tom)]
    visits = [clinic.visit(person) for person in people]
    span = {"starts_at": HALF_PAST_EIGHT, "ends_at": HALF_PAST_EIGHT + timedelta(hours=2), "reason": "sickness"}
    for resource in {visit.clinician for visit in visits}:
        actions.add_block(resource=resource, **span, by=clinic.manager)
    agent = as_("agent")
    page = agent.get(url("displaced"))
    assert ("Maya Osei" in words(page), "Tom Whitfield" in words(page)) == (True, True)
    assert page.content.decode().count('name="csrfmiddlewaretoken"') >= 2
    row = next(row for row in page.context["rows"] if row["visit"].person_id == cast.maya.id)
    assert [time["at"] for time in row["times"]] == sorted(time["at"] for time in row["times"])
    assert min(time["at"] for time in row["times"]) >= span["ends_at"]
    change = HoursChange.objects.get(resource=row["visit"].clinician)
    total = Promise.objects.filter(standard="displaced", facts__change=str(change.id)).count()
    held = agent.post(row["choose"], {"moving": row["visit"].id, "level": 5, "time": row["times"][0]["key"]})
    assert agent.post(held["Location"], {"key": "m1", "reason": "other"}).status_code == 302
    after = agent.get(url("displaced_by", change.id))
    assert "Maya Osei" not in words(after)
    assert f"1 of {total} " in words(after)


def test_worklist_is_empty_when_everybody_has_a_time(as_: As, clinic: Clinic) -> None:
    assert "Everybody has a time" in words(as_("agent").get(url("displaced")))


def test_visit_whose_time_is_over_is_not_moved_but_rung(as_: As, clinic: Clinic, visit: Appointment) -> None:
    """What went by without a new time stays on the list until somebody rang; it cannot be moved any more."""
    actions.change_week(resource=visit.clinician, sessions=[], from_day=MONDAY, by=clinic.manager)
    with clock.at(visit.ends_at):
        page = as_("agent").get(url("displaced"))
    assert ("Its time is over. Ring them." in words(page), "All times" in words(page)) == (True, False)
