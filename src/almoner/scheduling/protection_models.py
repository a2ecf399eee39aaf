"""What is kept for the urgent: whether, and how many people asked, from which it is learned (APT-6)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from almoner.catalogue.models import Service
from almoner.core.models import Entity
from almoner.people.models import Site
from almoner.scheduling.enums import Level


class Protection(Entity):
    """Whether times are kept for people who are more urgent, of those who give a service (APT-6)."""

    service = models.OneToOneField(Service, models.PROTECT, related_name="protection")
    on = models.BooleanField(default=True)
    why = models.CharField(max_length=300, blank=True)
    """What the manager said who turned it off, or on again."""
    weeks = models.PositiveSmallIntegerField(default=0)
    """From how many weeks the demand was learned."""
    learned_at = models.DateTimeField(null=True)


class Demand(Entity):
    """How many people of a level asked on a weekday, in the weeks from which was learned. Never who."""

    protection = models.ForeignKey(Protection, models.CASCADE, related_name="demand")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField()
    """0 for Monday; who asked on a day on which the site is closed counts on the next on which it is open."""
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    seen = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["protection", "site", "weekday", "level"], name="demand_once"),
            models.CheckConstraint(condition=Q(weekday__lte=6, level__gte=1, level__lte=5), name="demand_of_a_weekday"),
        ]
