"""Where somebody is when: the diary that is built equals a reckoning minute by minute, however the weeks look. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from almoner.people.enums import HolidayHours
from almoner.people.holidays import Holiday, as_stored, by_day, days_off, read, short_days
from almoner.scheduling import diaries
from almoner.scheduling.arranged import Arranged
from almoner.scheduling.own_rooms import pack, room_for, unpack
from almoner.scheduling.sessions import Lasting, Session, on_day, unclear
from almoner.scheduling.whereabouts import Stretch, TooNear, Travel, kept, too_near

MONDAY = date(2026, 11, 23)
MAIN, HARBOUR, HILL = "main", "harbour", "hill"
SITES = (MAIN, HARBOUR, HILL)
ZONES = {MAIN: ZoneInfo("UTC"), HARBOUR: ZoneInfo("UTC"), HILL: ZoneInfo("Asia/Kolkata")}
ROOM = "0b6f4f62-9a53-4a3e-9e44-1f2f1d7c8a10"
BY_THE_HARBOUR = Travel({(MAIN, HARBOUR): 40, (HARBOUR, MAIN): 25})

clocks = some.builds(time, some.integers(0, 23), some.sampled_from(range(0, 60, 5)))
sessions = some.builds(
    Session, some.integers(0, 6), clocks, clocks, some.booleans(), some.sampled_from(["", HARBOUR, HILL]),
    some.sampled_from(["", ROOM]),
)  # fmt: skip
short = some.tuples(clocks, clocks).filter(lambda pair: pair[0] < pair[1])
travels = some.builds(
    Travel, some.dictionaries(some.permutations(SITES).map(lambda three: tuple(three[:2])), some.integers(0, 180))
)


@some.composite
def holidays(draw: some.DrawFn) -> dict[tuple[str, date], Holiday]:
    found = {}
    for site, ahead in draw(some.sets(some.tuples(some.sampled_from(["", HARBOUR, HILL]), some.integers(-3, 4)))):
        hours = draw(some.sampled_from(list(HolidayHours)))
        opens, closes = draw(short) if hours == HolidayHours.SHORT else (None, None)
        day = MONDAY + timedelta(days=ahead)
        found[site, day] = Holiday(day, {"en": "Feast"}, hours, opens, closes)
    return found


@some.composite
def arrangements(draw: some.DrawFn) -> Arranged:
    week = draw(some.lists(sessions, max_size=9))
    others = draw(some.dictionaries(some.integers(-2, 3), some.lists(sessions, max_size=2), max_size=2))
    return Arranged(
        tuple(Lasting(one, date(2026, 1, 1)) for one in week),
        {MONDAY + timedelta(days=ahead): tuple(of_day) for ahead, of_day in others.items()},
        closings=draw(holidays()), home=MAIN, zones=ZONES, travel=draw(travels),
    )  # fmt: skip


# ── The naive reckoning: every session as the set of its minutes ─────────────────────────────────────────────────────


def hours_of(known: Arranged, day: date) -> Iterator[Session]:
    """The sessions that begin on a day, worked out without the code that is tried."""
    if day in known.others:
        yield from known.others[day]
        return
    for row in known.rows:
        one = row.session
        holiday = known.closings.get((one.site, day))
        if holiday is None and one.weekday == day.weekday():
            yield one
        if holiday and holiday.hours == HolidayHours.SUNDAY and one.weekday == 6:
            yield one
        if holiday and holiday.hours == HolidayHours.SHORT and one.weekday == day.weekday():
            clipped = [
                minute for minute in minutes_of(one) if clock_of(holiday.opens) <= minute < clock_of(holiday.closes)
            ]
            if clipped:
                first, last = min(clipped), max(clipped) + 1
                yield Session(one.weekday, at(first), at(last), one.urgent, one.site, one.room)


def clock_of(moment: time | None) -> int:
    assert moment is not None
    return moment.hour * 60 + moment.minute


def at(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)


def minutes_of(one: Session) -> range:
    begins, ends = clock_of(one.begins), clock_of(one.ends)
    return range(begins, ends if ends > begins else ends + 24 * 60)


def naive(known: Arranged) -> dict[tuple[date, str], tuple[set[datetime], set[datetime]]]:
    """By day and site, the minutes that are open and those kept for the urgent: one session after the other, each
    minute of it asked whether an earlier one is still going on, or the way from it."""
    meant = []
    for ahead in range(-9, 5):
        day = MONDAY + timedelta(days=ahead)
        for one in hours_of(known, day):
            site = one.site or MAIN
            midnight = datetime.combine(day, time(), ZONES[site]).astimezone(UTC)
            moments = [midnight + timedelta(minutes=minute) for minute in minutes_of(one)]
            meant.append((moments[0], site, day, moments[-1] + timedelta(minutes=1), one.room, one.urgent, moments))
    done: list[tuple[str, date, datetime]] = []
    open_minutes: dict[tuple[date, str], tuple[set[datetime], set[datetime]]] = {}
    for _begins, site, day, ends, _room, urgent, moments in sorted(meant):
        left = set()
        for moment in moments:
            waits = [
                end + timedelta(minutes=-(-known.travel.between(other, site) // 5) * 5)
                for other, on, end in done
                if other != site or on != day
            ]
            if all(moment >= again for again in waits):
                left.add(moment)
        if left:
            done.append((site, day, ends))
            of_day = open_minutes.setdefault((day, site), (set(), set()))
            of_day[0].update(left)
            of_day[1].update(left if urgent else ())
    return open_minutes


def minutes_in(bits: int, day: date, site: str) -> set[datetime]:
    midnight = diaries.start_of(day, ZONES[site])
    ticks = (tick for begin, length in diaries.runs(bits) for tick in range(begin, begin + length))
    return {midnight + tick * diaries.TICK + timedelta(minutes=each) for tick in ticks for each in range(5)}


@given(arrangements())
@settings(max_examples=60, deadline=None)
def test_diary_equals_a_reckoning_minute_by_minute(known: Arranged) -> None:
    expected = naive(known)
    for ahead in range(3):
        day = MONDAY + timedelta(days=ahead)
        for site in SITES:
            laid = known.laid(day, site)
            found = minutes_in(laid.is_open, day, site), minutes_in(laid.urgent, day, site)
            assert found == expected.get((day, site), (set(), set()))


@given(arrangements())
@settings(max_examples=60, deadline=None)
def test_nobody_is_ever_at_two_sites_without_the_way_between(known: Arranged) -> None:
    some_days = [MONDAY + timedelta(days=ahead) for ahead in range(2)]
    spans = []
    for day in some_days:
        for site in SITES:
            midnight = diaries.start_of(day, ZONES[site])
            for begin, length in diaries.runs(known.laid(day, site).is_open):
                spans.append((midnight + begin * diaries.TICK, midnight + (begin + length) * diaries.TICK, site))
    for begins, _ends, there in spans:
        for other_begins, other_ends, here in spans:
            if here != there and other_begins <= begins:
                assert other_ends + known.travel.takes(here, there) <= begins


# ── Examples that a reader can check ─────────────────────────────────────────────────────────────────────────────────

MORNING = Session(0, time(9), time(12), room=ROOM)
AT_THE_HARBOUR = Session(0, time(12), time(16), site=HARBOUR)


def split_day(travel: Travel = BY_THE_HARBOUR, **more: object) -> Arranged:
    rows = (Lasting(MORNING, MONDAY), Lasting(AT_THE_HARBOUR, MONDAY))
    return Arranged(rows, home=MAIN, zones=ZONES, travel=travel, **more)  # type: ignore[arg-type]


def test_travel_is_taken_from_the_later_session() -> None:
    known = split_day()
    assert known.laid(MONDAY, MAIN).is_open == diaries.session(MONDAY, time(9), time(12), ZONES[MAIN])
    assert known.laid(MONDAY, HARBOUR).is_open == diaries.session(MONDAY, time(12, 40), time(16), ZONES[MAIN])
    assert known.laid(MONDAY, HILL).is_open == 0


def test_own_room_is_theirs_for_its_session_only() -> None:
    known = split_day()
    assert known.laid(MONDAY, MAIN).rooms == {ROOM: known.laid(MONDAY, MAIN).is_open}
    assert known.laid(MONDAY, HARBOUR).rooms == {}


def test_holiday_of_one_site_leaves_the_other_open() -> None:
    feast = Holiday(MONDAY, {"en": "Three Kings"})
    known = split_day(closings={("", MONDAY): feast})
    assert known.on_day(MONDAY) == (AT_THE_HARBOUR,)
    assert known.laid(MONDAY, HARBOUR).is_open == diaries.session(MONDAY, time(12), time(16), ZONES[MAIN])


@pytest.mark.parametrize(
    ("travel", "missing"),
    [(Travel(), 30), (BY_THE_HARBOUR, 40), (Travel({(MAIN, HARBOUR): 0}), None), (Travel({(HARBOUR, MAIN): 0}), 30)],
    ids=["nothing said: half an hour", "this way", "next door", "only the other way was said"],
)
def test_two_sites_too_near_in_time_are_told_with_what_is_missing(travel: Travel, missing: int | None) -> None:
    found = too_near(split_day(travel).meant(MONDAY), travel)
    assert [one.missing for one in found] == ([missing] if missing else [])


def test_the_longest_way_counts_when_sessions_lie_over_each_other() -> None:
    def on(begin: int, end: int, site: str, *, urgent: bool = False) -> Stretch:
        moments = (datetime(2026, 11, 23, hour, tzinfo=UTC) for hour in (begin, end))
        return Stretch(*moments, MONDAY, site, urgent=urgent)

    long, within, after = on(8, 12, MAIN), on(9, 10, MAIN, urgent=True), on(12, 13, HARBOUR)
    assert too_near([after, within, long], BY_THE_HARBOUR) == [TooNear(long, after, 40)]
    assert [one.starts_at.minute for one in kept([after, within, long], BY_THE_HARBOUR)] == [0, 0, 40]


@pytest.mark.parametrize(
    ("other", "clear"),
    [
        (Session(0, time(11), time(13), urgent=True, site=HARBOUR), False),
        (Session(0, time(11), time(13), urgent=True, room=ROOM), True),
        (Session(0, time(11), time(13), urgent=True), False),
        (Session(0, time(12), time(13), site=HARBOUR), True),
    ],
    ids=["at another site", "in the same room", "in any room", "right after"],
)
def test_session_in_another_place_may_not_lie_over_one(other: Session, clear: bool) -> None:
    assert unclear([MORNING, other]) == (frozenset() if clear else frozenset({0}))


# ── Holidays ─────────────────────────────────────────────────────────────────────────────────────────────────────────

WEEK = [Lasting(Session(0, time(9), time(17)), MONDAY), Lasting(Session(6, time(10), time(12)), MONDAY)]


@pytest.mark.parametrize(
    ("holiday", "hours"),
    [
        (Holiday(MONDAY, {"en": "Feast"}), ()),
        (Holiday(MONDAY, {"en": "Feast"}, HolidayHours.SUNDAY), (Session(0, time(10), time(12)),)),
        (
            Holiday(MONDAY, {"en": "Eve"}, HolidayHours.SHORT, time(8), time(13)),
            (Session(0, time(9), time(13)),),
        ),
        (Holiday(MONDAY, {"en": "Eve"}, HolidayHours.SHORT, time(17), time(18)), ()),
    ],
    ids=["closed", "as on a Sunday", "until one", "after hours"],
)
def test_holiday_gives_the_day_its_hours(holiday: Holiday, hours: tuple[Session, ...]) -> None:
    assert on_day(WEEK, {}, MONDAY, {("", MONDAY): holiday}) == hours
    assert on_day(WEEK, {}, MONDAY, {("harbour", MONDAY): holiday}) == (WEEK[0].session,)


def test_what_was_said_for_the_day_itself_comes_before_a_holiday() -> None:
    promised = (Session(0, time(9), time(10)),)
    assert on_day(WEEK, {MONDAY: promised}, MONDAY, {("", MONDAY): Holiday(MONDAY)}) == promised


def test_holidays_are_read_as_they_were_written_and_as_they_were_kept_before() -> None:
    eve = Holiday(date(2026, 12, 24), {"en": "Eve", "es": "Nochebuena"}, HolidayHours.SHORT, time(8), time(12))
    feast = Holiday(date(2027, 1, 6), {"en": "Three Kings"}, HolidayHours.SUNDAY)
    stored = [as_stored(feast), "2026-12-25", as_stored(eve)]
    assert list(by_day(stored).values()) == [eve, Holiday(date(2026, 12, 25)), feast]
    assert read(as_stored(eve)).names == eve.names
    assert days_off(stored, [0, 1, 2, 3, 4]) == {date(2026, 12, 25), feast.day}
    assert days_off(stored, [0, 6]) == {date(2026, 12, 25)}
    assert short_days(stored) == {eve.day: (time(8), time(12))}
    assert (eve.name_in("es"), eve.name_in("ar"), Holiday(eve.day).name_in("es")) == ("Nochebuena", "Eve", "")


def test_rooms_of_their_own_are_read_as_they_were_written() -> None:
    other = "1b6f4f62-9a53-4a3e-9e44-1f2f1d7c8a10"
    rooms = unpack(pack({ROOM: 0b0011, other: 0b1100, HARBOUR: 0}))
    one, two = sorted(rooms, key=lambda room: rooms[room])
    assert (room_for(rooms, 0b0010), room_for(rooms, 0b1000), room_for(rooms, 0b10000)) == (one, two, None)
    with pytest.raises(LookupError):
        room_for(rooms, 0b0110)
