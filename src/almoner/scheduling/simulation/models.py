"""What a manager asked to be worked out, and what came of it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from almoner.core.models import Entity
from almoner.scheduling.enums import WhatIfState


class WhatIf(Entity):
    """A simulation that was asked for. One at a time is worked out in the whole house, by whoever holds the fence until
    `lease_until`; what another finds out is not written."""

    months = models.PositiveSmallIntegerField()
    clinicians = models.PositiveSmallIntegerField()
    load_percent = models.PositiveSmallIntegerField()
    """Of the times, the share that those who ask would need."""
    seed = models.PositiveIntegerField()
    asked_by = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=WhatIfState.choices, default=WhatIfState.ASKED)
    tries = models.PositiveSmallIntegerField(default=0)
    fence = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, db_index=True)
    result: models.JSONField[Any, Any] = models.JSONField(null=True, blank=True)
    """As `almoner simulate --json` gives it."""
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=3, clinicians__gte=1, clinicians__lte=6)
                & Q(load_percent__gte=10, load_percent__lte=95),
                name="what_if_within_bounds",
            ),
            models.CheckConstraint(
                condition=~Q(state=WhatIfState.RUNNING) | Q(fence__isnull=False, lease_until__isnull=False),
                name="what_if_running_is_fenced",
            ),
            models.CheckConstraint(
                condition=~Q(state=WhatIfState.DONE) | Q(result__isnull=False, ended_at__isnull=False),
                name="what_if_done_has_result",
            ),
            models.UniqueConstraint(
                fields=["state"], condition=Q(state=WhatIfState.RUNNING), name="what_if_one_at_a_time"
            ),
        ]
