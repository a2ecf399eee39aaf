"""What people write to us, as it came; what came of it; which numbers want no texts; what is said back to a number."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from almoner.core.models import Entity
from almoner.desk.models import Contact, Talk
from almoner.messaging.models import Message
from almoner.people.models import Person
from almoner.replies.enums import BY_WRITING, Outcome, Why
from almoner.urgency.models import Request

WRITTEN = tuple((one.value, one.label) for one in BY_WRITING)


class Sender(Entity):
    """A number or address that writes to us. One row each, locked while something of theirs is heard: so two messages
    of one sender are heard one after the other."""

    channel = models.CharField(max_length=10, choices=WRITTEN)
    key = models.CharField(max_length=300)
    """In one form, as `people.contact.key` writes it; what was shown, where it is none."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "key"], name="sender_once")]


class Received(Entity):
    """One text or e-mail as it came. Never changed. Who it is from, the sender does not say (law I-27)."""

    channel = models.CharField(max_length=10, choices=WRITTEN)
    provider_id = models.CharField(max_length=300)
    sender = models.CharField(max_length=300, blank=True)
    sender_key = models.CharField(max_length=300, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    words = models.TextField(blank=True)
    whole = models.TextField(blank=True)
    """The words with what they quoted; empty where that is no more."""
    told: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """What is beside the words: `incoming.Incoming.as_facts`."""

    class Meta:
        verbose_name_plural = "received"
        indexes = [
            models.Index(fields=["-created_at"], name="received_latest"),
            models.Index(fields=["sender_key", "-created_at"], name="received_of_sender"),
        ]
        constraints = [models.UniqueConstraint(fields=["channel", "provider_id"], name="received_once")]


class Heard(Entity):
    """What came of what came in. `person` is whom the answered message was for, and nobody where it answered none."""

    received = models.OneToOneField(Received, models.PROTECT, related_name="heard")
    outcome = models.CharField(max_length=14, choices=Outcome.choices)
    why = models.CharField(max_length=16, choices=Why.choices, blank=True)
    means = models.CharField(max_length=20, blank=True)
    """What the answer came to mean, by the words of the menus."""
    message = models.ForeignKey(Message, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="written")
    talk = models.ForeignKey(Talk, models.PROTECT, null=True, related_name="+")
    request = models.ForeignKey(Request, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name_plural = "heard"
        indexes = [models.Index(fields=["outcome"], name="heard_outcome")]


class Stop(Entity):
    """A number from which texts were stopped: what it took from one person, or from nobody we know."""

    received = models.ForeignKey(Received, models.PROTECT, related_name="stops")
    number_key = models.CharField(max_length=300)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    purposes: models.JSONField[Any, Any] = models.JSONField(default=list)
    """To which of `people.enums.Purpose` it said no."""
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["number_key"], name="stop_live", condition=Q(ended_at__isnull=True))]


class Said(Entity):
    """What is said back to a number or an address, whoever holds it: nothing about anybody, so it needs no person. It
    goes once under its key, and not at all after its time (law I-18)."""

    received = models.ForeignKey(Received, models.PROTECT, null=True, related_name="said")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="said")
    channel = models.CharField(max_length=10, choices=WRITTEN)
    address = models.CharField(max_length=300)
    number_key = models.CharField(max_length=300)
    language = models.CharField(max_length=12)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    always = models.BooleanField(default=False)
    """Goes to a number that stopped texts too: what somebody in danger must do now, and who we are to whoever asks."""
    next_at = models.DateTimeField()
    deadline = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=10, blank=True)
    """Of `messaging.enums.Result`, or empty where it did not go: too late, or stopped."""
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "said"
        indexes = [
            models.Index(fields=["next_at"], name="said_due", condition=Q(ended_at__isnull=True)),
            models.Index(fields=["number_key", "-created_at"], name="said_to"),
        ]

    @property
    def key(self) -> str:
        """By which a provider knows it: the same however often it is tried."""
        return f"said-{self.id.hex}"


class Answer(Entity):
    """What somebody of us wrote back, in their own words. Never changed."""

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="answers")
    channel = models.CharField(max_length=10, choices=WRITTEN)
    words = models.TextField()
    by_name = models.CharField(max_length=200)


__all__ = ["Answer", "Heard", "Received", "Said", "Sender", "Stop"]
