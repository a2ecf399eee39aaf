"""Talks: what the machine answers by keys alone, on the telephone or by text messages, as far as it has come."""

from __future__ import annotations

from typing import Any

from django.db import models

from almoner.core.models import Entity
from almoner.desk.enums import Channel
from almoner.desk.models.ringing import Ringing
from almoner.people.models import Person, Site
from almoner.urgency.models import Request

BY_KEYS = ((Channel.CALL.value, Channel.CALL.label), (Channel.TEXT.value, Channel.TEXT.label))


class Talk(Entity):
    """A call or a run of text messages that the machine answers. `menu` is `desk.menu.State` while the menu answers,
    `state` is `urgency.talking.State` from then on; what was told stands in `request` as soon as there is anything to
    tell. Who it is, the number does not say (law I-27): `person` is known where a date of birth was typed that fits."""

    channel = models.CharField(max_length=10, choices=BY_KEYS)
    number = models.CharField(max_length=40, blank=True)
    """As it was shown; empty where it is withheld."""
    number_key = models.CharField(max_length=40, blank=True, editable=False)
    provider_id = models.CharField(max_length=80, blank=True)
    """By which a provider of calls tells of it; empty where the call is spoken by us."""
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="talks")
    menu: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """Empty once the menu has led elsewhere, and in texts."""
    state: models.JSONField[Any, Any] = models.JSONField(default=dict)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="talks")
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    request = models.ForeignKey(Request, models.PROTECT, null=True, related_name="talks")
    ringing = models.OneToOneField(Ringing, models.PROTECT, null=True, related_name="talk")
    """The call at the desk to which they were put through."""
    heard_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider_id"], condition=~models.Q(provider_id=""), name="talk_once_for_a_provider"
            )
        ]
        indexes = [
            models.Index(fields=["heard_at"], condition=models.Q(ended_at__isnull=True), name="talk_now"),
            models.Index(fields=["number_key"], condition=models.Q(ended_at__isnull=True), name="talk_of_number"),
        ]
