"""What this process knows of the diaries, so that a search reads hardly anything: never older than its last look.

Every act leaves a trace at the end of the audit chain, under the lock of the chain's head, as its last write. So the
acts of all processes are in one order, and whoever knows the head knows whether anything happened since. A diary that
an act changed is stamped with the number of that act's last trace. `current` looks at the head, and only when it has
moved reads again what was stamped since; where the chain is another one (a backup was restored), it forgets everything.

Inside an action the process' memory is left alone, for what the action has written may never be committed: a search
there has a memory of its own, which is gone with the action and is told of each diary that the action writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from threading import RLock
from typing import Any

from django.db import connection
from django.db.models import DateField, DateTimeField, TextField
from django.db.models.functions import Cast

from almoner.core import action, clock
from almoner.core.prepared import Change
from almoner.scheduling import diaries, own_rooms, register
from almoner.scheduling.models import Diary
from almoner.scheduling.register import Key, Register, as_stored
from almoner.scheduling.rooming import NOWHERE
from almoner.scheduling.sheets import Sheet, lay_out

AT_A_TIME = 20_000
"""So many diaries are read in one statement at most, one day at least: memory is theirs only for as long."""
LONG_AGO = 20_000
"""After so many acts everything is read anew."""
ROSTER_ACTS = (
    "catalogue.", "people.add_site", "people.describe_site", "people.hire_staff", "people.staff_left",
    "people.keep_holidays", "scheduling.add_resource", "scheduling.allow_overbooking", "scheduling.follow_the_clock",
    "scheduling.keep_group_time", "scheduling.learn_attendance", "scheduling.learn_demand", "scheduling.make_bookable",
    "scheduling.plan_groups", "scheduling.protect", "scheduling.release_group_time", "scheduling.set_every_day",
    "scheduling.set_room_capacity", "scheduling.work_also_at",
)  # fmt: skip
"""Acts after which other people, rooms or services can be booked, by how their names begin."""

_HEAD = "SELECT number, digest FROM core_audithead WHERE id = 1"
_SINCE = "SELECT number, digest, act FROM core_auditentry WHERE number >= %s ORDER BY number"
_CHANGED = "SELECT resource_id, site_id, day, free, urgent, rooms FROM scheduling_diary WHERE stamp > %s"
_LAPSED = (
    "SELECT claim.resource_id, diary.site_id, diary.day, claim.starts_at, claim.ends_at, diary.midnight, diary.open, "
    "diary.blocked "
    "FROM scheduling_claim claim JOIN scheduling_diary diary ON diary.id = claim.diary_id "
    "WHERE claim.lapses_at <= %s AND claim.ends_at > %s AND (claim.places = 1 OR NOT EXISTS ("
    "SELECT 1 FROM scheduling_claim other WHERE other.resource_id = claim.resource_id "
    "AND other.group_key = claim.group_key AND (other.lapses_at IS NULL OR other.lapses_at > %s)))"
)
"""Of a group the time is free again only when all who hold a place in it have let it lapse."""


@dataclass(slots=True, eq=False)
class Memory:
    """`register` is everybody who can be booked, `sheets` their days so far as they were asked for."""

    register: Register
    number: int
    digest: str
    since: date | None = None
    sheets: dict[tuple[Key, date], Sheet | None] = field(default_factory=dict)
    """None where nobody has a diary."""
    lapsed: dict[tuple[Key, date], Sheet] = field(default_factory=dict)
    """Sheets on which holds have lapsed that nobody has swept: they stand in for the stored ones (law I-12)."""

    def sheet(self, site: Key, day: date) -> Sheet | None:
        """The day of a site. Call `ready` first."""
        return self.lapsed.get((site, day)) or self.sheets.get((site, day))

    def ready(self, sites: Iterable[Key], days: Sequence[date]) -> None:
        """Read the days of these sites that are not known yet, so many in one statement as memory is well spent on."""
        sites = list(sites)
        at_once = max(1, AT_A_TIME // max(1, sum(len(self.register.sites[key].who) for key in sites)))
        for first in range(0, len(days), at_once):
            chunk = days[first : first + at_once]
            wanted = [(site, day) for site in sites for day in chunk if (site, day) not in self.sheets]
            if wanted:
                self._read(wanted)

    def _read(self, wanted: Sequence[tuple[Key, date]]) -> None:
        self.sheets.update(dict.fromkeys(wanted))
        rows: dict[tuple[Key, date], tuple[datetime, dict[int, tuple[int, int]]]] = {}
        own: list[tuple[tuple[Key, date], int, str]] = []
        for resource, key, told_day, told_midnight, free, urgent, rooms in _days(wanted):
            if (place := self.register.sites[key].places.get(resource)) is not None:
                day, midnight = _day(told_day), _moment(told_midnight)
                of_day = rows.setdefault((key, day), (midnight, {}))[1]
                of_day[place] = diaries.unpack(free), diaries.unpack(urgent)
                if rooms:
                    own.append(((key, day), place, rooms))
        self.sheets.update((where, lay_out(midnight, found)) for where, (midnight, found) in rows.items())
        for where, place, rooms in own:
            sheet = self.sheets[where]
            if sheet:
                sheet.own[place] = self._own(where[0], rooms)

    def _own(self, key: Key, rooms: str) -> dict[int, int]:
        """The rooms of somebody's own by their places; one that cannot be booked is at none that any need meets."""
        places = self.register.sites[key].places
        return {places.get(as_stored(room), NOWHERE): bits for room, bits in own_rooms.unpack(rooms).items()}

    def look(self, now: datetime) -> None:
        """Learn what happened since the last look, and which holds have lapsed. Two statements, two more after acts."""
        number, digest = _head()
        if (number, digest) != (self.number, self.digest):
            self._learn(number, digest)
        self._see_lapsed(now)

    def _learn(self, number: int, digest: str) -> None:
        since = _rows(_SINCE, [max(self.number, 1)]) if number - self.number < LONG_AGO else []
        same_chain = self.number == 0 or (bool(since) and tuple(since[0][:2]) == (self.number, self.digest))
        acts = {act for number, _digest, act in since if number > self.number}
        if not same_chain or any(act.startswith(ROSTER_ACTS) for act in acts):
            self.register = register.read()
            self.sheets = {}
        else:
            self.change(_rows(_CHANGED, [self.number]))
        self.number, self.digest = number, digest

    def change(self, rows: Iterable[Sequence[Any]]) -> None:
        """Write down diaries as they are now: resource, site, day, free and urgent bits, rooms of their own."""
        for resource, key, told_day, free, urgent, rooms in rows:
            place = self.register.sites[key].places.get(resource) if key in self.register.sites else None
            if place is None:
                continue
            where = (key, _day(told_day))
            sheet = self.sheets.get(where)
            if sheet:
                sheet.put(place, diaries.unpack(free), diaries.unpack(urgent), self._own(key, rooms) if rooms else None)
            elif where in self.sheets:
                del self.sheets[where]

    def _see_lapsed(self, now: datetime) -> None:
        self.lapsed = {}
        for resource, key, told_day, *claim in _rows(_LAPSED, [_asked(now)] * 3):
            starts_at, ends_at, midnight = map(_moment, claim[:3])
            place = self.register.sites[key].places.get(resource) if key in self.register.sites else None
            if place is not None:
                where = (key, _day(told_day))
                self.ready([key], [where[1]])
                sheet = self.lapsed.get(where) or self.sheets.get(where)
                if sheet:
                    usable = diaries.unpack(claim[3]) & ~diaries.unpack(claim[4])
                    self.lapsed[where] = fresh = sheet if where in self.lapsed else sheet.copy()
                    fresh.give(place, diaries.between(starts_at, ends_at, midnight) & usable)

    def forget_before(self, day: date) -> None:
        """Past days are not looked at any more."""
        if day != self.since:
            self.sheets = {where: sheet for where, sheet in self.sheets.items() if where[1] >= day}
            self.since = day


