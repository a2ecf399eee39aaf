"""Calls that ring, before anybody has answered them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from almoner.core.models import Entity
from almoner.people.models import Site, Staff
from almoner.urgency.models import Request


class Ringing(Entity):
    """A call that rings and that nobody has taken yet, as the telephone tells of it; then who took it, or that the
    caller gave up. Who it is, the number does not say (law I-27)."""

    number = models.CharField(max_length=40, blank=True)
    """As it was shown; empty where it is withheld."""
    number_key = models.CharField(max_length=40, blank=True, editable=False)
    language = models.CharField(max_length=12, default="en")
    """That the caller chose before anything else was said (TEL-6)."""
    urgent = models.BooleanField(default=False)
    """They said or pressed at the first prompt that it is an emergency (TEL-5)."""
    request = models.ForeignKey(Request, models.PROTECT, null=True, blank=True, related_name="ringing")
    """What they told by keys before they were put through: nobody tells their story twice."""
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="ringing")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    rings_back_at = models.DateTimeField(null=True, blank=True)
    """Since when they want to be rung back when it is their turn: they have hung up and keep their place (TEL-1)."""
    writes = models.BooleanField(default=False)
    """They were asked by text to write instead (TEL-2), and keep their place until they are rung or answered."""
    taken_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="rings_taken")
    """None while it rings, and for a call that was given up."""
    taken_at = models.CharField(max_length=40, blank=True)
    """The telephone to which the caller is put through; empty for the one of the desk."""
    contact = models.OneToOneField("Contact", models.PROTECT, null=True, blank=True, related_name="ringing")

    class Meta:
        verbose_name_plural = "ringing"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=False) | Q(taken_by__isnull=True, contact__isnull=True),
                name="ringing_is_taken_when_it_ends",
            ),
        ]
        indexes = [models.Index(fields=["since"], condition=Q(ended_at__isnull=True), name="ringing_now")]
