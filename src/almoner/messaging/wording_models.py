"""The hospital's own words: changes that are written, proposed and signed, and the versions that follow."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from almoner.core.models import Entity
from almoner.messaging.enums import WORDS_BEING_CHANGED, WordsState
from almoner.people.models import Staff


class WordsChange(Entity):
    """A change of the words of one kind, in all languages at once, so that no two of them say different things.

    It is written as a draft, by one or several; proposed once nothing is wrong with it; and in force when somebody who
    wrote none of it has signed.
    """

    reference = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=60)
    words: models.JSONField[Any, Any] = models.JSONField()
    """By language, the whole words by their place (`wording.said_in`), as they would be."""
    still_right: models.JSONField[Any, Any] = models.JSONField(default=list)
    """Languages whose words are as before, and of which somebody said that they are still right beside the others."""
    writers: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """Who wrote any of it, by the id of the member of staff, with the name. None of them signs."""
    why = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(Staff, models.PROTECT, related_name="words_changes")
    """Who began it."""
    by_name = models.CharField(max_length=200)
    proposed_by_name = models.CharField(max_length=200, blank=True)
    proposed_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=16, choices=WordsState.choices, default=WordsState.DRAFT)
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=200, blank=True)
    ended_why = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=WORDS_BEING_CHANGED, ended_at__isnull=True)
                | ~Q(state__in=WORDS_BEING_CHANGED) & Q(ended_at__isnull=False),
                name="words_change_ended",
            ),
            models.CheckConstraint(
                condition=~Q(state=WordsState.PROPOSED) | Q(proposed_at__isnull=False) & ~Q(why=""),
                name="words_change_proposed_with_why",
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(state__in=WORDS_BEING_CHANGED), name="words_change_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_draft(self) -> bool:
        return self.state == WordsState.DRAFT

    @property
    def is_proposed(self) -> bool:
        return self.state == WordsState.PROPOSED


class WordsVersion(Entity):
    """The hospital's own words of one kind from one moment on: all that differs from those that are shipped, by
    language and place; nothing where the shipped words hold again. The highest number is in force; never changed."""

    kind = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    own: models.JSONField[Any, Any] = models.JSONField()
    shipped = models.CharField(max_length=16)
    """The digest of the shipped words on which it was made."""
    change = models.OneToOneField(WordsChange, models.PROTECT, null=True, related_name="version")
    """None where somebody went back to the shipped words at once."""
    why = models.CharField(max_length=500)
    by_name = models.CharField(max_length=200)
    """Who signed it, or went back to the shipped words."""

    class Meta:
        ordering = ["kind", "number"]
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="words_version_number")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