_lock = RLock()
_known: Memory | None = None
_depth = 0
_OF_ACTION = "scheduling.memory"
_DEPTH_OF_ACTION = "scheduling.memory.depth"


@contextmanager
def current() -> Iterator[Memory]:
    """The memory, brought up to date. One thread of a process has it at a time.

    What looks for several things does so inside one `with`, or with `@current()` above it: then all of them are
    answered from one look, and are of one moment.
    """
    with _of_action() if action.in_action() else _remembered() as found:
        yield found


@contextmanager
def before_writing() -> Iterator[Memory]:
    """The memory for an action that has written nothing yet: what it reads is committed, so the process may keep it."""
    with _remembered() if action.is_outermost() else current() as found:
        yield found


@contextmanager
def _remembered() -> Iterator[Memory]:
    """Whoever has it already, and asks again before giving it back, does not look again."""
    global _known, _depth  # noqa: PLW0603 - what a process knows is its own
    with _lock:
        if not _depth:
            _known = _known or _anew()
            _known.forget_before(clock.today() - timedelta(days=2))
            _known.look(clock.now())
        _depth += 1
        try:
            yield _known or _anew()
        finally:
            _depth -= 1


@contextmanager
def _of_action() -> Iterator[Memory]:
    """The memory of an action's own; as with `_remembered`, who has it already does not look again."""
    notes, acts = action.notes(), action.acts()
    depth = notes.get(_DEPTH_OF_ACTION, 0)
    known, seen = notes.get(_OF_ACTION, (None, 0))
    if known is None or any(act.startswith(ROSTER_ACTS) for act in acts[seen:]):
        known = _anew()
    notes[_OF_ACTION] = known, len(acts)
    if not depth:
        known.look(clock.now())
    notes[_DEPTH_OF_ACTION] = depth + 1
    try:
        yield known
    finally:
        notes[_DEPTH_OF_ACTION] = depth


