"""Texts that a message centre hands to us: kept, put together from their parts, and passed on to be routed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import SYSTEM, Actor
from almoner.core.permissions import Permission
from almoner.messaging import incoming, texts
from almoner.messaging.channels.text.delivered import INTERNATIONAL, Delivered, part_of, receipt_of, whole
from almoner.messaging.incoming import IncomingText
from almoner.messaging.models import HeardText
from almoner.people import contact

REPEATS = timedelta(minutes=15)
"""So long the same again is taken for the same, where the centre may not know that we have it."""
PARTS_WAIT = timedelta(hours=1)
"""So long a text waits for a part that is missing; then it is passed on with a gap."""
KEPT = timedelta(days=3)


def hear(delivered: Delivered) -> str:
    """Keep what came in. Gives its fingerprint where it is a text, so that it can be settled."""
    sender = contact.from_network(delivered.sender, international=delivered.sender_type == INTERNATIONAL)
    if delivered.is_receipt:
        told = receipt_of(delivered)
        if told.status and told.about:
            texts.hear_receipt(about=told.about, status=told.status, answer=told.answer, number=sender, by=SYSTEM)
        return ""
    return keep(delivered=delivered, sender=sender, by=SYSTEM).fingerprint


@action
def keep(*, delivered: Delivered, sender: str, by: Actor) -> HeardText:
    """Keep a text or a part of one, and pass it on where it is whole. The same again changes nothing."""
    by.need(Permission.RUN_SYSTEM)
    part, now = part_of(delivered), clock.now()
    same = HeardText.objects.select_for_update().filter(fingerprint=part.fingerprint, settled_at=None).first()
    if same and same.created_at > now - REPEATS:
        return same
    if same:
        _settle([same.fingerprint])
    row = HeardText.objects.create(
        fingerprint=part.fingerprint, sender=sender[:40], recipient=delivered.recipient[:40], reference=part.reference,
        total=part.total, number=part.number, coding=delivered.coding, octets=part.octets.hex(),
    )  # fmt: skip
    rows = _together(row)
    if len({one.number for one in rows}) == row.total:
        _pass_on(rows, by)
    return row


def _together(row: HeardText) -> list[HeardText]:
    """This part and the others of its text that have come, latest first where one came twice."""
    if row.total == 1:
        return [row]
    alike = HeardText.objects.filter(
        sender=row.sender, recipient=row.recipient, reference=row.reference, total=row.total, passed_at=None
    )
    return list(alike.select_for_update().order_by("created_at", "id"))


def _pass_on(rows: Sequence[HeardText], by: Actor) -> None:
    first = rows[0]
    body = whole([(one.number, bytes.fromhex(one.octets)) for one in rows], first.total, first.coding)
    incoming.pass_on(IncomingText(first.id.hex, first.sender, first.recipient, body), by)
    HeardText.objects.filter(id__in=[one.id for one in rows]).update(passed_at=clock.now(), octets="")


def settle(fingerprints: Sequence[str]) -> None:
    """The centre knows that we have these."""
    if fingerprints:
        settle_heard(fingerprints=fingerprints, by=SYSTEM)


@action
def settle_heard(*, fingerprints: Sequence[str], by: Actor) -> None:
    by.need(Permission.RUN_SYSTEM)
    _settle(fingerprints)


def _settle(fingerprints: Sequence[str]) -> None:
    HeardText.objects.filter(fingerprint__in=fingerprints, settled_at=None).update(settled_at=clock.now())


def tidy() -> int:
    """Pass on what waited too long for a part, and forget what was passed on long ago. Gives how much was passed on."""
    waiting = HeardText.objects.filter(passed_at=None, created_at__lt=clock.now() - PARTS_WAIT)
    late = list(waiting.order_by("created_at", "id")[:1])
    for row in late:
        pass_on_with_gaps(row=row, by=SYSTEM)
    old = HeardText.objects.filter(passed_at__lt=clock.now() - KEPT)
    if old.exists():
        old.delete()
    return len(late)


@action
def pass_on_with_gaps(*, row: HeardText, by: Actor) -> None:
    """Somebody wrote, and not all of it came: better read with a gap than not at all."""
    by.need(Permission.RUN_SYSTEM)
    rows = _together(row)
    if rows:
        _pass_on(rows, by)
