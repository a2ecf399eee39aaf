"""Numbers at which texts do not arrive, though nobody said that they are wrong: care goes by another way meanwhile, and
a person checks the number. What is called from here is part of an action.

A telephone that is off, or a carrier that loses texts without saying why, gives no bounce: each text is only late. So
what counts is that several in a row did not arrive and none in between did.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, Max, OuterRef, QuerySet

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.messaging.enums import CAME_BACK, TAKEN, Believed, ReceiptStatus
from almoner.messaging.models import Attempt, TextDoubt
from almoner.people.enums import Channel, ContactKind
from almoner.people.models import ContactPoint
from almoner.timeline.actions import record

IN_A_ROW = 3
"""One text is lost, two may be of one bad day; a visit has three (when it is booked, and both reminders)."""

ACROSS = timedelta(days=2)
"""Between the first and the last of them: a battery, a hospital bed or a journey by aeroplane is over by then."""

LOOKED_AT = 50


def live_doubts() -> QuerySet[TextDoubt]:
    """Doubts that stand: not ended, and nobody has confirmed the number since."""
    confirmed = ContactPoint.objects.filter(key=OuterRef("number_key"), verified_at__gte=OuterRef("created_at"))
    return TextDoubt.objects.filter(~Exists(confirmed), ended_at__isnull=True)


def doubted() -> Exists:
    """For a query of contact points: whether texts to this number do not arrive."""
    return Exists(live_doubts().filter(number_key=OuterRef("key")))


def missed(attempt: Attempt, by: Actor) -> None:
    """A text did not arrive: where it is one too many in a row, the number is in doubt from now on."""
    point = _point(attempt)
    if point is None:
        return
    _lock(point.key)
    if live_doubts().filter(number_key=point.key).exists():
        return
    times = _missed_in_a_row(point.key)
    if len(times) < IN_A_ROW or times[0] - times[-1] < ACROSS:
        return
    _end(point.key, Believed.CHECKED)
    TextDoubt.objects.create(number_key=point.key, missed=len(times))
    facts = {"kind": point.kind, "missed": len(times), "since": times[-1].isoformat()}
    record(kind="contact.doubted", person=attempt.message.person, subject_id=point.id, facts=facts, by=by)


def arrived(attempt: Attempt, by: Actor) -> None:
    """A text did arrive."""
    point = _point(attempt)
    if point is None or not live_doubts().filter(number_key=point.key).exists():
        return
    _lock(point.key)
    if _end(point.key, Believed.DELIVERED):
        _tell_believed(point.key, Believed.DELIVERED, by)


@action
def hear_from_number(*, number_key: str, by: Actor) -> None:
    """A text came from this number: whatever did not arrive before counts no more."""
    by.need(Permission.RUN_SYSTEM)
    if not number_key or not _lock(number_key):
        return
    if _end(number_key, Believed.WROTE):
        _tell_believed(number_key, Believed.WROTE, by)
    elif times := _missed_in_a_row(number_key):
        ended = {"ended_at": clock.now(), "ended_because": Believed.WROTE}
        TextDoubt.objects.create(number_key=number_key, missed=len(times), **ended)


def _point(attempt: Attempt) -> ContactPoint | None:
    """The number that a text went to."""
    if attempt.channel != Channel.TEXT:
        return None
    return ContactPoint.objects.filter(id=attempt.contact_point_id, kind=ContactKind.MOBILE).first()


def _lock(number_key: str) -> bool:
    """Of two receipts that come at once one waits for the other. Gives whether anybody has the number."""
    return bool(list(_points(number_key).select_for_update().order_by("id")))


def _points(number_key: str) -> QuerySet[ContactPoint]:
    return ContactPoint.objects.filter(key=number_key, kind=ContactKind.MOBILE)


def _missed_in_a_row(number_key: str) -> list[datetime]:
    """When the texts went that did not arrive, the latest first, until one that did or since the number was believed.
    A text of which nothing was told yet says nothing."""
    tried = Attempt.objects.filter(
        contact_point_id__in=_points(number_key).values("id"), channel=Channel.TEXT, result__in=TAKEN,
    )  # fmt: skip
    if since := _believed_at(number_key):
        tried = tried.filter(at__gt=since)
    found: list[datetime] = []
    for attempt in tried.prefetch_related("receipts").order_by("-at", "id")[:LOOKED_AT]:
        told = {receipt.status for receipt in attempt.receipts.all()}
        if ReceiptStatus.DELIVERED in told and not told & {*CAME_BACK}:
            break
        if ReceiptStatus.MISSED in told:
            found.append(attempt.at)
    return found


def _believed_at(number_key: str) -> datetime | None:
    """When somebody last confirmed the number, or a doubt about it ended."""
    ended = TextDoubt.objects.filter(number_key=number_key).aggregate(at=Max("ended_at"))["at"]
    confirmed = _points(number_key).aggregate(at=Max("verified_at"))["at"]
    return max((at for at in (ended, confirmed) if at), default=None)


def _end(number_key: str, because: Believed) -> bool:
    """End what was not ended yet. Gives whether it stood: not where a person had confirmed the number before."""
    stood = live_doubts().filter(number_key=number_key).exists()
    TextDoubt.objects.filter(number_key=number_key, ended_at__isnull=True).update(
        ended_at=clock.now(), ended_because=because
    )
    return stood


def _tell_believed(number_key: str, because: Believed, by: Actor) -> None:
    """To everybody who has the number: of whom it was doubted, nobody need ask any more."""
    for point in _points(number_key).select_related("person").order_by("id"):
        facts = {"kind": point.kind, "why": str(because)}
        record(kind="contact.believed", person=point.person, subject_id=point.id, facts=facts, by=by)
