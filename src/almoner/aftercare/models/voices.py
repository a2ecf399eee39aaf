"""What people think of us: how it was, complaints and thanks."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from almoner.aftercare.enums import LOW, ComplaintState, EntryKind, FeedbackState, NotAsked, Score
from almoner.aftercare.models.plans import OF_ONE
from almoner.core.models import Entity
from almoner.people.models import Person, Staff
from almoner.urgency.models import Request
from almoner.visits.models import Stay, Visit


class Feedback(Entity):
    """One stay or visit about which somebody was asked how it was, or was not asked, and why not."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="feedback")
    subject_id = models.UUIDField(unique=True)
    """The key of the stay or visit."""
    stay = models.OneToOneField(Stay, models.PROTECT, null=True, related_name="feedback")
    visit = models.OneToOneField(Visit, models.PROTECT, null=True, related_name="feedback")
    clinician = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    was_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    nudged_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=FeedbackState.choices, default=FeedbackState.OPEN)
    not_asked = models.CharField(max_length=20, choices=NotAsked.choices, blank=True)
    score = models.CharField(max_length=10, choices=Score.choices, blank=True)
    words = models.TextField(blank=True)
    may_ring = models.BooleanField(default=False)
    given_at = models.DateTimeField(null=True)
    via = models.CharField(max_length=20, blank=True)
    request = models.ForeignKey(Request, models.PROTECT, null=True, related_name="+")
    """Where their words told of danger."""
    themes: models.JSONField[Any, Any] = models.JSONField(default=list)
    heard_at = models.DateTimeField(null=True)
    heard_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    heard_how = models.CharField(max_length=1000, blank=True)
    """Of a low score: what was said with them, and what is put right."""
    passed_on_at = models.DateTimeField(null=True)
    passed_on_to = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "feedback"
        indexes = [
            models.Index(fields=["state", "closes_at"], name="feedback_open"),
            models.Index(fields=["-given_at"], name="feedback_given"),
            models.Index(fields=["person", "clinician", "-was_at"], name="feedback_of_clinician"),
        ]
        constraints = [
            models.CheckConstraint(condition=OF_ONE, name="feedback_of_stay_or_visit"),
            models.CheckConstraint(
                condition=(Q(state=FeedbackState.GIVEN) & ~Q(score="") & Q(given_at__isnull=False))
                | (~Q(state=FeedbackState.GIVEN) & Q(score="", given_at__isnull=True)),
                name="feedback_given_has_score",
            ),
            models.CheckConstraint(
                condition=(Q(state=FeedbackState.NOT_ASKED) & ~Q(not_asked=""))
                | (~Q(state=FeedbackState.NOT_ASKED) & Q(not_asked="")),
                name="feedback_not_asked_says_why",
            ),
            models.CheckConstraint(
                condition=Q(heard_at__isnull=True) | ~Q(heard_how=""), name="feedback_heard_says_how"
            ),
        ]

    @property
    def is_low(self) -> bool:
        return self.score in LOW


class Complaint(Entity):
    """One complaint, kept apart from the record. Who complains may be somebody whom we do not know."""

    reference = models.CharField(max_length=16, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="complaints")
    name_given = models.CharField(max_length=200, blank=True)
    contact_given = models.CharField(max_length=300, blank=True)
    about = models.CharField(max_length=300, blank=True)
    """Where and when it was, as they say it."""
    language = models.CharField(max_length=12, default="en")
    via = models.CharField(max_length=20)
    taken_by = models.CharField(max_length=200, blank=True)
    themes: models.JSONField[Any, Any] = models.JSONField(default=list)
    owner = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    request = models.ForeignKey(Request, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=ComplaintState.choices, default=ComplaintState.OPEN)
    acknowledged_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    learned = models.CharField(max_length=500, blank=True)
    reopened = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["state", "created_at"], name="complaint_open"),
            models.Index(fields=["person", "-created_at"], name="complaint_of_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | (~Q(name_given="") & ~Q(contact_given="")),
                name="complaint_of_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=ComplaintState.ANSWERED) | Q(answered_at__isnull=False),
                name="complaint_answered_when",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def who(self) -> str:
        return self.person.name if self.person else self.name_given


class ComplaintEntry(Entity):
    """What was said and done about a complaint. The database refuses changes and deletions."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=EntryKind.choices)
    words = models.TextField(blank=True)
    by_name = models.CharField(max_length=200)
    by_staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["number"]
        verbose_name_plural = "complaint entries"
        constraints = [models.UniqueConstraint(fields=["complaint", "number"], name="complaint_entry_in_order")]


class Thanks(Entity):
    """Thanks to somebody here, until it has reached them."""

    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="thanks")
    name_given = models.CharField(max_length=200, blank=True)
    words = models.TextField()
    for_whom = models.CharField(max_length=200, blank=True)
    via = models.CharField(max_length=20)
    passed_on_at = models.DateTimeField(null=True)
    passed_on_to = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "thanks"
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="thanks_has_words"),
            models.CheckConstraint(
                condition=Q(passed_on_at__isnull=True) | ~Q(passed_on_to=""), name="thanks_reached_somebody"
            ),
        ]

    @property
    def who(self) -> str:
        return self.person.name if self.person else self.name_given
