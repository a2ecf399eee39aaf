"""Where one person more may be booked, and how often people stay away."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from almoner.catalogue.models import Service
from almoner.core.models import Entity
from almoner.scheduling.overbooking import HARDEST, LEADS, MOST_A_DAY, USUAL


class Overbooking(Entity):
    """Whether people are booked in addition where nothing of a service is free. Off, unless a manager has said why."""

    service = models.OneToOneField(Service, models.PROTECT, related_name="overbooking")
    on = models.BooleanField(default=False)
    limit_percent = models.PositiveSmallIntegerField(default=USUAL)
    """How probable it may be that more come than there is time for."""
    a_day = models.PositiveSmallIntegerField(default=1)
    """So many are booked in addition on one day at one site, and never more than one in a session or a group."""
    why = models.CharField(max_length=300, blank=True)
    said_by = models.CharField(max_length=200, blank=True)
    said_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(limit_percent__gte=1, limit_percent__lte=HARDEST, a_day__gte=1, a_day__lte=MOST_A_DAY),
                name="overbooking_within_bounds",
            ),
            models.CheckConstraint(condition=Q(on=False) | ~Q(why=""), name="overbooking_says_why"),
        ]


class Attendance(Entity):
    """Of the visits of a service, on a weekday, booked so long before, confirmed or not: how many there were in the
    weeks from which was learned, and to how many nobody came. Never who."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="attendance")
    weekday = models.PositiveSmallIntegerField()
    lead = models.PositiveSmallIntegerField()
    """As `overbooking.lead_of` counts it."""
    confirmed = models.BooleanField()
    seen = models.PositiveIntegerField()
    missed = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "weekday", "lead", "confirmed"], name="attendance_once"),
            models.CheckConstraint(
                condition=Q(weekday__lte=6, lead__lte=len(LEADS), missed__lte=F("seen")), name="attendance_of_a_kind"
            ),
        ]
        verbose_name_plural = "attendance"
