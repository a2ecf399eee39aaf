"""What leaves the hospital: messages as planned, every attempt to send them, and what providers told later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from almoner.core.models import Entity
from almoner.messaging.enums import GONE, OVER, TAKEN, Believed, ReceiptStatus, Result, State, Why
from almoner.messaging.notice_models import Notice, NoticeRecipient
from almoner.messaging.post_models import LetterInRun, Posting, PrintRun
from almoner.messaging.wording_models import WordsChange, WordsVersion
from almoner.people.enums import Channel, Purpose
from almoner.people.models import Person

__all__ = [
    "Attempt",
    "Call",
    "LetterInRun",
    "Made",
    "Message",
    "Notice",
    "NoticeRecipient",
    "OutboxEpoch",
    "Posting",
    "PrintRun",
    "Receipt",
    "WordsChange",
    "WordsVersion",
]


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, moment: datetime, epoch: int) -> MessageQuerySet:
        """Waiting, come due, and held by no worker."""
        return self.filter(
            Q(lease_until__isnull=True) | Q(lease_until__lte=moment),
            state=State.PLANNED,
            joined_to__isnull=True,
            next_at__lte=moment,
            epoch=epoch,
        )


class Message(Entity):
    """One message to one person (law I-16). It holds no words and no address: both are taken at the time of sending.

    `ways` are channels, first one first; `way` counts those behind it. `next_at` is when it is looked at again and is
    never later than `deadline`, so that none is forgotten.
    """

    kind = models.CharField(max_length=60)
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    person = models.ForeignKey(Person, models.PROTECT, related_name="messages")
    subject_id = models.UUIDField(null=True)
    promise_id = models.UUIDField(null=True)
    key = models.CharField(max_length=64, unique=True)
    group_key = models.CharField(max_length=80, blank=True)
    urgent = models.BooleanField(default=False)
    """May go in quiet hours: a change on the same day, a recall for safety."""
    ways: models.JSONField[Any, Any] = models.JSONField(default=list)
    way = models.PositiveSmallIntegerField(default=0)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    language = models.CharField(max_length=12, blank=True)
    """The language in which it went out; empty before."""
    not_before = models.DateTimeField()
    deadline = models.DateTimeField()
    next_at = models.DateTimeField()
    state = models.CharField(max_length=14, choices=State.choices, default=State.PLANNED)
    joined_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="joined", db_index=False)
    """The message in which this one travels: several visits on one day are told once (CNF-5)."""
    epoch = models.PositiveIntegerField(default=1)
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    claims = models.PositiveSmallIntegerField(default=0)
    """How often a worker took it since anything was last recorded of it."""
    attempts = models.PositiveSmallIntegerField(default=0)
    """Attempts on the present way."""
    handed_at = models.DateTimeField(null=True)
    """Since when it is on its way to the provider: a withdrawal after this comes too late."""
    ended_at = models.DateTimeField(null=True)
    ended_how = models.CharField(max_length=10, choices=Why.choices, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_at", "id"], name="message_due", condition=Q(state=State.PLANNED, joined_to__isnull=True)
            ),
            models.Index(
                fields=["next_at", "id"],
                name="message_urgent",
                condition=Q(state=State.PLANNED, joined_to__isnull=True, urgent=True),
            ),
            models.Index(fields=["person", "-created_at"], name="message_person"),
            models.Index(fields=["subject_id"], name="message_subject"),
            models.Index(fields=["promise_id"], name="message_promise"),
            models.Index(fields=["deadline"], name="message_deadline", condition=Q(state=State.PLANNED)),
            models.Index(fields=["joined_to"], name="message_joined", condition=Q(joined_to__isnull=False)),
            models.Index(fields=["-created_at"], name="message_latest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.PLANNED, ended_at__isnull=True) | Q(state__in=OVER, ended_at__isnull=False),
                name="message_end_is_marked",
            ),
            models.CheckConstraint(
                condition=Q(lease_token__isnull=True, lease_until__isnull=True)
                | Q(lease_token__isnull=False, lease_until__isnull=False),
                name="message_lease_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.UNDELIVERABLE) | ~Q(ended_how=""), name="message_undeliverable_with_why"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.WITHDRAWN) | ~Q(ended_because=""), name="message_withdrawn_with_reason"
            ),
            models.CheckConstraint(condition=Q(next_at__lte=models.F("deadline")), name="message_looked_at_in_time"),
            models.CheckConstraint(condition=~Q(joined_to=models.F("id")), name="message_joined_to_another"),
        ]

    def __str__(self) -> str:
        return self.kind

    @property
    def gone(self) -> bool:
        return self.state in GONE


class Made(models.Model):
    """That a message was made: written with it, never changed, and counted against what became of it (law I-4)."""

    message_id = models.UUIDField(primary_key=True)
    day = models.DateField(db_index=True)
    channel = models.CharField(max_length=10, choices=Channel.choices)


class Attempt(Entity):
    """One attempt: to which address, with which words, and what the provider answered. Never changed."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="tried")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    contact_point_id = models.UUIDField()
    address = models.CharField(max_length=300)
    """The contact point as it was written when it was used."""
    provider_key = models.CharField(max_length=64)
    at = models.DateTimeField()
    result = models.CharField(max_length=10, choices=Result.choices)
    answer = models.CharField(max_length=300, blank=True)
    evidence: models.JSONField[Any, Any] = models.JSONField(default=dict)
    language = models.CharField(max_length=12)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    fenced = models.BooleanField(default=False)
    """Told by a worker whose lease was over, or after the message had been withdrawn."""

    class Meta:
        indexes = [
            models.Index(fields=["message", "at"], name="attempt_message"),
            models.Index(fields=["provider_key"], name="attempt_key"),
            models.Index(fields=["contact_point_id", "at"], name="attempt_contact"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["provider_key"],
                condition=Q(result__in=TAKEN, fenced=False),
                name="attempt_taken_once_for_a_key",
            )
        ]


