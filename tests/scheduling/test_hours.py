"""Changing hours: what is seen before is what is done, a season ends, a day is otherwise, and nobody is forgotten."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from tests.scheduling.clinic import MONDAY, NOW, SYSTEM, Clinic

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Role
from almoner.core.refusal import NotAllowed, NotThere
from almoner.people.models import Person, Site
from almoner.scheduling import actions, diaries, refusals
from almoner.scheduling import displaced as worklist
from almoner.scheduling.actions import Session
from almoner.scheduling.effects import Effect
from almoner.scheduling.enums import Changed, OfferState
from almoner.scheduling.laws import LAWS
from almoner.scheduling.models import Diary, Hold, HoursChange, Offer, OtherHours, Resource, WeeklyPattern
from almoner.scheduling.plans import plan_block, plan_day, plan_lift, plan_week
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.search import find_times
from almoner.scheduling.weeks import lines, look_at
from almoner.timeline.models import Event

TUESDAY = MONDAY + timedelta(1)
SATURDAY = MONDAY + timedelta(5)


def mornings(*weekdays: int, begins: time = time(9), ends: time = time(12)) -> list[Session]:
    return [Session(weekday, begins, ends) for weekday in weekdays]


def open_on(resource: Resource, day: date) -> list[str]:
    """The open hours of a day that can be booked, by the site's wall."""
    diary = Diary.objects.filter(resource=resource, day=day).first()
    runs = diaries.runs(diaries.unpack(diary.open)) if diary else []
    at = [[clock.local(diaries.moment_of(tick, diary.midnight)) for tick in (a, a + n)] for a, n in runs if diary]
    return [f"{begin:%H:%M}-{end:%H:%M}" for begin, end in at]


def look(clinic: Clinic, **asked: Any) -> Effect:
    return look_at(plan_week(by=clinic.manager, **asked), by=clinic.manager).effect


def displaced() -> list[Any]:
    told = Event.objects.filter(kind="appointment.displaced").order_by("facts__starts_at", "id")
    return list(told.values_list("subject_id", flat=True))


def owed() -> list[Any]:
    live = Promise.objects.live().filter(standard="displaced").order_by("facts__starts_at", "id")
    return list(live.values_list("subject_id", flat=True))


def stored() -> list[Any]:
    return [list(model.objects.order_by("id").values()) for model in (Diary, WeeklyPattern, Event, HoursChange)]


def laws_broken() -> list[str]:
    return [law.id for law in LAWS if law.broken()]


# ── What is seen is what is done ─────────────────────────────────────────────────────────────────────────────────────


def test_preview_writes_nothing_and_shows_what_the_change_then_does(clinic: Clinic) -> None:
    visit, other = clinic.visit(clinic.person()), clinic.visit(clinic.person(), nth=8)
    asked: dict[str, Any] = {"resource": visit.clinician, "sessions": mornings(0, begins=time(10)), "from_day": MONDAY}
    before = stored()
    effect = look(clinic, **asked)
    assert stored() == before
    assert list(effect.displaced) == [visit]
    change = actions.change_week(**asked, seen=effect.digest, by=clinic.manager)
    assert (displaced(), owed()) == ([visit.id], [visit.id])
    told = Event.objects.get(kind="appointment.displaced").facts
    assert (told["change"], told["resource"]) == (str(change.id), str(visit.clinician_id))
    assert (other.state, laws_broken()) == ("booked", [])


def test_preview_says_the_hours_of_the_week_before_and_after(clinic: Clinic) -> None:
    effect = look(clinic, resource=clinic.clinicians[0], sessions=mornings(0, 5), from_day=MONDAY)
    changed = [day for day, before, after in effect.week if before != after]
    assert changed == [TUESDAY, MONDAY + timedelta(2), MONDAY + timedelta(3), MONDAY + timedelta(4), SATURDAY]
    assert [len(effect.week), effect.week[5][2]] == [7, (Session(5, time(9), time(12)),)]


