"""Promises: what was said to a person, by when, who owns it, and how it ended."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from almoner.charter.enums import ENDED, LIVE, State
from almoner.core.models import Entity
from almoner.people.models import Person, Staff
from almoner.timeline.models import Event


class PromiseQuerySet(models.QuerySet["Promise"]):
    def live(self) -> PromiseQuerySet:
        """Open, or broken and not yet made good."""
        return self.filter(state__in=LIVE)

    def past_due(self, moment: Any) -> PromiseQuerySet:
        return self.filter(state=State.OPEN, due_at__lte=moment)


class Promise(Entity):
    """One promise to one person.

    `text` is what was said, in each language, as it was said (law I-38). `parts` are the messages that keep it:
    `{"kind", "ways", "message_id", "done"}`. `next_rung_at` is when it climbs the ladder next; a broken one has it.
    """

    reference = models.CharField(max_length=16, unique=True)
    standard = models.CharField(max_length=60)
    charter_version = models.CharField(max_length=20)
    stage = models.CharField(max_length=20)
    person = models.ForeignKey(Person, models.PROTECT, related_name="promises", null=True)
    """None while it is not known who the person is; the promise is owned and due all the same (URG-10)."""
    opened_by = models.ForeignKey(Event, models.PROTECT, related_name="promises_opened")
    subject_id = models.UUIDField(null=True)
    text: models.JSONField[Any, Any] = models.JSONField(default=dict)
    facts: models.JSONField[Any, Any] = models.JSONField(default=dict)
    parts: models.JSONField[Any, Any] = models.JSONField(default=list)
    due_at = models.DateTimeField()
    risk_at = models.DateTimeField()
    team = models.CharField(max_length=40)
    taken_by = models.ForeignKey(Staff, models.SET_NULL, null=True, blank=True, related_name="promises_taken")
    by_hand_since = models.DateTimeField(null=True)
    """Since when its messages have failed and a person of the team must keep it."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    at_risk_since = models.DateTimeField(null=True)
    broken_at = models.DateTimeField(null=True)
    new_time = models.DateTimeField(null=True)
    """The time that the apology gave, once broken."""
    rung = models.PositiveSmallIntegerField(default=0)
    before_team = models.CharField(max_length=40, blank=True)
    """The team that the ladder has brought it before."""
    next_rung_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_how = models.CharField(max_length=300, blank=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_at"], name="promise_due"),
            models.Index(fields=["person", "state"], name="promise_person"),
            models.Index(fields=["subject_id", "state"], name="promise_subject"),
            models.Index(fields=["team", "state", "due_at"], name="promise_team"),
            models.Index(fields=["next_rung_at"], name="promise_rung", condition=Q(state=State.BROKEN)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ENDED, ended_at__isnull=False) | Q(state__in=LIVE, ended_at__isnull=True),
                name="promise_end_is_marked",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.BROKEN) | Q(broken_at__isnull=False, next_rung_at__isnull=False),
                name="promise_broken_climbs",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.WITHDRAWN) | ~Q(ended_how=""), name="promise_withdrawn_with_reason"
            ),
            models.UniqueConstraint(fields=["opened_by", "standard"], name="promise_once_for_an_event"),
        ]

    def __str__(self) -> str:
        return self.reference

    def said_in(self, language: str) -> str:
        """The promise as it was said, in `language` or else in English."""
        return str(self.text.get(language) or self.text.get("en") or "")
