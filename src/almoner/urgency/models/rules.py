"""The hospital's own rules of urgency: changes that are proposed, tried and signed, and the versions that follow."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from almoner.core.models import Entity
from almoner.people.models import Staff
from almoner.urgency.enums import RuleChangeState


class RuleChange(Entity):
    """A change of one rule that somebody proposes: the row as it would be, or none where it would be switched off.

    It goes live when clinicians have signed its latest rehearsal, and is then part of a `RuleVersion`.
    """

    reference = models.CharField(max_length=16, unique=True)
    rule_id = models.CharField(max_length=60)
    row: models.JSONField[Any, Any] = models.JSONField(null=True)
    why = models.CharField(max_length=500)
    by = models.ForeignKey(Staff, models.PROTECT, related_name="rule_changes")
    by_name = models.CharField(max_length=200)
    state = models.CharField(max_length=16, choices=RuleChangeState.choices, default=RuleChangeState.OPEN)
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=200, blank=True)
    ended_why = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=RuleChangeState.OPEN, ended_at__isnull=True)
                | ~Q(state=RuleChangeState.OPEN) & Q(ended_at__isnull=False),
                name="rule_change_ended",
            ),
            models.UniqueConstraint(
                fields=["rule_id"], condition=Q(state=RuleChangeState.OPEN), name="rule_change_one_open"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.state == RuleChangeState.OPEN


class RuleRehearsal(Entity):
    """What a proposed change would do, held against the rules that were in force then. Never changed; a later one
    takes its place, and with it go the signatures under this one."""

    change = models.ForeignKey(RuleChange, models.PROTECT, related_name="rehearsals")
    number = models.PositiveIntegerField()
    on = models.CharField(max_length=40)
    """The name of the version in force."""
    before: models.JSONField[Any, Any] = models.JSONField(null=True)
    """The row as it was in that version."""
    result: models.JSONField[Any, Any] = models.JSONField()
    """`rehearsal.Rehearsal.as_facts`."""
    signatures_needed = models.PositiveSmallIntegerField()
    by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["change", "number"], name="rule_rehearsal_number")]


class RuleSignature(Entity):
    """A clinician has read a change and what its rehearsal shows, and wants it. Never changed."""

    rehearsal = models.ForeignKey(RuleRehearsal, models.PROTECT, related_name="signatures")
    by = models.ForeignKey(Staff, models.PROTECT, related_name="rule_signatures")
    by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [models.UniqueConstraint(fields=["rehearsal", "by"], name="rule_signature_once")]


class RuleVersion(Entity):
    """The hospital's own rules from one moment on: all that differs from the standard. The highest number is in force;
    never changed."""

    number = models.PositiveIntegerField(unique=True)
    name = models.CharField(max_length=40)
    standard = models.CharField(max_length=40)
    """The version of the standard on which it was made."""
    own: models.JSONField[Any, Any] = models.JSONField()
    """`rulebook.changing.Own`."""
    change = models.OneToOneField(RuleChange, models.PROTECT, related_name="version")

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return self.name


class RuleSignOff(Entity):
    """A clinician has read one row and answers for it until a date. It holds for this very text of the row, by its
    digest. Never changed."""

    rule_id = models.CharField(max_length=60)
    digest = models.CharField(max_length=16)
    rules_version = models.CharField(max_length=40)
    valid_until = models.DateField()
    by = models.ForeignKey(Staff, models.PROTECT, related_name="rule_sign_offs")
    by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["rule_id", "created_at"], name="rule_sign_off_rule")]