def test_change_is_refused_when_somebody_booked_since_it_was_looked_at(clinic: Clinic) -> None:
    asked: dict[str, Any] = {"resource": clinic.clinicians[0], "sessions": [], "from_day": MONDAY}
    seen = look(clinic, **asked).digest
    wish = {"clinician_id": str(clinic.clinicians[0].staff_id)}
    found = next(one for one in _times_with(clinic, wish))
    hold = actions.hold(service=clinic.service, time=found, person=clinic.person(), by=clinic.desk)
    actions.book(hold=hold, person=hold.person, by=clinic.desk)
    with pytest.raises(refusals.OtherwiseNow):
        actions.change_week(**asked, seen=seen, by=clinic.manager)
    assert (displaced(), HoursChange.objects.count(), open_on(clinic.clinicians[0], MONDAY)) == ([], 0, ["09:00-12:00"])
    actions.change_week(**asked, seen=look(clinic, **asked).digest, by=clinic.manager)
    assert len(displaced()) == 1


def _times_with(clinic: Clinic, wish: dict[str, str]) -> list[Any]:
    return find_times(clinic.service, limit=3, preferences=Preferences(**wish), by=clinic.desk)


def test_change_said_twice_under_one_key_is_made_once(clinic: Clinic) -> None:
    visit = clinic.visit(clinic.person())
    asked: dict[str, Any] = {"resource": visit.clinician, "sessions": [], "from_day": MONDAY}
    seen = look(clinic, **asked).digest
    first, second = (actions.change_week(**asked, seen=seen, by=clinic.manager, key="k1") for _ in range(2))
    assert (first == second, displaced(), HoursChange.objects.count()) == (True, [visit.id], 1)


def test_hours_taken_away_take_offers_and_holds_with_them(clinic: Clinic) -> None:
    """WL-7: they keep their place. Before, a hold could still be booked in hours that were gone."""
    actions.join_waiting_list(person=clinic.person(), service=clinic.service, by=clinic.desk)
    with clock.at(NOW + timedelta(hours=1)):
        [offer] = actions.make_offers(service=clinic.service, by=SYSTEM)
        held = clinic.hold(clinic.person())
        seen = [look(clinic, resource=one, sessions=[], from_day=MONDAY) for one in clinic.clinicians]
        assert {one.id for effect in seen for one in effect.offers} == {offer.id}
        assert {one.id for effect in seen for one in effect.holds} == {held.id}
        for one in clinic.clinicians:
            actions.change_week(resource=one, sessions=[], from_day=MONDAY, by=clinic.manager)
        assert (Offer.objects.get().state, Hold.objects.count()) == (OfferState.STOPPED, 0)
        assert offer.entry.state == "waiting"
    assert laws_broken() == []


# ── Weeks and seasons ────────────────────────────────────────────────────────────────────────────────────────────────


def test_season_ends_and_the_days_after_it_are_as_before(clinic: Clinic) -> None:
    resource, last = clinic.clinicians[0], MONDAY + timedelta(13)
    summer = mornings(0, 1, begins=time(7), ends=time(8))
    actions.change_week(resource=resource, sessions=summer, from_day=MONDAY, until_day=last, by=clinic.manager)
    days = [MONDAY, MONDAY + timedelta(2), MONDAY + timedelta(7), last + timedelta(1), last + timedelta(3)]
    assert [open_on(resource, day) for day in days] == [
        ["07:00-08:00"], [], ["07:00-08:00"], ["09:00-12:00"], ["09:00-12:00"]
    ]  # fmt: skip
    assert laws_broken() == []


def test_week_that_begins_far_ahead_leaves_no_day_unopened_before(clinic: Clinic) -> None:
    resource, far = clinic.clinicians[0], MONDAY + timedelta(150)
    actions.change_week(resource=resource, sessions=mornings(0), from_day=far, by=clinic.manager)
    assert not Diary.objects.filter(resource=resource, day__gte=far).exists()


def test_night_over_midnight_can_be_said_and_is_booked_from_the_evening_on(clinic: Clinic) -> None:
    resource = clinic.rooms[0]
    night = [Session(0, time(21), time(7)), Session(1, time(9), time(10))]
    actions.change_week(resource=resource, sessions=night, from_day=MONDAY, by=clinic.manager)
    assert [open_on(resource, day) for day in (MONDAY, TUESDAY)] == [["21:00-07:00"], ["09:00-10:00"]]
    assert laws_broken() == []


