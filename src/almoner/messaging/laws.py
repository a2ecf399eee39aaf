"""Laws of the outbox."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from almoner.core import clock
from almoner.core.law import Law
from almoner.messaging import hours, kinds
from almoner.messaging.enums import CAME_BACK, GONE, TAKEN, NoticeState, Result, State
from almoner.messaging.models import Attempt, Message, Notice
from almoner.messaging.notice_queries import progress_of_each
from almoner.messaging.notice_words import KIND as NOTICE
from almoner.messaging.post_queries import post_tallies, runs_that_do_not_add_up
from almoner.messaging.proofreading import check_wording
from almoner.messaging.queries import tallies, unaccounted
from almoner.people.enums import Channel
from almoner.people.models import ContactPoint, Merge
from almoner.people.sites import sites, zone_of
from almoner.timeline.models import Event

TICK = timedelta(minutes=5)
LONGEST_CALL = timedelta(minutes=7)
SHOWN = 50


def does_not_add_up() -> list[str]:
    """Days on which messages were lost or came from nowhere (I-4)."""
    lost = [f"{day}: {made} messages made, {standing} stand in the outbox" for day, made, standing in unaccounted()]
    wrong = [f"{t.day} {t.channel}: {t.made} made, {t}" for t in tallies() if not t.adds_up]
    return lost + wrong


def sent_to_another() -> list[str]:
    """Attempts at an address that is not of the person whom the message is for (I-16, I-17)."""
    point = ContactPoint.objects.filter(id=OuterRef("contact_point_id"))
    owner, into = Subquery(point.values("person_id")[:1]), Subquery(point.values("person__merged_into_id")[:1])
    tried = Attempt.objects.annotate(owner=owner, into=into)
    elsewhere = ~Q(owner=F("message__person_id")) & (Q(into__isnull=True) | ~Q(into=F("message__person_id")))
    wrong = tried.filter(Q(owner__isnull=True) | elsewhere).exclude(Exists(_while_one_record()))
    return [f"attempt {one.id} of message {one.message_id} went to the address of another" for one in wrong[:SHOWN]]


def _while_one_record() -> QuerySet[Merge]:
    """Two records were one when it was sent, and were parted since: the join was the mistake, and stands as one."""
    two = Q(kept_id=OuterRef("owner"), absorbed_id=OuterRef("message__person_id"))
    two |= Q(absorbed_id=OuterRef("owner"), kept_id=OuterRef("message__person_id"))
    return Merge.objects.filter(two, joined_at__lte=OuterRef("at"), ended_at__gte=OuterRef("at"))


def taken_twice() -> list[str]:
    """Keys that a provider took more than once, and messages that went out by two ways unless the first came back."""
    taken = Attempt.objects.filter(result__in=TAKEN, fenced=False)
    keys = taken.values("provider_key").annotate(times=Count("id")).filter(times__gt=1)
    kept = taken.exclude(receipts__status__in=CAME_BACK)
    twice = kept.values("message_id").annotate(times=Count("id")).filter(times__gt=1)
    return [f"key {row['provider_key']} was taken {row['times']} times" for row in keys[:SHOWN]] + [
        f"message {row['message_id']} went out {row['times']} times" for row in twice[:SHOWN]
    ]


def past_deadline() -> list[str]:
    """Messages whose deadline has passed and that have no end (I-18)."""
    late = Message.objects.filter(state=State.PLANNED, deadline__lt=clock.now() - TICK)
    return [f"message {one.id} ({one.kind}) was to go by {one.deadline:%Y-%m-%d %H:%M}Z" for one in late[:SHOWN]]


def sent_to_stopped() -> list[str]:
    """Attempts at an address after it had been stopped (I-21)."""
    stopped = Subquery(ContactPoint.objects.filter(id=OuterRef("contact_point_id")).values("stopped_at")[:1])
    wrong = Attempt.objects.annotate(stopped=stopped).filter(stopped__isnull=False, at__gt=F("stopped") + TICK)
    return [f"attempt {one.id} used an address stopped before" for one in wrong[:SHOWN]]


def refused_and_still_used() -> list[str]:
    """Addresses that the provider refused and that are not stopped, unless a person cleared them since (I-21)."""
    refused = Attempt.objects.filter(result=Result.REFUSED).values("contact_point_id").annotate(last=Max("at"))
    points = {row["contact_point_id"]: row["last"] for row in refused}
    in_use = ContactPoint.objects.filter(id__in=points, stopped_at__isnull=True).values_list("id", flat=True)
    cleared = Event.objects.filter(kind__in=("contact.added", "contact.confirmed"), subject_id__in=points)
    since = {row["subject_id"]: row["last"] for row in cleared.values("subject_id").annotate(last=Max("at"))}
    wrong = [point for point in in_use if point not in since or since[point] < points[point]]
    return [f"contact point {point} was refused and is in use" for point in wrong]


def sent_to_the_dead() -> list[str]:
    """Messages that went to somebody after the day they died (I-21b)."""
    sent = Message.objects.filter(
        state__in=GONE, person__died_on__isnull=False, ended_at__date__gt=F("person__died_on")
    )
    return [f"message {one.id} ({one.kind}) went to somebody who has died" for one in sent[:SHOWN]]


def sent_in_quiet_hours() -> list[str]:
    """Calls and texts of the last two days outside the hours for them, unless urgent (I-21b)."""
    since = clock.now() - timedelta(days=2)
    tried = Attempt.objects.filter(at__gte=since, message__urgent=False).select_related("message__person__site")
    anywhere = {clock.zone(), *(site.zone for site in sites())}
    found = []
    for one in tried.iterator(chunk_size=500):
        any_hour = kinds.at_any_hour(one.message.kind, one.channel)
        own = zone_of(one.message.person)
        by = [own] if own else anywhere
        if all(hours.next_allowed(one.channel, one.at - TICK, zone, any_hour=any_hour) > one.at for zone in by):
            found.append(f"{one.channel} {one.id} at {clock.local(one.at):%H:%M}")
    return found[:SHOWN]


def notices_do_not_add_up() -> list[str]:
    """Messages to many of which more or fewer messages stand in the outbox than were made (I-4)."""
    found = Notice.objects.exclude(state=NoticeState.DRAFT)
    told = progress_of_each(found)
    return [f"notice {one.reference}: {told[one.id]}" for one in found if not told[one.id].adds_up][:SHOWN]


def letters_do_not_add_up() -> list[str]:
    """Letters that were laid and that no queue, run or end has; and print runs that are not what was taken (I-4)."""
    laid = Attempt.objects.filter(channel=Channel.LETTER, result__in=TAKEN, fenced=False)
    lost = [f"letter {one.id} was laid and waits nowhere" for one in laid.filter(posting__isnull=True)[:SHOWN]]
    wrong = [f"letters of {t.day}: {t.accepted} accepted, {t}" for t in post_tallies() if not t.adds_up]
    runs = [f"run {row['reference']}: {row}" for row in runs_that_do_not_add_up()[:SHOWN]]
    return lost + wrong + runs


def sent_after_stop() -> list[str]:
    """Attempts for a message to many after it was stopped, longer than a call that was under way may last (I-19)."""
    stopped = Notice.objects.filter(id=OuterRef("message__subject_id"), state=NoticeState.STOPPED)
    tried = Attempt.objects.filter(message__kind=NOTICE).annotate(stopped=Subquery(stopped.values("ended_at")[:1]))
    wrong = tried.filter(stopped__isnull=False, at__gt=F("stopped") + LONGEST_CALL)
    return [f"attempt {one.id} came after its notice was stopped" for one in wrong[:SHOWN]]


def approved_by_writer() -> list[str]:
    """Messages to more than a handful that nobody approved but who wrote them (I-19)."""
    going = Count("recipients", filter=Q(recipients__left_out=""))
    gone = Notice.objects.filter(approved_by__isnull=False).annotate(people=going)
    wrong = [one for one in gone if one.people > settings.NOTICE_ALONE_UP_TO and str(one.approved_by_id) in one.writers]
    return [f"notice {one.reference} to {one.people} people was approved by who wrote it" for one in wrong[:SHOWN]]


LAWS = [
    Law("I-4", "Every message made is accepted, refused, waiting, escalated or withdrawn.", does_not_add_up),
    Law("I-4", "Of a message to many, every message made has gone, waits or has an end.", notices_do_not_add_up),
    Law(
        "I-4",
        "Every letter laid waits, is in an open run, was posted, came back or was kept back; runs add up.",
        letters_do_not_add_up,
    ),
    Law("I-19", "Nothing of a message to many goes after it was stopped.", sent_after_stop),
    Law("I-19", "Who wrote a message to many does not approve it, but to a handful.", approved_by_writer),
    Law("I-16", "A message goes to one person, at an address of theirs.", sent_to_another),
    Law("I-18", "For one key the provider takes a message at most once.", taken_twice),
    Law("I-18", "A message is accepted or escalated before its deadline.", past_deadline),
    Law("I-21", "Nothing is sent to an address that was stopped.", sent_to_stopped),
    Law("I-21", "An address that was refused is stopped until a person clears it.", refused_and_still_used),
    Law("I-21b", "Nothing is sent to somebody who has died.", sent_to_the_dead),
    Law("I-21b", "Quiet hours hold.", sent_in_quiet_hours),
    Law("I-21c", "Subjects, texts and voicemail tell nothing about health; no words are missing.", check_wording),
]
