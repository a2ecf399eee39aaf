"""Messages to many: what is said to whom, who approved it, and each person who was counted."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from almoner.core.identifiers import new_id
from almoner.core.models import Entity
from almoner.messaging.enums import NOTICE_OVER, LeftOut, NoticeState
from almoner.people.enums import Channel, Purpose
from almoner.people.models import Person, Site, Staff


class Notice(Entity):
    """One message to many people, each of whom gets an ordinary message of their own (law I-16).

    Who is meant is a selection by name with its `criteria`. When it is proposed, everybody who fits is written down
    (`NoticeRecipient`), and nobody else is told: what is approved is these words to these people (law I-19).
    """

    reference = models.CharField(max_length=16, unique=True)
    title = models.CharField(max_length=100)
    """For staff; nobody is sent it."""
    purpose = models.CharField(max_length=12, choices=Purpose.choices, default=Purpose.CARE)
    selection = models.CharField(max_length=30)
    criteria: models.JSONField[Any, Any] = models.JSONField(default=dict)
    ways: models.JSONField[Any, Any] = models.JSONField(default=list)
    """Channels in the order in which they are tried; whom none of them reaches is told by another."""
    deadline = models.DateTimeField()
    """After this it is of no use to anybody, and is not sent."""
    words: models.JSONField[Any, Any] = models.JSONField()
    """By language, the words by their place (`wording.said_in`)."""
    writers: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """Who wrote any of it, by the id of the member of staff, with the name."""
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+")
    """Where who began it works; None for somebody who works everywhere."""
    by = models.ForeignKey(Staff, models.PROTECT, related_name="notices")
    by_name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=NoticeState.choices, default=NoticeState.DRAFT)
    proposed_at = models.DateTimeField(null=True)
    proposed_by_name = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="notices_approved")
    goes_at = models.DateTimeField(null=True)
    """The end of the hold in which it can be stopped before anything has left."""
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=200, blank=True)
    ended_why = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["state", "goes_at"], name="notice_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=NOTICE_OVER, ended_at__isnull=False)
                | ~Q(state__in=NOTICE_OVER) & Q(ended_at__isnull=True),
                name="notice_end_is_marked",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[NoticeState.APPROVED, NoticeState.SENDING, NoticeState.OVER])
                | Q(approved_by__isnull=False, approved_at__isnull=False, goes_at__isnull=False),
                name="notice_goes_when_approved",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_draft(self) -> bool:
        return self.state == NoticeState.DRAFT

    @property
    def may_be_stopped(self) -> bool:
        return self.state in {NoticeState.APPROVED, NoticeState.SENDING}


class NoticeRecipient(models.Model):
    """Somebody who was counted: told by a message of their own, or left out, and why."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="recipients")
    person = models.ForeignKey(Person, models.PROTECT, related_name="notices")
    language = models.CharField(max_length=12)
    channel = models.CharField(max_length=10, choices=Channel.choices, blank=True)
    """The first way as it was when they were counted."""
    left_out = models.CharField(max_length=10, choices=LeftOut.choices, blank=True)
    message_id = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["notice"], condition=Q(message_id__isnull=True, left_out=""), name="recipient_to_be_told"
            ),
            models.Index(fields=["notice", "person"], name="recipient_of_notice"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_out="") & ~Q(channel="") | ~Q(left_out="") & Q(message_id__isnull=True),
                name="recipient_told_or_left_out",
            )
        ]
