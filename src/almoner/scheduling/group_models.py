"""When groups begin, where a hospital has said so."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from almoner.catalogue.models import Service
from almoner.core.models import Entity
from almoner.people.models import Site


class GroupStart(Entity):
    """A group of a service may begin at this hour of the week. Of a service with none at a site, it may at any."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="group_starts")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField()
    """0 for Monday."""
    at = models.TimeField()
    """By the site's wall clock, on a tick of the diaries."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "site", "weekday", "at"], name="group_start_once"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="group_start_weekday"),
        ]
