"""Hours that are otherwise than the week says, and that somebody changed them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from almoner.core.models import Entity
from almoner.people.models import Site
from almoner.scheduling.enums import BlockReason, Changed


class OtherHours(Entity):
    """One day on which a resource has other hours than its week gives: a Saturday that is open, a Tuesday that is not.

    The week may change meanwhile: the day stays as it was said, until it is taken back.
    """

    resource = models.ForeignKey("scheduling.Resource", models.CASCADE, related_name="other_hours")
    day = models.DateField()
    sessions: models.JSONField[Any, Any] = models.JSONField(default=list)
    """`["09:00", "12:00", false]` for each: from, until, kept for the urgent. None: closed. Where it is elsewhere or in
    one room, the ids of site and room follow."""
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "day"], name="other_hours_once_a_day")]


class HoursChange(Entity):
    """That somebody changed the hours of a resource, or of a whole site: then `names` says by what, by language. What
    it displaced is found by its id (`displaced`)."""

    resource = models.ForeignKey("scheduling.Resource", models.CASCADE, null=True, blank=True, related_name="changes")
    site = models.ForeignKey(Site, models.CASCADE, null=True, blank=True, related_name="+")
    names: models.JSONField[Any, Any] = models.JSONField(default=dict)
    what = models.CharField(max_length=8, choices=Changed.choices)
    first_on = models.DateField()
    last_on = models.DateField(null=True, blank=True)
    """None: for good."""
    reason = models.CharField(max_length=12, choices=BlockReason.choices, blank=True)
    why = models.CharField(max_length=200, blank=True)
    made_by = models.CharField(max_length=200)
    block = models.ForeignKey("scheduling.Block", models.CASCADE, null=True, blank=True, related_name="changes")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__isnull=True) | Q(last_on__gte=F("first_on")), name="hours_change_period"
            ),
            models.CheckConstraint(
                condition=Q(resource__isnull=False, site__isnull=True) | Q(resource__isnull=True, site__isnull=False),
                name="hours_change_of_one",
            ),
        ]
        indexes = [models.Index(fields=["resource", "-created_at"], name="hours_change_of")]
