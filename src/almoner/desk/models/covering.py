"""Who is on call for what, and each time that somebody needed the clinician who covers (REACH-1)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from almoner.core.models import Entity
from almoner.desk.enums import Scope, Why
from almoner.people.models import Person, Site, Staff


class CoverQuerySet(models.QuerySet["Cover"]):
    def standing(self) -> CoverQuerySet:
        """Those that were not given up or handed over."""
        return self.filter(ended_at__isnull=True)


class Cover(Entity):
    """Somebody is on call for a ward, a specialty or the whole hospital, for a time. `rank` 1 is asked first."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="covers")
    scope = models.CharField(max_length=10, choices=Scope.choices)
    code = models.CharField(max_length=20, blank=True)
    """Of the ward or the specialty; empty for the whole hospital."""
    rank = models.PositiveSmallIntegerField(default=1)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    how = models.CharField(max_length=60)
    """How they are reached: a bleep or a telephone."""
    note = models.CharField(max_length=300, blank=True)
    """What was handed over with it."""
    takes_over = models.OneToOneField("self", models.PROTECT, null=True, related_name="taken_over_by")
    ended_at = models.DateTimeField(null=True)

    objects = CoverQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["site", "ends_at"], name="cover_now")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="cover_takes_time"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="cover_rank"),
            models.CheckConstraint(condition=Q(scope__in=Scope.values), name="cover_scope"),
            models.CheckConstraint(
                condition=Q(scope=Scope.HOSPITAL, code="") | (~Q(scope=Scope.HOSPITAL) & ~Q(code="")),
                name="cover_names_its_scope",
            ),
        ]


class ReachQuerySet(models.QuerySet["Reach"]):
    def open(self) -> ReachQuerySet:
        """Nobody has answered yet, and it is still needed."""
        return self.filter(acknowledged_at__isnull=True, withdrawn_at__isnull=True)


class Reach(Entity):
    """Somebody needs the clinician who covers a person: what for, who was asked in turn, and who answered."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="reaches")
    about = models.CharField(max_length=300)
    asked_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=300, blank=True)
    """What they do now."""
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    objects = ReachQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "reaches"
        indexes = [
            models.Index(
                fields=["asked_at"],
                name="reach_open",
                condition=Q(acknowledged_at__isnull=True, withdrawn_at__isnull=True),
            ),
            models.Index(fields=["asked_by", "-asked_at"], name="reach_asked_by"),
            models.Index(fields=["person", "-asked_at"], name="reach_of_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True)
                | (Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False) & ~Q(answer="")),
                name="reach_answer_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | (~Q(withdrawn_because="") & Q(acknowledged_at__isnull=True)),
                name="reach_withdrawn_says_why",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.acknowledged_at is None and self.withdrawn_at is None


class Turn(Entity):
    """One clinician who was asked, in order, with why it was them and how they are reached."""

    reach = models.ForeignKey(Reach, models.PROTECT, related_name="turns")
    number = models.PositiveSmallIntegerField()
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="asked_in")
    why = models.CharField(max_length=10, choices=Why.choices)
    how = models.CharField(max_length=60, blank=True)
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["reach", "number"], name="turn_in_order"),
            models.UniqueConstraint(fields=["reach", "staff"], name="turn_once_each"),
        ]