class Call(Entity):
    """That a telephone was rung: written before it rings, so that nobody is rung twice under one key (law I-18)."""

    provider_key = models.CharField(max_length=64, unique=True)
    message_id = models.UUIDField()
    day = models.DateField(db_index=True)
    """By the hospital's clock: so many calls are made in a day."""
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    told: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """How it ended, as the program that rang told it; empty before."""
    script: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """What is said where a provider speaks it: its language, each piece in words, the keys. Empty where we speak."""
    heard: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """How far it has come where a provider speaks it; empty before anybody answered."""

    class Meta:
        indexes = [models.Index(fields=["begun_at"], name="call_rings", condition=Q(ended_at__isnull=True))]


class Text(Entity):
    """That a text was handed to the provider: written before, so that none goes twice under one key (law I-18)."""

    provider_key = models.CharField(max_length=64, unique=True)
    number = models.CharField(max_length=20)
    day = models.DateField(db_index=True)
    """By the hospital's clock: so many parts go in a day."""
    parts = models.PositiveSmallIntegerField()
    """So many the provider took, or may have taken."""
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    told: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """What the provider answered; empty while nobody knows whether it took the text."""
    provider_id = models.CharField(max_length=80, blank=True)
    """By which the provider tells of it later: the number of its last part."""

    class Meta:
        indexes = [
            models.Index(fields=["provider_id"], name="text_provider"),
            models.Index(fields=["number", "begun_at"], name="text_unclear", condition=Q(ended_at__isnull=True)),
        ]


class EarlyReceipt(Entity):
    """What a provider told of a text before it was written that it went, or of one that nobody knows."""

    about = models.CharField(max_length=80)
    """Our key, or the provider's number of a text that nobody knows."""
    status = models.CharField(max_length=10, choices=ReceiptStatus.choices)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["about", "status"], name="early_receipt_once")]


class HeardText(Entity):
    """A text, or a part of one, that a message centre handed to us. It is kept before the centre is told so."""

    fingerprint = models.CharField(max_length=64)
    sender = models.CharField(max_length=40)
    recipient = models.CharField(max_length=40)
    reference = models.CharField(max_length=12, blank=True)
    """What the parts of one text have in common; empty where there is one part."""
    total = models.PositiveSmallIntegerField(default=1)
    number = models.PositiveSmallIntegerField(default=1)
    coding = models.PositiveSmallIntegerField()
    octets = models.TextField()
    """As it came, in hexadecimal; empty once it was passed on."""
    passed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    """Since when the centre surely knows that we have it. Until then the same again is the same."""

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="heard_waits", condition=Q(passed_at__isnull=True))]
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint"], condition=Q(settled_at__isnull=True), name="heard_once_until_settled"
            )
        ]


class Receipt(Entity):
    """What a provider told later of one attempt. The same thing told twice is kept once."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="receipts")
    status = models.CharField(max_length=10, choices=ReceiptStatus.choices)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "status"], name="receipt_once")]


class TextDoubt(Entity):
    """A number at which several texts in a row did not arrive (`doubting`): of everybody who has it. One that ended
    before it arose keeps that what was missed until then counts no more."""

    number_key = models.CharField(max_length=300)
    """As `people.contact.key` writes it."""
    missed = models.PositiveSmallIntegerField()
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=10, choices=Believed.choices, blank=True)

    class Meta:
        indexes = [models.Index(fields=["number_key"], name="text_doubt_of")]
        constraints = [
            models.UniqueConstraint(fields=["number_key"], condition=Q(ended_at=None), name="text_doubt_once"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_because="") | Q(ended_at__isnull=False) & ~Q(ended_because=""),
                name="text_doubt_ended",
            ),
        ]


class Pace(models.Model):
    """How a channel goes: how many messages were taken up in a minute, and until when its provider is left alone."""

    channel = models.CharField(max_length=10, choices=Channel.choices, primary_key=True)
    minute = models.DateTimeField(null=True)
    taken = models.PositiveIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    """How often in a row the provider did not answer."""
    rests_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.channel


class OutboxEpoch(models.Model):
    """One row: the life of the outbox. After a restore a new one begins, and what was due before does not go out."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    number = models.PositiveIntegerField(default=1)
