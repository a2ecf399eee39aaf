"""What is kept of the places in which people work: who works on holidays too, who works elsewhere besides, how far."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from almoner.core.models import Entity
from almoner.people.models import Site


class EveryDay(Entity):
    """A profession that works at a site on its holidays as on any other day."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="every_day")
    profession = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "profession"], name="every_day_once")]


class AlsoAt(Entity):
    """A site at which a resource has sessions besides its own. It stays when these end: nobody is found by it alone."""

    resource = models.ForeignKey("scheduling.Resource", models.CASCADE, related_name="also_at")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "site"], name="also_at_once")]
        verbose_name_plural = "also at"


class SiteTravel(Entity):
    """Minutes from one site to another, in this direction."""

    from_site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    to_site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["from_site", "to_site"], name="travel_once"),
            models.CheckConstraint(condition=~Q(from_site=F("to_site")), name="travel_elsewhere"),
            models.CheckConstraint(condition=Q(minutes__lte=600), name="travel_minutes"),
        ]
