"""Who will get what on a day to come, and why; and the words as they would leave. Looking changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.messaging import composing, filling, hours, joining, rendering
from almoner.messaging.addresses import Hindrance, Point, hindrance, point_for
from almoner.messaging.enums import State
from almoner.messaging.foreseeing import NIGHT, Foreseen, foresee
from almoner.messaging.models import Message, MessageQuerySet
from almoner.messaging.rendering import Rendered
from almoner.messaging.settling import SENDING
from almoner.people.queries import people_seen
from almoner.people.sites import sites

ENDED_UNSENT = (State.WITHDRAWN, State.UNDELIVERABLE)


def planned_for(day: date, *, by: Actor) -> MessageQuerySet:
    """The messages that a worker takes up on `day` (of the hospital's clock), or takes up the evening before and keeps
    for the morning; of today also what is overdue. In the order in which they are taken up, for a list to cut.

    Some of the evening before may go that evening: `on_day` leaves them out.
    """
    by.need(Permission.SEE_OUTBOX)
    start, end = bounds(day)
    taken_up = Q(next_at__lt=end) if day == clock.today() else Q(next_at__gte=start, next_at__lt=end) | _evening(start)
    waiting = Message.objects.filter(taken_up, state=State.PLANNED, person__in=people_seen(by=by))
    return waiting.select_related("person__site").order_by("next_at", "id")


def _evening(start: datetime) -> Q:
    """Taken up in the hours before `start` in which a channel is closed by the clock of some site of ours; of those who
    go by a clock of their own, at any hour of the day before."""
    own = Q(next_at__gte=start - NIGHT, next_at__lt=start) & ~Q(person__time_zone="")
    return own | Q(*(_closed(channel, start) for channel in hours.OPEN), _connector=Q.OR)


def _closed(channel: str, start: datetime) -> Q:
    eve = clock.local(start - timedelta(hours=12)).date()
    zones: set[ZoneInfo] = {clock.zone(), *(site.zone for site in sites())}
    closes = min(clock.on_the_wall(eve, hours.OPEN[channel][1], zone) for zone in zones)
    return Q(channel=channel, next_at__gte=closes, next_at__lt=start)


def bounds(day: date) -> tuple[datetime, datetime]:
    """From when until when it is `day` by the hospital's clock."""
    start, end = (clock.on_the_wall(one, time.min) for one in (day, day + timedelta(days=1)))
    return start, end


def on_day(messages: Sequence[Message], day: date) -> list[Foreseen]:
    """What becomes of these, as cut from `planned_for`; without those that go the day before. In the order of time."""
    start, _end = bounds(day)
    found = [one for one in foresee(messages) if one.at >= start or day == clock.today()]
    return sorted(found, key=lambda one: (one.at, str(one.message.id)))


def taken_back_on(day: date, *, by: Actor) -> MessageQuerySet:
    """The messages that were to go on `day` and will not: they have ended already."""
    by.need(Permission.SEE_OUTBOX)
    start, end = bounds(day)
    ended = Message.objects.filter(
        state__in=ENDED_UNSENT, not_before__gte=start, not_before__lt=end, person__in=people_seen(by=by)
    )
    return ended.select_related("person").order_by("not_before", "id")


@dataclass(frozen=True, slots=True)
class Leaving:
    """One channel: the words as they would leave by it, and to which address; or what stands against it. `missing` is
    what the words cannot do without and nobody gave."""

    channel: str
    rendered: Rendered | None
    point: Point | None
    hindered: Hindrance | None
    missing: str = ""


def ahead_of(message: Message, *, by: Actor) -> Foreseen | None:
    """What will become of one message that was read for `by` (`queries.message_for`); None where it has ended."""
    by.need(Permission.SEE_OUTBOX)
    return foresee([message], SENDING)[0] if message.state == State.PLANNED else None


def words_of(foreseen: Foreseen, *, by: Actor) -> list[Leaving]:
    """The words by each of its ways, those first by which it goes, as they would be at that moment; with all that
    travels in it. None where it goes by no way, or in another message."""
    by.need(Permission.SEE_OUTBOX)
    settled, message = foreseen.settled, foreseen.message
    if not foreseen.goes or settled.values is None or foreseen.travels_in:
        return []
    with clock.at(foreseen.at):
        along = []
        for other in foreseen.carries:
            other.person = message.person
            along.append((other, composing.compose(other, message.person, settled.language) or {}))
        parts = joining.parts_of(message, settled.values, [(other, values) for other, values in along if values])
        setting = composing.setting_for(foreseen.reach, settled.language)
        ways = dict.fromkeys((*settled.ways, *message.ways[message.way :]))
        return [_leaving(way, foreseen, parts, setting) for way in ways]


def _leaving(channel: str, foreseen: Foreseen, parts: list[dict[str, object]], setting: rendering.Setting) -> Leaving:
    point = point_for(channel, foreseen.reach, 0)
    hindered = hindrance(channel, foreseen.message.purpose, foreseen.reach)
    words = composing.words_for(foreseen.message, foreseen.settled.language)
    try:
        rendered = rendering.render(foreseen.message.kind, channel, parts, setting, words)
        return Leaving(channel, rendered, point, hindered)
    except filling.ValueMissing as fault:
        return Leaving(channel, None, point, hindered, str(fault))


def leaving_by(foreseen: Foreseen, channel: str, *, by: Actor) -> Leaving | None:
    """The words by one channel, as `words_of` gives them."""
    found = (one for one in words_of(foreseen, by=by) if one.channel == channel and one.rendered)
    return next(found, None)
