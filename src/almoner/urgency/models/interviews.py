"""Interviews: the few questions after a request, and each answer as it was given."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from almoner.core.models import Entity
from almoner.urgency.enums import InterviewEnded, RequestChannel
from almoner.urgency.interviewing import Said
from almoner.urgency.models.requests import Request


class Interview(Entity):
    """The questions after a request: which were answered is in `answers`. It can be gone on with in any channel, by
    `code` where somebody has keys and nothing else. `heard_at` is when it was last answered, and `channel` by what."""

    request = models.OneToOneField(Request, models.PROTECT, related_name="interview")
    code = models.CharField(max_length=8, unique=True)
    channel = models.CharField(max_length=10, choices=RequestChannel.choices)
    heard_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended = models.CharField(max_length=10, choices=InterviewEnded.choices, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended="") | Q(ended_at__isnull=False) & ~Q(ended=""),
                name="interview_says_why_it_ended",
            ),
        ]


class Answer(Entity):
    """One answer: to which question, by what channel, and who gave it or wrote it down. Never changed: what is answered
    anew stands beside it."""

    interview = models.ForeignKey(Interview, models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=60)
    """The id of a question of the rulebook, or what was chosen from a list: `area`, `complaint`."""
    said = models.CharField(max_length=40)
    """`interviewing.Said`, or the choice."""
    channel = models.CharField(max_length=10, choices=RequestChannel.choices)
    by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["interview", "number"], name="answer_number")]

    @property
    def is_unknown(self) -> bool:
        return self.said == Said.UNKNOWN
