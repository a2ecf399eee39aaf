"""When groups begin, where a hospital has said so."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from almoner.catalogue.models import Service
from almoner.core.models import Entity
from almoner.people.models import Site

RELEASE_HOURS = 24
"""The day before, as for what is kept for the urgent: late enough for those who decide late, and early enough that
somebody who waits can still be offered the time and get there."""
MOST_HOURS = 24 * 14


class GroupStart(Entity):
    """A group of a service may begin at this hour of the week. Of a service with none at a site, it may at any."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="group_starts")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField()
    """0 for Monday."""
    at = models.TimeField()
    """By the site's wall clock, on a tick of the diaries."""
    release_hours = models.PositiveSmallIntegerField(default=RELEASE_HOURS)
    """So long before it begins its time is given to everybody, if nobody has a place in it; 0: only when it begins."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "site", "weekday", "at"], name="group_start_once"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="group_start_weekday"),
            models.CheckConstraint(condition=Q(release_hours__lte=MOST_HOURS), name="group_start_release"),
        ]


class GroupRelease(Entity):
    """One planned group whose time a manager gave free, so that nothing is kept for it any more."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "site", "starts_at"], name="group_release_once"),
        ]