def _anew() -> Memory:
    return Memory(register.read(), *_head())


def forget() -> None:
    """Forget everything: for tests, whose writes are undone behind the chain's back."""
    global _known  # noqa: PLW0603
    with _lock:
        _known = None


def changed(diaries_written: Iterable[Diary]) -> None:
    """An action has written these: have its own searches know, and those of all processes once it is done."""
    known, _seen = action.notes().get(_OF_ACTION, (None, 0))
    if known is not None:
        known.change(
            (as_stored(one.resource_id), as_stored(one.site_id), one.day, one.free, one.urgent, one.rooms)
            for one in diaries_written
        )
    action.at_the_end(_stamp)


_STAMP = Change(lambda number: (Diary.objects.filter(stamp=None), {"stamp": number}))


def _stamp(number: int) -> None:
    """Diaries are written without a stamp; those that are so now are this transaction's."""
    _STAMP.make(number=number)


def _head() -> tuple[int, str]:
    rows = _rows(_HEAD, [])
    return (int(rows[0][0]), str(rows[0][1])) if rows else (0, "")


def _days(wanted: Sequence[tuple[Key, date]]) -> list[Sequence[Any]]:
    """Diaries as the engine gives them: thousands of rows name a few days, and each is read once (`_day`)."""
    text = TextField() if connection.vendor == "sqlite" else None
    rows = Diary.objects.filter(site__in={site for site, _ in wanted}, day__in={day for _, day in wanted})
    rows = rows.annotate(on=Cast("day", text or DateField()), begins=Cast("midnight", text or DateTimeField()))
    compiler = rows.values_list("resource_id", "site_id", "on", "begins", "free", "urgent", "rooms").query.get_compiler(
        connection=connection
    )
    return [row for chunk in compiler.execute_sql(chunked_fetch=False) for row in chunk]


def _rows(sql: str, values: Sequence[Any]) -> list[Sequence[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[Sequence[Any]] = cursor.fetchall()
        return found


def _asked(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _day(told: date | str) -> date:
    return date.fromisoformat(told) if isinstance(told, str) else told


def _moment(told: datetime | str) -> datetime:
    moment = datetime.fromisoformat(told) if isinstance(told, str) else told
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
