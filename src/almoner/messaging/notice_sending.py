"""What the worker does for messages to many: plan the next few, withdraw what was stopped, and see when it is over.

Each round is one transaction that marks whom it planned for. A worker that dies leaves nobody out and tells nobody
twice: those who are not marked are still to be told, and a message has the key of its notice and its person.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import connection

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import SYSTEM, Actor
from almoner.core.permissions import Permission
from almoner.core.prepared import insert
from almoner.messaging import endings, kinds, planning, reading, selections
from almoner.messaging.enums import GONE, NOTICE_GOING, NoticeState, State
from almoner.messaging.kinds import MessageKind
from almoner.messaging.live_words import told_with
from almoner.messaging.models import Message
from almoner.messaging.notice_models import Notice, NoticeRecipient
from almoner.messaging.notice_words import KIND, whole_in
from almoner.messaging.noticing import end_notice, locked_notice
from almoner.messaging.planning import Wanted
from almoner.messaging.wording import Told
from almoner.people.enums import Purpose
from almoner.people.models import Person
from almoner.timeline.actions import record

BATCH = 100


def register() -> None:
    kinds.register(MessageKind(KIND, Purpose.CARE, compose, words=words_of))


def compose(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """None once it was stopped, when somebody no longer fits, or was told by another record that was joined.

    Inside a transaction the notice is locked: a message is handed over before it is stopped, or not at all (I-19).
    """
    if subject_id is None:
        return None
    notices = Notice.objects.filter(id=subject_id)
    if connection.in_atomic_block:
        notices = notices.select_for_update(no_key=True)
    notice = notices.first()
    if notice is None or notice.state != NoticeState.SENDING:
        return None
    if Message.objects.filter(kind=KIND, subject_id=notice.id, person=person, state__in=GONE).exists():
        return None
    if not selections.fits(notice.selection, notice.criteria, person.id):
        return None
    return {"reference": notice.reference, "link": "/"}


def words_of(subject_id: UUID | None, language: str) -> Told:
    notice = Notice.objects.get(id=subject_id or UUID(int=0))
    return told_with(whole_in(notice, language), language, notice.reference)


def see_to_notices() -> int:
    """One round. Gives how many messages were planned or withdrawn."""
    now = clock.now()
    done = 0
    for notice in Notice.objects.filter(state__in=NOTICE_GOING, goes_at__lte=now).order_by("goes_at", "id"):
        done += send_notice(notice=notice, by=SYSTEM)
    stopped = Message.objects.filter(kind=KIND, state=State.PLANNED).values("subject_id")
    for notice in Notice.objects.filter(state=NoticeState.STOPPED, id__in=stopped).order_by("id"):
        done += withdraw_stopped(notice=notice, by=SYSTEM)
    return done


@action
def send_notice(*, notice: Notice, by: Actor) -> int:
    """Plan the next of those who are to be told, and end it when all of it has ended. Gives how many were planned."""
    by.need(Permission.RUN_SYSTEM)
    notice = locked_notice(notice)
    if not notice.may_be_stopped or notice.goes_at is None or notice.goes_at > clock.now():
        return 0
    if notice.deadline <= clock.now() and notice.state == NoticeState.APPROVED:
        end_notice(notice, NoticeState.STOPPED, "its time had passed before it could go", by)
        _tell("notice.stopped", notice, {"why": notice.ended_why}, by)
        return 0
    if notice.state == NoticeState.APPROVED:
        notice.state = NoticeState.SENDING
        notice.save(update_fields=["state"])
        _tell("notice.going", notice, {}, by)
    rows = _to_be_told(notice)
    if rows:
        return _plan(notice, rows)
    if not Message.objects.filter(kind=KIND, subject_id=notice.id, state=State.PLANNED).exists():
        _over(notice, by)
    return 0


@action
def withdraw_stopped(*, notice: Notice, by: Actor) -> int:
    """Withdraw some of what waits of a notice that was stopped. Gives how many. None of it would go in any case."""
    by.need(Permission.RUN_SYSTEM)
    waiting = Message.objects.filter(kind=KIND, subject_id=notice.id, state=State.PLANNED)
    passing_over = connection.features.has_select_for_update_skip_locked
    rows = waiting.select_related("person").select_for_update(of=("self",), skip_locked=passing_over).order_by("id")
    messages = [message for message in rows[:BATCH] if message.handed_at is None]
    for message in messages:
        endings.withdrawn(message, f"stopped: {notice.ended_why}", by)
    return len(messages)


def _to_be_told(notice: Notice) -> list[NoticeRecipient]:
    left = notice.recipients.filter(left_out="", message_id__isnull=True).select_related("person")
    return list(left.select_for_update(of=("self",)).order_by("id")[:BATCH])


def _plan(notice: Notice, rows: list[NoticeRecipient]) -> int:
    epoch = reading.epoch()
    drawn = {row.id: planning.drawn(_wanted(notice, row.person), epoch) for row in rows}
    known = dict(Message.objects.filter(key__in=[one.key for one in drawn.values()]).values_list("key", "id"))
    new: dict[str, Message] = {}
    for row in rows:
        message = drawn[row.id]
        row.message_id = known.get(message.key) or new.setdefault(message.key, message).id
    insert(*new.values())
    insert(*(planning.made(message) for message in new.values()))
    NoticeRecipient.objects.bulk_update(rows, ["message_id"])
    return len(rows)


def _wanted(notice: Notice, person: Person) -> Wanted:
    return Wanted(
        kind=KIND,
        person=person,
        subject_id=notice.id,
        ways=tuple(notice.ways),
        not_before=clock.now(),
        deadline=notice.deadline,
        once=f"notice|{notice.id}",
        purpose=notice.purpose,
    )


def _over(notice: Notice, by: Actor) -> None:
    """All of it has ended. Whoever was not reached is left to a person."""
    end_notice(notice, NoticeState.OVER, "", by)
    missed = Message.objects.filter(kind=KIND, subject_id=notice.id, state=State.UNDELIVERABLE).count()
    _tell("notice.over", notice, {"not_reached": missed}, by)
    if missed:
        _tell("notice.not_reached", notice, {"people": missed}, by)


def _tell(kind: str, notice: Notice, facts: dict[str, Any], by: Actor) -> None:
    told = {"reference": notice.reference, "title": notice.title, **facts}
    record(kind=kind, person=None, subject_id=notice.id, facts=told, by=by)
