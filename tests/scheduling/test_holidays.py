"""Holidays close diaries: seen before, owed a new time, open again when they end; and whoever looks reads why."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.scheduling.clinic import MONDAY, NOW, SYSTEM, Clinic

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Role
from almoner.core.refusal import NotAllowed, NotThere
from almoner.people.enums import HolidayHours
from almoner.people.holidays import Holiday
from almoner.people.models import Site
from almoner.scheduling import actions, diaries, refusals
from almoner.scheduling import displaced as worklist
from almoner.scheduling.asking import Asked
from almoner.scheduling.closed_days import text_of
from almoner.scheduling.effects import Effect
from almoner.scheduling.enums import Changed
from almoner.scheduling.glance import week_of
from almoner.scheduling.laws import LAWS
from almoner.scheduling.models import Diary, Hold, HoursChange, Resource
from almoner.scheduling.site_plans import plan_every_day, plan_holiday, plan_ordinary_day
from almoner.scheduling.weeks import look_at
from almoner.scheduling.why_none import why_none
from almoner.timeline.models import Event

TUESDAY = MONDAY + timedelta(1)
KINGS = Holiday(TUESDAY, {"en": "Three Kings", "es": "Reyes"})
UNTIL_TEN = Holiday(TUESDAY, {"en": "Three Kings"}, HolidayHours.SHORT, time(8), time(10))


def open_on(resource: Resource, day: date) -> list[str]:
    found = Diary.objects.filter(resource=resource, day=day).first()
    runs = diaries.runs(diaries.unpack(found.open)) if found else []
    at = [[clock.local(diaries.moment_of(tick, found.midnight)) for tick in (a, a + n)] for a, n in runs if found]
    return [f"{begin:%H:%M}-{end:%H:%M}" for begin, end in at]


def on_tuesday(clinic: Clinic) -> Any:
    """A visit there, and the person."""
    found = clinic.starts(from_at=NOW + timedelta(days=1), limit=1)
    assert clock.local(found[0]).date() == TUESDAY
    nth = clinic.starts().index(found[0])
    return clinic.visit(clinic.person(), nth)


def look(clinic: Clinic, holiday: Holiday = KINGS) -> Effect:
    return look_at(plan_holiday(site=clinic.site, holiday=holiday, by=clinic.manager), by=clinic.manager).effect


def keep(clinic: Clinic, holiday: Holiday = KINGS, **more: Any) -> HoursChange:
    return actions.keep_holiday(site=clinic.site, holiday=holiday, by=clinic.manager, **more)


def owed() -> list[Any]:
    return list(Promise.objects.live().filter(standard="displaced").values_list("subject_id", flat=True))


def laws_broken() -> list[str]:
    return [fault for law in LAWS for fault in law.broken()]


def test_holiday_closes_the_diaries_of_everybody_and_leaves_rooms(clinic: Clinic) -> None:
    before = {one.id: open_on(one, TUESDAY) for one in clinic.rooms}
    keep(clinic)
    assert [open_on(one, TUESDAY) for one in clinic.clinicians] == [[], []]
    assert {one.id: open_on(one, TUESDAY) for one in clinic.rooms} == before
    assert TUESDAY not in {clock.local(at).date() for at in clinic.starts()}
    assert laws_broken() == []


def test_what_is_seen_is_what_is_done_and_the_displaced_are_owed_a_new_time(clinic: Clinic) -> None:
    visit, seen = on_tuesday(clinic), look(clinic)
    assert (seen.displaced, seen.lost, seen.gained) == ((visit,), 2 * 3 * 60, 0)
    change = keep(clinic, seen=seen.digest)
    assert (owed(), change.site, change.resource, change.made_by) == ([visit.id], clinic.site, None, "Grace")
    facts = Event.objects.get(kind="appointment.displaced").facts
    assert (facts["reason"]["es"], facts["reason"]["ar"], facts["change"]) == ("Reyes", "Three Kings", str(change.id))
    progress = worklist.progress(by=clinic.desk)
    assert [(one.change, one.total, one.done) for one in progress] == [(change, 1, 0)]
    assert [one.visit for one in worklist.owed(by=clinic.desk, change=change)] == [visit]


def test_change_that_became_another_since_it_was_seen_is_not_made(clinic: Clinic) -> None:
    seen = look(clinic).digest
    on_tuesday(clinic)
    with pytest.raises(refusals.OtherwiseNow):
        keep(clinic, seen=seen)
    assert (Site.objects.get(id=clinic.site.id).holidays, HoursChange.objects.count()) == ([], 0)
    assert open_on(clinic.clinicians[0], TUESDAY) == ["09:00-12:00"]


def test_holiday_that_ends_opens_the_diaries_and_lets_visits_stand_again(clinic: Clinic) -> None:
    visit = on_tuesday(clinic)
    before = list(Diary.objects.order_by("id").values_list("open", "free", "blocked", "urgent"))
    keep(clinic)
    clinic.site.refresh_from_db()
    plan = plan_ordinary_day(site=clinic.site, day=TUESDAY, by=clinic.manager)
    effect = look_at(plan, by=clinic.manager).effect
    assert (effect.standing_again, effect.gained) == ((visit,), 2 * 3 * 60)
    change = actions.end_holiday(site=clinic.site, day=TUESDAY, seen=effect.digest, by=clinic.manager)
    ended = Diary.objects.exclude(day__gt=MONDAY + timedelta(4)).order_by("id")
    assert sorted(ended.values_list("open", "free", "blocked", "urgent")) == sorted(before)
    assert (owed(), change.what, laws_broken()) == ([], Changed.ORDINARY, [])
    with pytest.raises(NotThere):
        actions.end_holiday(site=clinic.site, day=TUESDAY, by=clinic.manager)


def test_holiday_said_anew_displaces_nobody_twice(clinic: Clinic) -> None:
    on_tuesday(clinic)
    keep(clinic)
    keep(clinic)
    assert Event.objects.filter(kind="appointment.displaced").count() == 1
    keep(clinic, UNTIL_TEN)
    assert [open_on(one, TUESDAY) for one in clinic.clinicians] == [["09:00-10:00"], ["09:00-10:00"]]
    assert owed() == []
    assert len(Site.objects.get(id=clinic.site.id).holidays) == 1


def test_time_that_somebody_is_choosing_on_it_is_let_go(clinic: Clinic) -> None:
    nth = clinic.starts().index(clinic.starts(from_at=NOW + timedelta(days=1), limit=1)[0])
    hold = clinic.hold(clinic.person(), nth)
    keep(clinic)
    assert not Hold.objects.filter(id=hold.id).exists()
    with pytest.raises(refusals.HoldLapsed):
        actions.book(hold=hold, person=hold.person, by=clinic.desk)


def test_who_works_every_day_keeps_no_holiday(clinic: Clinic) -> None:
    clinic.clinicians[0].staff.profession = "midwife"  # type: ignore[union-attr]
    clinic.clinicians[0].staff.save()  # type: ignore[union-attr]
    keep(clinic)
    plan = plan_every_day(site=clinic.site, professions=["midwife"], by=clinic.manager)
    effect = look_at(plan, by=clinic.manager).effect
    assert effect.gained == 3 * 60
    actions.set_every_day(site=clinic.site, professions=["midwife"], seen=effect.digest, by=clinic.manager)
    assert [open_on(one, TUESDAY) for one in clinic.clinicians] == [["09:00-12:00"], []]
    actions.set_every_day(site=clinic.site, professions=[], by=clinic.manager)
    assert [open_on(one, TUESDAY) for one in clinic.clinicians] == [[], []]


def test_day_that_was_promised_stays_open_on_a_holiday(clinic: Clinic) -> None:
    promised = [actions.Session(1, time(10), time(11))]
    actions.change_day(resource=clinic.clinicians[0], day=TUESDAY, sessions=promised, by=clinic.manager)
    keep(clinic)
    assert [open_on(one, TUESDAY) for one in clinic.clinicians] == [["10:00-11:00"], []]


def test_day_that_is_opened_later_is_closed_from_the_beginning(clinic: Clinic) -> None:
    far = MONDAY + timedelta(140)
    keep(clinic, Holiday(far, {"en": "Spring"}))
    with clock.at(NOW + timedelta(days=60)):
        actions.open_diaries(resources=clinic.clinicians, from_day=far, until_day=far + timedelta(1), by=SYSTEM)
    assert [open_on(clinic.clinicians[0], far + timedelta(ahead)) for ahead in (0, 1)] == [[], ["09:00-12:00"]]


def test_hours_as_on_a_sunday_open_for_those_who_work_then(clinic: Clinic) -> None:
    actions.set_week(
        resource=clinic.clinicians[1], sessions=[actions.Session(6, time(14), time(16))], from_day=MONDAY,
        by=clinic.manager,
    )  # fmt: skip
    keep(clinic, Holiday(TUESDAY, {"en": "Feast"}, HolidayHours.SUNDAY))
    assert [open_on(one, TUESDAY) for one in clinic.clinicians] == [[], ["14:00-16:00"]]


# ── Who may, and what cannot be ──────────────────────────────────────────────────────────────────────────────────────


def test_only_a_manager_of_the_site_keeps_holidays(clinic: Clinic) -> None:
    elsewhere = Site.objects.create(
        code="hill", name="Hill", time_zone="Europe/London", service_desk_number="1", emergency_number="999",
        opens_at=time(8), closes_at=time(18), working_days=[0],
    )  # fmt: skip
    other = Actor(name="Otto", roles=frozenset({Role.MANAGER}), site_id=elsewhere.id)
    for by, refusal in ((clinic.desk, NotAllowed), (other, NotThere)):
        for act in (
            lambda by: actions.keep_holiday(site=clinic.site, holiday=KINGS, by=by),
            lambda by: actions.end_holiday(site=clinic.site, day=TUESDAY, by=by),
            lambda by: actions.set_every_day(site=clinic.site, professions=["midwife"], by=by),
        ):
            with pytest.raises(refusal):
                act(by)
    assert HoursChange.objects.count() == 0


@pytest.mark.parametrize(
    ("holiday", "refusal"),
    [
        (Holiday(MONDAY - timedelta(1), {"en": "Over"}), refusals.NotOpen),
        (Holiday(MONDAY + timedelta(800), {"en": "Far"}), refusals.NotOpen),
        (Holiday(TUESDAY, {"es": "Reyes"}), refusals.HolidayUnclear),
        (Holiday(TUESDAY, {"en": "Eve"}, HolidayHours.SHORT, time(8)), refusals.HolidayUnclear),
        (Holiday(TUESDAY, {"en": "Eve"}, HolidayHours.SHORT, time(12), time(8)), refusals.HolidayUnclear),
        (Holiday(TUESDAY, {"en": "Eve"}, HolidayHours.CLOSED, time(8), time(12)), refusals.HolidayUnclear),
    ],
    ids=["over", "too far", "without an English name", "half the hours", "backwards", "closed with hours"],
)
def test_holiday_that_cannot_be_is_refused(clinic: Clinic, holiday: Holiday, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        keep(clinic, holiday)
    assert Site.objects.get(id=clinic.site.id).holidays == []


# ── What people read ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_who_looks_for_a_time_reads_why_there_is_none(clinic: Clinic) -> None:
    asked = Asked(clinic.service, clinic.desk)
    week_of(asked, MONDAY)
    with CaptureQueriesContext(connection) as before:
        week_of(asked, MONDAY)
    keep(clinic)
    week = {day.on: day for day in week_of(asked, MONDAY)}
    with CaptureQueriesContext(connection) as after:
        week_of(asked, MONDAY)
    assert (week[TUESDAY].times, text_of(week[TUESDAY].closed)) == ((), "Closed: Three Kings")
    assert [day.on for day in week.values() if day.closed] == [TUESDAY]
    assert (len(before), len(after)) == (2, 2)
    told = why_none(clinic.service, from_day=TUESDAY, until=TUESDAY, by=clinic.desk)
    assert [reason for reason in told.reasons if "Three Kings" in str(reason)] == [
        "Tuesday 24 November. Closed: Three Kings."
    ]


def test_nobody_reads_closed_where_some_work_every_day(clinic: Clinic) -> None:
    clinic.clinicians[0].staff.profession = "midwife"  # type: ignore[union-attr]
    clinic.clinicians[0].staff.save()  # type: ignore[union-attr]
    actions.set_every_day(site=clinic.site, professions=["midwife"], by=clinic.manager)
    keep(clinic)
    assert all(not day.closed for day in week_of(Asked(clinic.service, clinic.desk), MONDAY))
