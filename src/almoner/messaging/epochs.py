"""The lives of the outbox: after a restore a new one begins."""

from __future__ import annotations

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.messaging import endings
from almoner.messaging.enums import NOTICE_GOING, NoticeState, State, Why
from almoner.messaging.models import Message, Notice, OutboxEpoch
from almoner.messaging.noticing import end_notice
from almoner.timeline.actions import record


@action
def new_epoch(*, by: Actor) -> OutboxEpoch:
    """Begin a new life of the outbox after a restore (law I-41).

    What was due before is not sent: it may have gone out after the backup was made. It is escalated, so that a person
    decides. What is due later goes on. Messages to many are stopped: nobody knows how many of each had gone.
    """
    OutboxEpoch.objects.get_or_create(id=1)
    row = OutboxEpoch.objects.select_for_update().get(id=1)
    row.number += 1
    row.save()
    now = clock.now()
    Message.objects.filter(state=State.PLANNED).update(joined_to=None)
    due = Message.objects.filter(state=State.PLANNED, not_before__lte=now).select_related("person")
    for message in due.order_by("id").iterator(chunk_size=500):
        endings.undeliverable(message, Why.RESTORED, by, "due while a backup was restored")
    for notice in Notice.objects.filter(state__in=NOTICE_GOING).order_by("id"):
        end_notice(notice, NoticeState.STOPPED, "a backup was restored while it was going out", by)
        record(kind="notice.stopped", person=None, subject_id=notice.id, facts={"why": notice.ended_why}, by=by)
    Message.objects.filter(state=State.PLANNED).update(epoch=row.number, lease_token=None, lease_until=None)
    return row
