"""What staff decide about offers from the waiting list: the rules of a hospital, and pauses."""

from __future__ import annotations

from datetime import time

from django.db import models
from django.db.models import F, Q

from almoner.catalogue.models import Service
from almoner.core.models import Entity
from almoner.people.models import Person, Site


class OfferRules(Entity):
    """How a hospital offers times that come free. Without a row the usual rules hold: `offering.USUAL`."""

    site = models.OneToOneField(Site, models.PROTECT, related_name="offer_rules")
    begins = models.TimeField(default=time(9))
    ends = models.TimeField(default=time(20))
    stops_before_minutes = models.PositiveSmallIntegerField(default=120)
    anyone_within_hours = models.PositiveSmallIntegerField(default=24)
    wave = models.PositiveSmallIntegerField(default=3)
    between_waves_minutes = models.PositiveSmallIntegerField(default=30)
    to_answer_minutes = models.PositiveSmallIntegerField(default=30)
    to_answer_by_phone_minutes = models.PositiveSmallIntegerField(default=60)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="offers_in_hours"),
            models.CheckConstraint(
                condition=Q(
                    wave__gte=1,
                    between_waves_minutes__gte=1,
                    to_answer_minutes__gte=1,
                    to_answer_by_phone_minutes__gte=F("to_answer_minutes"),
                ),
                name="offers_can_be_answered",
            ),
        ]
        verbose_name_plural = "offer rules"


class OfferPause(Entity):
    """No offers of one service, or to one person, until `ends_at` or until somebody ends it. It ends by itself: nobody
    has to work for it."""

    service = models.ForeignKey(Service, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="offer_pauses")
    ends_at = models.DateTimeField(db_index=True)
    reason = models.CharField(max_length=200)
    paused_by = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True, blank=True)
    """When somebody ended it before its time."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(service__isnull=False, person__isnull=True) | Q(service__isnull=True, person__isnull=False),
                name="pause_of_one",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("created_at")), name="pause_ends"),
            models.CheckConstraint(condition=~Q(reason=""), name="pause_says_why"),
        ]
