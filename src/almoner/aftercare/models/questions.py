"""The question box: a thread for each question, tied to the stay or visit that it is about."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from almoner.aftercare.enums import EntryKind, Pool, QuestionState
from almoner.core.models import Entity
from almoner.people.models import Person, Staff
from almoner.urgency.models import Request
from almoner.visits.models import Stay, Visit


class Question(Entity):
    """One question. Nothing but the person's word, or their taking it back, ends it."""

    reference = models.CharField(max_length=16, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="questions")
    stay = models.ForeignKey(Stay, models.PROTECT, null=True, related_name="questions")
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, related_name="questions")
    pool = models.CharField(max_length=10, choices=Pool.choices, default=Pool.NURSES)
    taken_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=QuestionState.choices, default=QuestionState.OPEN)
    request = models.ForeignKey(Request, models.PROTECT, null=True, related_name="+")
    """Where its words told of danger: the request that a nurse looks at first."""
    language = models.CharField(max_length=12, default="en")
    via = models.CharField(max_length=20)

    class Meta:
        indexes = [
            models.Index(fields=["state", "pool", "created_at"], name="question_pool"),
            models.Index(fields=["person", "-created_at"], name="question_of_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(stay__isnull=True) | Q(visit__isnull=True), name="question_about_one_thing"
            )
        ]

    def __str__(self) -> str:
        return self.reference


class QuestionEntry(Entity):
    """A line of the thread. The database refuses changes and deletions."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=EntryKind.choices)
    words = models.TextField(blank=True)
    by_name = models.CharField(max_length=200)
    by_staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["number"]
        verbose_name_plural = "question entries"
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="question_entry_in_order"),
            models.CheckConstraint(
                condition=~Q(kind__in=[EntryKind.ASKED, EntryKind.ANSWER]) | ~Q(words=""),
                name="question_entry_has_words",
            ),
        ]