def test_shorter_night_before_a_season_gives_the_morning_after_back(clinic: Clinic) -> None:
    """The last night of a season reaches into the day after it: that day is laid out anew too."""
    resource = clinic.rooms[0]
    nights = [Session(day, time(22), time(11)) for day in range(5)]
    actions.change_week(resource=resource, sessions=nights, from_day=MONDAY, until_day=TUESDAY, by=clinic.manager)
    days = [open_on(resource, MONDAY + timedelta(n)) for n in range(4)]
    assert days == [["22:00-11:00"], ["22:00-11:00"], ["11:00-12:00"], ["09:00-12:00"]]


def test_I_13_hours_on_the_day_the_clocks_change_are_those_of_the_wall(clinic: Clinic) -> None:
    with clock.at(datetime(2027, 3, 20, 8, tzinfo=UTC)):
        resource = clinic.clinicians[0]
        day = date(2027, 3, 28)
        change = {"resource": resource, "sessions": [Session(6, time(0), time(6))], "from_day": date(2027, 3, 22)}
        effect = look(clinic, **change)
        actions.change_week(**change, seen=effect.digest, by=clinic.manager)
        assert open_on(resource, day) == ["00:00-06:00"]
        diary = Diary.objects.get(resource=resource, day=day)
        assert [length for _, length in diaries.runs(diaries.unpack(diary.open))] == [5 * 12]


def test_week_keeps_the_days_that_were_said_otherwise(clinic: Clinic) -> None:
    resource = clinic.clinicians[0]
    actions.change_day(resource=resource, day=SATURDAY, sessions=mornings(5), by=clinic.manager)
    actions.change_week(resource=resource, sessions=mornings(0), from_day=MONDAY, by=clinic.manager)
    assert [open_on(resource, day) for day in (TUESDAY, SATURDAY)] == [[], ["09:00-12:00"]]


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"from_day": MONDAY - timedelta(1)}, refusals.NotOpen),
        ({"until_day": MONDAY - timedelta(1)}, refusals.NotOpen),
        ({"until_day": MONDAY + timedelta(2000)}, refusals.NotOpen),
        ({"sessions": [*mornings(0), Session(0, time(11), time(13))]}, refusals.WeekUnclear),
        ({"sessions": [Session(0, time(9), time(9))]}, refusals.WeekUnclear),
    ],
)
def test_week_that_makes_no_sense_is_refused(clinic: Clinic, change: dict[str, Any], refusal: type[Exception]) -> None:
    asked = {"resource": clinic.clinicians[0], "sessions": [], "from_day": MONDAY, **change}
    with pytest.raises(refusal):
        actions.change_week(**asked, by=clinic.manager)
    with pytest.raises(refusal):
        plan_week(**asked, by=clinic.manager)


# ── One day ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_saturday_is_opened_and_tuesday_closed_and_both_taken_back(clinic: Clinic) -> None:
    resource = clinic.clinicians[0]
    actions.change_day(resource=resource, day=SATURDAY, sessions=mornings(5), by=clinic.manager)
    actions.change_day(resource=resource, day=TUESDAY, sessions=[], why="Training", by=clinic.manager)
    assert [open_on(resource, day) for day in (TUESDAY, SATURDAY)] == [[], ["09:00-12:00"]]
    for other in OtherHours.objects.all():
        actions.day_as_usual(resource=other.resource, day=other.day, by=clinic.manager)
    assert [open_on(resource, day) for day in (TUESDAY, SATURDAY)] == [["09:00-12:00"], []]
    kinds = list(HoursChange.objects.order_by("created_at", "id").values_list("what", flat=True))
    assert sorted(kinds) == [Changed.DAY, Changed.DAY, Changed.USUAL, Changed.USUAL]
    assert laws_broken() == []


def test_second_saying_for_a_day_replaces_the_first(clinic: Clinic) -> None:
    for begins in (time(8), time(10)):
        actions.change_day(
            resource=clinic.clinicians[0], day=SATURDAY, sessions=mornings(5, begins=begins), by=clinic.manager
        )
    assert (open_on(clinic.clinicians[0], SATURDAY), OtherHours.objects.count()) == (["10:00-12:00"], 1)


