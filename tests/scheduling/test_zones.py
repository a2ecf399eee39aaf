"""A hospital with sites in two zones: every time of a visit is read on the wall of its own site (law I-13)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.scheduling.clinic import MONDAY, NOW, SYSTEM, Clinic, open_every_day

from almoner.catalogue.models import Offering, Room
from almoner.charter.models import Promise
from almoner.core import clock, days
from almoner.messaging import composing, kinds, reading, rendering
from almoner.messaging.channels.email.invitation import invitation
from almoner.messaging.models import Message
from almoner.people.models import Person, Site, Staff
from almoner.scheduling import actions, diaries, queries
from almoner.scheduling.asking import Asked
from almoner.scheduling.browsing import Browsing, browse
from almoner.scheduling.enums import SeriesKind
from almoner.scheduling.glance import days_between
from almoner.scheduling.joining import DayWish, Piece, propose_days
from almoner.scheduling.models import Appointment, Hold
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.preparation import preparation_for
from almoner.scheduling.proposing import SeriesWish, propose_series
from almoner.scheduling.refusals import NotOneDay
from almoner.scheduling.search import find_times
from almoner.scheduling.times import Time

AZORES, LONDON = ZoneInfo("Atlantic/Azores"), ZoneInfo("Europe/London")
TUESDAY = MONDAY + timedelta(days=1)
NINE, NOON = time(9), time(12)


@pytest.fixture
def horta(clinic: Clinic) -> Site:
    """A second site, an hour behind: one clinician and one room, from nine to twelve by the clock there."""
    site = Site.objects.create(
        code="horta", name="Horta", time_zone="Atlantic/Azores", service_desk_number="1", emergency_number="112",
        opens_at=time(8), closes_at=time(18), working_days=[0, 1, 2, 3, 4],
    )  # fmt: skip
    staff = Staff.objects.create(name="Inês Faria", profession="physician", site=site, sex="female", languages=["pt"])
    for service in (clinic.service, clinic.heart):
        Offering.objects.create(service=service, staff=staff)
    rooms = [
        Room.objects.create(site=site, code=kind, kind=kind, name=f"Sala {kind}") for kind in ("consulting", "ecg")
    ]
    made = [actions.add_resource(kind="clinician", name=staff.name, site=site, staff=staff, by=clinic.manager)]
    made += [
        actions.add_resource(kind="room", name=room.name, site=site, room=room, by=clinic.manager) for room in rooms
    ]
    for resource in made:
        open_every_day(resource, ((NINE, NOON),), clinic.manager)
    actions.open_diaries(resources=made, from_day=MONDAY, until_day=MONDAY + timedelta(days=11), by=clinic.manager)
    return site


def at(site: Site) -> Preferences:
    return Preferences(sites=(str(site.id),))


def there(clinic: Clinic, site: Site, nth: int = 0, **more: object) -> Time:
    return find_times(clinic.service, limit=nth + 1, preferences=at(site), by=clinic.desk, **more)[nth]  # type: ignore[arg-type]


def held(clinic: Clinic, site: Site, person: Person, day: date = TUESDAY) -> Hold:
    time = there(clinic, site, from_day=day)
    return actions.hold(service=clinic.service, time=time, person=person, by=clinic.desk)


def booked(clinic: Clinic, site: Site, person: Person, day: date = TUESDAY) -> Appointment:
    return actions.book(hold=held(clinic, site, person, day), person=person, by=clinic.desk)


def told(visit: Appointment, kind: str, channel: str, language: str) -> str:
    """What they are told, as the worker would put it together now."""
    person = Person.objects.get(id=visit.person_id)
    reach, registered = reading.reach_of(person), kinds.kind(kind)
    assert registered
    with clock.read_in(reach.zone):
        values = registered.compose(visit.id, person)
    assert values
    return rendering.render(kind, channel, [values], composing.setting_for(reach, language)).body


def test_I_13_a_day_of_a_site_begins_at_its_own_midnight(clinic: Clinic, horta: Site) -> None:
    first = there(clinic, horta, from_day=TUESDAY)
    assert (first.starts_at, first.starts_there.time()) == (datetime(2026, 11, 24, 10, tzinfo=UTC), NINE)
    assert there(clinic, horta, from_day=TUESDAY, until=TUESDAY).on_there == TUESDAY


def test_I_13_wished_hours_are_those_of_each_site(clinic: Clinic, horta: Site) -> None:
    """From noon to one in London it is still morning there."""
    wish = Preferences(parts_of_day=("morning",))
    found = find_times(clinic.service, from_day=TUESDAY, until=TUESDAY, limit=200, preferences=wish, by=clinic.desk)
    hours = {(one.site, one.starts_there.hour) for one in found}
    assert hours == {(site, hour) for site in ("Riverside", "Horta") for hour in (9, 10, 11)}


def test_I_13_a_time_says_whose_clock_it_is_by_only_where_clocks_differ(clinic: Clinic, horta: Site) -> None:
    looking = Browsing(Asked(clinic.service, clinic.desk), lambda view, day: f"{view}{day}")
    groups = browse(looking, "day", TUESDAY.isoformat())["groups"]
    hints = {one["hint"] for group in groups for one in group["times"]}
    assert {hint for hint in hints if "time" in hint} == {"Inês Faria · Horta · Azores time"}
    with clock.read_in(AZORES):
        groups = browse(looking, "day", TUESDAY.isoformat())["groups"]
    hints = {one["hint"] for group in groups for one in group["times"]}
    assert "Inês Faria · Horta" in hints
    assert {hint for hint in hints if "time" in hint} == {
        "Dana Okafor · Riverside · London time", "Evan Reed · Riverside · London time",
    }  # fmt: skip


def test_I_13_a_night_clinic_counts_for_the_day_of_its_own_calendar(clinic: Clinic, horta: Site) -> None:
    """Half past eleven at night there is half past midnight of the next day in London."""
    actions.change_site(site=horta, changes={"time_zone": "Pacific/Auckland"}, by=clinic.manager)
    asked = Asked(clinic.service, clinic.desk)
    [day] = days_between(asked, TUESDAY, TUESDAY)
    assert {one.on_there for one in day.times} == {TUESDAY}
    assert {one.site for one in day.times} == {"Riverside", "Horta"}
    assert min(one.starts_at for one in day.times) == datetime(2026, 11, 23, 20, tzinfo=UTC)


def test_I_13_a_visit_is_promised_by_the_wall_of_its_site(clinic: Clinic, horta: Site) -> None:
    visit = booked(clinic, horta, clinic.person())
    assert (visit.wall, visit.starts_at.hour) == ("2026-11-24T09:00", 10)
    [lasting] = Promise.objects.filter(subject_id=visit.id, standard="confirmed_in_writing")
    assert "Tuesday 24 November at 09:00 (Azores time)" in lasting.text["en"]
    assert "a las 09:00 (hora de las Azores)" in lasting.text["es"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Tuesday 24 November at 09:00 (Azores time)"),
        ("es", "martes 24 de noviembre a las 09:00 (hora de las Azores)"),
        ("ar", "الثلاثاء 24 نوفمبر الساعة 09:00 (بتوقيت أزورس)"),
    ],
)
def test_I_13_a_confirmation_says_whose_clock_it_is(clinic: Clinic, horta: Site, language: str, words: str) -> None:
    visit = booked(clinic, horta, clinic.person(language=language))
    for channel in ("email", "text", "call", "letter"):
        assert words in told(visit, "appointment.confirmed", channel, language)


def test_I_13_whoever_lives_there_is_told_the_hour_alone(clinic: Clinic, horta: Site) -> None:
    at_home, away = clinic.person(time_zone="Atlantic/Azores"), clinic.person(time_zone="Europe/Madrid")
    assert "(" not in told(booked(clinic, horta, at_home), "appointment.confirmed", "call", "en")
    visit = clinic.visit(away)
    assert "at 09:00 (London time)" in told(visit, "appointment.confirmed", "call", "en")


def test_I_13_with_one_zone_nothing_is_said_of_it(clinic: Clinic) -> None:
    visit = clinic.visit(clinic.person())
    body = told(visit, "appointment.confirmed", "email", "en")
    assert "at 09:00" in body
    assert "London" not in body


def test_I_13_reminders_go_out_by_the_clock_of_the_site(clinic: Clinic, horta: Site) -> None:
    visit = booked(clinic, horta, clinic.person(), MONDAY + timedelta(days=8))
    [promise] = Promise.objects.filter(subject_id=visit.id, standard="reminded_1_day")
    assert promise.due_at == datetime(2026, 11, 30, 21, tzinfo=UTC)
    [message] = Message.objects.filter(promise_id=promise.id)
    assert message.not_before == datetime(2026, 11, 30, 11, tzinfo=UTC)


def test_I_13_an_invitation_names_the_moment_for_every_calendar(clinic: Clinic, horta: Site) -> None:
    visit = booked(clinic, horta, clinic.person())
    registered = kinds.kind("appointment.confirmed")
    assert registered
    values = registered.compose(visit.id, visit.person)
    assert values
    made = invitation(values["calendar"], language="en", organizer="a@b.example", attendee="c@d.example", at=NOW)
    assert "DTSTART:20261124T100000Z" in made.text


@pytest.mark.parametrize(
    ("lives", "from_hour"),
    [("", 10.5), ("Europe/London", 9.5), ("Europe/Madrid", 8.5)],
)
def test_I_21b_nobody_is_rung_at_night_by_their_own_clock(
    clinic: Clinic, horta: Site, lives: str, from_hour: float
) -> None:
    """Where nobody knows where they are, by that of the site where they come."""
    visit = booked(clinic, horta, clinic.person(time_zone=lives))
    message = Message.objects.filter(subject_id=visit.id, kind="appointment.confirmed").order_by("id").first()
    assert message
    values, reach = {"when": visit.starts_there}, reading.reach_of(visit.person)
    with clock.at(datetime(2026, 11, 24, 5, tzinfo=UTC)):
        message.deadline = clock.now() + timedelta(days=1)
        way = composing.choose(message, ["call"], values, reach)
        assert way
        assert way.at == datetime(2026, 11, 24, tzinfo=UTC) + timedelta(hours=from_hour)


@pytest.mark.parametrize(
    ("lives", "hour", "offered"),
    [("", 20, 1), ("Europe/London", 20, 0), ("", 9, 0), ("Europe/London", 9, 1)],
)
def test_WL_1_offers_go_out_by_the_clock_of_who_is_asked(
    clinic: Clinic, horta: Site, lives: str, hour: int, offered: int
) -> None:
    """From nine to twenty by theirs; where nobody knows it, by that of the site where they would come."""
    person = clinic.person(time_zone=lives)
    actions.join_waiting_list(
        person=person, service=clinic.service, preferences=at(horta), ordered=True, by=clinic.desk
    )
    with clock.at(datetime(2026, 11, 23, hour, 30, tzinfo=UTC)):
        assert len(actions.make_offers(service=clinic.service, by=SYSTEM)) == offered


def test_APT_8_a_series_at_another_site_keeps_its_hour_there(clinic: Clinic, horta: Site) -> None:
    staff = Staff.objects.get(site=horta)
    wish = SeriesWish(2, 7, 2, TUESDAY, weekday=1, at=NINE, clinician_id=str(staff.id))
    found = propose_series(clinic.service, clinic.person(), wish, by=clinic.desk)
    assert [one.chosen and one.chosen.starts_there.isoformat() for one in found.occurrences] == [
        "2026-11-24T09:00:00-01:00", "2026-12-01T09:00:00-01:00",
    ]  # fmt: skip
    assert [one.as_usual for one in found.occurrences] == [True, True]


def test_several_visits_of_one_day_are_at_one_site_whatever_the_clocks_say(clinic: Clinic, horta: Site) -> None:
    """Gaps are time that goes by: nine in London and nine there are an hour apart, and still not one day of visits."""
    here = find_times(clinic.service, from_day=TUESDAY, limit=1, by=clinic.desk)[0]
    far = there(clinic, horta, from_day=TUESDAY)
    picked = [actions.Picked(clinic.service, one.key) for one in (here, far)]
    with pytest.raises(NotOneDay):
        actions.book_together(picked=picked, kind=SeriesKind.DAY, person=clinic.person(), ordered=True, by=clinic.desk)


def test_a_joined_day_at_another_site_is_read_there(clinic: Clinic, horta: Site) -> None:
    for resource in clinic.clinicians:
        actions.add_block(
            resource=resource, starts_at=NOW, ends_at=NOW + timedelta(days=20), reason="leave", by=clinic.manager
        )
    wish = DayWish((Piece(clinic.service), Piece(clinic.heart)), TUESDAY)
    [first, *_rest] = propose_days(clinic.person(), wish, ordered=True, by=clinic.desk)
    assert (first.day, {one.site for one in first.way.times}) == (TUESDAY, {"Horta"})
    assert first.way.times[0].starts_there.time() == NINE


def test_SEL_7_fasting_is_told_by_the_clock_of_the_site(clinic: Clinic, horta: Site) -> None:
    clinic.service.fast_food_hours = 6
    clinic.service.save()
    limits = preparation_for(booked(clinic, horta, clinic.person())).limits
    assert limits
    assert days.clock(limits.food_until) == "03:00, Azores time"
    assert limits.food_until == datetime(2026, 11, 24, 4, tzinfo=UTC)


def test_I_23_the_list_of_a_day_is_that_of_each_sites_calendar(clinic: Clinic, horta: Site) -> None:
    actions.change_site(site=horta, changes={"time_zone": "Pacific/Auckland"}, by=clinic.manager)
    horta.refresh_from_db()
    visit = booked(clinic, horta, clinic.person())
    assert (visit.wall, visit.starts_at.day) == ("2026-11-24T09:00", 23)
    assert queries.appointments_on(TUESDAY, clinic.desk) == [visit]
    assert queries.appointments_on(MONDAY, clinic.desk) == []


def test_a_move_to_another_site_tells_the_old_time_by_the_old_clock(clinic: Clinic, horta: Site) -> None:
    person = clinic.person()
    visit = clinic.visit(person)
    moved = actions.move(appointment=visit, hold=held(clinic, horta, person), by=clinic.desk)
    assert moved.moved_from_there
    assert (moved.moved_from_there.hour, moved.starts_there.hour) == (9, 9)
    text = told(moved, "appointment.moved", "call", "en")
    assert "It was before: Monday 23 November at 09:00." in text
    assert "Tuesday 24 November at 09:00 (Azores time)" in text


MIDNIGHT_LEFT_OUT = [
    ("America/Santiago", date(2026, 9, 6)), ("Africa/Cairo", date(2026, 4, 24)), ("Asia/Beirut", date(2026, 3, 29)),
]  # fmt: skip


@pytest.mark.parametrize(("key", "day"), MIDNIGHT_LEFT_OUT)
def test_I_13_a_day_without_midnight_begins_when_its_clock_changes(key: str, day: date) -> None:
    zone = ZoneInfo(key)
    begins = diaries.start_of(day, zone)
    assert (begins.astimezone(zone).date(), begins.astimezone(zone).hour) == (day, 1)
    assert (begins - timedelta(seconds=1)).astimezone(zone).date() == day - timedelta(days=1)
    assert diaries.ticks_of(day, zone) == 276
    assert diaries.session(day, time(9), time(10), zone).bit_count() == 12


@pytest.mark.parametrize(("day", "ticks"), [(date(2026, 4, 5), 294), (date(2026, 10, 4), 282), (TUESDAY, 288)])
def test_I_13_a_clock_that_changes_by_half_an_hour(day: date, ticks: int) -> None:
    assert diaries.ticks_of(day, ZoneInfo("Australia/Lord_Howe")) == ticks


ZONES = sorted(available_timezones())


@given(st.sampled_from(ZONES), st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_I_13_the_days_of_a_diary_follow_each_other_without_gap_in_every_zone(key: str, day: date) -> None:
    zone = ZoneInfo(key)
    after = day + timedelta(days=1)
    assert diaries.start_of(day, zone) + diaries.ticks_of(day, zone) * diaries.TICK == diaries.start_of(after, zone)
    assert diaries.start_of(day, zone).astimezone(zone).date() >= day


def test_I_13_in_all_zones_a_session_of_a_plain_day_is_where_the_wall_says() -> None:
    for key in ZONES:
        zone = ZoneInfo(key)
        midnight = diaries.start_of(TUESDAY, zone)
        first, _length = next(diaries.runs(diaries.session(TUESDAY, NINE, NOON, zone)))
        assert diaries.moment_of(first, midnight).astimezone(zone).time() == NINE, key
