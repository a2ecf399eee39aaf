"""Reading messages to many: all of them, one, whom it would reach, and how far it is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.messaging.enums import GONE, NoticeState, State, Why
from almoner.messaging.models import Message
from almoner.messaging.notice_count import Counted, count
from almoner.messaging.notice_models import Notice, NoticeRecipient
from almoner.messaging.notice_words import KIND, seal_of_notice
from almoner.messaging.noticing import counted_of, more_fit_now
from almoner.people.models import Person
from almoner.people.queries import people_seen

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a notice is (law I-4): of those who are to be told, how many messages were made, and what became of them.

    `on_its_way` is of those that wait: handed to a provider, with no answer yet.
    """

    to_tell: int
    not_told: int
    """Left out, as it was counted."""
    to_make: int
    made: int
    sent: int
    waiting: int
    on_its_way: int
    refused: int
    escalated: int
    withdrawn: int

    @property
    def adds_up(self) -> bool:
        return self.made == self.sent + self.waiting + self.refused + self.escalated + self.withdrawn


def notices(by: Actor) -> list[Notice]:
    """Those of the sites at which `by` works: what is under way first, then the latest."""
    by.need(Permission.SIGN_MESSAGES)
    found = Notice.objects.filter(_seen(by)).select_related("approved_by")
    return sorted(found, key=lambda notice: notice.ended_at is not None)


def notice_for(notice_id: UUID, by: Actor) -> Notice:
    by.need(Permission.SIGN_MESSAGES)
    notice = Notice.objects.filter(_seen(by), id=notice_id).select_related("approved_by").first()
    if notice is None:
        raise NotThere
    return notice


def _seen(by: Actor) -> Q:
    return Q(site_id=by.site_id) if by.site_id else Q()


def counted_for(notice: Notice, by: Actor) -> tuple[Counted, str]:
    """Whom it reaches, with the seal of all that would be proposed or approved: of a draft as it is now, else those who
    were written down."""
    by.need(Permission.SIGN_MESSAGES)
    counted = count(notice) if notice.is_draft else counted_of(notice)
    return counted, seal_of_notice(notice, counted.seal)


def come_since(notice: Notice, counted: Counted, by: Actor) -> int:
    """How many fit now who were not counted; none of a draft, which is counted each time."""
    by.need(Permission.SIGN_MESSAGES)
    return 0 if notice.is_draft or notice.state == NoticeState.GIVEN_UP else more_fit_now(notice, counted)


def people_left_out(counted: Counted, by: Actor) -> list[tuple[Person, str]]:
    """Those who fit and are not told, with why; of the people whom `by` may see, up to fifty."""
    why = {one.person_id: one.left_out for one in counted.left_out}
    found = people_seen(by=by).filter(id__in=list(why)[:1000]).order_by("family_name", "given_name", "id")[:SHOWN]
    return [(person, why[person.id]) for person in found]


def progress_of(notice: Notice, by: Actor) -> Progress:
    """Two statements. What was made comes from the list of the people, not from the outbox."""
    by.need(Permission.SIGN_MESSAGES)
    return progress(notice)


def pulse_of(notice_id: UUID, by: Actor) -> tuple[str, Progress]:
    """Another value whenever it has come further."""
    notice = notice_for(notice_id, by)
    return notice.state, progress(notice)


def progress(notice: Notice) -> Progress:
    return progress_of_each([notice])[notice.id]


def progress_of_each(found: Collection[Notice]) -> dict[UUID, Progress]:
    """How far each of them is: two statements, however many."""
    ids = [notice.id for notice in found]
    people: Any = (
        NoticeRecipient.objects.filter(notice__in=ids)
        .values("notice_id")
        .order_by()
        .annotate(
            to_tell=Count("id", filter=Q(left_out="")),
            not_told=Count("id", filter=~Q(left_out="")),
            to_make=Count("id", filter=Q(left_out="", message_id__isnull=True)),
            made=Count("message_id", distinct=True),
        )
    )
    became: Any = (
        Message.objects.filter(kind=KIND, subject_id__in=ids)
        .values("subject_id")
        .order_by()
        .annotate(
            sent=Count("id", filter=Q(state__in=GONE)),
            waiting=Count("id", filter=Q(state=State.PLANNED)),
            on_its_way=Count("id", filter=Q(state=State.PLANNED, handed_at__isnull=False)),
            refused=Count("id", filter=Q(state=State.UNDELIVERABLE, ended_how=Why.REFUSED)),
            escalated=Count("id", filter=Q(state=State.UNDELIVERABLE) & ~Q(ended_how=Why.REFUSED)),
            withdrawn=Count("id", filter=Q(state=State.WITHDRAWN)),
        )
    )
    counts: dict[UUID, dict[str, int]] = {key: dict.fromkeys(Progress.__slots__, 0) for key in ids}
    for row in people:
        counts[row.pop("notice_id")] |= row
    for row in became:
        counts[row.pop("subject_id")] |= row
    return {key: Progress(**told) for key, told in counts.items()}


def batches(first: datetime, end: datetime, *, by: Actor) -> list[tuple[Notice, Progress]]:
    """Those that went out, or begin to, from `first` until before `end`, with how far each is; the latest first."""
    by.need(Permission.SEE_OUTBOX)
    found = list(Notice.objects.filter(_seen(by), goes_at__gte=first, goes_at__lt=end).order_by("-goes_at", "id"))
    told = progress_of_each(found)
    return [(notice, told[notice.id]) for notice in found]


def people_not_reached(notice: Notice, by: Actor) -> list[Message]:
    """The messages that did not reach anybody, to people whom `by` may see, up to fifty."""
    by.need(Permission.SIGN_MESSAGES)
    found = Message.objects.filter(kind=KIND, subject_id=notice.id, state=State.UNDELIVERABLE)
    return list(found.filter(person__in=people_seen(by=by)).select_related("person").order_by("person_id")[:SHOWN])