def test_other_day_that_lies_ahead_is_opened_so_by_the_worker(clinic: Clinic) -> None:
    far = MONDAY + timedelta(140)
    actions.change_day(resource=clinic.clinicians[0], day=far, sessions=[], by=clinic.manager)
    with clock.at(NOW + timedelta(days=60)):
        actions.open_diaries(resources=clinic.clinicians, from_day=far, until_day=far, by=SYSTEM)
    assert [open_on(one, far) for one in clinic.clinicians] == [[], ["09:00-12:00"]]


def test_day_that_is_closed_displaces_and_as_usual_again_lets_stand(clinic: Clinic) -> None:
    visit = clinic.visit(clinic.person())
    actions.change_day(resource=visit.clinician, day=MONDAY, sessions=[], by=clinic.manager)
    assert owed() == [visit.id]
    other = OtherHours.objects.get()
    plan = plan_day(resource=visit.clinician, day=MONDAY, sessions=None, by=clinic.manager)
    effect = look_at(plan, by=clinic.manager).effect
    assert list(effect.standing_again) == [visit]
    actions.day_as_usual(resource=other.resource, day=MONDAY, seen=effect.digest, by=clinic.manager)
    assert (owed(), Event.objects.filter(kind="appointment.stands_again").count(), laws_broken()) == ([], 1, [])
    with pytest.raises(NotThere):
        actions.day_as_usual(resource=other.resource, day=other.day, by=clinic.manager)


def test_hours_of_another_weekday_are_refused_for_a_day(clinic: Clinic) -> None:
    with pytest.raises(refusals.WeekUnclear):
        actions.change_day(resource=clinic.clinicians[0], day=SATURDAY, sessions=mornings(0), by=clinic.manager)


# ── Leave ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_leave_over_a_booked_series_of_days_displaces_each_once(clinic: Clinic) -> None:
    """Visits on several days, one leave over all of them, a second leave over part of it: each is told once."""
    own = clinic.clinicians[0]
    wish = {"clinician_id": str(own.staff_id)}
    visits = []
    for day in range(3):
        found = find_times(
            clinic.service, from_at=NOW + timedelta(days=day), limit=1, preferences=Preferences(**wish), by=clinic.desk
        )[0]
        hold = actions.hold(service=clinic.service, time=found, person=clinic.person(), by=clinic.desk)
        visits.append(actions.book(hold=hold, person=hold.person, by=clinic.desk))
    leave: dict[str, Any] = {
        "resource": own, "starts_at": NOW, "ends_at": NOW + timedelta(days=14), "reason": "leave"
    }  # fmt: skip
    effect = look_at(plan_block(**leave, by=clinic.manager), by=clinic.manager).effect
    assert (list(effect.displaced), effect.lost) == (visits, 5 * 3 * 60 + 5 * 3 * 60)
    block = actions.add_block(**leave, seen=effect.digest, by=clinic.manager)
    assert displaced() == [visit.id for visit in visits]
    actions.add_block(**leave | {"reason": "sickness", "ends_at": NOW + timedelta(days=2)}, by=clinic.manager)
    assert len(displaced()) == 3
    actions.lift_block(block=block, by=clinic.manager)
    assert owed() == [visit.id for visit in visits[:2]]
    assert laws_broken() == []


def test_visit_whose_room_is_still_closed_does_not_stand_again(clinic: Clinic) -> None:
    visit = clinic.visit(clinic.person())
    span = {"starts_at": NOW, "ends_at": NOW + timedelta(hours=8), "reason": "closure"}
    blocks = [
        actions.add_block(resource=one, **span, by=clinic.manager) for one in (visit.clinician, visit.room) if one
    ]
    assert displaced() == [visit.id]
    effect = look_at(plan_lift(block=blocks[0], by=clinic.manager), by=clinic.manager).effect
    assert effect.standing_again == ()
    for block in blocks:
        actions.lift_block(block=block, by=clinic.manager)
    assert owed() == []
    with pytest.raises(NotThere):
        actions.lift_block(block=blocks[0], by=clinic.manager)


def test_leave_of_more_than_two_years_is_refused(clinic: Clinic) -> None:
    with pytest.raises(refusals.NotOpen):
        actions.add_block(
            resource=clinic.clinicians[0], starts_at=NOW, ends_at=NOW + timedelta(days=800), reason="leave",
            by=clinic.manager,
        )  # fmt: skip


