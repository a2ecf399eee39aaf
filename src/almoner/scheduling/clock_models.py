"""The rules of a site's zone, as its diaries were laid out by them."""

from __future__ import annotations

from typing import Any

from django.db import models

from almoner.core.models import Entity
from almoner.people.models import Site
from almoner.scheduling.clock_rules import Rules


class SiteClock(Entity):
    """By which rules the coming visits of a site stand where they stand (law I-13). See `clock_rules`."""

    site = models.OneToOneField(Site, models.CASCADE, related_name="clock")
    zone = models.CharField(max_length=60)
    changes: models.JSONField[Any, Any] = models.JSONField(default=list)
    """`[moment, seconds ahead of UTC]` of each change, the first what held at the beginning."""
    until = models.DateField()

    def __str__(self) -> str:
        return self.zone

    @property
    def rules(self) -> Rules:
        return Rules(tuple((int(at), int(ahead)) for at, ahead in self.changes), self.until)
