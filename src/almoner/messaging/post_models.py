"""Letters on paper on their way to the post: each of them, and the print runs in which they are taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from almoner.core.identifiers import new_id
from almoner.core.models import Entity
from almoner.messaging.enums import InRun, PostState, ReturnReason
from almoner.people.models import Site, Staff

if TYPE_CHECKING:
    from almoner.messaging.models import Attempt


class Posting(Entity):
    """One letter on paper, by the reference that stands in its window. Written before it is laid, so that what is made
    again after a fault is the same letter under the same reference; in the queue once its attempt is recorded."""

    reference = models.CharField(max_length=16, unique=True)
    provider_key = models.CharField(max_length=64, unique=True)
    attempt = models.OneToOneField("messaging.Attempt", models.PROTECT, null=True, related_name="posting")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+")
    """Of whom it is for; None for somebody of no site, whose letters any post desk posts."""
    day = models.DateField()
    """By the hospital's clock, on which it was laid."""
    pages = models.PositiveSmallIntegerField(default=0)
    """0 for a letter of a rehearsal, which nobody has laid out yet."""
    about = models.CharField(max_length=20, blank=True, db_index=True)
    """The reference of what it is about, as it stands at its foot."""
    scan = models.CharField(max_length=300, blank=True, db_index=True)
    """What the code at its end opens."""
    state = models.CharField(max_length=10, choices=PostState.choices, default=PostState.LAID)
    posted_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    returned_because = models.CharField(max_length=10, choices=ReturnReason.choices, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["day", "created_at"], condition=Q(state=PostState.WAITING), name="posting_waits"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=PostState.LAID, attempt__isnull=True)
                | ~Q(state=PostState.LAID) & Q(attempt__isnull=False),
                name="posting_queued_when_recorded",
            ),
            models.CheckConstraint(
                condition=Q(state=PostState.RETURNED, returned_at__isnull=False) & ~Q(returned_because="")
                | ~Q(state=PostState.RETURNED) & Q(returned_at__isnull=True, returned_because=""),
                name="posting_returned_with_why",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[PostState.POSTED, PostState.RETURNED]) | Q(posted_at__isnull=False),
                name="posting_posted_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def recorded(self) -> Attempt:
        """Its attempt. Whatever is in a queue has one."""
        assert self.attempt  # noqa: S101 - a constraint says so
        return self.attempt


class PrintRun(Entity):
    """Letters that somebody took to print and to post. Which they are is settled when it is taken (`LetterInRun`); it
    is over when so many were posted and spoilt as were taken."""

    reference = models.CharField(max_length=16, unique=True)
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(Staff, models.PROTECT, related_name="print_runs")
    by_name = models.CharField(max_length=200)
    both_sides = models.BooleanField(default=False)
    letters = models.PositiveIntegerField()
    pages = models.PositiveIntegerField()
    sheets = models.PositiveIntegerField()
    """Of the letters, without the one that covers them."""
    printed = models.PositiveSmallIntegerField(default=0)
    printed_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    """When its list was put beside the letters in the store of the print house; None without one, or before."""
    closed_at = models.DateTimeField(null=True)
    closed_by_name = models.CharField(max_length=200, blank=True)
    posted = models.PositiveIntegerField(default=0)
    spoilt = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["created_at"], condition=Q(closed_at__isnull=True), name="print_run_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(letters=F("posted") + F("spoilt")),
                name="print_run_adds_up",
            )
        ]

    def __str__(self) -> str:
        return self.reference

    def sheets_for(self, pages: int) -> int:
        """Each letter begins on a sheet of its own."""
        return (pages + 1) // 2 if self.both_sides else pages


class LetterInRun(models.Model):
    """A letter of a run, in its place in the pile. In one open run at a time, whoever takes runs at once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey(PrintRun, models.PROTECT, related_name="lines")
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="lines")
    place = models.PositiveSmallIntegerField()
    sheets = models.PositiveSmallIntegerField()
    became = models.CharField(max_length=10, choices=InRun.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "posting"], name="letter_in_run_once"),
            models.UniqueConstraint(fields=["posting"], condition=Q(became=""), name="letter_in_one_open_run"),
        ]