def test_who_is_here_already_is_not_rung_about_another_time(clinic: Clinic) -> None:
    """Reception sees them; a visit that has begun could not be moved either."""
    here, begun, later = (clinic.visit(clinic.person(), nth=nth) for nth in (2, 0, 4))
    with clock.at(begun.starts_at + timedelta(minutes=1)):
        actions.mark_arrived(appointment=here, by=clinic.desk)
        for resource in clinic.clinicians:
            actions.change_day(resource=resource, day=MONDAY, sessions=[], by=clinic.manager)
        assert owed() == [later.id]


# ── Who may ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_only_who_manages_the_roster_of_that_site_looks_and_changes(clinic: Clinic) -> None:
    other = Site.objects.create(
        code="other", name="Hill", time_zone="Europe/London", service_desk_number="1", emergency_number="999",
        opens_at=time(8), closes_at=time(18), working_days=[0],
    )  # fmt: skip
    elsewhere = Actor(name="Eve", roles=frozenset({Role.MANAGER}), staff_id=clinic.manager.staff_id, site_id=other.id)
    resource = clinic.clinicians[0]
    for by, refusal in ((clinic.desk, NotAllowed), (elsewhere, NotThere)):
        asked: dict[str, Any] = {"resource": resource, "by": by}
        span = {"starts_at": NOW, "ends_at": NOW + timedelta(1), "reason": "leave"}
        attempts = [
            lambda asked=asked: actions.change_week(sessions=[], from_day=MONDAY, **asked),
            lambda asked=asked: actions.change_day(sessions=[], day=MONDAY, **asked),
            lambda asked=asked, span=span: actions.add_block(**span, **asked),
            lambda asked=asked: plan_week(sessions=[], from_day=MONDAY, **asked),
            lambda asked=asked: plan_day(sessions=[], day=MONDAY, **asked),
            lambda asked=asked, span=span: plan_block(**span, **asked),
        ]
        for attempt in attempts:
            with pytest.raises(refusal):
                attempt()
    assert HoursChange.objects.count() == 0


def test_closed_record_is_counted_and_not_named(clinic: Clinic) -> None:
    visit = clinic.visit(clinic.person())
    Person.objects.update(restricted=True)
    plan = plan_week(resource=visit.clinician, sessions=[], from_day=MONDAY, by=clinic.manager)
    seen = look_at(plan, by=clinic.manager)
    assert (list(seen.effect.displaced), seen.people) == ([visit], frozenset())


# ── New times owed ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_new_times_owed_are_counted_by_resource_and_by_change(clinic: Clinic) -> None:
    """One has a new time, one waits, and of a second change one waits: each is counted where it belongs."""
    visits = [clinic.visit(clinic.person(), nth=nth) for nth in range(3)]
    first, other = (
        actions.change_day(resource=one, day=MONDAY, sessions=[], by=clinic.manager) for one in clinic.clinicians
    )
    counted = {line.resource.name: line.displaced for line in lines(clinic.clinicians, by=clinic.manager)}
    own = [sum(visit.clinician == one for visit in visits) for one in clinic.clinicians]
    assert list(counted.values()) == own
    [near] = worklist.near_times(visits[0], by=clinic.desk, limit=1)
    assert near.starts_at >= NOW + timedelta(days=1)
    hold = actions.hold(service=clinic.service, time=near, person=visits[0].person, by=clinic.desk)
    actions.move(appointment=visits[0], hold=hold, reason="other", by=clinic.desk)
    shown = {one.change: (one.done, one.total) for one in worklist.progress(by=clinic.desk)}
    changes = {clinic.clinicians[0]: first, clinic.clinicians[1]: other}
    mine = changes[visits[0].clinician]
    of_mine = sum(changes[visit.clinician] == mine for visit in visits)
    assert worklist.progress_of(mine, by=clinic.desk) == worklist.Progress(mine, of_mine, 1)
    assert sum(total for _done, total in shown.values()) == len(visits) - (of_mine if of_mine == 1 else 0)
    assert {one.visit for one in worklist.owed(by=clinic.desk)} == set(visits[1:])
    with pytest.raises(NotAllowed):
        worklist.owed(by=clinic.themself(visits[0].person))
